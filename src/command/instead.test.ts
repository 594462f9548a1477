import { expect, test } from 'vitest';
import { buildRosterIndex, understandLine } from '../language/index.ts';
import { INSTEAD } from './texts.zh.ts';

const student = { studentId: '1', studentNo: '2023001', name: '张三', className: '软件2301', guardians: [] };
const roster = buildRosterIndex([student], ['软件2301']);
const now = new Date('2026-11-22T10:00:00+08:00');
const intentOf = (line: string) => understandLine(line, { roster, now }).intent;

test.each(Object.values(INSTEAD).flat())('$line reads as $intent', ({ intent, line }) => {
  expect(intentOf(line)).toBe(intent);
});

test.each(['11月28号家长开放日 请给我班家长群发个邀请', '下周日家长会，给家长群发个邀请'])(
  '%s orders the invitation',
  (line) => {
    const { intent, notice } = understandLine(line, { roster, now });
    expect({ intent, kind: notice?.kind, audience: notice?.audience?.kind }).toEqual({
      intent: 'notice',
      kind: 'event',
      audience: 'groups',
    });
  },
);

test.each(['在家长群里恭喜王五获得国家助学金', '群里祝贺王五拿到国家助学金'])('%s is about 王五', (line) => {
  const two = buildRosterIndex([{ ...student, name: '王五' }], ['软件2301']);
  expect(understandLine(line, { roster: two, now }).students.map(({ words }) => words)).toEqual(['王五']);
});
