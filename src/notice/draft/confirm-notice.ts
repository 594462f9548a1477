import type { CommandContext, Reply } from '../../command/index.ts';
import { closeRequests } from '../approval/approval.store.ts';
import { approvalTexts } from '../approval/texts.zh.ts';
import { tellOfWithdrawal } from '../approval/withdraw.ts';
import type { Composition } from '../conversation/composition.ts';
import { lockNotice, markDropped } from '../notice.store.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import { describeSendAt } from '../timed/send-at.ts';
import { timedTexts } from '../timed/texts.zh.ts';
import { confirmDrafts, describeSent } from './confirm-drafts.ts';
import { describeGoing } from './describe-going.ts';
import { confirmationOf, refuseDraft } from './show-draft.ts';

/**
 * 确认 of one notice: when its targets are those that were shown, it goes out. When they have changed, the new ones are
 * shown. Everything else (sent already, dropped, too old) is answered and sends nothing.
 */
export async function confirmNotice(
  context: CommandContext,
  dependencies: NoticeDependencies,
  draft: { readonly noticeId: string; readonly composition: Composition | undefined },
): Promise<Reply> {
  const { noticeId, composition } = draft;
  const [outcome] = await confirmDrafts(context, dependencies, [noticeId], composition);
  if (outcome === undefined) return { text: texts.alreadyDropped };
  if (outcome.kind === 'stale') return { text: outcome.text };
  if (outcome.kind === 'problem') {
    await markDropped(context.db, noticeId);
    return refuseDraft(context, dependencies, composition, outcome.examined);
  }
  const { notice } = outcome;
  if (outcome.kind === 'awaiting_approval') {
    return {
      text: approvalTexts.waits(notice.title, notice.noticeCode, outcome.approvers),
      buttons: [{ key: `drop:${noticeId}`, label: approvalTexts.drop, style: 'danger' }],
    };
  }
  const { worked } = outcome;
  if (outcome.kind !== 'confirmed') {
    const flags = outcome.judgement.findings;
    const { noticeCode } = notice;
    const again = confirmationOf(context, dependencies, {
      worked,
      noticeCode,
      noticeId,
      isLow: notice.isLow,
      composition: composition && isOver(outcome) ? { ...composition, sendTime: null } : composition,
      flags,
    });
    // The draft stays, so that it can be confirmed as soon as somebody is on the list.
    if (outcome.kind === 'no_approver') return { ...again, text: outcome.text };
    const { overAt } = outcome;
    const why =
      overAt === undefined
        ? texts.previewAgain
        : timedTexts.overAtConfirm(describeSendAt(overAt, context.now, dependencies.timeZone));
    return { ...again, text: `${why}\n${again.text}` };
  }
  const told = await describeGoing(context, dependencies, worked.plan.planned, notice);
  const note = outcome.isWithoutApproval ? [approvalTexts.urgentWithoutApproval] : [];
  return { text: [texts.confirmed(notice.title, notice.noticeCode), ...told, ...note].join('\n') };
}

function isOver(outcome: { readonly kind: string; readonly overAt?: Date }): boolean {
  return outcome.overAt !== undefined;
}

/** 取消: drops the draft, or takes back what waits for a second person; one that went out is not called back by it. */
export async function dropNotice(
  context: CommandContext,
  dependencies: NoticeDependencies,
  noticeId: string,
): Promise<Reply> {
  const { db, now, sender } = context;
  const notice = await lockNotice(db, noticeId);
  if (notice?.status === 'confirmed') return { text: describeSent(notice, now, dependencies) };
  if (notice?.staffId !== sender.staff.staffId) return { text: texts.cancelled };
  await markDropped(db, noticeId);
  if (notice.status === 'awaiting_approval') {
    await tellOfWithdrawal(context, notice);
    await closeRequests(db, [noticeId], { outcome: 'withdrawn', by: sender.staff.staffId, at: now });
  }
  return { text: texts.cancelled };
}
