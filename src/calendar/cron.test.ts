import { expect, test } from 'vitest';
import { describeCron, formatInstant, isCron, nextRun, previousRun } from './index.ts';

test.each([
  ['a Friday afternoon, before', '0 17 * * 5', '2026-11-27T16:59:59', '2026-11-27T17:00:00', '2026-11-20T17:00:00'],
  ['at the minute', '0 17 * * 5', '2026-11-27T17:00:00', '2026-12-04T17:00:00', '2026-11-27T17:00:00'],
  ['after', '0 17 * * 5', '2026-11-27T17:00:01', '2026-12-04T17:00:00', '2026-11-27T17:00:00'],
  ['the 31st skips short months', '30 8 31 * *', '2026-10-31T08:30:00', '2026-12-31T08:30:00', '2026-10-31T08:30:00'],
  ['Sunday as 0', '0 9 * * 0', '2026-11-22T08:00:00', '2026-11-22T09:00:00', '2026-11-15T09:00:00'],
  ['Sunday as 7', '0 9 * * 7', '2026-11-22T08:00:00', '2026-11-22T09:00:00', '2026-11-15T09:00:00'],
])('%s', (_name, cron, at, next, previous) => {
  const instant = new Date(`${at}+08:00`);
  expect(formatInstant(nextRun(cron, instant))).toBe(`${next}+08:00`);
  expect(formatInstant(previousRun(cron, instant))).toBe(`${previous}+08:00`);
});

test('the zone decides', () => {
  expect(nextRun('0 17 * * 5', new Date('2026-11-27T09:00:00Z'), 'UTC').toISOString()).toBe('2026-11-27T17:00:00.000Z');
});

test.each([
  '',
  '0 17 * *',
  '0 0 17 * * 5',
  '60 1 * * *',
  '0 24 * * *',
  '0 0 30 2 *',
  '0 0 31 4,6 *',
  '@daily',
  '0 17 * * FRI',
  '0 9 L * *',
  '*/0 * * * *',
])('%s is refused', (cron) => {
  expect(isCron(cron)).toBe(false);
  for (const ask of [nextRun, previousRun]) {
    expect(() => ask(cron, new Date('2026-11-22Z'))).toThrow(expect.objectContaining({ code: 'calendar.invalid' }));
  }
  expect(() => describeCron(cron)).toThrow(expect.objectContaining({ code: 'calendar.invalid' }));
});

test.each([
  ['0 17 * * 5', '每周五 17:00'],
  ['30 8 * * *', '每天 08:30'],
  ['0 8 * * 1-5', '每周一至周五 08:00'],
  ['0 8 * * 6,0', '每周六、周日 08:00'],
  ['0 8 * * 1,3', '每周一、周三 08:00'],
  ['0 8,20 * * 7', '每周日 08:00、20:00'],
  ['0 9 1,15 * *', '每月1日、15日 09:00'],
  ['0 9 1 9 *', '每年9月的1日 09:00'],
  ['0 9 1 * 1', '每月1日和每周一 09:00'],
  ['0 9 * 3,9 1', '3月、9月里每周一 09:00'],
  ['0 * * * *', '每天 每小时整点'],
  ['*/10 * * * *', '每天 每10分钟'],
  ['* * * * *', '每天 每分钟'],
])('%s is said %s', (cron, words) => {
  expect(describeCron(cron)).toBe(words);
});
