import { expect, test } from 'vitest';
import { errcodeLink, failureOf, isCredentialRefusal, isTokenRefusal } from './error-codes.ts';

/** The classes of wecom.md §10. */
test.each([
  ['transient', [-1, 6000, 41063, 45033]],
  ['credentials', [40001, 40091, 40013, 41001, 41002, 41004]],
  ['rate', [45009]],
  ['recipient', [40003, 40031, 60111, 60123, 81013, 60011, 60021, 50002, 40096, 84061, 84084, 84083, 41048, 43004]],
  ['recipient', [86001, 86008, 93000, 93004, 93006, 93008]],
  [
    'channel',
    [48001, 48002, 48004, 48006, 48009, 50003, 60020, 60031, 301002, 40056, 43009, 65014, 65022, 84074, 301007],
  ],
  [
    'request',
    [40008, 40032, 40035, 40058, 40063, 82001, 45002, 45008, 41033, 42014, 42027, 42051, 40039, 60140, 42015],
  ],
  // Not transient and not busy, whatever blogs say (wecom.md §10, corrections).
  ['request', [50001, 41050]],
  // An errcode that the vendor invents tomorrow must not be tried for ever.
  ['request', [999_999]],
])('%s: %j', (kind, errcodes) => {
  for (const errcode of errcodes) expect(failureOf(errcode)).toMatchObject({ kind, code: String(errcode) });
});

test('only the token’s own errcodes ask for a new token, only refused credentials stop gettoken', () => {
  expect([40014, 42001, 40001, 48002, 41001, -1].filter(isTokenRefusal)).toEqual([40014, 42001, 40001]);
  expect([40014, 42001, 40001, 40091, 40013, 45009, -1].filter(isCredentialRefusal)).toEqual([40001, 40091, 40013]);
});

test('transient failures and rates say when to come back', () => {
  for (const errcode of [-1, 41063, 45009]) expect(failureOf(errcode).retryAfterMs).toBeGreaterThan(0);
  expect(errcodeLink('60020')).toBe('https://open.work.weixin.qq.com/devtool/query?e=60020');
});
