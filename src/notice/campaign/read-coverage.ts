import { instantOf, type Term } from '../../calendar/index.ts';
import type { Scope, StaffMember } from '../../command/index.ts';
import type { Queryable } from '../../db/index.ts';
import { readClasses, readClassGroups } from '../audience/read-roster.ts';
import { listGroupTopics } from './campaign.store.ts';
import { coverThemes, type ThemeCoverage } from './theme-coverage.ts';

export interface ScopeCoverage {
  readonly coverage: readonly ThemeCoverage[];
  readonly groupCount: number;
  readonly classesWithoutGroup: readonly string[];
}

/** What the groups of the person's classes have been told this term, theme by theme. */
export async function readCoverage(
  db: Queryable,
  staff: StaffMember,
  scope: Scope,
  { term, timeZone }: { readonly term: Term; readonly timeZone: string },
): Promise<ScopeCoverage> {
  const classes = await readClasses(db, staff, scope);
  const groups = (await readClassGroups(db, classes)).map(({ group, classId }) => ({ ...group, classId }));
  const ids = groups.map(({ groupId }) => groupId);
  const rows = await listGroupTopics(db, ids, instantOf(term.startsOn, '00:00', timeZone));
  const withGroup = new Set(groups.map(({ classId }) => classId));
  return {
    coverage: coverThemes(groups, rows),
    groupCount: groups.length,
    classesWithoutGroup: classes.filter(({ classId }) => !withGroup.has(classId)).map(({ className }) => className),
  };
}
