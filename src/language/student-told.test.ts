import { expect, test } from 'vitest';
import { findStudentToldFirst } from './student-told.ts';

// Names are masked before the words are read.
test.each([
  ['told in so many words', '已先告知学生本人，给某某妈打了电话', 'yes'],
  ['a talk with the student by name', '跟某某谈过了，今天给她妈妈打电话说挂科的事', 'yes'],
  ['his own wish', '某某爸爸电话聊了，他自己想转专业', 'yes'],
  ['his own wish, by name', '某某自己想退学，跟他爸通了电话', 'yes'],
  ['he told us', '学生跟我说想退学，给某某妈打了电话', 'yes'],
  ['he came to us', '某某昨天来找我说想休学，跟他妈妈电话沟通了', 'yes'],
  ['he handed it in', '孩子提交了休学申请，电话告诉了某某爸', 'yes'],
  ['he was asked', '征求了学生的意见，电话联系某某妈说转专业', 'yes'],
  ['not told', '没跟某某说，先给他爸爸打了电话，说考试作弊的事', 'no'],
  ['he does not know', '给某某妈打了电话说预警的事，孩子还不知道', 'no'],
  ['no time', '学生昏迷，给某某妈打了电话', 'exception'],
  ['a talk with the family', '跟某某妈妈谈过了，说挂科的事', null],
  ['the family told us', '某某妈妈跟我说孩子挂科了', null],
  ['told in confidence', '学生跟我说想退学，不让告诉家里，给某某妈打了电话', null],
  ['nothing said', '给某某妈打了电话，说挂科的事', null],
] as const)('%s', (_, text, told) => {
  expect(findStudentToldFirst(text)).toBe(told);
});
