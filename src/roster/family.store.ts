import { type SqlBool, sql } from 'kysely';
import type { Queryable } from '../db/index.ts';
import { type GroupKind, groupKindOf } from './group-kind.ts';
import { isReachableGuardian } from './reachable.store.ts';

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

export interface FamilyGroup {
  readonly groupId: string;
  readonly name: string;
  readonly platform: 'wecom' | 'wechat' | 'qq' | 'dingtalk';
  readonly kind: GroupKind;
  readonly chatId: string | null;
  /** Open it with `unseal(secretKey, 'webhook', …)`. */
  readonly webhookSealed: string | null;
  readonly ownerId: string;
  readonly ownerName: string;
  /** The owner's user id on WeCom. */
  readonly ownerUserId: string | null;
}

export interface ClassGroup extends FamilyGroup {
  readonly classId: string;
  readonly className: string;
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

/** A family as a notice to many needs it. */
export interface FamilyTargets {
  readonly studentId: string;
  readonly studentNo: string;
  readonly name: string;
  readonly classId: string;
  readonly className: string;
  /** With an account, neither 不联系 nor 仅紧急联系, in dial order; `isSubscribed` false = the platform will not reach them. */
  readonly schoolNoticeGuardians: readonly NoticeGuardian[];
  readonly groups: readonly FamilyGroup[];
}

export interface NoticeGuardian {
  readonly guardianId: string;
  readonly name: string;
  readonly relation: string;
  readonly parentUserId: string;
  readonly isSubscribed: boolean | null;
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

function selectGroups(db: Queryable) {
  return db
    .selectFrom('parentGroups')
    .innerJoin('staff', 'staff.staffId', 'parentGroups.ownerId')
    .select(['parentGroups.groupId', 'parentGroups.name', 'parentGroups.platform', 'parentGroups.chatId'])
    .select(['parentGroups.webhookSealed', 'parentGroups.ownerId', 'parentGroups.classId', 'parentGroups.studentId'])
    .select(['staff.name as ownerName', 'staff.wecomUserId as ownerUserId'])
    .where('parentGroups.archivedAt', 'is', null)
    .orderBy('parentGroups.name');
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
  const rowsOf = collect(rows, ({ studentId, ...row }) => [studentId, row]);
  const groupsOf = collect(groups, ({ classId: _class, studentId, ...group }) => [
    studentId ?? '',
    { ...group, kind: groupKindOf(group) },
  ]);
  return new Map(
    students.map((student) => {
      const own = rowsOf.get(student.studentId) ?? [];
      const callable = own
        .filter((it) => it.doNotContactReason === null)
        .map(({ doNotContactReason: _, ...guardian }) => guardian);
      const family: Family = {
        student,
        guardians: callable.filter((it) => !it.isEmergencyOnly),
        emergencyOnly: callable.filter((it) => it.isEmergencyOnly),
        doNotContact: own
          .filter((it) => it.doNotContactReason !== null)
          .map(({ guardianId, name, relation }) => ({ guardianId, name, relation })),
        groups: groupsOf.get(student.studentId) ?? [],
      };
      return [student.studentId, family];
    }),
  );
}

/** The families of some classes in three queries, however many they are; ordered by class and number. */
export async function listFamilies(db: Queryable, classIds: readonly string[]): Promise<FamilyTargets[]> {
  return listTargets(db, sql<SqlBool>`students.class_id = any(${classIds}::uuid[])`);
}

async function listTargets(db: Queryable, isWanted: ReturnType<typeof sql<SqlBool>>): Promise<FamilyTargets[]> {
  const students = await db
    .selectFrom('students')
    .innerJoin('classes', 'classes.classId', 'students.classId')
    .select([
      'students.studentId',
      'students.studentNo',
      'students.name',
      'classes.classId',
      'classes.name as className',
    ])
    .where(isWanted)
    .where('students.archivedAt', 'is', null)
    .orderBy('classes.name')
    .orderBy('students.studentNo')
    .execute();
  const guardians = await db
    .selectFrom('guardians')
    .innerJoin('students', 'students.studentId', 'guardians.studentId')
    .select([
      'guardians.studentId',
      'guardians.guardianId',
      'guardians.name',
      'guardians.relation',
      'guardians.isSubscribed',
    ])
    .select(sql<string>`guardians.wecom_parent_user_id`.as('parentUserId'))
    .where(isWanted)
    .where('students.archivedAt', 'is', null)
    .where('guardians.archivedAt', 'is', null)
    .where('guardians.doNotContactReason', 'is', null)
    .where('guardians.isEmergencyOnly', '=', false)
    .where('guardians.wecomParentUserId', 'is not', null)
    .orderBy('guardians.contactOrder')
    .orderBy('guardians.name')
    .execute();
  const groups = await selectGroups(db)
    .innerJoin('students', 'students.studentId', 'parentGroups.studentId')
    .where(isWanted)
    .execute();
  const guardiansOf = collect(guardians, ({ studentId, ...guardian }) => [studentId, guardian]);
  const groupsOf = collect(groups, ({ classId: _, studentId, ...group }) => [
    studentId ?? '',
    { ...group, kind: groupKindOf(group) },
  ]);
  return students.map((student) => ({
    ...student,
    schoolNoticeGuardians: guardiansOf.get(student.studentId) ?? [],
    groups: groupsOf.get(student.studentId) ?? [],
  }));
}

function collect<Row, Value>(rows: readonly Row[], split: (row: Row) => [string, Value]): Map<string, Value[]> {
  const lists = new Map<string, Value[]>();
  for (const row of rows) {
    const [key, value] = split(row);
    const list = lists.get(key);
    if (list) list.push(value);
    else lists.set(key, [value]);
  }
  return lists;
}

/** The parents' groups of some classes, by class and name. */
export async function listClassGroups(db: Queryable, classIds: readonly string[]): Promise<ClassGroup[]> {
  if (classIds.length === 0) return [];
  const rows = await selectGroups(db)
    .innerJoin('classes', 'classes.classId', 'parentGroups.classId')
    .select(['classes.classId as ownClassId', 'classes.name as className'])
    .where(sql<SqlBool>`parent_groups.class_id = any(${classIds}::uuid[])`)
    .where('classes.archivedAt', 'is', null)
    .clearOrderBy()
    .orderBy('classes.name')
    .orderBy('parentGroups.name')
    .execute();
  return rows.map(({ classId: _class, studentId: _student, ownClassId, ...group }) => ({
    ...group,
    classId: ownClassId,
    kind: groupKindOf(group),
  }));
}

export interface UnreachableStudent {
  readonly studentId: string;
  readonly studentNo: string;
  readonly name: string;
  readonly className: string;
}

/** Students of some classes whom no guardian can be reached for; the rule is `isReachable`. */
export async function listStudentsWithoutReachableGuardian(
  db: Queryable,
  classIds: readonly string[],
): Promise<UnreachableStudent[]> {
  if (classIds.length === 0) return [];
  return db
    .selectFrom('students')
    .innerJoin('classes', 'classes.classId', 'students.classId')
    .select(['students.studentId', 'students.studentNo', 'students.name', 'classes.name as className'])
    .where(sql<SqlBool>`students.class_id = any(${classIds}::uuid[])`)
    .where('students.archivedAt', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('guardians')
            .select('guardianId')
            .whereRef('guardians.studentId', '=', 'students.studentId')
            .where('guardians.archivedAt', 'is', null)
            .where(isReachableGuardian('guardians')),
        ),
      ),
    )
    .orderBy('classes.name')
    .orderBy('students.studentNo')
    .execute();
}
