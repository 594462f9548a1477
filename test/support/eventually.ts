import { setTimeout as pause } from 'node:timers/promises';

/** Tries `check` until it no longer throws, at most `withinMs`; then fails with its last error. Polls, never sleeps blindly. */
export async function eventually<T>(check: () => T | Promise<T>, withinMs = 10_000, everyMs = 50): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(everyMs);
    }
  }
}
