import type { Queryable } from '../db/index.ts';

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
    .where('c.entry', '<>', 'withdrawal')
    .where((eb) =>
      eb.not(eb.exists(eb.selectFrom('contacts as n').select('n.contactId').whereRef('n.amends', '=', 'c.contactId'))),
    )
    .orderBy('c.occurredAt', 'desc')
    .orderBy('c.seq', 'desc')
    .limit(limit)
    .execute();
}
