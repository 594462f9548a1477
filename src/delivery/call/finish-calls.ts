import type { Queryable } from '../../db/index.ts';
import type { SendFailure } from '../../platform/port.ts';
import { type AfterCommit, inTransactionThenWake } from '../../queue/index.ts';
import type { DeliveryContext } from '../context.ts';
import { restLane } from '../lane/resting.store.ts';
import { tellAboutUnknown } from '../status/tell-unknown.ts';
import { RATE_REST_MS } from './backoff.ts';
import { type BlockScope, blockChannel } from './channel-block.store.ts';
import type { ClaimedDelivery } from './claim.store.ts';
import type { JudgedCall } from './judge-result.ts';
import { writeOutcomes } from './outcome.store.ts';
import { type Slot, settleSlots } from './pacing.store.ts';
import { writeUntilDone } from './write-until-done.ts';

export interface FinishedCall {
  readonly delivery: ClaimedDelivery;
  readonly judged: JudgedCall;
}

export interface FinishOptions {
  readonly laneKey: string;
  /** Rate limits of this lane stop it alone (a robot's webhook), not the whole channel. */
  readonly isRatePerLane: boolean;
  readonly slots: readonly Slot[];
  /** What else belongs into the same transaction, e.g. telling the owner that a task waits. */
  readonly also?: (tx: Queryable, afterCommit: AfterCommit) => Promise<void>;
}

/**
 * Writes the outcomes of a batch of calls and what follows from them: all in one transaction, or in the one statement when
 * nothing follows. Returns true when the lane must rest (a failure that is not this delivery's own).
 */
export async function finishCalls(
  ctx: DeliveryContext,
  finished: readonly FinishedCall[],
  options: FinishOptions,
): Promise<{ readonly mustRest: boolean }> {
  const calls = finished.flatMap(withFollowers);
  const outcomes = calls.map(({ judged }) => judged.outcome);
  const failures = calls.flatMap(({ judged }) => (judged.failure === undefined ? [] : [judged.failure]));
  const unknown = calls.filter(({ judged }) => judged.outcome.to === 'unknown');
  const unreachable = calls.flatMap(({ delivery, judged }) => {
    const isGuardian = judged.isUnreachable && delivery.channel === 'wecom_school_notice';
    return isGuardian && delivery.platformTarget !== null ? [delivery.platformTarget] : [];
  });
  const isPlain =
    failures.length + unknown.length + unreachable.length + options.slots.length === 0 && options.also === undefined;
  await writeUntilDone(async () => {
    if (isPlain) {
      await writeOutcomes(ctx.db, outcomes);
      return;
    }
    await inTransactionThenWake(ctx.db, ctx.wakeQueue, async (tx, afterCommit) => {
      const changed = await writeOutcomes(tx, outcomes);
      await settleSlots(tx, options.slots);
      // The answer to an earlier try of this very transaction was lost: everything is done and must not be told twice.
      if (changed === 0) return;
      for (const guardianUserId of new Set(unreachable)) await ctx.onUnreachable(tx, guardianUserId);
      await tellAboutUnknown(tx, ctx, afterCommit, new Set(unknown.map(({ delivery }) => delivery.noticeId)));
      await options.also?.(tx, afterCommit);
    });
  }, ctx.log);
  const channel = calls[0]?.delivery.channel;
  if (channel !== undefined) await standStill(ctx, failures, { ...options, channel });
  return { mustRest: failures.length > 0 };
}

/** What went out in one text ends alike, each row with its own number of the try. */
function withFollowers({ delivery, judged }: FinishedCall): FinishedCall[] {
  const followers = delivery.followers.map((follower) => {
    const { deliveryId, attempts: attempt } = follower;
    return { delivery: follower, judged: { ...judged, outcome: { ...judged.outcome, deliveryId, attempt } } };
  });
  return [{ delivery, judged }, ...followers];
}

/**
 * The worst of the failures decides: credentials stop everything, a missing right its channel, a rate limit its window.
 * True when something stands still now.
 */
export async function standStill(
  ctx: DeliveryContext,
  failures: readonly SendFailure[],
  lane: {
    readonly laneKey: string;
    readonly isRatePerLane: boolean;
    readonly channel: Exclude<BlockScope, 'everything'>;
  },
): Promise<boolean> {
  const failure =
    failures.find(({ kind }) => kind === 'credentials') ??
    failures.find(({ kind }) => kind === 'channel') ??
    failures.find(({ kind }) => kind === 'rate');
  if (failure === undefined) return false;
  const { kind, code } = failure;
  if (kind !== 'credentials' && kind !== 'channel' && kind !== 'rate') return false;
  const forMs = kind === 'rate' ? (failure.retryAfterMs ?? RATE_REST_MS) : ctx.timings.channelRestMs;
  if (kind === 'rate' && lane.isRatePerLane) {
    await writeUntilDone(() => restLane(ctx.db, lane.laneKey, forMs), ctx.log);
    return true;
  }
  const scope = kind === 'credentials' ? 'everything' : lane.channel;
  const isNews = await writeUntilDone(() => blockChannel(ctx.db, { scope, kind, code, forMs }), ctx.log);
  if (!isNews) return true;
  if (kind === 'rate') ctx.log.warn({ scope, code, forMs }, 'the platform limits us: the channel rests');
  else ctx.log.error({ scope, code, kind }, 'the channel stands still until an administrator acts');
  return true;
}
