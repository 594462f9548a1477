import { expect, test } from 'vitest';
import { LINES_CLASSES, LINES_NOW, LINES_STUDENTS, LINES_TERM } from '../../test/fixtures/language-roster.ts';
import type { Topic } from './reading.ts';
import { buildRosterIndex } from './roster-index.ts';
import { TOPIC_WORDS } from './topic-words.ts';
import { understandLine } from './understand.ts';

const context = { roster: buildRosterIndex(LINES_STUDENTS, LINES_CLASSES), now: LINES_NOW, term: LINES_TERM };
const FRAMES: readonly ((matter: string) => string)[] = [
  (matter) => `张三妈电话说${matter}`,
  (matter) => `给李四爸打了电话 聊${matter}`,
  (matter) => `记 李四 母 电话 ${matter}`,
  (matter) => `跟张三爸通了个电话，主要是${matter}，家长说知道了`,
];

// An expression that another rule takes for a name, a way, an outcome or an order is a collision: it shows here.
test.each(Object.entries(TOPIC_WORDS) as [Topic, readonly string[]][])(
  'every expression of %s in whole lines',
  (topic, words) => {
    const lines = words.flatMap((matter) => FRAMES.map((frame) => frame(matter)));
    const wrong = lines.filter((line) => {
      const { intent, records } = understandLine(line, context);
      const [record] = records;
      // Danger to life comes first; the contact is told beside it.
      const isTold = intent === 'record' || intent === 'emergency';
      const isOne = records.length === 1 && record?.student.candidates.length === 1;
      return (
        !isTold || !isOne || record.method !== 'phone' || record.outcome !== 'reached' || !record.topics.includes(topic)
      );
    });
    expect(wrong).toEqual([]);
  },
);

test('each topic has a table of its own', () => {
  expect(Object.values(TOPIC_WORDS).filter((words) => words.length < 60)).toEqual([]);
});
