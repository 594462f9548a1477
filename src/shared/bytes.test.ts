import { describe, expect, test } from 'vitest';
import { fc } from '../../test/support/property.ts';
import { byteLength, splitByBytes, toStorableText } from './bytes.ts';

describe('splitByBytes', () => {
  test.each([
    ['short stays whole', '你好', 100, ['你好']],
    ['empty is one empty piece', '', 10, ['']],
    ['cuts after a line break', '第一行\n第二行', 14, ['第一行', '第二行']],
    ['never inside a character', '一二三四', 7, ['一二', '三四']],
    ['never inside a family emoji', '👨‍👩‍👧👨‍👩‍👧', 20, ['👨‍👩‍👧', '👨‍👩‍👧']],
  ])('%s', (_name, text, maxBytes, pieces) => {
    expect(splitByBytes(text, maxBytes)).toEqual(pieces);
  });

  test('keeps every limit and loses nothing but line breaks at the cuts', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.integer({ min: 24, max: 200 }),
        (text, maxBytes) => {
          const wellFormed = text.toWellFormed();
          const pieces = splitByBytes(wellFormed, maxBytes);
          expect(pieces.every((piece) => byteLength(piece) <= maxBytes)).toBe(true);
          expect(pieces.join('').replaceAll('\n', '')).toBe(wellFormed.replaceAll('\n', ''));
        },
      ),
    );
  });
});

describe('toStorableText', () => {
  test.each([
    ['NUL', 'a\u0000b', 'ab'],
    ['lone surrogate', 'a\ud800b', 'a\ufffdb'],
    ['CR LF', 'a\r\nb', 'a\nb'],
    ['tab stays', 'a\tb', 'a\tb'],
  ])('%s', (_name, text, expected) => {
    expect(toStorableText(text)).toBe(expected);
  });
});
