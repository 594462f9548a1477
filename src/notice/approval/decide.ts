import { type CommandContext, queueMemberMessages, type Reply, renderReply } from '../../command/index.ts';
import type { NoticeRow } from '../../db/index.ts';
import { findMemberId } from '../../roster/index.ts';
import { toStorableText } from '../../shared/bytes.ts';
import { findStaffMember } from '../audience/audience.store.ts';
import { failItemOf } from '../campaign/campaign.store.ts';
import { describeGoing } from '../draft/describe-going.ts';
import { noticeRowOf } from '../draft/show-draft.ts';
import { markConfirmed, markDropped, markReturned, updateShown } from '../notice.store.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { sendAtOf } from '../timed/send-at.ts';
import { closeRequests, insertApprovalAudits, setRequestCollege } from './approval.store.ts';
import { APPROVAL_COMMAND, type ShownRequest, shortDigest } from './describe-request.ts';
import { findApprovers } from './find-approvers.ts';
import { type OpenRequest, openRequest, workOutRequest } from './open-request.ts';
import { showToApprovers } from './request-approval.ts';
import { approvalTexts as texts } from './texts.zh.ts';

/** How a decision ended; `shown` when the words changed since, so that the approver must see them first. */
export type Decision = { readonly reply: Reply } | { readonly changed: ShownRequest };

/**
 * 同意发送 to what was shown with this digest: works targets and words out anew and sends exactly those, in the context's
 * transaction. Whatever differs is handed back to be shown.
 */
export async function approveNotice(
  context: CommandContext,
  dependencies: NoticeDependencies,
  { noticeId, digest }: { readonly noticeId: string; readonly digest: string },
): Promise<Decision> {
  const { db, now, ids, sender } = context;
  const opened = await openRequest(context, dependencies, noticeId);
  if ('refusal' in opened) return { reply: opened.refusal };
  const { notice, request } = opened;
  const result = await workOutRequest(context, dependencies, notice);
  if ('problem' in result) return { reply: await dropImpossible(context, opened, result.problem) };
  const { shown } = result;
  const { plan } = shown.worked;

  const approvers = await findApprovers(db, shown.sender, plan);
  if (!approvers.list.some(({ staffId }) => staffId === sender.staff.staffId)) {
    if (approvers.problem === undefined) {
      await setRequestCollege(db, request.requestId, approvers.collegeId);
      await showToApprovers(db, { ...context, platform: sender.platform }, dependencies, { shown, approvers });
    }
    return { reply: { text: approvers.problem ?? texts.othersDecide } };
  }
  if (shortDigest(shown.worked) !== digest) {
    await updateShown(db, noticeId, noticeRowOf(shown.worked, dependencies));
    return { changed: shown };
  }
  const { staffId, name } = sender.staff;
  await markConfirmed(db, [noticeId], staffId, now);
  await closeRequests(db, [noticeId], { outcome: 'approved', by: staffId, at: now });
  await insertApprovalAudits(db, [
    {
      auditId: ids.uuid(),
      happenedAt: now,
      staffId,
      action: 'approve_notice',
      noticeId,
      details: { digest: plan.digest, targets: plan.planned.length },
    },
  ]);
  const { isUrgent, isLow } = notice;
  const sendAt = sendAtOf(notice.fields);
  await dependencies.confirmDeliveries(db, [{ noticeId, isUrgent, isLow, sendAt, planned: plan.planned }], context);
  const going = await describeGoing(context, dependencies, plan.planned, notice);
  const text = [texts.approved(notice.title, notice.noticeCode, name), ...going].join('\n');
  await tellSender(context, notice, { text });
  return { reply: { text: texts.saidYes(notice.title, notice.noticeCode) } };
}

/** 退回 with a word: the sender gets it and may change the notice or confirm it again; a run of a schedule is over. */
export async function returnNotice(
  context: CommandContext,
  dependencies: NoticeDependencies,
  { noticeId, words }: { readonly noticeId: string; readonly words: string },
): Promise<Reply> {
  const { db, now, ids, sender } = context;
  const opened = await openRequest(context, dependencies, noticeId);
  if ('refusal' in opened) return opened.refusal;
  const { notice, request } = opened;
  const { staffId, name } = sender.staff;
  const said = cutWords(words);
  const isRun = notice.scheduleId !== null || (await failItemOf(db, noticeId));
  if (isRun) await markDropped(db, noticeId);
  else await markReturned(db, [noticeId], now);
  await closeRequests(db, [noticeId], { outcome: 'returned', by: staffId, at: now, words: said });
  await insertApprovalAudits(db, [
    {
      auditId: ids.uuid(),
      happenedAt: now,
      staffId,
      action: 'return_notice',
      noticeId,
      details: {},
    },
  ]);
  const { title, noticeCode } = notice;
  const mayEdit = request.composition !== null && notice.kind !== 'fraud';
  await tellSender(
    context,
    notice,
    isRun
      ? { text: texts.returnedRun(title, noticeCode, name, said) }
      : {
          title: texts.returnedTitle,
          text: texts.returned(title, noticeCode, name, said),
          buttons: [
            ...(mayEdit ? [{ key: `edit:${noticeId}`, label: texts.edit, style: 'primary' as const }] : []),
            { key: `again:${noticeId}`, label: texts.again },
            { key: `drop:${noticeId}`, label: texts.drop, style: 'danger' },
          ],
        },
  );
  return { text: texts.saidNo(title, (await findStaffMember(db, notice.staffId))?.name ?? texts.sender) };
}

/** Longer words are cut; they go into one message. */
const MAX_WORDS = 300;

/** An approver's word as it is kept and passed on. */
export function cutWords(words: string): string {
  return [...toStorableText(words).trim()].slice(0, MAX_WORDS).join('');
}

async function dropImpossible(context: CommandContext, { notice }: OpenRequest, why: string): Promise<Reply> {
  const { db, now, sender } = context;
  const { noticeId, title, noticeCode } = notice;
  await markDropped(db, noticeId);
  await failItemOf(db, noticeId);
  await closeRequests(db, [noticeId], { outcome: 'dropped', by: sender.staff.staffId, at: now });
  const text = texts.notPossible(title, noticeCode, why);
  await tellSender(context, notice, { text });
  return { text };
}

/** A message to whoever sent the notice. */
export async function tellSender(
  context: CommandContext,
  { staffId }: Pick<NoticeRow, 'staffId'>,
  reply: Reply,
): Promise<void> {
  const { db, sender } = context;
  const memberId = await findMemberId(db, staffId);
  if (memberId === null) return;
  const drafts = renderReply(reply, { command: APPROVAL_COMMAND, questionId: undefined });
  await queueMemberMessages(db, {
    now: context.now,
    ids: context.ids,
    afterCommit: context.afterCommit,
    platform: sender.platform,
    memberId,
    drafts,
  });
}
