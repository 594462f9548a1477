import type { RosterIndex } from '../../language/index.ts';
import type { NoticeAudience } from '../audience/recipients.ts';

export type GuardDecision = 'pass' | 'flag' | 'block';

/** Something in a text that should not reach families like this (contract.md §5, `guard`). */
export interface GuardFinding {
  readonly rule: string;
  /** The words that were found, without the blanks and dots that may have hidden them. */
  readonly words: string;
  /** Chinese, for the sender. */
  readonly why: string;
  readonly suggestion: string;
}

export interface GuardVerdict {
  readonly decision: GuardDecision;
  readonly findings: readonly GuardFinding[];
}

export interface GuardOptions {
  readonly audience: NoticeAudience;
  /** The folder under /templates; anti-fraud texts may speak of what they warn of. */
  readonly kind?: string;
  /** Students whom this text may name. */
  readonly studentNames?: readonly string[];
  /** Finds other students whom a text names. */
  readonly roster?: RosterIndex | undefined;
  /** Hosts, with their port unless it is the usual one, whose links are ours; beside those of authorities. */
  readonly allowedLinkHosts?: readonly string[];
}
