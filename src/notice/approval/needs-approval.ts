import type { NoticeContent } from '../plan/content.ts';
import type { NoticePlan } from '../plan/plan-notice.ts';

/** The word in APPROVALS for whatever goes to many. */
const MASS = 'mass';
/** One large class is still a class; more households than this are many. */
const MAX_FAMILIES_OF_FEW = 100;

/**
 * Whether a second person must agree before this goes out: its kind is named, or `mass` is and it goes to the groups or the
 * families of more than one class, or to more than 100 households.
 */
export function needsApproval(
  approvals: readonly string[],
  { kind, recipients }: NoticeContent,
  { planned }: NoticePlan,
): boolean {
  if (approvals.includes(kind)) return true;
  if (!approvals.includes(MASS) || recipients.kind === 'family') return false;
  return new Set(planned.map(({ classId }) => classId)).size > 1 || planned.length > MAX_FAMILIES_OF_FEW;
}
