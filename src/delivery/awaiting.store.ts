import { sql } from 'kysely';
import type { DeliveryStatus, Queryable } from '../db/index.ts';
import { legalSources } from './delivery-states.ts';
import { isSenderPaused } from './stop/paused-sender.store.ts';

/** A delivery that waits for a tap or a paste. */
export interface AwaitingDelivery {
  readonly deliveryId: string;
  readonly noticeId: string;
  readonly noticeCode: string;
  readonly title: string;
  readonly isUrgent: boolean;
  readonly bodyId: string;
  readonly target: string;
  readonly platformTarget: string | null;
  readonly platformRef: string | null;
  readonly ownerUserId: string | null;
  readonly reminders: number;
  readonly createdAt: Date;
  readonly errorCode: string | null;
  readonly isPaused: boolean;
  /** The same for all that went out in one text. */
  readonly joinedId: string | null;
  readonly digestAt: Date | null;
}

const COLUMNS = sql`
  d.delivery_id, d.notice_id, n.notice_code, n.title, n.is_urgent, d.body_id,
  coalesce((select g.name from parent_groups g where g.group_id = d.group_id), d.target) as target, d.platform_target, d.platform_ref,
  d.owner_user_id, d.reminders, d.created_at, d.error_code, d.joined_id, d.digest_at,
  ${isSenderPaused('n')} as is_paused`;

/** More waits for the next look; many tasks are due at once only after a long standstill. */
const MAX_LOOKED_AT = 2_000;

/**
 * Those of a lane that are due for a look at `now` (domain clock), oldest first. All that wait of one task are due together,
 * because they are always given one time; of a task that carries several notices, when one of them is to be looked at.
 */
export async function listDueAwaiting(db: Queryable, laneKey: string, now: Date): Promise<readonly AwaitingDelivery[]> {
  const { rows } = await sql<AwaitingDelivery>`
    select ${COLUMNS} from deliveries d join notices n on n.notice_id = d.notice_id
    where d.lane_key = ${laneKey} and d.status = 'awaiting_member'
      and (d.next_check_at <= ${now} or (d.joined_id is not null and exists (
        select 1 from deliveries e
        where e.lane_key = d.lane_key and e.status = 'awaiting_member' and e.next_check_at <= ${now}
          and (e.joined_id = d.joined_id or e.platform_ref = d.platform_ref))))
    order by d.seq limit ${MAX_LOOKED_AT}`.execute(db);
  return rows;
}

/** When the next look of a lane is due (domain clock). */
export async function findNextCheckAt(db: Queryable, laneKey: string): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(next_check_at) as at from deliveries where lane_key = ${laneKey} and status = 'awaiting_member'`.execute(
    db,
  );
  return rows[0]?.at ?? null;
}

export interface Receipt {
  readonly deliveryId: string;
  readonly to: Extract<DeliveryStatus, 'sent' | 'capped' | 'failed' | 'queued' | 'cancelled'>;
  readonly errorCode: string | null;
  readonly sentAt: Date | null;
}

/** Ends the waiting of these deliveries; those that do not wait any more are left alone. Returns how many changed. */
export async function writeReceipts(db: Queryable, receipts: readonly Receipt[]): Promise<number> {
  if (receipts.length === 0) return 0;
  for (const { to } of receipts) legalSources(to, ['awaiting_member']);
  const column = <K extends keyof Receipt>(name: K): Receipt[K][] => receipts.map((receipt) => receipt[name]);
  const { numAffectedRows } = await sql`
    update deliveries d
    set status = r.status, error_code = r.error_code, sent_at = r.sent_at, next_check_at = null, retry_at = null,
        platform_ref = case when r.status = 'queued' then null else d.platform_ref end,
        joined_id = case when r.status = 'queued' then null else d.joined_id end
    from unnest(${column('deliveryId')}::uuid[], ${column('to')}::text[], ${column('errorCode')}::text[],
      ${column('sentAt')}::timestamptz[]) as r (delivery_id, status, error_code, sent_at)
    where d.delivery_id = r.delivery_id and d.status = 'awaiting_member'`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/** When to look again; `addReminder` counts one more reminder. */
export async function scheduleCheck(
  db: Queryable,
  deliveryIds: readonly string[],
  check: { readonly at: Date | null; readonly addReminder: boolean },
): Promise<void> {
  if (deliveryIds.length === 0) return;
  await sql`
    update deliveries set next_check_at = ${check.at}, reminders = reminders + ${check.addReminder ? 1 : 0}
    where delivery_id = any(${[...deliveryIds]}::uuid[]) and status = 'awaiting_member'`.execute(db);
}
