import { scopeOf } from '../command/index.ts';
import type { Queryable, ScheduleRow } from '../db/index.ts';
import { toStorableText } from '../shared/bytes.ts';
import { findStaffMember } from './audience.store.ts';
import type { NoticeContent, NoticeKindName } from './content.ts';
import { explainEmptyAudience } from './explain-empty.ts';
import { judgePlan } from './judge-plan.ts';
import { insertGuardDecision, insertNotice } from './notice.store.ts';
import type { NoticeDependencies } from './notice-dependencies.ts';
import type { ConfirmDependencies } from './planned-delivery.ts';
import { schedulePlanSchema } from './schedule-plan.ts';
import { noticeRowOf } from './show-draft.ts';
import { noticeTexts as texts } from './texts.zh.ts';
import { type WorkedOut, workOut } from './work-out.ts';

/** Why a run sends nothing; `code` for `schedule_runs.error_code`, the text for the owner where there is one to say. */
interface RunProblem {
  readonly code: 'owner_gone' | 'not_allowed' | 'nobody_to_tell' | 'too_long' | 'blocked';
  readonly userMessage?: string;
}

export type PreparedRun = { readonly noticeId: string } | { readonly problem: RunProblem };

/**
 * Makes and confirms the notice of one run, for the owner's scope as it is now, in the given transaction. The caller writes
 * the run's row under (schedule, due) in the same one, so that a run never happens twice.
 */
export type PrepareScheduledRun = (
  tx: Queryable,
  schedule: ScheduleRow,
  lent: ConfirmDependencies,
) => Promise<PreparedRun>;

export function createScheduledRunPreparer(dependencies: NoticeDependencies): PrepareScheduledRun {
  return async (tx, schedule, lent) => {
    const owner = await findStaffMember(tx, schedule.staffId);
    if (owner === undefined) return { problem: { code: 'owner_gone' } };
    if (scopeOf(owner.role, 'send_group_notice') === undefined) return { problem: { code: 'not_allowed' } };
    const { now, ids } = lent;
    const noticeCode = ids.noticeCode();
    const notice = { staff: owner, content: contentOf(schedule), noticeCode, now };
    const worked = await workOut(tx, dependencies, notice);
    const problem = findProblem(worked);
    if (problem) return { problem };
    const settings = { publicUrl: dependencies.publicUrl(), roster: undefined };
    const judgement = judgePlan(worked.content, worked.audience, worked.plan, settings);
    const isBlocked = judgement.decision === 'block';
    const noticeId = ids.uuid();
    if (!isBlocked) {
      await insertNotice(tx, {
        ...noticeRowOf(worked, dependencies),
        noticeId,
        noticeCode,
        staffId: owner.staffId,
        status: 'confirmed',
        scheduleId: schedule.scheduleId,
        createdAt: now,
      });
    }
    await insertGuardDecision(tx, {
      decisionId: ids.uuid(),
      noticeId: isBlocked ? null : noticeId,
      staffId: owner.staffId,
      decidedAt: now,
      decision: judgement.decision,
      findings: judgement.findings,
      draft: toStorableText(judgement.draft),
    });
    if (isBlocked) return { problem: { code: 'blocked', userMessage: texts.blocked(judgement.findings) } };
    await dependencies.confirmDeliveries(tx, { noticeId, isUrgent: false }, worked.plan.planned, lent);
    return { noticeId };
  };
}

function contentOf(schedule: ScheduleRow): NoticeContent {
  const plan = schedulePlanSchema.parse(schedule.plan);
  // The column is filled by insertSchedule alone, from a NoticeContent.
  return { kind: schedule.kind as NoticeKindName, ...plan };
}

function findProblem(worked: WorkedOut): RunProblem | undefined {
  const empty = explainEmptyAudience(worked);
  if (empty !== undefined) return { code: 'nobody_to_tell', userMessage: empty };
  const { tooLong } = worked.plan;
  return tooLong && { code: 'too_long', userMessage: texts.bodyTooLong(tooLong.bytes, tooLong.maxBytes) };
}
