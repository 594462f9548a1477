import type { Transaction } from 'kysely';
import { UnreachableError } from '../shared/errors.ts';
import type { Queryable } from './open-database.ts';
import type { Database } from './tables.ts';

/**
 * Runs `work` in one transaction. Keep it short and local: never await the network, the queue or the pool inside; on the
 * embedded database that would wait for ever, because an open transaction blocks every other connection.
 */
export async function inTransaction<T>(db: Queryable, work: (tx: Transaction<Database>) => Promise<T>): Promise<T> {
  return db.transaction().execute(work);
}

/** SQLSTATE classes and codes that mean: the server is away or going, nothing is known to be wrong with us. */
const AWAY_SQLSTATES = /^(08...|57P0[1-5]|53300|53400|25006)$/u;
const AWAY_NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** `not queryable`: what pg says when kysely rolls back on a connection that broke; it takes the place of the first error. */
const AWAY_MESSAGES =
  /connection terminated|connection is closed|not queryable|timeout exceeded when trying to connect|query read timeout|client was closed|cannot use a pool after/iu;

/** True when `error` says that the database cannot be reached just now, so that the same work may succeed later. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (AWAY_SQLSTATES.test(code) || AWAY_NETWORK.has(code) || AWAY_MESSAGES.test(error.message)) return true;
  return error.cause !== undefined && isDatabaseAway(error.cause);
}

/** Gives a database error that we can wait out our own code, `database.away`; others pass unchanged. */
export function toDatabaseError(error: unknown): unknown {
  return isDatabaseAway(error)
    ? new UnreachableError('database.away', { message: 'database away', cause: error })
    : error;
}
