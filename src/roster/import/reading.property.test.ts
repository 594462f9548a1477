import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCsv } from './csv.ts';
import { readNumber, readPhone } from './kind-reading.ts';

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
