import { expect, test } from 'vitest';
import { fc } from '../../test/support/property.ts';
import type { IndexedStudent } from './reading.ts';
import { buildRosterIndex } from './roster-index.ts';
import { understandLine } from './understand.ts';

const now = new Date('2026-10-21T15:00:00+08:00');
const students: IndexedStudent[] = ['张三', '李四', '王五'].map((name, index) => ({
  studentId: `s${index}`,
  studentNo: `20220301000${index}`,
  name,
  className: '22旅管3班',
  guardians: [],
}));
const context = { roster: buildRosterIndex(students, []), now };
const read = (line: string) => understandLine(line, context);

test('a line too long to read is asked for in parts', () => {
  expect(read('张三妈电话打了。'.repeat(700))).toMatchObject({
    intent: 'unknown',
    records: [],
    question: expect.stringContaining('5000'),
  });
});

test('no line throws, whatever its characters', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (line) => read(line).line === line));
  const piece = fc.constantFrom(
    '张三',
    '妈',
    '没接',
    '说',
    '每周五',
    '给',
    '家长群',
    '：',
    '9.18',
    '改成',
    '不是',
    '是',
    '急',
    '\n',
    '、',
    '发',
    '2月30日',
    '\ud800',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => read(pieces.join('')).line === pieces.join('')),
  );
});

test('sixty students in one line make sixty records', () => {
  const many: IndexedStudent[] = Array.from({ length: 60 }, (_, index) => ({
    studentId: `m${index}`,
    studentNo: `4022${String(index).padStart(6, '0')}`,
    name: `赵${'甲乙丙丁戊己庚辛壬癸'[index % 10]}${'金木水火土风'[Math.floor(index / 10)]}`,
    className: '22旅管3班',
    guardians: [],
  }));
  const line = `${many.map(({ name }) => name).join('、')}家长都打了电话，都说知道了`;
  const { records } = understandLine(line, { roster: buildRosterIndex(many, []), now });
  expect(records.map((record) => record.student.candidates[0]?.studentId)).toEqual(
    many.map(({ studentId }) => studentId),
  );
});

test.each([
  [
    'a letter is one-to-one contact without an answer',
    '给张三家长寄了信 学业预警',
    { method: 'letter', outcome: 'reached', individual: true, answered: false },
  ],
  [
    'a meeting as such is not individual',
    '家长会上见了张三爸爸',
    { method: 'meeting', outcome: 'reached', individual: false },
  ],
  ['a talk aside after a meeting is', '家长会后单独跟张三妈聊了', { method: 'parent_visit', individual: true }],
  ['an attempt is not', '张三妈没接', { outcome: 'no_answer', individual: false, answered: false }],
  ['a chat without reply is an attempt', '给张三妈发微信没回', { method: 'wechat', outcome: 'no_answer' }],
  ['a WeChat video call is video', '和张三妈微信视频聊了', { method: 'video' }],
  ['a WeChat voice call is wechat', '和张三妈微信语音聊了', { method: 'wechat' }],
  ['a home visit by video is video', '视频家访张三家 奶奶在', { method: 'video' }],
  ['no word of the method is a phone by default', '张三妈说知道了', { method: 'phone', isMethodStated: false }],
  ['the family came to us', '张三妈打来电话问补考', { direction: 'inbound', outcome: 'reached' }],
  ['only 家长 leaves the relation open', '张三家长电话聊了', { relation: null }],
  ['no opinion is an opinion', '张三妈电话聊了 没有意见', { opinion: '无' }],
  ['the student was told first', '张三妈电话聊挂科 已先告知学生', { studentToldFirst: 'yes' }],
  [
    'a next step with its hour',
    '张三妈电话聊了，明天下午三点再打',
    { nextStepDue: new Date('2026-10-22T15:00:00+08:00') },
  ],
])('%s', (_, line, wanted) => {
  expect(read(line).records[0]).toMatchObject(wanted);
});

test('the text after the colon is kept untouched and not mined for names', () => {
  const reading = read('给家长群发： 请 张三 家长 注意，Ｗｉ－Ｆｉ 停用。');
  expect(reading.notice).toMatchObject({
    text: '请 张三 家长 注意，Ｗｉ－Ｆｉ 停用。',
    audience: { kind: 'groups', classNames: [] },
  });
  expect(reading.students).toEqual([]);
});

test('an answer is an answer only while a question is open or nothing else fits', () => {
  expect(understandLine('张三', { ...context, isQuestionOpen: true }).intent).toBe('answer');
  expect(read('张三').intent).toBe('look_up');
  expect(understandLine('发了', { ...context, isQuestionOpen: true }).answer.confirm).toBe(false);
});

test.each(['确认发给张三妈', '确认一下张三的电话', '好的', '是', '1'])('%s does not confirm', (line) => {
  expect(read(line).answer.confirm).toBe(false);
});

test('evidence names the words of every decision', () => {
  const means = read('昨晚给张三妈打电话没接').evidence.map((evidence) => evidence.means.split(':')[0]);
  expect(means).toEqual(expect.arrayContaining(['intent', 'student', 'occurred_at', 'method', 'relation', 'outcome']));
});
