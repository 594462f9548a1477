import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { contactCommands, exportContacts } from '../../src/contact/index.ts';
import { openChat, seedChatCollege } from '../support/chat.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { emptyRecords } from '../support/empty-records.ts';

/** The same instant on two clocks: in Shanghai the last evening of the first term, in Tokyo the second has begun. */
let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
  await seedChatCollege(database.db, [{ name: '张三', guardians: ['母亲:王芳'] }]);
});
afterAll(() => database.close());
beforeEach(() => database.db.deleteFrom('openQuestions').execute());

const open = (timeZone: string, startAt = '2027-01-31T23:30:00+08:00') =>
  openChat({
    db: database.db,
    userId: 'ChenJing',
    specs: contactCommands,
    startAt,
    timeZone,
  });

test('进度 is of the term that the clock on the wall shows', async () => {
  // On the last day of the term on both clocks.
  await open('Asia/Shanghai', '2027-01-31T20:00:00+08:00').say('张三妈妈电话打了，说家里都好，没意见');
  expect((await open('Asia/Shanghai').say('进度')).all).toMatch(/第一学期.*已单独联系 1 家/u);
  expect((await open('Asia/Tokyo').say('进度')).all).toMatch(/第二学期.*已单独联系 0 家/u);
});

test('the hour of an emergency and of a record is said as the wall shows it', async () => {
  expect((await open('Asia/Tokyo').say('急 张三在宿舍晕倒了')).all).toContain('已从 00:30 开始');
  expect((await open('Asia/Shanghai').say('应急进展')).all).toContain('23:30 陈静');
});

const STARTS_AT = '2026-10-14T23:30:00+08:00';
const rows = async (timeZone: string) => exportContacts(database.db, { timeZone });

test.each([
  // In Shanghai it is Wednesday 23:30, in Tokyo Thursday 00:30, in Ürümqi Wednesday 21:30.
  ['Asia/Shanghai', '张三妈妈昨晚8点打了电话，说家里都好，没意见', '2026-10-13T20:00:00+08:00'],
  ['Asia/Tokyo', '张三妈妈昨晚8点电话聊了，说家里都好，没意见', '2026-10-14T20:00:00+09:00'],
  ['Asia/Urumqi', '张三妈妈今晚8点打了电话，说家里都好，没意见', '2026-10-14T20:00:00+06:00'],
  ['Asia/Tokyo', '张三妈妈10月14日下午微信聊了，说家里都好，没意见', '2026-10-14T15:00:00+09:00'],
  // To the minute: it is reckoned from a clock that runs.
  [
    'Asia/Urumqi',
    '张三妈妈两小时前打了电话，说家里都好，没意见',
    expect.stringMatching(/^2026-10-14T19:30:\d\d\+06:00$/u),
  ],
])('when a talk was, in %s: %s', async (timeZone, line, expected) => {
  const known = new Set((await rows(timeZone)).map(({ id }) => id));
  const chat = open(timeZone, STARTS_AT);
  await chat.say(line);
  const made = async () => (await rows(timeZone)).find(({ id, status }) => !known.has(id) && status === 'active');
  expect((await made())?.occurred_at).toEqual(expected);
  // A correction reads the same clock.
  await chat.say('时间记错了是10月12日早上9点');
  expect((await made())?.occurred_at).toContain('2026-10-12T09:00:00');
});

test.each([
  ['Asia/Shanghai', '明天下午三点提醒我打给张三妈', '2026-10-15T07:00:00.000Z'],
  ['Asia/Tokyo', '明天下午三点提醒我打给张三妈', '2026-10-16T06:00:00.000Z'],
  ['Asia/Urumqi', '明天下午三点提醒我打给张三妈', '2026-10-15T09:00:00.000Z'],
  // Without an hour: nine o'clock there.
  ['Asia/Tokyo', '周五提醒我打给张三妈', '2026-10-16T00:00:00.000Z'],
  ['Asia/Urumqi', '周五提醒我打给张三妈', '2026-10-16T03:00:00.000Z'],
])('when a reminder comes, in %s: %s', async (timeZone, line, expected) => {
  await database.db.deleteFrom('tasks').execute();
  await open(timeZone, STARTS_AT).say(line);
  const tasks = await database.db.selectFrom('tasks').select('dueAt').execute();
  expect(tasks.map(({ dueAt }) => dueAt.toISOString())).toEqual([expected]);
});

test('a reminder without a time is asked for on the same clock, and put off to its morning', async () => {
  // The emergency of another test would take plain words for its log.
  await emptyRecords(database.db);
  const chat = open('Asia/Tokyo', STARTS_AT);
  await chat.say('提醒我打给张三妈');
  await chat.say('明天下午三点');
  const dueAt = async () => (await database.db.selectFrom('tasks').select('dueAt').executeTakeFirstOrThrow()).dueAt;
  expect((await dueAt()).toISOString()).toBe('2026-10-16T06:00:00.000Z');
  await chat.say('提醒1推迟到周五上午10点');
  expect((await dueAt()).toISOString()).toBe('2026-10-16T01:00:00.000Z');
});
