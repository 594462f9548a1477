import type { StaffMember } from '../../command/index.ts';
import type { Queryable } from '../../db/index.ts';
import type { NoticePlan } from '../plan/plan-notice.ts';
import { type Approver, listApprovers, listCollegesOf } from './approval.store.ts';
import { approvalTexts as texts } from './texts.zh.ts';

/** Who must agree; `problem`, for the sender, when there is nobody. */
export interface Approvers {
  /** Null = the office for student affairs. */
  readonly collegeId: string | null;
  readonly list: readonly Approver[];
  readonly problem: string | undefined;
}

/**
 * The leaders of the college whose students it is about; the office where it spans colleges or its sender is a leader of that
 * college. Never the sender.
 */
export async function findApprovers(
  db: Queryable,
  sender: Pick<StaffMember, 'staffId' | 'role' | 'collegeId'>,
  { planned }: NoticePlan,
): Promise<Approvers> {
  const classIds = [...new Set(planned.flatMap(({ classId }) => classId ?? []))];
  const colleges = await listCollegesOf(db, classIds);
  const [only] = colleges;
  const isLeader = sender.role === 'college_leader' && sender.collegeId === only?.collegeId;
  const college = colleges.length === 1 && !isLeader ? only : undefined;
  const collegeId = college?.collegeId ?? null;
  const list = await listApprovers(db, collegeId, sender.staffId);
  const problem = list.length > 0 ? undefined : college ? texts.noLeader(college.name) : texts.noOffice;
  return { collegeId, list, problem };
}
