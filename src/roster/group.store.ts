import { type SqlBool, sql } from 'kysely';
import type { Queryable } from '../db/index.ts';
import { type GroupKind, groupKindOf } from './group-kind.ts';

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

/** The groups that are not archived, by name, with their owners. */
export function selectGroups(db: Queryable) {
  return db
    .selectFrom('parentGroups')
    .innerJoin('staff', 'staff.staffId', 'parentGroups.ownerId')
    .select(['parentGroups.groupId', 'parentGroups.name', 'parentGroups.platform', 'parentGroups.chatId'])
    .select(['parentGroups.webhookSealed', 'parentGroups.ownerId', 'parentGroups.classId', 'parentGroups.studentId'])
    .select(['staff.name as ownerName', 'staff.wecomUserId as ownerUserId'])
    .where('parentGroups.archivedAt', 'is', null)
    .orderBy('parentGroups.name');
}

type GroupRow = Awaited<ReturnType<ReturnType<typeof selectGroups>['executeTakeFirstOrThrow']>>;

/** A group as the rest of the code knows it, of a class or of one family. */
export function toFamilyGroup({ classId: _class, studentId: _student, ...group }: GroupRow): FamilyGroup {
  return { ...group, kind: groupKindOf(group) };
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
