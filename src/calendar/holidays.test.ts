import { expect, test } from 'vitest';
import { fc } from '../../test/support/property.ts';
import { addDays, countDays, weekdayOf } from './day.ts';
import { HOLIDAYS_KNOWN_FROM, HOLIDAYS_KNOWN_UNTIL, isWorkday, nextWeekday, nextWorkday } from './holidays.ts';

test.each<[string, boolean, string]>([
  ['2026-01-01', false, '元旦'],
  ['2026-01-04', true, 'a Sunday that is worked'],
  ['2026-02-14', true, 'the Saturday before the Spring Festival'],
  ['2026-02-15', false, 'first day of the Spring Festival'],
  ['2026-02-23', false, 'its last day, a Monday'],
  ['2026-02-24', true, 'the day after'],
  ['2026-05-09', true, 'a Saturday that is worked'],
  ['2026-09-25', false, '中秋, a Friday'],
  ['2026-10-07', false, 'last day of 国庆'],
  ['2026-10-08', true, 'the day after'],
  ['2026-10-10', true, 'a Saturday that is worked'],
  ['2026-10-11', false, 'an ordinary Sunday'],
  ['2026-11-20', true, 'an ordinary Friday'],
])('%s is worked: %s (%s)', (day, isWorked) => {
  expect(isWorkday(day)).toBe(isWorked);
});

test.each([
  ['2026-10-01', '2026-10-08'],
  ['2026-10-09', '2026-10-09'],
  ['2026-10-17', '2026-10-19'],
])('from %s on the next day that is worked is %s', (day, next) => {
  expect(nextWorkday(day)).toBe(next);
});

test('the official year has 33 days off that people name and 248 days of work', () => {
  const days = Array.from({ length: 365 }, (_, index) => addDays(HOLIDAYS_KNOWN_FROM, index));
  expect(days.at(-1)).toBe(HOLIDAYS_KNOWN_UNTIL);
  expect(days.filter((day) => isWorkday(day))).toHaveLength(248);
});

test.each(['2025-12-31', '2027-01-01', '2030-05-01'])('%s is not in the table: an error, never a guess', (day) => {
  expect(() => isWorkday(day)).toThrow(expect.objectContaining({ code: 'calendar.holidays_unknown' }));
});

test('by weekends alone the day moves by two at most and ends on a weekday', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20_000 }), (offset) => {
      const day = addDays('2026-01-01', offset);
      const next = nextWeekday(day);
      expect(countDays(day, next)).toBeLessThanOrEqual(2);
      expect(weekdayOf(next)).toBeLessThanOrEqual(5);
    }),
  );
});
