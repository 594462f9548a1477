import type { Outbound, SendResult } from '../../platform/port.ts';
import type { Advance, Lease } from '../../queue/index.ts';
import { type ClaimedDelivery, findSealedWebhook, hasDueDelivery } from '../call/claim.store.ts';
import { claimSafely } from '../call/claim-safely.ts';
import { type FinishedCall, finishCalls } from '../call/finish-calls.ts';
import { judgeResult } from '../call/judge-result.ts';
import { type Slot, takeSlot } from '../call/pacing.store.ts';
import { callSignal, type DeliveryContext } from '../context.ts';
import { textOf } from '../text-of.ts';
import { type Gate, passGate, reopenChannel } from './gate.ts';
import { restUntilDue } from './rest-until-due.ts';

/**
 * Lanes whose deliveries are each one call: school notices (a batch in parallel, all to different guardians) and group
 * robots (one at a time, 20 a minute). The intent of a batch is committed before its calls, its outcomes right after.
 */
export function createSendingLane(ctx: DeliveryContext, kind: 'school' | 'robot'): (lease: Lease) => Promise<Advance> {
  const channel = kind === 'school' ? 'wecom_school_notice' : 'wecom_group_robot';
  const repeatWithinMs = ctx.platform.capabilities.duplicateCheckMs[kind === 'school' ? 'school_notice' : 'robot_text'];
  let gate: Gate | undefined;
  return async (lease) => {
    gate ??= await passGate(ctx, lease, channel, repeatWithinMs);
    if (!gate.isOpen) return gate.advance;

    const slots: Slot[] = [];
    if (kind === 'robot') {
      if (!(await hasDueDelivery(ctx.db, lease.laneKey))) return restUntilDue(ctx, lease);
      const { slot, waitMs } = await takeSlot(ctx.db, {
        key: lease.laneKey,
        callMs: ctx.timings.sendTimeoutMs,
        ...ctx.timings.robotPace,
      });
      if (slot === null) return { more: false, wakeInMs: waitMs };
      slots.push(slot);
    }
    const claimed = await claimSafely(ctx, {
      laneKey: lease.laneKey,
      leaseToken: lease.token,
      leaseMarginMs: ctx.timings.leaseMs / 2,
      limit: kind === 'robot' || gate.isProbe ? 1 : ctx.timings.batchSize,
      shape: 'any',
    });
    if (claimed.length === 0) return restUntilDue(ctx, lease);

    const calls = await Promise.all(
      claimed.map(async (delivery): Promise<FinishedCall> => {
        const result = await call(ctx, delivery);
        const judged = judgeResult(delivery, result, {
          accepted: kind === 'school' ? 'accepted' : 'sent',
          canRepeat: repeatWithinMs > 0,
          now: ctx.clock.now(),
        });
        return { delivery, judged };
      }),
    );
    const { mustRest } = await finishCalls(ctx, calls, {
      laneKey: lease.laneKey,
      isRatePerLane: kind === 'robot',
      slots,
    });
    if (mustRest) {
      gate = undefined;
      return { more: true };
    }
    if (gate.isProbe) {
      await reopenChannel(ctx, channel);
      gate = { isOpen: true, isProbe: false };
    }
    return { more: true };
  };
}

async function call(ctx: DeliveryContext, delivery: ClaimedDelivery): Promise<SendResult> {
  let outbound: Outbound | undefined;
  try {
    outbound = await outboundOf(ctx, delivery);
  } catch (error) {
    // Nothing was called yet, so this is no `unknown`: the database went away, or the webhook was sealed with another key.
    ctx.log.error({ deliveryId: delivery.deliveryId, err: error }, 'a delivery could not be prepared');
    return { outcome: 'failed', failure: { kind: 'transient', code: 'not_prepared' } };
  }
  if (outbound === undefined) return { outcome: 'failed', failure: { kind: 'recipient', code: 'no_channel' } };
  return ctx.platform.send(outbound, callSignal(ctx));
}

async function outboundOf(ctx: DeliveryContext, delivery: ClaimedDelivery): Promise<Outbound | undefined> {
  if (delivery.channel === 'wecom_school_notice') {
    if (delivery.platformTarget === null) return undefined;
    return { kind: 'school_notice', guardianUserIds: [delivery.platformTarget], text: textOf(ctx, delivery) };
  }
  const sealed = delivery.groupId === null ? null : await findSealedWebhook(ctx.db, delivery.groupId);
  if (sealed === null) return undefined;
  return { kind: 'robot_text', webhookUrl: ctx.openWebhook(sealed), text: textOf(ctx, delivery) };
}
