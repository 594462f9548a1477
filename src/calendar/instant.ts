import { BugError } from '../shared/errors.ts';
import { addDays, toUtcMs, weekdayOf } from './day.ts';
import { RELATIVE_DAY_WORDS, WEEKDAY_WORDS } from './texts.zh.ts';
import { DEFAULT_TIME_ZONE, readWallClock, zoneOffsetMs } from './zone.ts';

const MINUTE_MS = 60_000;
const TIME_OF_DAY_PATTERN = /^([01]\d|2[0-3]):([0-5]\d)$/u;

/** The calendar day of an instant, YYYY-MM-DD. */
export function toDay(instant: Date, zone: string = DEFAULT_TIME_ZONE): string {
  return readWallClock(instant, zone).day;
}

/** The time of day of an instant, HH:mm; seconds are cut off, not rounded. */
export function toTimeOfDay(instant: Date, zone: string = DEFAULT_TIME_ZONE): string {
  const { hour, minute } = readWallClock(instant, zone);
  return `${pad(hour)}:${pad(minute)}`;
}

/**
 * The instant at which the clock of `zone` shows `day` and `timeOfDay` (HH:mm). Where a zone turns its clock, an hour
 * that comes twice means the first one and an hour that is skipped means as long after the skip.
 */
export function instantOf(day: string, timeOfDay: string, zone: string = DEFAULT_TIME_ZONE): Date {
  const minutes = toMinutes(timeOfDay);
  if (minutes === undefined) throw new BugError('bug.unexpected', { message: 'not a time of day of the form HH:mm' });
  const wallMs = toUtcMs(day) + minutes * MINUTE_MS;
  // The offset may differ on the two sides of a change; a day away on either side no second change is near.
  const offsets = [wallMs - 86_400_000, wallMs + 86_400_000].map((ms) => zoneOffsetMs(new Date(ms), zone));
  const [before = 0, after = 0] = offsets;
  const fits = [before, after].find((offsetMs) => zoneOffsetMs(new Date(wallMs - offsetMs), zone) === offsetMs);
  return new Date(wallMs - (fits ?? before));
}

/** Minutes since midnight of an `HH:mm`, or undefined if it is none. */
export function toMinutes(timeOfDay: string): number | undefined {
  const match = TIME_OF_DAY_PATTERN.exec(timeOfDay);
  return match === null ? undefined : Number(match[1]) * 60 + Number(match[2]);
}

/** ISO 8601 with the offset of `zone`, to the second: 2026-11-22T09:30:00+08:00. */
export function formatInstant(instant: Date, zone: string = DEFAULT_TIME_ZONE): string {
  const { day, hour, minute, second } = readWallClock(instant, zone);
  // Before 1901 Shanghai ran 8:05:43 ahead; ISO has no seconds in an offset, and nothing of ours is that old.
  const offsetMinutes = Math.trunc(zoneOffsetMs(instant, zone) / MINUTE_MS);
  const absolute = Math.abs(offsetMinutes);
  const offset = `${offsetMinutes < 0 ? '-' : '+'}${pad(Math.trunc(absolute / 60))}:${pad(absolute % 60)}`;
  return `${day}T${pad(hour)}:${pad(minute)}:${pad(second)}${offset}`;
}

/**
 * An instant as a person says it, seen from `now`: 今天 08:00, 明天 08:00, 昨天 08:00, 11月25日(周三) 08:00, and with the
 * year when it is not the one of `now`.
 */
export function describeInstant(instant: Date, now: Date, zone: string = DEFAULT_TIME_ZONE): string {
  return `${describeDay(toDay(instant, zone), toDay(now, zone))} ${toTimeOfDay(instant, zone)}`;
}

/** A day as a person says it, seen from `today`: 今天, 明天, 昨天, 11月25日(周三), 2027年1月3日(周日). */
export function describeDay(day: string, today: string): string {
  const word = RELATIVE_DAY_WORDS.find(({ daysAhead }) => addDays(today, daysAhead) === day)?.word;
  if (word !== undefined) return word;
  const [year, month, dayOfMonth] = day.split('-').map(Number);
  const yearPart = day.slice(0, 4) === today.slice(0, 4) ? '' : `${year}年`;
  return `${yearPart}${month}月${dayOfMonth}日(${WEEKDAY_WORDS[weekdayOf(day)]})`;
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
