import { describe, expect, test } from 'vitest';
import { fc } from '../../test/support/property.ts';
import {
  addDays,
  countDays,
  describeInstant,
  formatInstant,
  instantOf,
  isDay,
  toDay,
  toTimeOfDay,
  weekdayOf,
} from './index.ts';

const anyInstant = fc.date({
  min: new Date('1992-01-01T00:00:00Z'),
  max: new Date('2099-12-31T00:00:00Z'),
  noInvalidDate: true,
});
const anyDay = anyInstant.map((instant) => toDay(instant));

describe('the day and the time of an instant', () => {
  test.each([
    ['the last second of a day', '2026-11-22T15:59:59.999Z', '2026-11-22', '23:59'],
    ['the first of the next', '2026-11-22T16:00:00.000Z', '2026-11-23', '00:00'],
    ['the end of February', '2027-02-28T16:00:00Z', '2027-03-01', '00:00'],
    ['a leap day', '2028-02-28T16:00:00Z', '2028-02-29', '00:00'],
    ['the turn of the year', '2026-12-31T15:59:59Z', '2026-12-31', '23:59'],
  ])('%s', (_name, instant, day, timeOfDay) => {
    expect(toDay(new Date(instant))).toBe(day);
    expect(toTimeOfDay(new Date(instant))).toBe(timeOfDay);
  });

  test('one instant is two days in two zones', () => {
    const instant = new Date('2026-11-22T20:00:00Z');
    expect(toDay(instant, 'Asia/Shanghai')).toBe('2026-11-23');
    expect(toDay(instant, 'America/New_York')).toBe('2026-11-22');
  });

  test('day and time lead back to the instant, whole minutes', () => {
    fc.assert(
      fc.property(
        anyInstant,
        fc.constantFrom('Asia/Shanghai', 'UTC', 'Asia/Urumqi', 'Asia/Kathmandu'),
        (instant, zone) => {
          const back = instantOf(toDay(instant, zone), toTimeOfDay(instant, zone), zone);
          expect(instant.getTime() - back.getTime()).toBeGreaterThanOrEqual(0);
          expect(instant.getTime() - back.getTime()).toBeLessThan(60_000);
        },
      ),
    );
  });

  test('an ISO text with offset is the same instant', () => {
    fc.assert(
      fc.property(
        anyInstant,
        fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Asia/Kathmandu'),
        (instant, zone) => {
          expect(Date.parse(formatInstant(instant, zone))).toBe(Math.floor(instant.getTime() / 1000) * 1000);
        },
      ),
    );
  });
});

test.each([
  ['Shanghai', '2026-11-22T01:30:00Z', 'Asia/Shanghai', '2026-11-22T09:30:00+08:00'],
  ['midnight is 00, not 24', '2026-11-21T16:00:00Z', 'Asia/Shanghai', '2026-11-22T00:00:00+08:00'],
  ['west of Greenwich', '2026-11-22T01:30:00Z', 'America/St_Johns', '2026-11-21T22:00:00-03:30'],
])('formatInstant: %s', (_name, instant, zone, text) => {
  expect(formatInstant(new Date(instant), zone)).toBe(text);
});

test.each([
  ['an hour that comes twice is the first', '2026-11-01', '01:30', '2026-11-01T05:30:00.000Z'],
  ['an hour that is skipped is as long after the skip', '2026-03-08', '02:30', '2026-03-08T07:30:00.000Z'],
  ['before the skip', '2026-03-08', '01:59', '2026-03-08T06:59:00.000Z'],
  ['after the skip', '2026-03-08', '03:00', '2026-03-08T07:00:00.000Z'],
])('instantOf in a zone that turns its clock: %s', (_name, day, timeOfDay, instant) => {
  expect(instantOf(day, timeOfDay, 'America/New_York').toISOString()).toBe(instant);
});

describe('counting days', () => {
  test.each([
    ['2026-11-30', 1, '2026-12-01'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2027-02-28', 1, '2027-03-01'],
    ['2026-03-01', -1, '2026-02-28'],
    ['2026-09-08', 10, '2026-09-18'],
  ])('%s plus %i', (day, count, result) => {
    expect(addDays(day, count)).toBe(result);
    expect(countDays(day, result)).toBe(count);
  });

  test('a week ahead is the same weekday, and tomorrow the next one', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(weekdayOf(addDays(day, 7))).toBe(weekdayOf(day));
        expect(weekdayOf(addDays(day, 1))).toBe((weekdayOf(day) % 7) + 1);
      }),
    );
  });

  test('2026-11-22 is a Sunday', () => expect(weekdayOf('2026-11-22')).toBe(7));

  test.each(['2026-02-30', '2026-2-3', '20260203', '2026-13-01', ''])('%s is no day', (text) => {
    expect(isDay(text)).toBe(false);
    expect(() => addDays(text, 1)).toThrow();
  });
});

test.each([
  ['2026-11-22T22:30', '2026-11-22T08:00', '今天 08:00'],
  ['2026-11-22T23:59', '2026-11-23T00:00', '明天 00:00'],
  ['2026-11-22T00:00', '2026-11-21T23:59', '昨天 23:59'],
  ['2026-11-22T09:00', '2026-11-25T08:00', '11月25日(周三) 08:00'],
  ['2026-12-30T09:00', '2027-01-03T08:00', '2027年1月3日(周日) 08:00'],
  ['2026-12-31T22:00', '2027-01-01T08:00', '明天 08:00'],
])('at %s, %s is called %s', (now, instant, words) => {
  const at = (text: string) => new Date(`${text}:00+08:00`);
  expect(describeInstant(at(instant), at(now))).toBe(words);
});
