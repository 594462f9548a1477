import type { Queryable, ScheduleRow } from '../db/index.ts';
import { findMemberId } from '../roster/index.ts';

export const SCHEDULE_LANE_PREFIX = 'schedule:';

/** The schedule, locked until the end of the transaction; undefined when it is gone. */
export async function lockSchedule(tx: Queryable, scheduleId: string): Promise<ScheduleRow | undefined> {
  return tx.selectFrom('schedules').selectAll().where('scheduleId', '=', scheduleId).forUpdate().executeTakeFirst();
}

/** Claims one occurrence for ever: false when it was run (or skipped) before. */
export async function insertRun(
  tx: Queryable,
  run: {
    readonly scheduleId: string;
    readonly dueAt: Date;
    readonly ranAt: Date;
    readonly outcome: 'sent' | 'skipped';
  },
): Promise<boolean> {
  const row = await tx
    .insertInto('scheduleRuns')
    .values(run)
    .onConflict((conflict) => conflict.doNothing())
    .returning('scheduleId')
    .executeTakeFirst();
  return row !== undefined;
}

export async function finishRun(
  tx: Queryable,
  run: { readonly scheduleId: string; readonly dueAt: Date },
  result: { readonly outcome: 'sent' | 'failed'; readonly noticeId: string | null; readonly errorCode: string | null },
): Promise<void> {
  await tx
    .updateTable('scheduleRuns')
    .set(result)
    .where('scheduleId', '=', run.scheduleId)
    .where('dueAt', '=', run.dueAt)
    .execute();
}

export async function setNextRun(tx: Queryable, scheduleId: string, nextRunAt: Date): Promise<void> {
  await tx.updateTable('schedules').set({ nextRunAt }).where('scheduleId', '=', scheduleId).execute();
}

export async function listActiveCrons(
  db: Queryable,
): Promise<readonly { readonly scheduleId: string; readonly cron: string }[]> {
  return db.selectFrom('schedules').select(['scheduleId', 'cron']).where('status', '=', 'active').execute();
}

/** Lanes of schedules that are due at `now` (domain clock). */
export async function findDueScheduleLanes(db: Queryable, now: Date): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('schedules')
    .select('scheduleId')
    .where('status', '=', 'active')
    .where('nextRunAt', '<=', now)
    .execute();
  return rows.map(({ scheduleId }) => SCHEDULE_LANE_PREFIX + scheduleId);
}

/** How the bot reaches the person who stands for a campaign, or, when that one left, every leader of the college. */
export async function findCampaignLeaders(
  db: Queryable,
  campaign: { readonly staffId: string; readonly collegeId: string },
): Promise<readonly string[]> {
  const owner = await findMemberId(db, campaign.staffId);
  if (owner !== null) return [owner];
  const rows = await db
    .selectFrom('staff')
    .select('wecomUserId')
    .where('collegeId', '=', campaign.collegeId)
    .where('role', '=', 'college_leader')
    .where('archivedAt', 'is', null)
    .orderBy('staffId')
    .execute();
  return rows.flatMap(({ wecomUserId }) => wecomUserId ?? []);
}
