import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { parseQuietHours } from '../../src/calendar/index.ts';
import { createDeliveries, createDeliveryCommands } from '../../src/delivery/index.ts';
import { createNoticeCommands, type NoticeDependencies } from '../../src/notice/index.ts';
import { type Chat, openChat } from '../support/chat.ts';
import { type NoticeWorld, openNoticeWorld } from '../support/notice-world.ts';

/** What 确认 answers while sending stands still: that nothing goes out, and what would let it go on. */
let world: NoticeWorld;
let chen: Chat;
let ma: Chat;
const START = '2026-10-14T10:00:00+08:00';
const NEWS = '给旅管2203家长群发：食堂二楼下周装修。';

beforeAll(async () => {
  world = await openNoticeWorld();
  const { college, database } = world;
  const office = await college.addStaff('马志远', 'student_affairs');
  const quietHours = parseQuietHours('21:00-08:00');
  const zone = { account: 'corp/1', timeZone: 'Asia/Shanghai' };
  const dependencies: NoticeDependencies = {
    ...world.dependencies,
    confirmDeliveries: (tx, notices, lent) => createDeliveries(tx, notices, { ...lent, quietHours, ...zone }),
  };
  const specs = [...createNoticeCommands(dependencies), ...createDeliveryCommands(dependencies)];
  const open = (staffNo: string) => openChat({ db: database.db, userId: `user-${staffNo}`, specs, startAt: START });
  chen = open(college.counsellor.staffNo);
  ma = open(office.staffNo);
});
beforeEach(async () => {
  const { db } = world.database;
  await db.deleteFrom('sendPauses').execute();
  await db.deleteFrom('openQuestions').execute();
  for (const chat of [chen, ma]) chat.clock.moveTo(new Date(START));
});
afterAll(async () => world.close());

async function send(): Promise<string> {
  await chen.say(NEWS);
  return (await chen.say('确认')).all;
}

test('one’s own pause: not a word of 马上, and how to go on', async () => {
  expect((await chen.say('暂停发送')).all).toContain('已经暂停');
  const told = await send();
  expect(told).toContain('还没有发出去。您暂停了发送，要发出去请说“恢复发送”');
  expect(told).not.toContain('马上');
  await chen.say('恢复发送');
  expect(await send()).toContain('马上开始发');
});

test('a pause of everybody is not the sender’s to end; one’s own is named first', async () => {
  await ma.say('暂停全部');
  await ma.say('确认');
  expect(await send()).toContain('全校的发送正暂停着，要等学工处或管理员恢复');
  await chen.say('暂停发送');
  expect(await send()).toContain('您暂停了发送');
});

test('also in the night and for the evening, for neither would it go out then', async () => {
  await chen.say('暂停发送');
  chen.clock.moveTo(new Date('2026-10-14T22:30:00+08:00'));
  const night = await send();
  expect(night).toContain('您暂停了发送');
  expect(night).not.toContain('会等到');
});

test('an unanswered 暂停全部 is called a stop, and no draft', async () => {
  await ma.say('暂停全部');
  const seen = await ma.say('帮助');
  expect(seen.all).toContain('要停的还没确认，没有停');
  expect(seen.all).not.toContain('没有发出');
});

test('撤 right after a 确认 is about the notice, not about an older record', async () => {
  await chen.say(NEWS);
  await chen.say('确认');
  expect((await chen.say('撤')).all).toMatch(/停发|停掉|停止/u);
  expect((await chen.say('取消')).all).not.toContain('已撤回');
});
