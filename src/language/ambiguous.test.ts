import { expect, test } from 'vitest';
import type { IndexedStudent } from './reading.ts';
import { buildRosterIndex } from './roster-index.ts';
import { understandLine } from './understand.ts';

const classNames = ['22旅管3班', '22酒管1班', '23电商2班'];
const students: IndexedStudent[] = ['张三', '李四', '王五'].map((name, index) => ({
  studentId: `s${index}`,
  studentNo: `20220301000${index}`,
  name,
  className: '22旅管3班',
  guardians: index === 0 ? [{ guardianId: 'g', name: '刘建国', relation: '父亲' }] : [],
}));
const siblings: IndexedStudent[] = ['和晓梅', '和晓东'].map((name, index) => ({
  studentId: `t${index}`,
  studentNo: `30220000${index}`,
  name,
  className: '22酒管1班',
  guardians: [{ guardianId: `h${index}`, name: '和志强', relation: '父亲' }],
}));
const context = {
  roster: buildRosterIndex([...students, ...siblings], classNames),
  now: new Date('2026-10-21T15:00:00+08:00'),
};
const read = (line: string) => understandLine(line, context);

test.each([
  ['张三家长微信', 'look_up', ['record']],
  ['张三妈妈', 'look_up', ['record']],
  ['联系张三家长', 'record', ['look_up']],
  ['张三家访', 'record', ['visit']],
  ['给李四家长说一下返校时间', 'notice', ['record']],
  ['跟李四妈妈说一声明天补考', 'notice', ['record']],
])('%s has two meanings', (line, intent, rivals) => {
  const reading = read(line);
  expect(reading).toMatchObject({ intent, rivals });
  // Whichever is chosen has what it needs.
  if (reading.rivals.includes('record') || intent === 'record') expect(reading.records).toHaveLength(1);
  if (intent === 'notice') expect(reading.notice?.audience).toMatchObject({ kind: 'family' });
});

test.each([
  ['群里发过了', 'sent'],
  ['跟李四家长说了一下返校时间', 'record'],
  ['张三妈电话给我', 'look_up'],
  ['张三妈妈电话', 'look_up'],
  ['查张三妈妈电话', 'look_up'],
  ['张三妈妈电话打了', 'record'],
  ['给李四妈妈发个微信提醒缴费', 'notice'],
  ['给王五家长发短信提醒缴费', 'notice'],
  ['给张三妈打电话提醒路上安全', 'record'],
  ['处分告知 张三丰 记过 发到班级家长群', 'discipline'],
  ['王五他爸打电话来了，问孩子情况', 'record'],
  ['帮助 喜报', 'help'],
  ['怎么发喜报', 'help'],
  ['怎么设置定时发送', 'help'],
])('%s has one', (line, intent) => {
  expect(read(line)).toMatchObject({ intent, rivals: [] });
});

test.each([
  ['给电商班家长群发：明天放假', ['电商班'], '电商班'],
  ['电商班群里发反诈', ['电商班'], '电商班'],
  ['给22旅管3班和22旅管4班家长群发：明天放假', ['22旅管3班', '22旅管4班'], '22旅管4班'],
  ['每周五给会计3班家长群发反诈', ['会计3班'], '会计3班'],
  ['给23级家长群发：明天开会', ['23级'], '23级'],
])('a class that the roster lacks is asked about, never all: %s', (line, wanted, unknown) => {
  const reading = read(line);
  expect(reading.question).toContain(unknown);
  expect(reading.classNames).toEqual(wanted);
  expect(reading.notice?.audience).toMatchObject({ classNames: wanted });
});

test.each([
  '给各班家长群发：明天开会',
  '给我们班家长群发：放假',
  '给我带的所有班级的每位家长单独发通知：放假',
  '给22旅管3班家长群发：放假',
  '给旅管3班和酒管1班的家长群发：放假',
])('all and known classes are not asked about: %s', (line) => {
  expect(read(line).question).toBeNull();
});

test.each(['刘建国打电话来', '刘建国打电话来问孩子挂科', '和刘建国通了电话'])(
  'a guardian named without the student is a guess: %s',
  (line) => {
    const reading = read(line);
    expect(reading.intent).toBe('record');
    expect(reading.students).toMatchObject([{ words: '刘建国', isGuess: true, candidates: [{ name: '张三' }] }]);
    expect(reading.records).toMatchObject([{ relation: '父亲' }]);
  },
);

test('a guardian of two students is asked about', () => {
  const reading = read('和志强来电问缴费');
  expect(reading.students[0]?.candidates.map(({ name }) => name)).toEqual(['和晓梅', '和晓东']);
  expect(reading.question).not.toBeNull();
});

test('a family whose student the roster lacks is a record of nobody', () => {
  const reading = read('钱六妈妈电话说孩子感冒了');
  expect(reading.intent).toBe('record');
  expect(reading.students).toEqual([{ words: '钱六', candidates: [], isGuess: false }]);
});

test.each(['好', '嗯', '好的', '嗯嗯', '行'])('%s answers but never confirms', (line) => {
  for (const isQuestionOpen of [true, false]) {
    const { answer, intent } = understandLine(line, { ...context, isQuestionOpen });
    expect(intent).toBe('answer');
    expect(answer).toMatchObject({ yesNo: 'yes', confirm: false });
  }
});
