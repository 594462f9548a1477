import { queueMemberText } from '../../command/index.ts';
import type { Advance, Lease } from '../../queue/index.ts';
import type { ClaimedDelivery } from '../call/claim.store.ts';
import { claimSafely } from '../call/claim-safely.ts';
import { finishCalls } from '../call/finish-calls.ts';
import { judgeResult } from '../call/judge-result.ts';
import { callSignal, type DeliveryContext } from '../context.ts';
import { nameSet } from '../name-set.ts';
import { textOf } from '../text-of.ts';
import { deliveryTexts as texts } from '../texts.zh.ts';
import { checkTasks } from './check-tasks.ts';
import { type Gate, passGate, reopenChannel } from './gate.ts';
import { restUntilDue } from './rest-until-due.ts';

/**
 * The lane of one owner of customer groups. Several deliveries of the same notice with the same words go out as one mass
 * task (wecom.md §6.2): nothing is delivered until the owner taps, so the task is looked at until its receipts are in, the
 * owner is reminded at most three times, and a pause or a cancellation takes the task back.
 */
const CHANNEL = 'wecom_customer_group';
/** chat_id_list of one task (wecom.md §6.2). */
const MAX_CHATS = 2_000;
const FIRST_CHECK_MS = 60_000;

export function createOwnerLane(ctx: DeliveryContext): (lease: Lease) => Promise<Advance> {
  let gate: Gate | undefined;
  let areTasksChecked = false;
  return async (lease) => {
    gate ??= await passGate(ctx, lease, CHANNEL, ctx.platform.capabilities.duplicateCheckMs.mass_task);
    if (!gate.isOpen) return gate.advance;
    if (!areTasksChecked) {
      areTasksChecked = true;
      const { mustRest, isProven } = await checkTasks(ctx, lease);
      if (mustRest) {
        gate = undefined;
        return { more: true };
      }
      if (isProven) gate = await endProbe(ctx, gate);
    }
    const claimed = await claimSafely(ctx, {
      laneKey: lease.laneKey,
      leaseToken: lease.token,
      leaseMarginMs: ctx.timings.leaseMs / 2,
      limit: MAX_CHATS,
      shape: 'same_body',
    });
    const first = claimed[0];
    if (first === undefined) return restUntilDue(ctx, lease);
    const mustRest = await createTask(ctx, lease, first, claimed);
    if (mustRest) gate = undefined;
    else gate = await endProbe(ctx, gate);
    return { more: true };
  };
}

/** A call came through: a channel that stood still works again. */
async function endProbe(ctx: DeliveryContext, gate: Extract<Gate, { isOpen: true }>): Promise<typeof gate> {
  if (!gate.isProbe) return gate;
  await reopenChannel(ctx, CHANNEL);
  return { isOpen: true, isProbe: false };
}

async function createTask(
  ctx: DeliveryContext,
  lease: Lease,
  first: ClaimedDelivery,
  claimed: readonly ClaimedDelivery[],
): Promise<boolean> {
  const ownerId = first.ownerUserId ?? '';
  const chatIds = claimed.flatMap(({ platformTarget }) => (platformTarget === null ? [] : [platformTarget]));
  const text = textOf(ctx, first);
  const result = await ctx.platform.send({ kind: 'mass_task', ownerId, chatIds, text }, callSignal(ctx));
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
  const { title, code } = nameSet([first, ...first.followers]);
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
        text: texts.taskWaits(title, code, groups),
      });
    },
  });
  return mustRest;
}
