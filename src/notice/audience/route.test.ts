import { describe, expect, test } from 'vitest';
import type { FamilyFacts, GroupFacts, GuardianFacts } from './facts.ts';
import { openForUrgent, routeFamily, routeGroup } from './route.ts';

const CLASS = { classId: 'c1', className: '旅管2203', collegeName: '旅游管理学院' };
const group = (parts: Partial<GroupFacts>): GroupFacts => ({
  groupId: 'g1',
  name: '家长群',
  kind: 'relay',
  chatId: null,
  ownerUserId: 'owner',
  ownerName: '陈静',
  ...parts,
});
const guardian = (parts: Partial<GuardianFacts>): GuardianFacts => ({
  guardianId: 'a',
  relation: '母亲',
  contactOrder: 1,
  isEmergencyOnly: false,
  isDoNotContact: false,
  parentUserId: 'parent-a',
  isSubscribed: null,
  ...parts,
});
const family = (guardians: GuardianFacts[], groups: GroupFacts[] = []): FamilyFacts => ({
  ...CLASS,
  studentId: 's1',
  studentNo: '2022001',
  studentName: '张三',
  guardians,
  mayBeContacted: guardians.some((one) => !one.isDoNotContact && !one.isEmergencyOnly),
  groups,
});

describe('routeGroup', () => {
  test.each([
    [
      'customer group',
      { kind: 'customer_group', chatId: 'wr1' },
      { channel: 'wecom_customer_group', target: '家长群', platformTarget: 'wr1', ownerUserId: 'owner' },
    ],
    [
      'robot',
      { kind: 'group_robot' },
      { channel: 'wecom_group_robot', target: '家长群', platformTarget: null, ownerUserId: null },
    ],
    ['plain group', { kind: 'relay' }, { channel: 'relay', target: '家长群', ownerUserId: 'owner' }],
    [
      'plain group whose owner has no account',
      { kind: 'relay', ownerUserId: null },
      { channel: 'relay', failedWith: 'no_channel' },
    ],
    ['robot whose owner has no account', { kind: 'group_robot', ownerUserId: null }, { channel: 'wecom_group_robot' }],
  ] as const)('%s', (_name, parts, expected) => {
    const route = routeGroup({ ...CLASS, group: group(parts) });
    expect(route).toMatchObject({ targetKey: 'group:g1', groupId: 'g1', classId: 'c1', studentId: null, ...expected });
    if (!('failedWith' in expected)) expect(route).not.toHaveProperty('failedWith');
  });
});

describe('routeFamily', () => {
  const mother = guardian({});
  const father = guardian({ guardianId: 'b', relation: '父亲', contactOrder: 2, parentUserId: 'parent-b' });
  const own = group({ groupId: 'own', kind: 'customer_group', chatId: 'wr-own' });
  test.each<[string, FamilyFacts, string | null, boolean, object]>([
    [
      'the first in contact order',
      family([father, mother]),
      null,
      true,
      { platformTarget: 'parent-a', guardianId: 'a' },
    ],
    ['not 不联系', family([{ ...mother, isDoNotContact: true }, father]), null, true, { platformTarget: 'parent-b' }],
    [
      'not 仅紧急联系',
      family([{ ...mother, isEmergencyOnly: true }, father]),
      null,
      true,
      { platformTarget: 'parent-b' },
    ],
    [
      'not the unsubscribed',
      family([{ ...mother, isSubscribed: false }, father]),
      null,
      true,
      { platformTarget: 'parent-b' },
    ],
    ['subscription unknown is tried', family([mother]), null, true, { platformTarget: 'parent-a' }],
    ['the one who was named', family([mother, father]), '父亲', true, { platformTarget: 'parent-b' }],
    [
      'the family group without 家校沟通',
      family([mother], [own]),
      null,
      false,
      { channel: 'wecom_customer_group', platformTarget: 'wr-own', guardianId: null },
    ],
    [
      'the family group when nobody follows',
      family([{ ...mother, isSubscribed: false }], [own]),
      null,
      true,
      { channel: 'wecom_customer_group' },
    ],
    [
      'not the family group for one who was named',
      family([{ ...mother, isSubscribed: false }], [own]),
      '母亲',
      true,
      { failedWith: 'not_subscribed', target: 'parent-a' },
    ],
    [
      'not the family group when nobody may be contacted',
      family([{ ...mother, isDoNotContact: true }], [own]),
      null,
      true,
      { failedWith: 'no_contact' },
    ],
    [
      'known not to follow',
      family([{ ...mother, isSubscribed: false }]),
      null,
      true,
      { channel: 'wecom_school_notice', failedWith: 'not_subscribed', target: 'parent-a' },
    ],
    [
      'no way at all',
      family([{ ...mother, parentUserId: null }]),
      null,
      true,
      { failedWith: 'no_channel', target: '2022001' },
    ],
    ['no guardian', family([]), null, true, { failedWith: 'no_contact', target: '2022001' }],
    ['without 家校沟通 and group', family([mother]), null, false, { failedWith: 'no_channel', platformTarget: null }],
  ])('%s', (_name, facts, relation, isSchoolNoticeOn, expected) => {
    const route = routeFamily(facts, relation, { isSchoolNoticeOn });
    expect(route).toMatchObject({ targetKey: 'student:s1', studentId: 's1', classId: 'c1', ...expected });
    if (!('failedWith' in expected)) expect(route).not.toHaveProperty('failedWith');
  });
});

describe('an urgent notice', () => {
  const mother = guardian({ isEmergencyOnly: true });
  const father = guardian({ guardianId: 'b', relation: '父亲', contactOrder: 2, parentUserId: 'parent-b' });
  const own = group({ groupId: 'own', kind: 'customer_group', chatId: 'wr-own' });
  test.each<[string, FamilyFacts, object]>([
    ['reaches the others first', family([mother, father]), { platformTarget: 'parent-b' }],
    ['reaches 仅紧急联系 when there is nobody else', family([mother]), { platformTarget: 'parent-a' }],
    [
      'reaches 仅紧急联系 before a group when the others do not follow',
      family([{ ...father, isSubscribed: false }, mother], [own]),
      { platformTarget: 'parent-a' },
    ],
    [
      'may use the own group of such a family',
      family([{ ...mother, parentUserId: null }], [own]),
      { platformTarget: 'wr-own' },
    ],
    ['never reaches 不联系', family([{ ...mother, isDoNotContact: true }], [own]), { failedWith: 'no_contact' }],
  ])('%s', (_name, facts, expected) => {
    expect(routeFamily(openForUrgent(facts), null, { isSchoolNoticeOn: true })).toMatchObject(expected);
  });
});
