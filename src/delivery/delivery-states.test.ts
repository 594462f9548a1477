import { describe, expect, test } from 'vitest';
import type { DeliveryStatus } from '../db/index.ts';
import { BugError } from '../shared/errors.ts';
import { isLegalMove, legalSources } from './delivery-states.ts';

const ALL: readonly DeliveryStatus[] = [
  'queued',
  'waiting_quiet_hours',
  'sending',
  'accepted',
  'awaiting_member',
  'sent',
  'capped',
  'failed',
  'unknown',
  'cancelled',
];

describe('moves of a delivery', () => {
  test.each<[DeliveryStatus, readonly DeliveryStatus[]]>([
    ['queued', ['waiting_quiet_hours', 'sending', 'awaiting_member', 'failed', 'unknown', 'cancelled']],
    ['waiting_quiet_hours', ['queued', 'failed', 'unknown', 'cancelled']],
    ['sending', ['queued', 'accepted', 'awaiting_member', 'sent', 'failed', 'unknown', 'cancelled']],
    ['unknown', ['queued', 'accepted', 'awaiting_member', 'sent', 'failed']],
    ['awaiting_member', ['queued', 'sent', 'capped', 'failed', 'unknown', 'cancelled']],
    ['accepted', []],
    ['sent', []],
    ['capped', []],
    ['failed', []],
    ['cancelled', []],
  ])('from %s', (from, expected) => {
    expect(ALL.filter((to) => isLegalMove(from, to))).toEqual(expected);
  });

  test('an illegal move is a bug', () => {
    expect(() => legalSources('queued', ['sent'])).toThrow(BugError);
    expect(legalSources('queued', ['sending', 'unknown'])).toEqual(['sending', 'unknown']);
  });
});
