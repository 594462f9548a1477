import { type RawBuilder, sql } from 'kysely';
import type { DeliveryStatus, Queryable } from '../../db/index.ts';
import { legalSources, WITHDRAW_CANCEL } from '../delivery-states.ts';
import { ownerLaneKey, relayLaneKey } from '../lane/lane-keys.ts';

/** Opens a pause; false when that one is already open. `staffId` null = everything. */
export async function insertPause(
  tx: Queryable,
  pause: { readonly pauseId: string; readonly staffId: string | null; readonly by: string; readonly at: Date },
): Promise<boolean> {
  const { rows } = await sql`
    insert into send_pauses (pause_id, staff_id, paused_by, paused_at)
    select ${pause.pauseId}, ${pause.staffId}, ${pause.by}, ${pause.at}
    where not exists (select 1 from send_pauses where resumed_at is null and staff_id is not distinct from ${pause.staffId}::uuid)
    on conflict do nothing returning pause_id`.execute(tx);
  return rows.length > 0;
}

/** Ends the open pause; false when there was none. */
export async function endPause(
  tx: Queryable,
  pause: { readonly staffId: string | null; readonly by: string; readonly at: Date },
): Promise<boolean> {
  const { rows } = await sql`
    update send_pauses set resumed_by = ${pause.by}, resumed_at = ${pause.at}
    where resumed_at is null and staff_id is not distinct from ${pause.staffId}::uuid returning pause_id`.execute(tx);
  return rows.length > 0;
}

/** Is everything, or everything of this person, standing still? */
export async function findOpenPauses(
  db: Queryable,
  staffId: string,
): Promise<readonly { readonly staffId: string | null; readonly pausedBy: string; readonly pausedAt: Date }[]> {
  return db
    .selectFrom('sendPauses')
    .select(['staffId', 'pausedBy', 'pausedAt'])
    .where('resumedAt', 'is', null)
    .where((eb) => eb.or([eb('staffId', 'is', null), eb('staffId', '=', staffId)]))
    .execute();
}

export interface StoppedDelivery {
  readonly ownerUserId: string | null;
  readonly noticeId: string;
  readonly title: string;
  readonly noticeCode: string;
  readonly target: string;
  readonly laneKey: string;
  /** The same for what stood in one text. */
  readonly joinedId: string | null;
}

/**
 * Hands back the relays that wait for a paste, of one sender or (null) of all: they are handed over anew after the resume.
 * With them whatever else stands in the same texts, by whomever, which is handed over again at once.
 */
export async function recallRelays(tx: Queryable, staffId: string | null): Promise<readonly StoppedDelivery[]> {
  return recall(
    tx,
    sql`(${staffId}::uuid is null or n.staff_id = ${staffId}::uuid or d.joined_id in (
      select e.joined_id from deliveries e join notices m on m.notice_id = e.notice_id
      where m.staff_id = ${staffId}::uuid and e.status = 'awaiting_member' and e.channel = 'relay'))`,
  );
}

/** A notice was cancelled: what its owners were given in one text with it must be handed over anew without it. */
export async function recallRest(tx: Queryable, noticeId: string): Promise<readonly StoppedDelivery[]> {
  return recall(
    tx,
    sql`d.notice_id <> ${noticeId} and d.joined_id in (
      select e.joined_id from deliveries e
      where e.notice_id = ${noticeId} and e.status = 'cancelled' and e.channel = 'relay')`,
  );
}

async function recall(tx: Queryable, which: RawBuilder<unknown>): Promise<readonly StoppedDelivery[]> {
  legalSources('queued', ['awaiting_member']);
  const { rows } = await sql<StoppedDelivery>`
    with old as (
      select d.delivery_id, d.joined_id from deliveries d join notices n on n.notice_id = d.notice_id
      where d.status = 'awaiting_member' and d.channel = 'relay' and ${which} order by d.seq for update of d)
    update deliveries d set status = 'queued', next_check_at = null, error_code = null, joined_id = null
    from old o, notices n
    where d.delivery_id = o.delivery_id and n.notice_id = d.notice_id and d.status = 'awaiting_member'
    returning d.owner_user_id, d.notice_id, n.title, n.notice_code, d.target, d.lane_key, o.joined_id`.execute(tx);
  return rows;
}

/** Makes the lanes of waiting mass tasks look at once (they take them back while paused). Returns the lanes. */
export async function hurryMassTasks(tx: Queryable, staffId: string | null, now: Date): Promise<readonly string[]> {
  const { rows } = await sql<{ laneKey: string }>`
    update deliveries d set next_check_at = ${now} from notices n
    where n.notice_id = d.notice_id and d.status = 'awaiting_member' and d.channel = 'wecom_customer_group'
      and (${staffId}::uuid is null or n.staff_id = ${staffId}::uuid)
    returning d.lane_key`.execute(tx);
  return [...new Set(rows.map(({ laneKey }) => laneKey))];
}

/** Lanes with something queued of this sender, or (null) of anybody. */
export async function listQueuedLanes(db: Queryable, staffId: string | null): Promise<readonly string[]> {
  const { rows } = await sql<{ laneKey: string }>`
    select distinct d.lane_key from deliveries d join notices n on n.notice_id = d.notice_id
    where d.status in ('queued', 'waiting_quiet_hours', 'sending')
      and (${staffId}::uuid is null or n.staff_id = ${staffId}::uuid)`.execute(db);
  return rows.map(({ laneKey }) => laneKey);
}

export interface Cancellation {
  /** Cancelled for good. */
  readonly cancelled: number;
  /** Relay owners who have the words already. */
  readonly relays: readonly StoppedDelivery[];
  /** Mass tasks that the owners' lanes must take back. */
  readonly lanes: readonly string[];
  /** Calls under way: too late, unless they fail. */
  readonly underWay: number;
}

/**
 * Stops what of a notice can still be stopped, and for good whatever could follow: 停发 of a notice that is all out ends reminders
 * and next steps. The notice's row first, as in every command that follows it up (`lockNotices`).
 */
export async function cancelDeliveries(tx: Queryable, noticeId: string, now: Date): Promise<Cancellation> {
  legalSources('cancelled', ['queued', 'waiting_quiet_hours', 'awaiting_member']);
  await sql`
    update notices set stopped_at = coalesce(stopped_at, ${now}) where notice_id = ${noticeId} and status = 'confirmed'`.execute(
    tx,
  );
  const { rows } = await sql<StoppedDelivery & { oldStatus: DeliveryStatus; channel: string }>`
    with old as (
      select delivery_id, status as old_status, channel from deliveries
      where notice_id = ${noticeId} and status in ('queued', 'waiting_quiet_hours', 'awaiting_member', 'sending') order by seq for update)
    update deliveries d
    set status = case when o.old_status = 'sending' or (o.old_status = 'awaiting_member' and o.channel = 'wecom_customer_group')
          then d.status else 'cancelled' end,
        error_code = case when o.old_status in ('sending', 'awaiting_member') and o.channel not in ('relay', 'phone', 'letter') then ${WITHDRAW_CANCEL} end,
        next_check_at = case when o.old_status = 'awaiting_member' and o.channel = 'wecom_customer_group' then ${now}::timestamptz end,
        retry_at = null, not_before = null
    from old o, notices n where d.delivery_id = o.delivery_id and n.notice_id = d.notice_id
    returning o.old_status, d.channel, d.lane_key, d.owner_user_id, d.notice_id, n.title, n.notice_code, d.target, d.joined_id`.execute(
    tx,
  );
  const isTask = (row: { oldStatus: string; channel: string }): boolean =>
    row.oldStatus === 'awaiting_member' && row.channel === 'wecom_customer_group';
  return {
    cancelled: rows.filter((row) => row.oldStatus !== 'sending' && !isTask(row)).length,
    relays: rows.filter((row) => row.oldStatus === 'awaiting_member' && row.channel === 'relay'),
    lanes: [...new Set(rows.filter(isTask).map(({ laneKey }) => laneKey))],
    underWay: rows.filter(({ oldStatus }) => oldStatus === 'sending').length,
  };
}

export interface OpenRelay {
  readonly deliveryId: string;
  readonly noticeId: string;
  readonly noticeCode: string;
  readonly title: string;
  readonly target: string;
  /** The same for what stands in one text. */
  readonly joinedId: string | null;
}

/** The relays that wait for this owner's 已发, oldest first. */
export async function listOpenRelays(db: Queryable, ownerUserId: string): Promise<readonly OpenRelay[]> {
  const { rows } = await sql<OpenRelay>`
    select d.delivery_id, d.notice_id, n.notice_code, n.title, d.target, d.joined_id
    from deliveries d join notices n on n.notice_id = d.notice_id
    where d.lane_key = ${relayLaneKey(ownerUserId)} and d.status = 'awaiting_member' and d.channel = 'relay'
    order by d.seq`.execute(db);
  return rows;
}

/** Lanes of mass tasks that wait for this owner's tap; they are looked at at once. */
export async function hurryTasksOfOwner(tx: Queryable, ownerUserId: string, now: Date): Promise<readonly string[]> {
  const { rows } = await sql<{ laneKey: string }>`
    update deliveries set next_check_at = ${now}
    where lane_key = ${ownerLaneKey(ownerUserId)} and status = 'awaiting_member' and channel = 'wecom_customer_group'
    returning lane_key`.execute(tx);
  return [...new Set(rows.map(({ laneKey }) => laneKey))];
}

/** The sender's decision about a notice's unknown deliveries. Returns the lanes of those that changed. */
export async function decideUnknown(
  tx: Queryable,
  noticeId: string,
  decision: 'resend' | 'counted',
  now: Date,
): Promise<{ readonly count: number; readonly lanes: readonly string[] }> {
  legalSources('queued', ['unknown']);
  legalSources('sent', ['unknown']);
  legalSources('accepted', ['unknown']);
  const { rows } = await sql<{ laneKey: string }>`
    update deliveries
    set status = ${
      decision === 'resend'
        ? sql`'queued'`
        : sql`case when channel = 'wecom_school_notice' then 'accepted' else 'sent' end`
    },
      sent_at = ${decision === 'resend' ? null : now}::timestamptz, retry_at = null, error_code = null,
      joined_id = ${decision === 'resend' ? sql`null` : sql`joined_id`}
    where notice_id = ${noticeId} and status = 'unknown' returning lane_key`.execute(tx);
  return { count: rows.length, lanes: [...new Set(rows.map(({ laneKey }) => laneKey))] };
}

/** Has this person recorded anything (a contact, a line of an emergency) at or after `since`? */
export async function hasRecordedSince(db: Queryable, staffId: string, since: Date): Promise<boolean> {
  const { rows } = await sql<{ isFound: boolean }>`
    select exists (select 1 from contacts where staff_id = ${staffId} and recorded_at >= ${since})
      or exists (select 1 from emergency_entries where staff_id = ${staffId} and happened_at >= ${since}) as is_found`.execute(
    db,
  );
  return rows[0]?.isFound ?? false;
}
