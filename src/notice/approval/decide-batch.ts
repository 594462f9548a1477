import type { CommandContext, Reply } from '../../command/index.ts';
import type { NoticeRow } from '../../db/index.ts';
import { findStaffMember } from '../audience/audience.store.ts';
import { describeGoing } from '../draft/describe-going.ts';
import { noticeRowOf } from '../draft/show-draft.ts';
import { dropNotices, findNotice, lockNotices, markConfirmed, markReturned, updateShown } from '../notice.store.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { closeRequests, insertApprovalAudits, listRequestsOfBatch, setRequestCollege } from './approval.store.ts';
import { type BatchRequest, batchDigest, type OpenBatchRequest, openBatchRequest } from './batch-request.ts';
import { cutWords, tellSender } from './decide.ts';
import type { ShownRequest } from './describe-request.ts';
import { type Approvers, findApprovers } from './find-approvers.ts';
import { showToApprovers } from './request-approval.ts';
import { approvalTexts as texts } from './texts.zh.ts';
import { tellOfWithdrawal } from './withdraw.ts';

/** How a decision about a batch ended; `changed` when it is not what was shown; undefined = nothing of it is open. */
export type BatchDecision = { readonly reply: Reply } | { readonly changed: BatchRequest } | undefined;

/**
 * 全部同意 to what was shown with this digest: everything open of the batch goes out, in the context's transaction, or nothing
 * does. What can no longer go out is dropped and named.
 */
export async function approveBatch(
  context: CommandContext,
  dependencies: NoticeDependencies,
  { noticeId, digest }: { readonly noticeId: string; readonly digest: string },
): Promise<BatchDecision> {
  const { db, now, sender } = context;
  const opened = await openBatchRequest(context, dependencies, noticeId);
  if (opened === undefined) return undefined;
  const shown = await handOn(context, dependencies, opened);
  if (shown.length === 0 && opened.shown.length > 0) return { reply: { text: texts.othersDecide } };
  if (batchDigest(shown) !== digest) {
    for (const one of shown) {
      if (one.worked.plan.digest !== opened.notices.get(one.noticeId)?.recipientsDigest)
        await updateShown(db, one.noticeId, noticeRowOf(one.worked, dependencies));
    }
    return { changed: { ...opened, shown } };
  }
  const { staffId, name } = sender.staff;
  const noticeIds = shown.map((one) => one.noticeId);
  await markConfirmed(db, noticeIds, staffId, now);
  await closeRequests(db, noticeIds, { outcome: 'approved', by: staffId, at: now });
  await auditAll(
    context,
    'approve_notice',
    shown.map((one) => ({ noticeId: one.noticeId, details: { digest: one.worked.plan.digest, targets: 1 } })),
  );
  const toSend = shown.map((one) => ({
    noticeId: one.noticeId,
    isUrgent: opened.notices.get(one.noticeId)?.isUrgent ?? false,
    isLow: one.isLow,
    planned: one.worked.plan.planned,
  }));
  if (toSend.length > 0) await dependencies.confirmDeliveries(db, toSend, context);
  const dropped = opened.impossible.map(({ notice }) => notice.noticeId);
  await dropNotices(db, dropped);
  await closeRequests(db, dropped, { outcome: 'dropped', by: staffId, at: now });
  const planned = toSend.flatMap((one) => one.planned);
  const asBatch = { isUrgent: false, isLow: false, audience: 'private', ...senderOf(opened) } as const;
  const said = [
    ...(shown.length > 0
      ? [
          texts.approvedAll(opened.title, shown.length, name),
          ...(await describeGoing(context, dependencies, planned, asBatch)),
        ]
      : []),
    ...opened.impossible.map(({ notice, why }) => texts.notPossible(notice.title, notice.noticeCode, why)),
  ];
  await tellSender(context, senderOf(opened), { text: said.join('\n') });
  return { reply: { text: texts.saidYesAll(opened.title, shown.length) } };
}

/** 全部退回 with a word: all of them are drafts again, and the sender hears of it once. */
export async function returnBatch(
  context: CommandContext,
  dependencies: NoticeDependencies,
  { noticeId, words }: { readonly noticeId: string; readonly words: string },
): Promise<Reply | undefined> {
  const { db, now, sender } = context;
  const opened = await openBatchRequest(context, dependencies, noticeId);
  if (opened === undefined) return undefined;
  const { staffId, name } = sender.staff;
  const noticeIds = [...opened.requests.keys()];
  const said = cutWords(words);
  await markReturned(db, noticeIds, now);
  await closeRequests(db, noticeIds, { outcome: 'returned', by: staffId, at: now, words: said });
  await auditAll(
    context,
    'return_notice',
    noticeIds.map((id) => ({ noticeId: id, details: {} })),
  );
  const from = senderOf(opened);
  const { title } = opened;
  await tellSender(context, from, {
    title: texts.returnedTitle,
    text: texts.returnedAll(title, noticeIds.length, name, said),
  });
  return {
    text: texts.saidNoAll(title, noticeIds.length, (await findStaffMember(db, from.staffId))?.name ?? texts.sender),
  };
}

/** The sender takes back everything of the batch that waits. */
export async function withdrawBatch(context: CommandContext, noticeId: string): Promise<Reply> {
  const { db, now, sender } = context;
  const { staffId } = sender.staff;
  const first = await findNotice(db, noticeId);
  if (!first?.batchId || first.staffId !== staffId) return { text: texts.notForYou };
  const batch = { batchId: first.batchId, senderId: staffId };
  const ids = async (): Promise<string[]> => (await listRequestsOfBatch(db, batch)).map((row) => row.noticeId);
  await lockNotices(db, await ids());
  // Whatever was decided while the lock was waited for is no longer open.
  const open = await ids();
  if (open.length === 0) return { text: texts.nothingWaits };
  const [told = noticeId] = open;
  const title = texts.titleOfMany(first.title, open.length);
  await tellOfWithdrawal(context, { ...first, noticeId: told, title });
  await dropNotices(db, open);
  await closeRequests(db, open, { outcome: 'withdrawn', by: staffId, at: now });
  return { text: texts.withdrewAll(first.title, open.length) };
}

/** Those that still are this person's to decide; the others go to whom the roster says now. */
async function handOn(
  context: CommandContext,
  dependencies: NoticeDependencies,
  { shown, requests }: OpenBatchRequest,
): Promise<readonly ShownRequest[]> {
  const { db, sender } = context;
  const known = new Map<string, Approvers>();
  const kept: ShownRequest[] = [];
  for (const one of shown) {
    const { plan } = one.worked;
    const classes = plan.planned.map(({ classId }) => classId).join(' ');
    const approvers = known.get(classes) ?? (await findApprovers(db, one.sender, plan));
    known.set(classes, approvers);
    if (approvers.list.some(({ staffId }) => staffId === sender.staff.staffId)) {
      kept.push(one);
      continue;
    }
    const request = requests.get(one.noticeId);
    if (approvers.problem !== undefined || request === undefined) continue;
    await setRequestCollege(db, request.requestId, approvers.collegeId);
    await showToApprovers(db, { ...context, platform: sender.platform }, dependencies, { shown: one, approvers });
  }
  return kept;
}

async function auditAll(
  { db, ids, now, sender }: CommandContext,
  action: 'approve_notice' | 'return_notice',
  about: readonly { readonly noticeId: string; readonly details: Readonly<Record<string, unknown>> }[],
): Promise<void> {
  const { staffId } = sender.staff;
  await insertApprovalAudits(
    db,
    about.map((one) => ({ ...one, auditId: ids.uuid(), happenedAt: now, staffId, action })),
  );
}

function senderOf({ notices }: OpenBatchRequest): Pick<NoticeRow, 'staffId'> {
  const [first] = notices.values();
  return { staffId: first?.staffId ?? '' };
}
