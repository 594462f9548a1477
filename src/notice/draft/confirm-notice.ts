import { describeInstant, parseQuietHours, quietUntil } from '../../calendar/index.ts';
import type { CommandContext, Reply } from '../../command/index.ts';
import type { Composition } from '../conversation/composition.ts';
import { lockNotice, markDropped } from '../notice.store.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import type { PlannedDelivery } from '../plan/planned-delivery.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import { confirmDrafts, describeSent } from './confirm-drafts.ts';
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
  const [outcome] = await confirmDrafts(context, dependencies, [noticeId]);
  if (outcome === undefined) return { text: texts.alreadyDropped };
  if (outcome.kind === 'stale') return { text: outcome.text };
  if (outcome.kind === 'problem') {
    await markDropped(context.db, noticeId);
    return refuseDraft(context, dependencies, composition, outcome.examined);
  }
  const { notice, worked } = outcome;
  if (outcome.kind === 'changed') {
    const flags = outcome.judgement.findings;
    const { noticeCode } = notice;
    const again = confirmationOf(context, dependencies, { worked, noticeCode, noticeId, composition, flags });
    return { ...again, text: `${texts.previewAgain}\n${again.text}` };
  }
  const told = describeGoing(worked.plan.planned, notice, context.now, dependencies);
  return { text: [texts.confirmed(notice.title, notice.noticeCode), ...told].join('\n') };
}

/** 取消: drops the draft; one that went out already is not called back by it. */
export async function dropNotice(
  context: CommandContext,
  dependencies: NoticeDependencies,
  noticeId: string,
): Promise<Reply> {
  const notice = await lockNotice(context.db, noticeId);
  if (notice?.status === 'confirmed') return { text: describeSent(notice, context.now, dependencies) };
  if (notice && notice.staffId === context.sender.staff.staffId) await markDropped(context.db, noticeId);
  return { text: texts.cancelled };
}

/** What happens now with deliveries that were just confirmed, line by line. */
function describeGoing(
  planned: readonly PlannedDelivery[],
  { isUrgent, audience }: { readonly isUrgent: boolean; readonly audience: 'group' | 'private' },
  now: Date,
  { quietHours, timeZone }: NoticeDependencies,
): string[] {
  const reached = planned.filter(({ failedWith }) => failedWith === undefined);
  const tapped = reached.filter(({ channel }) => channel === 'wecom_customer_group').length;
  const pasted = reached.filter(({ channel }) => channel === 'relay').length;
  const failed = planned.length - reached.length;
  const heldUntil = isUrgent ? null : quietUntil(now, parseQuietHours(quietHours), timeZone);
  return [
    ...(reached.length === 0
      ? []
      : [
          heldUntil === null
            ? texts.confirmedCount(reached.length, audience)
            : texts.confirmedHeld(reached.length, audience, describeInstant(heldUntil, now, timeZone)),
        ]),
    ...(tapped > 0 ? [texts.confirmedTap(tapped)] : []),
    ...(pasted > 0 ? [texts.confirmedPaste(pasted)] : []),
    ...(failed > 0 ? [texts.confirmedFailed(failed)] : []),
    ...(reached.length > 0 ? [texts.confirmedHint] : []),
  ];
}
