import { withPersonalLink } from '../notice/index.ts';
import type { ClaimedDelivery } from './call/claim.store.ts';
import type { DeliveryContext } from './context.ts';

/** The whole text of a delivery: what one family gets carries its own link, what a group gets never does. */
export function textOf(
  { linkOf }: Pick<DeliveryContext, 'linkOf'>,
  { deliveryId, studentId, body }: Pick<ClaimedDelivery, 'deliveryId' | 'studentId' | 'body'>,
): string {
  return studentId === null ? body : withPersonalLink(body, linkOf(deliveryId));
}
