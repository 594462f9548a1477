import type { NoticeRow } from '../db/index.ts';

/**
 * A notice has four states.
 *
 * `draft` – shown to its sender, with its code, its words and the exact targets as they were then (their digest is kept).
 * `awaiting_approval` – the sender said 确认, and its kind (or its width, `mass`) is named in APPROVALS: a second person is
 *   asked and sees exactly what would go out. One row of `approval_requests` is open as long as this lasts.
 * `confirmed` – it went out; its deliveries were written in the same transaction. From here on the words never
 *   change, `/verify` answers for the code, and everything else about it is told by its deliveries (src/delivery/).
 * `dropped` – will never go out.
 *
 * Legal moves:
 * - (nothing) → draft: a command has everything it needs (`draft/show-draft.ts`).
 * - (nothing) → confirmed: a run of a schedule, whose owner confirmed the schedule itself (`schedule/prepare-scheduled-run.ts`).
 * - (nothing) → awaiting_approval: such a run of what needs a second person; each run waits, because its words turn.
 * - draft → draft: at the confirmation the targets or the words differ from what was shown; the new ones are shown and kept.
 * - (nothing) → draft: an import of facts, one a family, tied together by `batch_id` (`facts/prepare-drafts.ts`); shown later.
 * - draft → confirmed: 确认 by the sender in time (24 hours; 14 days for a draft made from facts), targets as shown
 *   (`draft/confirm-drafts.ts`). The row is locked first, so that of two presses one confirms and the other is told that it
 *   has been sent. An urgent notice never waits for a second person.
 * - draft → awaiting_approval: the same, where one is needed (`approval/request-approval.ts`).
 * - awaiting_approval → awaiting_approval: at the approval targets or words differ; the approver is shown the new ones.
 * - awaiting_approval → confirmed: 同意发送 by somebody who may, on what he was shown (`approval/decide.ts`). The row is locked
 *   first; the second of two approvers is told what the first did.
 * - awaiting_approval → draft: 退回 with a word; the sender may change it or confirm it again, for as long again.
 * - awaiting_approval → dropped: 取消 by the sender, 退回 of a schedule's run, at the approval it can no longer go out, or a
 *   corrected file of facts replaces it.
 * - awaiting_approval → dropped, or draft where it was made from facts: `hold-after-restore`, because it may have been approved
 *   and sent after the backup.
 * - draft → dropped: 取消, 改 (a new draft follows), or 确认 too late. Of drafts made from facts also: a corrected file, a
 *   student who left, the end of the 14 days (`batch/`).
 * Nothing leaves `confirmed` or `dropped`. Nobody's silence sends: an unanswered request is repeated three times, once a
 * day, then the sender is told (`approval/approval-work.ts`).
 */
/** How long a draft may be confirmed, ms: what was shown yesterday is not what the sender has in mind today. */
export const DRAFT_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** The same for a draft made from facts, ms: nobody has it in mind, and it is read again before it goes out. */
export const BATCH_DRAFT_LIFETIME_MS = 14 * DRAFT_LIFETIME_MS;

/** Whether a draft of this age may still be confirmed. */
export function isDraftAlive(
  { createdAt, draftSince, batchId }: Pick<NoticeRow, 'createdAt' | 'draftSince' | 'batchId'>,
  now: Date,
): boolean {
  const since = draftSince ?? createdAt;
  return now.getTime() - since.getTime() <= (batchId === null ? DRAFT_LIFETIME_MS : BATCH_DRAFT_LIFETIME_MS);
}
