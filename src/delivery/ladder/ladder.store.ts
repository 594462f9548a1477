import { sql } from 'kysely';
import { isInForce } from '../../contact/index.ts';
import { type Queryable, readSetting, writeSetting } from '../../db/index.ts';
import { chunksOf } from '../../shared/chunks-of.ts';
import { changeOf } from '../call/target-change.store.ts';
import { legalSources } from '../delivery-states.ts';
import { LEAVING_KIND } from '../follow/family-steps.ts';

/** Notices older than this are not followed up any more. */
const FOLLOWED_DAYS = 30;
const DAY_KEY = 'ladder_offered_on';

/** A sender with notices of the last weeks that some family has not confirmed. */
export interface LadderSender {
  readonly staffId: string;
  readonly memberId: string;
  readonly noticeIds: readonly string[];
}

export async function listLadderSenders(db: Queryable, now: Date): Promise<readonly LadderSender[]> {
  const { rows } = await sql<LadderSender>`
    select n.staff_id, f.wecom_user_id as member_id, array_agg(n.notice_id order by n.confirmed_at, n.notice_id) as notice_ids
    from notices n join staff f on f.staff_id = n.staff_id
    where n.status = 'confirmed' and n.audience = 'private' and n.stopped_at is null and f.archived_at is null and f.wecom_user_id is not null
      and n.confirmed_at > ${now}::timestamptz - ${FOLLOWED_DAYS} * interval '1 day' and n.confirmed_at <= ${now}
      and exists (select 1 from deliveries d where d.notice_id = n.notice_id and d.student_id is not null
        and d.confirmed_at is null)
    group by 1, 2 order by 1`.execute(db);
  return rows;
}

/** The day (YYYY-MM-DD) on which all senders were last gone through. */
export async function findOfferedOn(db: Queryable): Promise<string | undefined> {
  const day = await readSetting(db, DAY_KEY);
  return typeof day === 'string' ? day : undefined;
}

export async function keepOfferedOn(db: Queryable, day: string): Promise<void> {
  await writeSetting(db, DAY_KEY, day);
}

export interface Offer {
  readonly noticeId: string;
  readonly studentId: string;
  readonly rung: string;
}

/** One statement takes 65,535 parameters; a notice to every family of a university may leave 12,000 to offer. */
const CHUNK = 5_000;

/** Keeps what is offered now; returns the offers that were not made before. */
export async function insertOffers(
  tx: Queryable,
  offers: readonly Offer[],
  made: { readonly batchId: string; readonly staffId: string; readonly offeredAt: Date },
): Promise<readonly Offer[]> {
  const fresh: Offer[] = [];
  for (const chunk of chunksOf(offers, CHUNK)) {
    const stored = await tx
      .insertInto('ladderOffers')
      .values(chunk.map((offer) => ({ ...offer, ...made })))
      .onConflict((conflict) => conflict.columns(['noticeId', 'studentId', 'rung']).doNothing())
      .returning(['noticeId', 'studentId', 'rung'])
      .execute();
    fresh.push(...stored);
  }
  return fresh;
}

/** The offers of one message to this person. */
export async function listOffers(db: Queryable, batchId: string, staffId: string): Promise<readonly Offer[]> {
  return db
    .selectFrom('ladderOffers')
    .select(['noticeId', 'studentId', 'rung'])
    .where('batchId', '=', batchId)
    .where('staffId', '=', staffId)
    .orderBy('noticeId')
    .orderBy('studentId')
    .execute();
}

/** The words of these bodies. */
export async function findBodies(db: Queryable, bodyIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ bodyId: string; body: string }>`
    select body_id, body from notice_bodies where body_id = any(${[...bodyIds]}::uuid[])`.execute(db);
  return new Map(rows.map(({ bodyId, body }) => [bodyId, body]));
}

/** The cause of the task that stands for a call or a letter. */
export function originOf({ noticeId, studentId, rung }: Offer): string {
  return `${ladderOriginOf(noticeId)}${studentId}:${rung}`;
}

/** How the causes of all calls and letters of a notice begin. */
export function ladderOriginOf(noticeId: string): string {
  return `ladder:${noticeId}:`;
}

const ORIGIN = sql`'ladder:' || d.notice_id || ':' || d.student_id || ':' || d.rung`;

/** Why nobody may ring or write any more; also when the student left. */
const CHANGE = sql`coalesce(${changeOf('d')}, (
  select 'guardian_changed' from students u, notices m where u.student_id = d.student_id and m.notice_id = d.notice_id
    and (u.archived_at is not null or u.status = 'withdrawn') and m.kind <> ${LEAVING_KIND}))`;

/**
 * What became of each call and letter that is still open: done, given up, no longer needed, or no longer allowed (nobody may
 * ring who is 不联系 by now, `changeOf`). A call is done by a talk with this family alone that was had since; of a day without
 * an hour it counts from that day on.
 */
const OUTCOMES = sql`
  select d.delivery_id, d.notice_id, d.student_id, d.rung,
    case
      when exists (select 1 from deliveries o where o.notice_id = d.notice_id and o.student_id = d.student_id
        and o.confirmed_at is not null) then 'cancelled'
      when d.channel = 'phone' and c.recorded_at is not null then 'sent'
      when t.status = 'done' then 'sent'
      when t.status = 'dropped' or ${CHANGE} is not null then 'failed'
    end as outcome,
    case when t.status is distinct from 'dropped' then ${CHANGE} end as change,
    t.staff_id,
    case when d.channel = 'phone' then coalesce(c.recorded_at, t.closed_at) else t.closed_at end as ended_at
  from deliveries d
  left join lateral (
    select k.status, k.closed_at, k.staff_id from tasks k where k.origin = ${ORIGIN} order by k.created_at desc limit 1) t on true
  left join lateral (
    select min(r.recorded_at) as recorded_at from contacts r
    where r.student_id = d.student_id and r.outcome = 'reached' and r.individual and ${isInForce('r')}
      and r.recorded_at > d.created_at
      and (r.occurred_at >= d.created_at
        or (r.occurred_precision = 'hour' and r.occurred_at >= d.created_at - interval '1 hour')
        or (r.occurred_precision in ('day', 'part_of_day') and r.occurred_at >= d.created_at - interval '12 hours'))) c on true
  where d.status = 'awaiting_member' and d.channel in ('phone', 'letter')`;

/** Is there a call or a letter whose end nobody has written down yet? */
export async function hasEndedByHand(db: Queryable): Promise<boolean> {
  const { rows } = await sql`select 1 from (${OUTCOMES}) o where o.outcome is not null limit 1`.execute(db);
  return rows.length > 0;
}

/** A call or letter that ended, and who had it to do. */
export interface EndedByHand extends Offer {
  /** The guardian or family may not be contacted any more. */
  readonly isChanged: boolean;
  readonly studentName: string;
  readonly title: string;
  readonly memberId: string | null;
}

/** Writes the end of calls and letters: spoken with, posted, given up, not needed, not allowed. Returns whose tasks to close. */
export async function settleByHand(tx: Queryable): Promise<readonly EndedByHand[]> {
  for (const to of ['sent', 'failed', 'cancelled'] as const) legalSources(to, ['awaiting_member']);
  const { rows } = await sql<EndedByHand>`
    update deliveries d
    set status = o.outcome, sent_at = case when o.outcome = 'sent' then o.ended_at end,
        error_code = case when o.outcome = 'failed' then coalesce(o.change, 'given_up') end
    from (${OUTCOMES}) o
    join students s on s.student_id = o.student_id
    join notices n on n.notice_id = o.notice_id
    left join staff f on f.staff_id = o.staff_id and f.archived_at is null
    where o.delivery_id = d.delivery_id and o.outcome is not null and d.status = 'awaiting_member'
    returning d.notice_id, d.student_id, d.rung, (o.outcome = 'failed' and o.change is not null) as is_changed,
      s.name as student_name, n.title, f.wecom_user_id as member_id`.execute(tx);
  return rows;
}

/** Steps that were offered and neither taken nor settled otherwise, of notices that are still followed up. */
export async function countOpenOffers(db: Queryable, now: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count
    from ladder_offers o join notices n on n.notice_id = o.notice_id
    where n.stopped_at is null and n.confirmed_at > ${now}::timestamptz - ${FOLLOWED_DAYS} * interval '1 day'
      and not exists (select 1 from deliveries d where d.notice_id = o.notice_id and d.student_id = o.student_id
        and (d.rung = o.rung or d.confirmed_at is not null))`.execute(db);
  return rows[0]?.count ?? 0;
}
