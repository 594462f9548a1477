import { expect, test } from 'vitest';
import { buildRosterIndex, understandLine } from '../../src/language/index.ts';
import { LINES_CLASSES, LINES_NOW, LINES_STUDENTS, LINES_TERM } from '../fixtures/language-roster.ts';
import { certainButWrong, checkLine, isRecordRight, loadLines } from './check.ts';

const roster = buildRosterIndex(LINES_STUDENTS, LINES_CLASSES);
const lines = loadLines();
const results = lines.map((line) => {
  const reading = understandLine(line.line, { roster, now: LINES_NOW, term: LINES_TERM });
  const checks = checkLine(line, reading);
  return { line, reading, checks, isRight: isRecordRight(line, checks) };
});

function share(right: number, all: number): number {
  return all === 0 ? 1 : right / all;
}

test('there are at least 400 annotated lines', () => {
  expect(lines.length).toBeGreaterThanOrEqual(400);
});

test('record lines: at least 97 % have student, method, outcome and a topic right', () => {
  const records = results.filter(({ isRight }) => isRight !== undefined);
  const wrong = records.filter(({ isRight }) => !isRight).map(({ line, checks }) => `${line.line} → ${JSON.stringify(checks.filter((check) => !check.isRight))}`);
  expect(share(records.length - wrong.length, records.length), wrong.join('\n')).toBeGreaterThanOrEqual(0.97);
});

test('no line without a contact of the sender is stored as one', () => {
  const stored = results.filter(({ checks }) => checks.some(({ field, wanted, isRight }) => field === 'contact' && wanted === false && !isRight));
  expect(stored.map(({ line }) => line.line)).toEqual([]);
});

test('every field is right in at least 97 % of the places where it is annotated', () => {
  const fields = new Map<string, { right: number; all: number }>();
  for (const { checks } of results) {
    for (const { field, isRight } of checks) {
      const count = fields.get(field) ?? { right: 0, all: 0 };
      fields.set(field, { right: count.right + (isRight ? 1 : 0), all: count.all + 1 });
    }
  }
  const low = [...fields].filter(([, { right, all }]) => share(right, all) < 0.97 && all - right > 1);
  expect(low).toEqual([]);
});

test('no line leads to a student whom it does not mean', () => {
  const wrong = results.filter(({ line, reading }) => certainButWrong(line, reading).length > 0).map(({ line, reading }) => `${line.line} → ${certainButWrong(line, reading)}`);
  expect(wrong).toEqual([]);
});
