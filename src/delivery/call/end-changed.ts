import { queueMemberText } from '../../command/index.ts';
import type { Queryable } from '../../db/index.ts';
import type { AfterCommit } from '../../queue/index.ts';
import type { DeliveryContext } from '../context.ts';
import { findNoticeSender } from '../status/summary.store.ts';
import { deliveryTexts as texts } from '../texts.zh.ts';
import { failChanged } from './target-change.store.ts';

/**
 * Ends what of these notices must not go out because its target changed after the confirmation, and tells each sender in
 * the same transaction, so that nothing ends in silence. Returns how many notices were concerned.
 */
export async function endChanged(
  tx: Queryable,
  ctx: DeliveryContext,
  afterCommit: AfterCommit,
  noticeIds: readonly string[],
): Promise<number> {
  const changed = await failChanged(tx, noticeIds);
  for (const { noticeId, guardians, groups } of changed) {
    ctx.log.warn({ noticeId, guardians, groups }, 'deliveries ended: their targets changed after the confirmation');
    const sender = await findNoticeSender(tx, noticeId);
    if (sender?.userId == null) continue;
    await queueMemberText(tx, {
      platform: ctx.platform.name,
      memberId: sender.userId,
      now: ctx.clock.now(),
      ids: ctx.ids,
      afterCommit,
      text: texts.targetsChanged(sender.title, guardians, groups),
    });
  }
  return changed.length;
}
