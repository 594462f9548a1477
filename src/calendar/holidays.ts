import { ConfigError } from '../shared/errors.ts';
import { addDays, countDays, weekdayOf } from './day.ts';

/**
 * Days off that fall on weekdays and weekend days that are worked, as the State Council announces them each autumn for the
 * year after. Source: 国务院办公厅关于2026年部分节假日安排的通知, 2025-11-04
 * (politics.gmw.cn/2025-11/04/content_38391083.htm, read 2026-11-22). The next notice, for 2027, had not been seen then:
 * add its days here and move `HOLIDAYS_KNOWN_UNTIL`.
 */
export const HOLIDAYS_KNOWN_FROM = '2026-01-01';
export const HOLIDAYS_KNOWN_UNTIL = '2026-12-31';

/** First and last day, both free. */
const FREE_SPANS: readonly (readonly [string, string])[] = [
  ['2026-01-01', '2026-01-03'],
  ['2026-02-15', '2026-02-23'],
  ['2026-04-04', '2026-04-06'],
  ['2026-05-01', '2026-05-05'],
  ['2026-06-19', '2026-06-21'],
  ['2026-09-25', '2026-09-27'],
  ['2026-10-01', '2026-10-07'],
];
/** Saturdays and Sundays that are worked in exchange. */
const WORKED_WEEKEND_DAYS: ReadonlySet<string> = new Set([
  '2026-01-04',
  '2026-02-14',
  '2026-02-28',
  '2026-05-09',
  '2026-09-20',
  '2026-10-10',
]);

/** Whether people work on this day; throws `calendar.holidays_unknown` for a day that the table does not cover. */
export function isWorkday(day: string): boolean {
  if (day < HOLIDAYS_KNOWN_FROM || day > HOLIDAYS_KNOWN_UNTIL) {
    throw new ConfigError('calendar.holidays_unknown', {
      message: `public holidays are known until ${HOLIDAYS_KNOWN_UNTIL}, asked for ${day}`,
    });
  }
  if (WORKED_WEEKEND_DAYS.has(day)) return true;
  return isWeekday(day) && !FREE_SPANS.some(([first, last]) => first <= day && day <= last);
}

/** A span of days off, weekends beside it included. */
export interface Holiday {
  readonly first: string;
  readonly last: string;
  readonly days: number;
}

/** The holidays that begin within the days, as far as they are announced: nothing is said of days beyond `HOLIDAYS_KNOWN_UNTIL`. */
export function listHolidays(from: string, to: string): readonly Holiday[] {
  return FREE_SPANS.filter(([first]) => first >= from && first <= to).map(([first, last]) => ({
    first,
    last,
    days: countDays(first, last) + 1,
  }));
}

/** The day itself when it is worked, else the next one; throws `calendar.holidays_unknown` past the end of the table. */
export function nextWorkday(day: string): string {
  return isWorkday(day) ? day : nextWorkday(addDays(day, 1));
}

/** The same by weekends alone: what is left when the holidays are not known. */
export function nextWeekday(day: string): string {
  return isWeekday(day) ? day : nextWeekday(addDays(day, 1));
}

function isWeekday(day: string): boolean {
  return weekdayOf(day) <= 5;
}
