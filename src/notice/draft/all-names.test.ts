import { afterAll, beforeAll, expect, test } from 'vitest';
import { type NoticeWorld, openNoticeWorld } from '../../../test/support/notice-world.ts';

let world: NoticeWorld;
beforeAll(async () => {
  world = await openNoticeWorld();
  const { db } = world.database;
  const { classId } = await db
    .selectFrom('classes')
    .select('classId')
    .where('name', '=', '旅管2203')
    .executeTakeFirstOrThrow();
  for (const digit of '甲乙丙丁戊己庚辛壬癸') {
    const { studentId } = await world.college.addStudent('旅管2203', classId, `赵小${digit}`);
    await world.college.addGuardian(studentId, { relation: '母亲', wecomParentUserId: `zhao-${digit}` });
  }
});
afterAll(() => world.close());

test('名单 names everybody whom a preview counts, and the draft can still be confirmed', async () => {
  const chat = world.talk();
  const preview = await chat.say('给旅管2203的每位家长单独发通知：周五下午四点放假，周日晚八点前返校。');
  expect(preview.text).toMatch(/等 \d+ 个/u);
  expect(preview.question?.options.map(({ key }) => key)).toContain('names');
  const all = await chat.answer('名单', 'names');
  for (const digit of '甲乙丙丁戊己庚辛壬癸') expect(all.text).toContain(`赵小${digit}（旅管2203）`);
  expect(all.question?.options.map(({ key }) => key)).not.toContain('names');
  expect((await chat.answer('确认', 'confirm')).text).toContain('已确认');
});
