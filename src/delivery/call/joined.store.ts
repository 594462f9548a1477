import { sql } from 'kysely';
import type { DeliveryChannel, Queryable } from '../../db/index.ts';
import { legalSources } from '../delivery-states.ts';
import { mayGo } from './may-go.store.ts';

/** A low delivery whose turn it is and that no claim has joined to others yet. */
export interface LowDelivery {
  readonly deliveryId: string;
  readonly targetKey: string;
  readonly channel: DeliveryChannel;
  readonly platformTarget: string | null;
  readonly ownerUserId: string | null;
  readonly guardianId: string | null;
  readonly groupId: string | null;
  readonly studentId: string | null;
  readonly follows: string | null;
  readonly title: string;
  readonly body: string;
}

/** Is a low delivery of the lane ready? Asked before each claim, so by an index of its own that is nearly always empty. */
export async function hasLowQueued(db: Queryable, laneKey: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from deliveries where lane_key = ${laneKey} and digest_at is not null and status = 'queued' limit 1`.execute(
    db,
  );
  return rows.length > 0;
}

/** An earlier low one that waits to be joined does not stand in the way of a later one: they go together. */
const JOINABLE = sql`
  e.lane_key = d.lane_key and e.digest_at is not null and e.status = 'queued' and e.joined_id is null
  and (e.retry_at is null or e.retry_at <= clock_timestamp())`;

/**
 * Low deliveries of the lane's first `limit` targets, oldest first. The rows are locked first, those that were joined before
 * as well, so that nobody cancels a part between here and the claim.
 */
export async function lockLowDeliveries(
  tx: Queryable,
  laneKey: string,
  limit: number,
): Promise<readonly LowDelivery[]> {
  await sql`
    select d.delivery_id from deliveries d
    where d.lane_key = ${laneKey} and d.digest_at is not null and d.status = 'queued'
      and d.target_key in (
        select d.target_key from deliveries d join notices n on n.notice_id = d.notice_id
        where d.lane_key = ${laneKey} and d.digest_at is not null and ${mayGo(JOINABLE)}
        group by d.target_key order by min(d.seq) limit ${limit})
    order by d.seq for update`.execute(tx);
  const { rows } = await sql<LowDelivery>`
    select d.delivery_id, d.target_key, d.channel, d.platform_target, d.owner_user_id, d.guardian_id, d.group_id,
      d.student_id, d.follows, n.title, b.body
    from deliveries d
    join notices n on n.notice_id = d.notice_id
    join notice_bodies b on b.body_id = d.body_id
    where d.lane_key = ${laneKey} and d.digest_at is not null and d.joined_id is null and ${mayGo(JOINABLE)}
      and d.target_key in (
        select d.target_key from deliveries d join notices n on n.notice_id = d.notice_id
        where d.lane_key = ${laneKey} and d.digest_at is not null and ${mayGo(JOINABLE)}
        group by d.target_key order by min(d.seq) limit ${limit})
    order by d.seq`.execute(tx);
  return rows;
}

export interface Membership {
  readonly deliveryId: string;
  readonly joinedId: string;
}

export async function joinDeliveries(tx: Queryable, members: readonly Membership[]): Promise<void> {
  if (members.length === 0) return;
  await sql`
    update deliveries d set joined_id = m.joined_id
    from unnest(${members.map(({ deliveryId }) => deliveryId)}::uuid[], ${members.map(({ joinedId }) => joinedId)}::uuid[])
      as m (delivery_id, joined_id)
    where d.delivery_id = m.delivery_id`.execute(tx);
}

/** What was joined for a claim that did not take it is free again. */
export async function partDeliveries(tx: Queryable, deliveryIds: readonly string[]): Promise<void> {
  if (deliveryIds.length === 0) return;
  await sql`update deliveries set joined_id = null where delivery_id = any(${[...deliveryIds]}::uuid[])`.execute(tx);
}

/**
 * Ends sets that lost a part after a call that may have had its effect: without the part the text would be another one, and
 * the others might arrive twice. A person decides about them. Returns their notices.
 */
export async function endBrokenSets(tx: Queryable, laneKey: string): Promise<readonly string[]> {
  legalSources('unknown', ['queued']);
  const { rows } = await sql<{ noticeId: string }>`
    update deliveries d set status = 'unknown', error_code = 'interrupted', retry_at = null
    where d.lane_key = ${laneKey} and d.digest_at is not null and d.status = 'queued' and d.joined_id is not null
      and exists (
        select 1 from deliveries f
        where f.joined_id = d.joined_id and f.status not in ('queued', 'waiting_quiet_hours', 'sending'))
    returning d.notice_id`.execute(tx);
  return [...new Set(rows.map(({ noticeId }) => noticeId))];
}
