import { describe, expect, test } from 'vitest';
import type { FamilyGroup, Guardian } from '../../roster/index.ts';
import type { FamilySteps, Step } from '../follow/family-steps.ts';
import { findNextStep, isStepDue, type LadderFacts } from './next-step.ts';

const NOW = new Date('2026-10-12T02:00:00Z');
const ago = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000);

function step(changed: Partial<Step> = {}): Step {
  const nobody = {
    classId: null,
    ownerUserId: null,
    platformTarget: null,
    groupId: null,
    errorCode: null,
    follows: null,
  };
  return {
    ...nobody,
    deliveryId: 'd',
    noticeId: 'n',
    noticeCode: 'JX-7K3QP9WM',
    title: '喜报',
    kind: 'award',
    isUrgent: false,
    recipients: {},
    studentId: 's',
    studentName: '张三',
    className: '软件2301',
    targetKey: 'student:s',
    rung: 'first',
    channel: 'wecom_school_notice',
    status: 'accepted',
    target: 'p1',
    guardianId: 'g1',
    bodyId: 'b',
    createdAt: ago(80),
    sentAt: ago(80),
    confirmedAt: null,
    isStopped: false,
    isGone: false,
    ...changed,
  };
}

function family(last: Partial<Step>, changed: Partial<FamilySteps> = {}): FamilySteps {
  const one = step(last);
  return { last: one, steps: [one], reminders: [], isConfirmed: false, isCancelled: false, isOver: false, ...changed };
}

describe('a step is due', () => {
  const fresh = { createdAt: ago(1), sentAt: ago(1) };
  test.each<[string, FamilySteps, boolean]>([
    ['after a failure, at once', family({ status: 'failed', ...fresh }), true],
    ['when the group’s quota was used up', family({ status: 'capped', ...fresh }), true],
    ['three days after it arrived', family({ status: 'accepted' }), true],
    ['not before', family({ status: 'accepted', sentAt: ago(71) }), false],
    ['three days after a reminder', family({}, { reminders: [step({ sentAt: ago(71) })] }), false],
    [
      'when nobody pasted it for three days',
      family({ status: 'awaiting_member', channel: 'relay', sentAt: null }),
      true,
    ],
    ['not while it is under way', family({ status: 'sending' }), false],
    ['not when the notice was stopped', family({}, { isOver: true }), false],
    ['not while nobody knows', family({ status: 'unknown' }), false],
    ['not in quiet hours', family({ status: 'waiting_quiet_hours' }), false],
    ['not once confirmed', family({ status: 'failed' }, { isConfirmed: true }), false],
    ['not of a stopped notice', family({ status: 'failed' }, { isCancelled: true }), false],
    ['not once spoken with', family({ channel: 'phone', rung: 'call', status: 'sent' }), false],
    ['when the call was given up', family({ channel: 'phone', rung: 'call', status: 'failed' }), true],
    ['when nobody rang for three days', family({ channel: 'phone', rung: 'call', status: 'awaiting_member' }), true],
    ['never after a letter', family({ channel: 'letter', rung: 'letter', status: 'awaiting_member' }), false],
  ])('%s', (_name, given, expected) => {
    expect(isStepDue(given, NOW)).toBe(expected);
  });
});

const guardian = (guardianId: string, changed: Partial<Guardian> = {}): Guardian => ({
  guardianId,
  name: guardianId,
  relation: guardianId === 'g1' ? '母亲' : '父亲',
  phone: '13800001234',
  contactOrder: 1,
  isEmergencyOnly: false,
  wecomParentUserId: guardianId,
  isSubscribed: true,
  language: null,
  ...changed,
});
const group = (groupId: string, changed: Partial<FamilyGroup> = {}): FamilyGroup => ({
  groupId,
  name: groupId,
  platform: 'wechat',
  kind: 'relay',
  chatId: null,
  webhookSealed: null,
  ownerId: 'o',
  ownerName: '陈静',
  ownerUserId: 'chen',
  ...changed,
});

describe('the next step', () => {
  const taken = (...rungs: readonly string[]): Step[] => [
    step(),
    ...rungs.map((rung) =>
      step({ rung, channel: 'phone', guardianId: null, groupId: rung.startsWith('group') ? 'x1' : null }),
    ),
  ];
  const facts = (changed: Partial<LadderFacts['family']> = {}, rest: Partial<LadderFacts> = {}): LadderFacts => ({
    family: { guardians: [guardian('g1'), guardian('g2')], groups: [], ...changed },
    relation: null,
    isSchoolNoticeOn: true,
    ...rest,
  });
  test.each<[string, Step[], LadderFacts, string | undefined]>([
    ['the family’s own group first', taken(), facts({ groups: [group('x1')] }), 'group_1'],
    ['a second group after the first', taken('group_1'), facts({ groups: [group('x1'), group('x2')] }), 'group_2'],
    ['no group that cannot be reached', taken(), facts({ groups: [group('x1', { ownerUserId: null })] }), 'call'],
    ['no group when one guardian was named', taken(), facts({ groups: [group('x1')] }, { relation: '母亲' }), 'call'],
    ['then a call', taken('group_1'), facts({ groups: [group('x1')] }), 'call'],
    ['then the next guardian', taken('call'), facts(), 'guardian_1'],
    [
      'never one who unfollowed',
      taken('call'),
      facts({ guardians: [guardian('g1'), guardian('g2', { isSubscribed: false })] }),
      'letter',
    ],
    ['never another one than was named', taken('call'), facts({}, { relation: '母亲' }), 'letter'],
    ['no guardian where there is no 学校通知', taken('call'), facts({}, { isSchoolNoticeOn: false }), 'letter'],
    ['no call without a number', taken(), facts({ guardians: [guardian('g1', { phone: null })] }), 'letter'],
    ['nothing after the letter', taken('call', 'letter'), facts({ guardians: [guardian('g1')] }), undefined],
    ['nothing where nobody may be contacted', taken(), facts({ guardians: [] }), undefined],
  ])('%s', (_name, steps, given, rung) => {
    expect(findNextStep(steps, given)?.rung).toBe(rung);
  });
});
