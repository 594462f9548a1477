import { scopeOf } from '../../command/index.ts';
import type { Queryable, ScheduleRow } from '../../db/index.ts';
import { findApprovers } from '../approval/find-approvers.ts';
import { needsApproval } from '../approval/needs-approval.ts';
import { type AskDependencies, requestApproval } from '../approval/request-approval.ts';
import { findStaffMember } from '../audience/audience.store.ts';
import { noticeRowOf } from '../draft/show-draft.ts';
import { noticeKindSchema } from '../kinds/notice-kinds.ts';
import { insertNotice } from '../notice.store.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import type { NoticeContent } from '../plan/content.ts';
import { examineNotice } from '../plan/examine-notice.ts';
import { keepVerdict } from '../verdict/keep-verdict.ts';
import { schedulePlanSchema } from './schedule-plan.ts';

/** Why a run sends nothing; `code` for `schedule_runs.error_code`, the text for the owner where there is one to say. */
interface RunProblem {
  readonly code: 'owner_gone' | 'not_allowed' | 'nobody_to_tell' | 'too_long' | 'blocked' | 'no_approver';
  readonly userMessage?: string;
}

export type PreparedRun = { readonly noticeId: string } | { readonly problem: RunProblem };

/** What a run is made from: a schedule's row, or an item of a campaign, which has no schedule. */
export type RunRequest = Pick<ScheduleRow, 'staffId' | 'kind' | 'plan'> & { readonly scheduleId: string | null };

/**
 * Makes and confirms the notice of one run, for the owner's scope as it is now, in the given transaction; where a second person
 * is needed it waits for one, each run anew, because the words of runs turn. The caller writes
 * the run's row under (schedule, due) in the same one, so that a run never happens twice.
 */
export type PrepareScheduledRun = (tx: Queryable, run: RunRequest, lent: AskDependencies) => Promise<PreparedRun>;

export function createScheduledRunPreparer(dependencies: NoticeDependencies): PrepareScheduledRun {
  return async (tx, run, lent) => {
    const owner = await findStaffMember(tx, run.staffId);
    if (owner === undefined) return { problem: { code: 'owner_gone' } };
    if (scopeOf(owner.role, 'send_group_notice') === undefined) return { problem: { code: 'not_allowed' } };
    const { now, ids } = lent;
    const noticeCode = ids.noticeCode();
    const notice = { staff: owner, content: contentOf(run), noticeCode, now };
    const { staffId } = owner;
    const keeper = { db: tx, ids, now };
    // The owner's names of other students were looked for when the schedule was shown.
    const examined = await examineNotice(tx, dependencies, notice, undefined);
    if (examined.problem !== null) {
      const { problem, text } = examined;
      if (problem === 'blocked') await keepVerdict(keeper, { noticeId: null, staffId }, examined.judgement);
      return { problem: { code: problem, userMessage: text } };
    }
    const { worked, judgement } = examined;
    const noticeId = ids.uuid();
    const row = noticeRowOf(worked, dependencies);
    const mustWait = !row.isUrgent && needsApproval(dependencies.approvals, worked.content, worked.plan);
    const approvers = mustWait ? await findApprovers(tx, owner, worked.plan) : undefined;
    if (approvers?.problem !== undefined) return { problem: { code: 'no_approver', userMessage: approvers.problem } };
    await insertNotice(tx, {
      ...row,
      noticeId,
      noticeCode,
      staffId,
      status: approvers ? 'awaiting_approval' : 'confirmed',
      scheduleId: run.scheduleId,
      createdAt: now,
    });
    await keepVerdict(keeper, { noticeId, staffId }, judgement);
    if (approvers) {
      const shown = { noticeId, noticeCode, sender: owner, worked, isLow: false, flags: judgement.findings };
      await requestApproval(tx, lent, dependencies, { shown, approvers, composition: undefined });
      return { noticeId };
    }
    await dependencies.confirmDeliveries(
      tx,
      [{ noticeId, isUrgent: row.isUrgent, planned: worked.plan.planned }],
      lent,
    );
    return { noticeId };
  };
}

function contentOf(run: RunRequest): NoticeContent {
  const plan = schedulePlanSchema.parse(run.plan);
  return { kind: noticeKindSchema.parse(run.kind), ...plan };
}
