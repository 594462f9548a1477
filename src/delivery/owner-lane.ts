import { quietUntil } from '../calendar/index.ts';
import { queueMemberText } from '../command/index.ts';
import type { MassTaskReceipt } from '../platform/port.ts';
import { type Advance, inTransactionThenWake, type Lease } from '../queue/index.ts';
import {
  type AwaitingDelivery,
  findNextCheckAt,
  listDueAwaiting,
  type Receipt,
  scheduleCheck,
  writeReceipts,
} from './awaiting.store.ts';
import { awaitingSince, MAX_REMINDERS, nextCheckAt, nextReminderAt } from './check-times.ts';
import { claimSafely } from './claim-safely.ts';
import type { DeliveryContext } from './context.ts';
import { type ClaimedDelivery, nextDueInMs } from './delivery.store.ts';
import { WITHDRAW_CANCEL } from './delivery-states.ts';
import { finishCalls, standStill } from './finish-calls.ts';
import { type Gate, passGate, reopenChannel } from './gate.ts';
import { groupBy } from './group-by.ts';
import { judgeResult } from './judge-result.ts';
import { deliveryTexts as texts } from './texts.zh.ts';
import { writeUntilDone } from './write-until-done.ts';

/**
 * The lane of one owner of customer groups. Several deliveries of the same notice with the same words go out as one mass
 * task (wecom.md §6.2): nothing is delivered until the owner taps, so the task is looked at until its receipts are in, the
 * owner is reminded at most three times, and a pause or a cancellation takes the task back.
 */
const CHANNEL = 'wecom_customer_group';
/** chat_id_list of one task (wecom.md §6.2). */
const MAX_CHATS = 2_000;
const FIRST_CHECK_MS = 60_000;
/** After a failed look, on the domain's clock. */
const CHECK_AGAIN_MS = 60_000;

export function createOwnerLane(ctx: DeliveryContext): (lease: Lease) => Promise<Advance> {
  let gate: Gate | undefined;
  let areTasksChecked = false;
  return async (lease) => {
    if (!areTasksChecked) {
      areTasksChecked = true;
      await checkTasks(ctx, lease);
    }
    gate ??= await passGate(ctx, lease, CHANNEL, ctx.platform.capabilities.duplicateCheckMs.mass_task);
    if (!gate.isOpen) return gate.advance;
    const claimed = await claimSafely(ctx, {
      laneKey: lease.laneKey,
      leaseToken: lease.token,
      leaseMarginMs: ctx.timings.leaseMs / 2,
      limit: MAX_CHATS,
      shape: 'same_body',
    });
    const first = claimed[0];
    if (first === undefined) return rest(ctx, lease);
    const mustRest = await createTask(ctx, lease, first, claimed);
    if (mustRest) gate = undefined;
    else if (gate.isProbe) {
      await reopenChannel(ctx, CHANNEL);
      gate = { isOpen: true, isProbe: false };
    }
    return { more: true };
  };
}

async function rest(ctx: DeliveryContext, lease: Lease): Promise<Advance> {
  const retryMs = await nextDueInMs(ctx.db, lease.laneKey, ctx.timings.sendTimeoutMs);
  const checkAt = await findNextCheckAt(ctx.db, lease.laneKey);
  const checkMs = checkAt === null ? undefined : Math.max(1_000, checkAt.getTime() - ctx.clock.now().getTime());
  const waits = [retryMs, checkMs].filter((wait) => wait !== undefined);
  return { more: false, ...(waits.length === 0 ? {} : { wakeInMs: Math.min(...waits) }) };
}

async function createTask(
  ctx: DeliveryContext,
  lease: Lease,
  first: ClaimedDelivery,
  claimed: readonly ClaimedDelivery[],
): Promise<boolean> {
  const ownerId = first.ownerUserId ?? '';
  const chatIds = claimed.flatMap(({ platformTarget }) => (platformTarget === null ? [] : [platformTarget]));
  const result = await ctx.platform.send(
    { kind: 'mass_task', ownerId, chatIds, text: first.body },
    AbortSignal.timeout(ctx.timings.sendTimeoutMs * 0.75),
  );
  const now = ctx.clock.now();
  const calls = claimed.map((delivery) => ({
    delivery,
    judged: judgeResult(delivery, result, {
      accepted: 'awaiting_member',
      canRepeat: ctx.platform.capabilities.duplicateCheckMs.mass_task > 0,
      now,
      nextCheckAt: new Date(now.getTime() + FIRST_CHECK_MS),
    }),
  }));
  const waiting = calls.filter(({ judged }) => judged.outcome.to === 'awaiting_member');
  const { mustRest } = await finishCalls(ctx, calls, {
    laneKey: lease.laneKey,
    isRatePerLane: false,
    slots: [],
    also: async (tx, afterCommit) => {
      if (waiting.length === 0) return;
      const groups = waiting.map(({ delivery }) => delivery.target);
      await queueMemberText(tx, {
        platform: ctx.platform.name,
        memberId: ownerId,
        now,
        ids: ctx.ids,
        afterCommit,
        text: texts.taskWaits(first.title, first.noticeCode, groups),
      });
    },
  });
  return mustRest;
}

/** Looks at each task that is due: takes it back, or asks for its receipts and reminds. */
async function checkTasks(ctx: DeliveryContext, lease: Lease): Promise<void> {
  const due = await listDueAwaiting(ctx.db, lease.laneKey, ctx.clock.now());
  const tasks = groupBy(due, ({ platformRef }) => platformRef ?? '');
  for (const [taskRef, deliveries] of tasks) {
    if (lease.signal.aborted) return;
    await checkTask(ctx, lease, taskRef, deliveries);
  }
}

async function checkTask(
  ctx: DeliveryContext,
  lease: Lease,
  taskRef: string,
  deliveries: readonly AwaitingDelivery[],
): Promise<void> {
  const ownerId = deliveries[0]?.ownerUserId ?? '';
  const result = await ctx.platform.fetchReceipts(
    { taskRef, ownerId },
    AbortSignal.timeout(ctx.timings.sendTimeoutMs * 0.75),
  );
  const now = ctx.clock.now();
  if (result.outcome === 'failed') {
    await standStill(ctx, [result.failure], { laneKey: lease.laneKey, isRatePerLane: false, channel: CHANNEL });
    const at = new Date(now.getTime() + CHECK_AGAIN_MS);
    await scheduleCheck(
      ctx.db,
      deliveries.map(({ deliveryId }) => deliveryId),
      { at, addReminder: false },
    );
    return;
  }
  const byChat = new Map(result.receipts.map((receipt) => [receipt.chatId, receipt]));
  const ended = deliveries.flatMap((delivery) => toReceipt(delivery, byChat.get(delivery.platformTarget ?? ''), now));
  await writeUntilDone(() => writeReceipts(ctx.db, ended), ctx.log);
  const endedIds = new Set(ended.map(({ deliveryId }) => deliveryId));
  const waiting = deliveries.filter(({ deliveryId }) => !endedIds.has(deliveryId));
  // One task carries one notice: what holds for one of its groups holds for all.
  const isCancelled = waiting.some(({ errorCode }) => errorCode === WITHDRAW_CANCEL);
  if (isCancelled || waiting.some(({ isPaused }) => isPaused)) {
    return withdraw(ctx, lease, taskRef, waiting, isCancelled ? 'cancelled' : 'queued');
  }
  await waitOn(ctx, taskRef, waiting, now);
}

function toReceipt(delivery: AwaitingDelivery, receipt: MassTaskReceipt | undefined, now: Date): Receipt[] {
  if (receipt === undefined || receipt.state === 'waiting') return [];
  const { deliveryId } = delivery;
  if (receipt.state === 'sent') return [{ deliveryId, to: 'sent', errorCode: null, sentAt: receipt.sentAt ?? now }];
  return [{ deliveryId, to: receipt.state, errorCode: receipt.code ?? null, sentAt: null }];
}

/** Takes the task back for those groups where the owner did not tap yet; what was tapped stays sent. */
async function withdraw(
  ctx: DeliveryContext,
  lease: Lease,
  taskRef: string,
  deliveries: readonly AwaitingDelivery[],
  to: 'cancelled' | 'queued',
): Promise<void> {
  const result = await ctx.platform.send(
    { kind: 'mass_task_cancel', taskRef },
    AbortSignal.timeout(ctx.timings.sendTimeoutMs * 0.75),
  );
  const isGone = result.outcome === 'accepted' || (result.outcome === 'failed' && result.failure.kind === 'recipient');
  if (!isGone) {
    const failures = result.outcome === 'failed' ? [result.failure] : [];
    await standStill(ctx, failures, { laneKey: lease.laneKey, isRatePerLane: false, channel: CHANNEL });
    const at = new Date(ctx.clock.now().getTime() + CHECK_AGAIN_MS);
    await scheduleCheck(
      ctx.db,
      deliveries.map(({ deliveryId }) => deliveryId),
      { at, addReminder: false },
    );
    return;
  }
  const receipts = deliveries.map(({ deliveryId }): Receipt => ({ deliveryId, to, errorCode: null, sentAt: null }));
  await writeUntilDone(() => writeReceipts(ctx.db, receipts), ctx.log);
}

/** Sets the next look, and reminds when it is time: the count is committed before the call, so three is the most. */
async function waitOn(
  ctx: DeliveryContext,
  taskRef: string,
  waiting: readonly AwaitingDelivery[],
  now: Date,
): Promise<void> {
  const first = waiting[0];
  if (first === undefined) return;
  const since = awaitingSince(first, ctx.quietHours, ctx.timeZone);
  const at = nextCheckAt(since, now);
  const deliveryIds = waiting.map(({ deliveryId }) => deliveryId);
  const reminderAt = nextReminderAt(since, first.reminders, ctx.quietHours, ctx.timeZone);
  const isQuiet = quietUntil(now, ctx.quietHours, ctx.timeZone) !== null;
  const mustRemind = reminderAt !== null && reminderAt <= now && !isQuiet && first.reminders < MAX_REMINDERS;
  await inTransactionThenWake(ctx.db, ctx.wakeQueue, async (tx, afterCommit) => {
    await scheduleCheck(tx, deliveryIds, { at, addReminder: mustRemind });
    if (!mustRemind) return;
    await queueMemberText(tx, {
      platform: ctx.platform.name,
      memberId: first.ownerUserId ?? '',
      now,
      ids: ctx.ids,
      afterCommit,
      text: texts.taskReminder(
        first.title,
        first.noticeCode,
        waiting.map(({ target }) => target),
      ),
    });
  });
  if (!mustRemind) return;
  // The platform's own reminder comes on top of ours; when it fails, ours is enough.
  const result = await ctx.platform.send({ kind: 'mass_task_remind', taskRef });
  if (result.outcome !== 'accepted') ctx.log.warn({ outcome: result.outcome }, 'the platform did not remind the owner');
}
