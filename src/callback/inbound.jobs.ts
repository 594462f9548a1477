import type { Logger } from 'pino';
import { toDay } from '../calendar/index.ts';
import type { Dispatcher, InboundLine } from '../command/index.ts';
import { inTransaction, isDatabaseAway, type Queryable, toDatabaseError } from '../db/index.ts';
import type { InboundEvent } from '../platform/port.ts';
import { type Advance, inTransactionThenWake, type Lease, type WakeQueue } from '../queue/index.ts';
import type { Clock } from '../shared/clock.ts';
import { AppError, BugError } from '../shared/errors.ts';
import { faultFields } from './fault-fields.ts';
import {
  claimDailyWelcome,
  countAttempt,
  findOldestPending,
  findPendingLanes,
  lockPending,
  markDone,
  markFailed,
  type PendingInbound,
} from './inbound.store.ts';

/**
 * A stored event is `pending` until its line was worked off:
 * - pending → done: the command, the reply and this mark commit together. Also when the answer is a refusal (`error_code`).
 * - pending → pending: an unexpected fault, tried again after a pause; the lane waits, so the order holds.
 * - pending → failed: the third fault. The person gets an apology, unless that is what fails; the row and its words stay.
 * `unsupported` was decided when it was stored. While the database is away nothing moves.
 */
export interface InboundWorkDeps {
  readonly db: Queryable;
  readonly wake: WakeQueue;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** A guardian began or ceased to follow the school's notices; runs inside the transaction. */
  readonly onGuardianSubscription: (tx: Queryable, event: GuardianSubscription) => Promise<void>;
  readonly timeZone: string;
}

export type GuardianSubscription = Extract<InboundEvent, { kind: 'guardian_subscription' }>;

export interface InboundWork {
  /** Works off the oldest line of the lane; for `runLane` on the queue `inbound`. */
  advance(lease: Pick<Lease, 'laneKey'>): Promise<Advance>;
  /** Lanes with pending lines, for the sweep. */
  findDueLanes(): Promise<string[]>;
}

const MAX_LINE_TRIES = 3;
const RETRY_PAUSES_MS = [1_000, 5_000];

/** Builds the work of the queue `inbound`: one line after another per person. */
export function createInboundWork(deps: InboundWorkDeps): InboundWork {
  const { db, wake, dispatcher, clock, logger } = deps;

  async function advance({ laneKey }: Pick<Lease, 'laneKey'>): Promise<Advance> {
    const pending = await findOldestPending(db, laneKey);
    if (!pending) return { more: false };
    try {
      await workOffOrRefuse(pending);
      return { more: true };
    } catch (error) {
      if (isDatabaseAway(error)) throw toDatabaseError(error);
      return await retryLater(pending, error);
    }
  }

  async function workOffOrRefuse(pending: PendingInbound): Promise<void> {
    try {
      await workOff(pending);
    } catch (error) {
      if (isDatabaseAway(error) || error instanceof BugError || !(error instanceof AppError)) throw error;
      await refuse(pending, error);
    }
  }

  async function workOff(pending: PendingInbound): Promise<void> {
    const { event } = pending;
    if (event.kind === 'guardian_subscription') {
      return inOneTransaction(pending, (tx) => deps.onGuardianSubscription(tx, event));
    }
    const line = toLine(pending);
    if (!line) return inOneTransaction(pending, async () => undefined);
    const prepared = await dispatcher.prepare(db, line);
    await inTransactionThenWake(db, wake, async (tx, afterCommit) => {
      if (!(await lockPending(tx, pending.inboundId))) return;
      if (await isWanted(tx, line)) await dispatcher.dispatch(tx, line, prepared, afterCommit);
      await markDone(tx, pending.inboundId, line.now);
    });
  }

  /** Everybody who opens the app is greeted, once a day at most. */
  async function isWanted(tx: Queryable, { event, now }: InboundLine): Promise<boolean> {
    if (event.kind !== 'opened_app') return true;
    return claimDailyWelcome(tx, event.platform, event.senderId, toDay(now, deps.timeZone));
  }

  async function inOneTransaction(pending: PendingInbound, work: (tx: Queryable) => Promise<void>): Promise<void> {
    await inTransaction(db, async (tx) => {
      if (!(await lockPending(tx, pending.inboundId))) return;
      await work(tx);
      await markDone(tx, pending.inboundId, clock.now());
    });
  }

  /** The command said no: its work is rolled back, the person is told why, the line is done. */
  async function refuse(pending: PendingInbound, error: AppError): Promise<void> {
    await answerFailure(pending, error, (tx, now) => markDone(tx, pending.inboundId, now, error.code));
  }

  async function retryLater(pending: PendingInbound, error: unknown): Promise<Advance> {
    const tries = pending.attempts + 1;
    const fault = faultFields(error);
    if (tries < MAX_LINE_TRIES) {
      logger.warn({ inboundId: pending.inboundId, tries, fault }, 'line failed, will be tried again');
      await countAttempt(db, pending.inboundId, 'bug.unexpected');
      return { more: false, wakeInMs: RETRY_PAUSES_MS[tries - 1] ?? 5_000 };
    }
    logger.error({ inboundId: pending.inboundId, tries, fault }, 'line failed for good');
    const apology = new BugError('bug.unexpected', { cause: error });
    const fail = async (tx: Queryable, now: Date): Promise<void> => {
      await countAttempt(tx, pending.inboundId, apology.code);
      await markFailed(tx, pending.inboundId, now, apology.code);
    };
    try {
      await answerFailure(pending, apology, fail);
    } catch (second) {
      if (isDatabaseAway(second)) throw toDatabaseError(second);
      // Without an apology rather than never: a line that stays pending holds up all that this person says after it.
      logger.error({ inboundId: pending.inboundId, fault: faultFields(second) }, 'the apology could not be queued');
      await inTransaction(db, async (tx) => {
        if (await lockPending(tx, pending.inboundId)) await fail(tx, clock.now());
      });
    }
    return { more: true };
  }

  async function answerFailure(
    pending: PendingInbound,
    error: AppError,
    mark: (tx: Queryable, now: Date) => Promise<void>,
  ): Promise<void> {
    const line = toLine(pending);
    await inTransactionThenWake(db, wake, async (tx, afterCommit) => {
      if (!(await lockPending(tx, pending.inboundId))) return;
      if (line) await dispatcher.refuse(tx, line, error, afterCommit);
      await mark(tx, clock.now());
    });
  }

  /** A line that waited while we were down is read as of the moment when it came, so that 刚才 keeps its meaning. */
  function toLine({ inboundId, event, waitedMs }: PendingInbound): InboundLine | undefined {
    if (event.kind !== 'text' && event.kind !== 'button' && event.kind !== 'opened_app') return undefined;
    // The platform itself (`sys`, wecom.md §2) is nobody who could be answered.
    if (event.senderId === '' || event.senderId === 'sys') return undefined;
    return { inboundId, event, now: new Date(clock.now().getTime() - waitedMs) };
  }

  return { advance, findDueLanes: () => findPendingLanes(db) };
}
