import { expect, test } from 'vitest';
import { fc } from '../../test/support/property.ts';
import { formatInstant, parseQuietHours, quietUntil } from './index.ts';

test.each([
  ['over midnight: before it', '21:00-08:00', '2026-11-22T20:59:59', null],
  ['over midnight: its first second', '21:00-08:00', '2026-11-22T21:00:00', '2026-11-23T08:00:00'],
  ['over midnight: the evening', '21:00-08:00', '2026-11-22T23:59:59', '2026-11-23T08:00:00'],
  ['over midnight: midnight', '21:00-08:00', '2026-11-23T00:00:00', '2026-11-23T08:00:00'],
  ['over midnight: its last second', '21:00-08:00', '2026-11-23T07:59:59', '2026-11-23T08:00:00'],
  ['over midnight: its end', '21:00-08:00', '2026-11-23T08:00:00', null],
  ['over the end of a month', '21:00-08:00', '2026-11-30T22:30:00', '2026-12-01T08:00:00'],
  ['over the end of a year', '21:00-08:00', '2026-12-31T22:30:00', '2027-01-01T08:00:00'],
  ['inside a day: before', '12:00-14:00', '2026-11-22T11:59:59', null],
  ['inside a day: in it', '12:00-14:00', '2026-11-22T12:00:00', '2026-11-22T14:00:00'],
  ['inside a day: its end', '12:00-14:00', '2026-11-22T14:00:00', null],
  ['until midnight', '21:00-24:00', '2026-11-22T23:59:59', '2026-11-23T00:00:00'],
  ['from midnight', '00:00-06:00', '2026-11-22T00:00:00', '2026-11-22T06:00:00'],
  ['none', '00:00-00:00', '2026-11-22T03:00:00', null],
])('%s', (_name, range, at, until) => {
  const result = quietUntil(new Date(`${at}+08:00`), parseQuietHours(range));
  expect(result === null ? null : formatInstant(result)).toBe(until === null ? null : `${until}+08:00`);
});

test('what was held may go out at the instant that was named', () => {
  const minute = fc.integer({ min: 0, max: 1439 }).map((count) => {
    const pad = (number: number) => String(number).padStart(2, '0');
    return `${pad(Math.floor(count / 60))}:${pad(count % 60)}`;
  });
  const instant = fc.date({ min: new Date('2026-01-01Z'), max: new Date('2027-12-31Z'), noInvalidDate: true });
  fc.assert(
    fc.property(
      instant,
      minute,
      minute,
      fc.constantFrom('Asia/Shanghai', 'America/New_York'),
      (at, start, end, zone) => {
        const until = quietUntil(at, { start, end }, zone);
        if (until === null) return;
        expect(until.getTime()).toBeGreaterThan(at.getTime());
        expect(until.getTime() - at.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
        expect(quietUntil(until, { start, end }, zone)).toBeNull();
      },
    ),
  );
});

test.each(['', '21-8', '25:00-08:00', '21:00', '21:60-08:00', '24:00-08:00'])('%s is refused', (text) => {
  expect(() => parseQuietHours(text)).toThrow(expect.objectContaining({ code: 'calendar.invalid' }));
});

test('a lazy hand is read kindly', () => {
  expect(parseQuietHours(' 21:00 ~ 8:00 ')).toEqual({ start: '21:00', end: '08:00' });
});
