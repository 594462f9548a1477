import type { RosterIndex } from '../../language/index.ts';
import { checkText, type GuardOptions, type GuardVerdict } from '../guard/index.ts';

/**
 * The guard takes a millisecond a text and is asked about each twice, when it is shown and when it is confirmed. Its verdict
 * depends on the words, the options and the roster and nothing else, so that it is remembered as long as the same index of
 * the roster lives; another index (the roster changed) is another memory.
 */
const remembered = new WeakMap<RosterIndex, Map<string, GuardVerdict>>();

/** A counsellor's batch; beyond it the oldest are forgotten. */
const MAX_REMEMBERED = 1_000;

/** As `checkText`; the same question about the same roster is answered from memory. */
export function checkOnce(words: string, options: GuardOptions): GuardVerdict {
  const { roster, ...asked } = options;
  if (roster === undefined) return checkText(words, options);
  const verdicts = remembered.get(roster) ?? new Map<string, GuardVerdict>();
  remembered.set(roster, verdicts);
  const key = JSON.stringify([words, Object.entries(asked).sort()]);
  const known = verdicts.get(key);
  if (known !== undefined) return known;
  const verdict = checkText(words, options);
  const oldest = verdicts.size >= MAX_REMEMBERED ? verdicts.keys().next().value : undefined;
  if (oldest !== undefined) verdicts.delete(oldest);
  verdicts.set(key, verdict);
  return verdict;
}
