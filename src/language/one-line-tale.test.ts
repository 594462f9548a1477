import { expect, test } from 'vitest';
import { LINES_CLASSES, LINES_NOW, LINES_STUDENTS, LINES_TERM } from '../../test/fixtures/language-roster.ts';
import { buildRosterIndex, understandLine } from './index.ts';

/** What one line tells in its turns: slips, guesses, strangers, other families. `name method outcome` a record. */
const roster = buildRosterIndex(LINES_STUDENTS, LINES_CLASSES);
const recordsOf = (line: string): string[] =>
  understandLine(line, { roster, now: LINES_NOW, term: LINES_TERM }).records.map(
    ({ student, relation, method, outcome }) =>
      `${student.candidates[0]?.name ?? '-'} ${relation ?? '-'} ${method} ${outcome}`,
  );

test.each([
  ['a slip of the person', '给张三妈，不对，是张三爸打的电话，聊挂科', ['张三 父亲 phone reached']],
  ['a slip of the student', '给赵六打，啊不是，给单雨桐她妈打了电话，换专业', ['单雨桐 母亲 phone reached']],
  ['a slip of the way', '李四妈微信，说错了是电话，请假的事', ['李四 母亲 phone reached']],
  ['a guess that was overturned', '以为朱犇爸又要不接，结果秒接，谈宿舍卫生', ['朱犇 父亲 phone reached']],
  ['a bad outcome denied', '朱犇妈电话不是空号，通的，就是没人接', ['朱犇 母亲 phone no_answer']],
  ['a stranger answers', '给文静妈打电话，接的是她老板，说在开会', ['文静 母亲 phone no_answer']],
  [
    'a stranger who never heard of them',
    '打李明妈手机，一个外卖小哥接的，说不认识这个人',
    ['李明 母亲 phone wrong_number'],
  ],
  ['another family quoted', '李四爸来电：我听王五他妈讲，你们班要涨学费', ['李四 父亲 phone reached']],
  ['another family met', '田野妈来电，说在超市碰到韩梅梅妈，听说要放假', ['田野 母亲 phone reached']],
  [
    'another family as messenger',
    '刘洋洋的妈妈托同村的张炜妈带话来，我后来打给她，说的是助学金',
    ['刘洋洋 母亲 phone reached'],
  ],
  ['a student ruled out', '刘洋洋（不是刘洋）妈妈电话 讲体测不及格', ['刘洋洋 母亲 phone reached']],
  ['a student not called', '李明明她爸打了 李明她爸没打', ['李明明 父亲 phone reached']],
  ['one each', '刘洋刘洋洋两家都打过，一个关机一个说知道了', ['刘洋 - phone unreachable', '刘洋洋 - phone reached']],
  [
    'told one, missed the other',
    '通知了孙悦爸，林婉儿妈没通知到（关机）',
    ['孙悦 父亲 phone reached', '林婉儿 母亲 phone unreachable'],
  ],
  ['the way taken in the end', '打给方便爸的时候吼着说听不见，最后还是发短信说的补考时间', ['方便 父亲 sms reached']],
  ['the network speaks', '普米措她妈手机打不通说是不在服务区', ['普米措 母亲 phone unreachable']],
])('%s: %s', (_, line, expected) => {
  expect(recordsOf(line)).toEqual(expected);
});
