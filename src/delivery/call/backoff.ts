/** After this many calls that certainly failed, a delivery fails for good. */
export const MAX_DELIVERY_TRIES = 8;
/** The rest after a rate limit of which the platform does not say how long it lasts. */
export const RATE_REST_MS = 60_000;
const FIRST_DELAY_MS = 2_000;
const LONGEST_DELAY_MS = 10 * 60_000;

/**
 * How long to wait before the next try: doubled each time, at most ten minutes, less up to half by chance so that many
 * that failed together do not come back together; never below `atLeastMs`, which the platform named. Whole ms.
 */
export function backoffMs(attempts: number, atLeastMs = 0, random: () => number = Math.random): number {
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.max(0, attempts - 1));
  return Math.round(Math.max(atLeastMs, full * (1 - random() / 2)));
}
