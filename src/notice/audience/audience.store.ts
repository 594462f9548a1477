import { type SqlBool, sql } from 'kysely';
import type { StaffMember } from '../../command/index.ts';
import type { Queryable } from '../../db/index.ts';

/** The college of each of these classes, by class id. */
export async function listCollegeNames(
  db: Queryable,
  classIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (classIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('classes')
    .innerJoin('colleges', 'colleges.collegeId', 'classes.collegeId')
    .select(['classes.classId', 'colleges.name'])
    .where(sql<SqlBool>`classes.class_id = any(${[...classIds]}::uuid[])`)
    .execute();
  return new Map(rows.map(({ classId, name }) => [classId, name]));
}

/** Those of the students who have a guardian that an ordinary notice may reach, with or without an account. */
export async function listContactableStudents(
  db: Queryable,
  studentIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('guardians')
    .select('studentId')
    .distinct()
    .where(sql<SqlBool>`student_id = any(${[...studentIds]}::uuid[])`)
    .where('archivedAt', 'is', null)
    .where('doNotContactReason', 'is', null)
    .where('isEmergencyOnly', '=', false)
    .execute();
  return new Set(rows.map(({ studentId }) => studentId));
}

/** Somebody on the staff list who has not left. */
export async function findStaffMember(db: Queryable, staffId: string): Promise<StaffMember | undefined> {
  return db
    .selectFrom('staff')
    .select(['staffId', 'staffNo', 'name', 'role', 'collegeId'])
    .where('staffId', '=', staffId)
    .where('archivedAt', 'is', null)
    .executeTakeFirst();
}
