import { type CommandContext, queueMemberText } from '../../command/index.ts';
import type { NoticeRow } from '../../db/index.ts';
import { findLastRequest, listApprovers } from './approval.store.ts';
import { approvalTexts as texts } from './texts.zh.ts';

/** Tells those who were asked that the sender took it back; before the request is closed. */
export async function tellOfWithdrawal(
  context: CommandContext,
  { noticeId, noticeCode, title, staffId }: NoticeRow,
): Promise<void> {
  const { db, now, ids, afterCommit, sender } = context;
  const { platform } = sender;
  const request = await findLastRequest(db, noticeId);
  if (request === undefined || request.outcome !== null) return;
  const text = texts.withdrawn(sender.staff.name, title, noticeCode);
  for (const { memberId } of await listApprovers(db, request.collegeId, staffId)) {
    await queueMemberText(db, { platform, memberId, now, ids, afterCommit, text });
  }
}
