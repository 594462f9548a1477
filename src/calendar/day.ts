import { BugError } from '../shared/errors.ts';

const DAY_MS = 86_400_000;
const DAY_PATTERN = /^\d{4}-\d{2}-\d{2}$/u;

/** 1 = Monday … 7 = Sunday, as in ISO 8601 and in the contract's weeks. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** Whether `text` is a day of the calendar written YYYY-MM-DD; 2026-02-30 is not. */
export function isDay(text: string): boolean {
  if (!DAY_PATTERN.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && toText(ms) === text;
}

/** The day `count` days after `day` (before it, if negative). */
export function addDays(day: string, count: number): string {
  return toText(toUtcMs(day) + count * DAY_MS);
}

/** How many days `to` lies after `from`. */
export function countDays(from: string, to: string): number {
  return Math.round((toUtcMs(to) - toUtcMs(from)) / DAY_MS);
}

/** The weekday of a day, 1 = Monday. */
export function weekdayOf(day: string): Weekday {
  const sundayFirst = new Date(toUtcMs(day)).getUTCDay();
  return (sundayFirst === 0 ? 7 : sundayFirst) as Weekday;
}

/** 00:00 UTC of a day: a number to count with, not an instant of any college. Throws `bug.unexpected` on another text. */
export function toUtcMs(day: string): number {
  if (!isDay(day)) throw new BugError('bug.unexpected', { message: 'not a day of the form YYYY-MM-DD' });
  return Date.parse(`${day}T00:00:00Z`);
}

function toText(utcMs: number): string {
  return new Date(utcMs).toISOString().slice(0, 10);
}
