import { type RawBuilder, sql } from 'kysely';
import { isSenderPaused } from '../stop/paused-sender.store.ts';

/**
 * `d` (of notice `n`) may go out: it is due, nobody paused its sender, and no earlier delivery to the same target is still
 * open. Not in the way are: one of a paused sender (or he would stop everybody else's), a held one before an urgent one (a
 * reminder never is), on
 * another channel one that rests before its next try (or a dead channel would block the living one for ever), a low one that
 * waits for its evening, and what `notInTheWay` names as `e`. Of several that go out as one text only the first one may go,
 * and only when all of them may.
 */
export function mayGo(notInTheWay: RawBuilder<unknown> = sql`false`): RawBuilder<unknown> {
  return sql`
  d.status = 'queued' and (d.retry_at is null or d.retry_at <= clock_timestamp())
  and not ${isSenderPaused('n')}
  and (d.joined_id is null or not exists (
    select 1 from deliveries f join notices fn on fn.notice_id = f.notice_id
    where f.joined_id = d.joined_id and (f.seq < d.seq or f.status <> 'queued' or ${isSenderPaused('fn')})))
  and not exists (
    select 1 from deliveries e join notices m on m.notice_id = e.notice_id
    where e.target_key = d.target_key and e.seq < d.seq
      and e.status in ('queued', 'waiting_quiet_hours', 'sending')
      and (e.status = 'sending' or (
        not (n.is_urgent and d.follows is null and (not m.is_urgent or e.follows is not null))
        and not (e.channel <> d.channel and e.retry_at > clock_timestamp())
        and not (e.digest_at is not null and e.status = 'waiting_quiet_hours')
        and not (${notInTheWay})
        and not ${isSenderPaused('m')})))`;
}
