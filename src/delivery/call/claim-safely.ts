import type { DeliveryContext } from '../context.ts';
import { type Claim, type ClaimedDelivery, claimDeliveries, undoClaim } from './claim.store.ts';
import { writeUntilDone } from './write-until-done.ts';

/**
 * Claims for a call. When the answer is lost with the connection, the claim may have been committed all the same; it is
 * undone once the database is back, because we know that no call followed. Then the error goes on its way.
 */
export async function claimSafely(
  ctx: DeliveryContext,
  claim: Omit<Claim, 'claimId' | 'to'>,
): Promise<readonly ClaimedDelivery[]> {
  const claimId = ctx.ids.uuid();
  try {
    return await claimDeliveries(ctx.db, { ...claim, claimId, to: 'sending' });
  } catch (error) {
    await writeUntilDone(() => undoClaim(ctx.db, claim.laneKey, claimId), ctx.log);
    throw error;
  }
}
