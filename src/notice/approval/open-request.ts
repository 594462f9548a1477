import { describeInstant } from '../../calendar/index.ts';
import { type CommandContext, type Reply, type StaffMember, scopeOf } from '../../command/index.ts';
import type { ApprovalRequestRow, NoticeRow } from '../../db/index.ts';
import { findStaffMember } from '../audience/audience.store.ts';
import { lockNotice } from '../notice.store.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { contentOfNotice } from '../plan/content-of-notice.ts';
import { examineNotice } from '../plan/examine-notice.ts';
import { findLastRequest } from './approval.store.ts';
import type { ShownRequest } from './describe-request.ts';
import { approvalTexts as texts } from './texts.zh.ts';

/** A request that this person may decide now, its notice locked. */
export interface OpenRequest {
  readonly notice: NoticeRow;
  readonly request: ApprovalRequestRow;
}

/**
 * Finds and locks what the person wants to decide, or says why there is nothing to decide: of two approvers the second waits
 * for the lock and hears what the first did. Whoever may not decide learns nothing, not even that the notice exists.
 */
export async function openRequest(
  context: CommandContext,
  { timeZone }: NoticeDependencies,
  noticeId: string,
): Promise<OpenRequest | { readonly refusal: Reply }> {
  const { db, now } = context;
  const notice = await lockNotice(db, noticeId);
  const request = notice && (await findLastRequest(db, noticeId));
  if (notice === undefined || request === undefined || !mayDecide(context.sender.staff, notice, request))
    return { refusal: { text: texts.notForYou } };
  if (request.outcome === null) return { notice, request };
  const decider = request.decidedBy === null ? undefined : await findStaffMember(db, request.decidedBy);
  const isOwn = decider?.staffId === context.sender.staff.staffId;
  const when = describeInstant(request.decidedAt ?? now, now, timeZone);
  const who = isOwn ? texts.you : (decider?.name ?? texts.somebody);
  return { refusal: { text: texts.already(request.outcome, who, when) } };
}

/** Whether this person decides about this request; never about his or her own. */
export function mayDecide(
  staff: StaffMember,
  notice: Pick<NoticeRow, 'staffId'>,
  { collegeId }: Pick<ApprovalRequestRow, 'collegeId'>,
): boolean {
  if (scopeOf(staff.role, 'approve_notices') === undefined || staff.staffId === notice.staffId) return false;
  if (collegeId === null) return staff.role === 'student_affairs';
  return staff.role === 'college_leader' && staff.collegeId === collegeId;
}

/** The notice as it would go out now, for its sender's scope; `problem` when it can no longer go out. */
export async function workOutRequest(
  { db, now }: Pick<CommandContext, 'db' | 'now'>,
  dependencies: NoticeDependencies,
  notice: NoticeRow,
): Promise<{ readonly shown: ShownRequest } | { readonly problem: string }> {
  const sender = await findStaffMember(db, notice.staffId);
  if (sender === undefined) return { problem: texts.senderGone };
  const { noticeId, noticeCode } = notice;
  const toExamine = { staff: sender, content: contentOfNotice(notice), noticeCode, now };
  // The sender's names of other students were looked for when the words were shown to him.
  const examined = await examineNotice(db, dependencies, toExamine, undefined);
  if (examined.problem !== null) return { problem: examined.text };
  const { worked, judgement } = examined;
  return { shown: { noticeId, noticeCode, sender, worked, isLow: notice.isLow, flags: judgement.findings } };
}
