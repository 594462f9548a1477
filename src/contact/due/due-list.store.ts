import { sql } from 'kysely';
import type { Queryable } from '../../db/index.ts';
import { isReachableGuardian } from '../../roster/index.ts';
import { isInForce } from '../in-force.store.ts';

export interface Callee {
  readonly studentId: string;
  readonly relation: string;
  readonly name: string;
}

/** The record `c` says, in force and not overtaken by a talk, that the number is wrong; an import puts numbers right. */
const IS_WRONG_NUMBER = sql`(
  c.outcome = 'wrong_number' and ${isInForce('c')}
  and c.recorded_at > coalesce((select max(imported_at) from roster_imports), '-infinity')
  and not exists (
    select 1 from contacts later
    where later.guardian_id = c.guardian_id and later.outcome = 'reached' and later.recorded_at > c.recorded_at))`;

/**
 * The first guardian in dial order whom an ordinary call may reach; no numbers. One whose number
 * was reported wrong since the last import is left out: the import is when numbers are put right.
 */
export async function listCallees(db: Queryable, studentIds: readonly string[]): Promise<Map<string, Callee>> {
  const { rows } = await sql<Callee>`
    select distinct on (student_id) student_id, relation, name
    from guardians
    where student_id = any(${[...studentIds]}::uuid[]) and archived_at is null
      and ${isReachableGuardian('guardians')}
      and not exists (
        select 1 from contacts c
        where c.guardian_id = guardians.guardian_id and ${IS_WRONG_NUMBER})
    order by student_id, contact_order, guardian_id`.execute(db);
  return new Map(rows.map((row) => [row.studentId, row]));
}

/** Of these students, those with a guardian whom an ordinary call might reach if the number were right. */
export async function listToVerify(db: Queryable, studentIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ studentId: string }>`
    select distinct g.student_id
    from guardians g join contacts c on c.guardian_id = g.guardian_id
    where g.student_id = any(${[...studentIds]}::uuid[]) and g.archived_at is null and g.do_not_contact_reason is null
      and ${IS_WRONG_NUMBER}`.execute(db);
  return new Set(rows.map(({ studentId }) => studentId));
}
