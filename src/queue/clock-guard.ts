import type { Logger } from 'pino';
import type { Queryable } from '../db/index.ts';
import { readDatabaseClock } from './database-clock.store.ts';

/**
 * Compares this process's real clock with the database's. A worker whose clock was ten minutes off ran a third of the jobs
 * twice (queue.md T3), so above `MAX_SKEW_MS` it refuses to send until the clock is right again. The domain's clock, which
 * may be moved on purpose, has no part in this.
 *
 * States: unchecked (nothing is sent yet) → right ⇄ skewed, by each measurement. A measurement that fails (database away)
 * changes nothing: without the database nothing can be sent anyway.
 */
export interface ClockGuard {
  isRight(): boolean;
  /** Process minus database, ms; undefined before the first measurement. */
  skewMs(): number | undefined;
  /** Measures now. */
  check(): Promise<void>;
  stop(): void;
}

export const MAX_SKEW_MS = 2_000;
const CHECK_MS = 60_000;
const RECHECK_WHEN_SKEWED_MS = 5_000;

export interface ClockGuardOptions {
  /** The process's real clock, ms; handed in by tests. */
  readonly processNow?: () => number;
}

/** Starts measuring: at once, each minute, and every five seconds while skewed. */
export function startClockGuard(db: Queryable, log: Logger, options: ClockGuardOptions = {}): ClockGuard {
  const processNow = options.processNow ?? Date.now;
  let skew: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const isRight = (): boolean => skew !== undefined && Math.abs(skew) <= MAX_SKEW_MS;
  const check = async (): Promise<void> => {
    const wasRight = isRight();
    const wasMeasured = skew !== undefined;
    const before = processNow();
    const databaseNow = await readDatabaseClock(db);
    const after = processNow();
    // The true moment lies between the two; a slow answer must not look like a wrong clock.
    const middle = Math.min(Math.max(databaseNow.getTime(), before), after);
    skew = Math.round(middle - databaseNow.getTime());
    if (!isRight() && (wasRight || !wasMeasured)) {
      log.error(
        { code: 'clock.skewed', skewMs: skew },
        'the clock of this machine is off: nothing is sent until it is right',
      );
    }
    if (isRight() && wasMeasured && !wasRight) log.info({ skewMs: skew }, 'the clock is right again');
  };
  const tick = async (): Promise<void> => {
    await check().catch((error: unknown) => log.warn({ err: error }, 'the clock could not be compared'));
    if (!isStopped) timer = setTimeout(() => void tick(), isRight() ? CHECK_MS : RECHECK_WHEN_SKEWED_MS);
  };
  void tick();
  return {
    isRight,
    skewMs: () => skew,
    check,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
