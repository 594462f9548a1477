import { describe, expect, test } from 'vitest';
import { parseQuietHours } from '../../calendar/index.ts';
import { awaitingSince, nextCheckAt, nextReminderAt } from './check-times.ts';

const QUIET = parseQuietHours('21:00-08:00');
const ZONE = 'Asia/Shanghai';
const at = (text: string): Date => new Date(`${text}+08:00`);
const SINCE = at('2026-11-23T10:00:00');

describe('when a task is looked at again', () => {
  test.each([
    ['at once', 0, 1],
    ['after a minute', 1, 5],
    ['after five', 5, 15],
    ['after a quarter', 15, 60],
    ['after an hour', 60, 120],
    ['after two days', 48 * 60, 49 * 60],
    ['after four days', 96 * 60, 102 * 60],
  ])('%s', (_name, ageMinutes, nextMinutes) => {
    const now = new Date(SINCE.getTime() + ageMinutes * 60_000);
    expect(nextCheckAt(SINCE, now)).toEqual(new Date(SINCE.getTime() + nextMinutes * 60_000));
  });

  test('not after a month', () => {
    expect(nextCheckAt(SINCE, at('2026-12-24T10:00:00'))).toBeNull();
  });
});

describe('reminders', () => {
  test.each([
    ['the first after four hours', SINCE, 0, at('2026-11-23T14:00:00')],
    ['the second the next day', SINCE, 1, at('2026-11-24T10:00:00')],
    ['the third on the fourth day', SINCE, 2, at('2026-11-26T10:00:00')],
    ['never in quiet hours', at('2026-11-23T19:30:00'), 0, at('2026-11-24T08:00:00')],
    ['no fourth', SINCE, 3, null],
  ])('%s', (_name, since, reminders, expected) => {
    expect(nextReminderAt(since, reminders, QUIET, ZONE)).toEqual(expected);
  });

  test('a notice of the night waits from the morning on, an urgent one from its confirmation', () => {
    const createdAt = at('2026-11-23T22:30:00');
    expect(awaitingSince({ createdAt, isUrgent: false, digestAt: null }, QUIET, ZONE)).toEqual(
      at('2026-11-24T08:00:00'),
    );
    expect(awaitingSince({ createdAt, isUrgent: true, digestAt: null }, QUIET, ZONE)).toEqual(createdAt);
  });
});
