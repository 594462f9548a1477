import type { Queryable } from '../db/index.ts';
import { type ChannelBlock, listChannelBlocks } from './call/channel-block.store.ts';
import { countUsedSlots } from './call/pacing.store.ts';
import { countDeliveries, type DeliveryCounts } from './due.store.ts';
import { countOpenOffers } from './ladder/ladder.store.ts';

export interface DeliveryMetrics extends DeliveryCounts {
  readonly unknown: number;
  /** Slots taken in the last minute, by kind of lane. */
  readonly slotsUsed: Readonly<Record<string, number>>;
  /** Next steps to families that were offered and not taken. */
  readonly offeredSteps: number;
  /** Channels that stand still, for `doctor` and alarms. */
  readonly blocks: readonly ChannelBlock[];
}

/** Plain numbers for `/metrics` and `doctor`. `now` is the domain's. */
export async function collectDeliveryMetrics(db: Queryable, now: Date): Promise<DeliveryMetrics> {
  const counts = await countDeliveries(db, now);
  return {
    ...counts,
    unknown: counts.byStatus.unknown ?? 0,
    slotsUsed: await countUsedSlots(db, 60_000),
    offeredSteps: await countOpenOffers(db, now),
    blocks: await listChannelBlocks(db),
  };
}
