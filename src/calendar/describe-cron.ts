import { CronExpressionParser } from 'cron-parser';
import { InputError } from '../shared/errors.ts';
import { isCron } from './cron.ts';
import type { Weekday } from './day.ts';
import { calendarTexts as texts, WEEKDAY_WORDS } from './texts.zh.ts';

interface Fields {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly daysOfMonth: readonly number[];
  readonly months: readonly number[];
  readonly weekdays: readonly Weekday[];
}

/** Says a five-field cron in Chinese: `0 17 * * 5` is 每周五 17:00; throws `calendar.invalid`. */
export function describeCron(cron: string): string {
  if (!isCron(cron)) throw new InputError('calendar.invalid', { userMessage: texts.badCron });
  const fields = readFields(cron);
  return `${describeDays(fields)} ${describeTimes(fields)}`;
}

function readFields(cron: string): Fields {
  const { minute, hour, dayOfMonth, month, dayOfWeek } = CronExpressionParser.parse(cron).fields;
  const weekdays = new Set(numbers(dayOfWeek.values).map((value) => (value === 0 ? 7 : value) as Weekday));
  return {
    minutes: numbers(minute.values),
    hours: numbers(hour.values),
    daysOfMonth: numbers(dayOfMonth.values),
    months: numbers(month.values),
    weekdays: [...weekdays].sort((a, b) => a - b),
  };
}

function numbers(values: readonly (number | string)[]): number[] {
  return values.filter((value) => typeof value === 'number');
}

function describeDays({ daysOfMonth, months, weekdays }: Fields): string {
  const isEveryDate = daysOfMonth.length === 31;
  const isEveryWeekday = weekdays.length === 7;
  const isEveryMonth = months.length === 12;
  if (isEveryWeekday && !isEveryDate && !isEveryMonth) return texts.everyYear(months, daysOfMonth);
  // Cron's old rule: when both are limited, a day that fits either of them counts.
  const days = isEveryDate
    ? describeWeekdays(weekdays)
    : isEveryWeekday
      ? texts.everyMonth(daysOfMonth)
      : texts.either(texts.everyMonth(daysOfMonth), describeWeekdays(weekdays));
  return isEveryMonth ? days : texts.inMonths(months, days);
}

function describeWeekdays(weekdays: readonly Weekday[]): string {
  const key = weekdays.join('');
  if (key === '1234567') return texts.everyDay;
  if (key === '12345') return texts.workdays;
  if (key === '67') return texts.weekend;
  return texts.everyWeek(weekdays.map((weekday) => WEEKDAY_WORDS[weekday]));
}

/** Beyond this many times a day a list is harder to read than a rule. */
const MAX_LISTED_TIMES = 6;

function describeTimes({ minutes, hours }: Fields): string {
  if (minutes.length * hours.length <= MAX_LISTED_TIMES) {
    return hours.flatMap((hour) => minutes.map((minute) => `${pad(hour)}:${pad(minute)}`)).join('、');
  }
  const prefix = hours.length === 24 ? '' : texts.inHours(hours);
  const step = minutes.length > 1 ? evenStep(minutes) : undefined;
  return prefix + (step === undefined ? texts.everyHour(minutes) : texts.everyMinutes(step));
}

function evenStep(minutes: readonly number[]): number | undefined {
  const step = 60 / minutes.length;
  return minutes.every((minute, index) => minute === index * step) ? step : undefined;
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
