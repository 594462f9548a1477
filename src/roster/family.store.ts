import { type SqlBool, sql } from 'kysely';
import type { Queryable } from '../db/index.ts';
import { groupBy } from '../shared/group-by.ts';
import { type FamilyGroup, selectGroups, toFamilyGroup } from './group.store.ts';

/** Reads of students and their families. Archived rows never appear; the caller has checked the scope. */

export interface StudentFacts {
  readonly studentId: string;
  readonly studentNo: string;
  readonly name: string;
  readonly phone: string | null;
  readonly attentionLevel: 'special' | 'key' | 'general';
  readonly status: 'enrolled' | 'suspended' | 'withdrawn' | 'graduated';
  readonly classId: string;
  readonly className: string;
  readonly counsellorId: string;
  readonly counsellorName: string;
  /** The counsellor's user id on WeCom. */
  readonly counsellorUserId: string | null;
}

export interface Guardian {
  readonly guardianId: string;
  readonly name: string;
  readonly relation: string;
  readonly phone: string | null;
  readonly contactOrder: number;
  readonly isEmergencyOnly: boolean;
  readonly wecomParentUserId: string | null;
  /** Null = not known. */
  readonly isSubscribed: boolean | null;
  readonly language: string | null;
}

/** One student with the people around him or her. */
export interface Family {
  readonly student: StudentFacts;
  /** In dial order; to be called in ordinary times. */
  readonly guardians: readonly Guardian[];
  /** In dial order; only in an emergency. */
  readonly emergencyOnly: readonly Guardian[];
  /** Never to be contacted; only how many and who, for the record of what a line says. */
  readonly doNotContact: readonly Pick<Guardian, 'guardianId' | 'name' | 'relation'>[];
  readonly groups: readonly FamilyGroup[];
}

function selectStudents(db: Queryable) {
  return db
    .selectFrom('students')
    .innerJoin('classes', 'classes.classId', 'students.classId')
    .innerJoin('staff', 'staff.staffId', 'classes.counsellorId')
    .select([
      'students.studentId',
      'students.studentNo',
      'students.name',
      'students.phone',
      'students.attentionLevel',
      'students.status',
    ])
    .select(['classes.classId', 'classes.name as className', 'classes.counsellorId'])
    .select(['staff.name as counsellorName', 'staff.wecomUserId as counsellorUserId'])
    .where('students.archivedAt', 'is', null);
}

/** The active students of these ids, in no order. */
export async function findStudentsByIds(db: Queryable, studentIds: readonly string[]): Promise<StudentFacts[]> {
  if (studentIds.length === 0) return [];
  return selectStudents(db).where(sql<SqlBool>`students.student_id = any(${studentIds}::uuid[])`).execute();
}

/** The student with class, counsellor, guardians in dial order and the family's own groups; undefined = not active. */
export async function loadFamily(db: Queryable, studentId: string): Promise<Family | undefined> {
  return (await loadFamilies(db, [studentId])).get(studentId);
}

/** As `loadFamily` for many students, by student id, in three queries; who is not active is left out. */
export async function loadFamilies(db: Queryable, studentIds: readonly string[]): Promise<ReadonlyMap<string, Family>> {
  const students = await findStudentsByIds(db, studentIds);
  if (students.length === 0) return new Map();
  const rows = await db
    .selectFrom('guardians')
    .select([
      'studentId',
      'guardianId',
      'name',
      'relation',
      'phone',
      'contactOrder',
      'isEmergencyOnly',
      'wecomParentUserId',
      'isSubscribed',
      'language',
    ])
    .select('doNotContactReason')
    .where(sql<SqlBool>`student_id = any(${studentIds}::uuid[])`)
    .where('archivedAt', 'is', null)
    .orderBy('contactOrder')
    .orderBy('isEmergencyOnly')
    .orderBy('name')
    .execute();
  const groups = await selectGroups(db)
    .where(sql<SqlBool>`parent_groups.student_id = any(${studentIds}::uuid[])`)
    .execute();
  const rowsOf = groupBy(rows, ({ studentId }) => studentId);
  const groupsOf = groupBy(groups, ({ studentId }) => studentId);
  return new Map(
    students.map((student) => {
      const own = rowsOf.get(student.studentId) ?? [];
      const callable = own
        .filter((it) => it.doNotContactReason === null)
        .map(({ doNotContactReason: _reason, studentId: _student, ...guardian }) => guardian);
      const family: Family = {
        student,
        guardians: callable.filter((it) => !it.isEmergencyOnly),
        emergencyOnly: callable.filter((it) => it.isEmergencyOnly),
        doNotContact: own
          .filter((it) => it.doNotContactReason !== null)
          .map(({ guardianId, name, relation }) => ({ guardianId, name, relation })),
        groups: (groupsOf.get(student.studentId) ?? []).map(toFamilyGroup),
      };
      return [student.studentId, family];
    }),
  );
}
