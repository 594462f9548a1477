import { expect, test } from 'vitest';
import { fc } from '../../../test/support/property.ts';
import { parseCsv } from './csv.ts';
import { readName, readNumber, readPhone } from './kind-reading.ts';

test('what is written as RFC 4180 is read back, whatever it holds', () => {
  const cell = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => !/\r|^\uFEFF/u.test(text));
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(table, (rows) => {
      const text = rows.map((cells) => cells.map((it) => `"${it.replaceAll('"', '""')}"`).join(',')).join('\r\n');
      expect(parseCsv(text).map((row) => row.cells)).toEqual(rows);
    }),
    { numRuns: 300 },
  );
});

test('a mobile number survives every usual way of writing it', () => {
  const digits = fc
    .tuple(fc.constantFrom('13', '15', '18', '19'), fc.stringMatching(/^\d{9}$/))
    .map((parts) => parts.join(''));
  const prefix = fc.constantFrom('', '+86', '+86 ', '0086', '86', "'", ' ', '　');
  const gap = fc.constantFrom('', ' ', '-', '　');
  fc.assert(
    fc.property(digits, prefix, gap, fc.boolean(), (phone, before, between, isWide) => {
      const text = `${before}${phone.slice(0, 3)}${between}${phone.slice(3, 7)}${between}${phone.slice(7)}`;
      const written = isWide
        ? text.replace(/\d/gu, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
        : text;
      expect(readPhone(written)).toEqual({ kind: 'phone', phone, hasMore: false });
    }),
  );
});

test('no text whatever is stored as a telephone number that is none', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const reading = readPhone(text);
      if (reading.kind === 'phone') expect(reading.phone).toMatch(/^\+?\d{7,15}$/u);
    }),
  );
});

test('a number that was read stays as it is when read again', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ 　'0-9A-Za-z０-９]{0,20}$/), (text) => {
      const once = readNumber(text);
      fc.pre(!once.startsWith("'"));
      expect(readNumber(once)).toBe(once);
    }),
  );
});

/** Han characters from every plane that names use (𬱖 and 𠮷 are two UTF-16 units), and the dot of a minority name. */
const HAN = fc.constantFrom(...'张李王欧阳司马买买提古丽努尔旦𬱖𠮷㐂䶮龘垚', '·');
const anyName = fc
  .array(HAN, { minLength: 2, maxLength: 12 })
  .map((characters) => characters.join(''))
  .filter((name) => !/^·|·$|··/u.test(name));
const padding = fc
  .array(fc.constantFrom(' ', '　', '\t', '\u00A0', '\u200B', '\u200D', '\u2060', '\uFEFF'), { maxLength: 4 })
  .map((characters) => characters.join(''));

test('a name survives what a spreadsheet puts around it, rare characters and dots included', () => {
  fc.assert(
    fc.property(anyName, padding, padding, (name, before, after) => {
      expect(readName(`${before}${name}${after}`)).toBe(name);
    }),
  );
});

test('characters that nobody sees are no part of a name, wherever they stand', () => {
  fc.assert(
    fc.property(anyName, fc.nat(), fc.constantFrom('\u200B', '\u200C', '\u2060', '\uFEFF'), (name, place, hidden) => {
      const characters = [...name];
      characters.splice(place % characters.length, 0, hidden);
      expect(readName(characters.join(''))).toBe(name);
    }),
  );
});

test('a name of two characters that was spread to the width of three is drawn together', () => {
  fc.assert(
    fc.property(fc.constantFrom(...'张李𬱖㐂'), fc.constantFrom(...'三四𠮷䶮'), padding, (first, second, gap) => {
      expect(readName(`${first}${gap}${second}`)).toBe(`${first}${second}`);
    }),
  );
});

test('a name that was read stays as it is when read again, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (text) => {
      const once = readName(text);
      expect(readName(once)).toBe(once);
    }),
  );
});

test('a student number in full-width digits with blanks is the number', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{4,20}$/), padding, fc.boolean(), (number, around, isWide) => {
      const wide = number.replace(/\d/gu, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
      expect(readNumber(`${around}${isWide ? wide : number}${around}`)).toBe(number);
    }),
  );
});
