import { expect, test } from 'vitest';
import { readerOf } from '../../test/support/small-class.ts';

const read = readerOf(['张三', '李四', '王五'], '2026-10-21T15:00:00+08:00', {
  term: { startsOn: '2026-08-31', endsOn: '2027-01-17' },
});

test.each([
  '没给张三妈妈打电话',
  '别给张三妈妈打电话了',
  '不要给张三妈妈打电话',
  '忘了给张三妈妈打电话',
  '我还没联系张三妈妈',
  '张三妈妈电话没打',
  '张三旷课，还没给家长打电话',
  '要是张三妈妈打电话来说孩子要休学怎么办',
  '如果张三妈妈电话打通了就告诉她放假',
  '等张三妈妈电话打通了再说',
  '准备给张三妈妈打电话说放假',
  '打算明天跟张三妈妈聊了再说',
])('what has not happened is no record but a question: %s', (line) => {
  const reading = read(line);
  expect(reading).toMatchObject({ intent: 'unknown', records: [] });
  expect(reading.question).not.toBeNull();
});

test.each([
  '张三妈妈电话打了吗',
  '张三妈妈电话打了没',
  '张三家长联系过了吗？',
  '张三妈妈联系了没有',
  '谁给张三妈妈打了电话？',
  '有没有给张三妈妈打过电话',
])('a question about a contact looks it up: %s', (line) => {
  expect(read(line)).toMatchObject({ intent: 'look_up', records: [], students: [{ words: '张三' }] });
});

test.each([
  '张三妈妈没打通',
  '没打通张三妈妈电话',
  '张三妈妈电话没人接',
  '给张三妈妈打电话没接',
  '没联系上张三妈妈',
  '给张三妈妈打了三次电话都没接，准备明天再打',
])('a missed contact stays an attempt: %s', (line) => {
  expect(read(line)).toMatchObject({ intent: 'attempt', records: [{ outcome: 'no_answer' }] });
});

test.each([
  '张三妈妈电话打了，让我别告诉孩子',
  '张三家长问放假吗',
  '张三妈妈电话说如果再旷课就退学',
  '张三爸电话 要求如果旷课就联系他',
  '张三妈妈电话打了，准备下周再给她打',
  '我还没联系张三妈妈，她就打来了，说孩子感冒',
  '未告知学生 张三妈 电话 挂科',
  '跟张三妈妈通了电话，没告诉孩子',
  '张三妈妈电话通了，等她回来再联系',
])('a finished contact stays a record: %s', (line) => {
  expect(read(line)).toMatchObject({ intent: 'record', records: [{ outcome: 'reached' }], question: null });
});

test.each([
  '三年前',
  '前年',
  '去年3月',
  '上学期',
  '明年3月1日',
  '明天',
  '下周三',
  '后天下午3点',
  '今天下午5点',
  '1899年',
  '1899年3月1日',
  '25点',
  '昨天25:70',
])('%s and a finished contact is asked about', (words) => {
  expect(read(`${words}给张三妈妈打了电话`).question).not.toBeNull();
});

test.each([
  ['去年今天', '2025-10-21'],
  ['去年国庆', '2025-10-01'],
  ['去年12月5日', '2025-12-05'],
])('%s is %s', (words, day) => {
  const reading = read(`${words}给张三妈妈打了电话`);
  expect(reading.question).toBeNull();
  expect(reading.records[0]?.occurredAt.toISOString()).toBe(new Date(`${day}T12:00:00+08:00`).toISOString());
});

test.each(['张三妈妈电话 上学期挂科', '张三妈妈电话 去年挂了两门', '张三妈妈电话打了，明年3月1日实习'])(
  'a time of the matter is not asked about: %s',
  (line) => {
    expect(read(line)).toMatchObject({ intent: 'record', question: null });
  },
);

test.each([
  ['学生同意了', true],
  ['学生已同意', true],
  ['征得学生同意', true],
  ['经本人同意', true],
  ['未征得学生同意', false],
  ['学生同意了吗', false],
  ['还没经学生同意', false],
  ['他同意过吗不知道', false],
  ['学生不同意', false],
])('喜报 with %s: agreed %s', (words, agreed) => {
  expect(read(`喜报 张三 国奖 ${words}`).notice?.studentAgreed).toBe(agreed);
});

test.each([
  ['处分告知 李四 记过 因为和张三打架 院发〔2026〕3号', ['李四'], '和他人打架'],
  ['处分告知 李四 警告 因和张三、王五打架', ['李四'], undefined],
  ['处分告知 李四 警告 和张三打架', ['李四'], undefined],
  ['处分告知 李四 张三 警告', ['李四', '张三'], undefined],
])('only whom a punishment concerns is addressed: %s', (line, names, reason) => {
  const reading = read(line);
  expect(reading.students.map(({ words }) => words)).toEqual(names);
  if (reason !== undefined) expect(reading.notice?.fields.reason).toBe(reason);
  expect(reading.notice?.fields.reason ?? '').not.toMatch(/张三|王五/);
});

test('AA inside a notice code is no money, AA among families is', () => {
  expect(read('给张三家长发：核实码 JX-AAAAAAAA').refusal).toBeNull();
  expect(read('给22旅管3班家长群发：班级聚餐AA').refusal).not.toBeNull();
});

test.each([
  ['撤退', 'unknown'],
  ['撤', 'undo'],
  ['撤回', 'undo'],
])('%s is %s', (line, intent) => {
  expect(read(line).intent).toBe(intent);
});
