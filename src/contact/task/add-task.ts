import type { Queryable } from '../../db/index.ts';
import { insertTasks } from './task.store.ts';
import {
  closeTasksOfOrigin,
  insertTaskOfOrigin,
  listTasksOfOrigin,
  type OriginFilter,
  type TaskOfOrigin,
} from './task-origin.store.ts';

/**
 * Follow-up work that a feature gives to a member of staff: a call to a family that missed a meeting, or did not confirm a
 * notice. It stands in 我的提醒, comes back when it is due, and moves with the class like every other task (`task.ts`).
 */
export interface TaskOrder {
  readonly taskId: string;
  /** Whose it is; with a student whose class is not (or no longer) theirs it goes to the counsellor of the class. */
  readonly staffId: string;
  readonly studentId: string | null;
  /** Plain Chinese, without the student's name, e.g. `补开家长会：把要点告诉家里`. */
  readonly what: string;
  /** An hour that nobody named: what is due before 07:00 is told at 07:00. */
  readonly dueAt: Date;
  readonly createdAt: Date;
  /** A stable key of the cause, `kind:…` (`absence:<studentId>:<term>`, `ladder:<noticeId>:<studentId>:<rung>`): one open task a cause. */
  readonly origin?: string;
}

/** Gives somebody a task; false when one of the same origin is open already, which stays as it is. */
export async function addTask(tx: Queryable, order: TaskOrder): Promise<boolean> {
  const { createdAt, origin, ...wanted } = order;
  const task = { ...wanted, isHourNamed: false, contactId: null };
  if (origin !== undefined) return insertTaskOfOrigin(tx, { ...task, origin }, createdAt);
  await insertTasks(tx, [task], createdAt);
  return true;
}

/** The open tasks of one cause, or of all whose origin begins with `origin` when that ends with a colon (`ladder:`). */
export async function findOpenTasks(db: Queryable, filter: OriginFilter): Promise<readonly TaskOfOrigin[]> {
  return listTasksOfOrigin(db, filter);
}

/** Closes what `findOpenTasks` finds, because the cause is gone (`closedBy` null) or somebody did it. Returns how many. */
export async function closeOpenTasks(
  tx: Queryable,
  filter: OriginFilter,
  close: { readonly status: 'done' | 'dropped'; readonly now: Date; readonly closedBy: string | null },
): Promise<number> {
  return closeTasksOfOrigin(tx, filter, close);
}
