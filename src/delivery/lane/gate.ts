import { quietUntil } from '../../calendar/index.ts';
import type { DeliveryChannel } from '../../db/index.ts';
import type { Advance, Lease } from '../../queue/index.ts';
import { inTransactionThenWake } from '../../queue/index.ts';
import { type ChannelBlock, listChannelBlocks, openChannel } from '../call/channel-block.store.ts';
import { endBrokenSets } from '../call/joined.store.ts';
import { recoverInterrupted } from '../call/outcome.store.ts';
import type { DeliveryContext } from '../context.ts';
import { tellAboutUnknown } from '../status/tell-unknown.ts';
import { holdOrRelease } from './resting.store.ts';

/**
 * What is checked at the start of each slice of a delivery lane, before anything is claimed: our clock is right, quiet
 * hours begin or end, what a crash left in `sending`, and whether the channel stands still.
 */
export type Gate =
  | { readonly isOpen: false; readonly advance: Advance }
  /** `isProbe`: the channel stood still and one delivery may try it. */
  | { readonly isOpen: true; readonly isProbe: boolean };

/** How long a lane waits for a clock that is off. */
export const CLOCK_WAIT_MS = 5_000;

export async function passGate(
  ctx: DeliveryContext,
  lease: Lease,
  channel: DeliveryChannel,
  repeatWithinMs: number,
): Promise<Gate> {
  if (!ctx.clockGuard.isRight()) return { isOpen: false, advance: { more: false, wakeInMs: CLOCK_WAIT_MS } };
  const now = ctx.clock.now();
  await holdOrRelease(ctx.db, lease.laneKey, quietUntil(now, ctx.quietHours, ctx.timeZone), now);
  const { sendTimeoutMs } = ctx.timings;
  const interrupted = await inTransactionThenWake(ctx.db, ctx.wakeQueue, async (tx, afterCommit) => {
    const rows = await recoverInterrupted(tx, { laneKey: lease.laneKey, channel, sendTimeoutMs, repeatWithinMs });
    const unknown = rows.filter(({ status }) => status === 'unknown');
    const broken = await endBrokenSets(tx, lease.laneKey);
    await tellAboutUnknown(tx, ctx, afterCommit, new Set([...unknown.map(({ noticeId }) => noticeId), ...broken]));
    return { count: rows.length, unknown: unknown.length };
  });
  if (interrupted.count > 0) {
    ctx.log.warn({ count: interrupted.count, unknown: interrupted.unknown }, 'deliveries of a crash were recovered');
  }
  const blocks = await listChannelBlocks(ctx.db, [channel, 'everything']);
  const waitMs = Math.max(0, ...blocks.map(({ forMs }) => forMs));
  if (waitMs > 0) return { isOpen: false, advance: { more: false, wakeInMs: waitMs } };
  return { isOpen: true, isProbe: blocks.length > 0 };
}

/** A probe came through: the channel is open again for everybody. */
export async function reopenChannel(ctx: DeliveryContext, channel: ChannelBlock['scope']): Promise<void> {
  if (await openChannel(ctx.db, [channel, 'everything'])) ctx.log.info({ channel }, 'the channel works again');
}
