import type { PlannedDelivery } from '../plan/planned-delivery.ts';
import type { ClassGroupFacts, FamilyFacts, GroupFacts, GuardianFacts } from './facts.ts';

/** How a target is reached; a planned delivery without its words. */
export type Route = Omit<PlannedDelivery, 'body'>;

export interface RouteOptions {
  /** The tenant has 家校沟通, so that guardians can get school notices. */
  readonly isSchoolNoticeOn: boolean;
}

/** Codes of families and groups that are known to be out of reach before any call. */
const OUT_OF_REACH = {
  notSubscribed: 'not_subscribed',
  noChannel: 'no_channel',
  noContact: 'no_contact',
} as const;

/** Whether a call can stand in: not where nobody of the family may be contacted. */
export function mayBeCalled(failedWith: string): boolean {
  return failedWith !== OUT_OF_REACH.noContact;
}

/**
 * The channel of a class's parents' group: a WeCom group with a chat id gets a mass-send task that its owner taps
 * (wecom.md §6.2), one with only a webhook a robot's message (§7), every other one a text that its owner pastes.
 */
export function routeGroup({ classId, group }: ClassGroupFacts): Route {
  return {
    ...channelOf(group),
    targetKey: `group:${group.groupId}`,
    guardianId: null,
    groupId: group.groupId,
    studentId: null,
    classId,
  };
}

/**
 * The one way to a family: the first guardian in order who can be reached alone, else the family's own group, else none.
 * `relation` narrows it to that guardian: whoever is not named must not read what was meant for one of them.
 */
export function routeFamily(family: FamilyFacts, relation: string | null, options: RouteOptions): Route {
  const base = { targetKey: `student:${family.studentId}`, studentId: family.studentId, classId: family.classId };
  const allowed = listAllowedGuardians(family, relation);
  const guardian = options.isSchoolNoticeOn
    ? allowed.find(({ parentUserId, isSubscribed }) => parentUserId !== null && isSubscribed !== false)
    : undefined;
  if (guardian?.parentUserId) return { ...base, ...schoolNotice(guardian.parentUserId, guardian.guardianId) };
  // A family's own group is read by all of the family, so it cannot stand in for one guardian who was named, nor for a
  // family in which nobody may be contacted.
  const group =
    relation === null && family.mayBeContacted ? family.groups.find((one) => !channelOf(one).failedWith) : undefined;
  if (group) return { ...base, ...channelOf(group), guardianId: null, groupId: group.groupId };
  const unsubscribed = options.isSchoolNoticeOn ? allowed.find(({ parentUserId }) => parentUserId !== null) : undefined;
  if (unsubscribed?.parentUserId) {
    const notice = schoolNotice(unsubscribed.parentUserId, unsubscribed.guardianId);
    return { ...base, ...notice, failedWith: OUT_OF_REACH.notSubscribed };
  }
  const failedWith = family.mayBeContacted ? OUT_OF_REACH.noChannel : OUT_OF_REACH.noContact;
  return { ...base, ...schoolNotice(null, null), target: family.studentNo, failedWith };
}

/**
 * The family as an urgent notice sees it: 仅紧急联系 is for just that, so these guardians may be reached too, after all others;
 * 不联系 stays. Pure.
 */
export function openForUrgent(family: FamilyFacts): FamilyFacts {
  const inOrder = family.guardians.toSorted(
    (a, b) => Number(a.isEmergencyOnly) - Number(b.isEmergencyOnly) || a.contactOrder - b.contactOrder,
  );
  const guardians = inOrder.map((guardian, index) => ({ ...guardian, isEmergencyOnly: false, contactOrder: index }));
  return { ...family, guardians, mayBeContacted: guardians.some(({ isDoNotContact }) => !isDoNotContact) };
}

/** The guardians whom an ordinary notice may reach: neither 不联系 nor 仅紧急联系, in contact order. */
export function listAllowedGuardians(family: FamilyFacts, relation: string | null): readonly GuardianFacts[] {
  return family.guardians
    .filter((guardian) => !guardian.isDoNotContact && !guardian.isEmergencyOnly)
    .filter((guardian) => relation === null || guardian.relation === relation)
    .sort((a, b) => a.contactOrder - b.contactOrder);
}

function schoolNotice(
  parentUserId: string | null,
  guardianId: string | null,
): Pick<Route, 'channel' | 'target' | 'platformTarget' | 'ownerUserId' | 'guardianId' | 'groupId'> {
  return {
    channel: 'wecom_school_notice',
    target: parentUserId ?? '',
    platformTarget: parentUserId,
    ownerUserId: null,
    guardianId,
    groupId: null,
  };
}

/** The channel of one group; a robot's webhook is read when the call is made. */
export function channelOf(
  group: GroupFacts,
): Pick<Route, 'channel' | 'target' | 'platformTarget' | 'ownerUserId' | 'failedWith'> {
  const { name, kind, chatId, ownerUserId } = group;
  if (kind === 'group_robot') {
    return { channel: 'wecom_group_robot', target: name, platformTarget: null, ownerUserId: null };
  }
  // Both others need a person who taps or pastes; without a chat account of the owner nobody can be asked.
  const failure = ownerUserId === null ? { failedWith: OUT_OF_REACH.noChannel } : {};
  return kind === 'customer_group' && chatId !== null
    ? { channel: 'wecom_customer_group', target: name, platformTarget: chatId, ownerUserId, ...failure }
    : { channel: 'relay', target: name, platformTarget: null, ownerUserId, ...failure };
}
