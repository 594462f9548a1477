import { InputError } from '../shared/errors.ts';
import { addDays } from './day.ts';
import { instantOf, toDay, toMinutes, toTimeOfDay } from './instant.ts';
import { calendarTexts } from './texts.zh.ts';
import { DEFAULT_TIME_ZONE } from './zone.ts';

/** A part of every day, from `start` (inside) to `end` (outside), HH:mm; equal ends mean no quiet hours at all. */
export interface QuietHours {
  readonly start: string;
  readonly end: string;
}

const QUIET_HOURS_PATTERN = /^\s*(\d{1,2}:\d{2})\s*[-–—~～至]\s*(\d{1,2}:\d{2})\s*$/u;

/** Reads `21:00-08:00`; throws `calendar.invalid`. 24:00 as the end is 00:00. */
export function parseQuietHours(text: string): QuietHours {
  const match = QUIET_HOURS_PATTERN.exec(text);
  const start = match?.[1]?.padStart(5, '0') ?? '';
  const end = (match?.[2]?.padStart(5, '0') ?? '').replace('24:00', '00:00');
  if (toMinutes(start) === undefined || toMinutes(end) === undefined) {
    throw new InputError('calendar.invalid', { userMessage: calendarTexts.badQuietHours });
  }
  return { start, end };
}

/**
 * When a notice may go out that is not an emergency: null means now, an instant means that quiet hours hold it until
 * then. The first minute of the range is quiet, its end is not.
 */
export function quietUntil(instant: Date, quietHours: QuietHours, zone: string = DEFAULT_TIME_ZONE): Date | null {
  const { start, end } = quietHours;
  if (start === end) return null;
  const timeOfDay = toTimeOfDay(instant, zone);
  const isOverMidnight = end < start;
  const isQuiet = isOverMidnight ? timeOfDay >= start || timeOfDay < end : timeOfDay >= start && timeOfDay < end;
  if (!isQuiet) return null;
  const today = toDay(instant, zone);
  const until = instantOf(timeOfDay < end ? today : addDays(today, 1), end, zone);
  // In the hour that a zone shows twice, the end may have passed on its first showing.
  return until > instant ? until : null;
}
