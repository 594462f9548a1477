import { type SqlBool, sql } from 'kysely';
import type { NoticeRow, Queryable } from '../../db/index.ts';

/** The open drafts of one batch that one counsellor has before him or her. */
export interface OpenBatch {
  readonly batchId: string;
  readonly kind: string;
  readonly title: string;
  readonly count: number;
  readonly source: string;
  readonly asOf: string;
}

/** The batches with open drafts of this person, the oldest first. */
export async function listOpenBatches(db: Queryable, staffId: string): Promise<readonly OpenBatch[]> {
  const { rows } = await sql<Omit<OpenBatch, 'count'> & { count: string }>`
    select b.batch_id, b.kind, min(n.title) as title, count(*) as count, i.source, i.as_of
    from notices n
    join draft_batches b on b.batch_id = n.batch_id
    join fact_imports i on i.import_id = b.import_id
    where n.staff_id = ${staffId} and n.status = 'draft' and n.batch_id is not null
    group by b.batch_id, b.kind, i.source, i.as_of, b.created_at
    order by b.created_at, b.kind`.execute(db);
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}

/** A draft with the names by which people know it. */
export interface BatchDraft {
  readonly notice: NoticeRow;
  readonly studentName: string;
  readonly className: string;
}

/** The open drafts of a batch that are this person's, by class and student number. */
export async function listBatchDrafts(
  db: Queryable,
  batch: { readonly batchId: string; readonly staffId: string },
): Promise<readonly BatchDraft[]> {
  const rows = await db
    .selectFrom('notices')
    .innerJoin('students', 'students.studentId', 'notices.studentId')
    .innerJoin('classes', 'classes.classId', 'students.classId')
    .selectAll('notices')
    .select(['students.name as studentName', 'classes.name as className'])
    .where('notices.batchId', '=', batch.batchId)
    .where('notices.staffId', '=', batch.staffId)
    .where('notices.status', '=', 'draft')
    .orderBy('classes.name')
    .orderBy('students.studentNo')
    .orderBy('notices.noticeId')
    .execute();
  return rows.map(({ studentName, className, ...notice }) => ({ notice, studentName, className }));
}

/** Keeps with each draft what it was shown with. */
export async function keepShown(
  tx: Queryable,
  shown: readonly { readonly noticeId: string; readonly digest: string; readonly templateVersion: string }[],
): Promise<void> {
  if (shown.length === 0) return;
  await sql`
    update notices n set recipients_digest = u.digest, template_version = u.template_version
    from unnest(${shown.map(({ noticeId }) => noticeId)}::uuid[], ${shown.map(({ digest }) => digest)}::text[],
      ${shown.map(({ templateVersion }) => templateVersion)}::text[]) as u (notice_id, digest, template_version)
    where n.notice_id = u.notice_id and n.status = 'draft'`.execute(tx);
}

/** Puts these fields into open drafts, beside those that they have. */
export async function putFields(
  tx: Queryable,
  noticeIds: readonly string[],
  fields: Readonly<Record<string, string>>,
): Promise<void> {
  await sql`
    update notices set fields = fields || ${JSON.stringify(fields)}::jsonb
    where notice_id = any(${[...noticeIds]}::uuid[]) and status = 'draft'`.execute(tx);
}

/** An open draft that has a new holder, or none: whose it was and is. */
export interface MovedDraft {
  readonly staffId: string;
  readonly userId: string | null;
}

const LEFT = sql<SqlBool>`(s.archived_at is not null or s.status not in ('enrolled', 'suspended'))`;

/** Drops the open drafts about students who have left. */
export async function dropDraftsOfLeft(tx: Queryable): Promise<void> {
  await sql`
    update notices n set status = 'dropped'
    from students s
    where s.student_id = n.student_id and n.status = 'draft' and n.batch_id is not null and ${LEFT}`.execute(tx);
}

/**
 * Gives every open draft to the counsellor of the class in which the student is now. Returns one row a draft that moved.
 */
export async function handOverDrafts(tx: Queryable): Promise<readonly MovedDraft[]> {
  const { rows } = await sql<MovedDraft>`
    update notices n set staff_id = k.counsellor_id
    from students s, classes k, staff f
    where s.student_id = n.student_id and k.class_id = s.class_id and f.staff_id = k.counsellor_id
      and n.status = 'draft' and n.batch_id is not null and n.staff_id <> k.counsellor_id and not ${LEFT}
    returning n.staff_id, f.wecom_user_id as user_id`.execute(tx);
  return rows;
}

/** Is there a draft whose student has left or has another counsellor? */
export async function hasMisplacedDrafts(db: Queryable): Promise<boolean> {
  const { rows } = await sql`
    select 1
    from notices n
    join students s on s.student_id = n.student_id
    join classes k on k.class_id = s.class_id
    where n.status = 'draft' and n.batch_id is not null and (${LEFT} or n.staff_id <> k.counsellor_id)
    limit 1`.execute(db);
  return rows.length > 0;
}

/** Drops the open drafts that were made, or given back by an approver, before `before`; one row a draft with its holder. */
export async function dropDraftsBefore(tx: Queryable, before: Date): Promise<readonly MovedDraft[]> {
  const { rows } = await sql<MovedDraft>`
    update notices n set status = 'dropped'
    from staff f
    where f.staff_id = n.staff_id and n.status = 'draft' and n.batch_id is not null
      and coalesce(n.draft_since, n.created_at) < ${before}
    returning n.staff_id, f.wecom_user_id as user_id`.execute(tx);
  return rows;
}

/** Is there such a draft? */
export async function hasDraftsBefore(db: Queryable, before: Date): Promise<boolean> {
  const row = await db
    .selectFrom('notices')
    .select('noticeId')
    .where('status', '=', 'draft')
    .where('batchId', 'is not', null)
    .where(sql<SqlBool>`coalesce(draft_since, created_at) < ${before}`)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
