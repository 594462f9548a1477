import { sql } from 'kysely';
import type { DeliveryChannel, DeliveryStatus, Queryable } from '../../db/index.ts';
import { legalSources, WITHDRAW_CANCEL } from '../delivery-states.ts';

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
  /** For `queued`: the call may have had its effect, so the next one must have the same bytes. */
  readonly isRepeat: boolean;
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
    set status = case when o.status = 'queued' and d.error_code = ${WITHDRAW_CANCEL} then 'cancelled' else o.status end,
        error_code = case
          when o.status = 'awaiting_member' and d.error_code = ${WITHDRAW_CANCEL} then d.error_code else o.error_code end,
        retry_at = clock_timestamp() + o.retry_in_ms * interval '1 millisecond',
        attempts = d.attempts - case when o.is_free then 1 else 0 end,
        platform_ref = o.platform_ref,
        joined_id = case when o.status = 'queued' and not o.is_repeat then null else d.joined_id end,
        sent_at = o.sent_at, next_check_at = o.next_check_at
    from unnest(${column('deliveryId')}::uuid[], ${column('attempt')}::int[], ${column('to')}::text[],
      ${column('errorCode')}::text[], ${column('retryInMs')}::float8[], ${column('isFree')}::bool[], ${column('isRepeat')}::bool[],
      ${column('platformRef')}::text[], ${column('sentAt')}::timestamptz[], ${column('nextCheckAt')}::timestamptz[])
      as o (delivery_id, attempt, status, error_code, retry_in_ms, is_free, is_repeat, platform_ref, sent_at, next_check_at)
    where d.delivery_id = o.delivery_id and d.attempts = o.attempt and d.status in ('sending', 'unknown')`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

export interface Interrupted {
  readonly deliveryId: string;
  readonly noticeId: string;
  readonly status: DeliveryStatus;
}

/**
 * After a crash: rows of this channel whose call is older than `sendTimeoutMs`. With `repeatWithinMs` (the platform
 * recognises a byte-identical repeat that long) they go back to `queued`, else they become `unknown`. Not only rows of the
 * lane that we hold: after a crash all lanes are woken at once, and the sender should hear of all in one question. A lane
 * that somebody holds is left alone unless its rows become `unknown`, which a late outcome may still correct. Two that
 * recover at once share the rows.
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
          when error_code = ${WITHDRAW_CANCEL} then 'cancelled'
          else 'queued' end,
        error_code = 'interrupted', retry_at = null, platform_ref = null
    where delivery_id in (
      select e.delivery_id from deliveries e
      where e.channel = ${lane.channel} and e.status = 'sending'
        and (e.lane_key = ${lane.laneKey} or ${lane.repeatWithinMs} = 0 or not exists (
          select 1 from lanes l where l.lane_key = e.lane_key and l.lease_until >= clock_timestamp()))
        and e.sending_since <= clock_timestamp() - ${lane.sendTimeoutMs} * interval '1 millisecond'
      order by e.seq for update skip locked)
    returning delivery_id, notice_id, status`.execute(db);
  return rows;
}
