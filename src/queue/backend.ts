import {
  createPostgresBackend,
  type Job,
  type PostgresConnectionOptions,
  Queue,
  type QueueOptions,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import pg from 'pg';
import type { Secret } from '../shared/secret.ts';
import { EMBEDDED_POLL_SECONDS, PG_POOL, QUEUE_POOL_SIZE, WORKER_POOL_SIZE } from './settings.ts';

export interface QueueTarget {
  /** How to reach the database; used unless Redis is set. */
  readonly connection: pg.PoolConfig;
  readonly redisUrl: Secret | null;
  /** The database is PGlite. */
  readonly isEmbedded: boolean;
}

/** What we use of BullMQ's queue: the same on both backends. */
export type BullQueue = Pick<
  Queue,
  'addBulk' | 'getJobCounts' | 'upsertJobScheduler' | 'removeJobScheduler' | 'waitUntilReady' | 'close'
> & { on(event: 'error', listener: (error: Error) => void): unknown };

export type BullWorker = Pick<Worker, 'close'> & { on(event: 'error', listener: (error: Error) => void): unknown };

export type BullJob = Pick<Job<{ laneKey?: unknown }>, 'data'>;

/** A queue on PostgreSQL, or on Redis where its URL is set; the one place where the two differ (with `createBullWorker`). */
export function createBullQueue(
  target: QueueTarget,
  name: string,
  options: Omit<QueueOptions, 'connection'>,
): BullQueue {
  if (target.redisUrl !== null) return new Queue(name, { ...options, connection: redisConnection(target.redisUrl) });
  return new Queue(
    name,
    { ...(options as object), connection: poolConfig(target, QUEUE_POOL_SIZE) },
    createPostgresBackend,
  );
}

export function createBullWorker(
  target: QueueTarget,
  name: string,
  process: (job: BullJob) => Promise<void>,
  options: Omit<WorkerOptions, 'connection'>,
): BullWorker {
  if (target.redisUrl !== null) {
    return new Worker(name, process, { ...options, connection: redisConnection(target.redisUrl) });
  }
  return new Worker(
    name,
    process,
    { ...(options as object), connection: poolConfig(target, WORKER_POOL_SIZE) },
    target.isEmbedded ? createPollingBackend : createPostgresBackend,
  );
}

/**
 * While a delayed job stands in the queue, a worker sleeps until that job is due (up to an hour, bullmq 6.7.0 `worker.ts`,
 * getBlockTimeout) and trusts NOTIFY for everything sooner. On the embedded database no NOTIFY comes, so a worker slept
 * through a minute of work; there it may never sleep longer than between two looks.
 */
const createPollingBackend: typeof createPostgresBackend = (...given) =>
  Object.defineProperty(createPostgresBackend(...given), 'maximumBlockTimeout', { get: () => EMBEDDED_POLL_SECONDS });

/** BullMQ demands null for workers: a command waits until Redis is back. */
function redisConnection(url: Secret): { url: string; maxRetriesPerRequest: null } {
  return { url: url.reveal(), maxRetriesPerRequest: null };
}

/** BullMQ describes pg by a smaller interface of its own, which exactOptionalPropertyTypes does not take for ours. */
function poolConfig(target: QueueTarget, max: number): PostgresConnectionOptions {
  return { ...target.connection, ...PG_POOL, max, Client: CalmClient } as PostgresConnectionOptions;
}

/**
 * A client that is checked out of its pool has no 'error' listener, and an event without one ends the process; a server
 * that restarts sends one to every client. The query under way fails anyway, and the pool drops the client.
 */
class CalmClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
