export interface RateWindows {
  /** True and counted when fewer than `limit` hits fell into the last `windowMs` (unscaled, ms); else false. */
  hit(key: string, limit: number, windowMs: number): boolean;
  /** How many hits of `key` fell into the last `windowMs`. */
  count(key: string, windowMs: number): number;
  /** `ms` of life in ms of this stand-in. */
  scaled(ms: number): number;
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Sliding windows over real time: the strictest reading of "per minute" (wecom.md §4, §7 leave fixed or sliding open). */
export function createRateWindows(now: () => number, scale: number): RateWindows {
  const hits = new Map<string, number[]>();
  const recent = (key: string, windowMs: number): number[] => {
    const list = hits.get(key) ?? [];
    const from = now() - windowMs * scale;
    const first = list.findIndex((at) => at > from);
    return first < 0 ? [] : list.slice(first);
  };
  return {
    hit(key, limit, windowMs) {
      const list = recent(key, windowMs);
      if (list.length >= limit) return false;
      list.push(now());
      hits.set(key, list);
      return true;
    },
    count: (key, windowMs) => recent(key, windowMs).length,
    scaled: (ms) => ms * scale,
  };
}
