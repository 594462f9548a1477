import type { DeliveryStatus } from '../../db/index.ts';
import type { SendFailure, SendResult } from '../../platform/port.ts';
import { backoffMs, MAX_DELIVERY_TRIES, RATE_REST_MS } from './backoff.ts';
import type { ClaimedDelivery } from './claim.store.ts';
import type { Outcome } from './outcome.store.ts';

/** What the facts of one call mean for its delivery. Pure. */
export interface JudgedCall {
  readonly outcome: Outcome;
  /** Set when more than this delivery must stand still. */
  readonly failure: SendFailure | undefined;
  /** Set when the platform said that this one target cannot be reached. */
  readonly isUnreachable: boolean;
}

export interface JudgeOptions {
  /** Where an accepted call leads on this channel. */
  readonly accepted: Extract<DeliveryStatus, 'accepted' | 'sent' | 'awaiting_member'>;
  /** A byte-identical repeat is recognised: then a call without an answer is simply repeated. */
  readonly canRepeat: boolean;
  readonly now: Date;
  readonly nextCheckAt?: Date;
  readonly random?: () => number;
}

export function judgeResult(delivery: ClaimedDelivery, result: SendResult, options: JudgeOptions): JudgedCall {
  const base: Outcome = {
    deliveryId: delivery.deliveryId,
    attempt: delivery.attempts,
    to: 'failed',
    errorCode: null,
    retryInMs: null,
    isFree: false,
    isRepeat: false,
    platformRef: null,
    sentAt: null,
    nextCheckAt: null,
  };
  const { attempts } = delivery;
  const hasTriesLeft = attempts < MAX_DELIVERY_TRIES;
  switch (result.outcome) {
    case 'accepted': {
      const refusal = result.refused.find(({ target }) => target === delivery.platformTarget);
      if (refusal !== undefined) return judged({ ...base, errorCode: refusal.code }, undefined, true);
      return judged({
        ...base,
        to: options.accepted,
        platformRef: result.ref ?? null,
        sentAt: options.accepted === 'awaiting_member' ? null : options.now,
        nextCheckAt: options.nextCheckAt ?? null,
      });
    }
    case 'unknown':
      if (options.canRepeat && hasTriesLeft) {
        return judged({
          ...base,
          to: 'queued',
          errorCode: result.code,
          isRepeat: true,
          retryInMs: backoffMs(attempts, 0, options.random),
        });
      }
      return judged({ ...base, to: 'unknown', errorCode: result.code });
    case 'failed':
      return judgeFailure(base, result.failure, hasTriesLeft, options.random);
  }
}

function judgeFailure(
  base: Outcome,
  failure: SendFailure,
  hasTriesLeft: boolean,
  random: (() => number) | undefined,
): JudgedCall {
  const { kind, code, retryAfterMs } = failure;
  switch (kind) {
    case 'transient': {
      if (!hasTriesLeft) return judged({ ...base, errorCode: code });
      return judged({
        ...base,
        to: 'queued',
        errorCode: code,
        retryInMs: backoffMs(base.attempt, retryAfterMs, random),
      });
    }
    case 'rate':
      return judged(
        { ...base, to: 'queued', errorCode: code, isFree: true, retryInMs: retryAfterMs ?? RATE_REST_MS },
        failure,
      );
    case 'channel':
    case 'credentials':
      return judged({ ...base, to: 'queued', errorCode: code, isFree: true }, failure);
    case 'recipient':
      return judged({ ...base, errorCode: code }, undefined, true);
    case 'request':
      return judged({ ...base, errorCode: code });
  }
}

function judged(outcome: Outcome, failure?: SendFailure, isUnreachable = false): JudgedCall {
  return { outcome, failure, isUnreachable };
}
