import type { DeliveryChannel, DeliveryStatus } from '../../db/index.ts';
import { groupBy } from '../../shared/group-by.ts';

/** One delivery of a notice to one family: the first, a reminder, or a step that was taken because it did not suffice. */
export interface Step {
  readonly deliveryId: string;
  readonly noticeId: string;
  readonly noticeCode: string;
  readonly title: string;
  readonly kind: string;
  readonly isUrgent: boolean;
  readonly recipients: unknown;
  readonly studentId: string;
  readonly studentName: string;
  readonly className: string;
  readonly classId: string | null;
  readonly targetKey: string;
  readonly rung: string;
  readonly follows: string | null;
  readonly channel: DeliveryChannel;
  readonly status: DeliveryStatus;
  readonly errorCode: string | null;
  readonly target: string;
  readonly platformTarget: string | null;
  readonly ownerUserId: string | null;
  readonly guardianId: string | null;
  readonly groupId: string | null;
  readonly bodyId: string;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  readonly confirmedAt: Date | null;
  /** The sender stopped the notice. */
  readonly isStopped: boolean;
  /** The student left. */
  readonly isGone: boolean;
}

/** Where one notice stands with one family. */
export interface FamilySteps {
  /** The last step that is no reminder. */
  readonly last: Step;
  /** In their order; reminders are not among them. */
  readonly steps: readonly Step[];
  readonly reminders: readonly Step[];
  readonly isConfirmed: boolean;
  /** It was stopped before it went out to this family. */
  readonly isCancelled: boolean;
  /** Nothing more may follow: the sender stopped the notice, or the student left. */
  readonly isOver: boolean;
}

/** The kind that tells of the withdrawal itself; it is followed up although the student left. */
export const LEAVING_KIND = 'status_change';

/** At most so many reminders a family. */
export const MAX_REMINDERS = 2;

/** The families of these steps (in the order of sending), each with what was done for it. */
export function gatherFamilies(all: readonly Step[]): readonly FamilySteps[] {
  return [...groupBy(all, ({ noticeId, studentId }) => `${noticeId} ${studentId}`).values()].flatMap((ofFamily) => {
    const steps = ofFamily.filter(({ follows }) => follows === null);
    const last = steps.at(-1);
    if (last === undefined) return [];
    return {
      last,
      steps,
      reminders: ofFamily.filter(({ follows }) => follows !== null),
      isConfirmed: ofFamily.some(({ confirmedAt }) => confirmedAt !== null),
      isCancelled: ofFamily.some(({ status }) => status === 'cancelled'),
      isOver: last.isStopped || last.isGone,
    };
  });
}

/** It lies with the family: accepted by the platform, or posted. */
export function hasArrived({ status }: Pick<Step, 'status'>): boolean {
  return status === 'accepted' || status === 'sent';
}

/** A reminder comes so long after the words, or the reminder, before it. */
const MIN_WAIT_MS = 12 * 3_600_000;

/** From when a family that may be reminded is old enough for it. */
export function remindableFrom({ last, reminders }: FamilySteps): Date {
  const before = [last, ...reminders].map(({ sentAt, createdAt }) => (sentAt ?? createdAt).getTime());
  return new Date(Math.max(...before) + MIN_WAIT_MS);
}

/** Whether the family may be reminded by the words that its last step carried. */
export function mayRemind({ last, reminders, isConfirmed, isCancelled, isOver }: FamilySteps): boolean {
  if (isOver) return false;
  const isWritten = last.bodyId !== '' && !['call', 'letter'].includes(last.rung);
  const isReminding = reminders.some(
    ({ status }) => !hasArrived({ status }) && status !== 'failed' && status !== 'capped',
  );
  return (
    isWritten && hasArrived(last) && !isConfirmed && !isCancelled && !isReminding && reminders.length < MAX_REMINDERS
  );
}
