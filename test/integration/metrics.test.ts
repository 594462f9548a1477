import { sql } from 'kysely';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createCallbackMetrics } from '../../src/callback/index.ts';
import { loadConfig } from '../../src/config/index.ts';
import { collectDeliveryMetrics } from '../../src/delivery/index.ts';
import { createMetrics } from '../../src/metrics.ts';
import { Secret } from '../../src/shared/secret.ts';
import { type DeliveryHarness, MORNING, openDeliveryHarness, toFamily } from '../support/delivery-harness.ts';

let h: DeliveryHarness;
beforeAll(async () => {
  h = await openDeliveryHarness();
});
beforeEach(async () => {
  // With the tables that hang on a delivery: links, replies, steps of the ladder.
  await sql`truncate deliveries, notice_bodies, send_pauses cascade`.execute(h.db);
  h.clock.moveTo(MORNING);
});
afterAll(() => h.close());

test('the skew of the clock is shown once it was measured, and not as zero before', async () => {
  const config = loadConfig({ SECRET_KEY: 'k'.repeat(40) });
  const core = {
    config,
    log: pino({ level: 'silent' }),
    database: h.database,
    secretKey: new Secret('k'.repeat(40)),
    clock: h.clock,
  };
  let skewMs: number | undefined;
  const render = createMetrics(core, {
    queue: h.queue,
    readCallbacks: createCallbackMetrics().read,
    readClockSkewMs: () => skewMs,
  });
  expect((await render()).text).not.toMatch(/^jiaxin_clock_skew_seconds /mu);
  skewMs = -1_500;
  expect((await render()).text).toMatch(/^jiaxin_clock_skew_seconds -1\.5$/mu);
});

const oldest = async (): Promise<number> => (await collectDeliveryMetrics(h.db, h.clock.now())).oldestQueuedSeconds;
/** The clock runs on from where it was moved to, and the database and this process may take their time. */
const aboutSeconds = (least: number) => (seconds: number) => seconds >= least && seconds < least + 60;
const later = (minutes: number): void => h.clock.moveTo(new Date(h.clock.now().getTime() + minutes * 60_000));

test('the oldest delivery is counted from the moment when it could go out', async () => {
  const noticeId = await h.confirm([toFamily('waits')]);
  later(10);
  expect(await oldest()).toSatisfy(aboutSeconds(600));

  const change = (values: { notBefore?: Date; retryAt?: Date }) =>
    h.db.updateTable('deliveries').set(values).where('noticeId', '=', noticeId).execute();
  await change({ notBefore: new Date(MORNING.getTime() + 4 * 60_000) });
  expect(await oldest()).toSatisfy(aboutSeconds(360));
  // A try again is timed by the database's own clock.
  await change({ retryAt: new Date(Date.now() - 30_000) });
  expect(await oldest()).toSatisfy(aboutSeconds(29));
  await change({ retryAt: new Date(Date.now() + 3_600_000) });
  expect(await oldest()).toBe(0);
});

test('what a person paused is nobody’s fault', async () => {
  await h.confirm([toFamily('paused')]);
  later(10);
  await h.db
    .insertInto('sendPauses')
    .values({ pauseId: h.staffId, staffId: h.staffId, pausedBy: h.staffId, pausedAt: h.clock.now() })
    .execute();
  expect(await oldest()).toBe(0);
});

test('what quiet hours held counts from their end, whether a worker released it or not', async () => {
  h.clock.moveTo(new Date('2026-11-23T22:00:05+08:00'));
  const noticeId = await h.confirm([toFamily('held')]);
  expect(await h.statuses(noticeId)).toEqual({ waiting_quiet_hours: 1 });
  later(60);
  expect(await oldest()).toBe(0);
  h.clock.moveTo(new Date('2026-11-24T08:05:00+08:00'));
  expect(await oldest()).toSatisfy(aboutSeconds(300));
});

test('the school directory: accounts by group, age, failures in a row; nothing before the first look', async () => {
  const config = loadConfig({ SECRET_KEY: 'k'.repeat(40) });
  const log = pino({ level: 'silent' });
  const core = { config, log, database: h.database, secretKey: new Secret('k'.repeat(40)), clock: h.clock };
  const render = createMetrics(core, {
    queue: h.queue,
    readCallbacks: createCallbackMetrics().read,
    readClockSkewMs: () => undefined,
  });
  expect((await render()).text).not.toMatch(/^jiaxin_directory_\w+(?:\{.*\})? \d/mu);
  await h.db
    .insertInto('directorySyncs')
    .values({ account: 'corp/1', dueAt: MORNING, triedAt: MORNING, syncedAt: MORNING, failures: 2 })
    .execute();
  const counts = JSON.stringify({ parents: 40, found: 3 });
  await h.db.updateTable('directorySyncs').set({ failureCode: '48002', counts }).execute();
  later(10);
  const { text } = await render();
  expect(text).toMatch(/^jiaxin_directory_accounts\{group="parents"\} 40$/mu);
  expect(text).toMatch(/^jiaxin_directory_accounts\{group="found"\} 3$/mu);
  expect(text).toMatch(/^jiaxin_directory_age_seconds 600(?:\.\d+)?$/mu);
  expect(text).toMatch(/^jiaxin_directory_failures\{code="48002"\} 2$/mu);
});
