import type { Logger } from 'pino';
import { isDatabaseAway } from '../db/index.ts';
import type { QueueName, WakeQueue } from './port.ts';

/**
 * Every worker process looks every few seconds for lanes that are due in the ledger and wakes them. So a crash between
 * commit and wake, a dropped wake or a flushed Redis costs seconds and never work.
 */
export interface SweepSource {
  readonly queue: QueueName;
  /** Lane keys with work that is due and that nobody holds. */
  findDueLanes(): Promise<readonly string[]>;
}

export interface Sweep {
  /**
   * Sweeps now, e.g. after the domain's clock was moved. A sweep under way may have looked before that, so another one
   * follows it; all who ask meanwhile share that one.
   */
  sweepNow(): Promise<void>;
  stop(): Promise<void>;
}

const SWEEP_MS = 5_000;

/** Starts sweeping; the first sweep runs at once. */
export function startSweep(
  sources: readonly SweepSource[],
  wakeQueue: WakeQueue,
  log: Logger,
  everyMs: number = SWEEP_MS,
): Sweep {
  let running: Promise<void> | undefined;
  const sweepOnce = async (): Promise<void> => {
    for (const source of sources) {
      try {
        wakeQueue.wake(source.queue, await source.findDueLanes());
      } catch (error) {
        log.warn({ queue: source.queue, err: error, isDatabaseAway: isDatabaseAway(error) }, 'sweep failed');
      }
    }
  };
  let next: Promise<void> | undefined;
  let isStopped = false;
  const start = (): Promise<void> => {
    running = sweepOnce().finally(() => {
      running = undefined;
    });
    return running;
  };
  const sweepNow = (): Promise<void> => {
    if (running === undefined) return start();
    next ??= running.then(() => {
      next = undefined;
      return isStopped ? undefined : start();
    });
    return next;
  };
  const timer = setInterval(() => {
    if (running === undefined) void start();
  }, everyMs);
  void start();
  return {
    sweepNow,
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
