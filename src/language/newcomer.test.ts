import { expect, test } from 'vitest';
import { readerOf } from '../../test/support/small-class.ts';

/** A Sunday. */
const NOW = '2026-11-22T14:30:00+08:00';
const read = readerOf(['张三', '李四', '王五'], NOW);

test.each([
  '我这学期联系了几次张三家',
  '张三家长回信了吗',
  '张三家长没回信吗',
  '帮我看下张三家里上次说了啥',
  '张三家最近怎么样',
  '张三的联系记录',
  '张三的记录给我看看',
  '张三妈接电话了没？',
])('%s asks and records nothing', (line) => {
  expect(read(line)).toMatchObject({ intent: 'look_up', rivals: [], records: [] });
});

test.each([
  ['张三妈来电问补考通知发了吗', 'record'],
  ['跟张三妈聊了，她问食堂怎么样', 'record'],
  ['昨天给张三妈打了几次电话都没接', 'attempt'],
])('%s is still told', (line, intent) => {
  expect(read(line)).toMatchObject({ intent });
});

test.each([
  ['给张三、李四、王五家长都打了电话，除了王五没接其他都接了', ['reached', 'reached', 'no_answer']],
  ['给张三、李四、王五家长都打了电话，除了王五都没接', ['no_answer', 'no_answer', 'reached']],
  ['给张三、李四、王五家长都打了电话，除了王五其他都接了', ['reached', 'reached', 'no_answer']],
  ['给张三、李四、王五家长打电话，都接了，就李四关机', ['reached', 'unreachable', 'reached']],
  ['张三、李四、王五家长都打了电话，只有李四空号，其余都通了', ['reached', 'wrong_number', 'reached']],
])('%s', (line, outcomes) => {
  const { records } = read(line);
  expect(records.map(({ student }) => student.candidates[0]?.name)).toEqual(['张三', '李四', '王五']);
  expect(records.map(({ outcome }) => outcome)).toEqual(outcomes);
  expect(records.map(({ summary }) => summary)).toEqual([line, line, line]);
});

test('whom the line leaves out was not called', () => {
  const { records } = read('除了王五都打了电话，张三、李四、王五家长');
  expect(records.every(({ outcome }) => outcome === 'reached')).toBe(true);
  expect(
    read('张三、李四、王五家长，除了王五都打了电话').records.map(({ student }) => student.candidates[0]?.name),
  ).toEqual(['张三', '李四']);
});

test('a visit of last Friday is no next step', () => {
  expect(read('我周五给张三家家访过').records[0]).toMatchObject({
    method: 'home_visit',
    occurredAt: new Date('2026-11-20T12:00:00+08:00'),
    nextStep: null,
    nextStepDue: null,
  });
});

test.each([
  ['我昨天和张三妈妈没说几句，她忙着呢，改天再聊', { familySaid: null, relation: '母亲' }],
  [
    '李四他爸昨天不接电话今天接了，说在工地',
    { familySaid: '在工地', occurredAt: new Date('2026-11-22T12:00:00+08:00') },
  ],
  [
    '张三妈妈（微信语音）：奶奶住院了，张三这周末要回家，请批假。',
    {
      familySaid: '奶奶住院了，张三这周末要回家，请批假',
      method: 'wechat',
      relation: '母亲',
      occurredAt: new Date(NOW),
    },
  ],
  ['给李四家长打电话，他妈说他爸没接是因为上班', { outcome: 'reached', familySaid: '他爸没接是因为上班' }],
  [
    '刚跟李四爸通了40分钟电话，他对学校处理打架的事不满意，说要投诉，我解释了流程',
    { familySaid: '他对学校处理打架的事不满意，说要投诉', lengthMinutes: 40 },
  ],
  ['张三奶奶只会说壮话，听不懂普通话，电话里是她小姑转述的', { outcome: 'reached' }],
])('%s', (line, wanted) => {
  const { records } = read(line);
  expect(records).toHaveLength(1);
  expect(records[0]).toMatchObject(wanted);
  expect(records[0]?.topics).not.toContain('grades');
});

test('two calls to two people are two records, each at its time', () => {
  expect(
    read('上午打了张三妈 中午又打了张三爸 都说知道').records.map(({ relation, occurredAt }) => [
      relation,
      occurredAt.toISOString(),
    ]),
  ).toEqual([
    ['母亲', '2026-11-22T02:00:00.000Z'],
    ['父亲', '2026-11-22T04:00:00.000Z'],
  ]);
});

test('another day for the record of one student', () => {
  expect(read('想起来了，张三那条时间是上周五')).toMatchObject({
    intent: 'amend',
    students: [{ words: '张三' }],
    amend: { occurredAt: new Date('2026-11-13T12:00:00+08:00') },
  });
});

test.each(['你好', '您好！', '谢谢', '好的，谢谢老师', '辛苦了'])('%s is kindly answered', (line) => {
  expect(read(line)).toMatchObject({ intent: 'help', question: null });
});
