import type { Queryable } from '../../db/index.ts';
import { maxBytesOf } from '../../notice/index.ts';
import { byteLength } from '../../shared/bytes.ts';
import { groupBy } from '../../shared/group-by.ts';
import type { DeliveryContext } from '../context.ts';
import { joinParts, textOfOne } from '../text-of.ts';
import { type Claim, type ClaimResult, claimDeliveries } from './claim.store.ts';
import {
  joinDeliveries,
  type LowDelivery,
  lockLowDeliveries,
  type Membership,
  partDeliveries,
} from './joined.store.ts';

/**
 * Claims where low deliveries wait: those of one target are joined into one text as far as it fits, and claimed, sent and
 * ended together. Which ones is settled by the claim that takes them and stands in `joined_id` from then on, so that a repeat
 * of the call has the same bytes. One transaction: what was joined and not claimed is parted again.
 */
export async function claimJoined(tx: Queryable, ctx: DeliveryContext, claim: Claim): Promise<ClaimResult> {
  const waiting = await lockLowDeliveries(tx, claim.laneKey, claim.limit);
  const members = [...groupBy(waiting, ({ targetKey }) => targetKey).values()].flatMap((ofTarget) =>
    firstText(ctx, ofTarget),
  );
  await joinDeliveries(tx, members);
  const result = await claimDeliveries(tx, claim);
  const taken = new Set(
    result.claimed.flatMap((one) => [one.deliveryId, ...one.followers.map(({ deliveryId }) => deliveryId)]),
  );
  const left = members.map(({ deliveryId }) => deliveryId).filter((deliveryId) => !taken.has(deliveryId));
  await partDeliveries(tx, left);
  return result;
}

/** What goes out to a target first: its oldest low delivery and those after it by the same way that fit into one text. */
function firstText(ctx: DeliveryContext, ofTarget: readonly LowDelivery[]): Membership[] {
  const [first] = ofTarget;
  if (first === undefined) return [];
  const maxBytes = maxBytesOf(first.channel, ctx.platform.capabilities);
  const parts: { readonly title: string; readonly text: string; readonly deliveryId: string }[] = [];
  for (const one of ofTarget.filter((other) => wayOf(other) === wayOf(first))) {
    const part = { title: one.title, text: textOfOne(ctx, one), deliveryId: one.deliveryId };
    if (parts.length > 0 && byteLength(joinParts([...parts, part])) > maxBytes) break;
    parts.push(part);
  }
  const joinedId = ctx.ids.uuid();
  return parts.map(({ deliveryId }) => ({ deliveryId, joinedId }));
}

/** The same person or group by the same channel: the roster may have changed between two confirmations. */
function wayOf({ channel, platformTarget, ownerUserId, guardianId, groupId }: LowDelivery): string {
  return JSON.stringify([channel, platformTarget, ownerUserId, guardianId, groupId]);
}
