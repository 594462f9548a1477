import { queueMemberMessages, queueMemberText, renderReply } from '../../command/index.ts';
import type { Queryable } from '../../db/index.ts';
import type { PlatformName } from '../../platform/port.ts';
import type { Composition } from '../conversation/composition.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import type { ConfirmDependencies } from '../plan/planned-delivery.ts';
import { countAskedAt, insertApprovalAudit, insertRequest } from './approval.store.ts';
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

/** Opens the request of a notice that is `awaiting_approval` and shows it to everybody who may decide. */
export async function requestApproval(
  tx: Queryable,
  lent: AskDependencies,
  dependencies: NoticeDependencies,
  request: {
    readonly shown: ShownRequest;
    readonly approvers: Approvers;
    /** Undefined where the sender has nothing to change: a run of a schedule, a draft made from facts. */
    readonly composition: Composition | undefined;
  },
): Promise<void> {
  const { shown, approvers, composition } = request;
  const { now, ids } = lent;
  await insertRequest(tx, {
    requestId: ids.uuid(),
    noticeId: shown.noticeId,
    collegeId: approvers.collegeId,
    askedAt: now,
    nextReminderAt: new Date(now.getTime() + REMIND_AFTER_MS),
    composition,
  });
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
  const reply = { ...describeRequest(dependencies, shown, lent.now), buttons: requestButtons(shown) };
  const drafts = renderReply(reply, { command: APPROVAL_COMMAND, questionId: undefined });
  const { now, ids, afterCommit, platform } = lent;
  for (const { memberId } of approvers.list)
    await queueMemberMessages(tx, { platform, memberId, now, ids, afterCommit, drafts });
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
  await insertApprovalAudit(tx, {
    auditId: lent.ids.uuid(),
    happenedAt: lent.now,
    staffId: sender.staffId,
    action: 'notice_without_approval',
    noticeId,
    details: { told: approvers.list.length },
  });
}

async function tellAll(tx: Queryable, lent: AskDependencies, { list }: Approvers, text: string): Promise<void> {
  const { now, ids, afterCommit, platform } = lent;
  for (const { memberId } of list) await queueMemberText(tx, { platform, memberId, now, ids, afterCommit, text });
}
