import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import pino, { type Logger } from 'pino';
import { parseQuietHours } from '../../src/calendar/index.ts';
import type { DeliveryStatus, OpenDatabase, Queryable } from '../../src/db/index.ts';
import {
  createDeliveries,
  type DeliveryTimings,
  type DeliveryWorkerDependencies,
  type DeliveryWorkers,
  startDeliveryWorkers,
} from '../../src/delivery/index.ts';
import { createCampaignItems, type PlannedDelivery, type PrepareScheduledRun } from '../../src/notice/index.ts';
import { inTransactionThenWake, migrateQueue, type OpenQueue, openQueue } from '../../src/queue/index.ts';
import { ShiftableClock } from '../../src/shared/clock.ts';
import { randomIds } from '../../src/shared/ids.ts';
import type { Secret } from '../../src/shared/secret.ts';
import { openTestDatabase } from './database.ts';
import { createScriptedPlatform, type ScriptedPlatform } from './scripted-platform.ts';

/** 10:00 in Shanghai on a working day: no quiet hours. */
export const MORNING = new Date('2026-11-23T10:00:00+08:00');
const QUIET_HOURS = parseQuietHours('21:00-08:00');
/** No schedule and no campaign is under test, unless one is handed in. */
const NOTHING_TO_RUN: PrepareScheduledRun = async () => ({ problem: { code: 'nobody_to_tell' } });

interface ConfirmOptions {
  readonly isUrgent?: boolean;
  readonly isLow?: boolean;
  readonly sendAt?: Date;
  readonly staffId?: string;
  readonly title?: string;
}

export interface DeliveryHarness {
  readonly database: OpenDatabase;
  readonly db: Queryable;
  readonly platform: ScriptedPlatform;
  readonly clock: ShiftableClock;
  readonly queue: OpenQueue;
  readonly staffId: string;
  readonly log: Logger;
  /** Writes a confirmed notice and its deliveries as the confirmation would; returns its id. */
  confirm(planned: readonly PlannedDelivery[], options?: ConfirmOptions): Promise<string>;
  addStaff(userId: string): Promise<string>;
  startWorkers(options?: Partial<DeliveryWorkerDependencies> & { timings?: Partial<DeliveryTimings> }): DeliveryWorkers;
  stopWorkers(): Promise<void>;
  statuses(noticeId: string): Promise<Partial<Record<DeliveryStatus, number>>>;
  close(): Promise<void>;
}

/** A real database, a real queue, and a platform that the test scripts. */
export async function openDeliveryHarness(
  redisUrl: Secret | null = null,
  given?: OpenDatabase,
): Promise<DeliveryHarness> {
  const log = pino({ level: process.env.TEST_LOG ?? 'silent' });
  const database = given ?? (await openTestDatabase());
  const { db, connection } = database;
  await migrateQueue(connection);
  const queue = await openQueue({ connection, redisUrl, isEmbedded: database.kind === 'embedded', log });
  const platform = createScriptedPlatform();
  const clock = new ShiftableClock();
  clock.moveTo(MORNING);
  const running = new Set<DeliveryWorkers>();

  const stopWorkers = async (): Promise<void> => {
    await Promise.all([...running].map((workers) => workers.stop()));
    running.clear();
  };

  const addStaff = async (userId: string): Promise<string> => {
    const staffId = randomUUID();
    await db
      .insertInto('staff')
      .values({ staffId, staffNo: userId, name: `老师${userId}`, role: 'counsellor', wecomUserId: userId })
      .execute();
    return staffId;
  };
  const staffId = await addStaff('teacher1');

  return {
    database,
    db,
    platform,
    clock,
    queue,
    staffId,
    log,
    addStaff,
    async confirm(planned, options = {}) {
      const noticeId = randomUUID();
      const isUrgent = options.isUrgent ?? false;
      const isLow = options.isLow ?? false;
      const now = clock.now();
      await inTransactionThenWake(db, queue, async (tx, afterCommit) => {
        await tx
          .insertInto('notices')
          .values({
            noticeId,
            noticeCode: randomIds.noticeCode(),
            kind: 'free',
            audience: 'private',
            staffId: options.staffId ?? staffId,
            status: 'confirmed',
            title: options.title ?? '测试通知',
            fields: '{}',
            recipients: '{}',
            recipientsDigest: '',
            templateVersion: '',
            isUrgent,
            isLow,
            createdAt: now,
            confirmedAt: now,
          })
          .execute();
        const dependencies = {
          now,
          ids: randomIds,
          afterCommit,
          quietHours: QUIET_HOURS,
          account: platform.account,
          timeZone: 'Asia/Shanghai',
        };
        await createDeliveries(
          tx,
          [{ noticeId, isUrgent, isLow, sendAt: options.sendAt ?? null, planned }],
          dependencies,
        );
      });
      return noticeId;
    },
    startWorkers(options = {}) {
      const workers = startDeliveryWorkers({
        db,
        platform,
        queue,
        clock,
        clockGuard: { isRight: () => true },
        ids: randomIds,
        quietHours: QUIET_HOURS,
        timeZone: 'Asia/Shanghai',
        log,
        openWebhook: (sealed) => sealed,
        isSchoolNoticeOn: true,
        linkOf: (deliveryId) => `https://jiaxin.example.edu.cn/n/${deliveryId}`,
        onUnreachable: async () => undefined,
        prepareRun: NOTHING_TO_RUN,
        campaignItems: createCampaignItems(NOTHING_TO_RUN, { kinds: [] }),
        sweepMs: 200,
        ...options,
      });
      running.add(workers);
      return workers;
    },
    async statuses(noticeId) {
      const { rows } = await sql<{ status: DeliveryStatus; count: number }>`
        select status, count(*)::int as count from deliveries where notice_id = ${noticeId} group by 1`.execute(db);
      return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
    },
    stopWorkers,
    async close() {
      await stopWorkers();
      await queue.close();
      await database.close();
    },
  };
}

const NOBODY = { guardianId: null, groupId: null, studentId: null, classId: null, ownerUserId: null } as const;

/** A school notice to the guardian `name`. */
export function toFamily(name: string, body = '您好'): PlannedDelivery {
  const channel = 'wecom_school_notice';
  return { ...NOBODY, targetKey: `student:${name}`, channel, target: name, platformTarget: name, body };
}

export function toCustomerGroup(name: string, ownerUserId: string, body = '您好'): PlannedDelivery {
  const channel = 'wecom_customer_group';
  return { ...NOBODY, targetKey: `group:${name}`, channel, target: name, platformTarget: name, ownerUserId, body };
}

export function toRelay(name: string, ownerUserId: string, body = '请转发'): PlannedDelivery {
  const channel = 'relay';
  return { ...NOBODY, targetKey: `group:${name}`, channel, target: name, platformTarget: null, ownerUserId, body };
}

/** A robot's group; the row in `parent_groups` must exist (`addRobotGroup`). */
export function toRobot(groupId: string, body = '您好'): PlannedDelivery {
  const channel = 'wecom_group_robot';
  return { ...NOBODY, targetKey: `group:${groupId}`, channel, target: '机器人群', platformTarget: null, groupId, body };
}

/** A class's group with a webhook; returns its id. */
export async function addRobotGroup(db: Queryable, ownerId: string): Promise<string> {
  const [collegeId, classId, groupId] = [randomUUID(), randomUUID(), randomUUID()];
  await db.insertInto('colleges').values({ collegeId, name: collegeId }).execute();
  await db.insertInto('classes').values({ classId, name: classId, collegeId, counsellorId: ownerId }).execute();
  await db
    .insertInto('parentGroups')
    .values({ groupId, classId, name: '机器人群', platform: 'wecom', ownerId, webhookSealed: `http://hook/${groupId}` })
    .execute();
  return groupId;
}
