import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../db/index.ts';

export interface FamilyState {
  readonly studentName: string;
  readonly className: string;
  readonly isContacted: boolean;
}

/** Whose classes count: those of the person, of a college, or all. */
export type ClassScope = { readonly staffId: string } | { readonly collegeId: string } | 'all';

/** Every enrolled student of the scope, and whether the family was reached one to one in [from, until). */
export async function listFamilyStates(
  db: Queryable,
  scope: ClassScope,
  from: Date,
  until: Date,
): Promise<FamilyState[]> {
  const { rows } = await sql<FamilyState>`
    select s.name as student_name, k.name as class_name, exists (
      select 1 from contacts c
      where c.student_id = s.student_id and c.individual and c.entry <> 'withdrawal'
        and c.occurred_at >= ${from} and c.occurred_at < ${until}
        and not exists (select 1 from contacts n where n.amends = c.contact_id)
    ) as is_contacted
    from students s join classes k on k.class_id = s.class_id
    where s.archived_at is null and s.status = 'enrolled' and k.archived_at is null and ${inScope(scope)}
    order by k.name, s.student_no`.execute(db);
  return rows;
}

function inScope(scope: ClassScope): RawBuilder<unknown> {
  if (scope === 'all') return sql`true`;
  if ('collegeId' in scope) return sql`k.college_id = ${scope.collegeId}`;
  return sql`(k.counsellor_id = ${scope.staffId} or k.class_teacher_id = ${scope.staffId})`;
}
