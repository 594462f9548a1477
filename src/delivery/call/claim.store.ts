import { sql } from 'kysely';
import type { DeliveryChannel, Queryable } from '../../db/index.ts';
import { groupBy } from '../../shared/group-by.ts';
import { legalSources, WITHDRAW_CANCEL } from '../delivery-states.ts';
import { mayGo } from './may-go.store.ts';
import { changeOf } from './target-change.store.ts';

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
  /** Null for a group: such a text carries no personal link. */
  readonly studentId: string | null;
  readonly follows: string | null;
  readonly attempts: number;
  readonly isUrgent: boolean;
  readonly body: string;
  readonly bodyId: string;
  readonly createdAt: Date;
  readonly noticeCode: string;
  readonly title: string;
  /** Those that go out in the same text after this one; nearly always none. */
  readonly followers: readonly ClaimedDelivery[];
  /** The same for all of one text; null for what goes out alone. */
  readonly joinedId: string | null;
  readonly digestAt: Date | null;
}

export interface Claim {
  /** Of this claim alone; kept in `platform_ref` while the call is under way, so that `undoClaim` finds exactly its rows. */
  readonly claimId: string;
  readonly laneKey: string;
  readonly leaseToken: string;
  /** Claims nothing when less of the lease is left: a call must end inside it. */
  readonly leaseMarginMs: number;
  readonly limit: number;
  /** `same_body`: only what goes out as one task with the oldest one (same notice, same words, no link of one family). */
  readonly shape: 'any' | 'same_body';
  /** The relay lane hands over without a call. */
  readonly to: 'sending' | 'awaiting_member';
}

/** Among so many that are due, those with the words of the first one are looked for; the rest gets its turn after them. */
const MAX_CONSIDERED = 5_000;

export interface ClaimResult {
  readonly claimed: readonly ClaimedDelivery[];
  /** Notices with deliveries whose turn it was but whose target changed: they were not claimed and must be failed. */
  readonly changedNoticeIds: readonly string[];
}

/**
 * Commits the intent: marks up to `limit` deliveries of the lane, oldest first, and what was joined to them, in one
 * statement. Returns none when the lease is lost or about to end. Distinct targets by construction: a second one of a target
 * is blocked by the first. Whether the family and the group may still be written to is asked here, because hours may lie
 * between the confirmation and the call; `failChanged` ends those that may not.
 */
export async function claimDeliveries(db: Queryable, claim: Claim): Promise<ClaimResult> {
  legalSources(claim.to, ['queued']);
  const sameBody =
    claim.shape === 'any'
      ? sql``
      : sql`where (${WORDS}) = (select ${WORDS} from open_ones o order by o.is_urgent desc, o.seq limit 1)`;
  const { rows } = await sql<ClaimedRow>`
    with open_ones as (
      select d.delivery_id, d.seq, d.notice_id, d.body_id, n.is_urgent, d.student_id, d.joined_id
      from deliveries d join notices n on n.notice_id = d.notice_id
      where d.lane_key = ${claim.laneKey} and ${mayGo()} and (d.digest_at is null or d.joined_id is not null)
        and exists (
          select 1 from lanes l where l.lane_key = ${claim.laneKey} and l.lease_token = ${claim.leaseToken}
            and l.lease_until > clock_timestamp() + ${claim.leaseMarginMs} * interval '1 millisecond')
      order by n.is_urgent desc, d.seq
      limit ${claim.shape === 'any' ? claim.limit : MAX_CONSIDERED}
    ), first_ones as (
      select o.delivery_id, o.joined_id from open_ones o ${sameBody} order by o.is_urgent desc, o.seq limit ${claim.limit}
    ), all_ones as (
      select o.delivery_id, o.delivery_id as leader_id from first_ones o
      union all
      select f.delivery_id, o.delivery_id from first_ones o
        join deliveries f on f.joined_id = o.joined_id and f.delivery_id <> o.delivery_id
    ), chosen as materialized (
      select d.delivery_id, d.notice_id, a.leader_id, max(${changeOf('d')}) over (partition by a.leader_id) as change
      from all_ones a join deliveries d on d.delivery_id = a.delivery_id
    ), claimed as (
      update deliveries d
      set status = ${claim.to}, attempts = d.attempts + 1, sending_since = clock_timestamp(), error_code = null, retry_at = null,
          platform_ref = ${claim.to === 'sending' ? claim.claimId : null}
      from chosen c, notice_bodies b, notices n
      where c.change is null and d.delivery_id = c.delivery_id and d.status = 'queued' and b.body_id = d.body_id
        and n.notice_id = d.notice_id
      returning d.delivery_id, c.leader_id, d.seq, d.notice_id, d.channel,
        coalesce((select g.name from parent_groups g where g.group_id = d.group_id), d.target) as target, d.platform_target, d.owner_user_id, d.group_id,
        d.student_id, d.follows, d.attempts, d.body_id, d.created_at, d.joined_id, d.digest_at, b.body, n.is_urgent,
        n.notice_code, n.title
    )
    select c.change, c.notice_id as changed_notice_id, l.*
    from chosen c left join claimed l on l.delivery_id = c.delivery_id
    where c.change is not null or l.delivery_id is not null`.execute(db);
  const claimed = rows.filter(({ change }) => change === null).toSorted((a, b) => Number(a.seq) - Number(b.seq));
  const followers = groupBy(
    claimed.filter(({ deliveryId, leaderId }) => deliveryId !== leaderId),
    ({ leaderId }) => leaderId,
  );
  const changed = rows.filter(({ change }) => change !== null);
  return {
    claimed: claimed
      .filter(({ deliveryId, leaderId }) => deliveryId === leaderId)
      .map((one) => ({
        ...one,
        followers: (followers.get(one.deliveryId) ?? []).map((follower) => ({ ...follower, followers: [] })),
      })),
    changedNoticeIds: [...new Set(changed.map(({ changedNoticeId }) => changedNoticeId))],
  };
}

interface ClaimedRow extends Omit<ClaimedDelivery, 'followers'> {
  readonly seq: string;
  readonly leaderId: string;
  readonly change: string | null;
  readonly changedNoticeId: string;
}

/** What makes two deliveries one task: the same words, of the same notices, without a link of one family. */
const WORDS = sql`case when o.joined_id is null then o.body_id::text || coalesce(o.student_id::text, '') else (
  select string_agg(f.body_id::text || coalesce(f.student_id::text, ''), ',' order by f.seq)
  from deliveries f where f.joined_id = o.joined_id) end`;

/**
 * Takes a claim back whose answer was lost (the database went away): nobody called for it, so it must not end as `unknown`.
 */
export async function undoClaim(db: Queryable, laneKey: string, claimId: string): Promise<void> {
  legalSources('queued', ['sending']);
  await sql`
    update deliveries
    set status = case when error_code = ${WITHDRAW_CANCEL} then 'cancelled' else 'queued' end,
        attempts = attempts - 1, platform_ref = null
    where lane_key = ${laneKey} and status = 'sending' and platform_ref = ${claimId}`.execute(db);
}

/** Is anything in the lane ready for a claim? Asked before a slot is spent on it. */
export async function hasDueDelivery(db: Queryable, laneKey: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from deliveries d join notices n on n.notice_id = d.notice_id
    where d.lane_key = ${laneKey} and ${mayGo()} limit 1`.execute(db);
  return rows.length > 0;
}

/** The sealed webhook of a robot's group; null when it has none. */
export async function findSealedWebhook(db: Queryable, groupId: string): Promise<string | null> {
  const row = await db
    .selectFrom('parentGroups')
    .select('webhookSealed')
    .where('groupId', '=', groupId)
    .executeTakeFirst();
  return row?.webhookSealed ?? null;
}
