import type { Logger } from 'pino';
import type { QuietHours } from '../calendar/index.ts';
import type { Queryable } from '../db/index.ts';
import type { ChatPlatform } from '../platform/port.ts';
import type { ClockGuard, WakeQueue } from '../queue/index.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';

/** How long things take; tests shorten them. */
export interface DeliveryTimings {
  /** A `sending` row older than this belongs to a call that ended or died. Above the platform client's own time-out, ms. */
  readonly sendTimeoutMs: number;
  readonly leaseMs: number;
  readonly robotPace: { readonly limit: number; readonly windowMs: number };
  readonly memberPaces: readonly { readonly limit: number; readonly windowMs: number }[];
  /** How long a channel rests before one delivery tries it again, ms. */
  readonly channelRestMs: number;
  /** Deliveries of one claim in a lane that sends in parallel. */
  readonly batchSize: number;
}

/** wecom.md §7: 20 a minute for a webhook. §4: 30 a minute and 1,000 an hour for a member, the surplus is silently lost. */
export const DEFAULT_TIMINGS: DeliveryTimings = {
  sendTimeoutMs: 20_000,
  leaseMs: 20_000,
  robotPace: { limit: 20, windowMs: 60_000 },
  memberPaces: [
    { limit: 30, windowMs: 60_000 },
    { limit: 1_000, windowMs: 3_600_000 },
  ],
  channelRestMs: 5 * 60_000,
  batchSize: 20,
};

/**
 * A call must be over, and its outcome written, before its row counts as left behind by a dead process (`sendTimeoutMs`):
 * another worker would recover the row and perhaps send it a second time.
 */
const CALL_SHARE = 0.75;

/** Ends a call of ours to the platform in time. */
export function callSignal({ timings }: Pick<DeliveryContext, 'timings'>): AbortSignal {
  return AbortSignal.timeout(timings.sendTimeoutMs * CALL_SHARE);
}

/** What the workers of this folder need. */
export interface DeliveryContext {
  readonly db: Queryable;
  readonly platform: ChatPlatform;
  readonly wakeQueue: WakeQueue;
  readonly clock: Clock;
  readonly clockGuard: Pick<ClockGuard, 'isRight'>;
  readonly ids: IdSource;
  readonly quietHours: QuietHours;
  readonly timeZone: string;
  readonly log: Logger;
  /** Opens the sealed webhook of a parents' group: the whole URL. */
  readonly openWebhook: (sealed: string) => string;
  /** The address of one family's own page; the same for a delivery each time, so that a repeat is byte-identical. */
  readonly linkOf: (deliveryId: string) => string;
  /** The platform says that this guardian does not get school notices. In the transaction of the outcome. */
  readonly onUnreachable: (db: Queryable, guardianUserId: string) => Promise<void>;
  readonly timings: DeliveryTimings;
}
