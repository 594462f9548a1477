import { expect, test } from 'vitest';
import { LINES_CLASSES, LINES_NOW, LINES_STUDENTS, LINES_TERM } from '../../test/fixtures/language-roster.ts';
import { OUTCOME_WORDS } from './lexicon/outcome-words.ts';
import { buildRosterIndex } from './roster-index.ts';
import { understandLine } from './understand.ts';

const context = { roster: buildRosterIndex(LINES_STUDENTS, LINES_CLASSES), now: LINES_NOW, term: LINES_TERM };

test.each(Object.entries(OUTCOME_WORDS))('every word for %s in whole lines', (outcome, words) => {
  const lines = words
    .trim()
    .split(/\s+/)
    .flatMap((words) => [
      `张三妈${words}`,
      `给李四爸打电话，${words}`,
      `单雨桐家长 ${words} 想说缺课的事`,
      `想跟王五爸说挂科的事，${words}`,
    ]);
  const wrong = lines.filter((line) => {
    const { intent, records } = understandLine(line, context);
    const [record] = records;
    const isOne = records.length === 1 && record?.student.candidates.length === 1;
    return intent !== 'attempt' || !isOne || record.outcome !== outcome;
  });
  expect(wrong).toEqual([]);
});
