/**
 * Patterns made of lists. Each argument is one idea: words with `|` between them, some with a gap `[^，,。]{0,6}` that stays
 * inside a clause (and short, so that no text makes it run away).
 */
export function wordsOf(...lists: readonly string[]): RegExp {
  return new RegExp(lists.join('|'), 'gu');
}

/** The same for a question with yes or no; without the flag g, whose `test` would remember where it stopped. */
export function signOf(...lists: readonly string[]): RegExp {
  return new RegExp(lists.join('|'), 'u');
}

/** `first` and, at most `gap` characters later in the same clause group, `second`. */
export function pairOf(first: readonly string[], gap: number, second: readonly string[]): string {
  return `(?:${first.join('|')})[^。!?！？]{0,${gap}}?(?:${second.join('|')})`;
}
