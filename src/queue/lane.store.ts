import { sql } from 'kysely';
import type { Queryable } from '../db/index.ts';

/** Takes the lane when nobody holds a live lease on it. True = it is ours for `leaseMs`. */
export async function claimLane(db: Queryable, laneKey: string, token: string, leaseMs: number): Promise<boolean> {
  const { rows } = await sql`
    insert into lanes (lane_key, lease_token, lease_until, is_poked)
    values (${laneKey}, ${token}, clock_timestamp() + ${leaseMs} * interval '1 millisecond', false)
    on conflict (lane_key) do update
      set lease_token = excluded.lease_token,
          lease_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond',
          is_poked = false
      where lanes.lease_until is null or lanes.lease_until < clock_timestamp()
    returning lane_key`.execute(db);
  return rows.length > 0;
}

/** Leaves word for the holder that there is more to do. False = nobody holds the lane (any more). */
export async function pokeLane(db: Queryable, laneKey: string): Promise<boolean> {
  const { rows } = await sql`
    update lanes set is_poked = true
    where lane_key = ${laneKey} and lease_until >= clock_timestamp()
    returning lane_key`.execute(db);
  return rows.length > 0;
}

/** False = the lease was lost: it ran out and somebody else may hold the lane. */
export async function renewLane(db: Queryable, laneKey: string, token: string, leaseMs: number): Promise<boolean> {
  const { rows } = await sql`
    update lanes set lease_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
    where lane_key = ${laneKey} and lease_token = ${token} and lease_until >= clock_timestamp()
    returning lane_key`.execute(db);
  return rows.length > 0;
}

/**
 * Gives the lane back. `poked`: somebody left word, the poke is cleared and the lane is still ours. `lost`: it was not ours.
 */
export async function releaseLane(
  db: Queryable,
  laneKey: string,
  token: string,
): Promise<'released' | 'poked' | 'lost'> {
  const { rows } = await sql<{ wasPoked: boolean }>`
    update lanes l
    set lease_token = case when old.is_poked then l.lease_token end,
        lease_until = case when old.is_poked then l.lease_until end,
        is_poked = false
    from (select lane_key, is_poked from lanes where lane_key = ${laneKey} and lease_token = ${token} for update) old
    where l.lane_key = old.lane_key
    returning old.is_poked as was_poked`.execute(db);
  const row = rows[0];
  if (row === undefined) return 'lost';
  return row.wasPoked ? 'poked' : 'released';
}
