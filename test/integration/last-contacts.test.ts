import { afterAll, beforeAll, expect, test } from 'vitest';
import { contactCommands, describeLastContacts } from '../../src/contact/index.ts';
import { createRosterCommands } from '../../src/roster/index.ts';
import { type Chat, openChat, seedChatCollege } from '../support/chat.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

/** The card of a family shows what was last recorded, and a question about it records nothing. */
let database: TestDatabase;
let chat: Chat;

beforeAll(async () => {
  database = await openTestDatabase();
  await seedChatCollege(database.db, [{ name: '张三', guardians: ['母亲:王芳'] }, { name: '李四' }]);
  const specs = [
    ...contactCommands,
    ...createRosterCommands({
      findRemarks: async () => new Map(),
      findRecords: (db, student) => describeLastContacts(db, { ...student, timeZone: 'Asia/Shanghai' }),
    }),
  ];
  chat = openChat({ db: database.db, userId: 'ChenJing', specs });
});
afterAll(() => database.close());

const countContacts = async (): Promise<number> =>
  (await database.db.selectFrom('contacts').select('contactId').execute()).length;

test('the last three records in force stand on the card, newest first, of this student only', async () => {
  await chat.say('10月1日给张三妈打了电话，谈补考');
  await chat.say('10月2日给张三妈打电话没人接');
  await chat.say('10月4日给张三妈发了微信说缴费，她说知道了');
  await chat.say('10月6日给张三妈打了电话，谈请假');
  await chat.say('撤销');
  await chat.say('10月5日给张三妈打了电话，谈返校');
  await chat.say('给李四爸打了电话，谈家访');
  const before = await countContacts();
  for (const line of ['张三的联系记录', '我这学期联系了几次张三家', '张三家长回信了吗']) {
    const { all } = await chat.say(line);
    const records = all.split('最近的联系：')[1] ?? '';
    expect(records.match(/谈返校|说缴费|没人接|谈补考|谈请假|谈家访/gu)).toEqual(['谈返校', '说缴费', '没人接']);
    expect(records).toContain('微信 · 母亲 · 联系上了');
    expect(records).toContain('电话 · 母亲 · 没有接通');
  }
  expect(await countContacts()).toBe(before);
});
