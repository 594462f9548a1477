import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Redis } from 'ioredis';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { migrateToLatest, type OpenDatabase, openDatabase } from '../../src/db/index.ts';
import { migrateQueue, type OpenQueue, openQueue } from '../../src/queue/index.ts';
import { Secret } from '../../src/shared/secret.ts';
import { openTestDatabase } from '../support/database.ts';
import { openDeliveryHarness, toFamily } from '../support/delivery-harness.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/postgres-server.ts';
import { HAS_REDIS } from '../support/programs.ts';

const log = pino({ level: 'silent' });
let redis: { url: Secret; process: ChildProcess } | undefined;

async function startRedis(): Promise<{ url: Secret; process: ChildProcess }> {
  const port = await freePort();
  const child = spawn('redis-server', ['--port', String(port), '--save', '', '--bind', '127.0.0.1'], {
    stdio: 'ignore',
  });
  const url = `redis://127.0.0.1:${port}`;
  await eventually(async () => {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => undefined);
    await client.connect();
    await client.quit();
  });
  return { url: new Secret(url), process: child };
}

beforeAll(async () => {
  if (HAS_REDIS) redis = await startRedis();
});
afterAll(() => {
  redis?.process.kill('SIGKILL');
});

/** Sooner than BullMQ itself looks when nothing wakes it. */
const SOON_MS = 3_000;

type Backend = 'postgresql' | 'embedded' | 'redis';

/** One behaviour on each backend: the code path is the same. */
describe.each<Backend>(['postgresql', 'embedded', 'redis'])('the queue on %s', (backend) => {
  let database: OpenDatabase;
  let dataDir: string | undefined;
  const open: OpenQueue[] = [];
  const isOn = backend !== 'redis' || HAS_REDIS;

  const openOne = async (): Promise<OpenQueue> => {
    const redisUrl = backend === 'redis' ? (redis?.url ?? null) : null;
    const queue = await openQueue({
      connection: database.connection,
      redisUrl,
      isEmbedded: backend === 'embedded',
      log,
    });
    open.push(queue);
    return queue;
  };

  beforeAll(async () => {
    if (!isOn) return;
    if (backend === 'embedded') {
      dataDir = mkdtempSync(join(tmpdir(), 'jiaxin-queue-'));
      // The service makes it in a child process, for which plain Node cannot read TypeScript here.
      await (await PGlite.create({ dataDir: join(dataDir, 'postgres') })).close();
      database = await openDatabase({ databaseUrl: null, dataDir });
      await migrateToLatest(database.db);
    } else {
      database = await openTestDatabase();
    }
    await migrateQueue(database.connection);
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((queue) => queue.close()));
  });
  afterAll(async () => {
    if (!isOn) return;
    await database.close();
    if (dataDir !== undefined) rmSync(dataDir, { recursive: true, force: true });
  });

  test.runIf(isOn)('wakes each lane, soon, with the lane key alone', async () => {
    const queue = await openOne();
    const woken = new Map<string, number>();
    queue.startWorker('delivery', async (laneKey) => void woken.set(laneKey, Date.now()), { concurrency: 4 });
    // A busy machine may hold one of them up; a queue that only polls now and then holds up all of them.
    const tookMs: number[] = [];
    for (let round = 0; round < 5 && !tookMs.some((ms) => ms < SOON_MS); round += 1) {
      const lanes = Array.from({ length: 50 }, () => `owner:${randomUUID()}`);
      const askedAt = Date.now();
      queue.wake('delivery', lanes);
      queue.wake('delivery', lanes.slice(0, 10));
      await eventually(() => expect(lanes.filter((laneKey) => !woken.has(laneKey))).toEqual([]));
      tookMs.push(Math.max(...lanes.map((laneKey) => woken.get(laneKey) ?? 0)) - askedAt);
    }
    expect(Math.min(...tookMs)).toBeLessThan(SOON_MS);
  });

  test.runIf(isOn)('wakes a lane again while its last job still runs', async () => {
    const queue = await openOne();
    let runs = 0;
    let finish = (): void => undefined;
    const laneKey = `robot:${randomUUID()}`;
    queue.startWorker(
      'delivery',
      async (woken) => {
        // The queue may still hold a repeated wake of the test before.
        if (woken !== laneKey) return;
        runs += 1;
        if (runs > 1) return;
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
      },
      { concurrency: 2 },
    );
    queue.wake('delivery', [laneKey]);
    await eventually(() => expect(runs).toBe(1));
    queue.wake('delivery', [laneKey]);
    await eventually(() => expect(runs).toBe(2));
    finish();
  });

  test.runIf(isOn)('a delayed wake comes after its delay, once', async () => {
    const queue = await openOne();
    const woken: number[] = [];
    const laneKey = `person:${randomUUID()}`;
    queue.startWorker('inbound', async (key) => void (key === laneKey && woken.push(Date.now())), { concurrency: 2 });
    const askedAt = Date.now();
    queue.wake('inbound', [laneKey], 700);
    await queue.flush();
    queue.wake('inbound', [laneKey], 700);
    await eventually(() => expect(woken.length).toBeGreaterThan(0));
    expect((woken[0] ?? 0) - askedAt).toBeGreaterThanOrEqual(690);
    expect(woken.length).toBeLessThanOrEqual(2);
  });

  test.runIf(isOn)('tries a job again that threw, and a scheduler ticks until it is removed', async () => {
    const queue = await openOne();
    let fails = 0;
    let ticks = 0;
    queue.startWorker(
      'schedule',
      async (laneKey) => {
        if (laneKey === 'tick') ticks += 1;
        else fails += 1;
        if (laneKey !== 'tick' && fails === 1) throw new Error('once');
      },
      { concurrency: 2 },
    );
    queue.wake('schedule', ['fails']);
    await queue.upsertSchedulerTick('schedule', 'tick', '* * * * * *', 'Asia/Shanghai');
    await queue.upsertSchedulerTick('schedule', 'tick', '* * * * * *', 'Asia/Shanghai');
    await eventually(() => expect(ticks).toBeGreaterThanOrEqual(2));
    await eventually(() => expect(fails).toBe(2));
    await queue.removeSchedulerTick('schedule', 'tick');
    expect(Object.keys(await queue.counts())).toEqual(['inbound', 'delivery', 'schedule']);
    await queue.ping();
  });
});

describe.runIf(HAS_REDIS)('deliveries with the queue on Redis', () => {
  test('all arrive, also when Redis is flushed in the middle', async () => {
    const h = await openDeliveryHarness(redis?.url ?? null);
    h.startWorkers();
    const noticeId = await h.confirm(Array.from({ length: 300 }, (_, i) => toFamily(`redis-${i}`)));
    const client = new Redis(redis?.url.reveal() ?? '');
    await client.flushall();
    await client.quit();
    await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ accepted: 300 }));
    expect(h.platform.calls).toHaveLength(300);
    await h.close();
  });
});
