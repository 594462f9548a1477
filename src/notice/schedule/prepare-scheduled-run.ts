import { scopeOf } from '../../command/index.ts';
import type { Queryable, ScheduleRow } from '../../db/index.ts';
import { findStaffMember } from '../audience/audience.store.ts';
import { keepVerdict } from '../draft/keep-verdict.ts';
import { noticeRowOf } from '../draft/show-draft.ts';
import { noticeKindSchema } from '../kinds/notice-kinds.ts';
import { insertNotice } from '../notice.store.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import type { NoticeContent } from '../plan/content.ts';
import { examineNotice } from '../plan/examine-notice.ts';
import type { ConfirmDependencies } from '../plan/planned-delivery.ts';
import { schedulePlanSchema } from './schedule-plan.ts';

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
    await insertNotice(tx, {
      ...row,
      noticeId,
      noticeCode,
      staffId,
      status: 'confirmed',
      scheduleId: schedule.scheduleId,
      createdAt: now,
    });
    await keepVerdict(keeper, { noticeId, staffId }, judgement);
    await dependencies.confirmDeliveries(tx, { noticeId, isUrgent: row.isUrgent }, worked.plan.planned, lent);
    return { noticeId };
  };
}

function contentOf(schedule: ScheduleRow): NoticeContent {
  const plan = schedulePlanSchema.parse(schedule.plan);
  return { kind: noticeKindSchema.parse(schedule.kind), ...plan };
}
