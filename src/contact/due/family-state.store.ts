import { sql } from 'kysely';
import type { Queryable } from '../../db/index.ts';
import { isReachableGuardian } from '../../roster/index.ts';
import { isInForce } from '../in-force.store.ts';
import { type ClassScope, inScope } from '../scope.store.ts';

/** [from, until) */
export interface Span {
  readonly from: Date;
  readonly until: Date;
}

/** One enrolled student and what was reached with the family in a span. */
export interface FamilyState {
  readonly studentId: string;
  readonly studentName: string;
  readonly classId: string;
  readonly className: string;
  readonly attentionLevel: 'special' | 'key' | 'general';
  /** The last time that the family was reached one to one; null = never in the span. */
  readonly lastAt: Date | null;
  /** Did the family answer at least once? A letter that nobody answered leaves it false. */
  readonly isAnswered: boolean;
  readonly hasReachableGuardian: boolean;
}

/** Every enrolled student of the scope by class and number, with the state of the family. One pass over the contacts in force. */
export async function listFamilyStates(db: Queryable, scope: ClassScope, span: Span): Promise<FamilyState[]> {
  const { rows } = await sql<FamilyState>`
    with reached as (
      select c.student_id, max(c.occurred_at) as last_at, bool_or(c.answered) as was_answered
      from contacts c
      where c.individual and c.occurred_at >= ${span.from} and c.occurred_at < ${span.until} and ${isInForce('c')}
      group by c.student_id
    ), reachable as (
      select distinct student_id from guardians
      where archived_at is null and ${isReachableGuardian('guardians')}
    )
    select s.student_id, s.name as student_name, k.class_id, k.name as class_name, s.attention_level, r.last_at,
      coalesce(r.was_answered, false) as is_answered, h.student_id is not null as has_reachable_guardian
    from students s
    join classes k on k.class_id = s.class_id
    left join reached r on r.student_id = s.student_id
    left join reachable h on h.student_id = s.student_id
    where s.archived_at is null and s.status = 'enrolled' and k.archived_at is null and ${inScope(scope)}
    order by k.name, s.student_no`.execute(db);
  return rows;
}

/** Attempts in force (rang out, switched off, wrong number) with families of the scope in a span. */
export async function countAttempts(db: Queryable, scope: ClassScope, span: Span): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count
    from contacts c
    join students s on s.student_id = c.student_id
    join classes k on k.class_id = s.class_id
    where c.outcome <> 'reached' and c.occurred_at >= ${span.from} and c.occurred_at < ${span.until} and ${isInForce('c')}
      and s.archived_at is null and s.status = 'enrolled' and k.archived_at is null and ${inScope(scope)}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Posts that reached a parents' group of the scope in a span. */
export async function countGroupPosts(db: Queryable, scope: ClassScope, span: Span): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count
    from deliveries d
    join parent_groups g on g.group_id = d.group_id
    join classes k on k.class_id = coalesce(g.class_id, d.class_id)
    where d.status = 'sent' and d.sent_at >= ${span.from} and d.sent_at < ${span.until}
      and k.archived_at is null and ${inScope(scope)}`.execute(db);
  return rows[0]?.count ?? 0;
}

export interface ClassHead {
  readonly classId: string;
  readonly className: string;
  /** The counsellor's. */
  readonly staffNo: string;
}

/** Every class that is not archived, by name. */
export async function listClassHeads(db: Queryable): Promise<ClassHead[]> {
  const { rows } = await sql<ClassHead>`
    select k.class_id, k.name as class_name, f.staff_no
    from classes k join staff f on f.staff_id = k.counsellor_id
    where k.archived_at is null order by k.name`.execute(db);
  return rows;
}
