import { headsOf } from './first-characters.ts';

interface TableHit<Key> {
  readonly key: Key;
  readonly words: string;
  readonly index: number;
}

/**
 * Searches a text for every pattern of a table (none has flags). A pattern is tried only if the text holds a character
 * with which it may begin: most of a large table is left out by one walk along the text.
 */
export function searchTable<Key>(rows: readonly (readonly [Key, RegExp])[]): (text: string) => TableHit<Key>[] {
  const rowsOfHead = new Map<string, number[]>();
  const always: number[] = [];
  rows.forEach(([, pattern], row) => {
    const heads = headsOf(pattern.source);
    if (heads === undefined) always.push(row);
    for (const head of heads ?? []) rowsOfHead.set(head, [...(rowsOfHead.get(head) ?? []), row]);
  });
  return (text) => {
    const tried = new Set(always);
    for (const character of text) for (const row of rowsOfHead.get(character) ?? []) tried.add(row);
    const hits: TableHit<Key>[] = [];
    rows.forEach(([key, pattern], row) => {
      const match = tried.has(row) ? pattern.exec(text) : null;
      if (match) hits.push({ key, words: match[0], index: match.index });
    });
    return hits;
  };
}
