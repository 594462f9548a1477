import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFailureWork, findFailureRemarks } from '../../src/delivery/index.ts';
import { describeSummary, summariseNotice } from '../../src/delivery/status/summary.ts';
import { tellAboutUnknown } from '../../src/delivery/status/tell-unknown.ts';
import { createRosterCommands } from '../../src/roster/index.ts';
import { randomIds } from '../../src/shared/ids.ts';
import { openChat, seedChatCollege } from '../support/chat.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

/** What is told about deliveries that fail after the confirmation, over a real database. */
let database: TestDatabase;
let seeded: Awaited<ReturnType<typeof seedChatCollege>>;
beforeAll(async () => {
  database = await openTestDatabase();
  seeded = await seedChatCollege(database.db, [
    { name: '张三', guardians: ['母亲:李秀英', '父亲:张建国'] },
    { name: '赵六', guardians: ['母亲:钱芳'] },
    { name: '孙七', guardians: ['母亲:周兰'] },
  ]);
});
afterAll(async () => database.close());

const CONFIRMED_AT = new Date('2026-10-13T10:00:00+08:00');

/** A confirmed notice with one delivery for each of these students' mothers. */
async function addNotice(
  states: Readonly<Record<string, readonly [status: 'failed' | 'accepted' | 'queued' | 'capped', attempts: number]>>,
) {
  const { db } = database;
  const [noticeId, bodyId] = [randomIds.uuid(), randomIds.uuid()];
  await db
    .insertInto('notices')
    .values({
      noticeId,
      noticeCode: randomIds.noticeCode(),
      kind: 'free',
      audience: 'private',
      staffId: seeded.staffId,
      status: 'confirmed',
      title: '通知',
      fields: '{}',
      recipients: '{}',
      recipientsDigest: '',
      templateVersion: '',
      createdAt: CONFIRMED_AT,
      confirmedAt: CONFIRMED_AT,
    })
    .execute();
  await db.insertInto('noticeBodies').values({ bodyId, noticeId, body: '您好' }).execute();
  for (const [name, [status, attempts]] of Object.entries(states)) {
    const studentId = seeded.students[name]?.studentId ?? '';
    const mother = await db
      .selectFrom('guardians')
      .select('guardianId')
      .where('studentId', '=', studentId)
      .where('relation', '=', '母亲')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('deliveries')
      .values({
        deliveryId: randomIds.uuid(),
        noticeId,
        targetKey: `student:${studentId}`,
        channel: 'wecom_school_notice',
        target: `parent-${name}`,
        guardianId: mother.guardianId,
        studentId,
        bodyId,
        laneKey: 'school:test',
        status,
        attempts,
        errorCode: status === 'failed' ? 'not_subscribed' : null,
        createdAt: CONFIRMED_AT,
      })
      .execute();
  }
  return noticeId;
}

const told = async (): Promise<string[]> => {
  const rows = await database.db
    .selectFrom('memberMessages')
    .select('content')
    .where('memberId', '=', 'ChenJing')
    .orderBy('seq')
    .execute();
  return rows.map(({ content }) => JSON.stringify(content));
};

test('a sender is told once what did not arrive, when nothing is under way any more', async () => {
  const now = new Date('2026-10-13T11:00:00+08:00');
  const work = createFailureWork({
    db: database.db,
    wake: { wake: () => undefined },
    clock: { now: () => now },
    ids: randomIds,
    platform: 'wecom',
  });
  // Known at the confirmation: said there.
  await addNotice({ 张三: ['failed', 0] });
  expect(await work.findDueLanes()).toEqual([]);

  const noticeId = await addNotice({ 张三: ['failed', 1], 赵六: ['failed', 2], 孙七: ['queued', 0] });
  expect(await work.findDueLanes()).toEqual([]);
  await database.db
    .updateTable('deliveries')
    .set({ status: 'accepted' })
    .where('noticeId', '=', noticeId)
    .where('status', '=', 'queued')
    .execute();
  const lanes = await work.findDueLanes();
  expect(lanes.map((lane) => work.owns(lane))).toEqual([true]);
  // Two workers at once.
  await Promise.all(lanes.flatMap((laneKey) => [work.advance({ laneKey }), work.advance({ laneKey })]));
  const messages = await told();
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain('有 2 个没有送到');
  expect(messages[0]).toContain('家长没有关注学校通知：张三（22旅管3班）母亲、赵六（22旅管3班）母亲');
  expect(await work.findDueLanes()).toEqual([]);
});

test('groups over the monthly quota are named as well', async () => {
  const now = new Date('2026-10-13T11:00:00+08:00');
  const { db } = database;
  const wake = { wake: () => undefined };
  const work = createFailureWork({ db, wake, clock: { now: () => now }, ids: randomIds, platform: 'wecom' });
  await addNotice({ 孙七: ['capped', 1] });
  for (const laneKey of await work.findDueLanes()) await work.advance({ laneKey });
  expect((await told()).at(-1)).toContain('这个月的群发次数用完了：孙七');
});

test('of very many that did not arrive the first are named and all are counted, and none hides what is unknown', async () => {
  const { db } = database;
  const noticeId = await addNotice({ 张三: ['failed', 1] });
  await sql`
    insert into deliveries (delivery_id, notice_id, target_key, channel, target, body_id, lane_key, status, attempts,
      error_code, created_at)
    select gen_random_uuid(), d.notice_id, 'group:' || i, 'relay', '群' || i, d.body_id, 'relay:x',
      case when i > 300 then 'unknown' else 'failed' end, 1, 'timeout', d.created_at
    from deliveries d, generate_series(1, 303) i where d.notice_id = ${noticeId}`.execute(db);
  const now = new Date('2026-10-13T11:00:00+08:00');
  const wake = { wake: () => undefined };
  const work = createFailureWork({ db, wake, clock: { now: () => now }, ids: randomIds, platform: 'wecom' });
  for (const laneKey of await work.findDueLanes()) await work.advance({ laneKey });
  expect((await told()).at(-1)).toContain('有 301 个没有送到');
  expect((await told()).at(-1)).toContain('群1、群2、群3、群4、群5、群6等 300 个');

  const summary = await summariseNotice(db, noticeId);
  const text = summary === undefined ? '' : describeSummary(summary, now, 'Asia/Shanghai');
  expect(text).toContain('不确定是否送达：群301、群302、群303');
  expect(text).toContain('另有 293 个没有送到');

  const afterCommit = { wake: () => undefined };
  const ctx = { platform: { name: 'wecom' as const }, clock: { now: () => now }, ids: randomIds };
  await sql`update deliveries set status = 'unknown', target = repeat('很长的群名', 5) || target
    where notice_id = ${noticeId} and channel = 'relay'`.execute(db);
  await tellAboutUnknown(db, ctx, afterCommit, new Set([noticeId]));
  const [words, card] = (await told()).slice(-2);
  expect(words).toContain('等 303 个。平台没有给出结果');
  expect(card).toContain('有 303 个不确定是否送达');
  expect(card).toContain('再发一次');
  expect(Buffer.byteLength(card ?? '')).toBeLessThan(1_000);
});

test('the card shows a failure beside the guardian whom it concerns, until something arrived there', async () => {
  const { db } = database;
  const chat = openChat({
    db,
    userId: 'ChenJing',
    specs: [
      ...createRosterCommands({
        findRemarks: (on, student) => findFailureRemarks(on, { ...student, timeZone: 'Asia/Shanghai' }),
        findRecords: async () => [],
      }),
    ],
  });
  const card = (await chat.say('查 张三')).all.split('\n');
  expect(card.find((line) => line.includes('李秀英'))).toMatch(
    /家校通知 (?:昨天|10月13日)[^）]* 没送到：家长没有关注学校通知/u,
  );
  expect(card.find((line) => line.includes('张建国'))).not.toContain('没送到');
  await addNotice({ 张三: ['accepted', 1] });
  expect((await chat.say('查 张三')).all).not.toContain('没送到');
});
