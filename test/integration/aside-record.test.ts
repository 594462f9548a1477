import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { listCommands } from '../../src/dialogue.ts';
import { type Chat, openChat } from '../support/chat.ts';
import { type NoticeWorld, openNoticeWorld } from '../support/notice-world.ts';

/** A notice waits for a date, a number or a name, and a contact is told in between. */
let world: NoticeWorld;
let chen: Chat;
const DAY_MS = 86_400_000;

beforeAll(async () => {
  world = await openNoticeWorld();
  const { db } = world.database;
  // Else every 家长 of a line would be a guardian's own name.
  await db.updateTable('guardians').set({ name: '李秀英' }).execute();
  const userId = `user-${world.college.counsellor.staffNo}`;
  chen = openChat({ db, userId, specs: listCommands(world.dependencies) });
});
beforeEach(async () => {
  await world.database.db.deleteFrom('openQuestions').execute();
  // The same words within the hour are asked about.
  chen.clock.moveTo(new Date(chen.clock.now().getTime() + DAY_MS));
});
afterAll(() => world.close());

const countContacts = async (): Promise<number> =>
  (await world.database.db.selectFrom('contacts').select('contactId').execute()).length;

test.each([
  ['a talk', '李思远爸爸电话打了，说知道了', '已记录：李思远'],
  ['an attempt', '给李思远家长打电话没人接', '李思远'],
  ['about the same student', '张三丰妈妈来学校谈过了', '已记录：张三丰'],
])('%s of a student who is named is recorded, asks nothing, and the question stays open', async (_name, line, told) => {
  const before = await countContacts();
  expect((await chen.say('处分告知 张三丰 记过')).all).toContain('还缺“事由”');
  const { all } = await chen.say(line);
  expect(all).toContain(told);
  expect(all).toContain('“处分告知 张三丰 记过”还在等您回答刚才的问题');
  expect(all).not.toMatch(/家里怎么说的|意见建议吗|先知道了吗/u);
  expect(await countContacts()).toBe(before + 1);
  const next = await chen.say('多次旷课');
  expect(next.all).toContain('处分告知还缺');
  expect(next.all).not.toContain('还缺“事由”');
});

test.each([
  ['a reason that tells of a call, and of nobody by name', '多次旷课，已电话联系家长'],
  ['a reason with another student', '和李思远打架'],
  ['a number', '学院〔2026〕12号'],
  ['a date', '9月10日'],
])('%s is the answer, and nothing is recorded', async (_name, line) => {
  const before = await countContacts();
  await chen.say('喜报 张三丰 发给他家长');
  expect((await chen.say(line)).all).not.toContain('已记录');
  expect(await countContacts()).toBe(before);
  const { command } = await world.database.db.selectFrom('openQuestions').select('command').executeTakeFirstOrThrow();
  expect(command).toBe('good_news');
});

test('不同意发 while a draft waits is about the draft: nothing is recorded, 取消 drops it', async () => {
  const before = await countContacts();
  const drafts = await world.countNotices('draft');
  expect((await chen.say('喜报 张三丰 校级三好学生 发给他家长')).all).toContain('校级三好学生');
  const { all } = await chen.say('张三丰妈妈不同意发');
  expect(all).toContain('不发了请回复“取消”');
  expect(await countContacts()).toBe(before);
  expect(await world.countNotices('draft')).toBe(drafts + 1);
  await chen.say('取消');
  expect(await world.countNotices('draft')).toBe(drafts);
});

test('取消 after the record drops the notice and not the record', async () => {
  const before = await countContacts();
  await chen.say('处分告知 张三丰 记过');
  await chen.say('李思远爸爸电话打了，说知道了');
  await chen.say('取消');
  expect(await countContacts()).toBe(before + 1);
  expect(await world.database.db.selectFrom('openQuestions').select('command').execute()).toEqual([]);
});
