import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { parseQuietHours } from '../../src/calendar/index.ts';
import { createDeliveries, createDeliveryCommands } from '../../src/delivery/index.ts';
import { createNoticeCommands, takeBackOwn } from '../../src/notice/index.ts';
import { type Chat, openChat } from '../support/chat.ts';
import { type NoticeWorld, openNoticeWorld } from '../support/notice-world.ts';

/** A notice that its sender sets for a time: what he sees, and when it goes out. Real chats over a real database. */
let world: NoticeWorld;
let chen: Chat;
const START = '2026-11-23T10:00:00+08:00';

beforeAll(async () => {
  world = await openNoticeWorld();
  chen = openChen();
});
beforeEach(async () => {
  const { db } = world.database;
  await chen.say('取消');
  for (const table of ['ladderOffers', 'deliveries', 'noticeBodies', 'approvalRequests', 'guardDecisions'] as const) {
    await db.deleteFrom(table).execute();
  }
  await db.deleteFrom('notices').execute();
  chen.clock.moveTo(new Date(START));
});
afterAll(async () => world.close());

function openChen(approvals: readonly string[] = [], staffNo = world.college.counsellor.staffNo): Chat {
  const quietHours = parseQuietHours('21:00-08:00');
  const zone = { account: 'corp/1', timeZone: 'Asia/Shanghai' };
  const dependencies = {
    ...world.dependencies,
    approvals,
    confirmDeliveries: (tx, notices, lent) => createDeliveries(tx, notices, { ...lent, quietHours, ...zone }),
  } as typeof world.dependencies;
  return openChat({
    db: world.database.db,
    userId: `user-${staffNo}`,
    specs: [...createNoticeCommands(dependencies), ...createDeliveryCommands(dependencies)],
    takeBack: (context) => takeBackOwn(context, dependencies),
    startAt: START,
  });
}

const rows = () =>
  world.database.db.selectFrom('deliveries').select(['status', 'digestAt', 'notBefore']).orderBy('seq').execute();
const toldTo = async (staffNo: string): Promise<string> => {
  const { db } = world.database;
  const messages = await db
    .selectFrom('memberMessages')
    .select('content')
    .where('memberId', '=', `user-${staffNo}`)
    .execute();
  return JSON.stringify(messages);
};
const at = (time: string) => new Date(`${time}+08:00`);
const waitingFor = (time: Date) => [{ status: 'waiting_quiet_hours', digestAt: time, notBefore: time }];

test.each([
  [
    '明早八点半发给旅管2203家长群：天气转凉，请提醒孩子添衣保暖。',
    '明天 08:30（2026年11月24日）',
    '2026-11-24T08:30:00',
  ],
  ['12月1日上午9点给旅管2203家长群发：天气转凉，请提醒孩子添衣保暖。', '12月1日(周二) 09:00', '2026-12-01T09:00:00'],
  ['明天上午九点给旅管2203家长群发反诈 刷单的', '明天 09:00（2026年11月24日）', '2026-11-24T09:00:00'],
  ['3月5日下午5点给张三丰家长发：张三丰这学期进步很大，请放心。', '2027年3月5日(周五) 17:00', '2027-03-05T17:00:00'],
])('%s waits until then', async (line, shown, time) => {
  const preview = await chen.say(line);
  expect(preview.all).toContain(`${shown} 发出`);
  const sent = await chen.say('确认');
  expect(sent.all).toContain(`${shown} 发出，到点才发`);
  expect(sent.all).not.toContain('马上开始发');
  expect(await rows()).toEqual(waitingFor(at(time)));
  expect((await chen.say('通知进展')).all).toContain('到点才发');
});

test('a time inside the words of the notice is the family’s', async () => {
  const preview = await chen.say('给旅管2203家长群发：明天上午九点开家长会，请准时参加。');
  expect(preview.all).not.toContain('到点才发');
  await chen.say('确认');
  expect(await rows()).toMatchObject([{ status: 'queued' }]);
});

test('不等了，马上发 under the preview sends at once', async () => {
  await chen.say('明早八点半发给旅管2203家长群：天气转凉，请提醒孩子添衣保暖。');
  expect((await chen.press('不等了，马上发')).all).not.toContain('08:30');
  await chen.say('确认');
  expect(await rows()).toMatchObject([{ status: 'queued', digestAt: null }]);
});

test('取消 names it, 停发 with its code stops it before its time', async () => {
  await chen.say('明早八点半发给旅管2203家长群：天气转凉，请提醒孩子添衣保暖。');
  const code = /停发 (JX-[A-Z0-9]{8})/u.exec((await chen.say('确认')).all)?.[1] ?? '';
  expect((await chen.say('取消')).all).toContain(`停发 ${code}`);
  await chen.say(`停发 ${code}`);
  await chen.say('确认');
  expect(await rows()).toMatchObject([{ status: 'cancelled' }]);
  expect((await chen.say('取消')).all).not.toContain(code);
});

test.each([
  ['今天早上8点给旅管2203家长群发：天气转凉，请提醒孩子添衣。', '已经过去了'],
  ['2月30日上午9点给旅管2203家长群发：天气转凉，请提醒孩子添衣。', '没有“2月30日上午9点”这个时间'],
])('%s is asked about', async (line, question) => {
  const asked = await chen.say(line);
  expect(asked.all).toContain(question);
  expect(asked.all).not.toContain('请核对：');
  expect((await chen.say('后天上午十点')).all).toContain('11月25日(周三) 10:00 发出');
  await chen.say('确认');
  expect(await rows()).toEqual(waitingFor(at('2026-11-25T10:00:00')));
});

test('inside quiet hours it waits for their end and says so', async () => {
  const preview = await chen.say('今晚十一点给旅管2203家长群发：天气转凉，请提醒孩子添衣保暖。');
  expect(preview.all).toContain('明天 08:00');
  expect(preview.all).toContain('23:00，那是免打扰时段');
  await chen.say('确认');
  expect(await rows()).toEqual(waitingFor(at('2026-11-24T08:00:00')));
});

test('确认 after its time shows it once more before anything goes out', async () => {
  await chen.say('下午三点给旅管2203家长群发：天气转凉，请提醒孩子添衣保暖。');
  chen.clock.moveTo(at('2026-11-23T16:00:00'));
  expect((await chen.say('确认')).all).toContain('已经过了，还没有发');
  expect(await rows()).toEqual([]);
  expect((await chen.say('确认')).all).toContain('马上开始发');
  expect(await rows()).toMatchObject([{ status: 'queued' }]);
});

test('agreed to after its time it goes out at once, and says so', async () => {
  const leader = await world.college.addStaff('赵国强', 'college_leader');
  const sender = openChen(['mass', 'free']);
  const approver = openChen(['mass', 'free'], leader.staffNo);
  await sender.say('下午三点给旅管2203家长群发：天气转凉，请提醒孩子添衣保暖。');
  expect((await sender.say('确认')).all).toContain('赵国强');
  expect(await toldTo(leader.staffNo)).toContain('今天 15:00（2026年11月23日） 发出');
  approver.clock.moveTo(at('2026-11-23T16:00:00'));
  await approver.press('同意发送');
  expect(await rows()).toMatchObject([{ status: 'queued' }]);
  expect(await toldTo(world.college.counsellor.staffNo)).toContain(
    '原定今天 15:00（2026年11月23日）发出，时间已经过了',
  );
});
