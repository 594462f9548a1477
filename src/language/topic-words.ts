import { CARE_WORDS } from './lexicon/topic-words-care.ts';
import { CONDUCT_WORDS } from './lexicon/topic-words-conduct.ts';
import { FAMILY_WORDS } from './lexicon/topic-words-family.ts';
import { STUDY_WORDS } from './lexicon/topic-words-study.ts';
import type { Topic } from './reading.ts';

/** Every expression of the word tables by topic; `topic-words.test.ts` tries each in whole lines. */
export const TOPIC_WORDS: Readonly<Record<Topic, readonly string[]>> = Object.fromEntries(
  Object.entries({ ...STUDY_WORDS, ...CONDUCT_WORDS, ...CARE_WORDS, ...FAMILY_WORDS }).map(([topic, words]) => [
    topic,
    words.trim().split(/\s+/),
  ]),
) as Record<Topic, string[]>;

interface Expression {
  readonly words: string;
  readonly topics: Topic[];
}

/** By the first character, longest first, so that a place in a text is compared with a handful of expressions. */
const BY_HEAD = new Map<string, Expression[]>();
for (const [topic, list] of Object.entries(TOPIC_WORDS) as [Topic, readonly string[]][])
  for (const words of list) {
    const head = words[0] ?? '';
    const bucket = BY_HEAD.get(head) ?? [];
    const known = bucket.find((expression) => expression.words === words);
    if (known) known.topics.push(topic);
    else bucket.push({ words, topics: [topic] });
    BY_HEAD.set(head, bucket);
  }
for (const bucket of BY_HEAD.values()) bucket.sort((a, b) => b.words.length - a.words.length);

/** The longest expression of the tables that begins at `start`. */
export function topicWordsAt(text: string, start: number): Expression | undefined {
  return BY_HEAD.get(text[start] ?? '')?.find(({ words }) => text.startsWith(words, start));
}

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
