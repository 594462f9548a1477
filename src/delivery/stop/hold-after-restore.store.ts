import { sql } from 'kysely';
import type { Queryable } from '../../db/index.ts';
import { legalSources } from '../delivery-states.ts';

/** `error_code` of what a restored backup left unfinished. */
const RESTORED = 'restored';

/** Makes every delivery that is not at its end `unknown`; returns how many. */
export async function holdOpenDeliveries(tx: Queryable): Promise<number> {
  const from = legalSources('unknown', ['queued', 'waiting_quiet_hours', 'sending', 'awaiting_member']);
  const { numAffectedRows } = await sql`
    update deliveries
    set status = 'unknown', error_code = ${RESTORED}, not_before = null, retry_at = null, sending_since = null,
        next_check_at = null
    where status = any(${[...from]}) and channel not in ('phone', 'letter')`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** Drops what the bot had not yet said to staff: it may have said it after the backup. Returns how many. */
export async function dropOpenMemberMessages(tx: Queryable): Promise<number> {
  const { numAffectedRows } = await sql`
    update member_messages set status = 'unknown', error_code = ${RESTORED}, retry_at = null, sending_since = null
    where status in ('queued', 'sending')`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/**
 * Gives up lines that were not worked off when the backup was made: they were, afterwards, and a 确认 among them would send
 * again. Questions that were open then may have been answered since. Returns who wrote them.
 */
export async function dropPendingLines(
  tx: Queryable,
): Promise<{ readonly lines: number; readonly senderIds: readonly string[] }> {
  const rows = await tx
    .updateTable('inboundMessages')
    .set({ status: 'failed', errorCode: RESTORED })
    .where('status', '=', 'pending')
    .returning('senderId')
    .execute();
  await tx.deleteFrom('openQuestions').execute();
  const senderIds = [...new Set(rows.map(({ senderId }) => senderId))].filter((senderId) => senderId !== '');
  return { lines: rows.length, senderIds };
}

/** Notices with a delivery that a restore held and nobody has decided about. */
export async function listHeldNotices(tx: Queryable): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('deliveries')
    .select('noticeId')
    .distinct()
    .where('status', '=', 'unknown')
    .where('errorCode', '=', RESTORED)
    .execute();
  return rows.map(({ noticeId }) => noticeId);
}

/** Active schedules that became due before `now`. */
export async function listOverdueSchedules(
  tx: Queryable,
  now: Date,
): Promise<readonly { readonly scheduleId: string; readonly cron: string }[]> {
  return tx
    .selectFrom('schedules')
    .select(['scheduleId', 'cron'])
    .where('status', '=', 'active')
    .where('nextRunAt', '<=', now)
    .execute();
}

/** Staff whom the bot can reach, with what it counted for each. */
export interface HeldFor {
  readonly memberId: string;
  readonly count: number;
}

/**
 * Skips what running campaigns had to do before `now`: it was done after the backup. Whoever stands for one can move an item
 * to another day. Returns the campaigns.
 */
export async function skipOverdueItems(
  tx: Queryable,
  now: Date,
): Promise<readonly { readonly staffId: string; readonly collegeId: string; readonly count: number }[]> {
  const { rows } = await sql<{ staffId: string; collegeId: string; count: number }>`
    with skipped as (
      update campaign_items i set status = 'skipped', ran_at = ${now}, error_code = ${RESTORED}
      from campaigns c
      where c.campaign_id = i.campaign_id and c.status = 'active' and i.status = 'planned' and i.due_at <= ${now}
      returning c.staff_id, c.college_id)
    select staff_id, college_id, count(*)::int as count from skipped group by 1, 2`.execute(tx);
  return rows;
}

/**
 * Drops what waited for a second person, because it may have been approved and sent after the backup; drafts made from facts
 * go back to their senders, who read them again anyway. Returns the senders.
 */
export async function dropWaitingNotices(tx: Queryable, now: Date): Promise<readonly HeldFor[]> {
  await sql`
    update approval_requests set outcome = 'dropped', decided_at = ${now}, next_reminder_at = null
    where outcome is null`.execute(tx);
  const { rows } = await sql<HeldFor>`
    with waited as (
      update notices n
      set status = case when n.batch_id is null or exists (
          select 1 from notices o
          where o.subject_key = n.subject_key and o.notice_id <> n.notice_id and o.status in ('draft', 'awaiting_approval'))
        then 'dropped' else 'draft' end, draft_since = ${now}
      where n.status = 'awaiting_approval' returning n.staff_id, n.status)
    select f.wecom_user_id as member_id, count(*)::int as count
    from waited w join staff f on f.staff_id = w.staff_id
    where w.status = 'dropped' and f.archived_at is null and f.wecom_user_id is not null
    group by 1 order by 1`.execute(tx);
  return rows;
}

/** Senders of open drafts made from facts; all other drafts end with the questions that were open. */
export async function listDraftSenders(tx: Queryable): Promise<readonly HeldFor[]> {
  const { rows } = await sql<HeldFor>`
    select f.wecom_user_id as member_id, count(*)::int as count
    from notices n join staff f on f.staff_id = n.staff_id
    where n.status = 'draft' and n.batch_id is not null and f.archived_at is null and f.wecom_user_id is not null
    group by 1 order by 1`.execute(tx);
  return rows;
}
