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
 * - draft → confirmed: 确认 by the sender within 24 hours, targets as shown (`draft/confirm-notice.ts`). The row is locked first, so
 *   that of two presses one confirms and the other is told that it has been sent.
 * - draft → dropped: 取消, 改 (a new draft follows), or 确认 after 24 hours.
 * Nothing leaves `confirmed` or `dropped`.
 */
/** How long a draft may be confirmed, ms: what was shown yesterday is not what the sender has in mind today. */
export const DRAFT_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** Whether a draft of this age may still be confirmed. */
export function isDraftAlive(createdAt: Date, now: Date): boolean {
  return now.getTime() - createdAt.getTime() <= DRAFT_LIFETIME_MS;
}
