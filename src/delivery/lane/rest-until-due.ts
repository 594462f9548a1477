import type { Advance, Lease } from '../../queue/index.ts';
import { findNextCheckAt } from '../awaiting.store.ts';
import type { DeliveryContext } from '../context.ts';
import { nextDueInMs } from './resting.store.ts';

/** The domain's clock may have passed a look that nobody could make; at once again would spin. */
const SOONEST_CHECK_MS = 1_000;

/** Nothing can be done in the lane now; it comes back for its next retry or look, whichever is first. */
export async function restUntilDue(ctx: DeliveryContext, { laneKey }: Pick<Lease, 'laneKey'>): Promise<Advance> {
  const retryMs = await nextDueInMs(ctx.db, laneKey, ctx.timings.sendTimeoutMs);
  const checkAt = await findNextCheckAt(ctx.db, laneKey);
  const checkMs =
    checkAt === null ? undefined : Math.max(SOONEST_CHECK_MS, checkAt.getTime() - ctx.clock.now().getTime());
  const waits = [retryMs, checkMs].filter((wait) => wait !== undefined);
  return { more: false, ...(waits.length === 0 ? {} : { wakeInMs: Math.min(...waits) }) };
}
