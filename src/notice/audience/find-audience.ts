import type { StaffMember } from '../../command/index.ts';
import { type Action, scopeOf } from '../../command/index.ts';
import type { Queryable } from '../../db/index.ts';
import { KIND_RULES } from '../kinds/index.ts';
import type { NoticeKind } from '../kinds/notice-kinds.ts';
import type { Audience } from '../plan/plan-notice.ts';
import type { ClassFacts } from './facts.ts';
import { readAllFamilies, readClasses, readClassGroups, readFamiliesOf } from './read-roster.ts';
import type { Recipients, RecipientsKind } from './recipients.ts';

/** What the permission table must allow for this kind to these recipients. */
export function actionFor(kind: NoticeKind, recipientsKind: RecipientsKind): Action {
  return recipientsKind === 'family' ? KIND_RULES[kind].action : 'send_group_notice';
}

/** The classes that the person reaches with this action now; none when the role may not do it. */
export async function listReachableClasses(
  db: Queryable,
  staff: StaffMember,
  action: Action,
): Promise<readonly ClassFacts[]> {
  const scope = scopeOf(staff.role, action);
  return scope === undefined ? [] : readClasses(db, staff, scope);
}

/** Everybody whom the recipients mean now, within what the person may reach now. */
export async function findAudience(
  db: Queryable,
  staff: StaffMember,
  kind: NoticeKind,
  recipients: Recipients,
): Promise<Audience> {
  const reachable = await listReachableClasses(db, staff, actionFor(kind, recipients.kind));
  if (recipients.kind === 'family') {
    const ids = recipients.students.map(({ studentId }) => studentId);
    const families = await readFamiliesOf(db, reachable, ids);
    const relationOf = new Map(recipients.students.map(({ studentId, relation }) => [studentId, relation]));
    return {
      groups: [],
      families: families.map((family) => ({ family, relation: relationOf.get(family.studentId) ?? null })),
      classesWithoutGroup: [],
    };
  }
  const { classIds } = recipients;
  const classes = classIds === null ? reachable : reachable.filter(({ classId }) => classIds.includes(classId));
  if (recipients.kind === 'families') {
    const families = await readAllFamilies(db, classes);
    return { groups: [], families: families.map((family) => ({ family, relation: null })), classesWithoutGroup: [] };
  }
  const groups = await readClassGroups(db, classes);
  const withGroup = new Set(groups.map(({ classId }) => classId));
  const without = classes.filter(({ classId }) => !withGroup.has(classId)).map(({ className }) => className);
  return { groups, families: [], classesWithoutGroup: without };
}
