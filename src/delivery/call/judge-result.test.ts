import { describe, expect, test } from 'vitest';
import type { SendFailure, SendResult } from '../../platform/port.ts';
import { backoffMs, MAX_DELIVERY_TRIES } from './backoff.ts';
import type { ClaimedDelivery } from './claim.store.ts';
import { judgeResult } from './judge-result.ts';

const NOW = new Date('2026-11-23T10:00:00+08:00');

const delivery = (attempts: number): ClaimedDelivery => ({
  deliveryId: 'd',
  noticeId: 'n',
  channel: 'wecom_school_notice',
  target: 'p1',
  platformTarget: 'p1',
  ownerUserId: null,
  groupId: null,
  studentId: null,
  follows: null,
  attempts,
  isUrgent: false,
  body: '您好',
  bodyId: 'b',
  createdAt: NOW,
  noticeCode: 'JX-346789AB',
  title: '通知',
  followers: [],
  joinedId: null,
  digestAt: null,
});

const failure = (kind: SendFailure['kind'], retryAfterMs?: number): SendResult => ({
  outcome: 'failed',
  failure: { kind, code: 'x', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
});
const unknown: SendResult = { outcome: 'unknown', code: 'timeout' };
const refused: SendResult = { outcome: 'accepted', refused: [{ target: 'p1', code: '60111' }] };
const otherRefused: SendResult = { outcome: 'accepted', refused: [{ target: 'p2', code: '60111' }] };

describe('the outcome of a call', () => {
  test.each([
    [
      'accepted',
      { outcome: 'accepted', refused: [] } as SendResult,
      1,
      true,
      { to: 'accepted', sentAt: NOW },
      false,
      false,
    ],
    ['accepted, this target refused', refused, 1, true, { to: 'failed', errorCode: '60111' }, false, true],
    ['accepted, another target refused', otherRefused, 1, true, { to: 'accepted' }, false, false],
    ['no answer, repeats are recognised', unknown, 1, true, { to: 'queued', isFree: false }, false, false],
    ['no answer, repeats are not', unknown, 1, false, { to: 'unknown', errorCode: 'timeout' }, false, false],
    ['no answer for the last time', unknown, MAX_DELIVERY_TRIES, true, { to: 'unknown' }, false, false],
    ['transient', failure('transient'), 1, true, { to: 'queued', isFree: false }, false, false],
    [
      'transient for the last time',
      failure('transient'),
      MAX_DELIVERY_TRIES,
      true,
      { to: 'failed', errorCode: 'x' },
      false,
      false,
    ],
    ['rate limit', failure('rate', 5_000), 8, true, { to: 'queued', retryInMs: 5_000, isFree: true }, true, false],
    ['recipient', failure('recipient'), 1, true, { to: 'failed', errorCode: 'x' }, false, true],
    ['channel', failure('channel'), 8, true, { to: 'queued', isFree: true }, true, false],
    ['credentials', failure('credentials'), 8, true, { to: 'queued', isFree: true }, true, false],
    ['our request', failure('request'), 1, true, { to: 'failed', errorCode: 'x' }, false, false],
  ])('%s', (_name, result, attempts, canRepeat, expected, standsStill, isUnreachable) => {
    const judged = judgeResult(delivery(attempts), result, { accepted: 'accepted', canRepeat, now: NOW });
    expect(judged.outcome).toMatchObject({ deliveryId: 'd', attempt: attempts, ...expected });
    expect(judged.failure !== undefined).toBe(standsStill);
    expect(judged.isUnreachable).toBe(isUnreachable);
  });
});

describe('backoff', () => {
  test.each([
    [1, 0, 2_000],
    [2, 0, 4_000],
    [7, 0, 128_000],
    [20, 0, 600_000],
    [1, 30_000, 30_000],
  ])('after %i tries, at least %i ms: %i ms', (attempts, atLeastMs, expected) => {
    expect(backoffMs(attempts, atLeastMs, () => 0)).toBe(expected);
  });

  test('chance takes off up to half, never more', () => {
    expect(backoffMs(3, 0, () => 1)).toBe(4_000);
    for (let i = 0; i < 100; i += 1) expect(backoffMs(3)).toBeGreaterThanOrEqual(4_000);
  });
});
