import { sql } from 'kysely';
import type { Queryable } from './open-database.ts';

export interface ServerFacts {
  readonly majorVersion: number;
  /** The database's own clock. */
  readonly now: Date;
}

/** One cheap question to the server; throws when it does not answer. */
export async function readServerFacts(db: Queryable): Promise<ServerFacts> {
  const { rows } = await sql<{ version: string; now: Date }>`
    select current_setting('server_version_num') as version, clock_timestamp() as now`.execute(db);
  const row = rows[0];
  if (row === undefined) throw new Error('the database answered without a row');
  return { majorVersion: Math.floor(Number(row.version) / 10_000), now: row.now };
}
