import { expect, test } from 'vitest';
import { parseNoticeCode, randomIds } from './ids.ts';

test.each([
  ['as printed', 'JX-7K3QP9WM', 'JX-7K3QP9WM'],
  ['in small letters without the dash', 'jx7k3qp9wm', 'JX-7K3QP9WM'],
  ['in full-width signs', 'ＪＸ－７Ｋ３ＱＰ９ＷＭ', 'JX-7K3QP9WM'],
  ['with blanks', ' JX - 7K3Q P9WM ', 'JX-7K3QP9WM'],
  ['with a long dash', 'JX—7K3QP9WM', 'JX-7K3QP9WM'],
  ['inside a line', '停止发送 JX-7K3QP9WM abc', 'JX-7K3QP9WM'],
  ['next to Chinese', '查JX-7K3QP9WM进展', 'JX-7K3QP9WM'],
  ['too short', 'JX-7K3QP9W', undefined],
  ['too long', 'JX-7K3QP9WMA', undefined],
  ['with a letter that no code has', 'JX-7K3QP9W0', undefined],
  ['none', '停止发送', undefined],
])('reads a notice code %s', (_name, typed, code) => {
  expect(parseNoticeCode(typed)).toBe(code);
});

test('reads every code that is made', () => {
  for (let i = 0; i < 50; i += 1) {
    const code = randomIds.noticeCode();
    expect(parseNoticeCode(code.toLowerCase().replace('-', ''))).toBe(code);
  }
});
