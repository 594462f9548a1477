/** A line, its head, its tail and its clauses: more texts than this are not asked about while one line is read. */
const MOST_TEXTS = 64;

/**
 * A pure reader of a text that knows its answer when the same words come again. While one line is read, several rules ask
 * about the same line, head and clauses. The answer is shared by all who ask, so it must be readonly.
 */
export function remember<Answer>(read: (text: string) => Answer): (text: string) => Answer {
  const answers = new Map<string, { readonly answer: Answer }>();
  return (text) => {
    const known = answers.get(text);
    if (known) return known.answer;
    const answer = read(text);
    if (answers.size >= MOST_TEXTS) answers.clear();
    answers.set(text, { answer });
    return answer;
  };
}
