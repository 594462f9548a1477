import { describeInstant, nextRun, previousRun } from '../calendar/index.ts';
import { queueMemberText } from '../command/index.ts';
import { isDatabaseAway, type Queryable, type ScheduleRow } from '../db/index.ts';
import type { PreparedRun, PrepareScheduledRun } from '../notice/index.ts';
import { type Advance, type AfterCommit, inTransactionThenWake, type OpenQueue } from '../queue/index.ts';
import { findMemberId } from '../roster/index.ts';
import type { DeliveryContext } from './context.ts';
import {
  finishRun,
  insertRun,
  listActiveCrons,
  lockSchedule,
  SCHEDULE_LANE_PREFIX,
  setNextRun,
} from './schedule-run.store.ts';
import { deliveryTexts as texts } from './texts.zh.ts';

/**
 * Runs schedules. The truth is `schedules.next_run_at` on the domain's clock, and one row of `schedule_runs` for each
 * occurrence, whose key makes a second run impossible; BullMQ's job schedulers only tick at the right second, and the sweep
 * ticks too (after a moved clock, a flushed Redis).
 *
 * An occurrence is: due → sent | failed (the notice could not be made; its owner is told), in one transaction with the
 * notice, its deliveries and the next due time. Due and more than twelve hours late → skipped, and its owner is told. Of
 * several that were missed only the latest is made up; the first of the others is noted as skipped.
 */
const MAX_LATE_MS = 12 * 3_600_000;
const TICK_EARLY_MS = 60_000;

export type ScheduleContext = Pick<
  DeliveryContext,
  'db' | 'platform' | 'wakeQueue' | 'clock' | 'ids' | 'timeZone' | 'log'
> & { readonly prepareRun: PrepareScheduledRun };

interface Occurrence {
  readonly schedule: ScheduleRow;
  readonly dueAt: Date;
  readonly now: Date;
}

/** Runs the schedule of a lane if it is due. */
export async function advanceSchedule(ctx: ScheduleContext, laneKey: string): Promise<Advance> {
  const scheduleId = laneKey.slice(SCHEDULE_LANE_PREFIX.length);
  try {
    return await inTransactionThenWake(ctx.db, ctx.wakeQueue, (tx, afterCommit) =>
      runDue(ctx, tx, afterCommit, scheduleId),
    );
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    // It would fail again at every tick and the owner would never hear of it.
    ctx.log.error({ scheduleId, err: error }, 'a scheduled run failed');
    const failed = async (): Promise<PreparedRun> => ({
      problem: { code: 'blocked', userMessage: texts.scheduleProblem('failed') },
    });
    return inTransactionThenWake(ctx.db, ctx.wakeQueue, (tx, afterCommit) =>
      runDue({ ...ctx, prepareRun: failed }, tx, afterCommit, scheduleId),
    );
  }
}

async function runDue(
  ctx: ScheduleContext,
  tx: Queryable,
  afterCommit: AfterCommit,
  scheduleId: string,
): Promise<Advance> {
  const schedule = await lockSchedule(tx, scheduleId);
  if (schedule === undefined || schedule.status !== 'active') return { more: false };
  const now = ctx.clock.now();
  const earlyMs = schedule.nextRunAt.getTime() - now.getTime();
  if (earlyMs > 0) return { more: false, ...(earlyMs < TICK_EARLY_MS ? { wakeInMs: earlyMs } : {}) };

  const latest = previousRun(schedule.cron, now, ctx.timeZone);
  const dueAt = new Date(Math.max(latest.getTime(), schedule.nextRunAt.getTime()));
  await setNextRun(tx, scheduleId, nextRun(schedule.cron, now, ctx.timeZone));
  const occurrence = { schedule, dueAt, now };
  if (dueAt > schedule.nextRunAt) await skip(ctx, tx, afterCommit, { ...occurrence, dueAt: schedule.nextRunAt });
  if (now.getTime() - dueAt.getTime() > MAX_LATE_MS) await skip(ctx, tx, afterCommit, occurrence);
  else await run(ctx, tx, afterCommit, occurrence);
  return { more: false };
}

async function run(
  ctx: ScheduleContext,
  tx: Queryable,
  afterCommit: AfterCommit,
  occurrence: Occurrence,
): Promise<void> {
  const { schedule, dueAt, now } = occurrence;
  const key = { scheduleId: schedule.scheduleId, dueAt };
  if (!(await insertRun(tx, { ...key, ranAt: now, outcome: 'sent' }))) return;
  const prepared = await ctx.prepareRun(tx, schedule, {
    now,
    ids: ctx.ids,
    afterCommit,
    platform: ctx.platform.name,
  });
  if ('noticeId' in prepared) {
    await finishRun(tx, key, { outcome: 'sent', noticeId: prepared.noticeId, errorCode: null });
    return;
  }
  const { code, userMessage } = prepared.problem;
  await finishRun(tx, key, { outcome: 'failed', noticeId: null, errorCode: code });
  const problem = userMessage ?? texts.scheduleProblem(code);
  await tellOwner(ctx, tx, afterCommit, occurrence, texts.scheduleFailed(schedule.number, schedule.words, problem));
}

async function skip(
  ctx: ScheduleContext,
  tx: Queryable,
  afterCommit: AfterCommit,
  occurrence: Occurrence,
): Promise<void> {
  const { schedule, dueAt, now } = occurrence;
  const { scheduleId, number, words } = schedule;
  if (!(await insertRun(tx, { scheduleId, dueAt, ranAt: now, outcome: 'skipped' }))) return;
  const due = describeInstant(dueAt, now, ctx.timeZone);
  await tellOwner(ctx, tx, afterCommit, occurrence, texts.scheduleMissed(number, words, due));
}

async function tellOwner(
  ctx: ScheduleContext,
  tx: Queryable,
  afterCommit: AfterCommit,
  { schedule, now }: Occurrence,
  text: string,
): Promise<void> {
  const memberId = await findMemberId(tx, schedule.staffId);
  if (memberId === null) return;
  await queueMemberText(tx, { platform: ctx.platform.name, memberId, now, ids: ctx.ids, afterCommit, text });
}

/** Keeps BullMQ's tickers equal to the active schedules; called with every sweep. */
export function createTickKeeper(
  ctx: Pick<ScheduleContext, 'db' | 'timeZone'>,
  queue: Pick<OpenQueue, 'upsertSchedulerTick' | 'removeSchedulerTick'>,
): () => Promise<void> {
  const kept = new Map<string, string>();
  return async () => {
    const active = new Map((await listActiveCrons(ctx.db)).map(({ scheduleId, cron }) => [scheduleId, cron]));
    for (const [scheduleId, cron] of active) {
      if (kept.get(scheduleId) === cron) continue;
      await queue.upsertSchedulerTick('schedule', SCHEDULE_LANE_PREFIX + scheduleId, cron, ctx.timeZone);
      kept.set(scheduleId, cron);
    }
    for (const scheduleId of kept.keys()) {
      if (active.has(scheduleId)) continue;
      await queue.removeSchedulerTick('schedule', SCHEDULE_LANE_PREFIX + scheduleId);
      kept.delete(scheduleId);
    }
  };
}
