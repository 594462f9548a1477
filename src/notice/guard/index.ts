export { checkText } from './check-text.ts';
export type { GuardAudience, GuardDecision, GuardFinding, GuardOptions, GuardVerdict } from './verdict.ts';
