import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNoticeCommands } from '../../src/notice/index.ts';
import { type Chat, openChat } from '../support/chat.ts';
import { type NoticeWorld, openNoticeWorld } from '../support/notice-world.ts';

let world: NoticeWorld;
let chen: Chat;
let li: Chat;
const START = '2026-10-14T09:05:00+08:00';
const at = (text: string): Date => new Date(`${text}+08:00`);

beforeAll(async () => {
  world = await openNoticeWorld();
  const { college, database, dependencies } = world;
  const { db } = database;
  await db.updateTable('guardians').set({ name: '李秀英' }).execute();
  const teacher = await college.addStaff('李军', 'class_teacher');
  await db.updateTable('classes').set({ classTeacherId: teacher.staffId }).where('name', '=', '旅管2203').execute();
  for (const name of ['旅管2204', '旅管2205']) {
    const classId = await college.addClass(name);
    await college.addGroup({ classId }, { name: `${name}家长群`, platform: 'wecom', chatId: `wr-${name}` });
  }
  const other = await college.addClass('旅管2206');
  await college.addGroup({ classId: other }, { name: '旅管2206家长群', ownerId: teacher.staffId });
  const specs = createNoticeCommands(dependencies);
  const open = (staffNo: string) => openChat({ db, userId: `user-${staffNo}`, specs, startAt: START });
  chen = open(college.counsellor.staffNo);
  li = open(teacher.staffNo);
});
afterAll(async () => world.close());

/** The deliveries of the last confirmation, as delivery/ would have written them. */
async function sendAs(status: 'sent' | 'capped', chatId: string, createdAt: Date): Promise<void> {
  const { db } = world.database;
  const like = await db.selectFrom('deliveries').selectAll().limit(1).executeTakeFirstOrThrow();
  const { seq: _seq, ...columns } = like;
  await db
    .insertInto('deliveries')
    .values({
      ...columns,
      deliveryId: crypto.randomUUID(),
      targetKey: `quota:${crypto.randomUUID()}`,
      channel: 'wecom_customer_group',
      platformTarget: chatId,
      status,
      createdAt,
    })
    .execute();
}

describe('before a broadcast goes out', () => {
  test('shows counts per route, whose tap is needed, who cannot be reached, and the quota of the month', async () => {
    const { all } = await chen.say('给我带的所有班级群发：明天下午四点放假，注意安全。');
    expect(all).toContain('要群主点一下才发出（3 个）');
    expect(all).toContain('要点“发送”的群主：陈静 3 个群');
    expect(all).toContain('要复制粘贴的群主：李军 1 个群');
    expect(all).toContain('没有登记家长群，发不到：旅管2299');
    expect(all).toMatch(/据本系统记录，平台规定每群每月 31 次.*家长群 31 次/u);
    expect((await chen.say('确认')).all).toContain('已确认');

    await sendAs('sent', 'wr-旅管2204', at('2026-10-02T10:00:00'));
    await sendAs('sent', 'wr-旅管2204', at('2026-09-30T23:59:00'));
    await sendAs('capped', 'wr-旅管2205', at('2026-10-03T10:00:00'));
    const again = await chen.say('给旅管2204、旅管2205家长群群发：周末返校时间是周日晚八点前。');
    expect(again.all).toContain('旅管2204家长群 30 次');
    expect(again.all).toContain('旅管2205家长群 0 次');
    expect(again.all).toContain('1 个群本月已用完');
    await chen.say('取消');
  });

  test.each([
    ['给我带的所有班级群发：测试', '只有“测试”这几个字，确定发给 4 个班的家长？'],
    ['给旅管2204、旅管2205家长群群发：明天放假！！！', '只有“明天放假！！！”这几个字，确定发给 2 个班的家长？'],
    ['给我带的所有班级的每位家长单独发通知：收到请回复', '只有“收到请回复”这几个字，确定发给 2 个班的家长？'],
  ])('so few words to several classes are asked about: %s', async (line, asked) => {
    expect((await chen.say(line)).all).toContain(asked);
    expect((await chen.say('取消')).all).toContain('什么都没有发出去');
  });

  test.each([
    '给旅管2203家长群群发：测试',
    '私聊发给张三丰的母亲：请回电话。',
    '给旅管2204、旅管2205家长群群发：明天下午四点开家长会。',
  ])('but not to one class, not to one family, and not ten of them: %s', async (line) => {
    expect((await chen.say(line)).all).not.toContain('这几个字');
    await chen.say('取消');
  });

  test('the same content to the same group within a day is asked about, whoever sent it', async () => {
    await chen.say('给旅管2203家长群群发：请核对紧急联系电话。');
    await chen.say('确认');
    li.clock.moveTo(at('2026-10-14T11:00:00'));
    const asked = await li.say('给旅管2203家长群群发：请核对　紧急联系电话！');
    expect(asked.all).toContain('今天 09:05已经给这个群发过一样的内容（陈静发的），还要再发一次吗？');
    expect((await li.press('不发')).all).toContain('什么都没有发出去');
    await li.say('给旅管2203家长群群发：请核对紧急联系电话。');
    expect((await li.press('再发')).all).toContain('已确认');
    li.clock.moveTo(at('2026-10-15T12:00:00'));
    expect((await li.say('给旅管2203家长群群发：请核对紧急联系电话。')).all).not.toContain('一样的内容');
    await li.say('取消');
  });

  test('a colleague who was faster is shown before the second one goes out', async () => {
    chen.clock.moveTo(at('2026-10-20T10:00:00'));
    li.clock.moveTo(at('2026-10-20T10:00:00'));
    await chen.say('给旅管2203家长群群发：下周一停水。');
    await li.say('给旅管2203家长群群发：下周一停水。');
    expect((await li.say('确认')).all).toContain('已确认');
    const before = world.confirmed.length;
    expect((await chen.say('确认')).all).toContain('李军发的');
    expect(world.confirmed).toHaveLength(before);
    expect((await chen.press('再发')).all).toContain('已确认');
  });
});
