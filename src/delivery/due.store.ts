import { sql } from 'kysely';
import type { Queryable } from '../db/index.ts';

/** The sweep's queries: lanes with work that is due by the ledger and that nobody holds. */

const NOT_HELD = sql`not exists (
  select 1 from lanes l where l.lane_key = d.lane_key and l.lease_until >= clock_timestamp())`;

/** Lanes of deliveries. `now` is the domain's. */
export async function findDueDeliveryLanes(
  db: Queryable,
  now: Date,
  sendTimeoutMs: number,
): Promise<readonly string[]> {
  const { rows } = await sql<{ laneKey: string }>`
    select distinct d.lane_key from deliveries d join notices n on n.notice_id = d.notice_id
    where d.status in ('queued', 'waiting_quiet_hours', 'sending') and ${NOT_HELD}
      and ((d.status = 'queued' and (d.retry_at is null or d.retry_at <= clock_timestamp())
            and not exists (select 1 from send_pauses p
              where p.resumed_at is null and (p.staff_id is null or p.staff_id = n.staff_id)))
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
      and ((d.status = 'queued' and (d.retry_at is null or d.retry_at <= clock_timestamp()))
        or d.sending_since <= clock_timestamp() - ${sendTimeoutMs} * interval '1 millisecond')`.execute(db);
  return rows.map(({ laneKey }) => laneKey);
}

export interface DeliveryCounts {
  readonly byStatus: Readonly<Record<string, number>>;
  readonly memberByStatus: Readonly<Record<string, number>>;
  /** Age of the oldest delivery that could go out now, seconds; 0 = none. */
  readonly oldestQueuedSeconds: number;
}

/** Numbers for `/metrics`. Ended deliveries are counted too, so that the sum is everything that was ever planned. */
export async function countDeliveries(db: Queryable, now: Date): Promise<DeliveryCounts> {
  const { rows } = await sql<{ status: string; count: number; oldestAt: Date | null }>`
    select status, count(*)::int as count, min(created_at) as oldest_at from deliveries group by 1`.execute(db);
  const { rows: members } = await sql<{ status: string; count: number }>`
    select status, count(*)::int as count from member_messages group by 1`.execute(db);
  const oldestAt = rows.find(({ status }) => status === 'queued')?.oldestAt ?? null;
  return {
    byStatus: Object.fromEntries(rows.map(({ status, count }) => [status, count])),
    memberByStatus: Object.fromEntries(members.map(({ status, count }) => [status, count])),
    oldestQueuedSeconds: oldestAt === null ? 0 : Math.max(0, Math.round((now.getTime() - oldestAt.getTime()) / 1_000)),
  };
}
