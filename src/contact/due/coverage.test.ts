import { expect, test } from 'vitest';
import { countFamilies } from './coverage.ts';
import type { FamilyState } from './family-state.store.ts';

const family = (lastAt: Date | null): FamilyState => ({
  studentId: 's',
  studentName: '张三',
  classId: 'c',
  className: '22旅管3班',
  attentionLevel: 'general',
  lastAt,
  isAnswered: true,
  hasReachableGuardian: true,
});

test.each([
  [39, 40, 97.5],
  [5, 30, 16.7],
  [1, 3, 33.3],
  [0, 7, 0],
  [7, 7, 100],
  // Somebody is missing: never 100.
  [2_999, 3_000, 99.9],
  [0, 0, null],
])('%d of %d families are %s percent', (contacted, families, percent) => {
  const day = new Date('2026-10-14T10:00:00+08:00');
  const all = Array.from({ length: families }, (_, index) => family(index < contacted ? day : null));
  expect(countFamilies(all, day).percent).toBe(percent);
});
