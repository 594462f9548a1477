import type { Queryable } from '../db/index.ts';
import { isInForce } from './in-force.store.ts';

/** One record in force of a student, whoever made it. */
export interface LastContact {
  readonly occurredAt: Date;
  readonly method: string;
  readonly outcome: string;
  readonly relation: string | null;
  readonly summary: string;
}

/** The newest records in force of a student; whoever calls has checked the scope. */
export async function listLastContacts(db: Queryable, studentId: string, limit: number): Promise<LastContact[]> {
  return db
    .selectFrom('contacts as c')
    .select(['c.occurredAt', 'c.method', 'c.outcome', 'c.relation', 'c.summary'])
    .where('c.studentId', '=', studentId)
    .where(isInForce('c'))
    .orderBy('c.occurredAt', 'desc')
    .orderBy('c.seq', 'desc')
    .limit(limit)
    .execute();
}
