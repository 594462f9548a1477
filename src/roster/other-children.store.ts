import { type SqlBool, sql } from 'kysely';
import type { Scope, StaffMember } from '../command/index.ts';
import type { Queryable } from '../db/index.ts';
import { isInScope } from './sender-directory.store.ts';

/** Another child of a guardian, whom the same person may look after. */
export interface OtherChild {
  readonly guardianId: string;
  readonly name: string;
  readonly className: string;
}

/**
 * The other children of a student's guardians within a person's reach; a child of another counsellor does not appear. One
 * person is one account of the platform, or one name with one telephone number.
 */
export async function listOtherChildren(
  db: Queryable,
  staff: Pick<StaffMember, 'staffId' | 'collegeId'>,
  scope: Scope,
  studentId: string,
): Promise<OtherChild[]> {
  return db
    .selectFrom('guardians as own')
    .innerJoin('guardians as other', (join) => join.onRef('other.studentId', '<>', 'own.studentId'))
    .innerJoin('students', 'students.studentId', 'other.studentId')
    .innerJoin('classes', 'classes.classId', 'students.classId')
    .select(['own.guardianId', 'students.name', 'classes.name as className'])
    .distinct()
    .where('own.studentId', '=', studentId)
    .where('own.archivedAt', 'is', null)
    .where('other.archivedAt', 'is', null)
    .where('students.archivedAt', 'is', null)
    .where(
      sql<SqlBool>`(lower(other.wecom_parent_user_id) = lower(own.wecom_parent_user_id)
        or (other.phone = own.phone and other.name = own.name))`,
    )
    .where(isInScope(staff, scope))
    .orderBy('classes.name')
    .orderBy('students.name')
    .execute();
}
