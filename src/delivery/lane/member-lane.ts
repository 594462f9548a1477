import { type MemberMessageContent, toOutbound } from '../../command/index.ts';
import type { Outbound, SendResult } from '../../platform/port.ts';
import type { Advance, Lease } from '../../queue/index.ts';
import { splitByBytes } from '../../shared/bytes.ts';
import { backoffMs, RATE_REST_MS } from '../call/backoff.ts';
import { listChannelBlocks } from '../call/channel-block.store.ts';
import { standStill } from '../call/finish-calls.ts';
import { countFreeSlots, type Slot, settleSlots, takeSlot } from '../call/pacing.store.ts';
import { writeUntilDone } from '../call/write-until-done.ts';
import { callSignal, type DeliveryContext } from '../context.ts';
import { countJoinable, joinTexts, TIGHT_BELOW } from './compose-texts.ts';
import { CLOCK_WAIT_MS, reopenChannel } from './gate.ts';
import {
  listOpenMessages,
  type MemberMessage,
  type MessageOutcome,
  markMessagesSending,
  unmarkMessages,
  writeMessageOutcome,
} from './member-lane.store.ts';

/**
 * What the bot says to one member of staff, in order and paced by us, because the platform drops the surplus without a
 * word (wecom.md §4). Quiet hours do not hold it: it answers somebody who is awake.
 *
 * States of a row: queued → sending (intent committed, `attempts` + 1) → sent | failed | unknown, or → queued for another
 * try. sending → sending: a call that a crash interrupted is repeated with the same messages in one, so that the bytes are
 * the same and the platform's duplicate check recognises them.
 */
const MAX_MESSAGE_TRIES = 5;
const LOOK_AHEAD = 20;

export function createMemberLane(ctx: DeliveryContext): (lease: Lease) => Promise<Advance> {
  return async (lease) => {
    if (!ctx.clockGuard.isRight()) return { more: false, wakeInMs: CLOCK_WAIT_MS };
    const blocks = await listChannelBlocks(ctx.db, ['member', 'everything']);
    const blockedMs = Math.max(0, ...blocks.map(({ forMs }) => forMs));
    if (blockedMs > 0) return { more: false, wakeInMs: blockedMs };

    const open = await listOpenMessages(ctx.db, lease.laneKey, ctx.timings.sendTimeoutMs, LOOK_AHEAD);
    const head = open[0];
    if (head === undefined) return { more: false };
    const mustWait = head.status === 'sending' ? !head.isStale : (head.waitMs ?? 0) > 0;
    if (mustWait) return { more: false, wakeInMs: Math.max(50, head.waitMs ?? 1_000) };

    const group = await chooseGroup(ctx, lease, open, head);
    const pieces = piecesOf(ctx, group);
    const slots = await takeSlots(ctx, lease, head.kind === 'card_update' ? 0 : pieces.length);
    if (slots.waitMs > 0) return { more: false, wakeInMs: slots.waitMs };
    const messageIds = group.map(({ messageId }) => messageId);
    if (!(await markSafely(ctx, messageIds, lease, head))) return { more: false, wakeInMs: 1_000 };

    const result = await sendInOrder(ctx, pieces);
    const outcome = judge(ctx, head, result);
    if (outcome === 'repeat_as_it_was') {
      await settleSlots(ctx.db, slots.taken);
      return { more: false, wakeInMs: ctx.timings.sendTimeoutMs };
    }
    await writeUntilDone(() => writeMessageOutcome(ctx.db, messageIds, outcome), ctx.log);
    await settleSlots(ctx.db, slots.taken);
    // A rate limit is this member's alone; the message itself waits it out.
    if (result.outcome === 'failed' && result.failure.kind !== 'rate') {
      await standStill(ctx, [result.failure], { laneKey: lease.laneKey, isRatePerLane: false, channel: 'member' });
    }
    if (result.outcome === 'accepted' && blocks.length > 0) await reopenChannel(ctx, 'member');
    return { more: true };
  };
}

async function markSafely(
  ctx: DeliveryContext,
  messageIds: readonly string[],
  lease: Lease,
  head: MemberMessage,
): Promise<boolean> {
  try {
    return await markMessagesSending(ctx.db, messageIds, lease);
  } catch (error) {
    // A group that was interrupted before keeps its mark, because its call may have gone out.
    if (head.status === 'queued') await writeUntilDone(() => unmarkMessages(ctx.db, messageIds), ctx.log);
    throw error;
  }
}

async function chooseGroup(
  ctx: DeliveryContext,
  lease: Lease,
  open: readonly MemberMessage[],
  head: MemberMessage,
): Promise<readonly MemberMessage[]> {
  if (head.status === 'sending') return open.filter(({ sendingMark }) => sendingMark === head.sendingMark);
  if (head.kind !== 'text') return [head];
  const end = open.findIndex(({ kind, status }) => kind !== 'text' || status !== 'queued');
  const texts = end === -1 ? open : open.slice(0, end);
  if (texts.length === 1) return texts;
  const [minute] = ctx.timings.memberPaces;
  const free = minute === undefined ? TIGHT_BELOW : await countFreeSlots(ctx.db, paceOf(ctx, lease, minute));
  const count = countJoinable(texts.map(textOf), free < TIGHT_BELOW, ctx.platform.capabilities.maxMemberTextBytes);
  return texts.slice(0, count);
}

function textOf({ content }: MemberMessage): string {
  const { text } = content as Extract<MemberMessageContent, { text: string }>;
  return text;
}

function piecesOf(ctx: DeliveryContext, group: readonly MemberMessage[]): readonly Outbound[] {
  const head = group[0];
  if (head === undefined) return [];
  if (head.kind !== 'text') return [toOutbound(head)];
  const pieces = splitByBytes(joinTexts(group.map(textOf)), ctx.platform.capabilities.maxMemberTextBytes);
  return pieces.map((text, index) => ({
    kind: 'member_text',
    memberId: head.memberId,
    text,
    messageId: `${head.messageId}/${index}`,
  }));
}

function paceOf(ctx: DeliveryContext, lease: Lease, pace: { readonly limit: number; readonly windowMs: number }) {
  return { key: `${lease.laneKey}/${pace.windowMs}`, callMs: ctx.timings.sendTimeoutMs, ...pace };
}

/** Slots for all pieces in all windows, or none: those that were taken in vain are given back as used now. */
async function takeSlots(
  ctx: DeliveryContext,
  lease: Lease,
  count: number,
): Promise<{ readonly taken: readonly Slot[]; readonly waitMs: number }> {
  const taken: Slot[] = [];
  for (const pace of ctx.timings.memberPaces) {
    for (let piece = 0; piece < Math.min(count, pace.limit); piece += 1) {
      const { slot, waitMs } = await takeSlot(ctx.db, paceOf(ctx, lease, pace));
      if (slot === null) {
        await settleSlots(ctx.db, taken);
        return { taken: [], waitMs: Math.max(50, waitMs) };
      }
      taken.push(slot);
    }
  }
  return { taken, waitMs: 0 };
}

/** Stops at the first piece that did not go out; a repeat sends all of them again, and the platform drops the known ones. */
async function sendInOrder(ctx: DeliveryContext, pieces: readonly Outbound[]): Promise<SendResult> {
  let result: SendResult = { outcome: 'accepted', refused: [] };
  for (const piece of pieces) {
    result = await ctx.platform.send(piece, callSignal(ctx));
    if (result.outcome !== 'accepted' || result.refused.length > 0) return result;
  }
  return result;
}

/** `repeat_as_it_was`: nobody knows whether it arrived; the rows stay `sending`, so that the same ones go out together again. */
function judge(ctx: DeliveryContext, head: MemberMessage, result: SendResult): MessageOutcome | 'repeat_as_it_was' {
  const attempts = head.attempts + 1;
  const none = { errorCode: null, retryInMs: null, isFree: false, sentAt: null };
  if (result.outcome === 'accepted') {
    const refusal = result.refused[0];
    if (refusal !== undefined) return { ...none, status: 'failed', errorCode: refusal.code };
    return { ...none, status: 'sent', sentAt: ctx.clock.now() };
  }
  if (result.outcome === 'unknown') {
    const kind = head.kind === 'text' ? 'member_text' : head.kind === 'card' ? 'member_card' : 'card_update';
    const canRepeat = ctx.platform.capabilities.duplicateCheckMs[kind] > 0 && attempts < MAX_MESSAGE_TRIES;
    return canRepeat ? 'repeat_as_it_was' : { ...none, status: 'unknown', errorCode: result.code };
  }
  const { kind, code, retryAfterMs } = result.failure;
  if (kind === 'recipient' || kind === 'request') return { ...none, status: 'failed', errorCode: code };
  if (kind === 'transient') {
    if (attempts >= MAX_MESSAGE_TRIES) return { ...none, status: 'failed', errorCode: code };
    return { ...none, status: 'queued', errorCode: code, retryInMs: backoffMs(attempts, retryAfterMs) };
  }
  return {
    ...none,
    status: 'queued',
    errorCode: code,
    isFree: true,
    retryInMs: retryAfterMs ?? (kind === 'rate' ? RATE_REST_MS : ctx.timings.channelRestMs),
  };
}
