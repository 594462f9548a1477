export { checkText } from './check-text.ts';
export { offerRewrite } from './rewrite.ts';
export type { GuardDecision, GuardFinding, GuardOptions, GuardVerdict } from './verdict.ts';
