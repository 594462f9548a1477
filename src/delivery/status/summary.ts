import { describeInstant } from '../../calendar/index.ts';
import type { DeliveryStatus, Queryable } from '../../db/index.ts';
import { groupBy } from '../../shared/group-by.ts';
import { type ChannelBlock, listChannelBlocks } from '../call/channel-block.store.ts';
import { deliveryTexts as texts } from '../texts.zh.ts';
import {
  type AlikeDeliveries,
  countAlike,
  countByStatus,
  countConfirmed,
  findNoticeSender,
  type NoticeHead,
  nameAll,
} from './summary.store.ts';

/** Where one notice stands, for the sender. */
export interface NoticeSummary {
  readonly notice: NoticeHead;
  readonly counts: Readonly<Partial<Record<DeliveryStatus, number>>>;
  readonly total: number;
  /** Families to whom it went alone, and how many of them pressed 我已知悉. */
  readonly families: number;
  readonly confirmed: number;
  /** Held until then, by quiet hours or for the evening. */
  readonly heldUntil: Date | null;
  readonly isLow: boolean;
  /** It is set for a time. */
  readonly isTimed: boolean;
  /** Who must tap or paste, for which groups. */
  readonly waitingFor: readonly AlikeDeliveries[];
  readonly failed: readonly AlikeDeliveries[];
  readonly capped: readonly AlikeDeliveries[];
  readonly unknown: readonly AlikeDeliveries[];
  readonly blocks: readonly ChannelBlock[];
}

/** Counts by state, who waits for whom, held until when, what did not arrive and why. Undefined = no such notice. */
export async function summariseNotice(db: Queryable, noticeId: string): Promise<NoticeSummary | undefined> {
  const notice = await findNoticeSender(db, noticeId);
  if (notice === undefined) return undefined;
  const rows = await countByStatus(db, noticeId);
  const counts: Partial<Record<DeliveryStatus, number>> = {};
  for (const { status, count } of rows) counts[status] = (counts[status] ?? 0) + count;
  const held = rows.flatMap(({ status, notBefore }) =>
    status === 'waiting_quiet_hours' && notBefore ? [notBefore] : [],
  );
  const noted = await countAlike(db, noticeId, ['awaiting_member', 'failed', 'capped', 'unknown']);
  const of = (status: DeliveryStatus): AlikeDeliveries[] => noted.filter((alike) => alike.status === status);
  const channels = [...new Set(rows.filter(({ status }) => status === 'queued').map(({ channel }) => channel))];
  return {
    notice,
    counts,
    ...(await countConfirmed(db, noticeId)),
    total: rows.reduce((sum, { count }) => sum + count, 0),
    heldUntil: held.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null,
    isLow: rows.some(({ status, isLow }) => isLow && status === 'waiting_quiet_hours'),
    isTimed: rows.some(({ status, isTimed }) => isTimed && status === 'waiting_quiet_hours'),
    waitingFor: of('awaiting_member'),
    failed: of('failed'),
    capped: of('capped'),
    unknown: of('unknown'),
    blocks: channels.length === 0 ? [] : await listChannelBlocks(db, [...channels, 'everything']),
  };
}

const MAX_FAILURES_SHOWN = 8;

/** The summary as the bot says it. */
export function describeSummary(summary: NoticeSummary, now: Date, timeZone: string): string {
  const { counts, notice } = summary;
  const count = (...statuses: DeliveryStatus[]): number =>
    statuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
  const lines = [texts.statusTitle(notice.title, notice.noticeCode), texts.statusTotal(summary.total)];
  const add = (amount: number, line: () => string): void => {
    if (amount > 0) lines.push(line());
  };
  add(count('accepted'), () => texts.statusAccepted(count('accepted')));
  add(count('sent'), () => texts.statusSent(count('sent')));
  add(summary.families, () => texts.statusConfirmed(summary.confirmed, summary.families));
  const open = count('queued', 'waiting_quiet_hours');
  if (notice.isPaused) {
    add(open, () => texts.statusPaused(open));
    add(count('sending'), () => texts.statusSending(count('sending')));
  } else {
    add(count('queued', 'sending'), () => texts.statusSending(count('queued', 'sending')));
    const until = summary.heldUntil;
    if (until !== null) {
      const line = summary.isTimed ? texts.statusHeldTimed : summary.isLow ? texts.statusHeldLow : texts.statusHeld;
      lines.push(line(count('waiting_quiet_hours'), describeInstant(until, now, timeZone)));
    }
  }
  for (const waiting of groupBy(
    summary.waitingFor,
    ({ channel, ownerUserId }) => `${channel} ${ownerUserId}`,
  ).values()) {
    const how = waiting[0]?.channel === 'relay' ? texts.pasteIt : texts.tapIt;
    const owner = waiting[0]?.ownerName ?? texts.someOwner;
    lines.push(texts.statusWaiting(owner, nameAll(waiting), how));
  }
  const failed = summary.failed.flatMap(({ names, errorCode }) =>
    names.map((name) => texts.statusFailed(name, texts.reason(errorCode))),
  );
  lines.push(...failed.slice(0, MAX_FAILURES_SHOWN));
  add(count('failed') - MAX_FAILURES_SHOWN, () => texts.statusMoreFailed(count('failed') - MAX_FAILURES_SHOWN));
  add(count('capped'), () => texts.statusCapped(nameAll(summary.capped)));
  add(count('unknown'), () => texts.statusUnknown(nameAll(summary.unknown)));
  add(count('cancelled'), () => texts.statusCancelled(count('cancelled')));
  const block = summary.blocks[0];
  if (block !== undefined) lines.push(texts.statusBlocked(texts.reason(block.code)));
  return lines.join('\n');
}
