import { expect, test } from 'vitest';
import type { Composition } from './composition.ts';
import { toContent } from './to-content.ts';

const ZHANG = { studentId: 's1', name: '张三丰', className: '旅管2203', relation: null };
const everyFamily = (kind: Composition['kind'], students: Composition['students']): Composition => ({
  kind,
  topic: null,
  students,
  openMentions: [],
  audience: { kind: 'families', classNames: [] },
  fields: {},
  isLow: null,
  agreement: null,
  settled: [],
  schedule: null,
});

test.each([
  ['award', [ZHANG]],
  ['award', []],
  ['discipline', [ZHANG]],
  ['free', [ZHANG]],
] as const)('a notice of kind %s about a student never goes to every family', (kind, students) => {
  const composition = everyFamily(kind, [...students]);
  const rules = { needsStudent: kind !== 'free' };
  expect(() => toContent(composition, { kind: 'families', classIds: null }, rules)).toThrow(
    expect.objectContaining({ code: 'bug.unexpected' }),
  );
});

test('words about nobody may go to every family', () => {
  const recipients = { kind: 'families', classIds: null } as const;
  expect(toContent(everyFamily('free', []), recipients, { needsStudent: false })).toMatchObject({ recipients });
});
