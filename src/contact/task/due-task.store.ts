import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../db/index.ts';
import { IS_MISPLACED } from './task.store.ts';

export interface DueTask {
  readonly taskId: string;
  readonly staffId: string;
  /** The holder's id on WeCom. */
  readonly memberId: string;
}

/**
 * Takes tasks that are due and of whose due date nobody was reminded, the earliest first. Whoever takes one has marked it in
 * the same statement; a second taker waits for the row and then finds it marked. `isDay` = also those whose hour is ours.
 */
export async function claimDueTasks(tx: Queryable, now: Date, isDay: boolean, limit: number): Promise<DueTask[]> {
  const { rows } = await sql<DueTask>`
    update tasks t set reminded_for = t.due_at
    from staff f
    where f.staff_id = t.staff_id and ${isToRemind(now, isDay)}
      and t.task_id in (
        select t.task_id from tasks t join staff f on f.staff_id = t.staff_id
        where ${isToRemind(now, isDay)} order by t.due_at, t.number limit ${limit})
    returning t.task_id, t.staff_id, f.wecom_user_id as member_id`.execute(tx);
  return rows;
}

/** Is there anybody to remind now, if need be after a hand-over? Index tasks_open_due. */
export async function hasTaskToRemind(db: Queryable, now: Date, isDay: boolean): Promise<boolean> {
  const { rows } = await sql`
    select 1
    from tasks t
    join staff f on f.staff_id = t.staff_id
    left join students s on s.student_id = t.student_id
    left join classes k on k.class_id = s.class_id
    left join staff n on n.staff_id = k.counsellor_id
    where ${isUnremindedOf(now, isDay)} and (
      (f.archived_at is null and f.wecom_user_id is not null)
      or (${IS_MISPLACED} and n.archived_at is null and n.wecom_user_id is not null))
    limit 1`.execute(db);
  return rows.length > 0;
}

function isUnremindedOf(now: Date, isDay: boolean): RawBuilder<unknown> {
  return sql`(t.status = 'open' and t.due_at <= ${now} and (t.is_hour_named or ${isDay})
    and t.reminded_for is distinct from t.due_at)`;
}

function isToRemind(now: Date, isDay: boolean): RawBuilder<unknown> {
  return sql`(${isUnremindedOf(now, isDay)} and f.archived_at is null and f.wecom_user_id is not null)`;
}
