import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { contactCommands, exportContacts } from '../../src/contact/index.ts';
import { createRosterCommands } from '../../src/roster/index.ts';
import { type Chat, openChat, type Seen, seedChatCollege } from '../support/chat.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { emptyRecords } from '../support/empty-records.ts';

/** Lines of which the words alone do not say whether, or with whom, there was a contact. */
let database: TestDatabase;
let chat: Chat;
const rosterCommands = createRosterCommands({ findRemarks: async () => new Map(), findRecords: async () => [] });

beforeAll(async () => {
  database = await openTestDatabase();
  await seedChatCollege(database.db, [
    { name: '张三', guardians: ['母亲:王芳', '父亲:张强'] },
    { name: '李四', guardians: ['父亲:李刚'] },
  ]);
});
afterAll(() => database.close());

beforeEach(async () => {
  await emptyRecords(database.db);
  chat = openChat({ db: database.db, userId: 'ChenJing', specs: [...contactCommands, ...rosterCommands] });
});

const rows = () => exportContacts(database.db, { timeZone: 'Asia/Shanghai' });
const labels = (seen: Seen): string[] => seen.cards.at(-1)?.buttons.map(({ label }) => label) ?? [];

test('what others told is asked about, and recorded only when the sender says so', async () => {
  const seen = await chat.say('张三说他爸妈离婚了');
  expect(seen.all).toContain('这是您和家长的一次联系吗');
  expect(labels(seen)).toContain('记录联系');
  expect(await rows()).toEqual([]);
  await chat.say('记录联系');
  expect(await rows()).toMatchObject([{ student_name: '张三', source_text: '张三说他爸妈离婚了' }]);
});

test('打通了 after an attempt is a new record of the family that was missed', async () => {
  await chat.say('张三妈妈电话没接');
  await chat.say('已经打通了，说知道了');
  expect(await rows()).toMatchObject([
    { student_name: '张三', outcome: 'no_answer', individual: false, status: 'active' },
    {
      student_name: '张三',
      relation: '母亲',
      method: 'phone',
      outcome: 'reached',
      family_said: '知道了',
      source_text: '已经打通了，说知道了',
      status: 'active',
    },
  ]);
});

test('打通了 after a talk, or after nothing, is not guessed at', async () => {
  expect((await chat.say('已经打通了，说知道了')).all).toContain('没看出是哪位学生');
  await chat.say('李四爸爸电话打了，说家里都好');
  await database.db.deleteFrom('openQuestions').execute();
  expect((await chat.say('后来接了，说知道了')).all).toContain('没看出是哪位学生');
  expect(await rows()).toHaveLength(1);
});
