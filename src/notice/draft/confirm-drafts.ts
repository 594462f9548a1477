import { describeInstant } from '../../calendar/index.ts';
import type { CommandContext } from '../../command/index.ts';
import type { NoticeRow } from '../../db/index.ts';
import { findLastRequest } from '../approval/approval.store.ts';
import { findApprovers } from '../approval/find-approvers.ts';
import { needsApproval } from '../approval/needs-approval.ts';
import { requestApprovals, type ToRequest, tellOfUrgent } from '../approval/request-approval.ts';
import { approvalTexts } from '../approval/texts.zh.ts';
import type { Composition } from '../conversation/composition.ts';
import {
  dropSendAt,
  lockNotices,
  markAwaitingApproval,
  markConfirmed,
  markDropped,
  updateShown,
} from '../notice.store.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { isDraftAlive } from '../notice-states.ts';
import { contentOfNotice } from '../plan/content-of-notice.ts';
import { type ExaminedAmongMany, examineNotices } from '../plan/examine-notice.ts';
import type { Judgement } from '../plan/judge-plan.ts';
import type { WorkedOut } from '../plan/work-out.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import { describeSendAt, sendAtOf, settleSendAt, withoutSendAt } from '../timed/send-at.ts';
import { timedTexts } from '../timed/texts.zh.ts';
import { keepVerdicts } from '../verdict/keep-verdict.ts';
import { noticeRowOf } from './show-draft.ts';

/** What became of one draft at 确认. */
export type DraftOutcome =
  /** Sent already, dropped, too old or somebody else's; nothing was sent now. */
  | { readonly kind: 'stale'; readonly text: string }
  /** It may not go out as it is; the draft is as it was. */
  | { readonly kind: 'problem'; readonly examined: Exclude<ExaminedAmongMany, { readonly problem: null }> }
  /** Targets or words are not those that were shown; the new ones are kept and must be shown. */
  | {
      readonly kind: 'changed';
      readonly notice: NoticeRow;
      readonly worked: WorkedOut;
      readonly judgement: Judgement;
      /** The time for which it was set is over: only that has changed, and it would go out at once. */
      readonly overAt?: Date;
    }
  /** A second person was asked; these are their names. */
  | {
      readonly kind: 'awaiting_approval';
      readonly notice: NoticeRow;
      readonly approvers: readonly string[];
      readonly request: ToRequest;
    }
  /** A second person is needed and there is none; the draft is as it was. */
  | {
      readonly kind: 'no_approver';
      readonly text: string;
      readonly notice: NoticeRow;
      readonly worked: WorkedOut;
      readonly judgement: Judgement;
    }
  | {
      readonly kind: 'confirmed';
      readonly notice: NoticeRow;
      readonly worked: WorkedOut;
      /** Urgent: it would have needed a second person. */
      readonly isWithoutApproval: boolean;
    };

/**
 * The one way from draft to confirmed, or to a second person, for one notice or a whole batch: locks the rows, works the targets out anew, examines
 * them, and writes state and deliveries of those that are as they were shown, all in the context's transaction. A crash
 * leaves all of them drafts; a second press finds them confirmed.
 */
export async function confirmDrafts(
  context: CommandContext,
  dependencies: NoticeDependencies,
  noticeIds: readonly string[],
  composition?: Composition,
): Promise<readonly DraftOutcome[]> {
  const { db, sender, now } = context;
  const rows = new Map((await lockNotices(db, noticeIds)).map((notice) => [notice.noticeId, notice]));
  const outcomes = new Map<string, DraftOutcome>();
  const open: NoticeRow[] = [];
  for (const noticeId of noticeIds) {
    const notice = rows.get(noticeId);
    const text = await refuseStale(context, dependencies, notice);
    if (notice === undefined || text !== undefined) {
      outcomes.set(noticeId, { kind: 'stale', text: text ?? texts.alreadyDropped });
    } else open.push(notice);
  }
  const asked = open.map((notice) => ({
    staff: sender.staff,
    content: contentOfNotice(notice),
    noticeCode: notice.noticeCode,
    now,
  }));
  const examined = await examineNotices(db, dependencies, asked, context.roster);
  for (const [index, notice] of open.entries()) {
    const one = examined[index];
    if (one === undefined) continue;
    outcomes.set(notice.noticeId, await settle(context, dependencies, notice, one, composition));
  }
  await askSecondPerson(context, dependencies, [...outcomes.values()]);
  await sendConfirmed(context, dependencies, [...outcomes.values()]);
  return noticeIds.map((noticeId) => outcomes.get(noticeId) ?? { kind: 'stale', text: texts.alreadyDropped });
}

async function settle(
  context: CommandContext,
  dependencies: NoticeDependencies,
  notice: NoticeRow,
  examined: ExaminedAmongMany,
  composition: Composition | undefined,
): Promise<DraftOutcome> {
  const { db, now, sender } = context;
  if (examined.problem !== null) return { kind: 'problem', examined };
  const { worked, judgement } = examined;
  const { noticeId } = notice;
  const { staffId } = sender.staff;
  if (worked.plan.digest !== notice.recipientsDigest) {
    await updateShown(db, noticeId, noticeRowOf(worked, dependencies));
    await keepVerdicts(context, [{ noticeId, staffId, judgement }]);
    return { kind: 'changed', notice, worked, judgement };
  }
  const sendAt = sendAtOf(notice.fields);
  if (sendAt !== null && sendAt <= now && !notice.isUrgent) {
    await dropSendAt(db, noticeId);
    const content = { ...worked.content, fields: withoutSendAt(worked.content.fields) };
    return { kind: 'changed', notice, worked: { ...worked, content }, judgement, overAt: sendAt };
  }
  const isWithoutApproval = needsApproval(dependencies.approvals, worked.content, worked.plan);
  const approvers = isWithoutApproval ? await findApprovers(db, sender.staff, worked.plan) : undefined;
  const lent = { ...context, platform: sender.platform };
  const { noticeCode } = notice;
  const shown = { noticeId, noticeCode, sender: sender.staff, worked, isLow: notice.isLow, flags: judgement.findings };
  if (approvers && !notice.isUrgent) {
    if (approvers.problem !== undefined)
      return { kind: 'no_approver', text: approvers.problem, notice, worked, judgement };
    return {
      kind: 'awaiting_approval',
      notice,
      approvers: approvers.list.map(({ name }) => name),
      request: { shown, approvers, composition },
    };
  }
  if (approvers) await tellOfUrgent(db, lent, { shown, approvers });
  return { kind: 'confirmed', notice, worked, isWithoutApproval };
}

/** Writes state and requests of those that need a second person; one message asks for all of a batch. */
async function askSecondPerson(
  context: CommandContext,
  dependencies: NoticeDependencies,
  outcomes: readonly DraftOutcome[],
): Promise<void> {
  const requests = outcomes.flatMap((outcome) => (outcome.kind === 'awaiting_approval' ? [outcome.request] : []));
  if (requests.length === 0) return;
  await markAwaitingApproval(
    context.db,
    requests.map(({ shown }) => shown.noticeId),
  );
  const lent = { ...context, platform: context.sender.platform };
  await requestApprovals(context.db, lent, dependencies, requests);
}

/** Writes state and deliveries of those that are settled as confirmed, in as many statements as one of them takes. */
async function sendConfirmed(
  context: CommandContext,
  dependencies: NoticeDependencies,
  outcomes: readonly DraftOutcome[],
): Promise<void> {
  const { db, now, sender } = context;
  const notices = outcomes.flatMap((outcome) => {
    if (outcome.kind !== 'confirmed') return [];
    const { noticeId, isUrgent, isLow, fields } = outcome.notice;
    return [{ noticeId, isUrgent, isLow, sendAt: sendAtOf(fields), planned: outcome.worked.plan.planned }];
  });
  if (notices.length === 0) return;
  const noticeIds = notices.map(({ noticeId }) => noticeId);
  await markConfirmed(db, noticeIds, sender.staff.staffId, now);
  await dependencies.confirmDeliveries(db, notices, context);
}

async function refuseStale(
  { db, now, sender }: CommandContext,
  dependencies: NoticeDependencies,
  notice: NoticeRow | undefined,
): Promise<string | undefined> {
  if (notice === undefined || notice.status === 'dropped') return texts.alreadyDropped;
  if (notice.staffId !== sender.staff.staffId) return texts.notYours;
  if (notice.status === 'confirmed') return describeSent(notice, now, dependencies);
  if (notice.status === 'awaiting_approval') {
    const asked = await findLastRequest(db, notice.noticeId);
    return approvalTexts.stillWaits(notice.title, describeInstant(asked?.askedAt ?? now, now, dependencies.timeZone));
  }
  if (isDraftAlive(notice, now)) return undefined;
  await markDropped(db, notice.noticeId);
  return notice.batchId === null ? texts.draftExpired : texts.batchDraftExpired;
}

/** Says that and when a notice went out. */
export function describeSent(notice: NoticeRow, now: Date, dependencies: NoticeDependencies): string {
  const { timeZone } = dependencies;
  const sendAt = notice.isUrgent ? null : sendAtOf(notice.fields);
  const at = sendAt === null ? null : settleSendAt(sendAt, dependencies);
  if (at !== null && at > now) {
    const confirmed = describeInstant(notice.confirmedAt ?? now, now, timeZone);
    return timedTexts.already(confirmed, describeSendAt(at, now, timeZone), notice.noticeCode);
  }
  return texts.alreadySent(describeInstant(notice.confirmedAt ?? now, now, timeZone));
}
