import type { NoticeAudience } from '../audience/recipients.ts';
import type { Draft, Sentence } from './draft.ts';

/** One line of the table: what is looked for, and how bad it is for whom. */
export interface GuardRule {
  readonly id: string;
  /** What a hit means; an audience that is not named is not looked at. */
  readonly decisions: Readonly<Partial<Record<NoticeAudience, 'flag' | 'block'>>>;
  /** The words of a sentence that break the rule; empty = none. */
  readonly find: (sentence: Sentence, draft: Draft) => readonly string[];
}
