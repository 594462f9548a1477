import { sql } from 'kysely';
import type { Queryable } from '../../db/index.ts';

export interface Callee {
  readonly studentId: string;
  readonly relation: string;
  readonly name: string;
}

/** The first guardian in dial order whom an ordinary call may reach (the SQL twin of isReachable); no numbers. */
export async function listCallees(db: Queryable, studentIds: readonly string[]): Promise<Map<string, Callee>> {
  const { rows } = await sql<Callee>`
    select distinct on (student_id) student_id, relation, name
    from guardians
    where student_id = any(${[...studentIds]}::uuid[]) and archived_at is null
      and do_not_contact_reason is null and not is_emergency_only
      and (phone is not null or (wecom_parent_user_id is not null and is_subscribed is distinct from false))
    order by student_id, contact_order, guardian_id`.execute(db);
  return new Map(rows.map((row) => [row.studentId, row]));
}
