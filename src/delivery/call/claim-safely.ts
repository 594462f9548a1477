import { inTransaction } from '../../db/index.ts';
import { inTransactionThenWake } from '../../queue/index.ts';
import type { DeliveryContext } from '../context.ts';
import { type Claim, type ClaimedDelivery, claimDeliveries, undoClaim } from './claim.store.ts';
import { claimJoined } from './claim-joined.ts';
import { endChanged } from './end-changed.ts';
import { hasLowQueued } from './joined.store.ts';
import { writeUntilDone } from './write-until-done.ts';

/**
 * Claims for a call. When the answer is lost with the connection, the claim may have been committed all the same; it is
 * undone once the database is back, because we know that no call followed. Then the error goes on its way.
 * Those whose target changed since the confirmation are ended on the way, and the next ones claimed when none are left.
 */
export async function claimSafely(
  ctx: DeliveryContext,
  claim: Omit<Claim, 'claimId' | 'to'>,
): Promise<readonly ClaimedDelivery[]> {
  const claimId = ctx.ids.uuid();
  try {
    for (;;) {
      const toClaim: Claim = { ...claim, claimId, to: 'sending' };
      const { claimed, changedNoticeIds } = (await hasLowQueued(ctx.db, claim.laneKey))
        ? await inTransaction(ctx.db, (tx) => claimJoined(tx, ctx, toClaim))
        : await claimDeliveries(ctx.db, toClaim);
      if (changedNoticeIds.length === 0) return claimed;
      const ended = await inTransactionThenWake(ctx.db, ctx.wakeQueue, (tx, afterCommit) =>
        endChanged(tx, ctx, afterCommit, changedNoticeIds),
      );
      // None ended: another lane does it at this moment, or the target changed back.
      if (claimed.length > 0 || ended === 0) return claimed;
    }
  } catch (error) {
    await writeUntilDone(() => undoClaim(ctx.db, claim.laneKey, claimId), ctx.log);
    throw error;
  }
}
