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
