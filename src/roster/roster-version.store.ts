import { sql } from 'kysely';
import { type Queryable, readSetting } from '../db/index.ts';

/** Key in `settings` of a number that grows with every change of the roster, so that caches know when they are stale. */
const ROSTER_VERSION = 'roster_version';

/** The roster's version; 0 before the first change. */
export async function readRosterVersion(db: Queryable): Promise<number> {
  return Number((await readSetting(db, ROSTER_VERSION)) ?? 0);
}

/** Raises the version and returns it. Also the lock between two writers of the roster: the second waits here. */
export async function bumpRosterVersion(db: Queryable): Promise<number> {
  const row = await db
    .insertInto('settings')
    .values({ settingKey: ROSTER_VERSION, value: '1' })
    .onConflict((conflict) =>
      conflict
        .column('settingKey')
        .doUpdateSet({ value: sql`to_jsonb((settings.value)::text::int + 1)`, updatedAt: sql`now()` }),
    )
    .returning('value')
    .executeTakeFirstOrThrow();
  return Number(row.value);
}
