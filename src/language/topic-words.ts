import { CARE_WORDS } from './lexicon/topic-words-care.ts';
import { CONDUCT_WORDS } from './lexicon/topic-words-conduct.ts';
import { FAMILY_WORDS } from './lexicon/topic-words-family.ts';
import { STUDY_WORDS } from './lexicon/topic-words-study.ts';
import type { Topic } from './reading.ts';

type Tables = Readonly<Record<Topic, string>>;

interface Expression {
  readonly words: string;
  readonly topics: Topic[];
}

/** Every expression of the word tables by topic; `topic-words.test.ts` tries each in whole lines. */
export const TOPIC_WORDS: Readonly<Record<Topic, readonly string[]>> = splitTables({
  ...STUDY_WORDS,
  ...CONDUCT_WORDS,
  ...CARE_WORDS,
  ...FAMILY_WORDS,
});

function splitTables(tables: Tables): Record<Topic, string[]> {
  return Object.fromEntries(
    Object.entries(tables).map(([topic, words]) => [topic, words.trim().split(/\s+/)]),
  ) as Record<Topic, string[]>;
}

/** Finds the longest expression of the tables that begins at a place, by its first character. */
export function indexExpressions(tables: Tables): (text: string, start: number) => Expression | undefined {
  const byHead = new Map<string, Expression[]>();
  for (const [topic, list] of Object.entries(splitTables(tables)) as [Topic, readonly string[]][])
    for (const words of new Set(list)) {
      const head = words[0] ?? '';
      const bucket = byHead.get(head) ?? [];
      const known = bucket.find((expression) => expression.words === words);
      if (known) known.topics.push(topic);
      else bucket.push({ words, topics: [topic] });
      byHead.set(head, bucket);
    }
  for (const bucket of byHead.values()) bucket.sort((a, b) => b.words.length - a.words.length);
  return (text, start) => byHead.get(text[start] ?? '')?.find(({ words }) => text.startsWith(words, start));
}

/** The longest expression of the word tables that begins at `start`. */
export const topicWordsAt = indexExpressions({ ...STUDY_WORDS, ...CONDUCT_WORDS, ...CARE_WORDS, ...FAMILY_WORDS });

/** Topics by the tables: the longest expression wins at each place and nothing inside it counts again. */
export function findTopicWords(text: string): { topic: Topic; words: string; index: number }[] {
  const hits: { topic: Topic; words: string; index: number }[] = [];
  for (let start = 0; start < text.length; start += 1) {
    const expression = topicWordsAt(text, start);
    if (!expression) continue;
    for (const topic of expression.topics)
      if (!hits.some((hit) => hit.topic === topic)) hits.push({ topic, words: expression.words, index: start });
    start += expression.words.length - 1;
  }
  return hits;
}
