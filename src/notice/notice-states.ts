/**
 * A notice has three states.
 *
 * `draft` – shown to its sender, with its code, its words and the exact targets as they were then (their digest is kept).
 * `confirmed` – the sender said 确认; its deliveries were written in the same transaction. From here on the words never
 *   change, `/verify` answers for the code, and everything else about it is told by its deliveries (src/delivery/).
 * `dropped` – will never go out.
 *
 * Legal moves:
 * - (nothing) → draft: a command has everything it needs (`draft/show-draft.ts`).
 * - (nothing) → confirmed: a run of a schedule, whose owner confirmed the schedule itself (`schedule/prepare-scheduled-run.ts`).
 * - draft → draft: at the confirmation the targets or the words differ from what was shown; the new ones are shown and kept.
 * - (nothing) → draft: an import of facts, one a family, tied together by `batch_id`; shown later.
 * - draft → confirmed: 确认 by the sender in time (24 hours; 14 days for a draft made from facts), targets as shown
 *   (`draft/confirm-drafts.ts`). The row is locked first, so that of two presses one confirms and the other is told that it
 *   has been sent.
 * - draft → dropped: 取消, 改 (a new draft follows), or 确认 too late. Of drafts made from facts also: a corrected file, a
 *   student who left, the end of the 14 days.
 * Nothing leaves `confirmed` or `dropped`.
 */
/** How long a draft may be confirmed, ms: what was shown yesterday is not what the sender has in mind today. */
export const DRAFT_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** The same for a draft made from facts, ms: nobody has it in mind, and it is read again before it goes out. */
const BATCH_DRAFT_LIFETIME_MS = 14 * DRAFT_LIFETIME_MS;

/** Whether a draft of this age may still be confirmed. */
export function isDraftAlive(
  { createdAt, batchId }: { readonly createdAt: Date; readonly batchId: string | null },
  now: Date,
): boolean {
  return now.getTime() - createdAt.getTime() <= (batchId === null ? DRAFT_LIFETIME_MS : BATCH_DRAFT_LIFETIME_MS);
}
