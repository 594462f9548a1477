import { expect, test } from 'vitest';
import { createRateWindows } from './rate-window.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test('45009 rests a minute, then an hour, then the rest of the day in Shanghai', () => {
  let now = Date.parse('2026-03-02T10:00:00+08:00');
  const windows = createRateWindows(() => now);
  expect(windows.refused('/send')).toBe(MINUTE);
  now += 20_000;
  // Calls that were under way when the first refusal came.
  expect(windows.refused('/send')).toBe(40_000);
  now += 40_000;
  expect(windows.refused('/send')).toBe(HOUR);
  now += HOUR;
  expect(windows.refused('/send')).toBe(Date.parse('2026-03-03T00:00:00+08:00') - now);
  now = Date.parse('2026-03-03T00:00:00+08:00');
  expect(windows.refused('/send')).toBe(24 * HOUR);
});

test('a success opens the window again, and other APIs are not concerned', () => {
  let now = 0;
  const windows = createRateWindows(() => now);
  windows.refused('/send');
  now += MINUTE;
  windows.passed('/send');
  expect(windows.refused('/send')).toBe(MINUTE);
  expect(windows.refused('/other')).toBe(MINUTE);
});
