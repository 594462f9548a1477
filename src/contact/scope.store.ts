import { type RawBuilder, sql } from 'kysely';

/** Whose classes count: those of the person, of a college, or all. */
export type ClassScope = { readonly staffId: string } | { readonly collegeId: string } | 'all';

/** For a query in which `classes k` stands: the classes of a scope. */
export function inScope(scope: ClassScope): RawBuilder<unknown> {
  if (scope === 'all') return sql`true`;
  if ('collegeId' in scope) return sql`k.college_id = ${scope.collegeId}`;
  return sql`(k.counsellor_id = ${scope.staffId} or k.class_teacher_id = ${scope.staffId})`;
}

/**
 * For a query in which `classes k` and `staff f` stand: may this person still work with the class? The SQL twin of
 * `record_contact` in command/permissions.ts; never null.
 */
export const IS_CLASS_OF_STAFF: RawBuilder<unknown> = sql`(f.archived_at is null and (
  f.role = 'student_affairs'
  or (f.role = 'college_leader' and f.college_id is not distinct from k.college_id)
  or f.staff_id = k.counsellor_id
  or k.class_teacher_id is not distinct from f.staff_id))`;
