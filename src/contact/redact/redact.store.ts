import { sql } from 'kysely';
import { type Queryable, readSetting, writeSetting } from '../../db/index.ts';
import { toStorableText } from '../../shared/bytes.ts';

export interface RedactMark {
  readonly at: Date;
  readonly reason: string;
}

/** Empties the words behind these rows; those that are empty already stay as they are. Returns how many. */
export async function redactTexts(tx: Queryable, contactIds: readonly string[], mark: RedactMark): Promise<number> {
  if (contactIds.length === 0) return 0;
  const rows = await tx
    .updateTable('contactTexts')
    .set({ sourceText: null, redactedAt: mark.at, redactedReason: toStorableText(mark.reason) })
    .where('contactId', 'in', [...contactIds])
    .where('redactedAt', 'is', null)
    .returning('contactId')
    .execute();
  return rows.length;
}

/** Empties lines as they came; one that still waits to be worked off is left alone. Returns how many. */
export async function redactInbound(tx: Queryable, inboundIds: readonly string[], mark: RedactMark): Promise<number> {
  if (inboundIds.length === 0) return 0;
  // The kind stays, so that a reader of the row still knows what it was.
  const { rows } = await sql`
    update inbound_raw r
    set content = jsonb_build_object('kind', r.content->'kind'), plain = '', redacted_at = ${mark.at},
      redacted_reason = ${toStorableText(mark.reason)}
    from inbound_messages m
    where m.inbound_id = r.inbound_id and m.status <> 'pending' and r.redacted_at is null
      and r.inbound_id = any(${[...inboundIds]}::bigint[])
    returning 1`.execute(tx);
  return rows.length;
}

/** Rows that were made by the same lines as these, themselves included: one line may name several families. */
export async function listRowsOfSameLines(
  db: Queryable,
  contactIds: readonly string[],
): Promise<{ contactIds: string[]; inboundIds: string[] }> {
  const { rows } = await sql<{ contactId: string; inboundId: string | null }>`
    select c.contact_id, c.inbound_id from contacts c
    where c.contact_id = any(${[...contactIds]}::uuid[])
      or c.inbound_id in (select inbound_id from contacts where contact_id = any(${[...contactIds]}::uuid[]))`.execute(
    db,
  );
  return {
    contactIds: rows.map(({ contactId }) => contactId),
    inboundIds: [...new Set(rows.flatMap(({ inboundId }) => (inboundId === null ? [] : [inboundId])))],
  };
}

/** Every row that was ever about this student, amendments and withdrawals included. */
export async function listContactIdsOfStudent(db: Queryable, studentId: string): Promise<string[]> {
  const rows = await db.selectFrom('contacts').select('contactId').where('studentId', '=', studentId).execute();
  return rows.map(({ contactId }) => contactId);
}

export async function findStudentIdByNo(db: Queryable, studentNo: string): Promise<string | undefined> {
  const row = await db.selectFrom('students').select('studentId').where('studentNo', '=', studentNo).executeTakeFirst();
  return row?.studentId;
}

/** The oldest rows with words that were recorded before `before`. */
export async function listOldTexts(db: Queryable, before: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ contactId: string }>`
    select t.contact_id from contact_texts t join contacts c on c.contact_id = t.contact_id
    where t.redacted_at is null and c.recorded_at < ${before} order by c.seq limit ${limit}`.execute(db);
  return rows.map(({ contactId }) => contactId);
}

/** The oldest lines with words that were worked off before `before`. */
export async function listOldInbound(db: Queryable, before: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ inboundId: string }>`
    select r.inbound_id::text as inbound_id from inbound_raw r join inbound_messages m on m.inbound_id = r.inbound_id
    where r.redacted_at is null and m.status <> 'pending' and coalesce(m.done_at, m.received_at) < ${before}
    order by r.inbound_id limit ${limit}`.execute(db);
  return rows.map(({ inboundId }) => inboundId);
}

export interface RedactionAudit {
  readonly auditId: string;
  readonly happenedAt: Date;
  readonly staffId: string | null;
  readonly subjectKind: 'student' | 'contact_texts';
  readonly subjectId: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export async function insertRedactionAudit(tx: Queryable, { details, ...entry }: RedactionAudit): Promise<void> {
  await tx
    .insertInto('auditEntries')
    .values({ ...entry, action: 'redact_texts', details: JSON.stringify(details) })
    .execute();
}

const LAST_DAY = 'texts_kept_until_checked_on';

/** Did the retention routine finish on this day? */
export async function isRetentionDone(db: Queryable, day: string): Promise<boolean> {
  return (await readSetting(db, LAST_DAY)) === day;
}

export async function markRetentionDone(tx: Queryable, day: string): Promise<void> {
  await writeSetting(tx, LAST_DAY, day);
}
