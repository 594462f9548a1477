import { addDays, instantOf, parseQuietHours, type QuietHours, quietUntil, toDay } from '../../calendar/index.ts';

/** When what is not urgent goes out together. */
const EVENING = '18:00';

/** The evening for which a low notice waits that is confirmed `now`: today's, or tomorrow's from 18:00 on; never in quiet hours. */
export function nextEvening(now: Date, quietHours: QuietHours | string, timeZone: string): Date {
  const quiet = typeof quietHours === 'string' ? parseQuietHours(quietHours) : quietHours;
  const today = toDay(now, timeZone);
  const atOf = (day: string): Date => {
    const at = instantOf(day, EVENING, timeZone);
    return quietUntil(at, quiet, timeZone) ?? at;
  };
  const at = atOf(today);
  return instantOf(today, EVENING, timeZone) > now ? at : atOf(addDays(today, 1));
}
