import { type SqlBool, sql } from 'kysely';
import type { NoticeRow, Queryable } from '../db/index.ts';
import { chunksOf } from '../shared/chunks-of.ts';
import type { NoticeAudience } from './audience/recipients.ts';
import type { TemplateText } from './plan/content.ts';
import { SEND_AT } from './timed/send-at.ts';

export interface NewNotice {
  readonly noticeId: string;
  readonly noticeCode: string;
  readonly kind: string;
  readonly topic: string | null;
  readonly audience: NoticeAudience;
  readonly staffId: string;
  readonly status: 'draft' | 'awaiting_approval' | 'confirmed';
  readonly title: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly recipients: unknown;
  readonly recipientsDigest: string;
  readonly templateVersion: string;
  readonly templateTexts: readonly TemplateText[];
  readonly isUrgent: boolean;
  /** Absent = it does not wait for the evening. */
  readonly isLow?: boolean;
  readonly scheduleId: string | null;
  readonly createdAt: Date;
  /** Of a draft made from facts (`facts/`): its batch, the one student whom it is about, and what about him or her. */
  readonly batchId?: string;
  readonly studentId?: string;
  readonly subjectKey?: string;
}

export async function insertNotice(db: Queryable, notice: NewNotice): Promise<void> {
  await insertNotices(db, [notice]);
}

/** Large enough that statements do not count; PostgreSQL takes 65,535 parameters. */
const CHUNK = 2_000;

export async function insertNotices(db: Queryable, notices: readonly NewNotice[]): Promise<void> {
  await keepTemplateTexts(db, notices);
  for (const chunk of chunksOf(notices, CHUNK)) {
    const rows = chunk.map(({ templateTexts: _, ...notice }) => ({
      ...notice,
      fields: JSON.stringify(notice.fields),
      recipients: JSON.stringify(notice.recipients),
      confirmedAt: notice.status === 'confirmed' ? notice.createdAt : null,
      confirmedBy: notice.status === 'confirmed' ? notice.staffId : null,
    }));
    await db.insertInto('notices').values(rows).execute();
  }
}

/** Keeps the files of each version, once: later one can see which words were in force. */
export async function keepTemplateTexts(
  db: Queryable,
  shown: readonly Pick<NewNotice, 'templateVersion' | 'templateTexts'>[],
): Promise<void> {
  const versions = new Map(shown.map(({ templateVersion, templateTexts }) => [templateVersion, templateTexts]));
  const rows = [...versions].flatMap(([templateVersion, templateTexts]) =>
    templateTexts.map(({ folder, part, text }) => ({ templateVersion, folder, part, text })),
  );
  if (rows.length === 0) return;
  await db
    .insertInto('templateVersions')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The row, locked until the end of the transaction: of two confirmations the second waits and sees what the first did. */
export async function lockNotice(tx: Queryable, noticeId: string): Promise<NoticeRow | undefined> {
  return tx.selectFrom('notices').selectAll().where('noticeId', '=', noticeId).forUpdate().executeTakeFirst();
}

/** The notice, without locking it. */
export async function findNotice(db: Queryable, noticeId: string): Promise<NoticeRow | undefined> {
  return db.selectFrom('notices').selectAll().where('noticeId', '=', noticeId).executeTakeFirst();
}

/** As `lockNotice`, for many; always in the order of their ids, so that two who lock the same ones never wait for each other. */
export async function lockNotices(tx: Queryable, noticeIds: readonly string[]): Promise<NoticeRow[]> {
  return tx
    .selectFrom('notices')
    .selectAll()
    .where(sql<SqlBool>`notice_id = any(${[...noticeIds]}::uuid[])`)
    .orderBy('noticeId')
    .forUpdate()
    .execute();
}

/** It goes out; `by` is the person whose word sent it: the sender, or who approved it. */
export async function markConfirmed(tx: Queryable, noticeIds: readonly string[], by: string, at: Date): Promise<void> {
  await tx
    .updateTable('notices')
    .set({ status: 'confirmed', confirmedAt: at, confirmedBy: by })
    .where(sql<SqlBool>`notice_id = any(${[...noticeIds]}::uuid[])`)
    .where('status', 'in', ['draft', 'awaiting_approval'])
    .execute();
}

export async function markAwaitingApproval(tx: Queryable, noticeIds: readonly string[]): Promise<void> {
  await tx
    .updateTable('notices')
    .set({ status: 'awaiting_approval' })
    .where(sql<SqlBool>`notice_id = any(${[...noticeIds]}::uuid[])`)
    .where('status', '=', 'draft')
    .execute();
}

/** Whether a draft is to wait for the evening. */
export async function setLow(tx: Queryable, noticeId: string, isLow: boolean): Promise<void> {
  await tx
    .updateTable('notices')
    .set({ isLow })
    .where('noticeId', '=', noticeId)
    .where('status', '=', 'draft')
    .where('isUrgent', '=', false)
    .execute();
}

/** A draft that was set for a time goes out at once instead. */
export async function dropSendAt(tx: Queryable, noticeId: string): Promise<void> {
  await sql`
    update notices set fields = fields - ${SEND_AT}::text where notice_id = ${noticeId} and status = 'draft'`.execute(
    tx,
  );
}

export interface TimedNotice {
  readonly title: string;
  readonly noticeCode: string;
  readonly sendAt: Date;
}

/** This person's confirmed notices whose time has not come and that were not stopped. */
export async function listTimedOf(db: Queryable, staffId: string, now: Date): Promise<readonly TimedNotice[]> {
  const { rows } = await sql<TimedNotice>`
    select title, notice_code, (fields ->> ${SEND_AT}::text)::timestamptz as send_at from notices
    where staff_id = ${staffId} and status = 'confirmed' and stopped_at is null and not is_urgent
      and fields ? ${SEND_AT}::text and (fields ->> ${SEND_AT}::text)::timestamptz > ${now}
    order by 3`.execute(db);
  return rows;
}

/** Back to their sender, who may confirm them again from now on. */
export async function markReturned(tx: Queryable, noticeIds: readonly string[], at: Date): Promise<void> {
  await tx
    .updateTable('notices')
    .set({ status: 'draft', draftSince: at })
    .where(sql<SqlBool>`notice_id = any(${[...noticeIds]}::uuid[])`)
    .where('status', '=', 'awaiting_approval')
    .execute();
}

/** It will never go out, whether it was a draft or waited for a second person. */
export async function markDropped(tx: Queryable, noticeId: string): Promise<void> {
  await dropNotices(tx, [noticeId]);
}

/** As `markDropped`, for many. */
export async function dropNotices(tx: Queryable, noticeIds: readonly string[]): Promise<void> {
  await tx
    .updateTable('notices')
    .set({ status: 'dropped' })
    .where(sql<SqlBool>`notice_id = any(${[...noticeIds]}::uuid[])`)
    .where('status', 'in', ['draft', 'awaiting_approval'])
    .execute();
}

/** What was shown the last time, to its sender or to who approves it. */
export async function updateShown(
  tx: Queryable,
  noticeId: string,
  shown: Pick<NewNotice, 'topic' | 'title' | 'recipients' | 'recipientsDigest' | 'templateVersion' | 'templateTexts'>,
): Promise<void> {
  const { topic, title, recipients, recipientsDigest, templateVersion } = shown;
  await keepTemplateTexts(tx, [shown]);
  await tx
    .updateTable('notices')
    .set({ topic, title, recipients: JSON.stringify(recipients), recipientsDigest, templateVersion })
    .where('noticeId', '=', noticeId)
    .where('status', 'in', ['draft', 'awaiting_approval'])
    .execute();
}

export interface TopicRow {
  readonly targetKey: string;
  readonly topic: string;
  readonly times: number;
  readonly lastAt: Date;
}

/**
 * How often and when each topic of the kind was confirmed for each target since `from`. A delivery that certainly did not
 * reach the target does not count. One pass over the term's deliveries of the kind, by the index on notice and target.
 */
export async function listTopicHistory(
  db: Queryable,
  kind: string,
  targetKeys: readonly string[],
  from: Date,
): Promise<readonly TopicRow[]> {
  if (targetKeys.length === 0) return [];
  const topic = sql<string>`coalesce(notices.recipients -> 'topicByTarget' ->> deliveries.target_key, notices.topic)`;
  const rows = await db
    .selectFrom('deliveries')
    .innerJoin('notices', 'notices.noticeId', 'deliveries.noticeId')
    .where('notices.kind', '=', kind)
    .where('notices.confirmedAt', '>=', from)
    .where('deliveries.targetKey', '=', sql<string>`any(${[...targetKeys]})`)
    .where('deliveries.status', 'not in', ['failed', 'cancelled', 'capped'])
    .where('deliveries.follows', 'is', null)
    .where(topic, 'is not', null)
    .groupBy(['deliveries.targetKey', topic])
    .select((eb) => [
      'deliveries.targetKey',
      topic.as('topic'),
      eb.fn.countAll<string>().as('times'),
      eb.fn.max('notices.confirmedAt').as('lastAt'),
    ])
    .execute();
  return rows.map(({ targetKey, topic: name, times, lastAt }) => ({
    targetKey,
    topic: name,
    times: Number(times),
    lastAt: new Date(lastAt ?? 0),
  }));
}

export interface NewAgreement {
  readonly agreementId: string;
  readonly studentId: string;
  readonly noticeId: string;
  readonly statedBy: string;
  readonly statedAt: Date;
  readonly words: string;
}

export async function insertAgreement(tx: Queryable, agreement: NewAgreement): Promise<void> {
  await tx.insertInto('studentAgreements').values(agreement).execute();
}

export interface NewGuardDecision {
  readonly decisionId: string;
  readonly noticeId: string | null;
  readonly staffId: string;
  readonly decidedAt: Date;
  readonly decision: 'pass' | 'flag' | 'block';
  readonly findings: readonly unknown[];
  readonly draft: string;
}

export async function insertGuardDecisions(tx: Queryable, decisions: readonly NewGuardDecision[]): Promise<void> {
  for (const rows of chunksOf(decisions, CHUNK)) {
    await tx
      .insertInto('guardDecisions')
      .values(rows.map((row) => ({ ...row, findings: JSON.stringify(row.findings) })))
      .execute();
  }
}

export interface VerifiableNotice {
  readonly noticeId: string;
  readonly kind: string;
  readonly title: string;
  readonly audience: NoticeAudience;
  readonly confirmedAt: Date;
}

/** A notice that went out, by exactly its code; drafts and dropped ones are as unknown as a code that never was. */
export async function findConfirmedByCode(db: Queryable, noticeCode: string): Promise<VerifiableNotice | undefined> {
  const row = await db
    .selectFrom('notices')
    .select(['noticeId', 'kind', 'title', 'audience', 'confirmedAt'])
    .where('noticeCode', '=', noticeCode)
    .where('status', '=', 'confirmed')
    .executeTakeFirst();
  return row?.confirmedAt ? { ...row, confirmedAt: row.confirmedAt } : undefined;
}

/** The different texts of a notice, in no order that means anything, but each time in the same. */
export async function listBodies(db: Queryable, noticeId: string, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('noticeBodies')
    .select('body')
    .where('noticeId', '=', noticeId)
    .orderBy('bodyId')
    .limit(limit)
    .execute();
  return [...new Set(rows.map(({ body }) => body))];
}

/** How many families a private notice was made out to. */
export async function countFamilies(db: Queryable, noticeId: string): Promise<number> {
  const { rows } = await sql<{ families: number }>`
    select count(distinct student_id)::int as families from deliveries where notice_id = ${noticeId}`.execute(db);
  return rows[0]?.families ?? 0;
}
