import { sql } from 'kysely';
import type { ContactRow, Queryable } from '../db/index.ts';

export interface ExportedRow extends ContactRow {
  readonly studentNo: string;
  readonly studentName: string;
  readonly className: string;
  readonly staffNo: string;
  readonly guardianName: string | null;
  readonly sourceText: string | null;
  /** When the record that the chain began with was written. */
  readonly rootRecordedAt: Date;
  /** What replaced this row. */
  readonly successor: 'amendment' | 'withdrawal' | null;
}

interface Span {
  readonly from: Date;
  readonly until: Date;
}

/** Every record and amendment with its names, oldest first. Walks the chains from their records down, once each. */
export async function listForExport(db: Queryable, span: Span | undefined): Promise<ExportedRow[]> {
  const inSpan =
    span === undefined ? sql`` : sql`and chain.occurred_at >= ${span.from} and chain.occurred_at < ${span.until}`;
  const { rows } = await sql<ExportedRow>`
    with recursive chain as (
      select c.*, c.recorded_at as root_recorded_at from contacts c where c.entry = 'record'
      union all
      select n.*, chain.root_recorded_at from contacts n join chain on n.amends = chain.contact_id
    )
    select chain.*, s.student_no, s.name as student_name, k.name as class_name, f.staff_no, g.name as guardian_name,
      t.source_text, n.entry as successor
    from chain
    join students s on s.student_id = chain.student_id
    join classes k on k.class_id = s.class_id
    join staff f on f.staff_id = chain.staff_id
    left join guardians g on g.guardian_id = chain.guardian_id
    left join contact_texts t on t.contact_id = chain.contact_id
    left join contacts n on n.amends = chain.contact_id
    where chain.entry <> 'withdrawal' ${inSpan}
    order by chain.seq`.execute(db);
  return rows;
}

/** What one class owes and has done in a span; days are counted on the database's side from `now`. */
export interface CoverageCounts {
  readonly className: string;
  readonly staffNo: string;
  readonly families: number;
  readonly contactedIndividually: number;
  readonly ofTheseUnanswered: number;
  readonly overdueSpecial: number;
  readonly overdueKey: number;
  readonly overdueGeneral: number;
  readonly noReachableGuardian: number;
}

export interface CoverageSpan extends Span {
  /** A special or key student counts as overdue when the last individual contact lies before these. */
  readonly specialSince: Date;
  readonly keySince: Date;
}

/** One row a class; families are enrolled students. One pass over the contacts in force. */
export async function listCoverage(db: Queryable, span: CoverageSpan): Promise<CoverageCounts[]> {
  const { rows } = await sql<CoverageCounts>`
    with reached as (
      select c.student_id, max(c.occurred_at) as last_at, bool_or(c.answered) as was_answered
      from contacts c
      where c.individual and c.entry <> 'withdrawal' and c.occurred_at >= ${span.from} and c.occurred_at < ${span.until}
        and not exists (select 1 from contacts n where n.amends = c.contact_id)
      group by c.student_id
    ), reachable as (
      select distinct student_id from guardians
      where archived_at is null and do_not_contact_reason is null and (phone is not null or wecom_parent_user_id is not null)
    )
    select k.name as class_name, f.staff_no,
      count(s.student_id)::int as families,
      count(r.student_id)::int as contacted_individually,
      (count(*) filter (where r.student_id is not null and not r.was_answered))::int as of_these_unanswered,
      (count(*) filter (where s.attention_level = 'special' and (r.last_at is null or r.last_at < ${span.specialSince})))::int as overdue_special,
      (count(*) filter (where s.attention_level = 'key' and (r.last_at is null or r.last_at < ${span.keySince})))::int as overdue_key,
      (count(*) filter (where s.attention_level = 'general' and s.student_id is not null and r.last_at is null))::int as overdue_general,
      (count(*) filter (where s.student_id is not null and h.student_id is null))::int as no_reachable_guardian
    from classes k
    join staff f on f.staff_id = k.counsellor_id
    left join students s on s.class_id = k.class_id and s.archived_at is null and s.status = 'enrolled'
    left join reached r on r.student_id = s.student_id
    left join reachable h on h.student_id = s.student_id
    where k.archived_at is null
    group by k.class_id, k.name, f.staff_no
    order by k.name`.execute(db);
  return rows;
}
