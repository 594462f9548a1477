import { type Expression, type SqlBool, sql } from 'kysely';
import type { StaffMember } from '../../command/index.ts';
import type { ApprovalRequestRow, Queryable } from '../../db/index.ts';

/** Somebody who may decide and can be reached in the chat. */
export interface Approver {
  readonly staffId: string;
  readonly name: string;
  readonly memberId: string;
}

/** Who may decide for a college, or for the office (null); never the sender. */
export async function listApprovers(
  db: Queryable,
  collegeId: string | null,
  senderId: string,
): Promise<readonly Approver[]> {
  const rows = await db
    .selectFrom('staff')
    .select(['staffId', 'name', 'wecomUserId'])
    .where('archivedAt', 'is', null)
    .where('staffId', '!=', senderId)
    .where('role', '=', collegeId === null ? 'student_affairs' : 'college_leader')
    .$if(collegeId !== null, (query) => query.where('collegeId', '=', collegeId))
    .orderBy('staffNo')
    .execute();
  return rows.flatMap(({ staffId, name, wecomUserId }) =>
    wecomUserId === null ? [] : [{ staffId, name, memberId: wecomUserId }],
  );
}

/** The colleges of these classes. */
export async function listCollegesOf(
  db: Queryable,
  classIds: readonly string[],
): Promise<readonly { readonly collegeId: string; readonly name: string }[]> {
  return db
    .selectFrom('classes')
    .innerJoin('colleges', 'colleges.collegeId', 'classes.collegeId')
    .select(['colleges.collegeId', 'colleges.name'])
    .distinct()
    .where(sql<SqlBool>`classes.class_id = any(${[...classIds]}::uuid[])`)
    .execute();
}

export async function insertRequests(
  tx: Queryable,
  requests: readonly {
    readonly requestId: string;
    readonly noticeId: string;
    readonly collegeId: string | null;
    readonly askedAt: Date;
    readonly nextReminderAt: Date;
    readonly composition: unknown;
  }[],
): Promise<void> {
  const rows = requests.map((request) => {
    const { composition } = request;
    return { ...request, composition: composition === undefined ? null : JSON.stringify(composition) };
  });
  await tx.insertInto('approvalRequests').values(rows).execute();
}

/** The newest request of a notice, open or decided; lock the notice first. */
export async function findLastRequest(db: Queryable, noticeId: string): Promise<ApprovalRequestRow | undefined> {
  return db
    .selectFrom('approvalRequests')
    .selectAll()
    .where('noticeId', '=', noticeId)
    .orderBy('askedAt', 'desc')
    .orderBy('outcome', (order) => order.desc().nullsFirst())
    .limit(1)
    .executeTakeFirst();
}

/** How a request ended, by whom (null = by itself). */
interface RequestDecision {
  readonly outcome: 'approved' | 'returned' | 'withdrawn' | 'dropped';
  readonly by: string | null;
  readonly at: Date;
  readonly words?: string;
}

/** Ends the open requests of these notices; of notices that do not wait nothing changes. */
export async function closeRequests(
  tx: Queryable,
  noticeIds: readonly string[],
  { outcome, by, at, words }: RequestDecision,
): Promise<void> {
  await tx
    .updateTable('approvalRequests')
    .set({ outcome, decidedBy: by, decidedAt: at, words: words ?? null, nextReminderAt: null })
    .where(sql<SqlBool>`notice_id = any(${[...noticeIds]}::uuid[])`)
    .where('outcome', 'is', null)
    .execute();
}
/** A request that others must decide now, because the classes changed college. */
export async function setRequestCollege(tx: Queryable, requestId: string, collegeId: string | null): Promise<void> {
  await tx.updateTable('approvalRequests').set({ collegeId }).where('requestId', '=', requestId).execute();
}

/** How many requests of one sender were made at this very instant: those of one batch. */
export async function countAskedAt(db: Queryable, staffId: string, askedAt: Date): Promise<number> {
  const row = await db
    .selectFrom('approvalRequests')
    .innerJoin('notices', 'notices.noticeId', 'approvalRequests.noticeId')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('notices.staffId', '=', staffId)
    .where('approvalRequests.askedAt', '=', askedAt)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export interface WaitingNotice {
  readonly noticeId: string;
  readonly noticeCode: string;
  readonly title: string;
  readonly staffName: string;
  readonly askedAt: Date;
  /** Whose leaders decide; null = the office. */
  readonly collegeId: string | null;
  readonly senderId: string;
  /** Of drafts made from facts, which are asked for together. */
  readonly batchId: string | null;
}

/** What waits for this person's decision, oldest first. */
export async function listWaitingFor(
  db: Queryable,
  staff: Pick<StaffMember, 'staffId' | 'role' | 'collegeId'>,
): Promise<readonly WaitingNotice[]> {
  const { staffId, role, collegeId } = staff;
  if (role === 'student_affairs')
    return listOpen(db, sql<SqlBool>`notices.staff_id <> ${staffId} and approval_requests.college_id is null`);
  if (role !== 'college_leader' || collegeId === null) return [];
  return listOpen(db, sql<SqlBool>`notices.staff_id <> ${staffId} and approval_requests.college_id = ${collegeId}`);
}

/** What this person asked others to approve, oldest first. */
export async function listWaitingOf(db: Queryable, staffId: string): Promise<readonly WaitingNotice[]> {
  return listOpen(db, sql<SqlBool>`notices.staff_id = ${staffId}`);
}

async function listOpen(db: Queryable, condition: Expression<SqlBool>): Promise<readonly WaitingNotice[]> {
  return db
    .selectFrom('approvalRequests')
    .innerJoin('notices', 'notices.noticeId', 'approvalRequests.noticeId')
    .innerJoin('staff', 'staff.staffId', 'notices.staffId')
    .select(['notices.noticeId', 'notices.noticeCode', 'notices.title', 'staff.name as staffName', 'askedAt'])
    .select('approvalRequests.collegeId')
    .select(['notices.staffId as senderId', 'notices.batchId'])
    .where('approvalRequests.outcome', 'is', null)
    .where(condition)
    .orderBy('askedAt')
    .orderBy('notices.noticeId')
    .execute();
}

export async function hasDueReminder(db: Queryable, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('approvalRequests')
    .select('requestId')
    .where('outcome', 'is', null)
    .where('nextReminderAt', '<=', now)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export interface DueReminder extends WaitingNotice {
  readonly requestId: string;
  readonly collegeId: string | null;
  /** How often the approvers were reminded before. */
  readonly reminders: number;
}

/** Requests whose reminder is due, locked so that nobody else reminds of them. */
export async function lockDueReminders(tx: Queryable, now: Date, limit: number): Promise<readonly DueReminder[]> {
  return tx
    .selectFrom('approvalRequests')
    .innerJoin('notices', 'notices.noticeId', 'approvalRequests.noticeId')
    .innerJoin('staff', 'staff.staffId', 'notices.staffId')
    .select([
      'approvalRequests.requestId',
      'approvalRequests.collegeId',
      'approvalRequests.askedAt',
      'approvalRequests.reminders',
      'notices.noticeId',
      'notices.noticeCode',
      'notices.title',
      'notices.staffId as senderId',
      'notices.batchId',
      'staff.name as staffName',
    ])
    .where('approvalRequests.outcome', 'is', null)
    .where('approvalRequests.nextReminderAt', '<=', now)
    .orderBy('approvalRequests.nextReminderAt')
    .limit(limit)
    .forUpdate('approvalRequests')
    .skipLocked()
    .execute();
}

export async function setReminder(
  tx: Queryable,
  requestIds: readonly string[],
  reminder: { readonly reminders: number; readonly nextReminderAt: Date | null },
): Promise<void> {
  await tx
    .updateTable('approvalRequests')
    .set(reminder)
    .where(sql<SqlBool>`request_id = any(${[...requestIds]}::uuid[])`)
    .execute();
}

/** One open request among those of a batch. */
export interface BatchRequestRow {
  readonly requestId: string;
  readonly noticeId: string;
  readonly collegeId: string | null;
}

/** The open requests of one sender's share of a batch, by class and student number. */
export async function listRequestsOfBatch(
  db: Queryable,
  { batchId, senderId }: { readonly batchId: string; readonly senderId: string },
): Promise<readonly BatchRequestRow[]> {
  return db
    .selectFrom('approvalRequests')
    .innerJoin('notices', 'notices.noticeId', 'approvalRequests.noticeId')
    .innerJoin('students', 'students.studentId', 'notices.studentId')
    .innerJoin('classes', 'classes.classId', 'students.classId')
    .select(['approvalRequests.requestId', 'approvalRequests.noticeId', 'approvalRequests.collegeId'])
    .where('approvalRequests.outcome', 'is', null)
    .where('notices.batchId', '=', batchId)
    .where('notices.staffId', '=', senderId)
    .orderBy('classes.name')
    .orderBy('students.studentNo')
    .orderBy('notices.noticeId')
    .execute();
}

/** Who decided what about a notice, for whoever asks later; no words of it. */
export async function insertApprovalAudits(
  tx: Queryable,
  entries: readonly {
    readonly auditId: string;
    readonly happenedAt: Date;
    readonly staffId: string;
    readonly action: 'approve_notice' | 'return_notice' | 'notice_without_approval';
    readonly noticeId: string;
    readonly details: Readonly<Record<string, unknown>>;
  }[],
): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map(({ noticeId, details, ...rest }) => ({
    ...rest,
    subjectKind: 'notice' as const,
    subjectId: noticeId,
    details: JSON.stringify(details),
  }));
  await tx.insertInto('auditEntries').values(rows).execute();
}

export type RunsOf = { readonly scheduleId: string } | { readonly campaignId: string };

/** The notices that a schedule or campaign made and that wait for a second person. */
export async function listWaitingRuns(db: Queryable, of: RunsOf): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('notices')
    .leftJoin('campaignItems', 'campaignItems.noticeId', 'notices.noticeId')
    .select('notices.noticeId')
    .where('notices.status', '=', 'awaiting_approval')
    .where((eb) =>
      'scheduleId' in of
        ? eb('notices.scheduleId', '=', of.scheduleId)
        : eb('campaignItems.campaignId', '=', of.campaignId),
    )
    .execute();
  return rows.map(({ noticeId }) => noticeId);
}

/** How many requests nobody has decided yet, and when the oldest was asked. */
export async function countOpenRequests(
  db: Queryable,
): Promise<{ readonly open: number; readonly oldestAt: Date | null }> {
  const { rows } = await sql<{ open: number; oldestAt: Date | null }>`
    select count(*)::int as open, min(asked_at) as oldest_at from approval_requests where outcome is null`.execute(db);
  return rows[0] ?? { open: 0, oldestAt: null };
}
