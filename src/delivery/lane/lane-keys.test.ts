import { expect, test } from 'vitest';
import { laneKeyOf, laneKindOf, SCHOOL_SHARDS } from './lane-keys.ts';

const base = { targetKey: 'student:1', ownerUserId: null, groupId: null } as const;

test.each([
  [
    'an owner’s tasks',
    { ...base, channel: 'wecom_customer_group', ownerUserId: 'WangFang' },
    'owner:wangfang',
    'owner',
  ],
  ['a robot', { ...base, channel: 'wecom_group_robot', groupId: 'g1' }, 'robot:g1', 'robot'],
  ['a relay', { ...base, channel: 'relay', ownerUserId: 'WangFang' }, 'relay:wangfang', 'relay'],
] as const)('%s', (_name, target, laneKey, kind) => {
  expect(laneKeyOf(target, 'corp/1')).toBe(laneKey);
  expect(laneKindOf(laneKey)).toBe(kind);
});

test('one family always has the same shard, all shards are used', () => {
  const keys = Array.from({ length: 200 }, (_, i) =>
    laneKeyOf({ ...base, channel: 'wecom_school_notice', targetKey: `student:${i}` }, 'corp/1'),
  );
  expect(new Set(keys).size).toBe(SCHOOL_SHARDS);
  expect(laneKindOf(keys[0] ?? '')).toBe('school');
  expect(laneKindOf('person:x')).toBeUndefined();
});
