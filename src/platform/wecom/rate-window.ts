import { addDays, instantOf, toDay } from '../../calendar/index.ts';

/**
 * How long an API rests after errcode 45009. WeCom says only "too often"; the block lasts as long as the window that was
 * overrun: a minute, an hour or a calendar day (wecom.md §4 Rates, official page 90454). Which one shows by trying:
 *
 * open --45009--> minute (60 s) --45009 after its end--> hour (60 min) --45009 after its end--> day (to midnight, +08:00)
 *
 * A refusal inside a running window (calls that were already under way) changes nothing; a success leads back to open.
 * Real time. The knowledge is this process's own: another one learns it with one refused call a step.
 */
export interface RateWindows {
  /** Records a 45009 of one API and says how long to rest, ms. */
  refused(api: string): number;
  /** Records a success of one API. */
  passed(api: string): void;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export function createRateWindows(now: () => number = Date.now): RateWindows {
  const windows = new Map<string, { readonly step: number; readonly until: number }>();
  return {
    refused(api) {
      const at = now();
      const known = windows.get(api);
      if (known !== undefined && at < known.until) return known.until - at;
      const step = Math.min((known?.step ?? -1) + 1, 2);
      const restMs = [MINUTE_MS, HOUR_MS, untilMidnight(at)][step] ?? MINUTE_MS;
      windows.set(api, { step, until: at + restMs });
      return restMs;
    },
    passed(api) {
      windows.delete(api);
    },
  };
}

function untilMidnight(at: number): number {
  const tomorrow = addDays(toDay(new Date(at)), 1);
  return instantOf(tomorrow, '00:00').getTime() - at;
}
