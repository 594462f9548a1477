import { describeInstant } from '../../calendar/index.ts';
import type { CommandContext } from '../../command/index.ts';
import type { NoticeRow } from '../../db/index.ts';
import { recipientsSchema } from '../audience/recipients.ts';
import { noticeKindSchema } from '../kinds/notice-kinds.ts';
import { lockNotices, markConfirmed, markDropped, updateShown } from '../notice.store.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { isDraftAlive } from '../notice-states.ts';
import type { NoticeContent } from '../plan/content.ts';
import { type ExaminedAmongMany, examineNotices } from '../plan/examine-notice.ts';
import type { Judgement } from '../plan/judge-plan.ts';
import type { WorkedOut } from '../plan/work-out.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import { keepVerdicts } from './keep-verdict.ts';
import { noticeRowOf } from './show-draft.ts';

/** What became of one draft at 确认. */
export type DraftOutcome =
  /** Sent already, dropped, too old or somebody else's; nothing was sent now. */
  | { readonly kind: 'stale'; readonly text: string }
  /** It may not go out as it is; the draft is as it was. */
  | { readonly kind: 'problem'; readonly examined: Exclude<ExaminedAmongMany, { readonly problem: null }> }
  /** Targets or words are not those that were shown; the new ones are kept and must be shown. */
  | { readonly kind: 'changed'; readonly notice: NoticeRow; readonly worked: WorkedOut; readonly judgement: Judgement }
  | { readonly kind: 'confirmed'; readonly notice: NoticeRow; readonly worked: WorkedOut };

/**
 * The one way from draft to confirmed, for one notice or a whole batch: locks the rows, works the targets out anew, examines
 * them, and writes state and deliveries of those that are as they were shown, all in the context's transaction. A crash
 * leaves all of them drafts; a second press finds them confirmed.
 */
export async function confirmDrafts(
  context: CommandContext,
  dependencies: NoticeDependencies,
  noticeIds: readonly string[],
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
    content: contentOf(notice),
    noticeCode: notice.noticeCode,
    now,
  }));
  const examined = await examineNotices(db, dependencies, asked, context.roster);
  for (const [index, notice] of open.entries()) {
    const one = examined[index];
    if (one === undefined) continue;
    outcomes.set(notice.noticeId, await settle(context, dependencies, notice, one));
  }
  return noticeIds.map((noticeId) => outcomes.get(noticeId) ?? { kind: 'stale', text: texts.alreadyDropped });
}

async function settle(
  context: CommandContext,
  dependencies: NoticeDependencies,
  notice: NoticeRow,
  examined: ExaminedAmongMany,
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
  await markConfirmed(db, noticeId, staffId, now);
  await dependencies.confirmDeliveries(db, { noticeId, isUrgent: notice.isUrgent }, worked.plan.planned, context);
  return { kind: 'confirmed', notice, worked };
}

async function refuseStale(
  { db, now, sender }: CommandContext,
  dependencies: NoticeDependencies,
  notice: NoticeRow | undefined,
): Promise<string | undefined> {
  if (notice === undefined || notice.status === 'dropped') return texts.alreadyDropped;
  if (notice.staffId !== sender.staff.staffId) return texts.notYours;
  if (notice.status === 'confirmed') return describeSent(notice, now, dependencies);
  if (isDraftAlive(notice, now)) return undefined;
  await markDropped(db, notice.noticeId);
  return texts.draftExpired;
}

/** The content as stored. Topics that differ between targets are turned anew, because a target may have joined. */
function contentOf(notice: NoticeRow): NoticeContent {
  const stored = recipientsSchema.parse(notice.recipients);
  const recipients = stored.kind === 'family' ? stored : { kind: stored.kind, classIds: stored.classIds };
  return { kind: noticeKindSchema.parse(notice.kind), topic: notice.topic, fields: notice.fields, recipients };
}

/** Says that and when a notice went out. */
export function describeSent(notice: NoticeRow, now: Date, { timeZone }: NoticeDependencies): string {
  return texts.alreadySent(describeInstant(notice.confirmedAt ?? now, now, timeZone));
}
