import { readFile } from 'node:fs/promises';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCallbackMetrics } from '../../src/callback/index.ts';
import { loadConfig } from '../../src/config/index.ts';
import { createMetrics } from '../../src/metrics.ts';
import { randomIds } from '../../src/shared/ids.ts';
import { Secret } from '../../src/shared/secret.ts';
import { type DeliveryHarness, MORNING, openDeliveryHarness, toFamily } from '../support/delivery-harness.ts';
import { seedNoticeCollege } from '../support/notice-college.ts';

/** What /metrics tells of work that waits for a person. */
let h: DeliveryHarness;
let render: () => Promise<{ text: string }>;
beforeAll(async () => {
  h = await openDeliveryHarness();
  const core = {
    config: loadConfig({ SECRET_KEY: 'k'.repeat(40) }),
    log: pino({ level: 'silent' }),
    database: h.database,
    secretKey: new Secret('k'.repeat(40)),
    clock: h.clock,
  };
  const sources = { queue: h.queue, readCallbacks: createCallbackMetrics().read, readClockSkewMs: () => 0 };
  render = createMetrics(core, sources);
});
afterAll(() => h.close());

const read = async (name: string): Promise<number> => {
  const { text } = await render();
  const line = text.split('\n').find((one) => one.startsWith(`jiaxin_${name} `));
  return Number(line?.split(' ').at(-1) ?? Number.NaN);
};
const days = (count: number): Date => new Date(MORNING.getTime() + count * 86_400_000);

test('open approvals and the age of the oldest', async () => {
  expect([await read('approvals_open'), await read('approval_oldest_seconds')]).toEqual([0, 0]);
  const ask = async (askedAt: Date) => {
    const noticeId = await h.confirm([toFamily('somebody')]);
    const request = { requestId: randomIds.uuid(), noticeId, askedAt, nextReminderAt: askedAt };
    await h.db.insertInto('approvalRequests').values(request).execute();
    return request.requestId;
  };
  const oldest = await ask(days(-3));
  await ask(days(-1));
  expect(await read('approvals_open')).toBe(2);
  expect(await read('approval_oldest_seconds')).toBeGreaterThanOrEqual(3 * 86_400);
  const decision = { outcome: 'approved', decidedAt: MORNING, nextReminderAt: null } as const;
  await h.db.updateTable('approvalRequests').set(decision).where('requestId', '=', oldest).execute();
  expect(await read('approvals_open')).toBe(1);
  expect(await read('approval_oldest_seconds')).toBeLessThan(2 * 86_400);
});

test('locked links until they are opened again or over, offered steps until they are taken or confirmed', async () => {
  const college = await seedNoticeCollege(h.db);
  const classId = await college.addClass('旅管2203');
  const { studentId } = await college.addStudent('旅管2203', classId, '张三丰');
  const noticeId = await h.confirm([{ ...toFamily('a'), studentId }]);
  const row = await h.db
    .selectFrom('deliveries')
    .select('deliveryId')
    .where('noticeId', '=', noticeId)
    .executeTakeFirst();
  const deliveryId = row?.deliveryId ?? '';
  const offer = {
    noticeId,
    studentId,
    rung: 'call',
    batchId: randomIds.uuid(),
    staffId: h.staffId,
    offeredAt: MORNING,
  };
  await h.db.insertInto('noticeLinks').values({ deliveryId, tries: 5, lockedAt: MORNING }).execute();
  await h.db.insertInto('ladderOffers').values(offer).execute();
  expect([await read('links_locked'), await read('ladder_steps_offered')]).toEqual([1, 1]);
  h.clock.moveTo(days(91));
  expect([await read('links_locked'), await read('ladder_steps_offered')]).toEqual([0, 0]);
  h.clock.moveTo(MORNING);
  await h.db.updateTable('noticeLinks').set({ lockedAt: null, tries: 0 }).execute();
  await h.db.updateTable('deliveries').set({ confirmedAt: MORNING }).where('noticeId', '=', noticeId).execute();
  expect([await read('links_locked'), await read('ladder_steps_offered')]).toEqual([0, 0]);
});

test('items of the campaigns that run, lines that failed, a refused secret', async () => {
  const { collegeId, counsellor } = await seedNoticeCollege(h.db);
  const campaignId = randomIds.uuid();
  const campaign = { campaignId, collegeId, term: '2026-2027-1', staffId: counsellor.staffId, acceptedAt: MORNING };
  const item = { campaignId, dueAt: MORNING, action: 'send', kind: 'fraud', season: 'all' } as const;
  await h.db.insertInto('campaigns').values(campaign).execute();
  await h.db
    .insertInto('campaignItems')
    .values([
      { ...item, itemId: randomIds.uuid(), number: 1, status: 'failed', errorCode: 'nobody_to_tell' },
      { ...item, itemId: randomIds.uuid(), number: 2 },
    ])
    .execute();
  expect(await read('campaign_items{status="failed"}')).toBe(1);
  expect(await read('campaign_items{status="planned"}')).toBe(1);
  await h.db.updateTable('campaigns').set({ status: 'stopped' }).execute();
  expect(await read('campaign_items{status="failed"}')).toBeNaN();

  const message = { platform: 'wecom', account: 'a', kind: 'text', senderId: 'x', laneKey: 'x', sentAt: MORNING };
  await h.db
    .insertInto('inboundMessages')
    .values({ ...message, dedupeKey: 'a line that failed', status: 'failed' })
    .execute();
  expect(await read('inbound{status="failed"}')).toBe(1);

  expect(await read('platform_stopped')).toBe(0);
  await h.db.insertInto('platformTokens').values({ platform: 'wecom', account: 'a', stoppedCode: '40001' }).execute();
  expect(await read('platform_stopped')).toBe(1);
});

test('every metric that docs/operations.md explains is there', async () => {
  const docs = await readFile(new URL('../../docs/operations.md', import.meta.url), 'utf8');
  const { text } = await render();
  const named = [...new Set([...docs.matchAll(/`(jiaxin_[a-z_]+)/gu)].map(([, name = '']) => name))];
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !text.includes(`# TYPE ${name} `))).toEqual([]);
});
