import { type ChildProcess, spawn } from 'node:child_process';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { confirmBroadcast, countOnPhones, isEnded, readLedger } from '../support/broadcast.ts';
import { eventually } from '../support/eventually.ts';
import { type FaultWorld, openFaultWorld } from '../support/fault-world.ts';
import { freePort } from '../support/postgres-server.ts';
import { temporaryFolder } from '../support/product.ts';
import { HAS_REDIS } from '../support/programs.ts';

describe.skipIf(!HAS_REDIS)('the queue on Redis', () => {
  let server: ChildProcess;
  let redis: Redis;
  let world: FaultWorld;
  const folder = temporaryFolder();
  beforeAll(async () => {
    const port = await freePort();
    server = spawn(
      'redis-server',
      ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder.path],
      {
        stdio: 'ignore',
      },
    );
    redis = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: null });
    redis.on('error', () => undefined);
    await redis.ping();
    world = await openFaultWorld({
      roster: { noticeFamilies: 60, robotFamilies: 5, customerFamilies: 5 },
      env: { REDIS_URL: `redis://127.0.0.1:${port}` },
    });
  });
  afterAll(async () => {
    await world.close();
    await redis.quit();
    server.kill('SIGKILL');
    folder.remove();
  });

  test('the main job works, and losing the whole queue in mid-broadcast loses nothing', async () => {
    const product = await world.start();
    world.latencyMs.before = 300;
    world.latencyMs.after = 200;
    await confirmBroadcast(world);
    await eventually(() => expect(world.inFlight()).toBeGreaterThan(5), 120_000, 5);
    expect(await redis.dbsize()).toBeGreaterThan(0);
    await redis.flushall();
    await confirmBroadcast(world, '给我带的所有班级的每位家长单独发通知：停课一天的事已经取消。');
    await redis.flushall();
    const flushedAt = Date.now();
    const ledger = await eventually(async () => {
      const rows = await readLedger(world);
      expect(rows.filter((row) => !isEnded(row))).toEqual([]);
      return rows;
    }, 120_000);
    console.info(`redis.test: all sent ${Date.now() - flushedAt} ms after the last FLUSHALL`);
    expect(ledger).toHaveLength(140);
    expect(await world.statuses()).toEqual({ accepted: 120, sent: 10, awaiting_member: 10 });
    expect([...countOnPhones(world).values()].every((times) => times === 2)).toBe(true);
    expect(world.effects('externalcontact/message/send')).toHaveLength(120);
    expect(world.effects('webhook/send')).toHaveLength(10);
    // And a person is still answered.
    await world.say('帮助', /./u);
    expect(await product.stop('SIGTERM')).toBe(0);
  }, 400_000);
});
