import { expect, test } from 'vitest';
import { fc } from '../../test/support/property.ts';
import { buildRosterIndex, type TaskReading, understandLine } from './index.ts';

const roster = buildRosterIndex(
  ['张三', '李四', '王五'].map((name, index) => ({
    studentId: name,
    studentNo: `2022030${101 + index}`,
    name,
    className: '22旅管3班',
    guardians: [{ guardianId: `${name}f`, name: '某', relation: '父亲' as const }],
  })),
  ['22旅管3班'],
);
const now = new Date('2026-10-14T10:00:00+08:00');

test.each<[string, Partial<TaskReading>]>([
  ['我的提醒', { verb: 'list' }],
  ['待办', { verb: 'list' }],
  ['我的待办', { verb: 'list' }],
  ['提醒列表', { verb: 'list' }],
  ['看看我的待办事项', { verb: 'list' }],
  ['我有哪些提醒', { verb: 'list' }],
  ['完成1', { verb: 'done', numbers: [1] }],
  ['完成 1、2', { verb: 'done', numbers: [1, 2] }],
  ['1完成了', { verb: 'done', numbers: [1] }],
  ['提醒2办完了', { verb: 'done', numbers: [2] }],
  ['第3条完成了', { verb: 'done', numbers: [3] }],
  ['完成了第1个', { verb: 'done', numbers: [1] }],
  ['张三的提醒完成了', { verb: 'done', numbers: [] }],
  ['推迟到周五', { verb: 'postpone', numbers: [], when: '周五' }],
  ['提醒1推迟到周五', { verb: 'postpone', numbers: [1], when: '周五' }],
  ['1推迟到明天下午三点', { verb: 'postpone', numbers: [1], when: '明天下午三点' }],
  ['推迟2到周五', { verb: 'postpone', numbers: [2], when: '周五' }],
  ['推迟两天', { verb: 'postpone', numbers: [], when: '两天后' }],
  ['推迟2天', { verb: 'postpone', numbers: [], when: '2天后' }],
  ['提醒1推迟', { verb: 'postpone', numbers: [1], when: '' }],
  ['改到周五再提醒', { verb: 'postpone', numbers: [], when: '周五' }],
  ['晚点再提醒我', { verb: 'postpone', when: '一小时后' }],
  ['不用提醒了', { verb: 'drop', numbers: [] }],
  ['提醒1不用了', { verb: 'drop', numbers: [1] }],
  ['取消提醒1', { verb: 'drop', numbers: [1] }],
  ['不用提醒1了', { verb: 'drop', numbers: [1] }],
  ['取消张三的提醒', { verb: 'drop', numbers: [] }],
  ['全部不用提醒了', { verb: 'drop', isAll: true }],
  ['取消所有提醒', { verb: 'drop', isAll: true }],
])('%s', (line, expected) => {
  expect(understandLine(line, { roster, now })).toMatchObject({ intent: 'reminder', task: expected });
});

test.each([
  ['后天提醒我再打给王五爸', 'reminder'],
  ['明天下午三点回访张三家', 'reminder'],
  ['后天再联系张三家', 'reminder'],
  ['明天给张三妈妈打电话', 'reminder'],
  ['后天回访王五', 'reminder'],
  ['更多', 'due_list'],
  ['今天该联系谁', 'due_list'],
  ['取消', 'answer'],
  ['完成', 'sent'],
  ['张三妈妈电话打了，说知道了，周五再打一次', 'record'],
  ['李四爸爸电话没人接，明天下午再打', 'attempt'],
  ['张三妈明天回访过了', 'record'],
  ['改成微信', 'amend'],
  ['不是他妈是他姑', 'amend'],
])('%s is %s', (line, intent) => {
  expect(understandLine(line, { roster, now }).intent).toBe(intent);
});

test('a plan keeps the line as typed, its student and its hour', () => {
  const reading = understandLine('明天下午三点回访张三家', { roster, now });
  expect(reading.line).toBe('明天下午三点回访张三家');
  expect(reading.students.map(({ words }) => words)).toEqual(['张三']);
  expect(reading.reminderAt).toEqual(new Date('2026-10-15T15:00:00+08:00'));
  expect(reading.records).toEqual([]);
});

test('any line of any length is read within a moment, and never throws', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('1', '提醒', '完成', '、', '的', '取消', '推迟', '到', ' ') }),
      (line) => {
        // A pattern that goes wrong takes minutes, which the limit of the test notices; a busy machine takes a moment.
        understandLine(line, { roster, now });
      },
    ),
    { numRuns: 500 },
  );
  understandLine('1'.repeat(40), { roster, now });
  understandLine('提醒'.repeat(20), { roster, now });
});
