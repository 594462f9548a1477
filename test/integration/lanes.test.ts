import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { settleSlots, takeSlot } from '../../src/delivery/call/pacing.store.ts';
import { MAX_SKEW_MS, runLane, startClockGuard } from '../../src/queue/index.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  await database.close();
});

describe('a lane', () => {
  test('is advanced by one worker at a time, and no wake is lost', async () => {
    const { db } = database;
    const key = `test:${randomUUID()}`;
    let inside = 0;
    let overlaps = 0;
    let asked = 0;
    let done = 0;
    const wake = async (): Promise<void> => {
      asked += 1;
      const { wakeInMs } = await runLane(db, key, async () => {
        inside += 1;
        if (inside > 1) overlaps += 1;
        await pause(Math.random() * 3);
        done = asked;
        inside -= 1;
        return { more: false };
      });
      if (wakeInMs !== undefined) await wake();
    };
    await Promise.all(
      Array.from({ length: 60 }, async () => {
        await pause(Math.random() * 100);
        await wake();
      }),
    );
    expect(overlaps).toBe(0);
    // Whoever was turned away had left word while the lane was held, so the last look came after the last request.
    expect(done).toBe(asked);
  });

  test('of a dead holder is taken over when its lease ran out, and the dead one cannot renew', async () => {
    const { db } = database;
    const key = `test:${randomUUID()}`;
    let isHolding = false;
    let lostSignal: AbortSignal | undefined;
    const dead = runLane(
      db,
      key,
      async (lease) => {
        isHolding = true;
        lostSignal = lease.signal;
        // A process that hangs: its renewals do not reach the database.
        await sql`update lanes set lease_until = clock_timestamp() - interval '1 second' where lane_key = ${key}`.execute(
          db,
        );
        await eventually(() => expect(lease.signal.aborted).toBe(true));
        return { more: true };
      },
      { leaseMs: 300 },
    );
    await eventually(() => expect(isHolding).toBe(true));
    let ran = 0;
    await eventually(async () => {
      await runLane(db, key, async () => {
        ran += 1;
        return { more: false };
      });
      expect(ran).toBe(1);
    });
    await dead;
    expect(lostSignal?.aborted).toBe(true);
  });

  test('gives way after its slice and asks to be woken again', async () => {
    let batches = 0;
    const run = await runLane(
      database.db,
      `test:${randomUUID()}`,
      async () => {
        batches += 1;
        await pause(5);
        return { more: true };
      },
      { sliceMs: 500 },
    );
    expect(run.wakeInMs).toBe(0);
    expect(batches).toBeGreaterThan(1);
  });

  test('is free again at once after its work threw', async () => {
    const key = `test:${randomUUID()}`;
    await expect(runLane(database.db, key, () => Promise.reject(new Error('boom')))).rejects.toThrow('boom');
    let ran = false;
    await runLane(database.db, key, async () => {
      ran = true;
      return { more: false };
    });
    expect(ran).toBe(true);
  });
});

describe('pacing', () => {
  test('never lets more through than allowed in any window, with many workers on several keys', async () => {
    const { db } = database;
    const windowMs = 400;
    const limit = 5;
    const used = new Map<string, { start: number; end: number }[]>();
    const stopAt = Date.now() + 2_500;
    const worker = async (key: string): Promise<void> => {
      while (Date.now() < stopAt) {
        const { slot, waitMs } = await takeSlot(db, { key, limit, windowMs, callMs: 10_000 });
        if (slot === null) {
          await pause(Math.min(waitMs, 50));
          continue;
        }
        const start = performance.now();
        await pause(Math.random() * 40);
        const end = performance.now();
        used.set(key, [...(used.get(key) ?? []), { start, end }]);
        await settleSlots(db, [slot]);
      }
    };
    const keys = ['a', 'b', 'c'].map((name) => `pace-test:${name}:${randomUUID()}`);
    await Promise.all(keys.flatMap((key) => Array.from({ length: 8 }, () => worker(key))));
    for (const key of keys) {
      const calls = used.get(key) ?? [];
      expect(calls.length).toBeGreaterThan(limit);
      for (const last of calls) {
        // However the platform dates each call between its start and its end, so many never lie in one window with `last`.
        const near = calls.filter(({ start, end }) => start <= last.start && end > last.start - windowMs + 1);
        expect(near.length).toBeLessThanOrEqual(limit);
      }
    }
  });
});

describe('the clock guard', () => {
  const log = pino({ level: 'silent' });

  test.each([
    ['a right clock', 0, true],
    ['a little off', MAX_SKEW_MS / 2, true],
    ['ten minutes ahead', 600_000, false],
    ['ten minutes behind', -600_000, false],
  ])('%s', async (_name, offsetMs, isRight) => {
    const guard = startClockGuard(database.db, log, { processNow: () => Date.now() + offsetMs });
    // The answer may be slow on a busy machine, and then the guard believes the clock: it is asked until it was quick.
    await eventually(async () => {
      await guard.check();
      expect(guard.isRight()).toBe(isRight);
      expect(Math.abs((guard.skewMs() ?? 0) - offsetMs)).toBeLessThan(500);
    });
    guard.stop();
  });

  test('sends again once the clock is right', async () => {
    let offsetMs = 5_000;
    const guard = startClockGuard(database.db, log, { processNow: () => Date.now() + offsetMs });
    await eventually(async () => {
      await guard.check();
      expect(guard.isRight()).toBe(false);
    });
    offsetMs = 0;
    await eventually(async () => {
      await guard.check();
      expect(guard.isRight()).toBe(true);
    });
    guard.stop();
  });
});
