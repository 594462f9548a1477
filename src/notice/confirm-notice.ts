import { describeInstant, parseQuietHours, quietUntil } from '../calendar/index.ts';
import type { CommandContext, Reply } from '../command/index.ts';
import type { NoticeRow } from '../db/index.ts';
import type { Composition } from './composition.ts';
import type { NoticeContent, NoticeKindName } from './content.ts';
import { explainEmptyAudience } from './explain-empty.ts';
import { lockNotice, markConfirmed, markDropped, updateShown } from './notice.store.ts';
import type { NoticeDependencies } from './notice-dependencies.ts';
import { isDraftAlive } from './notice-states.ts';
import type { NoticePlan } from './plan-notice.ts';
import { recipientsSchema } from './recipients.ts';
import { confirmationOf, noticeRowOf } from './show-draft.ts';
import { noticeTexts as texts } from './texts.zh.ts';
import { workOut } from './work-out.ts';

/**
 * 确认: works the targets out anew and, when they are those that were shown, writes state and deliveries in the context's
 * transaction. Everything else (sent already, dropped, too old, changed) is answered and sends nothing.
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
  const worked = await workOut(db, dependencies, { staff: sender.staff, content: contentOf(notice), noticeCode, now });
  const empty = explainEmptyAudience(worked);
  if (empty !== undefined) {
    await markDropped(db, noticeId);
    return { text: empty };
  }
  if (worked.plan.digest !== notice.recipientsDigest) {
    await updateShown(db, noticeId, noticeRowOf(worked, dependencies));
    const { composition } = draft;
    const again = confirmationOf(context, dependencies, { worked, noticeCode, noticeId, composition, flags: [] });
    return { ...again, text: `${texts.previewAgain}\n${again.text}` };
  }
  await markConfirmed(db, noticeId, sender.staff.staffId, now);
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
  const recipients = stored.kind === 'students' ? stored : { kind: stored.kind, classIds: stored.classIds };
  // The column is filled by insertNotice alone, from a NoticeContent.
  return { kind: notice.kind as NoticeKindName, topic: notice.topic, fields: notice.fields, recipients };
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
  const unit = notice.audience === 'group' ? '个群' : '个家庭';
  const heldUntil = notice.isUrgent ? null : quietUntil(now, parseQuietHours(quietHours), timeZone);
  return [
    texts.confirmed(notice.title, notice.noticeCode),
    ...(reached.length === 0
      ? []
      : [
          heldUntil === null
            ? texts.confirmedCount(reached.length, unit)
            : texts.confirmedHeld(reached.length, unit, describeInstant(heldUntil, now, timeZone)),
        ]),
    ...(tapped > 0 ? [texts.confirmedTap(tapped)] : []),
    ...(pasted > 0 ? [texts.confirmedPaste(pasted)] : []),
    ...(failed > 0 ? [texts.confirmedFailed(failed)] : []),
    ...(reached.length > 0 ? [texts.confirmedHint] : []),
  ].join('\n');
}
