import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import { expect, test } from 'vitest';
import { migrateToLatest, openDatabase } from '../../src/db/index.ts';
import { collectDeliveryMetrics } from '../../src/delivery/index.ts';
import type { SendFailure } from '../../src/platform/port.ts';
import { Secret } from '../../src/shared/secret.ts';
import {
  addRobotGroup,
  openDeliveryHarness,
  toCustomerGroup,
  toFamily,
  toRelay,
  toRobot,
} from '../support/delivery-harness.ts';
import { eventually } from '../support/eventually.ts';
import { startPostgresServer } from '../support/postgres-server.ts';
import { ACCEPTED } from '../support/scripted-platform.ts';

test.each(['fast', 'immediate'] as const)(
  'a restart (%s) of PostgreSQL in mid-broadcast loses nothing and sends nothing twice',
  async (mode) => {
    const server = await startPostgresServer();
    const database = await openDatabase({ databaseUrl: new Secret(server.url), dataDir: '' });
    await migrateToLatest(database.db);
    const h = await openDeliveryHarness(null, database);
    h.platform.answer = async () => {
      await pause(20);
      return ACCEPTED;
    };
    const groupId = await addRobotGroup(h.db, h.staffId);
    h.startWorkers({ timings: { batchSize: 5, robotPace: { limit: 1_000, windowMs: 1_000 } } });
    const many = Array.from({ length: 400 }, (_, i) => toFamily(`restart-${i}`));
    const noticeId = await h.confirm([...many, toRobot(groupId)]);
    await eventually(() => expect(h.platform.calls.length).toBeGreaterThan(60), 60_000, 5);
    await server.restart(mode, () => pause(500));
    await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ accepted: 400, sent: 1 }), 80_000, 200);
    expect(h.platform.calls).toHaveLength(401);
    await h.close();
    await server.stop();
  },
  150_000,
);

test('on the embedded database every channel works', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'jiaxin-delivery-'));
  // The service makes it in a child process, for which plain Node cannot read TypeScript here.
  await (await PGlite.create({ dataDir: join(dataDir, 'postgres') })).close();
  const database = await openDatabase({ databaseUrl: null, dataDir });
  await migrateToLatest(database.db);
  const h = await openDeliveryHarness(null, database);
  const groupId = await addRobotGroup(h.db, h.staffId);
  // No sweep in the whole test but the one that it asks for: what is confirmed goes out by its wake alone.
  const workers = h.startWorkers({ sweepMs: 600_000 });
  const families = Array.from({ length: 60 }, (_, i) => toFamily(`embedded-${i}`));
  const noticeId = await h.confirm([
    ...families,
    toRobot(groupId),
    toCustomerGroup('chat', 'teacher1'),
    toRelay('群', 'teacher1'),
  ]);
  const patience = 60_000;
  await eventually(
    async () => expect(await h.statuses(noticeId)).toEqual({ accepted: 60, sent: 1, awaiting_member: 2 }),
    patience,
  );
  // Low ones are joined and claimed in one transaction, which must ask nothing outside its handle.
  const low = [0, 1].map(() => h.confirm(families.slice(0, 30), { isLow: true }));
  const lowIds = await Promise.all(low);
  h.clock.moveTo(new Date('2026-11-23T18:00:05+08:00'));
  await workers.sweepNow();
  for (const lowId of lowIds) {
    await eventually(async () => expect(await h.statuses(lowId)).toEqual({ accepted: 30 }), patience);
  }
  const joined = h.platform.calls.filter(({ outbound }) => 'text' in outbound && outbound.text.includes('【2/2】'));
  expect(joined).toHaveLength(30);
  await h.close();
  rmSync(dataDir, { recursive: true, force: true });
}, 240_000);

test('with a wrong clock the platform is not called until it is right', async () => {
  const h = await openDeliveryHarness();
  let isRight = true;
  let asked = 0;
  const clockGuard = {
    isRight: () => {
      asked += 1;
      return isRight;
    },
  };
  h.startWorkers({ clockGuard });
  const task = await h.confirm([toCustomerGroup('chat', 'owner')]);
  await eventually(async () => expect(await h.statuses(task)).toEqual({ awaiting_member: 1 }));
  // The owner is told of it; after that nothing is left but the look that is due later.
  await eventually(() => expect(h.platform.calls).toHaveLength(2));

  isRight = false;
  asked = 0;
  h.clock.moveTo(new Date(h.clock.now().getTime() + 2 * 60_000));
  const noticeId = await h.confirm([toFamily('clock')]);
  await eventually(() => expect(asked).toBeGreaterThanOrEqual(8));
  expect(await h.statuses(noticeId)).toEqual({ queued: 1 });
  expect([h.platform.calls.length, h.platform.looks]).toEqual([2, []]);

  isRight = true;
  await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ accepted: 1 }));
  await eventually(() => expect(h.platform.looks).toEqual(['task-1']));
  await h.close();
});

test('while the platform refuses the credentials the tasks are not asked about', async () => {
  const h = await openDeliveryHarness();
  const refused: SendFailure = { kind: 'credentials', code: '40001' };
  h.startWorkers({ timings: { channelRestMs: 1_500 } });
  const first = await h.confirm([toCustomerGroup('chat1', 'owner'), toCustomerGroup('chat2', 'owner', '别的话')]);
  await eventually(async () => expect(await h.statuses(first)).toEqual({ awaiting_member: 2 }));
  await eventually(() => expect(h.platform.calls).toHaveLength(4));

  const askedAt: number[] = [];
  h.platform.answerLook = () => {
    askedAt.push(performance.now());
    return askedAt.length === 1 ? { outcome: 'failed', failure: refused } : undefined;
  };
  h.clock.moveTo(new Date(h.clock.now().getTime() + 2 * 60_000));
  // The other task is as due as this one; it waits until the rest is over.
  await eventually(() => expect(new Set(h.platform.looks).size).toBe(2));
  expect((askedAt[1] ?? 0) - (askedAt[0] ?? 0)).toBeGreaterThan(1_000);
  await eventually(async () => expect((await collectDeliveryMetrics(h.db, h.clock.now())).blocks).toEqual([]));
  await h.close();
});
