import type { Queryable } from '../db/index.ts';
import { groupBy } from '../shared/group-by.ts';
import { writeReceipts } from './awaiting.store.ts';
import { nameSet } from './name-set.ts';
import { listOpenRelays, type OpenRelay } from './stop/stop.store.ts';

/** One text that waits for a paste: one delivery, or several low ones that were joined. */
interface OpenText {
  /** Of its first delivery. */
  readonly deliveryId: string;
  readonly deliveryIds: readonly string[];
  readonly noticeCodes: readonly string[];
  readonly title: string;
  readonly target: string;
}

export type RelaySent =
  | { readonly kind: 'done'; readonly relays: readonly OpenText[]; readonly left: number }
  /** More than one is open and the words did not say which. */
  | { readonly kind: 'several'; readonly relays: readonly OpenText[] }
  | { readonly kind: 'none' };

export interface RelaySentRequest {
  readonly ownerUserId: string;
  readonly now: Date;
  /** All of this notice. */
  readonly noticeCode?: string;
  /** Exactly these; an empty list = all that are open. */
  readonly deliveryIds?: readonly string[];
}

/**
 * The owner says that the words stand in the group. One open relay needs no more; of several he or she must choose. What was
 * handed over as one text ends together.
 */
export async function markRelaySent(tx: Queryable, request: RelaySentRequest): Promise<RelaySent> {
  const { ownerUserId, noticeCode, deliveryIds, now } = request;
  const open = toTexts(await listOpenRelays(tx, ownerUserId));
  const candidates =
    noticeCode === undefined ? open : open.filter(({ noticeCodes }) => noticeCodes.includes(noticeCode));
  if (candidates.length === 0) return { kind: 'none' };
  const isChosen = noticeCode !== undefined || deliveryIds !== undefined;
  if (candidates.length > 1 && !isChosen) return { kind: 'several', relays: candidates };
  const chosen =
    deliveryIds === undefined || deliveryIds.length === 0
      ? candidates
      : candidates.filter((text) => text.deliveryIds.some((deliveryId) => deliveryIds.includes(deliveryId)));
  if (chosen.length === 0) return { kind: 'none' };
  await writeReceipts(
    tx,
    chosen.flatMap((text) =>
      text.deliveryIds.map((deliveryId) => ({ deliveryId, to: 'sent' as const, errorCode: null, sentAt: now })),
    ),
  );
  return { kind: 'done', relays: chosen, left: open.length - chosen.length };
}

function toTexts(relays: readonly OpenRelay[]): readonly OpenText[] {
  return [...groupBy(relays, ({ joinedId, deliveryId }) => joinedId ?? deliveryId).values()].map((list) => ({
    deliveryId: list[0]?.deliveryId ?? '',
    deliveryIds: list.map(({ deliveryId }) => deliveryId),
    noticeCodes: list.map(({ noticeCode }) => noticeCode),
    title: nameSet(list).title.replaceAll('》《', '、'),
    target: list[0]?.target ?? '',
  }));
}
