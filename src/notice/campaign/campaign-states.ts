/**
 * A campaign is what one college means to tell its parents' groups in one term.
 *
 * `active` – accepted by a leader of the college; its items run at their times. At most one a college and term.
 * `stopped` – nothing of it runs any more; what went out stays. A new one may be accepted afterwards.
 *
 * An item of it is
 * `planned` – will run at `due_at` (domain clock).
 * `sent` – its notice was made, and confirmed or waiting for a second person (APPROVALS); from here on the notice tells.
 * `reminded` – the counsellors were asked to write this one themselves.
 * `skipped` – the service was away for more than twelve hours after it was due, or a backup was restored that did not know
 *   what became of it.
 * `failed` – no notice could be made of it, `error_code` says why; the leader was told.
 * `dropped` – the leader took it out.
 *
 * Legal moves:
 * - (nothing) → active with planned items: 采用 by a leader (`accept-campaign.ts`). A proposal is not stored.
 * - active → stopped: 停止宣教计划, confirmed (`campaign.commands.ts`).
 * - planned → planned at another time or with another topic, planned → dropped: 计划3改到…, 计划3换成…, 计划3不要了 (`edit-campaign.ts`).
 * - (nothing) → planned: 计划加一条 ….
 * - planned → sent | reminded | skipped | failed: the runner, in one transaction with what it made (`delivery/campaign-runner.ts`).
 * - planned → skipped, too: `hold-after-restore`.
 * - sent → failed: the second person gave its notice back (`approval/decide.ts`). A stop takes back what still waits.
 * - skipped, failed → planned: moving it to a day that is still ahead.
 */
export type CampaignItemStatus = 'planned' | 'sent' | 'reminded' | 'skipped' | 'failed' | 'dropped';

/** The statuses in which an item may still be moved, changed or taken out. */
export const EDITABLE: readonly CampaignItemStatus[] = ['planned', 'skipped', 'failed'];
