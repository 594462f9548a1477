/**
 * Calendar days of Asia/Shanghai (+08:00, no daylight saving since 1992), kept as plain numbers so that the reading of
 * a line costs no Intl call. `wall-clock.ts` brings other zones here.
 */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** The calendar day of an instant in Asia/Shanghai. */
export function dayOf(instant: Date): Day {
  const shifted = new Date(instant.getTime() + OFFSET_MS);
  return { year: shifted.getUTCFullYear(), month: shifted.getUTCMonth() + 1, day: shifted.getUTCDate() };
}

/** The instant of a wall-clock time on a day. */
export function instantOf(day: Day, hour: number, minute = 0): Date {
  return new Date(Date.UTC(day.year, day.month - 1, day.day, hour, minute) - OFFSET_MS);
}

/** The day `count` days later (negative: earlier). */
export function addDays(day: Day, count: number): Day {
  return dayOf(new Date(instantOf(day, 12).getTime() + count * DAY_MS));
}

/** 1 = Monday … 7 = Sunday. */
function weekdayOf(day: Day): number {
  const weekday = new Date(Date.UTC(day.year, day.month - 1, day.day)).getUTCDay();
  return weekday === 0 ? 7 : weekday;
}

/** The Monday of the day's week. */
export function mondayOf(day: Day): Day {
  return addDays(day, 1 - weekdayOf(day));
}

/** Does the date exist (2月30日 does not)? */
export function isRealDay(day: Day): boolean {
  if (day.month < 1 || day.month > 12 || day.day < 1 || day.day > 31) return false;
  const back = new Date(Date.UTC(day.year, day.month - 1, day.day));
  return back.getUTCMonth() + 1 === day.month && back.getUTCDate() === day.day;
}

/** Negative when `a` is before `b`. */
export function compareDays(a: Day, b: Day): number {
  return a.year - b.year || a.month - b.month || a.day - b.day;
}

/** `2026-09-18`. */
export function isoDay(day: Day): string {
  return `${day.year}-${String(day.month).padStart(2, '0')}-${String(day.day).padStart(2, '0')}`;
}

/** The day of `2026-09-18`; undefined for anything else. */
export function parseIsoDay(text: string): Day | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  if (!match) return undefined;
  const day = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
  return isRealDay(day) ? day : undefined;
}
