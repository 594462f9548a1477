import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contactCommands } from '../../src/contact/index.ts';
import { type Chat, openChat, seedChatCollege } from '../support/chat.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

/** What is said while an emergency runs reaches its log, whatever else is open, and nothing is lost. */
let database: TestDatabase;
let chat: Chat;

const NAMES = ['昌书瑶', '鲁心怡', '李四', '王五', '赵六'];

beforeAll(async () => {
  database = await openTestDatabase();
  await seedChatCollege(
    database.db,
    NAMES.map((name) => ({ name, guardians: ['母亲:王芳'] })),
  );
});
afterAll(() => database.close());

beforeEach(async () => {
  const { db } = database;
  await db.deleteFrom('openQuestions').execute();
  await db.deleteFrom('memberMessages').execute();
  await sql`update emergencies set closed_at = opened_at, closed_by = opened_by where closed_at is null`.execute(db);
  chat = openChat({ db, userId: 'ChenJing', specs: contactCommands });
});

const at = (time: string) => chat.clock.moveTo(new Date(`2026-10-14T${time}:05+08:00`));
const running = async () =>
  (await database.db.selectFrom('emergencies').select('studentId').where('closedAt', 'is', null).execute()).length;
const log = async () => (await chat.say('应急进展')).all;

describe('with one that runs', () => {
  test.each(['已经送到市医院了', '醒了，低血糖，没事了', '宿管说昨晚没回来', '他妈妈已经在路上了'])(
    '%s is news of it',
    async (line) => {
      await chat.say('急 昌书瑶在宿舍晕倒了');
      at('10:20');
      const seen = await chat.say(line);
      expect(seen.all).toContain('已记进昌书瑶的应急进展（10:20）');
      expect(seen.cards.at(-1)?.buttons.map(({ label }) => label)).toEqual(['撤', '结束应急']);
      expect(seen.all).not.toMatch(/1380000\d{4}|哪位同学/u);
      expect(await log()).toContain(`10:20 陈静：${line}`);
      expect(await running()).toBe(1);
    },
  );

  test.each(['应急 鲁心怡陪着去的医院', '应急 鲁心怡说他醒了'])('%s names a companion', async (line) => {
    await chat.say('急 昌书瑶在宿舍晕倒了');
    const seen = await chat.say(line);
    expect(seen.all).toContain('已记进昌书瑶的应急进展');
    expect(seen.all).toContain('提到的鲁心怡没有另开应急');
    expect(seen.all).not.toMatch(/1380000\d{4}/u);
    expect(await running()).toBe(1);
  });

  test.each(['急 鲁心怡也晕倒了', '应急 鲁心怡也晕倒了', '李四失联了'])('%s is another one', async (line) => {
    await chat.say('急 昌书瑶在宿舍晕倒了');
    expect((await chat.say(line)).all).toMatch(/1380000\d{4}/u);
    expect(await running()).toBe(2);
  });

  test('急 有学生晕倒了 asks who; what follows is kept for that one', async () => {
    await chat.say('急 昌书瑶在宿舍晕倒了');
    expect((await chat.say('急 操场有学生骨折了')).all).toContain('哪位同学');
    expect((await chat.say('已经送到市医院了')).all).toContain('哪位同学');
    await chat.say('王五');
    expect(await running()).toBe(2);
    expect(await log()).toContain('急 操场有学生骨折了 已经送到市医院了');
  });

  test('words of a danger show the steps again and are kept', async () => {
    await chat.say('急 昌书瑶在宿舍晕倒了');
    const seen = await chat.say('又吐血了');
    expect(seen.all).toMatch(/120[\s\S]*已记进昌书瑶的应急进展[\s\S]*另一位同学/u);
  });

  test('news wins over a question that was asked before, not over one that came later', async () => {
    await chat.say('王五妈妈电话打了');
    at('10:05');
    await chat.say('李四失联了');
    at('10:06');
    expect((await chat.say('宿管说昨晚没回来')).all).toContain('已记进李四的应急进展');
    at('10:10');
    await chat.say('赵六妈妈电话打了');
    expect((await chat.say('说家里都好')).all).not.toContain('应急');
  });

  test.each(['你好', '推荐一下怎么跟家长沟通', '王五怎么样'])('%s is no news', async (line) => {
    await chat.say('急 昌书瑶在宿舍晕倒了');
    expect((await chat.say(line)).all).not.toContain('已记进');
  });

  test('after an hour plain words are no news', async () => {
    await chat.say('急 昌书瑶在宿舍晕倒了');
    at('11:30');
    expect((await chat.say('醒了，低血糖，没事了')).all).not.toContain('已记进');
  });

  test('撤 says in the log that a line does not count, once; typed too', async () => {
    await chat.say('急 昌书瑶在宿舍晕倒了');
    at('10:20');
    await chat.say('醒了，没事了');
    expect((await chat.press('撤')).all).toContain('那一句不算');
    expect((await chat.press('撤')).all).toContain('没有重复');
    at('10:25');
    await chat.say('在食堂门口找到外套');
    at('10:26');
    expect((await chat.say('撤')).all).toContain('那一句不算');
    const list = await log();
    expect(list).toContain('撤回 10:20 记的“醒了，没事了”');
    expect(list).toContain('撤回 10:25 记的“在食堂门口找到外套”');
  });
});

describe('with several', () => {
  beforeEach(async () => {
    await chat.say('急 昌书瑶在宿舍晕倒了');
    await chat.say('李四失联了');
  });

  test('plain words wait for the choice, with all that is said meanwhile', async () => {
    at('10:20');
    expect((await chat.say('醒了，低血糖，没事了')).all).toContain('先留着');
    expect((await chat.say('已经送到市医院了')).all).toContain('先留着');
    expect((await chat.say('医生说明天出院')).all).toContain('先留着');
    expect((await chat.say('昌书瑶')).all).toContain('已记进昌书瑶的应急进展');
    expect((await chat.say('昌书瑶应急进展')).all).toMatch(
      /陈静：醒了，低血糖，没事了\n10:20 陈静：已经送到市医院了\n10:20 陈静：医生说明天出院/u,
    );
  });

  test('a line with the name of one goes there at once', async () => {
    expect((await chat.say('昌书瑶醒了')).all).toContain('已记进昌书瑶的应急进展');
  });

  test('应急结束 asks which; the outcome said meanwhile goes with it', async () => {
    expect((await chat.say('应急结束')).all).toContain('哪一位');
    expect((await chat.say('醒了，低血糖，没事了')).all).toContain('先留着');
    const asked = await chat.press('22旅管3班 昌书瑶');
    expect(asked.all).toMatch(/结果已记进进展[\s\S]*要结束昌书瑶的应急吗/u);
    expect((await chat.press('确认结束')).all).toContain('陈静：醒了，低血糖，没事了');
    expect(await running()).toBe(1);
  });
});

describe('应急结束', () => {
  test('asks for the outcome in one line and is itself no entry', async () => {
    await chat.say('急 昌书瑶在宿舍晕倒了');
    expect((await chat.say('应急结束')).all).toContain('结果怎样');
    expect((await chat.say('应急结束')).all).toContain('结果怎样');
    const kept = await chat.say('醒了，低血糖，家长接走了');
    expect(kept.all).toMatch(/结果已记进进展[\s\S]*要结束昌书瑶的应急吗/u);
    expect(await running()).toBe(1);
    const closed = await chat.say('确认');
    expect(closed.all.match(/应急结束/gu)).toHaveLength(1);
    expect(closed.all).toContain('陈静：醒了，低血糖，家长接走了');
    expect(await running()).toBe(0);
  });

  test('takes an outcome that is given', async () => {
    await chat.say('急 昌书瑶在宿舍晕倒了');
    const asked = await chat.say('昌书瑶应急结束，人醒了');
    expect(asked.all).toContain('结果已记进进展');
    expect(asked.all).not.toContain('结果怎样');
  });
});
