import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { isDatabaseAway, type Queryable } from '../db/index.ts';
import { claimLane, pokeLane, releaseLane, renewLane } from './lane.store.ts';

/**
 * A lane is a line of work that one worker at a time may advance: one person's messages, one robot's deliveries, one shard
 * of the school notices. That gives order without locks: a lock held across a network call would block the embedded
 * database, which is one session for everybody. All times are the database's own.
 *
 * A row of `lanes` is in one of these states:
 * - free: no lease, or one that ran out.
 * - held: `lease_token` names the holder, `lease_until` lies ahead.
 * - poked: held, and somebody who came with more work found it held and left word (`is_poked`).
 *
 * Moves:
 * - free → held: `claimLane`, won by exactly one. A worker that does not win pokes; when the poke meets no live lease (the
 *   holder released in between) it claims again. So a wake is never lost: it either becomes a claim, or a poke that was
 *   written while the lease was live.
 * - held → held: `renewLane`, before each batch and by a timer while a batch runs.
 * - held → free: `releaseLane`, only when not poked; both are decided in one statement.
 * - poked → held: the same statement clears the poke and the holder works on, because the work that it was told of may have
 *   been committed after its last look.
 * - held → free: the holder died and the lease ran out. Its successor's claim changes the token, so whatever a holder that
 *   was only slow still wants to write under its token no longer fits (`isHeld`, and the fence in the writers' SQL).
 */
export interface Lease {
  readonly laneKey: string;
  readonly token: string;
  /** Aborted when the lease is lost or the process stops: begin nothing new. */
  readonly signal: AbortSignal;
  /** Renews it; false = lost, stop. */
  renew(): Promise<boolean>;
}

export interface Advance {
  /** More can be done at once. */
  readonly more: boolean;
  /** When there is nothing to do now: look again after this long. */
  readonly wakeInMs?: number;
}

export interface LaneRun {
  /** Wake the lane again after this long; 0 = at once, its time slice was over. Undefined = when there is news. */
  readonly wakeInMs: number | undefined;
}

export interface LaneOptions {
  readonly leaseMs?: number;
  /** After this long the lane gives way to others, ms; the rest is done after its next wake. */
  readonly sliceMs?: number;
  /** Aborted when the process stops. */
  readonly signal?: AbortSignal;
}

const LEASE_MS = 20_000;
const SLICE_MS = 1_000;
const MAX_CLAIMS = 5;
const RELEASE_RETRY_MS = 300;

/** Advances a lane until nothing is left, its slice is over, or the lease is lost. Throws what `advance` throws. */
export async function runLane(
  db: Queryable,
  laneKey: string,
  advance: (lease: Lease) => Promise<Advance>,
  options: LaneOptions = {},
): Promise<LaneRun> {
  const leaseMs = options.leaseMs ?? LEASE_MS;
  const token = randomUUID();
  for (let claim = 0; claim < MAX_CLAIMS; claim += 1) {
    if (await claimLane(db, laneKey, token, leaseMs))
      return holdLane(db, laneKey, token, advance, { ...options, leaseMs });
    if (await pokeLane(db, laneKey)) return { wakeInMs: undefined };
  }
  // Others claimed and released five times meanwhile; what woke us is still due and may be theirs or nobody's.
  return { wakeInMs: 100 };
}

async function holdLane(
  db: Queryable,
  laneKey: string,
  token: string,
  advance: (lease: Lease) => Promise<Advance>,
  options: LaneOptions & { readonly leaseMs: number },
): Promise<LaneRun> {
  const lost = new AbortController();
  const signal = options.signal === undefined ? lost.signal : AbortSignal.any([options.signal, lost.signal]);
  const renew = async (): Promise<boolean> => {
    const isHeld = await renewLane(db, laneKey, token, options.leaseMs);
    if (!isHeld) lost.abort();
    return isHeld;
  };
  // A renewal that fails because the database is away is tried again by the next tick; the lease itself decides.
  const timer = setInterval(() => void renew().catch(() => undefined), options.leaseMs / 3);
  const endsAt = Date.now() + (options.sliceMs ?? SLICE_MS);
  try {
    for (;;) {
      const wakeInMs = await advanceSlice({ laneKey, token, signal, renew }, advance, endsAt);
      const outcome = await releaseLane(db, laneKey, token);
      if (outcome === 'released') return { wakeInMs: signal.aborted ? 0 : wakeInMs };
      if (outcome === 'lost') return { wakeInMs: undefined };
      if (signal.aborted || Date.now() >= endsAt) {
        await releaseAnyway(db, laneKey, token);
        return { wakeInMs: 0 };
      }
    }
  } catch (error) {
    await releaseWhenBack(db, laneKey, token, options);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

async function advanceSlice(
  lease: Lease,
  advance: (lease: Lease) => Promise<Advance>,
  endsAt: number,
): Promise<number | undefined> {
  while (!lease.signal.aborted) {
    const { more, wakeInMs } = await advance(lease);
    if (!more) return wakeInMs;
    if (Date.now() >= endsAt) return 0;
    if (!(await lease.renew())) return undefined;
  }
  return undefined;
}

/** Gives the lane back after an error, so that nobody must wait for the lease to run out; also when the database was away. */
async function releaseWhenBack(
  db: Queryable,
  laneKey: string,
  token: string,
  options: LaneOptions & { readonly leaseMs: number },
): Promise<void> {
  const giveUpAt = Date.now() + options.leaseMs;
  while (Date.now() < giveUpAt) {
    try {
      return await releaseAnyway(db, laneKey, token);
    } catch (error) {
      // The error that brought us here is the one to report; whatever else is wrong, the lease runs out by itself.
      if (!isDatabaseAway(error) || options.signal?.aborted) return;
    }
    await pause(RELEASE_RETRY_MS, undefined, { ref: false });
  }
}

/** The second call meets no poke unless one came between the two; then the sweep or the wake that follows sees to it. */
async function releaseAnyway(db: Queryable, laneKey: string, token: string): Promise<void> {
  if ((await releaseLane(db, laneKey, token)) === 'poked') await releaseLane(db, laneKey, token);
}
