import { type SqlBool, sql } from 'kysely';
import type { Queryable, StaffRole } from '../db/index.ts';
import { bumpRosterVersion } from './roster-version.store.ts';

/**
 * Notes that a parent's account follows 学校通知 or no longer does; returns how many guardians it is (a parent of two
 * children is two). Unknown accounts and news that is none change nothing.
 */
export async function setSubscription(db: Queryable, parentUserId: string, isSubscribed: boolean): Promise<number> {
  const isOfAccount = sql<SqlBool>`lower(wecom_parent_user_id) = lower(${parentUserId})`;
  const changing = await db
    .selectFrom('guardians')
    .select('guardianId')
    .where(isOfAccount)
    .where(sql<SqlBool>`is_subscribed is distinct from ${isSubscribed}`)
    .execute();
  // The version first: an import holds it while it writes guardians, and two that wait for each other would be refused.
  if (changing.length > 0) await bumpRosterVersion(db);
  await db
    .updateTable('guardians')
    .set({ isSubscribed, subscriptionHeardAt: sql`clock_timestamp()` })
    .where(isOfAccount)
    .execute();
  return changing.length;
}

/** Whether some guardian, an archived one included, has this account of the platform. */
export async function isAccountKnown(db: Queryable, parentUserId: string): Promise<boolean> {
  const found = await db
    .selectFrom('guardians')
    .select('guardianId')
    .where(sql<SqlBool>`lower(wecom_parent_user_id) = lower(${parentUserId})`)
    .executeTakeFirst();
  return found !== undefined;
}

export interface RosterCounts {
  readonly classes: number;
  readonly staff: number;
  readonly students: number;
  readonly guardians: number;
  readonly groups: number;
}

/** How many active rows of each kind there are. */
export async function countRoster(db: Queryable): Promise<RosterCounts> {
  const count = (table: 'classes' | 'staff' | 'students' | 'guardians' | 'parentGroups') =>
    db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('archivedAt', 'is', null)
      .executeTakeFirstOrThrow()
      .then((row) => Number(row.count));
  return {
    classes: await count('classes'),
    staff: await count('staff'),
    students: await count('students'),
    guardians: await count('guardians'),
    groups: await count('parentGroups'),
  };
}

export interface StaffContact {
  readonly staffId: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly wecomUserId: string | null;
}

export interface PhonesSeen {
  readonly auditId: string;
  readonly happenedAt: Date;
  readonly staffId: string;
  readonly studentId: string;
  readonly action: 'reveal_phones' | 'reveal_phones_emergency';
  readonly reason: string;
}

/** Keeps who saw which family's numbers and why. */
export async function insertPhonesSeen(db: Queryable, seen: PhonesSeen): Promise<void> {
  const { reason, studentId, ...entry } = seen;
  await db
    .insertInto('auditEntries')
    .values({ ...entry, subjectKind: 'student', subjectId: studentId, details: JSON.stringify({ reason }) })
    .execute();
}
