import { sql } from 'kysely';
import type { Queryable } from '../../db/index.ts';

export interface MemberMessage {
  readonly messageId: string;
  readonly memberId: string;
  readonly kind: 'text' | 'card' | 'card_update';
  readonly content: unknown;
  readonly attempts: number;
  readonly status: 'queued' | 'sending';
  /** A call that was interrupted: messages with the same mark went out together. */
  readonly sendingMark: string | null;
  readonly isStale: boolean;
  readonly waitMs: number | null;
}

/** The open messages of a lane, oldest first. */
export async function listOpenMessages(
  db: Queryable,
  laneKey: string,
  sendTimeoutMs: number,
  limit: number,
): Promise<readonly MemberMessage[]> {
  const { rows } = await sql<MemberMessage>`
    select message_id, member_id, kind, content, attempts, status,
      case when status = 'sending' then sending_since::text end as sending_mark,
      coalesce(status = 'sending' and sending_since <= clock_timestamp() - ${sendTimeoutMs} * interval '1 millisecond', false)
        as is_stale,
      ceil(extract(epoch from case when status = 'sending'
        then sending_since + ${sendTimeoutMs} * interval '1 millisecond' else retry_at end - clock_timestamp()) * 1000)::float8
        as wait_ms
    from member_messages
    where lane_key = ${laneKey} and status in ('queued', 'sending')
    order by seq limit ${limit}`.execute(db);
  return rows;
}

/** Commits the intent for messages that go out in one call; they get the same mark. Fenced by the lease. */
export async function markMessagesSending(
  db: Queryable,
  messageIds: readonly string[],
  lease: { readonly laneKey: string; readonly token: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update member_messages set status = 'sending', attempts = attempts + 1, sending_since = statement_timestamp()
    where message_id = any(${[...messageIds]}::uuid[]) and status in ('queued', 'sending')
      and exists (select 1 from lanes l where l.lane_key = ${lease.laneKey} and l.lease_token = ${lease.token}
        and l.lease_until > clock_timestamp())`.execute(db);
  return Number(numAffectedRows ?? 0n) === messageIds.length;
}

export interface MessageOutcome {
  readonly status: 'sent' | 'queued' | 'failed' | 'unknown';
  readonly errorCode: string | null;
  readonly retryInMs: number | null;
  readonly isFree: boolean;
  readonly sentAt: Date | null;
}

export async function writeMessageOutcome(
  db: Queryable,
  messageIds: readonly string[],
  outcome: MessageOutcome,
): Promise<void> {
  await sql`
    update member_messages
    set status = ${outcome.status}, error_code = ${outcome.errorCode}, sent_at = ${outcome.sentAt},
        retry_at = clock_timestamp() + ${outcome.retryInMs}::float8 * interval '1 millisecond',
        attempts = attempts - ${outcome.isFree ? 1 : 0}
    where message_id = any(${[...messageIds]}::uuid[]) and status = 'sending'`.execute(db);
}

/** The answer to `markMessagesSending` was lost and no call followed: they may go out at once. */
export async function unmarkMessages(db: Queryable, messageIds: readonly string[]): Promise<void> {
  await sql`
    update member_messages set status = 'queued', attempts = attempts - 1
    where message_id = any(${[...messageIds]}::uuid[]) and status = 'sending'`.execute(db);
}
