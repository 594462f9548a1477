import { setTimeout as pause } from 'node:timers/promises';

/** Much longer than anything takes: only a test that fails waits so long, and a slow machine must not fail one. */
const LONG_MS = 40_000;

/** Tries `check` until it no longer throws, at most `withinMs`; then fails with its last error. Polls, never sleeps blindly. */
export async function eventually<T>(check: () => T | Promise<T>, withinMs = LONG_MS, everyMs = 50): Promise<T> {
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
