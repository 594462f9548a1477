import { queueMemberMessages, queueMemberText, type Reply, renderReply } from '../../command/index.ts';
import type { Queryable } from '../../db/index.ts';
import type { PlatformName } from '../../platform/port.ts';
import { groupBy } from '../../shared/group-by.ts';
import type { Composition } from '../conversation/composition.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import type { ConfirmDependencies } from '../plan/planned-delivery.ts';
import { titleOf } from '../plan/title.ts';
import { countAskedAt, insertApprovalAudits, insertRequests } from './approval.store.ts';
import { batchRequestButtons, describeBatchRequest } from './batch-request.ts';
import { APPROVAL_COMMAND, describeRequest, requestButtons, type ShownRequest } from './describe-request.ts';
import type { Approvers } from './find-approvers.ts';
import { approvalTexts as texts } from './texts.zh.ts';

/** What a transaction lends that tells people of it. */
export interface AskDependencies extends ConfirmDependencies {
  readonly platform: PlatformName;
}

export const REMIND_AFTER_MS = 24 * 3_600_000;
/** Of a batch that is confirmed at once, so many come as messages of their own: 30 a minute is all that a member gets. */
const MAX_AT_ONCE = 3;

export interface ToRequest {
  readonly shown: ShownRequest;
  readonly approvers: Approvers;
  /** Undefined where the sender has nothing to change: a run of a schedule, a draft made from facts. */
  readonly composition: Composition | undefined;
}

/** Opens the requests of notices that were confirmed at once; several of one batch are asked for with one message. */
export async function requestApprovals(
  tx: Queryable,
  lent: AskDependencies,
  dependencies: NoticeDependencies,
  requests: readonly ToRequest[],
): Promise<void> {
  const [only] = requests;
  if (only === undefined) return;
  if (requests.length === 1) return requestApproval(tx, lent, dependencies, only);
  await insertRequests(
    tx,
    requests.map((request) => toRow(lent, request)),
  );
  for (const same of groupBy(requests, ({ approvers }) => approvers.collegeId).values()) {
    const [first] = same;
    if (first === undefined) continue;
    const { approvers, shown } = first;
    if (same.length === 1) {
      await showToApprovers(tx, lent, dependencies, { shown, approvers });
      continue;
    }
    const title = titleOf(dependencies.library, shown.worked.content);
    const batch = { title, shown: same.map((one) => one.shown), impossible: [] };
    await show(tx, lent, approvers, { ...describeBatchRequest(batch), buttons: batchRequestButtons(batch) });
  }
}

function toRow({ now, ids }: AskDependencies, { shown, approvers, composition }: ToRequest) {
  return {
    requestId: ids.uuid(),
    noticeId: shown.noticeId,
    collegeId: approvers.collegeId,
    askedAt: now,
    nextReminderAt: new Date(now.getTime() + REMIND_AFTER_MS),
    composition,
  };
}

/** Opens the request of a notice that is `awaiting_approval` and shows it to everybody who may decide. */
export async function requestApproval(
  tx: Queryable,
  lent: AskDependencies,
  dependencies: NoticeDependencies,
  request: ToRequest,
): Promise<void> {
  const { shown, approvers } = request;
  const { now } = lent;
  await insertRequests(tx, [toRow(lent, request)]);
  const count = await countAskedAt(tx, shown.sender.staffId, now);
  if (count <= MAX_AT_ONCE) await showToApprovers(tx, lent, dependencies, { shown, approvers });
  if (count === MAX_AT_ONCE + 1) await tellAll(tx, lent, approvers, texts.moreAtOnce(shown.sender.name));
}

/** Shows a request, with its buttons, to everybody who may decide. */
export async function showToApprovers(
  tx: Queryable,
  lent: AskDependencies,
  dependencies: NoticeDependencies,
  { shown, approvers }: { readonly shown: ShownRequest; readonly approvers: Approvers },
): Promise<void> {
  await show(tx, lent, approvers, {
    ...describeRequest(dependencies, shown, lent.now),
    buttons: requestButtons(shown),
  });
}

async function show(tx: Queryable, lent: AskDependencies, { list }: Approvers, reply: Reply): Promise<void> {
  const drafts = renderReply(reply, { command: APPROVAL_COMMAND, questionId: undefined });
  const { now, ids, afterCommit, platform } = lent;
  for (const { memberId } of list) await queueMemberMessages(tx, { platform, memberId, now, ids, afterCommit, drafts });
}

/** An urgent notice went out at once: whoever would have been asked is told, with its words. */
export async function tellOfUrgent(
  tx: Queryable,
  lent: AskDependencies,
  { shown, approvers }: { readonly shown: ShownRequest; readonly approvers: Approvers },
): Promise<void> {
  const { sender, noticeCode, noticeId, worked } = shown;
  const bodies = [...new Set(worked.plan.planned.map(({ body }) => body))].slice(0, MAX_AT_ONCE);
  await tellAll(tx, lent, approvers, [texts.urgentTold(sender.name, noticeCode), ...bodies].join('\n'));
  await insertApprovalAudits(tx, [
    {
      auditId: lent.ids.uuid(),
      happenedAt: lent.now,
      staffId: sender.staffId,
      action: 'notice_without_approval',
      noticeId,
      details: { told: approvers.list.length },
    },
  ]);
}

async function tellAll(tx: Queryable, lent: AskDependencies, { list }: Approvers, text: string): Promise<void> {
  const { now, ids, afterCommit, platform } = lent;
  for (const { memberId } of list) await queueMemberText(tx, { platform, memberId, now, ids, afterCommit, text });
}
