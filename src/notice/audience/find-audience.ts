import type { StaffMember } from '../../command/index.ts';
import { type Action, scopeOf } from '../../command/index.ts';
import type { Queryable } from '../../db/index.ts';
import { groupBy } from '../../shared/group-by.ts';
import type { TemplateLibrary } from '../../template/index.ts';
import { rulesOf } from '../kinds/index.ts';
import type { NoticeKind } from '../kinds/notice-kinds.ts';
import type { Audience } from '../plan/plan-notice.ts';
import type { ClassFacts } from './facts.ts';
import { readAllFamilies, readClasses, readClassGroups, readFamiliesOf } from './read-roster.ts';
import type { Recipients, RecipientsKind } from './recipients.ts';
import { openForUrgent } from './route.ts';

/** What the permission table must allow for this kind to these recipients. */
export function actionFor(library: TemplateLibrary, kind: NoticeKind, recipientsKind: RecipientsKind): Action {
  return recipientsKind === 'family' ? rulesOf(library, kind).action : 'send_group_notice';
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

/** One notice whose audience is wanted. */
export interface AudienceAsked {
  readonly staff: StaffMember;
  readonly kind: NoticeKind;
  readonly recipients: Recipients;
}

/** Everybody whom the recipients mean now, within what the person may reach now. */
export async function findAudience(
  db: Queryable,
  library: TemplateLibrary,
  { staff, kind, recipients }: AudienceAsked,
): Promise<Audience> {
  const reachable = await listReachableClasses(db, staff, actionFor(library, kind, recipients.kind));
  if (recipients.kind === 'family') {
    const ids = recipients.students.map(({ studentId }) => studentId);
    const known = await readFamiliesOf(db, reachable, ids);
    const families = rulesOf(library, kind).isUrgent ? known.map(openForUrgent) : known;
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

/**
 * As `findAudience`, for many notices at once and in their order: the families of named students are read together, however
 * many notices there are.
 */
export async function findAudiences(
  db: Queryable,
  library: TemplateLibrary,
  asked: readonly AudienceAsked[],
): Promise<readonly Audience[]> {
  const audiences = new Map<AudienceAsked, Audience>();
  for (const one of asked) {
    if (one.recipients.kind === 'family') continue;
    audiences.set(one, await findAudience(db, library, one));
  }
  const named = asked.filter(({ recipients }) => recipients.kind === 'family');
  const sameReach = ({ staff, kind }: AudienceAsked) =>
    `${staff.staffId} ${actionFor(library, kind, 'family')} ${rulesOf(library, kind).isUrgent}`;
  for (const same of groupBy(named, sameReach).values()) {
    const [first] = same;
    if (first === undefined) continue;
    const students = same.flatMap(({ recipients }) => (recipients.kind === 'family' ? recipients.students : []));
    const { families } = await findAudience(db, library, { ...first, recipients: { kind: 'family', students } });
    const byStudent = new Map(families.map(({ family }) => [family.studentId, family]));
    for (const one of same) {
      if (one.recipients.kind !== 'family') continue;
      const own = one.recipients.students.flatMap(({ studentId, relation }) => {
        const family = byStudent.get(studentId);
        return family === undefined ? [] : [{ family, relation }];
      });
      audiences.set(one, { groups: [], families: own, classesWithoutGroup: [] });
    }
  }
  return asked.map((one) => audiences.get(one) ?? { groups: [], families: [], classesWithoutGroup: [] });
}
