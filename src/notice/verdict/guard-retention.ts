import { addDays, instantOf, toDay } from '../../calendar/index.ts';
import { inTransaction, type Queryable } from '../../db/index.ts';
import type { Advance, Lease } from '../../queue/index.ts';
import type { Clock } from '../../shared/clock.ts';
import { emptyOldDrafts, isGuardRetentionDone, markGuardRetentionDone } from './guard-retention.store.ts';

/**
 * Blocked drafts hold the worst words that staff write. Once a day, in the lane `guard:retention` of the queue `inbound`, those
 * judged 30 days ago or earlier are emptied together with the words that their findings quote; what stays is who, when, the
 * decision and the rules (domain.md §4.9). A batch commits alone, so a crash repeats nothing and loses nothing.
 */
export interface GuardRetention {
  owns(laneKey: string): boolean;
  findDueLanes(): Promise<string[]>;
  advance(lease: Pick<Lease, 'laneKey'>): Promise<Advance>;
}

const LANE = 'guard:retention';
const KEEP_DRAFT_DAYS = 30;
const BATCH = 1_000;

/** Builds the work of the lane `guard:retention`. */
export function createGuardRetention(deps: {
  readonly db: Queryable;
  readonly clock: Clock;
  readonly timeZone: string;
}): GuardRetention {
  const { db, clock, timeZone } = deps;

  async function findDueLanes(): Promise<string[]> {
    return (await isGuardRetentionDone(db, toDay(clock.now(), timeZone))) ? [] : [LANE];
  }

  async function advance({ laneKey }: Pick<Lease, 'laneKey'>): Promise<Advance> {
    const now = clock.now();
    const today = toDay(now, timeZone);
    if (laneKey !== LANE || (await isGuardRetentionDone(db, today))) return { more: false };
    const before = instantOf(addDays(today, 1 - KEEP_DRAFT_DAYS), '00:00', timeZone);
    return inTransaction(db, async (tx) => {
      const more = (await emptyOldDrafts(tx, before, now, BATCH)) === BATCH;
      if (!more) await markGuardRetentionDone(tx, today);
      return { more };
    });
  }

  return { owns: (laneKey) => laneKey === LANE, findDueLanes, advance };
}
