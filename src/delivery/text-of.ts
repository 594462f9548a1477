import { withPersonalLink } from '../notice/index.ts';
import type { ClaimedDelivery } from './call/claim.store.ts';
import type { DeliveryContext } from './context.ts';

/** The whole text of a delivery: what one family gets carries its own link, what a group gets never does. A reminder opens the page that it is about. */
export function textOf(
  { linkOf }: Pick<DeliveryContext, 'linkOf'>,
  { deliveryId, follows, studentId, body }: Pick<ClaimedDelivery, 'deliveryId' | 'follows' | 'studentId' | 'body'>,
): string {
  return studentId === null ? body : withPersonalLink(body, linkOf(follows ?? deliveryId));
}
