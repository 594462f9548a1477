import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import { expect, test } from 'vitest';
import { migrateToLatest, openDatabase } from '../../src/db/index.ts';
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
    await eventually(() => expect(h.platform.calls.length).toBeGreaterThan(60), 10_000, 5);
    await server.restart(mode, 500);
    await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ accepted: 400, sent: 1 }), 40_000, 200);
    expect(h.platform.calls).toHaveLength(401);
    await h.close();
    await server.stop();
  },
  90_000,
);

test('on the embedded database every channel works', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'jiaxin-delivery-'));
  // The service makes it in a child process, for which plain Node cannot read TypeScript here.
  await (await PGlite.create({ dataDir: join(dataDir, 'postgres') })).close();
  const database = await openDatabase({ databaseUrl: null, dataDir });
  await migrateToLatest(database.db);
  const h = await openDeliveryHarness(null, database);
  const groupId = await addRobotGroup(h.db, h.staffId);
  h.startWorkers({ sweepMs: 5_000 });
  const families = Array.from({ length: 60 }, (_, i) => toFamily(`embedded-${i}`));
  const startedAt = Date.now();
  const noticeId = await h.confirm([
    ...families,
    toRobot(groupId),
    toCustomerGroup('chat', 'teacher1'),
    toRelay('群', 'teacher1'),
  ]);
  await eventually(async () =>
    expect(await h.statuses(noticeId)).toEqual({ accepted: 60, sent: 1, awaiting_member: 2 }),
  );
  expect(Date.now() - startedAt).toBeLessThan(8_000);
  await h.close();
  rmSync(dataDir, { recursive: true, force: true });
}, 90_000);

test('with a wrong clock nothing is sent until it is right', async () => {
  const h = await openDeliveryHarness();
  let isRight = false;
  const workers = h.startWorkers({ clockGuard: { isRight: () => isRight } });
  const noticeId = await h.confirm([toFamily('clock')]);
  for (let i = 0; i < 5; i += 1) await workers.sweepNow();
  await pause(300);
  expect(await h.statuses(noticeId)).toEqual({ queued: 1 });
  expect(h.platform.calls).toHaveLength(0);
  isRight = true;
  await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ accepted: 1 }));
  await h.close();
});
