import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { parseQuietHours } from '../../src/calendar/index.ts';
import { createDeliveries } from '../../src/delivery/index.ts';
import { createNoticeCommands } from '../../src/notice/index.ts';
import { type Chat, openChat } from '../support/chat.ts';
import { type NoticeWorld, openNoticeWorld } from '../support/notice-world.ts';

/** What a sender says and sees about notices that wait for 18:00, in real chats over a real database. */
let world: NoticeWorld;
let chen: Chat;
let ma: Chat;
const START = '2026-10-14T10:00:00+08:00';

beforeAll(async () => {
  world = await openNoticeWorld();
  const { college, database } = world;
  const office = await college.addStaff('马志远', 'student_affairs');
  await college.addStaff('赵国强', 'college_leader');
  const quietHours = parseQuietHours('21:00-08:00');
  const zone = { account: 'corp/1', timeZone: 'Asia/Shanghai' };
  const specs = createNoticeCommands({
    ...world.dependencies,
    confirmDeliveries: (tx, notices, lent) => createDeliveries(tx, notices, { ...lent, quietHours, ...zone }),
  });
  const open = (staffNo: string) => openChat({ db: database.db, userId: `user-${staffNo}`, specs, startAt: START });
  chen = open(college.counsellor.staffNo);
  ma = open(office.staffNo);
});
beforeEach(async () => {
  const { db } = world.database;
  for (const table of ['ladderOffers', 'deliveries', 'noticeBodies', 'approvalRequests', 'guardDecisions'] as const) {
    await db.deleteFrom(table).execute();
  }
  await db.deleteFrom('notices').execute();
  for (const chat of [chen, ma]) chat.clock.moveTo(new Date(START));
});
afterAll(async () => world.close());

const rows = () =>
  world.database.db.selectFrom('deliveries').select(['status', 'digestAt', 'notBefore']).orderBy('seq').execute();
const EVENING = new Date('2026-10-14T18:00:00+08:00');

test('不急 in the line: the preview and the answer name 18:00, the deliveries wait', async () => {
  const preview = await chen.say('不急，给旅管2203家长群发：食堂二楼下周装修。');
  expect(preview.all).toContain('食堂二楼下周装修。');
  expect(preview.all).not.toContain('不急，给');
  expect(preview.all).toContain('今天 18:00');
  expect(preview.all).toContain('不等了，马上发');
  expect((await chen.say('确认')).all).toContain('会等到今天 18:00和别的一起发');
  expect(await rows()).toEqual([{ status: 'waiting_quiet_hours', digestAt: EVENING, notBefore: EVENING }]);

  const next = await chen.say('给旅管2203家长群发：图书馆周末开放。');
  expect(next.all).not.toContain('到时候一起发给他们的还有');
  expect((await chen.press('不急，18:00 一起发')).all).toMatch(/到时候一起发给他们的还有：《[^》]+》（1 个群）/u);
  expect((await chen.press('不等了，马上发')).all).not.toContain('不急：确认后');
  await chen.say('确认');
  expect((await rows())[1]).toMatchObject({ status: 'queued', digestAt: null });
});

test('what a colleague has waiting is counted, not named', async () => {
  await ma.say('不急，给旅管2203家长群发：学工处下周二走访宿舍。');
  await ma.say('确认');
  const preview = await chen.say('给旅管2203家长群发：食堂二楼下周装修。晚上一起发');
  expect(preview.all).toContain('到时候一起发给他们的还有：别的老师的 1 条');
  await chen.say('取消');
});

test('a kind may be low by itself, an urgent one never is', async () => {
  const spending = await chen.say('群里发个消费提醒 双十一快到了');
  expect(spending.all).toContain('不急：确认后会等到今天 18:00');
  await chen.say('取消');
  chen.clock.moveTo(new Date('2026-10-14T18:00:05+08:00'));
  expect((await chen.say('不急，给旅管2203家长群发：食堂二楼下周装修。')).all).toContain('明天 18:00');
  await chen.say('取消');
  const urgent = await chen.say('不急，给张三丰家长发失联通知 昨晚八点起联系不上 已报告保卫处');
  expect(urgent.all).not.toContain('18:00');
  await chen.say('取消');
});
