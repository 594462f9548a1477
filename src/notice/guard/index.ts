export { checkText } from './check-text.ts';
export type { GuardDecision, GuardFinding, GuardOptions, GuardVerdict } from './verdict.ts';
