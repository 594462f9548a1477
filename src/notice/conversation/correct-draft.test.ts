import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildCommandContext, openQuestionOf } from '../../../test/support/command-context.ts';
import { MORNING, type NoticeWorld, openNoticeWorld } from '../../../test/support/notice-world.ts';
import type { Reply } from '../../command/index.ts';
import { buildRosterIndex, understandLine } from '../../language/index.ts';
import { createNoticeCommands } from '../index.ts';

let world: NoticeWorld;
beforeAll(async () => {
  world = await openNoticeWorld();
});
afterAll(async () => {
  await world.close();
});

const LINE = '给张三丰家长发喜报 他拿了校奖学金二等奖';
const correct = async (
  shown: Reply,
  command: string,
  line: string,
  owner = 'good_news',
): Promise<Reply | undefined> => {
  const spec = createNoticeCommands(world.dependencies).find(({ name }) => name === command);
  const roster = buildRosterIndex(world.students, ['旅管2203']);
  return world.database.db.transaction().execute(async (db) => {
    const reading = understandLine(line, { roster, now: MORNING });
    const staff = world.college.counsellor;
    const context = buildCommandContext({ db, staff, reading, now: MORNING, students: world.students });
    const open = { ...openQuestionOf(shown, owner, LINE), acceptsText: shown.question?.acceptsText ?? false };
    return spec?.claim?.(context, open);
  });
};

test.each([
  ['改成一等奖', '校奖学金一等奖'],
  ['奖项改成国家奖学金', '国家奖学金'],
  ['把校奖学金改成省奖学金', '省奖学金二等奖'],
  ['努力改成每天早起练讲解', '每天早起练讲解'],
])('%s under a draft changes that field and shows it again', async (line, words) => {
  const shown = await world.talk().say(LINE);
  expect(shown.text).toContain('获得了校奖学金二等奖');
  const drafts = await world.countNotices('draft');
  const again = await correct(shown, 'good_news', line);
  expect(again?.title).toContain('请核对');
  expect(again?.text).toContain(words);
  expect(await world.countNotices('draft')).toBe(drafts);
});

test('what names no field asks which, and another command’s question is left alone', async () => {
  const shown = await world.talk().say(LINE);
  expect((await correct(shown, 'good_news', '把地点改成礼堂'))?.text).toContain('要改哪一项');
  expect(await correct(shown, 'notice', '改成一等奖')).toBeUndefined();
  expect(await correct(await world.talk().say(LINE), 'good_news', '张三丰家长怎么说')).toBeUndefined();
});

test('改 of an optional field asks for the new words or leaves it out', async () => {
  const chat = world.talk();
  await chat.say(LINE);
  await chat.answer('改', 'edit');
  const asked = await chat.answer('努力', 'edit_effort');
  expect(asked.text).toContain('“努力”改成什么');
  expect((await chat.answer('每天早起练讲解')).text).toContain('每天早起练讲解');
  await chat.answer('改', 'edit');
  await chat.answer('努力', 'edit_effort');
  expect((await chat.answer('这一项不写', 'clear_field')).text).not.toContain('每天早起练讲解');
});

test('a deed said without 因 is the reason of a punishment', () => {
  const roster = buildRosterIndex(world.students, []);
  const line = '处分告知 张三丰 记过 9月8日的 学院〔2026〕12号 考试作弊';
  expect(understandLine(line, { roster, now: MORNING }).notice?.fields.reason).toBe('考试作弊');
});

const OWN = '给旅管2203家长群发：明天上午九点开家长会，请家长准时参加。';
test.each([
  ['改成后天上午九点', OWN, '后天上午九点开家长会，请家长准时参加。'],
  ['时间改成下午三点', OWN, '下午三点开家长会'],
  ['推迟到后天上午九点', OWN, '后天上午九点开家长会'],
  ['改成后天上午九点', '明早八点半发给旅管2203家长群：天气转凉，请提醒孩子添衣。', '10月11日(周日) 09:00 发出'],
  ['发出时间改成后天上午九点', OWN, '10月11日(周日) 09:00 发出'],
  ['再加一句：请带身份证', OWN, '请家长准时参加。请带身份证'],
  ['后面加上请带身份证', OWN, '请家长准时参加。请带身份证'],
  ['改成后天上午九点', '给旅管2203家长群发：天气转凉，请提醒孩子添衣保暖。', '天气转凉，请提醒孩子添衣保暖。'],
  ['改成下周开会', OWN, '只有几个字，没有拿它换掉整段话'],
])('%s under %s', async (line, draft, words) => {
  const shown = await world.talk().say(draft);
  const again = await correct(shown, 'notice', line, 'notice');
  expect(again?.title).toContain('请核对');
  expect(again?.text).toContain(words);
});

test('a whole new text still replaces the old one', async () => {
  const shown = await world.talk().say(OWN);
  const again = await correct(shown, 'notice', '改成本周五下午放假，请提醒孩子注意路上安全。', 'notice');
  expect(again?.text).toContain('本周五下午放假');
  expect(again?.text).not.toContain('开家长会');
});
