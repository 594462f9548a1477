import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FollowWorld, openFollowWorld } from '../../../test/support/follow-world.ts';
import { parseQuietHours } from '../../calendar/index.ts';
import type { IndexedStudent } from '../../language/index.ts';
import type { ChatPlatform } from '../../platform/port.ts';
import { randomIds } from '../../shared/ids.ts';
import { cancelNotice } from '../index.ts';
import { advanceLadder, findDueLadderLane, type LadderContext } from './ladder-work.ts';

let world: FollowWorld;
let ctx: LadderContext;
let zhang: IndexedStudent;
let li: IndexedStudent;
beforeEach(async () => {
  world = await openFollowWorld();
  [zhang, li] = world.students as [IndexedStudent, IndexedStudent];
  ctx = {
    db: world.database.db,
    wakeQueue: { wake: () => undefined },
    clock: { now: () => world.clock.at },
    ids: randomIds,
    timeZone: 'Asia/Shanghai',
    quietHours: parseQuietHours('21:00-08:00'),
    platform: { name: 'wecom' } as ChatPlatform,
    isSchoolNoticeOn: true,
    log: pino({ enabled: false }),
  };
});
afterEach(async () => {
  await world.close();
});

const days = (count: number): void => {
  world.clock.at = new Date(world.clock.at.getTime() + count * 24 * 3_600_000);
};
/** As the sweep would: what is due is done until nothing is. */
const work = async (): Promise<void> => {
  for (let i = 0; i < 5 && (await findDueLadderLane(ctx)).length > 0; i += 1) await advanceLadder(ctx);
};
const told = async (): Promise<string[]> => {
  const rows = await world.database.db.selectFrom('memberMessages').select('content').orderBy('seq').execute();
  return rows.map(({ content }) => JSON.stringify(content));
};
const lastKey = async (which: 'all' | 'one'): Promise<string> => {
  const keys = [...(await told()).join(' ').matchAll(/p:ladder_step:((?:all|one):[0-9a-f:-]+)/gu)].map(
    ([, key = '']) => key,
  );
  return keys.filter((key) => key.startsWith(which)).at(-1) ?? '';
};
const take = async (which: 'all' | 'one' = 'all'): Promise<string> => {
  const shown = await world.press('ladder_step', await lastKey(which));
  expect(shown.question).toBeDefined();
  return (await world.answer('confirm')).text;
};
const rungs = async (noticeId: string, student: IndexedStudent) =>
  (await world.rows(noticeId))
    .filter(({ studentId }) => studentId === student.studentId)
    .map(({ rung, channel, status }) => [rung, channel, status]);
const openTasks = () =>
  world.database.db.selectFrom('tasks').select(['what', 'origin']).where('status', '=', 'open').execute();

test('one message a day names what did not arrive or was not confirmed, and never the same step twice', async () => {
  const noticeId = await world.send([zhang, li]);
  await world.set(noticeId, zhang, { status: 'failed', errorCode: 'not_subscribed' });
  await work();
  expect(await told()).toHaveLength(1);
  expect((await told())[0]).toContain('张三家《喜报》（家长没有关注学校通知）→ 下一步：打电话给母亲');
  await work();
  days(1);
  await work();
  expect(await told()).toHaveLength(1);
  days(2);
  await work();
  expect(await told()).toHaveLength(2);
  expect((await told())[1]).toContain('李四家《喜报》（三天没有确认）');
  expect((await told())[1]).not.toContain('张三家');
});

test('not before ten in the morning, and not to who is not the sender', async () => {
  const noticeId = await world.send([zhang]);
  await world.set(noticeId, zhang, { status: 'failed' });
  world.clock.at = new Date('2026-10-10T01:00:00Z');
  expect(await findDueLadderLane(ctx)).toEqual([]);
  world.clock.at = new Date('2026-10-10T02:00:00Z');
  await work();
  const stranger = await world.college.addStaff('别人', 'counsellor');
  expect((await world.press('ladder_step', await lastKey('all'), stranger)).text).toContain('没有找到');
  expect((await world.press('ladder_step', 'all:x')).text).toContain('没有找到');
});

test('a sender whose message cannot be made does not hold up the day', async () => {
  const noticeId = await world.send([zhang]);
  await world.set(noticeId, zhang, { status: 'failed' });
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => lines.push(line) });
  const uuid = (): string => {
    throw new Error('no id');
  };
  await advanceLadder({ ...ctx, log, ids: { ...randomIds, uuid } });
  expect(lines.join('')).toContain('next steps could not be offered to a sender');
  expect(await told()).toEqual([]);
  expect(await findDueLadderLane(ctx)).toEqual([]);
});

test('up the ladder: the family’s group, a call with its outline, the next guardian, a letter', async () => {
  const { database, college } = world;
  await college.addGuardian(zhang.studentId, { relation: '父亲', contactOrder: 2, wecomParentUserId: 'zhang-father' });
  await college.addGuardian(zhang.studentId, { relation: '姑姑', contactOrder: 3, isEmergencyOnly: true });
  await college.addGroup({ studentId: zhang.studentId }, { name: '张三一家' });
  await database.db
    .updateTable('guardians')
    .set({ wecomParentUserId: null })
    .where('studentId', '=', zhang.studentId)
    .where('relation', '=', '母亲')
    .execute();
  const noticeId = await world.send([zhang]);
  await world.set(noticeId, zhang, { status: 'failed', errorCode: 'not_subscribed' });

  await work();
  expect(await take()).toContain('1 家已走下一步');
  expect((await rungs(noticeId, zhang)).at(-1)).toEqual(['group_1', 'relay', 'queued']);
  await database.db
    .updateTable('deliveries')
    .set({ status: 'sent', sentAt: world.clock.at })
    .where('rung', '=', 'group_1')
    .execute();

  days(3);
  await work();
  expect(await take()).toContain('1 个电话');
  expect((await rungs(noticeId, zhang)).at(-1)).toEqual(['call', 'phone', 'awaiting_member']);
  const [task] = await openTasks();
  expect(task?.what).toContain('打电话给母亲（138****1234）');
  expect((await told()).at(-1)).toContain('给张三的母亲（138****1234）打电话的提纲');
  expect((await told()).join()).not.toContain('13800001234');

  days(3);
  await work();
  await take();
  expect((await rungs(noticeId, zhang)).at(-1)?.slice(0, 2)).toEqual(['guardian_1', 'wecom_school_notice']);
  expect((await world.rows(noticeId)).at(-1)).toMatchObject({ platformTarget: 'zhang-father' });
  await database.db.updateTable('deliveries').set({ status: 'failed' }).where('rung', '=', 'guardian_1').execute();

  days(1);
  await work();
  expect(await take()).toContain('1 封信');
  expect((await told()).at(-1)).toContain('张三家长您好，孩子得奖了。');
  expect((await rungs(noticeId, zhang)).at(-1)).toEqual(['letter', 'letter', 'awaiting_member']);
  days(5);
  await work();
  expect((await rungs(noticeId, zhang)).map(([rung]) => rung)).toEqual([
    'first',
    'group_1',
    'call',
    'guardian_1',
    'letter',
  ]);
});

async function record(parts: {
  readonly occurredAt?: Date;
  readonly occurredPrecision?: 'minute' | 'day';
  readonly individual?: boolean;
}): Promise<void> {
  await world.database.db
    .insertInto('contacts')
    .values({
      contactId: randomIds.uuid(),
      studentId: zhang.studentId,
      staffId: world.college.counsellor.staffId,
      method: 'phone',
      direction: 'outbound',
      outcome: 'reached',
      answered: true,
      individual: true,
      occurredAt: world.clock.at,
      occurredPrecision: 'minute',
      recordedAt: world.clock.at,
      summary: '',
      ...parts,
    })
    .execute();
}

async function stop(noticeId: string): Promise<void> {
  await world.database.db.transaction().execute((tx) =>
    cancelNotice(tx, noticeId, {
      platform: 'wecom',
      now: world.clock.at,
      ids: randomIds,
      afterCommit: { wake: () => undefined },
    }),
  );
}

async function toTheCall(): Promise<string> {
  const noticeId = await world.send([zhang]);
  await world.set(noticeId, zhang, { status: 'failed', errorCode: 'not_subscribed' });
  await work();
  await take();
  expect(await openTasks()).toHaveLength(1);
  return noticeId;
}

test('a recorded contact ends the call and its task, and nothing more is offered', async () => {
  const noticeId = await toTheCall();
  days(1);
  await record({});
  await work();
  expect((await rungs(noticeId, zhang)).at(-1)).toEqual(['call', 'phone', 'sent']);
  expect(await openTasks()).toEqual([]);
  const before = (await told()).length;
  days(4);
  await work();
  expect(await told()).toHaveLength(before);
});

test.each([
  ['不联系', { doNotContactReason: '法院' }],
  ['仅紧急联系', { isEmergencyOnly: true }],
  ['archived', { archivedAt: new Date() }],
])(
  'a guardian who becomes %s is not to be rung any more: the task ends and its holder is told',
  async (_name, changed) => {
    const noticeId = await toTheCall();
    const { db } = world.database;
    await db.updateTable('guardians').set(changed).where('studentId', '=', zhang.studentId).execute();
    await work();
    expect((await world.rows(noticeId)).at(-1)).toMatchObject({ status: 'failed', errorCode: 'guardian_changed' });
    expect(await openTasks()).toEqual([]);
    expect((await told()).at(-1)).toContain('请不要再给张三家打这个电话');
  },
);

test('a letter ends when nobody of the family may be contacted any more', async () => {
  const noticeId = await toTheCall();
  const { db } = world.database;
  await db
    .updateTable('deliveries')
    .set({ channel: 'letter', rung: 'letter', guardianId: null })
    .where('rung', '=', 'call')
    .execute();
  await work();
  expect((await rungs(noticeId, zhang)).at(-1)).toEqual(['letter', 'letter', 'awaiting_member']);
  await db
    .updateTable('guardians')
    .set({ doNotContactReason: '法院' })
    .where('studentId', '=', zhang.studentId)
    .execute();
  await work();
  expect((await rungs(noticeId, zhang)).at(-1)).toEqual(['letter', 'letter', 'failed']);
});

test.each([
  ['of weeks ago, written down now', { occurredAt: new Date('2026-09-20T04:00:00Z') }, 'awaiting_member'],
  [
    'of the day before',
    { occurredAt: new Date('2026-10-08T04:00:00Z'), occurredPrecision: 'day' as const },
    'awaiting_member',
  ],
  ['of a meeting with many', { individual: false }, 'awaiting_member'],
  [
    'of that day, without an hour',
    { occurredAt: new Date('2026-10-09T04:00:00Z'), occurredPrecision: 'day' as const },
    'sent',
  ],
])('a talk %s leaves the call %#', async (_name, parts, status) => {
  world.clock.at = new Date('2026-10-09T06:00:00Z');
  const noticeId = await toTheCall();
  world.clock.at = new Date(world.clock.at.getTime() + 3_600_000);
  await record(parts);
  await work();
  expect((await rungs(noticeId, zhang)).at(-1)).toEqual(['call', 'phone', status]);
});

test('a family that confirms meanwhile needs no call', async () => {
  const noticeId = await toTheCall();
  await world.database.db
    .updateTable('deliveries')
    .set({ confirmedAt: world.clock.at })
    .where('rung', '=', 'first')
    .execute();
  await work();
  expect((await rungs(noticeId, zhang)).at(-1)).toEqual(['call', 'phone', 'cancelled']);
  expect(await openTasks()).toEqual([]);
});

test('a stopped notice takes its calls back and offers nothing', async () => {
  const noticeId = await toTheCall();
  await stop(noticeId);
  expect(await openTasks()).toEqual([]);
  expect((await rungs(noticeId, zhang)).at(-1)).toEqual(['call', 'phone', 'cancelled']);
  const before = (await told()).length;
  days(4);
  await work();
  expect(await told()).toHaveLength(before);
});

test('who confirms between the offer and 确认 is left out; a second 确认 does nothing more', async () => {
  const noticeId = await world.send([zhang, li]);
  days(3);
  await work();
  const key = await lastKey('all');
  await world.press('ladder_step', key);
  await world.set(noticeId, li, { confirmedAt: world.clock.at });
  expect((await world.answer('confirm')).text).toContain('1 家的情况刚刚变了');
  expect((await world.answer('confirm')).text).toContain('不用走下一步');
  expect((await world.press('ladder_step', key)).text).toContain('不用走下一步');
  expect(await world.rows(noticeId)).toHaveLength(3);
  expect((await rungs(noticeId, li)).map(([rung]) => rung)).toEqual(['first']);
});

test('a step that by now goes to somebody else is shown again, and only then taken', async () => {
  const { database, college } = world;
  const { db } = database;
  await db.updateTable('guardians').set({ phone: null }).where('studentId', '=', zhang.studentId).execute();
  const add = (relation: string) =>
    college.addGuardian(zhang.studentId, { relation, contactOrder: 2, wecomParentUserId: `zhang-${relation}` });
  const fatherId = await add('父亲');
  const noticeId = await world.send([zhang], {
    guardianId:
      (await db.selectFrom('guardians').select('guardianId').where('relation', '=', '母亲').executeTakeFirst())
        ?.guardianId ?? null,
  });
  await db.updateTable('guardians').set({ doNotContactReason: '法院' }).where('relation', '=', '母亲').execute();
  await world.set(noticeId, zhang, { status: 'failed' });
  await work();
  const shown = await world.press('ladder_step', await lastKey('all'));
  expect(shown.text).toContain('再发学校通知给父亲');
  await db.updateTable('guardians').set({ doNotContactReason: '法院' }).where('guardianId', '=', fatherId).execute();
  await add('姑姑');
  const again = await world.answer('confirm');
  expect(again.text).toContain('不一样了');
  expect(again.text).toContain('再发学校通知给姑姑');
  expect(again.question).toBeDefined();
  expect(await world.rows(noticeId)).toHaveLength(1);
  expect((await world.answer('confirm')).text).toContain('1 家已走下一步');
  expect((await world.rows(noticeId)).at(-1)).toMatchObject({ platformTarget: 'zhang-姑姑' });
});

test('every family that 确认 takes is named, and no more than can be', async () => {
  const { college } = world;
  const classId = await college.addClass('软件2302');
  const many: IndexedStudent[] = [];
  for (let i = 0; i < 32; i += 1) {
    const student = await college.addStudent('软件2302', classId, `学生${String(i).padStart(2, '0')}号`);
    await college.addGuardian(student.studentId, { phone: '13800005678' });
    many.push(student);
  }
  const noticeId = await world.send(many);
  days(3);
  await work();
  const key = await lastKey('all');
  const { text } = await world.press('ladder_step', key);
  const named = many.filter(({ name }) => text.includes(`· ${name}家`));
  expect(named).toHaveLength(30);
  expect(text).toContain('其余 2 家');
  expect((await world.answer('confirm')).text).toContain('30 家已走下一步');
  const taken = (await world.rows(noticeId)).filter(({ rung }) => rung === 'call').map(({ studentId }) => studentId);
  expect(new Set(taken)).toEqual(new Set(named.map(({ studentId }) => studentId)));
  expect((await world.press('ladder_step', key)).text).toContain('· 学生');
  expect((await world.answer('confirm')).text).toContain('2 家已走下一步');
});

test('a notice that was stopped when some had it already offers nothing to these', async () => {
  const noticeId = await world.send([zhang, li]);
  await world.set(noticeId, li, { status: 'queued', sentAt: null });
  await stop(noticeId);
  days(4);
  await work();
  expect(await told()).toEqual([]);
});

test('neither does one that was stopped after the offer, nor one to a student who left', async () => {
  const noticeId = await world.send([zhang]);
  days(3);
  await work();
  await world.press('ladder_step', await lastKey('all'));
  await stop(noticeId);
  expect((await world.answer('confirm')).text).toContain('不用走下一步');
  await world.send([li]);
  const { db } = world.database;
  await db.updateTable('students').set({ status: 'withdrawn' }).where('studentId', '=', li.studentId).execute();
  const before = (await told()).length;
  days(4);
  await work();
  expect(await told()).toHaveLength(before);
});

test('a call to the family of a student who left is taken back', async () => {
  const noticeId = await toTheCall();
  const { db } = world.database;
  await db.updateTable('students').set({ status: 'withdrawn' }).where('studentId', '=', zhang.studentId).execute();
  await work();
  expect((await rungs(noticeId, zhang)).at(-1)).toEqual(['call', 'phone', 'failed']);
  expect(await openTasks()).toEqual([]);
});

test('one family’s button takes that family’s step alone', async () => {
  const noticeId = await world.send([zhang, li]);
  days(3);
  await work();
  await take('one');
  expect(await world.rows(noticeId)).toHaveLength(3);
});
