import { expect, test } from 'vitest';
import { foldText } from './fold-text.ts';
import { rememberLines } from './remember-lines.ts';

test('a line is read once, a long one each time, and the oldest are forgotten', () => {
  const reads: string[] = [];
  const measure = rememberLines((line) => {
    reads.push(line);
    return line.length;
  });
  expect([measure('家长您好'), measure('家长您好'), measure('')]).toEqual([4, 4, 0]);
  expect(reads).toEqual(['家长您好', '']);
  const long = '长'.repeat(501);
  expect([measure(long), measure(long)]).toEqual([501, 501]);
  expect(reads.filter((line) => line === long)).toHaveLength(2);
  for (let index = 0; index < 2_000; index += 1) measure(`第${index}行`);
  measure('家长您好');
  expect(reads.filter((line) => line === '家长您好')).toHaveLength(2);
});

test.each([
  ['combining marks after a break', 'zhu\u0304an\n\u0304zha\u0300ng', 'zhuan\n\u0304zhang'],
  ['full width and invisible', 'Ｖ我\u200b５０\n轉賬', 'v我50\n转账'],
  ['a dot across a break', 'weixin。\ncom', 'weixin.com'],
])('lines read one by one make the same text: %s', (_name, text, folded) => {
  expect(foldText(text)).toBe(folded);
  expect(foldText(text)).toBe(folded);
});
