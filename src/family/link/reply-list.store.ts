import { sql } from 'kysely';
import { IS_CLASS_OF_STAFF, isInForce } from '../../contact/index.ts';
import type { Queryable } from '../../db/index.ts';

/** A letter of a family in the list of a member of staff. */
export interface ListedReply {
  readonly replyId: string;
  readonly studentName: string;
  readonly className: string;
  readonly title: string;
  readonly words: string;
  readonly writtenAt: Date;
  /** It was recorded as a contact, or somebody spoke with the family since. */
  readonly isAnswered: boolean;
}

/** The letter was made a record, and that record was not withdrawn. */
const IS_RECORDED = sql`(r.contact_id is not null and not exists (
  with recursive chain as (
    select c.contact_id, c.entry from contacts c where c.contact_id = r.contact_id
    union all
    select c.contact_id, c.entry from contacts c join chain on c.amends = chain.contact_id)
  select 1 from chain where chain.entry = 'withdrawal'))`;

/** A talk with this family alone that was had since; another letter of theirs, recorded, is none. */
const IS_SPOKEN_WITH = sql`exists (
  select 1 from contacts c
  where c.student_id = d.student_id and ${isInForce('c')} and c.outcome = 'reached' and c.individual
    and (c.direction = 'outbound' or c.method <> 'wechat')
    and (c.occurred_at >= r.written_at
      or (c.recorded_at >= r.written_at and c.occurred_precision in ('day', 'part_of_day', 'hour')
        and c.occurred_at >= r.written_at - interval '12 hours')))`;

/**
 * Letters since `since` of families in this person's own classes, or to notices that this person sent, as far as the person may
 * still work with the class: unanswered ones first, those the longest waiting first; then the answered, newest first.
 */
export async function listReplies(
  db: Queryable,
  { staffId, studentId, since }: { readonly staffId: string; readonly studentId: string | null; readonly since: Date },
): Promise<readonly ListedReply[]> {
  const { rows } = await sql<ListedReply>`
    select * from (
      select r.reply_id, s.name as student_name, k.name as class_name, n.title, r.words, r.written_at,
        (${IS_RECORDED} or ${IS_SPOKEN_WITH}) as is_answered
      from notice_replies r
      join deliveries d on d.delivery_id = r.delivery_id
      join notices n on n.notice_id = d.notice_id
      join students s on s.student_id = d.student_id
      join classes k on k.class_id = s.class_id
      join staff f on f.staff_id = ${staffId}
      where r.written_at > ${since} and ${IS_CLASS_OF_STAFF}
        and (k.counsellor_id = f.staff_id or k.class_teacher_id is not distinct from f.staff_id or n.staff_id = f.staff_id)
        and (${studentId}::uuid is null or s.student_id = ${studentId}::uuid)) letters
    order by is_answered, case when is_answered then null else written_at end, written_at desc`.execute(db);
  return rows;
}
