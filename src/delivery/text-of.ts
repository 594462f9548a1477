import { withPersonalLink } from '../notice/index.ts';
import type { ClaimedDelivery } from './call/claim.store.ts';
import type { DeliveryContext } from './context.ts';
import { deliveryTexts as texts } from './texts.zh.ts';

type OneText = Pick<ClaimedDelivery, 'deliveryId' | 'follows' | 'studentId' | 'body'>;

/** The whole text of one call: of low ones that were joined, each part with its heading. The same each time it is made. */
export function textOf(ctx: Pick<DeliveryContext, 'linkOf'>, delivery: ClaimedDelivery): string {
  return joinParts([delivery, ...delivery.followers].map((one) => ({ title: one.title, text: textOfOne(ctx, one) })));
}

/** What one family gets carries its own link, what a group gets never does. A reminder opens the page that it is about. */
export function textOfOne(
  { linkOf }: Pick<DeliveryContext, 'linkOf'>,
  { deliveryId, follows, studentId, body }: OneText,
): string {
  return studentId === null ? body : withPersonalLink(body, linkOf(follows ?? deliveryId));
}

/** One text as it is; several one after the other, each under its heading. */
export function joinParts(parts: readonly { readonly title: string; readonly text: string }[]): string {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only.text;
  const list = parts.map(({ title, text }, index) => `${texts.partHeading(index + 1, parts.length, title)}\n${text}`);
  return [texts.partsIntro(parts.length), ...list].join('\n\n');
}
