import { setMaxListeners } from 'node:events';
import type { PoolConfig } from 'pg';
import type { Logger } from 'pino';
import { UnreachableError } from '../shared/errors.ts';
import type { Secret } from '../shared/secret.ts';
import { type BullJob, type BullQueue, createBullQueue, createBullWorker } from './backend.ts';
import { schedulerId, wakeJobId } from './job-id.ts';
import { QUEUE_NAMES, type QueueName, type WakeQueue } from './port.ts';
import { runJob } from './run-job.ts';
import { JOB_OPTIONS, workerSettings } from './settings.ts';
import { createWakeGatherer } from './wake-gatherer.ts';

export interface QueueOpening {
  readonly connection: PoolConfig;
  /** Set: BullMQ runs on Redis. Null: on the database. */
  readonly redisUrl: Secret | null;
  readonly isEmbedded: boolean;
  readonly log: Logger;
  /** Lanes for which a person waits; they go before the others. */
  readonly isHurried?: (laneKey: string) => boolean;
  /** How long the backend may take to answer, default 10 s. */
  readonly openTimeoutMs?: number;
}

/** What a worker does with one wake. Aborting `signal` means: finish the batch under way and return. */
export type LaneHandler = (laneKey: string, signal: AbortSignal) => Promise<void>;

export interface QueueWorker {
  /** Waits for the handlers under way, at most `timeoutMs`. */
  close(timeoutMs?: number): Promise<void>;
}

export interface OpenQueue extends WakeQueue {
  startWorker(queue: QueueName, handler: LaneHandler, options: { readonly concurrency: number }): QueueWorker;
  /** Wakes `laneKey` of the queue by a cron pattern in `timeZone`; the same key again replaces it. */
  upsertSchedulerTick(queue: QueueName, laneKey: string, cron: string, timeZone: string): Promise<void>;
  removeSchedulerTick(queue: QueueName, laneKey: string): Promise<void>;
  /** Throws `queue.away` when the queue does not answer within `timeoutMs` (default 1,000). */
  ping(timeoutMs?: number): Promise<void>;
  /** Jobs by queue and state, for metrics. */
  counts(): Promise<Readonly<Record<QueueName, Readonly<Record<string, number>>>>>;
  /** Hands over the gathered wakes. */
  flush(): Promise<void>;
  /** Closes workers, then queues; a wake after that is ignored. */
  close(): Promise<void>;
}

const OPEN_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 8_000;
const FAILED_OPEN_CLOSE_MS = 1_000;
/** Higher numbers go later; jobs without a number go first. */
const UNHURRIED_PRIORITY = 10;

/** Opens the queues; throws `queue.away` when the backend does not answer. */
export async function openQueue(opening: QueueOpening): Promise<OpenQueue> {
  const { log } = opening;
  const queues: Readonly<Record<QueueName, BullQueue>> = {
    inbound: createQueue('inbound', opening),
    delivery: createQueue('delivery', opening),
    schedule: createQueue('schedule', opening),
  };
  const workers = new Set<QueueWorker>();
  const closeQueues = (timeoutMs: number): Promise<void> =>
    within(Promise.all(Object.values(queues).map((queue) => queue.close())), timeoutMs).then(
      () => undefined,
      (error: unknown) => log.warn({ err: error }, 'the queues did not close in time'),
    );

  const gatherer = createWakeGatherer<QueueName>(
    async (name, wakes) => {
      const jobs = wakes.map(({ laneKey, delayMs }) => ({
        name: 'wake',
        data: { laneKey },
        opts: {
          jobId: wakeJobId(laneKey, delayMs === 0 ? undefined : Date.now() + delayMs),
          delay: delayMs,
          ...(opening.isHurried === undefined || opening.isHurried(laneKey) ? {} : { priority: UNHURRIED_PRIORITY }),
        },
      }));
      await queues[name].addBulk(jobs);
    },
    (queue, count, error) => log.warn({ queue, count, err: error }, 'wakes dropped; the sweep will find their work'),
  );

  try {
    await within(
      Promise.all(Object.values(queues).map((queue) => queue.waitUntilReady())),
      opening.openTimeoutMs ?? OPEN_TIMEOUT_MS,
    );
  } catch (error) {
    // Otherwise they would try to connect for as long as the process lives.
    await closeQueues(FAILED_OPEN_CLOSE_MS);
    throw error;
  }

  return {
    wake: gatherer.wake,
    flush: gatherer.flush,
    startWorker(name, handler, options) {
      const worker = startWorker(name, handler, options.concurrency, opening);
      workers.add(worker);
      return worker;
    },
    async upsertSchedulerTick(name, laneKey, cron, timeZone) {
      await queues[name].upsertJobScheduler(
        schedulerId(laneKey),
        { pattern: cron, tz: timeZone },
        { name: 'wake', data: { laneKey } },
      );
    },
    async removeSchedulerTick(name, laneKey) {
      await queues[name].removeJobScheduler(schedulerId(laneKey));
    },
    async ping(timeoutMs = 1_000) {
      await within(queues.inbound.getJobCounts('waiting'), timeoutMs);
    },
    async counts() {
      const states = ['waiting', 'prioritized', 'active', 'delayed', 'failed'] as const;
      const entries = QUEUE_NAMES.map(async (name) => [name, await queues[name].getJobCounts(...states)] as const);
      return Object.fromEntries(await Promise.all(entries)) as Record<QueueName, Record<string, number>>;
    },
    async close() {
      // In this order: an operation on a queue that began to close never settles (T20).
      await Promise.all([...workers].map((worker) => worker.close()));
      await within(gatherer.close(), CLOSE_TIMEOUT_MS).catch(() => undefined);
      await closeQueues(CLOSE_TIMEOUT_MS);
    },
  };
}

function createQueue(name: QueueName, opening: QueueOpening): BullQueue {
  const queue = createBullQueue(opening, name, { defaultJobOptions: JOB_OPTIONS });
  queue.on('error', (error) => opening.log.warn({ queue: name, err: error }, 'queue error'));
  return queue;
}

function startWorker(name: QueueName, handler: LaneHandler, concurrency: number, opening: QueueOpening): QueueWorker {
  const stopping = new AbortController();
  // One listener a lane under way, more than the ten at which Node warns of a leak.
  setMaxListeners(0, stopping.signal);
  const process = (job: BullJob): Promise<void> =>
    runJob(
      async () => {
        const { laneKey } = job.data;
        if (typeof laneKey !== 'string') return;
        await handler(laneKey, stopping.signal);
      },
      opening.log,
      name,
    );
  const isEmbedded = opening.isEmbedded && opening.redisUrl === null;
  const worker = createBullWorker(opening, name, process, { ...workerSettings(isEmbedded), concurrency });
  worker.on('error', (error) => opening.log.warn({ queue: name, err: error }, 'worker error'));
  let closing: Promise<void> | undefined;
  return {
    close(timeoutMs = CLOSE_TIMEOUT_MS) {
      stopping.abort();
      closing ??= within(worker.close(), timeoutMs).catch(async () => {
        opening.log.warn({ queue: name }, 'the worker did not finish in time; its lanes are found by the sweep');
        await within(worker.close(true), 1_000).catch(() => undefined);
      });
      return closing;
    },
  };
}

async function within<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new UnreachableError('queue.away', { message: 'the queue does not answer' })),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([work, timeout]);
  } catch (error) {
    if (error instanceof UnreachableError) throw error;
    throw new UnreachableError('queue.away', { message: 'the queue refused', cause: error });
  } finally {
    clearTimeout(timer);
  }
}
