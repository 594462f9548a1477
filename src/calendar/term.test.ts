import { expect, test } from 'vitest';
import { fc } from '../../test/support/property.ts';
import { addDays, findTerm, termOf, toDay } from './index.ts';

test.each([
  ['2026-07-31', '2025-2026-2'],
  ['2026-08-01', '2026-2027-1'],
  ['2026-11-22', '2026-2027-1'],
  ['2026-12-31', '2026-2027-1'],
  ['2027-01-31', '2026-2027-1'],
  ['2027-02-01', '2026-2027-2'],
])('%s belongs to %s', (day, name) => {
  expect(termOf(day).name).toBe(name);
});

test('a term says when it is and how it is called', () => {
  expect(termOf('2026-11-22')).toEqual({
    name: '2026-2027-1',
    startsOn: '2026-08-01',
    endsOn: '2027-01-31',
    title: '2026—2027 学年第一学期',
  });
  expect(termOf('2027-02-01').title).toBe('2026—2027 学年第二学期');
});

test('the clock of the college decides at the border, not the one of the server', () => {
  const instant = new Date('2027-01-31T16:00:00Z');
  expect(termOf(toDay(instant)).name).toBe('2026-2027-2');
  expect(termOf(toDay(instant, 'UTC')).name).toBe('2026-2027-1');
});

test('terms hold their days and leave no gap', () => {
  const anyDay = fc.integer({ min: 0, max: 40_000 }).map((count) => addDays('1995-01-01', count));
  fc.assert(
    fc.property(anyDay, (day) => {
      const term = termOf(day);
      expect(term.startsOn <= day && day <= term.endsOn).toBe(true);
      expect(termOf(term.startsOn)).toEqual(term);
      expect(termOf(term.endsOn)).toEqual(term);
      expect(termOf(addDays(term.endsOn, 1)).startsOn).toBe(addDays(term.endsOn, 1));
      expect(findTerm(term.name)).toEqual(term);
    }),
  );
});

test.each(['2026-2027-3', '2026-2028-1', '2026-1', '', '2026-2027-1 '])('%s is the name of no term', (name) => {
  expect(findTerm(name)).toBeUndefined();
});
