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
