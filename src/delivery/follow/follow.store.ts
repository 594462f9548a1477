import { type RawBuilder, sql } from 'kysely';
import { IS_CLASS_OF_STAFF } from '../../contact/index.ts';
import type { Queryable } from '../../db/index.ts';
import { LEAVING_KIND, type Step } from './family-steps.ts';

/** The last notice of a person that went to single families; drafts made of one file count as one. Its ids, oldest first. */
export async function findLastPrivateNotices(db: Queryable, staffId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ noticeId: string }>`
    with last as (
      select notice_id, batch_id from notices
      where staff_id = ${staffId} and status = 'confirmed' and audience = 'private' order by confirmed_at desc limit 1)
    select n.notice_id from notices n, last
    where n.notice_id = last.notice_id
      or (n.batch_id = last.batch_id and n.staff_id = ${staffId} and n.status = 'confirmed')
    order by n.confirmed_at, n.notice_id`.execute(db);
  return rows.map(({ noticeId }) => noticeId);
}

/** An earlier notice that families have not confirmed. */
export interface OlderNotice {
  readonly title: string;
  readonly noticeCode: string;
  readonly families: number;
}

/** Notices of this person to single families since `from`, but `except`, that went out and that families have not confirmed. */
export async function listOlderUnconfirmed(
  db: Queryable,
  staffId: string,
  { except, from }: { readonly except: readonly string[]; readonly from: Date },
): Promise<readonly OlderNotice[]> {
  const { rows } = await sql<OlderNotice>`
    select u.title, u.notice_code, count(*)::int as families from (
      select n.notice_id, n.notice_code, n.title, n.confirmed_at, d.student_id
      from deliveries d
      join notices n on n.notice_id = d.notice_id and n.status = 'confirmed' and n.audience = 'private'
      join students s on s.student_id = d.student_id and s.archived_at is null and s.status <> 'withdrawn'
      join classes k on k.class_id = s.class_id
      join staff f on f.staff_id = ${staffId}
      where n.staff_id = ${staffId} and n.confirmed_at >= ${from} and n.stopped_at is null
        and not n.notice_id = any(${[...except]}::uuid[]) and d.status <> 'cancelled' and ${IS_CLASS_OF_STAFF}
      group by n.notice_id, n.notice_code, n.title, n.confirmed_at, d.student_id
      having bool_and(d.confirmed_at is null) and bool_or(d.status not in ('queued', 'waiting_quiet_hours'))) u
    group by u.notice_id, u.notice_code, u.title, u.confirmed_at order by u.confirmed_at desc`.execute(db);
  return rows;
}

/** Everything of these notices that went to single families of this person's classes, in its order. */
export async function listSteps(
  db: Queryable,
  noticeIds: readonly string[],
  staffId: string,
): Promise<readonly Step[]> {
  return loadSteps(db, sql`d.notice_id = any(${[...noticeIds]}::uuid[])`, staffId);
}

async function loadSteps(db: Queryable, which: RawBuilder<unknown>, staffId: string): Promise<readonly Step[]> {
  const { rows } = await sql<Step>`
    select d.delivery_id, d.notice_id, n.notice_code, n.title, n.kind, n.is_urgent, n.recipients, d.student_id,
      s.name as student_name, k.name as class_name, d.class_id, d.target_key, d.rung, d.follows, d.channel, d.status,
      d.error_code, d.target, d.platform_target, d.owner_user_id, d.guardian_id, d.group_id, d.body_id, d.created_at,
      d.sent_at, d.confirmed_at, n.stopped_at is not null as is_stopped,
      ((s.archived_at is not null or s.status = 'withdrawn') and n.kind <> ${LEAVING_KIND}) as is_gone
    from deliveries d
    join notices n on n.notice_id = d.notice_id and n.status = 'confirmed' and n.audience = 'private'
    join students s on s.student_id = d.student_id
    join classes k on k.class_id = s.class_id
    join staff f on f.staff_id = ${staffId}
    where ${which} and ${IS_CLASS_OF_STAFF}
    order by d.seq`.execute(db);
  return rows;
}
