import { describe, expect, test } from 'vitest';
import { type ClockMove, targetOf } from './clock-moves.ts';

describe('targetOf', () => {
  test.each<[string, ClockMove, string, string]>([
    ['an hour on', { kind: 'advance', minutes: 60 }, '2026-11-22T22:30:00+08:00', '2026-11-22T23:30:00+08:00'],
    [
      '22:30 is still to come',
      { kind: 'next', time: '22:30' },
      '2026-11-22T10:00:00+08:00',
      '2026-11-22T22:30:00+08:00',
    ],
    [
      '22:30 is now: tomorrow’s',
      { kind: 'next', time: '22:30' },
      '2026-11-22T22:30:00+08:00',
      '2026-11-23T22:30:00+08:00',
    ],
    [
      '8:05 tomorrow, over the UTC border',
      { kind: 'next', time: '08:05' },
      '2026-11-22T23:10:00+08:00',
      '2026-11-23T08:05:00+08:00',
    ],
    [
      '8:05 after midnight is today’s',
      { kind: 'next', time: '08:05' },
      '2026-11-23T00:10:00+08:00',
      '2026-11-23T08:05:00+08:00',
    ],
    ['over the year', { kind: 'next', time: '08:05' }, '2026-12-31T22:30:00+08:00', '2027-01-01T08:05:00+08:00'],
    [
      'a wall clock in China',
      { kind: 'to', local: '2026-12-01T07:00' },
      '2026-11-22T10:00:00+08:00',
      '2026-12-01T07:00:00+08:00',
    ],
  ])('%s', (_name, move, now, expected) => {
    expect(targetOf(move, new Date(now))).toEqual(new Date(expected));
  });
});
