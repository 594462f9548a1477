import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  addTask,
  closeOpenTasks,
  contactCommands,
  createContactWork,
  findOpenTasks,
  type TaskOrder,
} from '../../src/contact/index.ts';
import { inTransaction } from '../../src/db/index.ts';
import { understandLine } from '../../src/language/index.ts';
import { randomIds } from '../../src/shared/ids.ts';
import { type Chat, openChat, seedChatCollege } from '../support/chat.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

/** Tasks that other features give to staff. */
let database: TestDatabase;
let chat: Chat;
let staffId: string;
let otherStaffId: string;
let studentId: string;

beforeAll(async () => {
  database = await openTestDatabase();
  const seeded = await seedChatCollege(database.db, [{ name: '张三', guardians: ['母亲:王芳'] }]);
  ({ staffId, otherStaffId } = seeded);
  studentId = seeded.students.张三?.studentId ?? '';
});
afterAll(() => database.close());

beforeEach(async () => {
  await database.db.deleteFrom('tasks').execute();
  await database.db.deleteFrom('memberMessages').execute();
  chat = openChat({ db: database.db, userId: 'ChenJing', specs: contactCommands, understand: understandLine });
});

const now = new Date('2026-10-14T10:00:00+08:00');
const order = (parts: Partial<TaskOrder> = {}): TaskOrder => ({
  taskId: randomIds.uuid(),
  staffId,
  studentId,
  what: '电话问问收到通知了吗',
  dueAt: new Date('2026-10-14T11:00:00+08:00'),
  createdAt: now,
  origin: 'ladder:1',
  ...parts,
});
const closed = { status: 'done', now, closedBy: null } as const;

test('it stands in the list, is reminded once, and is done by its number', async () => {
  expect(await addTask(database.db, order())).toBe(true);
  expect((await chat.say('我的提醒')).all).toContain('1  22旅管3班 张三：电话问问收到通知了吗（今天 11:00）');
  chat.clock.moveTo(new Date('2026-10-14T11:00:01+08:00'));
  const work = createContactWork({
    db: database.db,
    wake: { wake: () => undefined },
    clock: chat.clock,
    ids: randomIds,
    platform: 'wecom',
    log: { info: () => undefined, error: () => undefined },
    timeZone: 'Asia/Shanghai',
  });
  expect(await work.findDueLanes()).toContain('task:reminders');
  await work.advance({ laneKey: 'task:reminders' });
  expect(await work.findDueLanes()).not.toContain('task:reminders');
  expect(JSON.stringify(await chat.cards())).toContain('电话问问收到通知了吗');
  expect((await chat.say('完成1')).all).toContain('完成了');
  expect(await findOpenTasks(database.db, { origin: 'ladder:1' })).toEqual([]);
});

test('one cause makes one open task; when that is closed, the cause may make another', async () => {
  expect(await addTask(database.db, order())).toBe(true);
  expect(await addTask(database.db, order({ what: '再问一次' }))).toBe(false);
  expect(await findOpenTasks(database.db, { origin: 'ladder:1' })).toMatchObject([
    { origin: 'ladder:1', staffId, studentId, what: '电话问问收到通知了吗' },
  ]);
  expect(await closeOpenTasks(database.db, { origin: 'ladder:1' }, closed)).toBe(1);
  expect(await closeOpenTasks(database.db, { origin: 'ladder:1' }, closed)).toBe(0);
  expect(await addTask(database.db, order())).toBe(true);
});

test('without an origin every call is a task, also one about no student', async () => {
  const { origin: _origin, ...plain } = order({ studentId: null, what: '交报表' });
  await addTask(database.db, plain);
  await addTask(database.db, { ...plain, taskId: randomIds.uuid() });
  expect((await chat.say('我的提醒')).all).toContain('待办提醒 2 条');
});

test('a kind is found by the beginning of its origins, with or without the student', async () => {
  await addTask(database.db, order({ origin: 'absence:1' }));
  await addTask(database.db, order({ origin: 'absence:2', studentId: null }));
  await addTask(database.db, order({ origin: 'absence_%:3' }));
  const origins = async (filter: Parameters<typeof findOpenTasks>[1]): Promise<string[]> =>
    (await findOpenTasks(database.db, filter)).map(({ origin }) => origin).sort();
  expect(await origins({ origin: 'absence:' })).toEqual(['absence:1', 'absence:2']);
  expect(await origins({ origin: 'absence:', studentId })).toEqual(['absence:1']);
  expect(await origins({ origin: 'absence' })).toEqual([]);
  expect(await closeOpenTasks(database.db, { origin: 'absence:', studentId }, closed)).toBe(1);
  expect(await origins({ origin: 'absence:' })).toEqual(['absence:2']);
});

test('many at once for one person get numbers of their own', async () => {
  const wanted = Array.from({ length: 12 }, (_, index) => order({ origin: `ladder:${index}` }));
  await Promise.all(wanted.map((one) => inTransaction(database.db, (tx) => addTask(tx, one))));
  const numbers = (await database.db.selectFrom('tasks').select('number').execute()).map(({ number }) => number);
  expect(numbers.toSorted((a, b) => a - b)).toEqual(wanted.map((_, index) => index + 1));
});

test('of somebody who no longer has the class it goes to who has it', async () => {
  await addTask(database.db, order({ staffId: otherStaffId }));
  expect((await chat.say('我的提醒')).all).toContain('李军老师交接');
});
