import { channelOf } from '../../notice/index.ts';
import type { Family, FamilyGroup, Guardian } from '../../roster/index.ts';
import { type FamilySteps, hasArrived, type Step } from '../follow/family-steps.ts';

/**
 * The ladder of one notice and one family: school notice → the family's own group (mass-send task, robot, or pasted by its
 * owner) → a call → the next guardian → a letter. Each step is a delivery of its own, unique per notice, family and rung.
 *
 * A step is due when the one before certainly failed, or when it is three days old and nobody confirmed. None is due once the
 * family confirmed or was spoken with, when the notice was stopped or the student left, and while the step before is still under way. Nobody is
 * ever chosen who is 不联系 or 仅紧急联系; when one guardian was named, nobody else is, and no group.
 */
const WAIT_MS = 3 * 24 * 3_600_000;

export type NextStep =
  | { readonly kind: 'group'; readonly rung: string; readonly group: FamilyGroup }
  | { readonly kind: 'call'; readonly rung: 'call'; readonly guardian: Guardian }
  | { readonly kind: 'guardian'; readonly rung: string; readonly guardian: Guardian }
  | { readonly kind: 'letter'; readonly rung: 'letter' };

export interface LadderFacts {
  /** The family as the roster has it now: `guardians` are those who may be contacted in ordinary times, in dial order. */
  readonly family: Pick<Family, 'guardians' | 'groups'>;
  /** The one guardian whom the notice named, by relation. */
  readonly relation: string | null;
  readonly isSchoolNoticeOn: boolean;
}

/** Whether the family needs another step at `now`; which one, the roster decides (`findNextStep`). */
export function isStepDue({ last, reminders, isConfirmed, isCancelled, isOver }: FamilySteps, now: Date): boolean {
  if (isConfirmed || isCancelled || isOver || last.channel === 'letter') return false;
  if (last.status === 'failed' || last.status === 'capped') return true;
  if (last.channel === 'phone' && last.status === 'sent') return false;
  if (!hasArrived(last) && last.status !== 'awaiting_member') return false;
  const latest = Math.max(...[last, ...reminders].map(({ sentAt, createdAt }) => (sentAt ?? createdAt).getTime()));
  return now.getTime() - latest >= WAIT_MS;
}

/** The next way to a family that was not tried yet; undefined = there is none left. */
export function findNextStep(
  taken: readonly Step[],
  { family, relation, isSchoolNoticeOn }: LadderFacts,
): NextStep | undefined {
  const allowed = family.guardians.filter((guardian) => relation === null || guardian.relation === relation);
  if (allowed.length === 0) return undefined;
  const next = (prefix: string): string =>
    `${prefix}_${taken.filter(({ rung }) => rung.startsWith(`${prefix}_`)).length + 1}`;

  const group = relation === null ? family.groups.find((one) => isUsable(one) && !isUsed(one, taken)) : undefined;
  if (group) return { kind: 'group', rung: next('group'), group };

  const called = allowed.find(({ phone }) => phone !== null);
  if (called && !taken.some(({ rung }) => rung === 'call')) return { kind: 'call', rung: 'call', guardian: called };

  const written = taken.filter(({ channel }) => channel === 'wecom_school_notice').map(({ guardianId }) => guardianId);
  const guardian = isSchoolNoticeOn
    ? allowed.find(
        ({ guardianId, wecomParentUserId, isSubscribed }) =>
          wecomParentUserId !== null && isSubscribed !== false && !written.includes(guardianId),
      )
    : undefined;
  if (guardian) return { kind: 'guardian', rung: next('guardian'), guardian };
  return taken.some(({ rung }) => rung === 'letter') ? undefined : { kind: 'letter', rung: 'letter' };
}

function isUsable(group: FamilyGroup): boolean {
  return channelOf(group).failedWith === undefined;
}

function isUsed({ groupId }: FamilyGroup, taken: readonly Step[]): boolean {
  return taken.some((step) => step.groupId === groupId);
}
