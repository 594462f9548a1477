import { expect, test } from 'vitest';
import { findStudentToldFirst } from './student-told.ts';

// Names are masked before the words are read.
test.each([
  ['told in so many words', '已先告知学生本人，给某某妈打了电话', 'yes'],
  ['a talk with the student by name', '跟某某谈过了，今天给她妈妈打电话说挂科的事', 'yes'],
  ['brought up by name', '某某自己提出休学，跟他爸通了电话', 'yes'],
  ['told, after what the family said', '某某妈说会配合，学生本人已经知道', 'yes'],
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

test.each([
  '某某妈电话打了，她自己要求过来看看处分的材料，没意见',
  '某某爸电话打了，他自己说工作忙管不了',
  '打给某某爸，他自己决定下周过来',
  '给某某爸打了电话，我问他自己想不想管孩子',
  '某某妈电话，孩子自己不想吃食堂的饭',
  '某某妈电话，说孩子自己不想读书了',
  '某某自己要求退学，我还没找他，给他妈打了电话',
  '某某自己想退学，跟他爸通了电话',
  '给某某妈打了电话，问孩子的意见了吗',
  '某某妈电话，听孩子的意见',
  '某某跟我说他爸不接电话',
  '某某妈电话，孩子同意不同意还不知道',
  '某某妈电话，怀疑孩子已经知道处分的事了吗',
  '某某妈电话，孩子都不清楚自己挂科',
  '某某妈电话，她说要先和孩子谈过再说',
  '某某妈妈说，孩子跟我说想退学',
  '某某妈说她已经跟孩子谈过了',
  '党支部找孩子谈过话了，给某某爸打了电话',
  '打电话给某某妈，她已和孩子谈过',
])('nobody says that the student was told: %s', (text) => {
  expect(findStudentToldFirst(text)).toBeNull();
});
