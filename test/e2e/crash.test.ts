import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { openDatabase } from '../../src/db/index.ts';
import { Secret } from '../../src/shared/secret.ts';
import {
  confirmBroadcast,
  countOnPhones,
  isEnded,
  type LedgerRow,
  readLedger,
  repeatLatestNotice,
  seededRandom,
} from '../support/broadcast.ts';
import { eventually } from '../support/eventually.ts';
import { familyChatId, familyRobotKey } from '../support/fault-roster.ts';
import { type FaultWorld, openFaultWorld } from '../support/fault-world.ts';
import { type Product, runCli } from '../support/product.ts';
import { limitMs } from '../support/sandbox-client.ts';

// At the same time, because most of their time is waiting for leases of the dead to run out.
const KILLS = 5;
const SEED = Number(process.env.FAULT_SEED ?? 20_261_122);

/** `sending` rows at the moment of a kill: nobody can know more calls than these. */
const listSending = (ledger: readonly LedgerRow[]): readonly LedgerRow[] =>
  ledger.filter(({ status }) => status === 'sending');

/** Every second kill meets calls under way; the others come soon after the start, whatever happens then. */
async function killAtRandom(world: FaultWorld, product: Product, kill: number, random: () => number): Promise<void> {
  const before = world.calls.length;
  if (kill % 2 === 0) await eventually(() => expect(world.calls.length).toBeGreaterThan(before), 120_000, 5);
  await pause(random() * (kill % 2 === 0 ? 400 : 2_000));
  await product.stop('SIGKILL');
}

test.concurrent(`five kill -9 in a broadcast to 100 families and to 40 families' own groups lose nothing (seed ${SEED})`, async () => {
  console.info(`crash.test: FAULT_SEED=${SEED}`);
  const random = seededRandom(SEED);
  const world = await openFaultWorld({
    roster: { noticeFamilies: 100, robotFamilies: 20, customerFamilies: 20 },
  });
  world.latencyMs.before = 150;
  world.latencyMs.after = 100;
  let product = await world.start();
  await confirmBroadcast(world);
  const inFlight = new Map<string, LedgerRow>();
  let restartedAt = 0;
  let before = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    await killAtRandom(world, product, kill, random);
    for (const row of listSending(await readLedger(world))) inFlight.set(`${row.deliveryId}/${row.attempts}`, row);
    restartedAt = Date.now();
    before = world.calls.length;
    product = await world.start();
  }
  await eventually(() => expect(world.calls.length).toBeGreaterThan(before), 120_000, 20);
  const idleMs = Date.now() - restartedAt;
  const ledger = await eventually(async () => {
    const rows = await readLedger(world);
    expect(rows.filter((row) => !isEnded(row))).toEqual([]);
    return rows;
  }, 150_000);

  const unknown = ledger.filter(({ status }) => status === 'unknown');
  console.info(
    `crash.test: ${KILLS} kills, ${inFlight.size} calls in flight, ${unknown.length} unknown, work went on after ${idleMs} ms`,
  );
  expect(ledger).toHaveLength(140);
  expect(ledger.filter(({ status }) => status === 'failed')).toEqual([]);
  expect(idleMs).toBeLessThan(limitMs(60_000));

  // School notices: the platform knows a repeat, so each phone shows it exactly once and nothing is unknown.
  const phones = countOnPhones(world);
  expect(phones.size).toBe(100);
  expect([...phones.values()].filter((count) => count !== 1)).toEqual([]);
  expect(ledger.filter(({ channel, status }) => channel === 'wecom_school_notice' && status !== 'accepted')).toEqual(
    [],
  );

  // Groups: nothing twice, and what nobody can know is a call that was under way at a kill.
  const risky = new Set(
    [...inFlight.values()].filter(({ channel }) => channel !== 'wecom_school_notice').map((row) => row.deliveryId),
  );
  expect(unknown.filter(({ deliveryId }) => !risky.has(deliveryId))).toEqual([]);
  expect(unknown.length).toBeLessThanOrEqual(risky.size);
  for (let family = 101; family <= 120; family += 1) {
    const studentNo = `2022${String(family).padStart(4, '0')}`;
    const shown = world.sandbox.state().groupEntries.get(`robot:${familyRobotKey(studentNo)}`) ?? [];
    const row = ledger.find(({ target }) => target === `一家${studentNo}`);
    expect(shown.length, studentNo).toBeLessThanOrEqual(1);
    if (row?.status === 'sent') expect(shown, studentNo).toHaveLength(1);
  }
  const tasks = [...world.sandbox.state().tasks.values()];
  for (let family = 121; family <= 140; family += 1) {
    const chatId = familyChatId(`2022${String(family).padStart(4, '0')}`);
    const made = tasks.filter(({ targets }) => targets.some((one) => one.chatId === chatId));
    const row = ledger.find(({ target }) => target === chatId);
    expect(made.length, chatId).toBeLessThanOrEqual(1);
    if (row?.status === 'awaiting_member') expect(made, chatId).toHaveLength(1);
  }

  // The sender hears of every unknown one by its name, and may ask for them again.
  if (unknown.length > 0) {
    const names = unknown.map(({ target }) => `一家${target.slice(-'20220001'.length)}`);
    const questions = await eventually(() => {
      const found = world.heard().filter((text) => text.includes('不确定是否送达'));
      expect(names.filter((name) => !found.some((text) => text.includes(name)))).toEqual([]);
      return found.filter((text) => text.includes('有通知不确定是否送达'));
    }, 120_000);
    expect(questions.length).toBeLessThanOrEqual(3 * KILLS);
    const summary = await world.say('上次的通知发得怎么样', /共 140 个/u, { withinMs: 90_000 });
    expect(names.filter((name) => !summary.includes(name))).toEqual([]);
    console.info(`crash.test: ${questions.length} questions to the sender`);
  }
  await world.close();
}, 400_000);

const STOPS = 10;
/** The platform client's time-out, and two seconds. */
const LONGEST_EXIT_MS = 12_000;

test.concurrent(`ten SIGTERM in the middle of broadcasts lose nothing and send nothing twice (seed ${SEED})`, async () => {
  const random = seededRandom(SEED);
  const world = await openFaultWorld({ roster: { noticeFamilies: 30, robotFamilies: 5, customerFamilies: 2 } });
  world.latencyMs.before = 150;
  world.latencyMs.after = 150;
  let product = await world.start();
  const exits: (number | null)[] = [];
  const exitMs: number[] = [];
  for (let stop = 0; stop < STOPS; stop += 1) {
    const before = world.effects('externalcontact/message/send').length;
    // The first one by hand; the bot's pace of 30 messages a minute would hold up ten dialogues.
    if (stop === 0) await confirmBroadcast(world);
    else await repeatLatestNotice(world, 1, stop);
    await eventually(
      () => expect(world.effects('externalcontact/message/send').length).toBeGreaterThan(before),
      120_000,
      5,
    );
    await pause(random() * 300);
    const askedAt = Date.now();
    exits.push(await product.stop('SIGTERM'));
    exitMs.push(Date.now() - askedAt);
    product = await world.start();
  }
  const ledger = await eventually(async () => {
    const rows = await readLedger(world);
    expect(rows.filter((row) => !isEnded(row))).toEqual([]);
    return rows;
  }, 120_000);
  console.info(`crash.test: seed ${SEED}, exits after ${exitMs.join(', ')} ms`);

  expect(exits).toEqual(Array.from({ length: STOPS }, () => 0));
  expect(Math.max(...exitMs)).toBeLessThanOrEqual(limitMs(LONGEST_EXIT_MS));
  expect(ledger).toHaveLength(37 * STOPS);
  expect(await world.statuses()).toEqual({ accepted: 30 * STOPS, sent: 5 * STOPS, awaiting_member: 2 * STOPS });
  // Not even a call that the platform would have recognised as a repeat.
  expect(world.effects('externalcontact/message/send')).toHaveLength(30 * STOPS);
  expect(world.effects('webhook/send')).toHaveLength(5 * STOPS);
  expect(world.effects('externalcontact/add_msg_template')).toHaveLength(2 * STOPS);
  for (let stop = 1; stop < STOPS; stop += 1) {
    const phones = countOnPhones(world, ` #${stop}`);
    expect([phones.size, Math.max(...phones.values())]).toEqual([30, 1]);
  }
  expect(world.sandbox.state().groupEntries.get(`robot:${familyRobotKey('20220031')}`)).toHaveLength(STOPS);
  await world.close();
}, 400_000);

/** What a dump and its restore bring: the same rows under another name. Nobody may be connected to the source. */
async function copyDatabase(sourceUrl: string): Promise<string> {
  const source = new URL(sourceUrl).pathname.slice(1);
  const url = new URL(inject('postgresUrl'));
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [source]);
  await admin.query(`create database ${source}_restored template ${source}`);
  await admin.end();
  url.pathname = `/${source}_restored`;
  return url.href;
}

test.concurrent('a backup of the middle of a broadcast, restored after its end: no family gets it twice', async () => {
  const world = await openFaultWorld({ roster: { noticeFamilies: 60, robotFamilies: 10, customerFamilies: 5 } });
  world.latencyMs.before = 400;
  world.latencyMs.after = 300;
  const first = await world.start();
  await confirmBroadcast(world);
  await repeatLatestNotice(world, 1);
  await eventually(() => expect(world.inFlight()).toBeGreaterThan(10), 120_000, 5);
  await first.stop('SIGKILL');
  const restoredUrl = await copyDatabase(world.database.url);

  // The world goes on after the backup.
  world.latencyMs.before = 0;
  world.latencyMs.after = 0;
  const second = await world.start();
  await eventually(async () => expect((await readLedger(world)).every(isEnded)).toBe(true), 120_000);
  expect(await second.stop('SIGTERM')).toBe(0);
  const callsBefore = {
    notices: world.effects('externalcontact/message/send').length,
    robots: world.effects('webhook/send').length,
    tasks: world.effects('externalcontact/add_msg_template').length,
  };
  const heardBefore = world.heard().length;

  // Restored after the last day's duplicate window would have ended: every call that it made again would be seen.
  const env = { ...world.env, DATABASE_URL: restoredUrl };
  const held = await runCli(['hold-after-restore'], env);
  expect([held.exitCode, held.stderr]).toEqual([0, '']);
  const restored = await openDatabase({ databaseUrl: new Secret(restoredUrl), dataDir: '' });
  const third = await world.start({ DATABASE_URL: restoredUrl });
  const question = await eventually(() => {
    const found = world
      .heard()
      .slice(heardBefore)
      .find((text) => text.includes('不确定'));
    expect(found).toBeDefined();
    return found;
  }, 120_000);
  expect(question).toContain('再决定');
  // Two sweeps: what was interrupted is long old enough to be recovered by the first one.
  await pause(11_000);
  expect({
    notices: world.effects('externalcontact/message/send').length,
    robots: world.effects('webhook/send').length,
    tasks: world.effects('externalcontact/add_msg_template').length,
  }).toEqual(callsBefore);
  const open = await restored.db
    .selectFrom('deliveries')
    .select('status')
    .where('status', 'in', ['queued', 'sending', 'waiting_quiet_hours', 'awaiting_member'])
    .execute();
  expect(open).toEqual([]);
  expect(await third.stop('SIGTERM')).toBe(0);
  await restored.close();
  await world.close();
}, 400_000);
