import { quietUntil } from '../../calendar/index.ts';
import { queueMemberText } from '../../command/index.ts';
import type { MassTaskReceipt, SendFailure } from '../../platform/port.ts';
import { inTransactionThenWake, type Lease } from '../../queue/index.ts';
import { groupBy } from '../../shared/group-by.ts';
import {
  type AwaitingDelivery,
  listDueAwaiting,
  type Receipt,
  scheduleCheck,
  writeReceipts,
} from '../awaiting.store.ts';
import { standStill } from '../call/finish-calls.ts';
import { writeUntilDone } from '../call/write-until-done.ts';
import { callSignal, type DeliveryContext } from '../context.ts';
import { WITHDRAW_CANCEL } from '../delivery-states.ts';
import { nameSet } from '../name-set.ts';
import { deliveryTexts as texts } from '../texts.zh.ts';
import { awaitingSince, MAX_REMINDERS, nextCheckAt, nextReminderAt } from './check-times.ts';

const CHANNEL = 'wecom_customer_group';
/** After a failed look, on the domain's clock. */
const CHECK_AGAIN_MS = 60_000;

export interface CheckedTasks {
  /** The platform refused in a way that holds for the tasks that were left, too. */
  readonly mustRest: boolean;
  /** At least one call came through. */
  readonly isProven: boolean;
}

/** Looks at each task of the lane that is due: takes it back, or asks for its receipts and reminds. */
export async function checkTasks(ctx: DeliveryContext, lease: Lease): Promise<CheckedTasks> {
  const due = await listDueAwaiting(ctx.db, lease.laneKey, ctx.clock.now());
  const tasks = groupBy(due, ({ platformRef }) => platformRef ?? '');
  let isProven = false;
  for (const [taskRef, deliveries] of tasks) {
    if (lease.signal.aborted) break;
    const failure = await checkTask(ctx, taskRef, deliveries);
    if (failure === undefined) {
      isProven = true;
      continue;
    }
    await lookAgain(ctx, deliveries);
    const lane = { laneKey: lease.laneKey, isRatePerLane: false, channel: CHANNEL } as const;
    if (await standStill(ctx, [failure], lane)) return { mustRest: true, isProven };
  }
  return { mustRest: false, isProven };
}

async function lookAgain(ctx: DeliveryContext, deliveries: readonly AwaitingDelivery[]): Promise<void> {
  const at = new Date(ctx.clock.now().getTime() + CHECK_AGAIN_MS);
  await scheduleCheck(
    ctx.db,
    deliveries.map(({ deliveryId }) => deliveryId),
    { at, addReminder: false },
  );
}

/** The failure that kept us from it; undefined = done. */
async function checkTask(
  ctx: DeliveryContext,
  taskRef: string,
  deliveries: readonly AwaitingDelivery[],
): Promise<SendFailure | undefined> {
  const ownerId = deliveries[0]?.ownerUserId ?? '';
  const result = await ctx.platform.fetchReceipts({ taskRef, ownerId }, callSignal(ctx));
  if (result.outcome === 'failed') return result.failure;
  const now = ctx.clock.now();
  const byChat = new Map(result.receipts.map((receipt) => [receipt.chatId, receipt]));
  const ended = deliveries.flatMap((delivery) => toReceipt(delivery, byChat.get(delivery.platformTarget ?? ''), now));
  await writeUntilDone(() => writeReceipts(ctx.db, ended), ctx.log);
  const endedIds = new Set(ended.map(({ deliveryId }) => deliveryId));
  const waiting = deliveries.filter(({ deliveryId }) => !endedIds.has(deliveryId));
  // One task is one text: when one of its notices is stopped, all of it is taken back and the others are made anew.
  const isCancelled = waiting.some(({ errorCode }) => errorCode === WITHDRAW_CANCEL);
  if (isCancelled || waiting.some(({ isPaused }) => isPaused)) {
    return withdraw(ctx, taskRef, waiting, isCancelled ? 'cancelled' : 'queued');
  }
  await waitOn(ctx, taskRef, waiting, now);
  return undefined;
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
  taskRef: string,
  deliveries: readonly AwaitingDelivery[],
  to: 'cancelled' | 'queued',
): Promise<SendFailure | undefined> {
  const result = await ctx.platform.send({ kind: 'mass_task_cancel', taskRef }, callSignal(ctx));
  if (result.outcome === 'unknown') return { kind: 'transient', code: result.code };
  // A task that the platform does not know any more needs no taking back.
  if (result.outcome === 'failed' && result.failure.kind !== 'recipient') return result.failure;
  const receipts = deliveries.map(
    ({ deliveryId, errorCode }): Receipt => ({
      deliveryId,
      to: to === 'cancelled' && errorCode !== WITHDRAW_CANCEL ? 'queued' : to,
      errorCode: null,
      sentAt: null,
    }),
  );
  await writeUntilDone(() => writeReceipts(ctx.db, receipts), ctx.log);
  return undefined;
}

/**
 * Sets the next look, and reminds when it is time. WeCom takes three reminders of a task in 24 hours (wecom.md §6.2): the count
 * stands in the database and is committed before the call, so three is the most in all, whatever dies in between.
 */
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
  const { title, code, targets } = nameSet(waiting);
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
      text: texts.taskReminder(title, code, targets),
    });
  });
  if (!mustRemind) return;
  // The platform's own reminder comes on top of ours; when it fails, ours is enough.
  const result = await ctx.platform.send({ kind: 'mass_task_remind', taskRef }, callSignal(ctx));
  if (result.outcome !== 'accepted') ctx.log.warn({ outcome: result.outcome }, 'the platform did not remind the owner');
}
