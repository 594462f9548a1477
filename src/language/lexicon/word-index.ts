/** Words of a table by their first character, longest first, so that a place in a text is compared with a handful of them. */
export type WordIndex = ReadonlyMap<string, readonly string[]>;

/** Makes the index of one table. */
export function indexWords(words: Iterable<string>): WordIndex {
  const buckets = new Map<string, string[]>();
  for (const word of words) {
    const head = word[0];
    if (head === undefined) continue;
    const bucket = buckets.get(head);
    if (bucket) bucket.push(word);
    else buckets.set(head, [word]);
  }
  for (const bucket of buckets.values()) bucket.sort((a, b) => b.length - a.length);
  return buckets;
}

/** The first word of the table in the text that `isMeant` accepts. */
export function findWord(
  index: WordIndex,
  text: string,
  isMeant: (start: number, end: number) => boolean = () => true,
): { words: string; index: number } | undefined {
  for (let start = 0; start < text.length; start += 1) {
    const bucket = index.get(text[start] ?? '');
    if (bucket === undefined) continue;
    for (const words of bucket)
      if (text.startsWith(words, start) && isMeant(start, start + words.length)) return { words, index: start };
  }
  return undefined;
}
