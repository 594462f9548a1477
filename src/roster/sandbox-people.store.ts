import { sql } from 'kysely';
import { ROLE_LABELS } from '../command/index.ts';
import type { Queryable } from '../db/index.ts';
import { type Secret, unseal } from '../shared/secret.ts';

/** The people and groups of the roster as a stand-in for WeCom needs them; the shape is that of its directory. */
export interface RosterPeople {
  readonly members: readonly { userid: string; name: string; role: string; classNames: readonly string[] }[];
  readonly parents: readonly {
    parentUserid: string;
    name: string;
    relation: string;
    studentName: string;
    studentNo: string;
    mobile?: string;
    className: string;
    isSubscribed: boolean;
  }[];
  readonly groups: readonly {
    chatId: string | null;
    webhookKey: string | null;
    name: string;
    ownerUserid: string;
    kind: 'customer_group' | 'robot_group' | 'plain_wechat' | 'plain_qq';
  }[];
}

/** Everybody who has an account, four queries. An account whose subscription is not known counts as following. */
export async function listPeopleForSandbox(db: Queryable, secretKey: Secret): Promise<RosterPeople> {
  const members = await db
    .selectFrom('staff')
    .select(['staffId', 'name', 'role', sql<string>`wecom_user_id`.as('userid')])
    .where('wecomUserId', 'is not', null)
    .where('archivedAt', 'is', null)
    .orderBy('staffNo')
    .execute();
  const classes = await db
    .selectFrom('classes')
    .select(['name', 'counsellorId', 'classTeacherId'])
    .where('archivedAt', 'is', null)
    .orderBy('name')
    .execute();
  const parents = await db
    .selectFrom('guardians')
    .innerJoin('students', 'students.studentId', 'guardians.studentId')
    .innerJoin('classes', 'classes.classId', 'students.classId')
    .select(['guardians.name', 'guardians.relation', 'guardians.phone', 'students.name as studentName'])
    .select(['students.studentNo', 'classes.name as className'])
    .select([
      sql<string>`guardians.wecom_parent_user_id`.as('parentUserid'),
      sql<boolean>`coalesce(is_subscribed, true)`.as('isSubscribed'),
    ])
    .where('guardians.wecomParentUserId', 'is not', null)
    .where('guardians.archivedAt', 'is', null)
    .where('students.archivedAt', 'is', null)
    .orderBy('classes.name')
    .orderBy('students.studentNo')
    .orderBy('guardians.contactOrder')
    .execute();
  const groups = await db
    .selectFrom('parentGroups')
    .innerJoin('staff', 'staff.staffId', 'parentGroups.ownerId')
    .select(['parentGroups.name', 'parentGroups.platform', 'parentGroups.chatId', 'parentGroups.webhookSealed'])
    .select(sql<string>`coalesce(staff.wecom_user_id, '')`.as('ownerUserid'))
    .where('parentGroups.archivedAt', 'is', null)
    .where('parentGroups.platform', '<>', 'dingtalk')
    .orderBy('parentGroups.name')
    .execute();
  return {
    members: members.map(({ staffId, role, ...member }) => ({
      ...member,
      role: ROLE_LABELS[role],
      classNames: classes
        .filter((it) => it.counsellorId === staffId || it.classTeacherId === staffId)
        .map((it) => it.name),
    })),
    parents: parents.map(({ phone, ...parent }) => ({ ...parent, ...(phone === null ? {} : { mobile: phone }) })),
    groups: groups.map(({ platform, webhookSealed, chatId, ...group }) => {
      const webhookKey = webhookSealed === null ? null : keyOf(unseal(secretKey, 'webhook', webhookSealed));
      return { ...group, chatId, webhookKey, kind: kindOf(platform, chatId, webhookKey) };
    }),
  };
}

function keyOf(webhookUrl: string): string | null {
  return new URL(webhookUrl).searchParams.get('key');
}

function kindOf(
  platform: string,
  chatId: string | null,
  webhookKey: string | null,
): RosterPeople['groups'][number]['kind'] {
  if (platform === 'qq') return 'plain_qq';
  if (platform !== 'wecom') return 'plain_wechat';
  if (chatId !== null) return 'customer_group';
  return webhookKey === null ? 'plain_wechat' : 'robot_group';
}
