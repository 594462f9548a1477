import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Scope, StaffMember } from '../command/index.ts';
import type { Queryable } from '../db/index.ts';
import type { IndexedGuardian, IndexedStudent } from '../language/index.ts';
import type { PlatformName } from '../platform/port.ts';
import { FIRST_ADMIN_PREFIX } from './first-admin.ts';

const STAFF_MEMBER = ['staffId', 'staffNo', 'name', 'role', 'collegeId'] as const;

/** The chat account of a member of staff on WeCom; null = no longer there, or without one. */
export async function findMemberId(db: Queryable, staffId: string): Promise<string | null> {
  const row = await db
    .selectFrom('staff')
    .select('wecomUserId')
    .where('staffId', '=', staffId)
    .where('archivedAt', 'is', null)
    .executeTakeFirst();
  return row?.wecomUserId ?? null;
}

/** The active staff member behind a platform's user id; user ids compare without regard to case. */
export async function findStaffByUserId(
  db: Queryable,
  platform: PlatformName,
  userId: string,
): Promise<StaffMember | undefined> {
  const column = platform === 'wecom' ? sql.ref('wecomUserId') : sql.ref('dingtalkUserId');
  return db
    .selectFrom('staff')
    .select(STAFF_MEMBER)
    .where(sql<SqlBool>`lower(${column}) = lower(${userId})`)
    .where('archivedAt', 'is', null)
    .executeTakeFirst();
}

/** True while nobody has loaded a roster: no class, and no staff but the administrators made for ADMIN_USERIDS. */
export async function isRosterEmpty(db: Queryable): Promise<boolean> {
  const found = await db
    .selectNoFrom((eb) => [
      eb
        .or([
          eb.exists(eb.selectFrom('classes').select('classId')),
          eb.exists(eb.selectFrom('staff').select('staffId').where('staffNo', 'not like', `${FIRST_ADMIN_PREFIX}%`)),
        ])
        .as('isFilled'),
    ])
    .executeTakeFirstOrThrow();
  return !found.isFilled;
}

export interface FirstAdmin {
  readonly staffId: string;
  readonly staffNo: string;
  readonly userId: string;
  readonly platform: PlatformName;
}

/** Makes the staff row of an administrator of ADMIN_USERIDS, or takes the one that is there. */
export async function upsertFirstAdmin(db: Queryable, admin: FirstAdmin): Promise<StaffMember> {
  const account = admin.platform === 'wecom' ? { wecomUserId: admin.userId } : { dingtalkUserId: admin.userId };
  return db
    .insertInto('staff')
    .values({ staffId: admin.staffId, staffNo: admin.staffNo, name: admin.userId, role: 'admin', ...account })
    .onConflict((conflict) => conflict.column('staffNo').doUpdateSet({ ...account, archivedAt: null }))
    .returning(STAFF_MEMBER)
    .executeTakeFirstOrThrow();
}

/** Which classes `own`, `college` or `all` means for this person; somebody without a college has none of a college. */
export function isInScope(staff: Pick<StaffMember, 'staffId' | 'collegeId'>, scope: Scope): RawBuilder<SqlBool> {
  if (scope === 'all') return sql`true`;
  if (scope === 'college') return sql`classes.college_id = ${staff.collegeId}::uuid`;
  return sql`(classes.counsellor_id = ${staff.staffId}::uuid or classes.class_teacher_id = ${staff.staffId}::uuid)`;
}

export interface ScopeClass {
  readonly classId: string;
  readonly name: string;
}

/** The active classes within a person's reach, by name. */
export async function listScopeClasses(
  db: Queryable,
  staff: Pick<StaffMember, 'staffId' | 'collegeId'>,
  scope: Scope,
): Promise<ScopeClass[]> {
  return db
    .selectFrom('classes')
    .select(['classId', 'name'])
    .where('archivedAt', 'is', null)
    .where(isInScope(staff, scope))
    .orderBy('name')
    .execute();
}

/** Whether a student (also one who has left) is of a class within the person's reach just now. */
export async function isStudentInScope(
  db: Queryable,
  staff: Pick<StaffMember, 'staffId' | 'collegeId'>,
  scope: Scope,
  studentId: string,
): Promise<boolean> {
  const found = await db
    .selectFrom('students')
    .innerJoin('classes', 'classes.classId', 'students.classId')
    .select('students.studentId')
    .where('students.studentId', '=', studentId)
    .where(isInScope(staff, scope))
    .executeTakeFirst();
  return found !== undefined;
}

/** The active students of some classes with their guardians, as a line is read against them: two queries. */
export async function listIndexedStudents(db: Queryable, classIds: readonly string[]): Promise<IndexedStudent[]> {
  if (classIds.length === 0) return [];
  const students = await db
    .selectFrom('students')
    .innerJoin('classes', 'classes.classId', 'students.classId')
    .select(['students.studentId', 'students.studentNo', 'students.name', 'classes.name as className', 'classes.grade'])
    .where(sql<SqlBool>`students.class_id = any(${classIds}::uuid[])`)
    .where('students.archivedAt', 'is', null)
    .orderBy('students.studentNo')
    .execute();
  const guardians = await db
    .selectFrom('guardians')
    .innerJoin('students', 'students.studentId', 'guardians.studentId')
    .select(['guardians.studentId', 'guardians.guardianId', 'guardians.name', 'guardians.relation'])
    .where(sql<SqlBool>`students.class_id = any(${classIds}::uuid[])`)
    .where('students.archivedAt', 'is', null)
    .where('guardians.archivedAt', 'is', null)
    .orderBy('guardians.contactOrder')
    .execute();
  const byStudent = new Map<string, IndexedGuardian[]>();
  for (const { studentId, guardianId, name, relation } of guardians) {
    const guardian: IndexedGuardian = { guardianId, name, relation: relation as IndexedGuardian['relation'] };
    const known = byStudent.get(studentId);
    if (known) known.push(guardian);
    else byStudent.set(studentId, [guardian]);
  }
  return students.map(({ grade, ...student }) => ({
    ...student,
    ...(grade === null ? {} : { grade }),
    guardians: byStudent.get(student.studentId) ?? [],
  }));
}
