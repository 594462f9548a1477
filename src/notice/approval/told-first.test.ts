import { afterAll, beforeAll, expect, test } from 'vitest';
import { type NoticeWorld, openNoticeWorld } from '../../../test/support/notice-world.ts';

let world: NoticeWorld;
beforeAll(async () => {
  world = await openNoticeWorld();
  await world.college.addStaff('赵国强', 'college_leader');
});
afterAll(() => world.close());

const toldToApprover = async (): Promise<string> => {
  const { db } = world.database;
  const messages = await db.selectFrom('memberMessages').select('content').orderBy('seq').execute();
  await db.deleteFrom('memberMessages').execute();
  return JSON.stringify(messages);
};
const order = async () => {
  const chat = world.talk(undefined, undefined, { ...world.dependencies, approvals: ['discipline'] });
  await chat.say('处分告知 张三丰 记过 因为考试作弊 9月8日的 9月10日送达本人 学院〔2026〕12号');
  return chat;
};

test('who approves reads that the student was not told first, and why; the round of 18:00 is not offered', async () => {
  const chat = await order();
  await chat.answer('还没谈，有特殊原因', 'no');
  const preview = await chat.answer('学生在医院，医生说先别告诉他');
  expect(preview.question?.options.map(({ key }) => key)).not.toContain('low');
  expect((await chat.answer('确认', 'confirm')).text).toContain('赵国强');
  const shown = await toldToApprover();
  expect(shown).toContain('还没有和学生本人谈');
  expect(shown).toContain('学生在医院，医生说先别告诉他');
});

test('or that he was', async () => {
  const chat = await order();
  await chat.answer('已经谈过', 'yes');
  await chat.answer('确认', 'confirm');
  expect(await toldToApprover()).toContain('已经先和学生本人谈过');
});
