import { createHash } from 'node:crypto';
import { type CommandContext, type Reply, scopeOf } from '../../command/index.ts';
import type { NoticeRow } from '../../db/index.ts';
import { groupBy } from '../../shared/group-by.ts';
import { findStaffMember } from '../audience/audience.store.ts';
import { describeTargets } from '../draft/preview.ts';
import { findNotice, lockNotices } from '../notice.store.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { contentOfNotice } from '../plan/content-of-notice.ts';
import { examineNotices } from '../plan/examine-notice.ts';
import { mergeWorked } from '../plan/merge-worked.ts';
import { noticeTexts } from '../texts.zh.ts';
import { type BatchRequestRow, listRequestsOfBatch } from './approval.store.ts';
import { describeCover, type ShownRequest, shortDigest } from './describe-request.ts';
import { mayDecide } from './open-request.ts';
import { approvalTexts as texts } from './texts.zh.ts';

/**
 * Drafts made from facts come by the dozen, one a family. Who must agree is asked once for all of them: everybody's name, one
 * text in full, the others on demand. Each keeps a request of its own (`approval_requests`), so that one of them can be
 * agreed to or sent back alone; what is done to the batch is done to those that are still open.
 */
export interface BatchRequest {
  readonly title: string;
  readonly shown: readonly ShownRequest[];
  /** Those that can no longer go out, with the reason. */
  readonly impossible: readonly { readonly notice: NoticeRow; readonly why: string }[];
}

/** A batch request that this person may decide now, its notices locked. */
export interface OpenBatchRequest extends BatchRequest {
  readonly notices: ReadonlyMap<string, NoticeRow>;
  readonly requests: ReadonlyMap<string, BatchRequestRow>;
}

/** The open requests of this notice's batch that the person may decide; fewer than two are no batch. */
export async function listOpenOfSameBatch(
  { db, sender: { staff } }: Pick<CommandContext, 'db' | 'sender'>,
  noticeId: string,
): Promise<readonly BatchRequestRow[]> {
  const notice = await findNotice(db, noticeId);
  if (!notice?.batchId || scopeOf(staff.role, 'approve_notices') === undefined) return [];
  const rows = await listRequestsOfBatch(db, { batchId: notice.batchId, senderId: notice.staffId });
  return rows.filter((row) => mayDecide(staff, notice, row));
}

/** Locks and works out what is open of the batch; undefined when nothing is. Of two approvers the second sees what is left. */
export async function openBatchRequest(
  context: CommandContext,
  dependencies: NoticeDependencies,
  noticeId: string,
): Promise<OpenBatchRequest | undefined> {
  const { db, now } = context;
  const before = await listOpenOfSameBatch(context, noticeId);
  const locked = await lockNotices(
    db,
    before.map((row) => row.noticeId),
  );
  const notices = new Map(locked.map((notice) => [notice.noticeId, notice]));
  const open = (await listOpenOfSameBatch(context, noticeId)).filter((row) => notices.has(row.noticeId));
  const requests = new Map(open.map((row) => [row.noticeId, row]));
  const own = open.flatMap((row) => notices.get(row.noticeId) ?? []);
  const [first] = own;
  if (first === undefined) return undefined;
  const sender = await findStaffMember(db, first.staffId);
  const base = { title: first.title, notices, requests };
  if (sender === undefined) {
    return { ...base, shown: [], impossible: own.map((notice) => ({ notice, why: texts.senderGone })) };
  }
  const asked = own.map((notice) => ({
    staff: sender,
    content: contentOfNotice(notice),
    noticeCode: notice.noticeCode,
    now,
  }));
  // The sender's names of other students were looked for when the words were shown to him.
  const examined = await examineNotices(db, dependencies, asked, undefined);
  const shown: ShownRequest[] = [];
  const impossible: { notice: NoticeRow; why: string }[] = [];
  for (const [index, notice] of own.entries()) {
    const one = examined[index];
    if (one === undefined) continue;
    if (one.problem !== null) impossible.push({ notice, why: one.text });
    else {
      const { worked, judgement } = one;
      const { noticeId: id, noticeCode, isLow } = notice;
      shown.push({ noticeId: id, noticeCode, isLow, sender, worked, flags: judgement.findings });
    }
  }
  return { ...base, shown, impossible };
}

/** Everybody's name, by which way, and one text in full; without buttons. */
export function describeBatchRequest({
  title,
  shown,
  impossible,
}: BatchRequest): Pick<Required<Reply>, 'title' | 'text'> & Pick<Reply, 'note'> {
  const [first] = shown;
  const merged = mergeWorked(shown.map(({ worked }) => worked));
  const flags = shown.flatMap((one) => one.flags.map(({ words, why }) => ({ words: `${nameOf(one)}：${words}`, why })));
  const byClass = groupBy(shown, ({ worked }) => worked.audience.families[0]?.family.className ?? '');
  const lines = [
    ...(first ? [texts.batchRequest(first.sender.role, first.sender.name, title, shown.length)] : []),
    ...[...byClass].map(([className, same]) => texts.batchNames(className, same.map(nameOf))),
    ...(merged ? describeTargets(merged) : []),
    ...shown.flatMap((one) => describeNotTold(one)),
    ...(flags.length > 0 ? [noticeTexts.flagged(flags)] : []),
    ...(impossible.length > 0 ? [texts.batchImpossible(impossible.length, impossible[0]?.why ?? '')] : []),
    ...(first
      ? [
          texts.batchExample(nameOf(first)),
          noticeTexts.previewRule,
          first.worked.plan.planned[0]?.body ?? '',
          noticeTexts.previewRule,
          ...describeCover(first.worked),
        ]
      : []),
  ];
  const note = flags.length > 0 ? { note: noticeTexts.flaggedNote } : {};
  return { title: texts.requestTitle(title), text: lines.join('\n'), ...note };
}

function describeNotTold(one: ShownRequest): readonly string[] {
  const { studentToldFirst, toldFirstReason } = one.worked.content.fields;
  return studentToldFirst === 'exception' ? [texts.notToldOf(nameOf(one), toldFirstReason ?? '')] : [];
}

/** Buttons that stay: 全部同意 is bound to the whole of what was shown with it. */
export function batchRequestButtons({ shown, impossible }: BatchRequest): NonNullable<Reply['buttons']> {
  const id = shown[0]?.noticeId ?? impossible[0]?.notice.noticeId ?? '';
  const second = shown[1]?.noticeId;
  return [
    ...(shown.length > 0
      ? [
          {
            key: `agree_all:${id}:${batchDigest(shown)}`,
            label: texts.agreeAll(shown.length),
            style: 'primary' as const,
          },
        ]
      : []),
    ...(second === undefined ? [] : [{ key: `one:${second}`, label: texts.nextOne }]),
    { key: `return_all:${id}`, label: texts.giveBackAll, style: 'danger' },
  ];
}

/** Enough to tell whether the same notices with the same words to the same targets were shown. */
export function batchDigest(shown: readonly ShownRequest[]): string {
  const parts = shown.map(({ noticeId, worked }) => `${noticeId} ${shortDigest(worked)}`).sort();
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 24);
}

function nameOf({ worked }: ShownRequest): string {
  return worked.audience.families[0]?.family.studentName ?? '';
}
