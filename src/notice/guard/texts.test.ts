import { expect, test } from 'vitest';
import { GUARD_RULES } from './check-text.ts';
import { GUARD_TEXTS } from './texts.zh.ts';

test('every rule has its words, and no words are left over', () => {
  expect(Object.keys(GUARD_TEXTS).sort()).toEqual(GUARD_RULES.map(({ id }) => id).sort());
});
