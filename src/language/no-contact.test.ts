import { expect, test } from 'vitest';
import { readerOf } from '../../test/support/small-class.ts';
import { DOUBTFUL_CONTACT } from './understand.ts';

const read = readerOf(['张三', '李四', '王五', '单雨桐', '盖世雄', '文静'], '2026-10-21T15:00:00+08:00', {
  term: { startsOn: '2026-08-31', endsOn: '2027-01-17' },
});

test.each([
  '张三家的电话号码',
  '把盖世雄家里最近的联系给我看看',
  '张三家长怎么联系',
  '张三家长打不通怎么办',
  '单雨桐家住哪',
])('a question about the data looks it up: %s', (line) => {
  expect(read(line)).toMatchObject({ intent: 'look_up', rivals: [], records: [] });
});

test.each([
  '本想给李四爸打电话的，结果开会给耽误了',
  '得给王五爸打个电话了',
  '李四爸微信通过了，还没聊',
  '家长群通知了放假，张三妈回了收到',
  '催张三妈回电话',
  '李四爸电话 13812345678',
])('what was only meant, told to a group or written down is no record: %s', (line) => {
  const reading = read(line);
  expect(reading).toMatchObject({ intent: 'unknown', records: [] });
  expect(reading.question).not.toBeNull();
});

test('a plan with a time ahead becomes a reminder', () => {
  expect(read('李四家长我过两天再联系')).toMatchObject({ intent: 'reminder', records: [] });
});

test.each([
  '张三说他爸妈离婚了',
  '李四自己跟家里说了挂科的事',
  '宿管阿姨给单雨桐妈妈打了电话',
  '王五妈妈给任课老师打过电话',
  '文静爸妈都在广东打工',
])('what others did is asked about: %s', (line) => {
  const reading = read(line);
  expect(reading).toMatchObject({ intent: 'look_up', rivals: ['record'] });
  expect(reading.evidence.map(({ means }) => means)).toContain(DOUBTFUL_CONTACT);
  // Whoever says that it was a contact has it recorded.
  expect(reading.records).toHaveLength(1);
});

test.each([
  '张三妈妈 都好 没意见',
  '宿管说晚归，我给单雨桐妈妈打了电话',
  '本想给李四爸打电话的，结果他先打来了',
  '李四爸微信通过了，聊了考勤',
  '家长群里没回，私聊张三妈，她说收到',
  '李四爸电话 13812345678 打了，说在忙',
  '张三说他爸妈离婚了，我给他妈打了电话',
  '王五妈电话里说他爸自己跟孩子谈过了',
])('the same words beside a contact stay a record: %s', (line) => {
  expect(read(line)).toMatchObject({ intent: 'record', rivals: [], records: [{ outcome: 'reached' }], question: null });
});

test('a call that another family answered is a wrong number of the one that was meant', () => {
  expect(read('打给张三妈结果是李四妈接的，打错了').records).toMatchObject([
    { student: { words: '张三' }, outcome: 'wrong_number', individual: false },
  ]);
});

test.each([
  ['张三妈聊了考勤，李四自己跟家里说了', '张三'],
  ['李四爸打了，王五爸明天再打', '李四'],
])('of two families only the one that was spoken with has a record: %s', (line, name) => {
  expect(read(line).records).toMatchObject([{ student: { words: name }, nextStep: null }]);
});

test.each([
  ['张三爸没说不同意，就是担心钱，电话聊的', '没说不同意，就是担心钱'],
  ['王五爸没说要来学校，电话', '没说要来学校'],
  ['李四妈微信说不是不管，是管不了', '不是不管，是管不了'],
  ['张三妈电话说孩子想退学 后天再打一次', '孩子想退学'],
])('what the family said is kept as it was said: %s', (line, said) => {
  expect(read(line)).toMatchObject({ intent: 'record', records: [{ familySaid: said }] });
});

test('a complaint about the school is an opinion', () => {
  expect(read('王五妈电话，她对食堂有意见，希望有清淡窗口').records[0]?.opinion).toBe('对食堂有意见，希望有清淡窗口');
});

test.each([
  ['约了张三妈来办公室聊了成绩', 'invited_visit'],
  ['文静 家访(线上)', 'video'],
  ['张三妈来办公室聊了成绩', 'parent_visit'],
])('%s is %s', (line, method) => {
  expect(read(line).records).toMatchObject([{ method }]);
});

test.each(['张三妈 3点到3点20 电话 聊了住宿', '四点到四点半跟李四爸电话聊了住宿'])(
  'a span of time is no roll call: %s',
  (line) => {
    expect(read(line).records[0]?.topics).not.toContain('attendance');
  },
);
