import { describe, expect, test } from 'vitest';
import { fc } from '../../../test/support/property.ts';
import { byteLength } from '../../shared/bytes.ts';
import { countJoinable, joinTexts } from './compose-texts.ts';

describe('joining texts to one member', () => {
  test.each([
    ['alone while the pace is easy', ['a', 'b'], false, 100, 1],
    ['all that fit when it is tight', ['a', 'b', 'c'], true, 100, 3],
    ['not beyond the limit', ['家长', '老师', '学生'], true, 14, 2],
    ['a long one alone, to be split', ['长'.repeat(50), 'b'], true, 100, 1],
    ['nothing of nothing', [], true, 100, 0],
  ])('%s', (_name, texts, isTight, maxBytes, expected) => {
    expect(countJoinable(texts, isTight, maxBytes)).toBe(expected);
  });

  test('what was joined fits', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2 }),
        fc.integer({ min: 8, max: 200 }),
        (texts, max) => {
          const count = countJoinable(texts, true, max);
          if (count > 1) expect(byteLength(joinTexts(texts.slice(0, count)))).toBeLessThanOrEqual(max);
          expect(count).toBeGreaterThan(0);
        },
      ),
    );
  });
});
