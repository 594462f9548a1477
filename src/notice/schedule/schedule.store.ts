import type { Queryable, ScheduleRow } from '../../db/index.ts';

export interface NewSchedule {
  readonly scheduleId: string;
  readonly staffId: string;
  readonly kind: string;
  readonly plan: unknown;
  readonly cron: string;
  readonly words: string;
  readonly nextRunAt: Date;
  readonly createdAt: Date;
}

/** Stores it under the owner's next number and returns that; a stopped schedule keeps its number. */
export async function insertSchedule(tx: Queryable, schedule: NewSchedule): Promise<number> {
  const last = await tx
    .selectFrom('schedules')
    .select((eb) => eb.fn.max('number').as('number'))
    .where('staffId', '=', schedule.staffId)
    .executeTakeFirst();
  const number = (last?.number ?? 0) + 1;
  await tx
    .insertInto('schedules')
    .values({ ...schedule, number, plan: JSON.stringify(schedule.plan) })
    .execute();
  return number;
}

/** The owner's schedules that still run, by number. */
export async function listActiveSchedules(db: Queryable, staffId: string): Promise<readonly ScheduleRow[]> {
  return db
    .selectFrom('schedules')
    .selectAll()
    .where('staffId', '=', staffId)
    .where('status', '=', 'active')
    .orderBy('number')
    .execute();
}

/** Stops one of the owner's schedules; false when it was not running. */
export async function stopSchedule(
  tx: Queryable,
  schedule: { readonly staffId: string; readonly number: number; readonly at: Date },
): Promise<boolean> {
  const result = await tx
    .updateTable('schedules')
    .set({ status: 'stopped', stoppedAt: schedule.at })
    .where('staffId', '=', schedule.staffId)
    .where('number', '=', schedule.number)
    .where('status', '=', 'active')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
