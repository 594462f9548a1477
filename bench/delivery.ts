import { randomUUID } from 'node:crypto';
import { Agent, createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPostgresBackend, type PostgresConnectionOptions, Queue, Worker } from 'bullmq';
import { sql } from 'kysely';
import pg from 'pg';
import pino from 'pino';
import { parseQuietHours } from '../src/calendar/index.ts';
import { migrateToLatest, type OpenDatabase, openDatabase } from '../src/db/index.ts';
import { createDeliveries, startDeliveryWorkers } from '../src/delivery/index.ts';
import { createCampaignItems, type PlannedDelivery, type PrepareScheduledRun } from '../src/notice/index.ts';
import type { ChatPlatform } from '../src/platform/port.ts';
import { inTransactionThenWake, migrateQueue, type OpenQueue, openQueue } from '../src/queue/index.ts';
import { ShiftableClock } from '../src/shared/clock.ts';
import { randomIds } from '../src/shared/ids.ts';
import { Secret } from '../src/shared/secret.ts';
import { startPostgresServer } from '../test/support/postgres-server.ts';

/**
 * Deliveries beside bare BullMQ, on one durable PostgreSQL: how fast notices go to a platform that answers at once, and how
 * fast 10,000 families are expanded and durably queued. One JSON line a figure.
 */
const DELIVERIES = 5_000;
const FAMILIES = 10_000;
const CONCURRENCY = 10;
const ROUNDS = 3;
const QUIET_HOURS = parseQuietHours('00:00-00:00');
const NOTHING_TO_RUN: PrepareScheduledRun = async () => ({ problem: { code: 'nobody_to_tell' } });

export async function run(): Promise<void> {
  const server = await startPostgresServer();
  try {
    const url = new URL(server.url);
    const admin = new pg.Client({ connectionString: url.href });
    await admin.connect();
    await admin.query('create database bench');
    await admin.end();
    url.pathname = '/bench';
    const database = await openDatabase({ databaseUrl: new Secret(url.href), dataDir: '' });
    await migrateToLatest(database.db);
    await migrateQueue(database.connection);
    await measure(database);
    await database.close();
  } finally {
    await server.stop();
  }
}

async function measure(database: OpenDatabase): Promise<void> {
  const staffId = randomUUID();
  await database.db.insertInto('staff').values({ staffId, staffNo: '1', name: 'bench', role: 'counsellor' }).execute();
  const platform = await startInstantPlatform();
  const queue = await openQueue({
    connection: database.connection,
    redisUrl: null,
    isEmbedded: false,
    log: pino({ level: 'silent' }),
  });

  const rates: { ours: number; bare: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const bare = await measureBareQueue(database.connection, `bare${round}`);
    const ours = await measureDeliveries(database, queue, platform.platform, staffId);
    rates.push({ ours, bare });
  }
  const { ours, bare } = rates.toSorted((a, b) => a.ours / a.bare - b.ours / b.bare)[Math.floor(ROUNDS / 2)] ?? {
    ours: 0,
    bare: 1,
  };
  print({
    name: 'deliveries',
    value: Math.round(ours),
    unit: 'per second',
    peer: `BullMQ no-op jobs: ${Math.round(bare)}`,
    ratio: ours / bare,
    goal: 0.5,
  });

  const seconds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now();
    await confirm(database, queue, platform.platform.account, staffId, FAMILIES);
    seconds.push((performance.now() - started) / 1_000);
  }
  const median = seconds.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
  print({
    name: 'expand 10,000 families',
    value: Number(median.toFixed(3)),
    unit: 's',
    peer: 'goal 2 s',
    ratio: median / 2,
    goal: 1,
  });
  await queue.close();
  platform.close();
}

function print(figure: { name: string; value: number; unit: string; peer: string; ratio: number; goal: number }): void {
  console.log(JSON.stringify({ ...figure, ratio: Number(figure.ratio.toFixed(3)) }));
}

async function confirm(
  database: OpenDatabase,
  queue: OpenQueue,
  account: string,
  staffId: string,
  count: number,
): Promise<string> {
  const noticeId = randomUUID();
  const now = new Date();
  const planned = Array.from({ length: count }, (_, index): PlannedDelivery => {
    const target = `p${index}`;
    return {
      targetKey: `student:${noticeId}-${index}`,
      channel: 'wecom_school_notice',
      target,
      platformTarget: target,
      ownerUserId: null,
      guardianId: null,
      groupId: null,
      studentId: null,
      classId: null,
      body: `${target}家长您好：这是一条测试通知，请放心查看。`,
    };
  });
  await inTransactionThenWake(database.db, queue, async (tx, afterCommit) => {
    await tx
      .insertInto('notices')
      .values({
        noticeId,
        noticeCode: randomIds.noticeCode(),
        kind: 'free',
        audience: 'private',
        staffId,
        status: 'confirmed',
        title: 'bench',
        fields: '{}',
        recipients: '{}',
        recipientsDigest: '',
        templateVersion: '',
        createdAt: now,
        confirmedAt: now,
      })
      .execute();
    await createDeliveries(tx, [{ noticeId, isUrgent: false, planned }], {
      now,
      ids: randomIds,
      afterCommit,
      quietHours: QUIET_HOURS,
      account,
      timeZone: 'Asia/Shanghai',
    });
  });
  return noticeId;
}

/** Our whole path: lanes, intent, an HTTP call each, outcome. Per second. */
async function measureDeliveries(
  database: OpenDatabase,
  queue: OpenQueue,
  platform: ChatPlatform,
  staffId: string,
): Promise<number> {
  const noticeId = await confirm(database, queue, platform.account, staffId, DELIVERIES);
  const started = performance.now();
  const workers = startDeliveryWorkers({
    db: database.db,
    platform,
    queue,
    clock: new ShiftableClock(),
    clockGuard: { isRight: () => true },
    ids: randomIds,
    quietHours: QUIET_HOURS,
    timeZone: 'Asia/Shanghai',
    log: pino({ level: 'silent' }),
    openWebhook: (sealed) => sealed,
    isSchoolNoticeOn: true,
    linkOf: (deliveryId) => `https://jiaxin.example.edu.cn/n/${deliveryId}`,
    onUnreachable: async () => undefined,
    prepareRun: NOTHING_TO_RUN,
    campaignItems: createCampaignItems(NOTHING_TO_RUN, { kinds: [] }),
    concurrency: CONCURRENCY,
  });
  for (;;) {
    const { rows } = await sql<{ open: number }>`
      select count(*)::int as open from deliveries where notice_id = ${noticeId} and status <> 'accepted'`.execute(
      database.db,
    );
    if (rows[0]?.open === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const perSecond = DELIVERIES / ((performance.now() - started) / 1_000);
  await workers.stop();
  return perSecond;
}

/** The peer: a BullMQ worker that does nothing, one job a delivery. Per second. */
async function measureBareQueue(connection: pg.PoolConfig, name: string): Promise<number> {
  const options = { connection: { ...connection, max: 10 } as PostgresConnectionOptions };
  const queue = new Queue(name, options, createPostgresBackend);
  await queue.addBulk(Array.from({ length: DELIVERIES }, (_, index) => ({ name: 'noop', data: { id: `d-${index}` } })));
  let done = 0;
  const started = performance.now();
  const finished = new Promise<void>((resolve) => {
    const worker = new Worker(
      name,
      async () => {
        done += 1;
        if (done === DELIVERIES) setImmediate(() => void worker.close().then(() => resolve()));
      },
      { ...options, concurrency: CONCURRENCY },
      createPostgresBackend,
    );
    worker.on('error', (error) => console.error(error.message));
  });
  await finished;
  const perSecond = DELIVERIES / ((performance.now() - started) / 1_000);
  await queue.close();
  return perSecond;
}

/** A platform whose server answers at once: real HTTP, nothing else. */
async function startInstantPlatform(): Promise<{ platform: ChatPlatform; close(): void }> {
  const server: Server = createServer((incoming, response) => {
    incoming.resume().once('end', () => response.end('{"errcode":0}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  const post = (body: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const outgoing = request({ port, host: '127.0.0.1', method: 'POST', agent }, (response) => {
        response.resume().once('end', () => resolve());
      });
      outgoing.once('error', reject).end(body);
    });
  const hours = 4 * 3_600_000;
  const platform: ChatPlatform = {
    name: 'wecom',
    account: 'bench/1',
    capabilities: {
      maxMemberTextBytes: 2_048,
      maxSchoolNoticeBytes: 2_048,
      maxGroupTextBytes: 4_000,
      maxRobotTextBytes: 2_048,
      duplicateCheckMs: {
        member_text: hours,
        member_card: hours,
        card_update: 0,
        school_notice: hours,
        mass_task: 0,
        mass_task_remind: 0,
        mass_task_cancel: 0,
        robot_text: 0,
      },
    },
    async send(outbound) {
      await post(JSON.stringify(outbound));
      return { outcome: 'accepted', refused: [] };
    },
    fetchReceipts: async () => ({ outcome: 'ok', receipts: [] }),
    verifyCallback: () => {
      throw new Error('no callbacks here');
    },
    parseCallback: () => [],
    readDirectory: null,
    diagnose: async () => [],
  };
  return {
    platform,
    close() {
      agent.destroy();
      server.close();
    },
  };
}
