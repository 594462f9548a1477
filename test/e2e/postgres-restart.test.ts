import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrateToLatest, openDatabase } from '../../src/db/index.ts';
import { Secret } from '../../src/shared/secret.ts';
import { confirmBroadcast, countOnPhones, isEnded, readLedger } from '../support/broadcast.ts';
import { eventually } from '../support/eventually.ts';
import { type FaultWorld, openFaultWorld } from '../support/fault-world.ts';
import { type PostgresServer, startPostgresServer } from '../support/postgres-server.ts';
import type { Product } from '../support/product.ts';

let server: PostgresServer;
let world: FaultWorld;
let product: Product;

beforeAll(async () => {
  server = await startPostgresServer();
  const database = await openDatabase({ databaseUrl: new Secret(server.url), dataDir: '' });
  await migrateToLatest(database.db);
  world = await openFaultWorld({
    roster: { noticeFamilies: 100, robotFamilies: 4, customerFamilies: 4 },
    database: { ...database, url: server.url },
  });
  product = await world.start();
});
afterAll(async () => {
  await world.close();
  await server.stop();
});

async function readyStatus(): Promise<number> {
  if (product.process.exitCode !== null) throw new Error(`the product ended: ${product.output().slice(-3_000)}`);
  return (await fetch(`${product.url}/readyz`)).status;
}

test.each(['fast', 'immediate'] as const)(
  'a restart of PostgreSQL (%s) in mid-broadcast loses nothing and sends nothing twice',
  async (mode) => {
    world.latencyMs.before = 300;
    world.latencyMs.after = 300;
    const before = {
      notices: world.effects('externalcontact/message/send').length,
      robots: world.effects('webhook/send').length,
      tasks: world.effects('externalcontact/add_msg_template').length,
      rows: (await readLedger(world)).length,
    };
    await confirmBroadcast(world, `给我带的所有班级的每位家长单独发通知：${mode}演练，下周一学校停课一天。`);
    await eventually(() => expect(world.inFlight()).toBeGreaterThan(5), 120_000, 5);
    const heard = world.heard().length;
    let isAccepted: Promise<string> | undefined;
    await server.restart(mode, async () => {
      await eventually(async () => expect(await readyStatus()).toBe(503));
      // A callback in the meantime: refused with 503 so that the platform comes again.
      expect(await world.sandbox.repeatLast(1)).toEqual([503]);
      isAccepted = world.sandbox.say('LiuMin', '帮助').outcome;
      await pause(1_500);
    });
    const backAt = Date.now();
    await eventually(async () => expect(await readyStatus()).toBe(200));
    expect(await isAccepted).toBe('accepted');
    await eventually(() => expect(world.heard().length).toBeGreaterThan(heard), 120_000);
    await eventually(async () => expect((await readLedger(world)).filter((row) => !isEnded(row))).toEqual([]), 120_000);
    console.info(`postgres-restart.test: ${mode}, all sent ${Date.now() - backAt} ms after it was back`);
    await pause(500);

    const ledger = (await readLedger(world)).slice(before.rows);
    expect(ledger).toHaveLength(108);
    expect(ledger.filter(({ status }) => ['failed', 'unknown', 'cancelled'].includes(status))).toEqual([]);
    expect(world.effects('externalcontact/message/send').length - before.notices).toBe(100);
    expect(world.effects('webhook/send').length - before.robots).toBe(4);
    expect(world.effects('externalcontact/add_msg_template').length - before.tasks).toBe(4);
    const phones = countOnPhones(world, `${mode}演练`);
    expect([phones.size, Math.max(...phones.values())]).toEqual([100, 1]);
    expect(product.process.exitCode).toBeNull();
  },
  400_000,
);
