import type { Queryable } from '../db/index.ts';
import { writeReceipts } from './awaiting.store.ts';
import { listOpenRelays, type OpenRelay } from './stop/stop.store.ts';

export type RelaySent =
  | { readonly kind: 'done'; readonly relays: readonly OpenRelay[]; readonly left: number }
  /** More than one is open and the words did not say which. */
  | { readonly kind: 'several'; readonly relays: readonly OpenRelay[] }
  | { readonly kind: 'none' };

export interface RelaySentRequest {
  readonly ownerUserId: string;
  readonly now: Date;
  /** All of this notice. */
  readonly noticeCode?: string;
  /** Exactly these; an empty list = all that are open. */
  readonly deliveryIds?: readonly string[];
}

/** The owner says that the words stand in the group. One open relay needs no more; of several he or she must choose. */
export async function markRelaySent(tx: Queryable, request: RelaySentRequest): Promise<RelaySent> {
  const { ownerUserId, noticeCode, deliveryIds, now } = request;
  const open = await listOpenRelays(tx, ownerUserId);
  const candidates = noticeCode === undefined ? open : open.filter((relay) => relay.noticeCode === noticeCode);
  if (candidates.length === 0) return { kind: 'none' };
  const isChosen = noticeCode !== undefined || deliveryIds !== undefined;
  if (candidates.length > 1 && !isChosen) return { kind: 'several', relays: candidates };
  const chosen =
    deliveryIds === undefined || deliveryIds.length === 0
      ? candidates
      : candidates.filter(({ deliveryId }) => deliveryIds.includes(deliveryId));
  if (chosen.length === 0) return { kind: 'none' };
  await writeReceipts(
    tx,
    chosen.map(({ deliveryId }) => ({ deliveryId, to: 'sent', errorCode: null, sentAt: now })),
  );
  return { kind: 'done', relays: chosen, left: open.length - chosen.length };
}
