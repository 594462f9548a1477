export { isCron, nextRun, previousRun } from './cron.ts';
export { addDays, countDays, isDay, type Weekday, weekdayOf } from './day.ts';
export { describeCron } from './describe-cron.ts';
export {
  HOLIDAYS_KNOWN_FROM,
  HOLIDAYS_KNOWN_UNTIL,
  isWorkday,
  listHolidays,
  nextWeekday,
  nextWorkday,
} from './holidays.ts';
export { describeDay, describeInstant, formatInstant, instantOf, toDay, toTimeOfDay } from './instant.ts';
export { parseQuietHours, type QuietHours, quietUntil } from './quiet-hours.ts';
export { findTerm, type Term, termOf } from './term.ts';
export { DEFAULT_TIME_ZONE } from './zone.ts';
