import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLOCK_START, type CommandLine, openCommandLine, writeRosterFolder } from '../../test/support/command-line.ts';
import type { DeliveryStatus } from '../db/index.ts';
import { randomIds } from '../shared/ids.ts';

let cli: CommandLine;
beforeAll(async () => {
  cli = await openCommandLine();
  await cli.run(['roster', 'import', await writeRosterFolder(cli.folder)]);
});
afterAll(() => cli.close());

const STATUSES: readonly DeliveryStatus[] = [
  'queued',
  'waiting_quiet_hours',
  'sending',
  'awaiting_member',
  'accepted',
  'sent',
  'capped',
  'failed',
  'unknown',
  'cancelled',
];

/** One notice with one delivery in every state, two unsent words to staff, and three schedules. */
async function seed(): Promise<string> {
  const { db } = cli.database;
  const { staffId } = await db
    .selectFrom('staff')
    .select('staffId')
    .where('staffNo', '=', 'T1')
    .executeTakeFirstOrThrow();
  const noticeId = randomIds.uuid();
  const at = new Date('2026-10-08T10:00:00+08:00');
  await db
    .insertInto('notices')
    .values({
      noticeId,
      noticeCode: 'ABCD-2345',
      kind: 'free',
      audience: 'group',
      staffId,
      status: 'confirmed',
      title: '放假通知',
      fields: JSON.stringify({}),
      recipients: JSON.stringify({}),
      recipientsDigest: 'd',
      templateVersion: 'v',
      createdAt: at,
      confirmedAt: at,
    })
    .execute();
  const bodyId = randomIds.uuid();
  await db.insertInto('noticeBodies').values({ bodyId, noticeId, body: '明天放假' }).execute();
  for (const status of STATUSES) {
    await db
      .insertInto('deliveries')
      .values({
        deliveryId: randomIds.uuid(),
        noticeId,
        targetKey: `group:${status}`,
        channel: 'relay',
        target: `${status}群`,
        bodyId,
        laneKey: 'relay:liumin',
        status,
        createdAt: at,
      })
      .execute();
  }
  await db
    .insertInto('inboundMessages')
    .values({
      platform: 'wecom',
      account: 'corp/1',
      dedupeKey: 'm:confirm',
      kind: 'text',
      senderId: 'liumin',
      laneKey: 'person:wecom:corp/1:liumin',
      sentAt: at,
    })
    .execute();
  for (const status of ['queued', 'sending', 'sent'] as const) {
    await db
      .insertInto('memberMessages')
      .values({
        messageId: randomIds.uuid(),
        platform: 'wecom',
        memberId: 'LiuMin',
        laneKey: 'member:wecom:liumin',
        kind: 'text',
        content: JSON.stringify({ text: '好的' }),
        status,
        createdAt: at,
      })
      .execute();
  }
  for (const [number, nextRunAt, status] of [
    [1, '2026-10-02T17:00:00+08:00', 'active'],
    [2, '2026-10-16T17:00:00+08:00', 'active'],
    [3, '2026-10-02T17:00:00+08:00', 'stopped'],
  ] as const) {
    await db
      .insertInto('schedules')
      .values({
        scheduleId: randomIds.uuid(),
        number,
        staffId,
        kind: 'fraud',
        plan: JSON.stringify({}),
        cron: '0 17 * * 5',
        words: '每周五 17:00',
        status,
        nextRunAt: new Date(nextRunAt),
        createdAt: at,
      })
      .execute();
  }
  return noticeId;
}

test('holds what may have gone out, and asks the sender once the service runs; again is the same', async () => {
  const { db } = cli.database;
  const noticeId = await seed();
  const first = await cli.run(['hold-after-restore']);
  expect(first).toMatchObject({ exitCode: 0, stderr: '' });
  expect(first.stdout).toContain('已拦下 4 条未完成的送达');
  expect(first.stdout).toContain('放下 2 条未发出的回复和 1 句没来得及处理的话，1 个定时跳到下一次');
  expect(first.stdout).toContain('就 1 份通知');

  const deliveries = await db
    .selectFrom('deliveries')
    .select(['target', 'status', 'errorCode'])
    .orderBy('seq')
    .execute();
  expect(deliveries.map(({ target, status, errorCode }) => [target.slice(0, -1), status, errorCode])).toEqual(
    STATUSES.map((status, index) => [status, index < 4 ? 'unknown' : status, index < 4 ? 'restored' : null]),
  );
  const schedules = await db.selectFrom('schedules').select('nextRunAt').orderBy('number').execute();
  expect(schedules.map(({ nextRunAt }) => nextRunAt.toISOString())).toEqual([
    '2026-10-09T09:00:00.000Z',
    '2026-10-16T09:00:00.000Z',
    '2026-10-02T09:00:00.000Z',
  ]);
  const open = () => db.selectFrom('memberMessages').selectAll().where('status', '=', 'queued').execute();
  const [card, ...others] = await open();
  expect(others).toMatchObject([{ memberId: 'liumin', kind: 'text' }]);
  expect(JSON.stringify(others[0]?.content)).toContain('可能没有处理');
  expect(card).toMatchObject({ memberId: 'LiuMin', kind: 'card', createdAt: expect.any(Date) });
  expect((card?.createdAt.getTime() ?? 0) - Date.parse(CLOCK_START)).toBeLessThan(600_000);
  expect(JSON.stringify(card?.content)).toContain(`resend:${noticeId}`);
  expect(JSON.stringify(card?.content)).toContain('queued群');

  const again = await cli.run(['hold-after-restore']);
  expect(again.stdout).toContain('已拦下 0 条未完成的送达');
  expect(await open()).toHaveLength(1);
});

/** A campaign with an item that is over and one that lies ahead, a notice that waits for a second person, a draft of facts. */
async function seedWaiting(): Promise<void> {
  const { db } = cli.database;
  const { staffId, collegeId } = await db
    .selectFrom('staff')
    .innerJoin('classes', 'classes.counsellorId', 'staff.staffId')
    .select(['staff.staffId', 'classes.collegeId'])
    .where('staffNo', '=', 'T1')
    .executeTakeFirstOrThrow();
  const { studentId } = await db.selectFrom('students').select('studentId').limit(1).executeTakeFirstOrThrow();
  const at = new Date('2026-10-01T10:00:00+08:00');
  const campaignId = randomIds.uuid();
  await db
    .insertInto('campaigns')
    .values({ campaignId, collegeId, term: '2026-2027-1', staffId, acceptedAt: at })
    .execute();
  for (const [number, dueAt] of [
    [1, '2026-10-08T09:00:00+08:00'],
    [2, '2026-11-08T09:00:00+08:00'],
  ] as const) {
    const item = { itemId: randomIds.uuid(), campaignId, number, dueAt: new Date(dueAt) };
    await db
      .insertInto('campaignItems')
      .values({ ...item, action: 'send', kind: 'fraud', season: 'autumn' })
      .execute();
  }
  const importId = randomIds.uuid();
  const batchId = randomIds.uuid();
  await db
    .insertInto('factImports')
    .values({ importId, importedAt: at, source: '教务处', asOf: '2026-10-01', changes: '{}' })
    .execute();
  await db.insertInto('draftBatches').values({ batchId, importId, kind: 'failed_courses', createdAt: at }).execute();
  const notice = {
    audience: 'private',
    staffId,
    title: '通知',
    fields: '{}',
    recipients: '{}',
    createdAt: at,
  } as const;
  const made = { ...notice, recipientsDigest: 'd', templateVersion: 'v', status: 'awaiting_approval' } as const;
  for (const [noticeCode, more] of [
    ['WAIT-0001', { kind: 'discipline' }],
    ['WAIT-0002', { kind: 'failed_courses', batchId, studentId, subjectKey: 'failed_courses:x' }],
  ] as const) {
    const noticeId = randomIds.uuid();
    await db
      .insertInto('notices')
      .values({ ...made, ...more, noticeId, noticeCode })
      .execute();
    await db
      .insertInto('approvalRequests')
      .values({ requestId: randomIds.uuid(), noticeId, askedAt: at, nextReminderAt: at })
      .execute();
  }
}

test('campaigns, approvals and drafts of facts do not send again what went out after the backup', async () => {
  const { db } = cli.database;
  await seedWaiting();
  const held = await cli.run(['hold-after-restore']);
  expect(held).toMatchObject({ exitCode: 0, stderr: '' });
  expect(held.stdout).toContain('跳过宣教计划 1 条，放下等审批的通知 1 份');
  const items = await db
    .selectFrom('campaignItems')
    .select(['number', 'status', 'errorCode'])
    .orderBy('number')
    .execute();
  expect(items).toEqual([
    { number: 1, status: 'skipped', errorCode: 'restored' },
    { number: 2, status: 'planned', errorCode: null },
  ]);
  const notices = await db
    .selectFrom('notices')
    .select('status')
    .where('noticeCode', 'like', 'WAIT-%')
    .orderBy('noticeCode')
    .execute();
  expect(notices.map(({ status }) => status)).toEqual(['dropped', 'draft']);
  const requests = await db.selectFrom('approvalRequests').select(['outcome', 'nextReminderAt']).execute();
  expect(requests).toEqual(Array(2).fill({ outcome: 'dropped', nextReminderAt: null }));
  const told = await db
    .selectFrom('memberMessages')
    .select('content')
    .where('status', '=', 'queued')
    .where('memberId', '=', 'LiuMin')
    .execute();
  const words = JSON.stringify(told);
  for (const part of ['1 份通知当时在等审批', '1 份草稿', '宣教计划里有 1 条']) expect(words).toContain(part);
});
