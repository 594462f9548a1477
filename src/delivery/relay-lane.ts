import { quietUntil } from '../calendar/index.ts';
import { queueMemberMessages, queueMemberText } from '../command/index.ts';
import { type Advance, inTransactionThenWake, type Lease } from '../queue/index.ts';
import { type AwaitingDelivery, findNextCheckAt, listDueAwaiting, scheduleCheck } from './awaiting.store.ts';
import { awaitingSince, nextReminderAt } from './check-times.ts';
import type { DeliveryContext } from './context.ts';
import { claimDeliveries, nextDueInMs } from './delivery.store.ts';
import { type Gate, passGate } from './gate.ts';
import { groupBy } from './group-by.ts';
import { deliveryTexts as texts } from './texts.zh.ts';

/**
 * The lane of one owner of plain WeChat or QQ groups, which no program may write to: the owner gets the words ready to copy
 * as a message of their own, after one that names the groups, and answers 已发. Handing over is not a call: the messages and
 * the new state are one transaction.
 */
const MAX_GROUPS = 200;

export function createRelayLane(ctx: DeliveryContext): (lease: Lease) => Promise<Advance> {
  let gate: Gate | undefined;
  let areRemindersDone = false;
  return async (lease) => {
    gate ??= await passGate(ctx, lease, 'relay', 0);
    if (!gate.isOpen) return gate.advance;
    if (!areRemindersDone) {
      areRemindersDone = true;
      await remindDue(ctx, lease);
    }
    const count = await handOver(ctx, lease);
    return count > 0 ? { more: true } : rest(ctx, lease);
  };
}

async function handOver(ctx: DeliveryContext, lease: Lease): Promise<number> {
  return inTransactionThenWake(ctx.db, ctx.wakeQueue, async (tx, afterCommit) => {
    const claimed = await claimDeliveries(tx, {
      claimId: ctx.ids.uuid(),
      laneKey: lease.laneKey,
      leaseToken: lease.token,
      leaseMarginMs: 1_000,
      limit: MAX_GROUPS,
      shape: 'same_body',
      to: 'awaiting_member',
    });
    const first = claimed[0];
    if (first === undefined) return 0;
    const now = ctx.clock.now();
    const since = awaitingSince(first, ctx.quietHours, ctx.timeZone);
    const at = nextReminderAt(since, 0, ctx.quietHours, ctx.timeZone);
    await scheduleCheck(
      tx,
      claimed.map(({ deliveryId }) => deliveryId),
      { at, addReminder: false },
    );
    await queueMemberMessages(tx, {
      platform: ctx.platform.name,
      memberId: first.ownerUserId ?? '',
      now,
      ids: ctx.ids,
      afterCommit,
      drafts: [
        {
          kind: 'text',
          text: texts.relayInstruction(
            first.title,
            first.noticeCode,
            claimed.map(({ target }) => target),
          ),
        },
        { kind: 'text', text: first.body },
      ],
    });
    return claimed.length;
  });
}

async function rest(ctx: DeliveryContext, lease: Lease): Promise<Advance> {
  const retryMs = await nextDueInMs(ctx.db, lease.laneKey, ctx.timings.sendTimeoutMs);
  const checkAt = await findNextCheckAt(ctx.db, lease.laneKey);
  const checkMs = checkAt === null ? undefined : Math.max(1_000, checkAt.getTime() - ctx.clock.now().getTime());
  const waits = [retryMs, checkMs].filter((wait) => wait !== undefined);
  return { more: false, ...(waits.length === 0 ? {} : { wakeInMs: Math.min(...waits) }) };
}

async function remindDue(ctx: DeliveryContext, lease: Lease): Promise<void> {
  const now = ctx.clock.now();
  const due = (await listDueAwaiting(ctx.db, lease.laneKey, now)).filter(({ isPaused }) => !isPaused);
  const byNotice = groupBy(due, ({ noticeId, reminders }) => `${noticeId}/${reminders}`);
  for (const deliveries of byNotice.values()) await remind(ctx, deliveries, now);
}

async function remind(ctx: DeliveryContext, deliveries: readonly AwaitingDelivery[], now: Date): Promise<void> {
  const first = deliveries[0];
  if (first === undefined) return;
  const deliveryIds = deliveries.map(({ deliveryId }) => deliveryId);
  const quietEnd = quietUntil(now, ctx.quietHours, ctx.timeZone);
  if (quietEnd !== null) return scheduleCheck(ctx.db, deliveryIds, { at: quietEnd, addReminder: false });
  const since = awaitingSince(first, ctx.quietHours, ctx.timeZone);
  const next = nextReminderAt(since, first.reminders + 1, ctx.quietHours, ctx.timeZone);
  // After a long standstill several reminders may be overdue; they must not come in one go.
  const earliest = new Date(now.getTime() + 4 * 3_600_000);
  const at = next === null ? null : next < earliest ? earliest : next;
  await inTransactionThenWake(ctx.db, ctx.wakeQueue, async (tx, afterCommit) => {
    await scheduleCheck(tx, deliveryIds, { at, addReminder: true });
    await queueMemberText(tx, {
      platform: ctx.platform.name,
      memberId: first.ownerUserId ?? '',
      now,
      ids: ctx.ids,
      afterCommit,
      text: texts.relayReminder(
        first.title,
        first.noticeCode,
        deliveries.map(({ target }) => target),
      ),
    });
  });
}
