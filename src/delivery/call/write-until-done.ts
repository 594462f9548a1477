import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { isDatabaseAway } from '../../db/index.ts';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Writes what a call did, however long the database is away: the outcome is held in memory and written when it is back
 * (this alone turned ten repeated sends per three restarts into none, queue.md §3.3). If the process dies meanwhile, the
 * row is still `sending` and is recovered like after any crash. Throws only what waiting cannot cure.
 */
export async function writeUntilDone<T>(write: () => Promise<T>, log: Logger): Promise<T> {
  let pauseMs = FIRST_PAUSE_MS;
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      if (pauseMs === FIRST_PAUSE_MS) log.warn({ code: 'database.away' }, 'the database is away; outcomes are held');
    }
    // Not a reason to keep a process alive that otherwise ended.
    await pause(pauseMs, undefined, { ref: false });
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
  }
}
