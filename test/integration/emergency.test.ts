import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contactCommands, exportContacts } from '../../src/contact/index.ts';
import { randomIds } from '../../src/shared/ids.ts';
import { type Chat, type Family, openChat, seedChatCollege } from '../support/chat.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

/** An emergency from the first line to the after-care. Each test has families of its own: the log is append-only. */
let database: TestDatabase;
let chat: Chat;
let colleague: Chat;
let students: Record<string, Family>;
let staffId: string;

beforeAll(async () => {
  database = await openTestDatabase();
  const names = ['张三', '李四', '王五', '赵六', '钱多多', '孙小美', '周大力', '吴天明', '郑成功', '冯雨桐'];
  const families = names.map((name) => ({ name, guardians: ['母亲:王芳', '父亲:张强'] }));
  const seeded = await seedChatCollege(database.db, [
    ...families,
    { name: '高原', guardians: ['!父亲:高志平', '母亲:木丽珍'] },
    { name: '何其远', className: '22酒管1班', guardians: ['母亲:陈梅'] },
  ]);
  ({ students, staffId } = seeded);
  await database.db
    .insertInto('guardians')
    .values({
      guardianId: randomIds.uuid(),
      studentId: students.张三?.studentId ?? '',
      name: '老张奶奶',
      relation: '奶奶',
      contactOrder: 3,
      phone: '13900001234',
      isEmergencyOnly: true,
    })
    .execute();
});
afterAll(() => database.close());

beforeEach(async () => {
  await database.db.deleteFrom('openQuestions').execute();
  await database.db.deleteFrom('memberMessages').execute();
  await sql`update emergencies set closed_at = opened_at, closed_by = opened_by where closed_at is null`.execute(
    database.db,
  );
  chat = openChat({ db: database.db, userId: 'ChenJing', specs: contactCommands });
  colleague = openChat({ db: database.db, userId: 'LiJun', specs: contactCommands });
});

const at = (chat: Chat, time: string) => chat.clock.moveTo(new Date(`2026-10-14T${time}:05+08:00`));
const tasksOf = (name: string) =>
  database.db
    .selectFrom('tasks')
    .selectAll()
    .where('studentId', '=', students[name]?.studentId ?? '')
    .orderBy('dueAt')
    .execute();
const running = async () =>
  (await database.db.selectFrom('emergencies').select('studentId').where('closedAt', 'is', null).execute()).length;
const records = async (name: string) =>
  (await exportContacts(database.db, { timeZone: 'Asia/Shanghai' })).filter(
    ({ student_name }) => student_name === name,
  );

describe('a report', () => {
  test('is answered at once with the steps and everybody to ring, and opens the log', async () => {
    const seen = await chat.say('急 张三在宿舍晕倒了 送市医院');
    expect(seen.all).toMatch(
      /120[\s\S]*保卫处[\s\S]*母亲 王芳 1380000\d{4}\n2\. 父亲[\s\S]*奶奶 老张奶奶 13900001234（仅紧急联系）/u,
    );
    expect(seen.all).toContain('已从 10:00 开始按时间记录');
    const audits = await database.db.selectFrom('auditEntries').select('action').execute();
    expect(audits).toContainEqual({ action: 'reveal_phones_emergency' });
    expect(await running()).toBe(1);
  });

  test.each([
    ['李四失联了，从昨晚没回宿舍', /110/u],
    ['王五被骗了八千 刷单', /110 报警止付/u],
  ])('%s', async (line, number) => {
    expect((await chat.say(line)).all).toMatch(number);
    expect(await running()).toBe(1);
  });

  test('a guardian marked 不联系 is not rung even now', async () => {
    expect((await chat.say('急 高原在操场受伤了')).all).not.toContain('高志平');
  });

  test.each(['急 有学生晕倒了', '急！胡不归从楼梯摔下来了'])('%s: steps at once, then who', async (line) => {
    expect((await chat.say(line)).all).toContain('120');
    expect(await running()).toBe(0);
    expect((await chat.say('赵六')).all).toMatch(/母亲 王芳 1380000\d{4}/u);
    expect(await running()).toBe(1);
    expect((await chat.say('应急进展')).all).toContain(`10:00 陈静：${line}`);
  });

  test('of somebody else’s student opens nothing', async () => {
    expect((await chat.say('急 何其远晕倒了')).all).not.toContain('陈梅');
    expect(await running()).toBe(0);
  });

  test('again about the same student goes on with the one that runs', async () => {
    await chat.say('急 张三在宿舍晕倒了');
    expect((await chat.say('急 张三又吐血了')).all).toContain('正在进行');
    expect(await running()).toBe(1);
  });
});

describe('while it runs', () => {
  test('a contact with the family is a record and an entry, and nothing is asked', async () => {
    await chat.say('急 李四在宿舍晕倒了 送市医院');
    at(chat, '10:05');
    const seen = await chat.say('李四妈接了 已经在买票 明早到');
    expect(seen.all).toContain('已记录：李四');
    expect(seen.all).toContain('已同时记进进展（10:05）');
    expect(seen.all).not.toContain('？');
    expect(await records('李四')).toMatchObject([{ relation: '母亲', outcome: 'reached', individual: true }]);
    at(chat, '10:20');
    await chat.say('应急 到市医院了 医生在检查');
    at(chat, '10:30');
    const list = await chat.say('应急进展');
    expect(list.all).toContain('22旅管3班 李四 · 紧急情况 · 10:00 开始，已 30 分钟');
    expect(list.all).toMatch(
      /10:00 陈静：急 李四在宿舍晕倒了 送市医院\n10:05 陈静：李四妈接了 已经在买票 明早到\n10:20 陈静：应急 到市医院了 医生在检查/u,
    );
  });

  test('a delicate matter is an exception whose reason is the emergency', async () => {
    await chat.say('急 王五在宿舍晕倒了');
    await chat.say('给王五妈妈打了电话，说了孩子生病的情况，妈妈很着急');
    expect(await records('王五')).toMatchObject([{ topics: ['health'], student_told_first: 'exception' }]);
    const { toldFirstReason } = await database.db
      .selectFrom('contacts')
      .select('toldFirstReason')
      .where('studentId', '=', students.王五?.studentId ?? '')
      .executeTakeFirstOrThrow();
    expect(toldFirstReason).toBe('应急：紧急情况');
  });

  test('an attempt stands in it too', async () => {
    await chat.say('急 赵六在宿舍晕倒了');
    expect((await chat.say('赵六爸爸电话没人接')).all).toContain('已同时记进进展');
  });

  test('with two of them a note without a name is asked about, and kept with the question', async () => {
    await chat.say('急 张三在宿舍晕倒了');
    await chat.say('李四失联了');
    expect((await chat.say('应急 已经到医院了')).all).toContain('哪一位');
    expect((await chat.press('22旅管3班 张三')).all).toContain('已记进张三的应急进展');
    expect((await chat.say('张三应急进展')).all).not.toContain('李四');
    const list = (await chat.say('应急进展')).all;
    expect(list.indexOf('应急 已经到医院了')).toBeLessThan(list.indexOf('李四'));
  });

  test('a colleague of another class neither sees nor closes it; after a hand-over the new one does', async () => {
    await chat.say('急 孙小美在宿舍晕倒了');
    expect((await colleague.say('应急进展')).all).toContain('没有正在进行的应急');
    expect((await colleague.say('应急结束')).all).toContain('没有正在进行的应急');
    const { otherStaffId } = { otherStaffId: await idOf('T002') };
    await handOver(otherStaffId);
    try {
      expect((await colleague.say('应急进展')).all).toContain('孙小美');
      expect((await chat.say('应急进展')).all).toContain('没有正在进行的应急');
    } finally {
      await handOver(staffId);
    }
  });
});

describe('the end', () => {
  test('is confirmed, shows the log, and makes the two tasks of after-care', async () => {
    await chat.say('急 钱多多在宿舍晕倒了');
    at(chat, '16:00');
    const asked = await chat.say('家属到了 医生说没大碍 应急结束');
    expect(asked.all).toContain('要结束钱多多的应急吗');
    expect(await running()).toBe(1);
    const closed = await chat.press('确认结束');
    expect(closed.all).toContain('16:00 陈静：家属到了 医生说没大碍 应急结束\n16:00 陈静：应急结束');
    expect(await running()).toBe(0);
    expect((await tasksOf('钱多多')).map(({ dueAt, status }) => [dueAt.toISOString(), status])).toEqual([
      ['2026-10-15T01:00:00.000Z', 'open'],
      ['2026-10-21T01:00:00.000Z', 'open'],
    ]);
    expect((await chat.say('我的提醒')).all).toContain('应急后回访');
  });

  test('by two people at once it ends once', async () => {
    await chat.say('急 周大力在宿舍晕倒了');
    await chat.say('应急结束');
    const [card] = (await chat.cards()).reverse();
    if (!card) throw new Error('no card');
    await chat.pressOn(card, '确认结束');
    expect((await chat.pressOn(card, '确认结束')).all).toContain('没有重复');
    expect(await tasksOf('周大力')).toHaveLength(2);
  });

  test('先不结束 leaves it running, with what was said', async () => {
    await chat.say('急 吴天明在宿舍晕倒了');
    await chat.say('人醒了 应急结束');
    expect((await chat.press('先不结束')).all).toContain('应急继续');
    expect((await chat.say('应急进展')).all).toContain('人醒了 应急结束');
    expect(await tasksOf('吴天明')).toEqual([]);
  });

  test('without one that runs nothing is closed', async () => {
    expect((await chat.say('应急结束')).all).toContain('没有正在进行的应急');
    expect((await chat.say('应急进展')).all).toContain('没有正在进行的应急');
  });

  test('by the button under the list; a later danger is another emergency', async () => {
    await chat.say('郑成功失联了');
    await chat.say('应急进展');
    await chat.press('结束应急');
    await chat.press('确认结束');
    await chat.say('郑成功失联了');
    expect(await running()).toBe(1);
    expect((await chat.say('应急进展')).all.match(/郑成功失联了/gu)).toHaveLength(1);
  });
});

test('the log is append-only', async () => {
  await chat.say('急 冯雨桐在宿舍晕倒了');
  const { db } = database;
  await expect(sql`update emergency_entries set words = 'x'`.execute(db)).rejects.toThrow('only be redacted');
  await expect(sql`update emergency_entries set happened_at = now()`.execute(db)).rejects.toThrow('only be redacted');
  await expect(sql`delete from emergency_entries`.execute(db)).rejects.toThrow('only be redacted');
  await expect(sql`truncate emergency_entries`.execute(db)).rejects.toThrow('append-only');
});

async function idOf(staffNo: string): Promise<string> {
  const row = await database.db
    .selectFrom('staff')
    .select('staffId')
    .where('staffNo', '=', staffNo)
    .executeTakeFirstOrThrow();
  return row.staffId;
}

async function handOver(counsellorId: string): Promise<void> {
  await database.db.updateTable('classes').set({ counsellorId }).where('name', '=', '22旅管3班').execute();
}
