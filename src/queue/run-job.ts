import { UnrecoverableError } from 'bullmq';
import type { Logger } from 'pino';
import { isDatabaseAway } from '../db/index.ts';
import { AppError } from '../shared/errors.ts';

/**
 * Runs a job's work and turns our errors into BullMQ's: `retryable: false` is never tried again. The lane's work itself is
 * not lost by that, the sweep finds it as long as the ledger says that it is due.
 */
export async function runJob(work: () => Promise<void>, log: Logger, queue: string): Promise<void> {
  try {
    await work();
  } catch (error) {
    const code = error instanceof AppError ? error.code : isDatabaseAway(error) ? 'database.away' : 'bug.unexpected';
    log.error({ queue, code, err: error instanceof AppError ? { message: error.message } : error }, 'job failed');
    if (error instanceof AppError && !error.retryable) throw new UnrecoverableError(code);
    throw new Error(code);
  }
}
