import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { contactCommands, exportContacts } from '../../src/contact/index.ts';
import { randomIds } from '../../src/shared/ids.ts';
import { type Chat, openChat, seedChatCollege } from '../support/chat.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { emptyRecords } from '../support/empty-records.ts';

/** A call that reached nobody after all, and a number that is wrong. */
let database: TestDatabase;
let chat: Chat;

beforeAll(async () => {
  database = await openTestDatabase();
  await seedChatCollege(database.db, [
    { name: '张三', guardians: ['父亲:张强', '母亲:王芳'] },
    { name: '李四', guardians: ['父亲:李刚'] },
  ]);
});
afterAll(() => database.close());

beforeEach(async () => {
  await emptyRecords(database.db);
  await database.db.deleteFrom('openQuestions').execute();
  await database.db.deleteFrom('rosterImports').execute();
  chat = openChat({ db: database.db, userId: 'ChenJing', specs: contactCommands });
});

const active = async () =>
  (await exportContacts(database.db, { timeZone: 'Asia/Shanghai' })).filter(({ status }) => status === 'active');

test.each([
  ['没接', 'no_answer'],
  ['没打通', 'no_answer'],
  ['关机了', 'unreachable'],
  ['空号', 'wrong_number'],
])('%s as the answer to 家里怎么说的 corrects the outcome and asks nothing more', async (line, outcome) => {
  expect((await chat.say('张三妈妈电话打了')).all).toContain('家里怎么说的？');
  const seen = await chat.say(line);
  expect(seen.all).not.toMatch(/家里说|？/u);
  expect(await active()).toMatchObject([{ outcome, family_said: null, individual: false }]);
});

test.each(['没接触过这个专业，不懂', '说没打通关系'])('%s is what the family said', async (line) => {
  await chat.say('张三妈妈电话打了');
  expect((await chat.say(line)).all).toContain('家里说');
  expect(await active()).toMatchObject([{ outcome: 'reached' }]);
});

test('a number reported wrong is not offered again before the next import', async () => {
  await chat.say('张三爸爸电话是空号');
  await chat.say('李四爸爸电话是空号');
  const due = (await chat.say('今天该联系谁')).all;
  expect(due).toMatch(/张三（找母亲 王芳）/u);
  expect(due).toMatch(/李四（登记的号码打不对，请先核对号码）/u);
  await database.db
    .insertInto('rosterImports')
    .values({
      importId: randomIds.uuid(),
      importedAt: new Date('2026-10-14T11:00:00+08:00'),
      sourceHash: 'x',
      changes: '{}',
    })
    .execute();
  expect((await chat.say('今天该联系谁')).all).toMatch(/张三（找父亲 张强）[\s\S]*李四（找父亲 李刚）/u);
});
