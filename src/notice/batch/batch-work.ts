import { queueMemberText } from '../../command/index.ts';
import type { Queryable } from '../../db/index.ts';
import type { PlatformName } from '../../platform/port.ts';
import {
  type Advance,
  type AfterCommit,
  inTransactionThenWake,
  type Lease,
  type WakeQueue,
} from '../../queue/index.ts';
import type { Clock } from '../../shared/clock.ts';
import { groupBy } from '../../shared/group-by.ts';
import type { IdSource } from '../../shared/ids.ts';
import { BATCH_DRAFT_LIFETIME_MS } from '../notice-states.ts';
import {
  dropDraftsBefore,
  dropDraftsOfLeft,
  handOverDrafts,
  hasDraftsBefore,
  hasMisplacedDrafts,
  type MovedDraft,
} from './batch.store.ts';
import { batchTexts as texts } from './texts.zh.ts';

/**
 * What happens by itself to drafts made from facts, in lanes of the queue `inbound` that the sweep finds:
 * - `draft:expiry`: after 14 days they are dropped, and their counsellor hears of it once, in the same transaction.
 * - `draft:handover`: they follow their students to another counsellor, who hears of it; of a student who left they are dropped.
 */
export interface BatchWorkDeps {
  readonly db: Queryable;
  readonly wake: WakeQueue;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly platform: PlatformName;
}

export interface BatchWork {
  owns(laneKey: string): boolean;
  findDueLanes(): Promise<string[]>;
  advance(lease: Pick<Lease, 'laneKey'>): Promise<Advance>;
}

const LANES = { expiry: 'draft:expiry', handover: 'draft:handover' } as const;

/** Builds the work of the lanes `draft:`. */
export function createBatchWork({ db, wake, clock, ids, platform }: BatchWorkDeps): BatchWork {
  const oldest = (): Date => new Date(clock.now().getTime() - BATCH_DRAFT_LIFETIME_MS);

  async function findDueLanes(): Promise<string[]> {
    const due: string[] = [];
    if (await hasDraftsBefore(db, oldest())) due.push(LANES.expiry);
    if (await hasMisplacedDrafts(db)) due.push(LANES.handover);
    return due;
  }

  async function tell(
    tx: Queryable,
    afterCommit: AfterCommit,
    moved: readonly MovedDraft[],
    say: (count: number) => string,
  ): Promise<void> {
    for (const [memberId, own] of groupBy(moved, ({ userId }) => userId)) {
      const text = say(own.length);
      await queueMemberText(tx, { platform, memberId, now: clock.now(), ids, afterCommit, text });
    }
  }

  async function advance({ laneKey }: Pick<Lease, 'laneKey'>): Promise<Advance> {
    await inTransactionThenWake(db, wake, async (tx, afterCommit) => {
      if (laneKey === LANES.expiry) return tell(tx, afterCommit, await dropDraftsBefore(tx, oldest()), texts.expired);
      await dropDraftsOfLeft(tx);
      return tell(tx, afterCommit, await handOverDrafts(tx), texts.handedOver);
    });
    return { more: false };
  }

  return { owns: (laneKey) => laneKey.startsWith('draft:'), findDueLanes, advance };
}
