import { sql } from 'kysely';
import type { Queryable } from '../db/index.ts';

/** The database's present instant, not the one at which a transaction began. */
export async function readDatabaseClock(db: Queryable): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db);
  const row = rows[0];
  if (row === undefined) throw new Error('the database did not say what time it is');
  return row.at;
}
