import { sql } from 'kysely';
import type { Queryable } from '../../db/index.ts';

/** What ended `failed` after a try, and groups over the monthly quota; what could not be tried was said at the confirmation. */
const FAILED_LATER = sql`(d.status = 'capped' or (d.status = 'failed' and d.attempts > 0))`;

/** Older ones were told, or concern nobody any more. */
const LOOKED_BACK = sql`interval '14 days'`;

/**
 * Confirmed notices with failures that their senders do not know of, once nothing of them is under way any more, so that one
 * message names all. By the index on notice and status.
 */
const TO_TELL = sql`
  from notices n
  where n.status = 'confirmed' and n.failures_told_at is null
    and exists (select 1 from deliveries d where d.notice_id = n.notice_id and ${FAILED_LATER})
    and not exists (
      select 1 from deliveries o where o.notice_id = n.notice_id
        and o.status in ('queued', 'waiting_quiet_hours', 'sending'))`;

export async function hasFailuresToTell(db: Queryable, now: Date): Promise<boolean> {
  const { rows } = await sql`
    select n.notice_id ${TO_TELL} and n.confirmed_at >= ${now}::timestamptz - ${LOOKED_BACK} limit 1`.execute(db);
  return rows.length > 0;
}

/** Marks up to `limit` of them as told; the caller tells in the same transaction. */
export async function takeFailuresToTell(tx: Queryable, now: Date, limit: number): Promise<readonly string[]> {
  const { rows } = await sql<{ noticeId: string }>`
    update notices set failures_told_at = ${now}
    where notice_id in (
      select n.notice_id ${TO_TELL} and n.confirmed_at >= ${now}::timestamptz - ${LOOKED_BACK}
      order by n.confirmed_at limit ${limit} for update of n skip locked)
    returning notice_id`.execute(tx);
  return rows.map(({ noticeId }) => noticeId);
}

/** A delivery that did not arrive, at the number or group that it concerns. */
export interface FailedAt {
  readonly guardianId: string | null;
  readonly groupId: string | null;
  readonly errorCode: string | null;
  readonly createdAt: Date;
}

/** The newest delivery of each guardian and each own group of a student since `from`, where it failed. */
export async function listFailuresOf(db: Queryable, studentId: string, from: Date): Promise<readonly FailedAt[]> {
  const { rows } = await sql<FailedAt & { status: string }>`
    select distinct on (d.guardian_id, d.group_id) d.guardian_id, d.group_id, d.error_code, d.created_at, d.status
    from deliveries d
    where d.target_key = ${`student:${studentId}`} and d.created_at >= ${from}
      and d.status in ('failed', 'accepted', 'sent')
    order by d.guardian_id, d.group_id, d.seq desc`.execute(db);
  return rows.filter(({ status }) => status === 'failed');
}
