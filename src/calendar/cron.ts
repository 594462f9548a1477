import { type CronExpression, CronExpressionParser } from 'cron-parser';
import { InputError } from '../shared/errors.ts';
import { calendarTexts } from './texts.zh.ts';
import { DEFAULT_TIME_ZONE } from './zone.ts';

/**
 * Five fields of digits, lists, ranges and steps. cron-parser takes more (four fields, seconds, names, `L`, `#`, `H`); what
 * it makes of four fields is a surprise, and the rest we could neither show to a person nor promise to keep.
 */
const FIELD_PATTERN = /^[\d*,/-]+$/u;

/** Whether `cron` has five plain fields and comes true at some time (`0 0 30 2 *` never does). */
export function isCron(cron: string): boolean {
  try {
    parseCron(cron, new Date(0), DEFAULT_TIME_ZONE).next();
    return true;
  } catch {
    return false;
  }
}

/** The first run after `after`, never `after` itself; throws `calendar.invalid`. */
export function nextRun(cron: string, after: Date, zone: string = DEFAULT_TIME_ZONE): Date {
  return run(() => parseCron(cron, after, zone).next().toDate());
}

/** The last run that is due at `at`, `at` itself included; throws `calendar.invalid`. */
export function previousRun(cron: string, at: Date, zone: string = DEFAULT_TIME_ZONE): Date {
  return run(() =>
    parseCron(cron, new Date(at.getTime() + 1), zone)
      .prev()
      .toDate(),
  );
}

function parseCron(cron: string, currentDate: Date, zone: string): CronExpression {
  const fields = cron.trim().split(/\s+/u);
  if (fields.length !== 5 || !fields.every((field) => FIELD_PATTERN.test(field))) {
    throw new InputError('calendar.invalid', { userMessage: calendarTexts.badCron });
  }
  return CronExpressionParser.parse(fields.join(' '), { currentDate, tz: zone });
}

function run(find: () => Date): Date {
  try {
    return find();
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError('calendar.invalid', { userMessage: calendarTexts.badCron, cause });
  }
}
