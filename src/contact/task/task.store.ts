import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../db/index.ts';
import { toStorableText } from '../../shared/bytes.ts';
import { IS_CLASS_OF_STAFF } from '../scope.store.ts';
import type { Task } from './task.ts';

/** For `tasks t`, its holder `staff f` and the class `classes k` of its student. */
export const IS_MISPLACED: RawBuilder<unknown> = sql`(k.class_id is not null and k.counsellor_id <> t.staff_id and not ${IS_CLASS_OF_STAFF})`;

export interface NewTask {
  readonly taskId: string;
  readonly studentId: string | null;
  readonly staffId: string;
  readonly what: string;
  readonly dueAt: Date;
  readonly isHourNamed: boolean;
  /** Root of the chain of the record whose next step it is. */
  readonly contactId: string | null;
  /** What caused it, when a feature made it; one open task an origin. */
  readonly origin?: string;
}

/**
 * Numbers are short because they are typed, and are not used again for a day, so that a second 完成1 cannot close another
 * task. An own expression, because hand-over numbers several at once.
 */
function lastNumberOf(staffId: RawBuilder<unknown>, now: Date): RawBuilder<number> {
  return sql`coalesce((select max(number) from tasks o where o.staff_id = ${staffId}
    and (o.status = 'open' or o.closed_at > ${now}::timestamptz - interval '1 day')), 0)`;
}

/** A feature may give a person a task while the person types: until the commit nobody else takes that person's next number. */
export async function lockNumbers(tx: Queryable, staffId: string): Promise<void> {
  await tx.selectFrom('staff').select('staffId').where('staffId', '=', staffId).forNoKeyUpdate().execute();
}

/** The statement that stores an open task under the next number of its holder; lock the numbers first. */
export function insertTask(tx: Queryable, task: NewTask, now: Date) {
  return tx.insertInto('tasks').values({
    ...task,
    what: toStorableText(task.what),
    number: sql`${lastNumberOf(sql`${task.staffId}::uuid`, now)} + 1`,
    createdAt: now,
  });
}

/** Stores open tasks, one after the other, so that each gets the next number. */
export async function insertTasks(tx: Queryable, tasks: readonly NewTask[], now: Date): Promise<void> {
  for (const task of tasks) {
    await lockNumbers(tx, task.staffId);
    await insertTask(tx, task, now).execute();
  }
}

/** Open tasks of a person, the earliest first. */
export async function listOpenTasks(db: Queryable, staffId: string): Promise<Task[]> {
  return loadTasks(db, sql`t.staff_id = ${staffId} and t.status = 'open'`);
}

/** These tasks, whatever their state. */
export async function listTasks(db: Queryable, taskIds: readonly string[]): Promise<Task[]> {
  return taskIds.length === 0 ? [] : loadTasks(db, sql`t.task_id = any(${[...taskIds]}::uuid[])`);
}

/** Open tasks of a person about these students that are due before `until`. */
export async function listTasksOfStudents(
  db: Queryable,
  staffId: string,
  studentIds: readonly string[],
  until: Date,
): Promise<Task[]> {
  return loadTasks(
    db,
    sql`t.staff_id = ${staffId} and t.status = 'open' and t.due_at < ${until} and t.student_id = any(${[...studentIds]}::uuid[])`,
  );
}

async function loadTasks(db: Queryable, which: RawBuilder<unknown>): Promise<Task[]> {
  const { rows } = await sql<Task>`
    select t.task_id, t.number, t.student_id, s.name as student_name, k.name as class_name, t.staff_id,
      h.name as handed_over_name, t.what, t.due_at, t.is_hour_named, t.status, t.reminded_for
    from tasks t
    left join students s on s.student_id = t.student_id
    left join classes k on k.class_id = s.class_id
    left join staff h on h.staff_id = t.handed_over_by
    where ${which}
    order by t.due_at, t.number`.execute(db);
  return rows;
}

/** Closes an open task of this person; false when it is not (or no longer) his or hers to close. */
export async function closeTask(
  tx: Queryable,
  close: {
    readonly taskId: string;
    readonly staffId: string;
    readonly status: 'done' | 'dropped';
    readonly now: Date;
  },
): Promise<boolean> {
  const row = await tx
    .updateTable('tasks')
    .set({ status: close.status, closedAt: close.now, closedBy: close.staffId })
    .where('taskId', '=', close.taskId)
    .where('staffId', '=', close.staffId)
    .where('status', '=', 'open')
    .returning('taskId')
    .executeTakeFirst();
  return row !== undefined;
}

/** Gives an open task of this person another due date; false as `closeTask`. */
export async function postponeTask(
  tx: Queryable,
  postpone: {
    readonly taskId: string;
    readonly staffId: string;
    readonly dueAt: Date;
    readonly isHourNamed: boolean;
  },
): Promise<boolean> {
  const { taskId, staffId, ...due } = postpone;
  const row = await tx
    .updateTable('tasks')
    .set({ ...due, remindedFor: null })
    .where('taskId', '=', taskId)
    .where('staffId', '=', staffId)
    .where('status', '=', 'open')
    .returning('taskId')
    .executeTakeFirst();
  return row !== undefined;
}

/** Drops the open tasks that these records left behind. */
export async function dropTasksOfContacts(
  tx: Queryable,
  rootIds: readonly string[],
  by: { readonly staffId: string; readonly now: Date },
): Promise<void> {
  if (rootIds.length === 0) return;
  await tx
    .updateTable('tasks')
    .set({ status: 'dropped', closedAt: by.now, closedBy: by.staffId })
    .where('contactId', 'in', [...rootIds])
    .where('status', '=', 'open')
    .execute();
}

/** The record was about another student, and so is its next step. */
export async function moveTasksOfContact(tx: Queryable, rootId: string, studentId: string): Promise<void> {
  await tx
    .updateTable('tasks')
    .set({ studentId })
    .where('contactId', '=', rootId)
    .where('status', '=', 'open')
    .where('studentId', 'is distinct from', studentId)
    .execute();
}

/**
 * Gives every open task whose holder may no longer work with the student's class to the counsellor of that class: after an
 * import that changed the counsellor, or moved the student. Returns how many moved.
 */
export async function handOverTasks(tx: Queryable, now: Date): Promise<number> {
  const { rows } = await sql<{ taskId: string }>`
    with misplaced as (
      select t.task_id, t.staff_id as old_id, k.counsellor_id as new_id,
        row_number() over (partition by k.counsellor_id order by t.due_at, t.number) as place
      from tasks t
      join students s on s.student_id = t.student_id
      join classes k on k.class_id = s.class_id
      join staff f on f.staff_id = t.staff_id
      where t.status = 'open' and ${IS_MISPLACED}
    )
    update tasks t
    set staff_id = m.new_id, handed_over_by = m.old_id, number = ${lastNumberOf(sql`m.new_id`, now)} + m.place
    from misplaced m
    where t.task_id = m.task_id
    returning t.task_id`.execute(tx);
  return rows.length;
}
