import { expect, test } from 'vitest';
import { isExpired, lastDigitsOf, readDigits } from './link-states.ts';

test.each([
  ['1234', '1234'],
  ['１２３４', '1234'],
  [' 12 34 ', '1234'],
  ['13800001234', '1234'],
  ['+86 138-0000-1234', '1234'],
  ['123', undefined],
  ['abcd', undefined],
  ['', undefined],
  ['1'.repeat(16), undefined],
  ["' or 1=1", undefined],
])('digits %j are read as %j', (typed, digits) => {
  expect(readDigits(typed)).toBe(digits);
});

test.each([
  ['13800001234', '1234'],
  ['0571-88886666', '6666'],
  ['110', undefined],
])('the number %s ends in %s', (phone, digits) => {
  expect(lastDigitsOf(phone)).toBe(digits);
});

test('a link lives for 90 days', () => {
  const sentAt = new Date('2026-09-01T00:00:00Z');
  expect(isExpired(sentAt, new Date('2026-11-30T00:00:00Z'))).toBe(false);
  expect(isExpired(sentAt, new Date('2026-11-30T00:00:01Z'))).toBe(true);
});
