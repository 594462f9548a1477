import { sql } from 'kysely';
import type { Queryable } from '../../db/index.ts';

/**
 * How often something may be done in any window of time, exact by construction (queue.md §2.5). A key has up to `limit`
 * slots; doing it once takes a slot, and a slot may be taken again when its last use left the window. All on the database's
 * clock, so any number of processes and any clock skew of theirs do no harm; BullMQ's limiter let 39 through where 20 were
 * allowed (T1).
 *
 * The platform sees the call somewhere between its start and its end. A slot therefore counts as used until the call's
 * longest possible end (`callMs` ahead) and is set to the real end by `settleSlots`; a crash in between only costs pace.
 */
export interface Pace {
  readonly key: string;
  readonly limit: number;
  readonly windowMs: number;
  /** The longest that a call takes. */
  readonly callMs: number;
}

export interface Slot {
  readonly key: string;
  readonly slotNo: number;
}

export type SlotResult =
  | { readonly slot: Slot; readonly waitMs: 0 }
  /** No slot is free; the next one is after `waitMs`. */
  | { readonly slot: null; readonly waitMs: number };

/** Tries to win a slot against others before the lane comes back later. */
const MAX_SLOT_TRIES = 10;

/** Takes a slot of `pace`, or says when the next one is free. */
export async function takeSlot(db: Queryable, pace: Pace): Promise<SlotResult> {
  for (let tries = 0; tries < MAX_SLOT_TRIES; tries += 1) {
    const slotNo = await takeFreeSlot(db, pace);
    if (slotNo !== undefined) return { slot: { key: pace.key, slotNo }, waitMs: 0 };
    const waitMs = await untilNextSlot(db, pace);
    if (waitMs > 0) return { slot: null, waitMs };
  }
  // Others were faster each time; come back soon rather than spin.
  return { slot: null, waitMs: 50 };
}

/** Of the slots of this key that left the window the oldest one; or a new slot while there are fewer than the limit. */
async function takeFreeSlot(db: Queryable, pace: Pace): Promise<number | undefined> {
  const usedAt = sql`clock_timestamp() + ${pace.callMs} * interval '1 millisecond'`;
  const { rows } = await sql<{ slotNo: number }>`
    with free as (
      select slot_no from pacing_slots
      where pace_key = ${pace.key} and slot_no <= ${pace.limit}
        and used_at <= clock_timestamp() - ${pace.windowMs} * interval '1 millisecond'
      order by used_at limit 1 for update skip locked
    ), reused as (
      update pacing_slots s set used_at = ${usedAt} from free
      where s.pace_key = ${pace.key} and s.slot_no = free.slot_no
      returning s.slot_no
    ), added as (
      insert into pacing_slots (pace_key, slot_no, used_at)
      select ${pace.key}, coalesce(max(slot_no), 0) + 1, ${usedAt} from pacing_slots
      where pace_key = ${pace.key} and not exists (select 1 from free)
      having coalesce(max(slot_no), 0) < ${pace.limit}
      on conflict do nothing
      returning slot_no
    )
    select slot_no from reused union all select slot_no from added`.execute(db);
  return rows[0]?.slotNo;
}

/** 0 = try again at once: a slot may still be added or was just freed. */
async function untilNextSlot(db: Queryable, pace: Pace): Promise<number> {
  const { rows } = await sql<{ count: number; waitMs: number | null }>`
    select count(*)::int as count,
      ceil(extract(epoch from min(used_at) - clock_timestamp()) * 1000)::int + ${pace.windowMs}::int as wait_ms
    from pacing_slots where pace_key = ${pace.key} and slot_no <= ${pace.limit}`.execute(db);
  const row = rows[0];
  if (row === undefined || row.count < pace.limit || row.waitMs === null) return 0;
  return Math.max(0, row.waitMs);
}

/** Marks the end of the calls that used these slots. */
export async function settleSlots(db: Queryable, slots: readonly Slot[]): Promise<void> {
  if (slots.length === 0) return;
  await sql`
    update pacing_slots s set used_at = clock_timestamp()
    from unnest(${slots.map((slot) => slot.key)}::text[], ${slots.map((slot) => slot.slotNo)}::int[]) as u (pace_key, slot_no)
    where s.pace_key = u.pace_key and s.slot_no = u.slot_no`.execute(db);
}

/** How many slots of `pace` could be taken now. */
export async function countFreeSlots(db: Queryable, pace: Pace): Promise<number> {
  const { rows } = await sql<{ used: number }>`
    select count(*)::int as used from pacing_slots
    where pace_key = ${pace.key} and slot_no <= ${pace.limit}
      and used_at > clock_timestamp() - ${pace.windowMs} * interval '1 millisecond'`.execute(db);
  return pace.limit - (rows[0]?.used ?? 0);
}

/** Slots that are taken at the moment, for metrics: by the key's part before the first colon. */
export async function countUsedSlots(db: Queryable, withinMs: number): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ kind: string; used: number }>`
    select split_part(pace_key, ':', 1) as kind, count(*)::int as used from pacing_slots
    where used_at > clock_timestamp() - ${withinMs} * interval '1 millisecond' group by 1`.execute(db);
  return Object.fromEntries(rows.map(({ kind, used }) => [kind, used]));
}
