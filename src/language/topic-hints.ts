import { TOPIC_HINTS } from './lexicon/topic-hints.ts';
import type { Topic } from './reading.ts';
import { indexExpressions } from './topic-words.ts';

/**
 * Everyday words that hint at a topic without naming it. Each word of the matter speaks for its topics, a longer one louder and one of several
 * topics softer; the topics with the most words stand out.
 */
const hintAt = indexExpressions(TOPIC_HINTS);

export interface TopicHint {
  readonly topic: Topic;
  /** The longest word that speaks for it. */
  readonly words: string;
  readonly score: number;
}

/** A word that two topics share, or more; a single character alone says too little. */
export const CLEAR_HINT = 1.4;
/** A word that hints at one topic only. */
export const WHOLE_WORD = 2;

/** Topics hinted at, the clearest first. */
export function findTopicHints(text: string): TopicHint[] {
  const found = new Map<Topic, { words: string; score: number }>();
  for (let start = 0; start < text.length; start += 1) {
    const expression = hintAt(text, start);
    if (!expression) continue;
    const { words, topics } = expression;
    const loudness = (words.length === 1 ? 0.5 : words.length) / Math.sqrt(topics.length);
    for (const topic of topics) {
      const known = found.get(topic) ?? { words: '', score: 0 };
      found.set(topic, {
        words: words.length > known.words.length ? words : known.words,
        score: known.score + loudness,
      });
    }
    start += words.length - 1;
  }
  return [...found].map(([topic, hint]) => ({ topic, ...hint })).sort((a, b) => b.score - a.score);
}
