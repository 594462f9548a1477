import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { contactCommands } from '../../src/contact/index.ts';
import { openChat, seedChatCollege } from '../support/chat.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

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
