import { type SqlBool, sql } from 'kysely';
import { inTransaction, type Queryable } from '../../db/index.ts';
import { chunksOf } from '../../shared/chunks-of.ts';
import { bumpRosterVersion } from '../roster-version.store.ts';
import type { DirectoryCounts, GuardianFinding, RosterGuardian } from './match-parents.ts';

/** How the comparison with a platform's directory stands. */
export interface DirectoryState {
  readonly dueAt: Date;
  readonly syncedAt: Date | null;
  readonly failureCode: string | null;
  readonly failures: number;
  readonly counts: Partial<DirectoryCounts & { readonly refusedDepartments: number }>;
}

/** The state of an account's directory; undefined = never looked at. */
export async function findDirectoryState(db: Queryable, account: string): Promise<DirectoryState | undefined> {
  const row = await db
    .selectFrom('directorySyncs')
    .select(['dueAt', 'syncedAt', 'failureCode', 'failures', 'counts'])
    .where('account', '=', account)
    .executeTakeFirst();
  return row && { ...row, counts: row.counts as DirectoryState['counts'] };
}

/** The states of all accounts whose directory was ever looked at. */
export async function listDirectoryStates(db: Queryable): Promise<DirectoryState[]> {
  const rows = await db
    .selectFrom('directorySyncs')
    .select(['dueAt', 'syncedAt', 'failureCode', 'failures', 'counts'])
    .where('triedAt', 'is not', null)
    .execute();
  return rows.map((row) => ({ ...row, counts: row.counts as DirectoryState['counts'] }));
}

/** Makes the work due at `dueAt`, unless it is due earlier; `unlessTriedSince`: or was tried after that instant. */
export async function makeDirectoryDue(
  db: Queryable,
  account: string,
  dueAt: Date,
  unlessTriedSince: Date | null = null,
): Promise<void> {
  await db
    .insertInto('directorySyncs')
    .values({ account, dueAt })
    .onConflict((conflict) =>
      conflict
        .column('account')
        .doUpdateSet({ dueAt: sql`least(directory_syncs.due_at, excluded.due_at)` })
        .where(
          sql<SqlBool>`${unlessTriedSince}::timestamptz is null or directory_syncs.tried_at is null
            or directory_syncs.tried_at < ${unlessTriedSince}::timestamptz`,
        ),
    )
    .execute();
}

/** Whether the time has come, or the roster has moved on since the last look and that lies before `looked`. */
export async function isDirectoryDue(db: Queryable, account: string, now: Date, looked: Date): Promise<boolean> {
  const found = await db
    .selectFrom('directorySyncs')
    .select('account')
    .where('account', '=', account)
    .where(
      sql<SqlBool>`(due_at <= ${now}::timestamptz or (failures = 0 and tried_at < ${looked}::timestamptz
        and roster_version is distinct from
          coalesce((select (value)::text::int from settings where setting_key = 'roster_version'), 0)))`,
    )
    .executeTakeFirst();
  return found !== undefined;
}

/** The database's own clock: what is heard later than this is newer than a reading that begins now. */
export async function readDatabaseNow(db: Queryable): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  const now = rows[0]?.now;
  if (now === undefined) throw new Error('the database told no time');
  return now;
}

/** Every active guardian of an active student. */
export async function listRosterGuardians(db: Queryable): Promise<RosterGuardian[]> {
  return db
    .selectFrom('guardians')
    .innerJoin('students', 'students.studentId', 'guardians.studentId')
    .select(['guardians.guardianId', 'guardians.studentId', 'students.studentNo', 'students.name as studentName'])
    .select(['guardians.phone', 'guardians.wecomParentUserId as account'])
    .select(['guardians.isAccountFound', 'guardians.isSubscribed'])
    .where('guardians.archivedAt', 'is', null)
    .where('students.archivedAt', 'is', null)
    .execute();
}

const CHUNK_ROWS = 2_000;

/**
 * Writes findings, a short transaction a chunk; returns how often the roster's version was raised. A guardian whom an
 * import changed meanwhile is left alone, and a subscription event that came after `readAt` stays.
 */
export async function writeFindings(
  db: Queryable,
  findings: readonly GuardianFinding[],
  readAt: Date,
): Promise<number> {
  let chunks = 0;
  for (const chunk of chunksOf(findings, CHUNK_ROWS)) {
    const rows = JSON.stringify(chunk.map(toRecord));
    await inTransaction(db, async (tx) => {
      await bumpRosterVersion(tx);
      await sql`
        update guardians
        set wecom_parent_user_id = fresh.account,
          is_account_found = fresh.is_found,
          is_subscribed = case
            when guardians.wecom_parent_user_id is not distinct from fresh.account
              and guardians.subscription_heard_at > ${readAt}::timestamptz then guardians.is_subscribed
            else fresh.is_subscribed end,
          subscription_heard_at = greatest(guardians.subscription_heard_at, ${readAt}::timestamptz)
        from json_to_recordset(${rows}::json)
          as fresh(guardian_id uuid, was_account text, was_phone text, account text, is_found boolean, is_subscribed boolean)
        where guardians.guardian_id = fresh.guardian_id
          and guardians.archived_at is null
          and guardians.wecom_parent_user_id is not distinct from fresh.was_account
          and guardians.phone is not distinct from fresh.was_phone`.execute(tx);
    });
    chunks += 1;
  }
  return chunks;
}

function toRecord(finding: GuardianFinding) {
  return {
    guardian_id: finding.guardianId,
    was_account: finding.wasAccount,
    was_phone: finding.wasPhone,
    account: finding.account,
    is_found: finding.isAccountFound,
    is_subscribed: finding.isSubscribed,
  };
}

export interface DirectoryTry {
  readonly triedAt: Date;
  readonly dueAt: Date;
  readonly counts: DirectoryState['counts'];
  /** Null = it was read as a whole. */
  readonly failureCode: string | null;
  readonly rosterVersion: number;
}

/** Keeps how a try ended. */
export async function saveDirectoryTry(db: Queryable, account: string, result: DirectoryTry): Promise<void> {
  const { triedAt, dueAt, failureCode, counts, rosterVersion } = result;
  const isFailed = failureCode !== null;
  await db
    .updateTable('directorySyncs')
    .set({ triedAt, dueAt, failureCode, rosterVersion, failures: isFailed ? sql`failures + 1` : 0 })
    .$if(!isFailed, (query) => query.set({ syncedAt: triedAt, counts: JSON.stringify(counts) }))
    .where('account', '=', account)
    .execute();
}
