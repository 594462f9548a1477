import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { contactCommands } from '../../src/contact/index.ts';
import { createRosterCommands } from '../../src/roster/index.ts';
import { type Chat, openChat, seedChatCollege } from '../support/chat.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

/** Full numbers are shown for a reason, and for nothing else that was typed. */
let database: TestDatabase;
let chat: Chat;

beforeAll(async () => {
  database = await openTestDatabase();
  await seedChatCollege(database.db, [
    { name: '张三', guardians: ['母亲:王芳'] },
    { name: '李四', guardians: ['父亲:李刚'] },
  ]);
});
afterAll(() => database.close());

beforeEach(async () => {
  await database.db.deleteFrom('openQuestions').execute();
  await database.db.deleteFrom('memberMessages').execute();
  const specs = [...contactCommands, ...createRosterCommands()];
  chat = openChat({ db: database.db, userId: 'ChenJing', specs });
  await chat.say('查 张三');
  await chat.press('看完整号码');
  known = new Set((await audits()).map(({ auditId }) => auditId));
});

const FULL_NUMBER = /138\d{8}/u;
const audits = () => database.db.selectFrom('auditEntries').select(['auditId', 'details']).execute();
let known: Set<string>;
/** The reasons that were kept since the test began. */
const reasons = async (): Promise<unknown[]> =>
  (await audits())
    .filter(({ auditId }) => !known.has(auditId))
    .map(({ details }) => (details as { reason: string }).reason);

test.each([
  ['words that give a reason', '因为要通知他妈补考的事'],
  ['words for a purpose', '为了联系家长'],
  ['a reason with its name', '原因：核对号码'],
  ['the label of a button', '家校联系'],
  ['the number of a button', '1'],
])('%s show the numbers and are kept', async (_name, words) => {
  expect((await chat.say(words)).all).toMatch(FULL_NUMBER);
  expect(await reasons()).toEqual([words === '1' ? '要打电话' : words]);
});

test.each([
  ['a sentence of small talk', '今天天气不错啊'],
  ['a sentence about the school', '食堂二楼的饭有点贵'],
  ['another thing to do', '我的提醒'],
  ['a record', '李四爸爸电话打了，说知道了'],
  ['a name', '李四'],
  ['a mere yes', '好'],
  ['a reason without words', '因为'],
  ['a refusal', '取消'],
  ['a number that stands for nothing', '9'],
  ['the button that leaves', '4'],
])('%s (%s) shows nothing, and is answered', async (_name, words) => {
  const seen = await chat.say(words);
  expect(seen.all).not.toBe('');
  expect(seen.all).not.toMatch(FULL_NUMBER);
  expect(await reasons()).toEqual([]);
});

test('what was typed for something else is done, and the question is gone', async () => {
  expect((await chat.say('李四爸爸电话打了，说知道了，没意见')).all).toContain('已记录：李四');
  expect((await chat.say('因为要打电话')).all).not.toMatch(FULL_NUMBER);
});

test('a mere yes is asked again, and then a reason helps', async () => {
  expect((await chat.say('嗯')).all).toContain('请点一个原因');
  await chat.press('要打电话');
  expect(await reasons()).toEqual(['要打电话']);
});
