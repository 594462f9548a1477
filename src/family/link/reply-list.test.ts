import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildCommandContext } from '../../../test/support/command-context.ts';
import { type LinkWorld, openLinkWorld } from '../../../test/support/link-world.ts';
import type { Reply, StaffMember } from '../../command/index.ts';
import { buildRosterIndex, type IndexedStudent, understandLine } from '../../language/index.ts';
import { randomIds } from '../../shared/ids.ts';
import { createLinkCommands } from './link.commands.ts';

let world: LinkWorld;
let li: IndexedStudent;
let zhang: IndexedStudent;
const spec = createLinkCommands('Asia/Shanghai').find(({ name }) => name === 'family_replies');
const SENT_AT = new Date('2026-10-09T02:00:00Z');

beforeAll(async () => {
  world = await openLinkWorld();
  const { college } = world;
  const classId = await college.addClass('旅管2204');
  li = await college.addStudent('旅管2204', classId, '李四');
  await college.addGuardian(li.studentId, { relation: '父亲', phone: '13800001234' });
  zhang = { ...li, studentId: world.studentId, name: '张三', className: '旅管2203' };
});
beforeEach(async () => {
  const { db } = world.database;
  await db.deleteFrom('noticeReplies').execute();
  world.clock.at = SENT_AT;
});
afterAll(() => world.close());

async function write(words: string, studentId = world.studentId): Promise<string> {
  const { path, deliveryId } = await world.send({ studentId });
  const cookie = await world.open(path);
  await world.post(path, { do: 'reply', form: randomIds.token(), words }, cookie);
  const { db } = world.database;
  const row = await db.selectFrom('noticeReplies').select('replyId').where('deliveryId', '=', deliveryId).execute();
  return row[0]?.replyId ?? '';
}
async function ask(line = '家长回信', staff: StaffMember = world.college.counsellor): Promise<Reply> {
  const students = [zhang, li];
  const reading = understandLine(line, { roster: buildRosterIndex(students, []), now: world.clock.at });
  expect(reading.intent).toBe('family_replies');
  const context = buildCommandContext({ db: world.database.db, staff, reading, now: world.clock.at, students });
  const reply = await spec?.run(context);
  if (!reply) throw new Error('no reply');
  return reply;
}
async function press(key: string): Promise<string> {
  const { db } = world.database;
  const staff = world.college.counsellor;
  const reading = understandLine('按了', { roster: buildRosterIndex([], []), now: world.clock.at });
  const context = buildCommandContext({ db, staff, reading, now: world.clock.at });
  return (await spec?.press?.(context, key))?.text ?? '';
}
const later = (hours: number): void => {
  world.clock.at = new Date(world.clock.at.getTime() + hours * 3_600_000);
};
async function recordCall(studentId: string, parts: Record<string, unknown> = {}): Promise<string> {
  const contactId = randomIds.uuid();
  const times = { occurredAt: world.clock.at, occurredPrecision: 'minute', recordedAt: world.clock.at };
  const how = { method: 'phone', direction: 'outbound', outcome: 'reached', answered: true, individual: true };
  const { staffId } = world.college.counsellor;
  await world.database.db
    .insertInto('contacts')
    .values({ contactId, studentId, staffId, summary: '', ...times, ...how, ...parts })
    .execute();
  return contactId;
}

test('the unanswered first, those that wait the longest before others; nobody else’s', async () => {
  expect((await ask()).text).toContain('还没有家长');
  await write('先写的');
  later(1);
  await write('后写的', li.studentId);
  const { text, buttons } = await ask('谁回信了');
  expect(text).toContain('还有 2 封没有回');
  expect(text).toContain('1. 张三家长（旅管2203）今天 10:00，回《喜报》：先写的');
  expect(text).toContain('2. 李四家长（旅管2204）今天 11:00，回《喜报》：后写的');
  expect(buttons?.map(({ label }) => label)).toEqual(['第 1 封记为联系', '第 2 封记为联系']);
  const stranger = await world.college.addStaff('别人', 'counsellor');
  expect((await ask('家长回信', stranger)).text).toContain('还没有家长');
  const leader = await world.college.addStaff('领导', 'college_leader');
  expect((await ask('家长回信', leader)).text).toContain('还没有家长');
});

test('记为联系 answers a letter; taken back, it is open again', async () => {
  const replyId = await write('谢谢老师');
  await write('还有一件事');
  expect(await press(`contact:${replyId}`)).toContain('已记为张三家长的一次联系');
  const { text } = await ask();
  expect(text).toContain('还有 1 封没有回');
  expect(text.indexOf('还有一件事')).toBeLessThan(text.indexOf('已经回过的'));
  expect(text.indexOf('谢谢老师')).toBeGreaterThan(text.indexOf('已经回过的'));
  const { db } = world.database;
  const row = await db
    .selectFrom('contacts')
    .selectAll()
    .where('familySaid', '=', '谢谢老师')
    .executeTakeFirstOrThrow();
  const { seq: _seq, ...record } = row;
  const withdrawal = { ...record, contactId: randomIds.uuid(), entry: 'withdrawal' as const, amends: row.contactId };
  await db.insertInto('contacts').values(withdrawal).execute();
  expect((await ask()).text).toContain('还有 2 封没有回');
});

test('a talk with that family since answers it; an attempt, a meeting and another family do not', async () => {
  later(48);
  await write('什么时候方便通话', li.studentId);
  later(1);
  await recordCall(li.studentId, { outcome: 'no_answer', answered: false, individual: false });
  await recordCall(li.studentId, { method: 'meeting', individual: false });
  await recordCall(world.studentId);
  expect((await ask()).text).toContain('还有 1 封没有回');
  await recordCall(li.studentId);
  const { text, buttons } = await ask();
  expect(text).toContain('最近三个月的 1 封都回过了');
  expect(buttons).toEqual([]);
});

test('one family’s letters are shown whole, the list cuts them; after three months they are not listed', async () => {
  later(96);
  const long = '长'.repeat(200);
  await write(long, li.studentId);
  await write('张三家的话');
  expect((await ask()).text).not.toContain(long);
  const whole = await ask('李四家长的回信');
  expect(whole.text).toContain(long);
  expect(whole.text).not.toContain('张三家的话');
  later(24 * 91);
  expect((await ask('李四家长的回信')).text).toContain('李四家没有从链接写信来');
});
