import { type SqlBool, sql } from 'kysely';
import type { Queryable } from '../db/index.ts';
import { groupBy } from '../shared/group-by.ts';
import { type FamilyGroup, selectGroups, toFamilyGroup } from './group.store.ts';
import { isReachableGuardian } from './reachable.store.ts';

/** Families as notices to many need them. Archived rows never appear; the caller has checked the scope. */

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
  const guardiansOf = groupBy(guardians, ({ studentId }) => studentId);
  const groupsOf = groupBy(groups, ({ studentId }) => studentId);
  return students.map((student) => ({
    ...student,
    schoolNoticeGuardians: (guardiansOf.get(student.studentId) ?? []).map(({ studentId: _, ...guardian }) => guardian),
    groups: (groupsOf.get(student.studentId) ?? []).map(toFamilyGroup),
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
