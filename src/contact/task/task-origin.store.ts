import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../db/index.ts';
import { insertTask, lockNumbers, type NewTask } from './task.store.ts';

/** Tasks that a feature made: found, and closed, by their cause. */

/** Stores an open task unless one of its origin is open; true when it was stored. */
export async function insertTaskOfOrigin(tx: Queryable, task: NewTask, now: Date): Promise<boolean> {
  await lockNumbers(tx, task.staffId);
  const row = await insertTask(tx, task, now)
    .onConflict((conflict) =>
      conflict.column('origin').where('status', '=', 'open').where('origin', 'is not', null).doNothing(),
    )
    .returning('taskId')
    .executeTakeFirst();
  return row !== undefined;
}

export interface OriginFilter {
  /** The whole origin, or its beginning up to a colon (`absence:`). */
  readonly origin: string;
  readonly studentId?: string;
}

export interface TaskOfOrigin {
  readonly taskId: string;
  readonly origin: string;
  readonly staffId: string;
  readonly studentId: string | null;
  readonly what: string;
  readonly dueAt: Date;
}

function isOfOrigin({ origin, studentId }: OriginFilter): RawBuilder<boolean> {
  const fits = origin.endsWith(':') ? sql`starts_with(origin, ${origin})` : sql`origin = ${origin}`;
  const ofStudent = studentId === undefined ? sql`` : sql`and student_id = ${studentId}`;
  return sql`(status = 'open' and ${fits} ${ofStudent})`;
}

/** Open tasks of these causes, the earliest first. */
export async function listTasksOfOrigin(db: Queryable, filter: OriginFilter): Promise<TaskOfOrigin[]> {
  const rows = await db
    .selectFrom('tasks')
    .select(['taskId', 'origin', 'staffId', 'studentId', 'what', 'dueAt'])
    .where(isOfOrigin(filter))
    .orderBy('dueAt')
    .execute();
  return rows.map((row) => ({ ...row, origin: row.origin ?? '' }));
}

/** Closes the open tasks of these causes; `closedBy` null = by itself. Returns how many. */
export async function closeTasksOfOrigin(
  tx: Queryable,
  filter: OriginFilter,
  close: { readonly status: 'done' | 'dropped'; readonly now: Date; readonly closedBy: string | null },
): Promise<number> {
  const { status, now, closedBy } = close;
  const rows = await tx
    .updateTable('tasks')
    .set({ status, closedAt: now, closedBy })
    .where(isOfOrigin(filter))
    .returning('taskId')
    .execute();
  return rows.length;
}
