import { expect, test } from 'vitest';
import type { IndexedStudent } from './reading.ts';
import { buildRosterIndex } from './roster-index.ts';
import { understandLine } from './understand.ts';

const students: IndexedStudent[] = ['张三', '李四'].map((name, index) => ({
  studentId: `s${index}`,
  studentNo: `20220301000${index}`,
  name,
  className: '22旅管3班',
  guardians: [],
}));
const context = { roster: buildRosterIndex(students, ['22旅管3班']), now: new Date('2026-10-09T10:00:00+08:00') };
const read = (line: string) => understandLine(line, context);

/** What contract §4 lists is recognised, built or not; what is still to come makes no record. */
test.each([
  ['把张三的事上报给领导', 'escalation'],
  ['请学院领导支援张三的事', 'escalation'],
  ['张三这事要报给学院领导', 'escalation'],
  ['抽签选10个家长做访谈', 'survey'],
  ['抽签', 'survey'],
  ['组织一次家长开放日活动', 'event'],
  ['活动报名', 'event'],
  ['意见工单：张三家长反映宿舍没热水', 'opinion_ticket'],
  ['安排周六去张三家家访', 'visit'],
  ['请张三妈妈明天来学校', 'invitation'],
  ['让张三妈妈后天来学校一趟', 'invitation'],
  ['叫张三爸爸下周一到学校来', 'invitation'],
  ['已发给家长群了', 'sent'],
  ['已经发到各班家长群了', 'sent'],
])('%s → %s, and no record', (line, intent) => {
  expect(read(line)).toMatchObject({ intent, records: [] });
});

test.each(['这周要联系张三家长', '安排周日和张三妈妈视频', '本周需要给李四家长打电话', '预约周五和张三爸爸面谈'])(
  'what is arranged is no record: %s',
  (line) => {
    expect(read(line).records).toEqual([]);
    expect(read(line).question).not.toBeNull();
  },
);

test.each([
  ['周六去张三家家访', ['visit']],
  ['周末去家访张三 李四', ['visit']],
  ['联系一下张三妈妈', ['look_up']],
  ['给张三妈妈打个电话', ['look_up']],
])('an order or a record, asked: %s', (line, rivals) => {
  expect(read(line)).toMatchObject({ intent: 'record', rivals });
});

test.each([
  ['上周六按计划去张三家家访了，妈妈在家', 'record'],
  ['请张三妈妈来学校谈了处分', 'record'],
  ['昨天让张三妈妈来了学校，谈了旷课', 'record'],
  ['张三妈妈反映宿舍没热水', 'record'],
  ['联系了一下张三妈妈，说都好', 'record'],
  ['上报领导：张三失联', 'emergency'],
])('%s stays %s', (line, intent) => {
  expect(read(line).intent).toBe(intent);
});

test.each([
  ['家访张三家，妈妈和爸爸都在', '母亲', ['父亲']],
  ['去张三家，奶奶和爷爷在家', '奶奶', ['爷爷']],
  ['视频家访张三，妈妈和奶奶都在', '母亲', ['奶奶']],
  ['家访张三家，爸爸妈妈都在', '父亲', ['母亲']],
  ['家访张三 爷爷奶奶在家 父母务工', '爷爷', ['奶奶']],
])('%s: both were there', (line, relation, others) => {
  expect(read(line).records).toMatchObject([{ relation, others }]);
});

test('打过去是别人 tells of a wrong number and of no death', () => {
  expect(read('张三妈妈电话打过去是别人接的').records).toMatchObject([{ outcome: 'wrong_number', topics: [] }]);
});

test.each([
  '上周日给张三妈妈打电话',
  '10/8 给张三妈妈打电话',
  '8号晚上给张三妈妈打电话',
  '去年10月8日给张三妈妈打电话',
  '上上周五联系了张三妈妈',
])('the day of the talk is no next step: %s', (line) => {
  expect(read(line).records).toMatchObject([{ nextStep: null, nextStepDue: null }]);
});

test.each(['张三妈妈说同意，周五再回访', '昨天给张三妈妈打电话，周五来校面谈', '给张三妈妈打了电话，10月20日家访'])(
  'a day after what was told is one: %s',
  (line) => {
    expect(read(line).records[0]?.nextStepDue?.getTime()).toBeGreaterThan(context.now.getTime());
  },
);

test.each(['在家长群里@张三妈妈说了缴费', '在群里提醒了张三妈妈', '在家长群里跟张三家长说了放假'])(
  'what was said in a group is no record: %s',
  (line) => {
    expect(read(line).records).toEqual([]);
    expect(read(line).question).toContain('群');
  },
);

test('a call about what stood in a group is one', () => {
  expect(read('在群里看到张三妈妈说孩子病了，打电话问了一下').intent).toBe('record');
});
