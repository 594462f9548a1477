import { sql } from 'kysely';
import type { Queryable } from '../db/index.ts';
import { isSenderPaused } from './stop/paused-sender.store.ts';

/** The sweep's queries: lanes with work that is due by the ledger and that nobody holds. */

const NOT_HELD = sql`not exists (
  select 1 from lanes l where l.lane_key = d.lane_key and l.lease_until >= clock_timestamp())`;

const IS_RESTED = sql`(d.retry_at is null or d.retry_at <= clock_timestamp())`;

/** Lanes of deliveries. `now` is the domain's. */
export async function findDueDeliveryLanes(
  db: Queryable,
  now: Date,
  sendTimeoutMs: number,
): Promise<readonly string[]> {
  const { rows } = await sql<{ laneKey: string }>`
    select distinct d.lane_key from deliveries d join notices n on n.notice_id = d.notice_id
    where d.status in ('queued', 'waiting_quiet_hours', 'sending') and ${NOT_HELD}
      and ((d.status = 'queued' and ${IS_RESTED} and not ${isSenderPaused('n')})
        or (d.status = 'waiting_quiet_hours' and d.not_before <= ${now})
        or (d.status = 'sending' and d.sending_since <= clock_timestamp() - ${sendTimeoutMs} * interval '1 millisecond'))
    union
    select distinct d.lane_key from deliveries d
    where d.status = 'awaiting_member' and d.next_check_at <= ${now} and ${NOT_HELD}`.execute(db);
  return rows.map(({ laneKey }) => laneKey);
}

/** Lanes of what the bot says to staff. */
export async function findDueMemberLanes(db: Queryable, sendTimeoutMs: number): Promise<readonly string[]> {
  const { rows } = await sql<{ laneKey: string }>`
    select distinct d.lane_key from member_messages d
    where d.status in ('queued', 'sending') and ${NOT_HELD}
      and ((d.status = 'queued' and ${IS_RESTED})
        or d.sending_since <= clock_timestamp() - ${sendTimeoutMs} * interval '1 millisecond')`.execute(db);
  return rows.map(({ laneKey }) => laneKey);
}

export interface DeliveryCounts {
  readonly byStatus: Readonly<Record<string, number>>;
  readonly memberByStatus: Readonly<Record<string, number>>;
  /** For how long the longest waiting delivery could have gone out already, seconds; 0 = none waits in vain. */
  readonly oldestQueuedSeconds: number;
}

/** Numbers for `/metrics`. Ended deliveries are counted too, so that the sum is everything that was ever planned. */
export async function countDeliveries(db: Queryable, now: Date): Promise<DeliveryCounts> {
  const { rows } = await sql<{ status: string; count: number }>`
    select status, count(*)::int as count from deliveries group by 1`.execute(db);
  const { rows: members } = await sql<{ status: string; count: number }>`
    select status, count(*)::int as count from member_messages group by 1`.execute(db);
  return {
    byStatus: Object.fromEntries(rows.map(({ status, count }) => [status, count])),
    memberByStatus: Object.fromEntries(members.map(({ status, count }) => [status, count])),
    oldestQueuedSeconds: Math.max(0, Math.round(await longestWaitSeconds(db, now))),
  };
}

/**
 * A delivery could go out since its confirmation, the end of its quiet hours (both on the domain's clock) or its rest after
 * a failed try (on the database's), whichever was last. What somebody paused waits on purpose.
 */
async function longestWaitSeconds(db: Queryable, now: Date): Promise<number> {
  const { rows } = await sql<{ seconds: number | null }>`
    select max(extract(epoch from least(
        ${now}::timestamptz - greatest(d.created_at, d.not_before),
        clock_timestamp() - d.retry_at)))::float8 as seconds
    from deliveries d join notices n on n.notice_id = d.notice_id
    where not ${isSenderPaused('n')}
      and ((d.status = 'queued' and ${IS_RESTED}) or (d.status = 'waiting_quiet_hours' and d.not_before <= ${now}))
  `.execute(db);
  return rows[0]?.seconds ?? 0;
}
