import { sql } from 'kysely';
import type { Queryable } from '../../db/index.ts';
import { legalSources } from '../delivery-states.ts';

/** When the deliveries of a lane wait, and until when. */

/**
 * Quiet hours begin and end: with `until` the lane's queued deliveries wait (but urgent ones; a reminder is never urgent), without it the waiting ones
 * go on and keep `not_before`, since when they could; low ones only from their evening on. `now` is the domain's. Returns how
 * many changed.
 */
export async function holdOrRelease(db: Queryable, laneKey: string, until: Date | null, now: Date): Promise<number> {
  if (until === null) {
    legalSources('queued', ['waiting_quiet_hours']);
    const { numAffectedRows } = await sql`
      update deliveries set status = 'queued'
      where lane_key = ${laneKey} and status = 'waiting_quiet_hours' and (digest_at is null or digest_at <= ${now})`.execute(
      db,
    );
    return Number(numAffectedRows ?? 0n);
  }
  legalSources('waiting_quiet_hours', ['queued']);
  const { numAffectedRows } = await sql`
    update deliveries d set status = 'waiting_quiet_hours', not_before = greatest(${until}::timestamptz, d.digest_at)
    from notices n
    where d.lane_key = ${laneKey} and n.notice_id = d.notice_id and (not n.is_urgent or d.follows is not null)
      and (d.status = 'queued' or (d.status = 'waiting_quiet_hours' and d.not_before is distinct from greatest(${until}::timestamptz, d.digest_at)))`.execute(
    db,
  );
  return Number(numAffectedRows ?? 0n);
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
