import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { decodeCsv, parseCsv } from './csv.ts';
import { SourceError } from './source.ts';

const rowsOf = (text: string) => parseCsv(text).map((row) => row.cells);

describe('csv', () => {
  test.each([
    [
      'plain',
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'no last line break',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'crlf',
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'old mac',
      'a,b\r1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'quotes',
      'a,b\n"x,""y""","两\n行"\n',
      [
        ['a', 'b'],
        ['x,"y"', '两\n行'],
      ],
    ],
    [
      'quote inside a cell',
      'a,b\n1,2"3\n',
      [
        ['a', 'b'],
        ['1', '2"3'],
      ],
    ],
    [
      'empty cells',
      'a,b,c\n,,3\n1,,\n',
      [
        ['a', 'b', 'c'],
        ['', '', '3'],
        ['1', '', ''],
      ],
    ],
    [
      'byte order mark',
      '\uFEFFa,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'tabs',
      'a\tb\n1\t2,5',
      [
        ['a', 'b'],
        ['1', '2,5'],
      ],
    ],
    ['nothing', '', []],
  ])('%s', (_, text, expected) => {
    expect(rowsOf(text)).toEqual(expected);
  });

  test('counts empty lines as a spreadsheet does', () => {
    expect(parseCsv('a\n\n1\n,,\n2').map((row) => row.number)).toEqual([1, 3, 5]);
  });

  test('a quote that never ends is refused', () => {
    expect(() => parseCsv('a,b\n"1,2\n')).toThrow(SourceError);
  });

  test.each([
    ['UTF-8', Buffer.from('学号,姓名')],
    ['UTF-8 with mark', Buffer.from('\uFEFF学号,姓名')],
    ['GB18030', iconv.encode('学号,姓名', 'gb18030')],
    ['UTF-16LE with mark', iconv.encode('学号,姓名', 'utf16le', { addBOM: true })],
  ])('decodes %s', (_, bytes) => {
    expect(parseCsv(decodeCsv(bytes))[0]?.cells).toEqual(['学号', '姓名']);
  });

  test('keeps a rare character that only GB18030 has', () => {
    expect(decodeCsv(iconv.encode('𬱖,犇喆', 'gb18030'))).toBe('𬱖,犇喆');
  });

  test('bytes of no encoding are refused', () => {
    expect(() => decodeCsv(Buffer.from([0xff, 0x30, 0x80, 0xff]))).toThrow(SourceError);
  });
});
