import { sql } from 'kysely';
import { type Queryable, readSetting, writeSetting } from '../../db/index.ts';

/** Empties the oldest drafts that were judged before `before`, and the words that the findings quote. Returns how many. */
export async function emptyOldDrafts(db: Queryable, before: Date, now: Date, limit: number): Promise<number> {
  const { rows } = await sql`
    update guard_decisions g
    set draft = '', redacted_at = ${now},
      findings = (select coalesce(jsonb_agg(finding - 'words'), '[]'::jsonb) from jsonb_array_elements(g.findings) finding)
    where g.decision_id in (
      select decision_id from guard_decisions
      where redacted_at is null and decided_at < ${before}
      order by decided_at limit ${limit}
    )
    returning 1`.execute(db);
  return rows.length;
}

const LAST_DAY = 'guard_drafts_kept_until_checked_on';

/** Did the routine finish on this day? */
export async function isGuardRetentionDone(db: Queryable, day: string): Promise<boolean> {
  return (await readSetting(db, LAST_DAY)) === day;
}

export async function markGuardRetentionDone(db: Queryable, day: string): Promise<void> {
  await writeSetting(db, LAST_DAY, day);
}
