import type { QueueOptions, WorkerOptions } from 'bullmq';

/**
 * How we run BullMQ, and why (queue.md §1.5; the figures there were measured).
 * - `maxStalledCount`: the default of 1 failed 12 of 3,000 crash victims for good (T2).
 * - `runRetryDelay`: after a restart of PostgreSQL the default of 15 s cost 12 s of standstill (T6).
 * - `removeOnComplete: true`: a count makes every completion scan the finished jobs (T4).
 * - `drainDelay`: NOTIFY does not cross the socket of the embedded database, so an idle worker there must look often.
 */
export const JOB_OPTIONS = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
  removeOnComplete: true,
  removeOnFail: { age: 7 * 24 * 3_600 },
} as const satisfies NonNullable<QueueOptions['defaultJobOptions']>;

/** How often an idle worker looks into the queue of the embedded database. */
export const EMBEDDED_POLL_SECONDS = 0.25;

/** Settings of a worker; `isEmbedded` says that the queue lives in PGlite. */
export function workerSettings(isEmbedded: boolean): Omit<WorkerOptions, 'connection'> {
  return {
    lockDuration: 30_000,
    stalledInterval: 15_000,
    maxStalledCount: 1_000,
    runRetryDelay: 500,
    drainDelay: isEmbedded ? EMBEDDED_POLL_SECONDS : 5,
  };
}

/** Half-open connections were stuck for over 60 s without the first two (T7). Every queue and worker has a pool (T10). */
export const PG_POOL = { keepAlive: true, query_timeout: 10_000, connectionTimeoutMillis: 5_000 } as const;
export const QUEUE_POOL_SIZE = 2;
export const WORKER_POOL_SIZE = 4;
