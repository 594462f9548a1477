import type { SendFailure } from '../port.ts';

/**
 * WeCom's errcodes and who must act on each. Source: https://developer.work.weixin.qq.com/document/path/90313 (全局错误码),
 * read 2024-04-08; grouped in wecom.md §10. The HTTP status is 200 even for a refusal, and errmsg is never judged.
 */
interface ErrcodeEntry {
  readonly kind: SendFailure['kind'];
  readonly retryAfterMs?: number;
}

const SECOND = 1000;

const GROUPS: readonly (ErrcodeEntry & { readonly errcodes: readonly number[] })[] = [
  // The vendor is busy. Its advice for -1: at most three tries. 41063: a mass task is still being dispatched.
  { kind: 'transient', errcodes: [-1, 6000, 41063, 41096, 45033, 45035], retryAfterMs: 3 * SECOND },
  // Token refused twice: api.ts has already fetched a new one.
  { kind: 'transient', errcodes: [40014, 42001], retryAfterMs: 60 * SECOND },
  // Wrong secret or corp id. Going on blocks our IP for an hour (help text of 45009).
  { kind: 'credentials', errcodes: [40001, 40013, 40091, 41001, 41002, 41004] },
  // The window (60 s, 60 min, rest of the day) is worked out in rate-window.ts.
  { kind: 'rate', errcodes: [45009], retryAfterMs: 60 * SECOND },
  // This person or group cannot be reached: dead id, outside the visible range, robot removed.
  {
    kind: 'recipient',
    errcodes: [40003, 40031, 40096, 41048, 43004, 50002, 60011, 60021, 60111, 60123, 81013, 84061, 84083, 84084],
  },
  { kind: 'recipient', errcodes: [86001, 86003, 86004, 86005, 86006, 86007, 86008, 86207, 86215, 86216] },
  { kind: 'recipient', errcodes: [93000, 93004, 93006, 93008] },
  // The administrator must grant something in WeCom's console: rights, visible range, trusted IP, module list.
  {
    kind: 'channel',
    errcodes: [40056, 43009, 48001, 48002, 48004, 48006, 48009, 50003, 60020, 60031, 65014, 65022, 65023, 65024],
  },
  { kind: 'channel', errcodes: [84074, 301002, 301007] },
];

const TABLE: ReadonlyMap<number, ErrcodeEntry> = new Map(
  GROUPS.flatMap(({ errcodes, ...entry }) => errcodes.map((errcode) => [errcode, entry] as const)),
);

/** Why a call was refused. An errcode that is not in the table is our request's fault: it would be refused again. */
export function failureOf(errcode: number): SendFailure {
  return { kind: 'request', ...TABLE.get(errcode), code: String(errcode) };
}

/** The token that we sent was refused; a new one may help. 40001 too: `gettoken` then tells whether the secret is wrong. */
export function isTokenRefusal(errcode: number): boolean {
  return errcode === 40014 || errcode === 42001 || errcode === 40001;
}

/** `gettoken` refused the credentials themselves; asking again is useless and dangerous until somebody changed them. */
export function isCredentialRefusal(errcode: number): boolean {
  return TABLE.get(errcode)?.kind === 'credentials';
}

/** Where an administrator reads about an errcode. */
export function errcodeLink(code: string): string {
  return `https://open.work.weixin.qq.com/devtool/query?e=${encodeURIComponent(code)}`;
}
