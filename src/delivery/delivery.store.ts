import { sql } from 'kysely';
import type { DeliveryChannel, DeliveryStatus, Queryable } from '../db/index.ts';
import { legalSources } from './delivery-states.ts';

export interface NewDelivery {
  readonly deliveryId: string;
  readonly targetKey: string;
  readonly channel: DeliveryChannel;
  readonly target: string;
  readonly platformTarget: string | null;
  readonly ownerUserId: string | null;
  readonly guardianId: string | null;
  readonly groupId: string | null;
  readonly studentId: string | null;
  readonly classId: string | null;
  readonly bodyId: string;
  readonly laneKey: string;
  readonly status: DeliveryStatus;
  readonly errorCode: string | null;
  readonly notBefore: Date | null;
}

/** Large enough that statements do not count, small enough that one stays below some MB. */
const CHUNK = 2_500;

export async function insertBodies(
  tx: Queryable,
  noticeId: string,
  bodies: readonly { readonly bodyId: string; readonly body: string }[],
): Promise<void> {
  for (const chunk of chunksOf(bodies)) {
    await sql`
      insert into notice_bodies (body_id, notice_id, body)
      select u.body_id, ${noticeId}, u.body
      from unnest(${chunk.map((row) => row.bodyId)}::uuid[], ${chunk.map((row) => row.body)}::text[]) as u (body_id, body)
    `.execute(tx);
  }
}

/** `seq` follows the order of `rows`. */
export async function insertDeliveries(
  tx: Queryable,
  noticeId: string,
  createdAt: Date,
  rows: readonly NewDelivery[],
): Promise<void> {
  for (const chunk of chunksOf(rows)) {
    const column = <K extends keyof NewDelivery>(name: K): NewDelivery[K][] => chunk.map((row) => row[name]);
    await sql`
      insert into deliveries (delivery_id, notice_id, target_key, channel, target, platform_target, owner_user_id,
        guardian_id, group_id, student_id, class_id, body_id, lane_key, status, error_code, not_before, created_at)
      select u.delivery_id, ${noticeId}, u.target_key, u.channel, u.target, u.platform_target, u.owner_user_id,
        u.guardian_id, u.group_id, u.student_id, u.class_id, u.body_id, u.lane_key, u.status, u.error_code, u.not_before,
        ${createdAt}
      from unnest(${column('deliveryId')}::uuid[], ${column('targetKey')}::text[], ${column('channel')}::text[],
        ${column('target')}::text[], ${column('platformTarget')}::text[], ${column('ownerUserId')}::text[],
        ${column('guardianId')}::uuid[], ${column('groupId')}::uuid[], ${column('studentId')}::uuid[],
        ${column('classId')}::uuid[], ${column('bodyId')}::uuid[], ${column('laneKey')}::text[], ${column('status')}::text[],
        ${column('errorCode')}::text[], ${column('notBefore')}::timestamptz[])
        with ordinality as u (delivery_id, target_key, channel, target, platform_target, owner_user_id, guardian_id,
          group_id, student_id, class_id, body_id, lane_key, status, error_code, not_before, position)
      order by u.position`.execute(tx);
  }
}

function* chunksOf<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < rows.length; start += CHUNK) yield rows.slice(start, start + CHUNK);
}

/** A delivery whose intent is committed, with all that its call needs. */
export interface ClaimedDelivery {
  readonly deliveryId: string;
  readonly noticeId: string;
  readonly channel: DeliveryChannel;
  /** As people name it: a customer group by its name, not by its id. */
  readonly target: string;
  readonly platformTarget: string | null;
  readonly ownerUserId: string | null;
  readonly groupId: string | null;
  readonly attempts: number;
  readonly isUrgent: boolean;
  readonly body: string;
  readonly bodyId: string;
  readonly createdAt: Date;
  readonly noticeCode: string;
  readonly title: string;
}

export interface Claim {
  /** Of this claim alone; kept in `platform_ref` while the call is under way, so that `undoClaim` finds exactly its rows. */
  readonly claimId: string;
  readonly laneKey: string;
  readonly leaseToken: string;
  /** Claims nothing when less of the lease is left: a call must end inside it. */
  readonly leaseMarginMs: number;
  readonly limit: number;
  /** `same_body`: only what goes out as one task with the oldest one (same notice, same words). */
  readonly shape: 'any' | 'same_body';
  /** The relay lane hands over without a call. */
  readonly to: 'sending' | 'awaiting_member';
}

/**
 * `d` may go out: it is due, nobody paused its sender, and no earlier delivery to the same target is still open. Not in the
 * way are: one of a paused sender (or he would stop everybody else's), a held one before an urgent one, and on another
 * channel one that rests before its next try (or a dead channel would block the living one for ever).
 */
const MAY_GO = sql`
  d.status = 'queued' and (d.retry_at is null or d.retry_at <= clock_timestamp())
  and not exists (select 1 from send_pauses p where p.resumed_at is null and (p.staff_id is null or p.staff_id = n.staff_id))
  and not exists (
    select 1 from deliveries e join notices m on m.notice_id = e.notice_id
    where e.target_key = d.target_key and e.seq < d.seq
      and e.status in ('queued', 'waiting_quiet_hours', 'sending')
      and (e.status = 'sending' or (
        not (n.is_urgent and not m.is_urgent)
        and not (e.channel <> d.channel and e.retry_at > clock_timestamp())
        and not exists (
          select 1 from send_pauses p where p.resumed_at is null and (p.staff_id is null or p.staff_id = m.staff_id)))))`;

/**
 * Commits the intent: marks up to `limit` deliveries of the lane, oldest first, in one statement. Returns none when the
 * lease is lost or about to end. Distinct targets by construction: a second one of a target is blocked by the first.
 */
export async function claimDeliveries(db: Queryable, claim: Claim): Promise<readonly ClaimedDelivery[]> {
  legalSources(claim.to, ['queued']);
  const sameBody =
    claim.shape === 'any'
      ? sql``
      : sql`where (o.notice_id, o.body_id) = (select notice_id, body_id from open_ones order by is_urgent desc, seq limit 1)`;
  const { rows } = await sql<ClaimedDelivery & { seq: string }>`
    with open_ones as (
      select d.delivery_id, d.seq, d.notice_id, d.body_id, n.is_urgent
      from deliveries d join notices n on n.notice_id = d.notice_id
      where d.lane_key = ${claim.laneKey} and ${MAY_GO}
        and exists (
          select 1 from lanes l where l.lane_key = ${claim.laneKey} and l.lease_token = ${claim.leaseToken}
            and l.lease_until > clock_timestamp() + ${claim.leaseMarginMs} * interval '1 millisecond')
      order by n.is_urgent desc, d.seq
      limit ${claim.shape === 'any' ? claim.limit : 5_000}
    ), chosen as (
      select o.delivery_id from open_ones o ${sameBody} order by o.is_urgent desc, o.seq limit ${claim.limit}
    )
    update deliveries d
    set status = ${claim.to}, attempts = d.attempts + 1, sending_since = clock_timestamp(), error_code = null, retry_at = null,
        platform_ref = ${claim.to === 'sending' ? claim.claimId : null}
    from chosen c, notice_bodies b, notices n
    where d.delivery_id = c.delivery_id and d.status = 'queued' and b.body_id = d.body_id and n.notice_id = d.notice_id
    returning d.delivery_id, d.seq, d.notice_id, d.channel,
      coalesce((select g.name from parent_groups g where g.group_id = d.group_id), d.target) as target, d.platform_target, d.owner_user_id, d.group_id,
      d.attempts, d.body_id, d.created_at, b.body, n.is_urgent, n.notice_code, n.title`.execute(db);
  return rows.toSorted((a, b) => Number(a.seq) - Number(b.seq));
}

/**
 * Takes a claim back whose answer was lost (the database went away): nobody called for it, so it must not end as `unknown`.
 */
export async function undoClaim(db: Queryable, laneKey: string, claimId: string): Promise<void> {
  legalSources('queued', ['sending']);
  await sql`
    update deliveries
    set status = case when error_code = 'withdraw_cancel' then 'cancelled' else 'queued' end,
        attempts = attempts - 1, platform_ref = null
    where lane_key = ${laneKey} and status = 'sending' and platform_ref = ${claimId}`.execute(db);
}

/** Is anything in the lane ready for a claim? Asked before a slot is spent on it. */
export async function hasDueDelivery(db: Queryable, laneKey: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from deliveries d join notices n on n.notice_id = d.notice_id
    where d.lane_key = ${laneKey} and ${MAY_GO} limit 1`.execute(db);
  return rows.length > 0;
}

/** How a call ended, ready to be written. */
export interface Outcome {
  readonly deliveryId: string;
  /** The attempt that it belongs to; a later one is not touched. */
  readonly attempt: number;
  readonly to: DeliveryStatus;
  readonly errorCode: string | null;
  /** For `queued`: not before this long from now (database clock). */
  readonly retryInMs: number | null;
  /** The call certainly had no effect and it was nobody's fault here: it does not count as a try. */
  readonly isFree: boolean;
  readonly platformRef: string | null;
  readonly sentAt: Date | null;
  readonly nextCheckAt: Date | null;
}

/**
 * Writes the outcomes of a batch in one statement. Those of attempts that are no longer open change nothing. Returns how
 * many changed.
 */
export async function writeOutcomes(db: Queryable, outcomes: readonly Outcome[]): Promise<number> {
  if (outcomes.length === 0) return 0;
  for (const { to } of outcomes) legalSources(to, to === 'unknown' ? ['sending'] : ['sending', 'unknown']);
  const column = <K extends keyof Outcome>(name: K): Outcome[K][] => outcomes.map((outcome) => outcome[name]);
  const { numAffectedRows } = await sql`
    update deliveries d
    set status = case when o.status = 'queued' and d.error_code = 'withdraw_cancel' then 'cancelled' else o.status end,
        error_code = case
          when o.status = 'awaiting_member' and d.error_code = 'withdraw_cancel' then d.error_code else o.error_code end,
        retry_at = clock_timestamp() + o.retry_in_ms * interval '1 millisecond',
        attempts = d.attempts - case when o.is_free then 1 else 0 end,
        platform_ref = o.platform_ref,
        sent_at = o.sent_at, next_check_at = o.next_check_at
    from unnest(${column('deliveryId')}::uuid[], ${column('attempt')}::int[], ${column('to')}::text[],
      ${column('errorCode')}::text[], ${column('retryInMs')}::float8[], ${column('isFree')}::bool[],
      ${column('platformRef')}::text[], ${column('sentAt')}::timestamptz[], ${column('nextCheckAt')}::timestamptz[])
      as o (delivery_id, attempt, status, error_code, retry_in_ms, is_free, platform_ref, sent_at, next_check_at)
    where d.delivery_id = o.delivery_id and d.attempts = o.attempt and d.status in ('sending', 'unknown')`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/**
 * Quiet hours begin and end: with `until` the lane's queued deliveries wait (but urgent ones), without it the waiting ones
 * go on. Returns how many changed.
 */
export async function holdOrRelease(db: Queryable, laneKey: string, until: Date | null): Promise<number> {
  if (until === null) {
    legalSources('queued', ['waiting_quiet_hours']);
    const { numAffectedRows } = await sql`
      update deliveries set status = 'queued', not_before = null
      where lane_key = ${laneKey} and status = 'waiting_quiet_hours'`.execute(db);
    return Number(numAffectedRows ?? 0n);
  }
  legalSources('waiting_quiet_hours', ['queued']);
  const { numAffectedRows } = await sql`
    update deliveries d set status = 'waiting_quiet_hours', not_before = ${until}
    from notices n
    where d.lane_key = ${laneKey} and n.notice_id = d.notice_id and not n.is_urgent
      and (d.status = 'queued' or (d.status = 'waiting_quiet_hours' and d.not_before is distinct from ${until}))`.execute(
    db,
  );
  return Number(numAffectedRows ?? 0n);
}

export interface Interrupted {
  readonly deliveryId: string;
  readonly noticeId: string;
  readonly status: DeliveryStatus;
}

/**
 * After a crash: rows of this channel whose call is older than `sendTimeoutMs`, of the lane that we hold and of those that
 * nobody holds, so that the sender hears of all of them at once and not lane by lane. Two that recover at once share them. With `repeatWithinMs` (the
 * platform recognises a byte-identical repeat that long) they go back to `queued`, else they become `unknown`.
 */
export async function recoverInterrupted(
  db: Queryable,
  lane: {
    readonly laneKey: string;
    readonly channel: DeliveryChannel;
    readonly sendTimeoutMs: number;
    readonly repeatWithinMs: number;
  },
): Promise<readonly Interrupted[]> {
  legalSources('queued', ['sending']);
  legalSources('unknown', ['sending']);
  const { rows } = await sql<Interrupted>`
    update deliveries
    set status = case
          when sending_since <= clock_timestamp() - ${lane.repeatWithinMs} * interval '1 millisecond' then 'unknown'
          when error_code = 'withdraw_cancel' then 'cancelled'
          else 'queued' end,
        error_code = 'interrupted', retry_at = null, platform_ref = null
    where delivery_id in (
      select e.delivery_id from deliveries e
      where e.channel = ${lane.channel} and e.status = 'sending'
        and (e.lane_key = ${lane.laneKey} or not exists (
          select 1 from lanes l where l.lane_key = e.lane_key and l.lease_until >= clock_timestamp()))
        and e.sending_since <= clock_timestamp() - ${lane.sendTimeoutMs} * interval '1 millisecond'
      order by e.seq for update skip locked)
    returning delivery_id, notice_id, status`.execute(db);
  return rows;
}

/** Ms until something in the lane can go on by itself: a retry, or a call that must have ended. Undefined = nothing will. */
export async function nextDueInMs(db: Queryable, laneKey: string, sendTimeoutMs: number): Promise<number | undefined> {
  const { rows } = await sql<{ waitMs: number | null }>`
    select ceil(extract(epoch from min(case when status = 'sending'
        then sending_since + ${sendTimeoutMs} * interval '1 millisecond' else retry_at end) - clock_timestamp()) * 1000)::float8
      as wait_ms
    from deliveries
    where lane_key = ${laneKey} and (status = 'sending' or (status = 'queued' and retry_at > clock_timestamp()))`.execute(
    db,
  );
  const waitMs = rows[0]?.waitMs ?? null;
  return waitMs === null ? undefined : Math.max(50, waitMs);
}

/** A whole lane rests: the platform blocked this robot or owner for a while. */
export async function restLane(db: Queryable, laneKey: string, forMs: number): Promise<void> {
  await sql`
    update deliveries set retry_at = clock_timestamp() + ${Math.round(forMs)} * interval '1 millisecond'
    where lane_key = ${laneKey} and status = 'queued'`.execute(db);
}

export async function findSealedWebhook(db: Queryable, groupId: string): Promise<string | null> {
  const row = await db
    .selectFrom('parentGroups')
    .select('webhookSealed')
    .where('groupId', '=', groupId)
    .executeTakeFirst();
  return row?.webhookSealed ?? null;
}
