import { expect, test } from 'vitest';
import { readerOf } from '../../test/support/small-class.ts';

const read = readerOf(['张三', '李四', '王五'], '2026-10-21T15:00:00+08:00');

test.each([
  '张三妈妈来电说孩子吞药了',
  '妈妈来电说孩子吞药了',
  '张三割腕了 已电话通知他爸',
  '李四他爸说孩子在家说不想活了',
  '王五室友说他要跳楼 已联系家长',
  '和李四家长电话沟通，孩子心理测评有自杀倾向',
  '张三吃了半瓶安眠药',
  '李四在天台上 快来',
  '王五发朋友圈说活着没意思',
  '张三最近自残 手上有划痕',
  '李四以前自残过 昨天又割腕',
  '张三没有回消息 说想死',
  '没人管他想死就去死吧 李四妈电话里这么说',
  '王五在宿舍烧炭',
])('life in danger wins: %s', (line) => {
  expect(read(line)).toMatchObject({ intent: 'emergency', emergency: 'acute' });
});

test('a contact that tells of the danger stays readable as a record', () => {
  const reading = read('张三妈妈来电说孩子吞药了');
  expect(reading.records).toMatchObject([
    { relation: '母亲', method: 'phone', direction: 'inbound', outcome: 'reached' },
  ]);
});

test.each([
  ['denied', '和李四家长电话沟通，孩子没有自杀倾向'],
  ['denied in other words', '李四妈妈电话 说孩子现在没有轻生念头了 情绪稳定'],
  ['denied by the family', '王五家长电话 否认孩子自残'],
  ['asked about', '张三妈电话问孩子有没有自杀倾向'],
  ['long past', '张三妈电话说高中的时候自残过，现在好了'],
  ['long past, said after', '王五爸爸说孩子割过腕是初中的事了 电话'],
  ['closed', '李四自杀未遂 出院了 家长来电说接回家休养'],
  ['of kin', '李四妈电话 说他爸前年跳楼走的'],
  ['a talk', '电话告知张三家长参加了预防自杀讲座'],
  ['a talk alone', '心理讲座上讲了自杀预防'],
  ['an anti-fraud post', '反诈 裸聊被敲诈想自杀的案例发一条'],
  ['another word', '张三妈妈电话说孩子想死家了'],
  ['another word again', '给张三妈打电话，孩子不想活动'],
  ['an exaggeration', '张三妈电话 说上班累得想死'],
  ['asked to be told in a group', '把张三自杀的事在群里说一下'],
  ['a look-up', '查一下张三自残的记录'],
])('no emergency when %s', (_, line) => {
  expect(read(line).intent).not.toBe('emergency');
});
