import { findWords } from './draft.ts';

/** Words of one meaning, and how much it weighs that a text has one of them. */
export interface Cue {
  readonly weight: number;
  /** With the flag g. */
  readonly pattern: RegExp;
  /** How often it may count; once unless told, so that one meaning said twice is no second sign. */
  readonly atMost?: number;
}

/**
 * Some things are said in too many ways for one pattern: no single word of `再有一次，谁来说情都没用` threatens. Each cue found
 * adds its weight; from `threshold` on, the words that counted are the finding.
 */
export function weighWords(
  text: string,
  cues: readonly Cue[],
  threshold: number,
  isHit?: (before: string, after: string) => boolean,
): string[] {
  let sum = 0;
  const counted: string[] = [];
  for (const { weight, pattern, atMost = 1 } of cues) {
    const words = [...new Set(findWords(text, pattern, isHit))].slice(0, atMost);
    sum += weight * words.length;
    counted.push(...words);
  }
  return sum >= threshold ? counted : [];
}
