import { quietUntil } from '../../calendar/index.ts';
import { queueMemberMessages, queueMemberText } from '../../command/index.ts';
import { type Advance, inTransactionThenWake, type Lease } from '../../queue/index.ts';
import { groupBy } from '../../shared/group-by.ts';
import { type AwaitingDelivery, listDueAwaiting, scheduleCheck } from '../awaiting.store.ts';
import { type Claim, claimDeliveries } from '../call/claim.store.ts';
import { claimJoined } from '../call/claim-joined.ts';
import { endChanged } from '../call/end-changed.ts';
import { hasLowQueued } from '../call/joined.store.ts';
import type { DeliveryContext } from '../context.ts';
import { nameSet, setKeysOf } from '../name-set.ts';
import { textOf } from '../text-of.ts';
import { deliveryTexts as texts } from '../texts.zh.ts';
import { awaitingSince, nextReminderAt } from './check-times.ts';
import { type Gate, passGate } from './gate.ts';
import { restUntilDue } from './rest-until-due.ts';

/**
 * The lane of one owner of plain WeChat or QQ groups, which no program may write to: the owner gets the words ready to copy
 * as a message of their own, after one that names the groups, and answers 已发. Handing over is not a call: the messages and
 * the new state are one transaction.
 */
const MAX_GROUPS = 200;
/** Handing over is one short transaction; with less of the lease left it is not begun. */
const HANDOVER_MS = 1_000;
/** Overdue reminders keep at least this distance, on the domain's clock. */
const BETWEEN_REMINDERS_MS = 4 * 3_600_000;

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
    return count > 0 ? { more: true } : restUntilDue(ctx, lease);
  };
}

async function handOver(ctx: DeliveryContext, lease: Lease): Promise<number> {
  return inTransactionThenWake(ctx.db, ctx.wakeQueue, async (tx, afterCommit) => {
    const claim: Claim = {
      claimId: ctx.ids.uuid(),
      laneKey: lease.laneKey,
      leaseToken: lease.token,
      leaseMarginMs: HANDOVER_MS,
      limit: MAX_GROUPS,
      shape: 'same_body',
      to: 'awaiting_member',
    };
    const { claimed, changedNoticeIds } = (await hasLowQueued(tx, lease.laneKey))
      ? await claimJoined(tx, ctx, claim)
      : await claimDeliveries(tx, claim);
    const ended = changedNoticeIds.length === 0 ? 0 : await endChanged(tx, ctx, afterCommit, changedNoticeIds);
    const first = claimed[0];
    if (first === undefined) return ended;
    const now = ctx.clock.now();
    const since = awaitingSince(first, ctx.quietHours, ctx.timeZone);
    const { title, code } = nameSet([first, ...first.followers]);
    const at = nextReminderAt(since, 0, ctx.quietHours, ctx.timeZone);
    await scheduleCheck(
      tx,
      claimed.flatMap(({ deliveryId, followers }) => [deliveryId, ...followers.map((one) => one.deliveryId)]),
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
            title,
            code,
            claimed.map(({ target }) => target),
          ),
        },
        { kind: 'text', text: textOf(ctx, first) },
      ],
    });
    return claimed.length;
  });
}

async function remindDue(ctx: DeliveryContext, lease: Lease): Promise<void> {
  const now = ctx.clock.now();
  const due = (await listDueAwaiting(ctx.db, lease.laneKey, now)).filter(({ isPaused }) => !isPaused);
  const keys = setKeysOf(due);
  const byNotice = groupBy(
    due,
    ({ noticeId, joinedId, reminders }) => `${keys.get(joinedId ?? '') ?? noticeId}/${reminders}`,
  );
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
  const { title, code, targets } = nameSet(deliveries);
  const earliest = new Date(now.getTime() + BETWEEN_REMINDERS_MS);
  const at = next === null ? null : next < earliest ? earliest : next;
  await inTransactionThenWake(ctx.db, ctx.wakeQueue, async (tx, afterCommit) => {
    await scheduleCheck(tx, deliveryIds, { at, addReminder: true });
    await queueMemberText(tx, {
      platform: ctx.platform.name,
      memberId: first.ownerUserId ?? '',
      now,
      ids: ctx.ids,
      afterCommit,
      text: texts.relayReminder(title, code, targets),
    });
  });
}
