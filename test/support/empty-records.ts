import { sql } from 'kysely';
import type { Queryable } from '../../src/db/index.ts';

const GUARDED = ['emergency_entries', 'contact_texts', 'contacts', 'audit_entries'];
const TABLES = [
  'emergency_entries',
  'emergencies',
  'contact_texts',
  'tasks',
  'contacts',
  'open_questions',
  'member_messages',
  'inbound_raw',
  'inbound_messages',
  'audit_entries',
];

/** Gets rid of everything recorded the way only the owner of the database can: the tables refuse it otherwise. */
export async function emptyRecords(db: Queryable): Promise<void> {
  for (const table of GUARDED) await sql`alter table ${sql.table(table)} disable trigger user`.execute(db);
  for (const table of TABLES) await sql`delete from ${sql.table(table)}`.execute(db);
  for (const table of GUARDED) await sql`alter table ${sql.table(table)} enable trigger user`.execute(db);
}
