import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../db/index.ts';
import { toStorableText } from '../../shared/bytes.ts';
import { type ClassScope, inScope } from '../scope.store.ts';
import type { Emergency, EmergencyEntry, EmergencyKind } from './emergency.ts';

export interface NewEmergency {
  readonly emergencyId: string;
  readonly studentId: string;
  readonly kind: EmergencyKind;
  readonly openedBy: string;
  readonly openedAt: Date;
}

/** Opens an emergency; false when one of this student runs already (the unique index decides a race). */
export async function insertEmergency(tx: Queryable, emergency: NewEmergency): Promise<boolean> {
  const row = await tx
    .insertInto('emergencies')
    .values(emergency)
    .onConflict((conflict) => conflict.column('studentId').where('closedAt', 'is', null).doNothing())
    .returning('emergencyId')
    .executeTakeFirst();
  return row !== undefined;
}

/** Running emergencies of a scope, the oldest first. */
export async function listRunning(db: Queryable, scope: ClassScope): Promise<Emergency[]> {
  return loadRunning(db, inScope(scope));
}

/** The running emergencies of these students; the caller has checked the scope. */
export async function listRunningOf(db: Queryable, studentIds: readonly string[]): Promise<Emergency[]> {
  return studentIds.length === 0 ? [] : loadRunning(db, sql`e.student_id = any(${[...studentIds]}::uuid[])`);
}

async function loadRunning(db: Queryable, which: RawBuilder<unknown>): Promise<Emergency[]> {
  const { rows } = await sql<Emergency>`
    select e.emergency_id, e.kind, e.student_id, s.name as student_name, k.name as class_name, k.counsellor_id, e.opened_at
    from emergencies e
    join students s on s.student_id = e.student_id
    join classes k on k.class_id = s.class_id
    where e.closed_at is null and ${which}
    order by e.opened_at, e.emergency_id`.execute(db);
  return rows;
}

/** Closes a running one; true when it was still running, so that one person closes it. */
export async function closeEmergency(
  tx: Queryable,
  close: { readonly emergencyId: string; readonly closedBy: string; readonly closedAt: Date },
): Promise<boolean> {
  const row = await tx
    .updateTable('emergencies')
    .set({ closedBy: close.closedBy, closedAt: close.closedAt })
    .where('emergencyId', '=', close.emergencyId)
    .where('closedAt', 'is', null)
    .returning('emergencyId')
    .executeTakeFirst();
  return row !== undefined;
}

export interface NewEntry {
  readonly entryId: string;
  readonly emergencyId: string;
  readonly entry: EmergencyEntry['entry'];
  readonly happenedAt: Date;
  readonly staffId: string;
  readonly words: string | null;
  readonly contactId?: string;
}

/** Adds to the log of an emergency. */
export async function insertEntry(tx: Queryable, entry: NewEntry): Promise<void> {
  const words = entry.words === null ? null : toStorableText(entry.words);
  await tx
    .insertInto('emergencyEntries')
    .values({ ...entry, words })
    .execute();
}

/** The log, oldest first. */
export async function listEntries(db: Queryable, emergencyId: string): Promise<EmergencyEntry[]> {
  return db
    .selectFrom('emergencyEntries')
    .innerJoin('staff', 'staff.staffId', 'emergencyEntries.staffId')
    .select(['entryId', 'entry', 'happenedAt', 'staff.staffId', 'staff.name as staffName', 'words'])
    .where('emergencyId', '=', emergencyId)
    .orderBy('seq')
    .execute();
}

/** When this person last wrote into one of these logs, since `since`. */
export async function findLastEntryAt(
  db: Queryable,
  {
    emergencyIds,
    staffId,
    since,
  }: { readonly emergencyIds: readonly string[]; readonly staffId: string; readonly since: Date },
): Promise<Date | undefined> {
  const row = await db
    .selectFrom('emergencyEntries')
    .select('happenedAt')
    .where('emergencyId', 'in', [...emergencyIds])
    .where('staffId', '=', staffId)
    .where('happenedAt', '>=', since)
    .orderBy('happenedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.happenedAt;
}
