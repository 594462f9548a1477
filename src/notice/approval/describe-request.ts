import { parseQuietHours, quietUntil } from '../../calendar/index.ts';
import type { Reply, StaffMember } from '../../command/index.ts';
import { buildPreview } from '../draft/preview.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { nextEvening } from '../plan/evening-round.ts';
import { titleOf } from '../plan/title.ts';
import type { WorkedOut } from '../plan/work-out.ts';
import { noticeTexts } from '../texts.zh.ts';
import { describeTime } from '../timed/send-at.ts';
import { timedTexts } from '../timed/texts.zh.ts';
import { approvalTexts as texts } from './texts.zh.ts';

/** The command that gets presses about approvals. */
export const APPROVAL_COMMAND = 'approvals';

/** A notice as its approver sees it. */
export interface ShownRequest {
  readonly noticeId: string;
  readonly noticeCode: string;
  readonly sender: StaffMember;
  readonly worked: WorkedOut;
  /** Once agreed to, it waits for the evening. */
  readonly isLow: boolean;
  readonly flags: readonly { readonly words: string; readonly why: string }[];
}

/** Exactly the words that would go out, to whom, how, and what stands in the way; without buttons. */
export function describeRequest(
  { library, schoolName, timeZone, quietHours }: NoticeDependencies,
  { noticeCode, sender, worked, isLow, flags }: ShownRequest,
  now: Date,
): Pick<Required<Reply>, 'title' | 'text'> & Pick<Reply, 'note'> {
  const lowUntil = isLow ? nextEvening(now, quietHours, timeZone) : null;
  const time = describeTime(worked.content.fields, now, { quietHours, timeZone });
  const heldUntil = isLow || time.length > 0 ? null : quietUntil(now, parseQuietHours(quietHours), timeZone);
  const when = { now, timeZone, time, heldUntil, lowUntil };
  // What else waits for these families is the sender's to know.
  const facts = { ...worked, company: [], noticeCode, library, schoolName, staff: sender, ...when, flags };
  return {
    title: texts.requestTitle(titleOf(library, worked.content)),
    ...(flags.length > 0 ? { note: noticeTexts.flaggedNote } : {}),
    text: [
      texts.request(sender.role, sender.name, noticeCode),
      buildPreview({ ...facts, needsApproval: false }),
      ...(time.length > 0 ? [timedTexts.approvalLate] : []),
      ...describeToldFirst(worked),
      ...describeCover(worked),
    ].join('\n'),
  };
}

/** The student is an adult and hears first; whoever agrees reads whether he did, and if not, why. */
function describeToldFirst({ content: { fields } }: Pick<WorkedOut, 'content'>): readonly string[] {
  if (fields.studentToldFirst === 'yes') return [texts.toldFirst];
  return fields.studentToldFirst === undefined ? [] : [texts.notToldFirst(fields.toldFirstReason ?? '')];
}

/**
 * A later step to the same family with the same words (another guardian, another way) needs no second consent, because it was
 * announced here; what was not announced was not agreed to. What goes to a group has no such steps.
 */
export function describeCover({ content: { recipients } }: Pick<WorkedOut, 'content'>): readonly string[] {
  if (recipients.kind === 'groups') return [];
  const isNamed = recipients.kind === 'family' && recipients.students.every(({ relation }) => relation !== null);
  return [isNamed ? texts.coversNamed : texts.covers];
}

/** Buttons that stay: what they agree to is bound to what was shown with them. */
export function requestButtons({ noticeId, worked }: ShownRequest): NonNullable<Reply['buttons']> {
  return [
    { key: `agree:${noticeId}:${shortDigest(worked)}`, label: texts.agree, style: 'primary' },
    { key: `return:${noticeId}`, label: texts.giveBack, style: 'danger' },
  ];
}

/** Enough of the digest to tell what was shown; a button's key is short. */
export function shortDigest({ plan }: WorkedOut): string {
  return plan.digest.slice(0, 24);
}
