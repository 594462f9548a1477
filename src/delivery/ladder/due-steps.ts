import type { Queryable } from '../../db/index.ts';
import { namedRelationOf } from '../../notice/index.ts';
import { loadFamilies } from '../../roster/index.ts';
import { type FamilySteps, gatherFamilies } from '../follow/family-steps.ts';
import { listSteps } from '../follow/follow.store.ts';
import { deliveryTexts } from '../texts.zh.ts';
import { findNextStep, isStepDue, type NextStep } from './next-step.ts';
import { ladderTexts as texts } from './texts.zh.ts';

/** A family that needs another step, and which. */
export interface DueStep {
  readonly family: FamilySteps;
  readonly next: NextStep;
}

/** Everything of these notices that is due for this person's classes, as the roster stands. */
export async function findDueSteps(
  db: Queryable,
  noticeIds: readonly string[],
  asked: { readonly staffId: string; readonly now: Date; readonly isSchoolNoticeOn: boolean },
): Promise<readonly DueStep[]> {
  const due = gatherFamilies(await listSteps(db, noticeIds, asked.staffId)).filter((one) => isStepDue(one, asked.now));
  const families = await loadFamilies(
    db,
    due.map(({ last }) => last.studentId),
  );
  return due.flatMap((family) => {
    const { studentId, recipients } = family.last;
    const known = families.get(studentId);
    if (known === undefined) return [];
    const relation = namedRelationOf(recipients, studentId);
    const next = findNextStep(family.steps, { family: known, relation, isSchoolNoticeOn: asked.isSchoolNoticeOn });
    return next === undefined ? [] : [{ family, next }];
  });
}

function describeStep(next: NextStep): string {
  switch (next.kind) {
    case 'group':
      return next.group.kind === 'group_robot' || next.group.kind === 'customer_group'
        ? texts.toGroup(next.group.name)
        : texts.toRelay(next.group.name);
    case 'call':
      return texts.toCall(next.guardian.relation);
    case 'guardian':
      return texts.toGuardian(next.guardian.relation);
    case 'letter':
      return texts.toLetter;
  }
}

/** `· 张三家《喜报》（家长没有关注学校通知）→ 下一步：…` */
export function describeDue({ family: { last }, next }: DueStep): string {
  const isFailed = last.status === 'failed' || last.status === 'capped';
  const waiting = last.status === 'awaiting_member' ? texts.notDone : texts.notConfirmed;
  const why = isFailed ? deliveryTexts.reason(last.errorCode) : waiting;
  return texts.line(last.studentName, last.title, why, describeStep(next));
}
