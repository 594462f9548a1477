import { describeInstant, parseQuietHours, quietUntil } from '../../calendar/index.ts';
import type { CommandContext, Reply } from '../../command/index.ts';
import type { NoticeRow } from '../../db/index.ts';
import { recipientsSchema } from '../audience/recipients.ts';
import type { Composition } from '../conversation/composition.ts';
import { noticeKindSchema } from '../kinds/notice-kinds.ts';
import { lockNotice, markConfirmed, markDropped, updateShown } from '../notice.store.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { isDraftAlive } from '../notice-states.ts';
import type { NoticeContent } from '../plan/content.ts';
import { examineNotice } from '../plan/examine-notice.ts';
import type { NoticePlan } from '../plan/plan-notice.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import { keepVerdict } from './keep-verdict.ts';
import { confirmationOf, noticeRowOf, refuseDraft } from './show-draft.ts';

/**
 * 确认: works the targets out anew and, when they are those that were shown, writes state and deliveries in the context's
 * transaction. When they have changed, the new ones are examined like a first draft and shown. Everything else (sent already,
 * dropped, too old) is answered and sends nothing.
 */
export async function confirmNotice(
  context: CommandContext,
  dependencies: NoticeDependencies,
  draft: { readonly noticeId: string; readonly composition: Composition | undefined },
): Promise<Reply> {
  const { db, now, sender } = context;
  const notice = await lockNotice(db, draft.noticeId);
  const refusal = await refuseStale(context, dependencies, notice);
  if (notice === undefined || refusal) return refusal ?? { text: texts.alreadyDropped };

  const { noticeId, noticeCode } = notice;
  const { staff } = sender;
  const { composition } = draft;
  const toExamine = { staff, content: contentOf(notice), noticeCode, now };
  const examined = await examineNotice(db, dependencies, toExamine, context.roster);
  if (examined.problem !== null) {
    await markDropped(db, noticeId);
    return refuseDraft(context, dependencies, composition, examined);
  }
  const { worked, judgement } = examined;
  if (worked.plan.digest !== notice.recipientsDigest) {
    await updateShown(db, noticeId, noticeRowOf(worked, dependencies));
    await keepVerdict(context, { noticeId, staffId: staff.staffId }, judgement);
    const flags = judgement.findings;
    const again = confirmationOf(context, dependencies, { worked, noticeCode, noticeId, composition, flags });
    return { ...again, text: `${texts.previewAgain}\n${again.text}` };
  }
  await markConfirmed(db, noticeId, staff.staffId, now);
  await dependencies.confirmDeliveries(db, { noticeId, isUrgent: notice.isUrgent }, worked.plan.planned, context);
  return { text: describeConfirmed(notice, worked.plan, now, dependencies) };
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

async function refuseStale(
  { db, now, sender }: CommandContext,
  dependencies: NoticeDependencies,
  notice: NoticeRow | undefined,
): Promise<Reply | undefined> {
  if (notice === undefined || notice.status === 'dropped') return { text: texts.alreadyDropped };
  if (notice.staffId !== sender.staff.staffId) return { text: texts.notYours };
  if (notice.status === 'confirmed') return { text: describeSent(notice, now, dependencies) };
  if (isDraftAlive(notice.createdAt, now)) return undefined;
  await markDropped(db, notice.noticeId);
  return { text: texts.draftExpired };
}

/** The content as stored. Topics that differ between targets are turned anew, because a target may have joined. */
function contentOf(notice: NoticeRow): NoticeContent {
  const stored = recipientsSchema.parse(notice.recipients);
  const recipients = stored.kind === 'family' ? stored : { kind: stored.kind, classIds: stored.classIds };
  return { kind: noticeKindSchema.parse(notice.kind), topic: notice.topic, fields: notice.fields, recipients };
}

function describeSent(notice: NoticeRow, now: Date, { timeZone }: NoticeDependencies): string {
  return texts.alreadySent(describeInstant(notice.confirmedAt ?? now, now, timeZone));
}

function describeConfirmed(
  notice: NoticeRow,
  { planned }: NoticePlan,
  now: Date,
  { quietHours, timeZone }: NoticeDependencies,
): string {
  const reached = planned.filter(({ failedWith }) => failedWith === undefined);
  const tapped = reached.filter(({ channel }) => channel === 'wecom_customer_group').length;
  const pasted = reached.filter(({ channel }) => channel === 'relay').length;
  const failed = planned.length - reached.length;
  const heldUntil = notice.isUrgent ? null : quietUntil(now, parseQuietHours(quietHours), timeZone);
  return [
    texts.confirmed(notice.title, notice.noticeCode),
    ...(reached.length === 0
      ? []
      : [
          heldUntil === null
            ? texts.confirmedCount(reached.length, notice.audience)
            : texts.confirmedHeld(reached.length, notice.audience, describeInstant(heldUntil, now, timeZone)),
        ]),
    ...(tapped > 0 ? [texts.confirmedTap(tapped)] : []),
    ...(pasted > 0 ? [texts.confirmedPaste(pasted)] : []),
    ...(failed > 0 ? [texts.confirmedFailed(failed)] : []),
    ...(reached.length > 0 ? [texts.confirmedHint] : []),
  ].join('\n');
}
