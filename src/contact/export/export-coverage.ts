import type { Term } from '../../calendar/index.ts';
import type { Queryable } from '../../db/index.ts';
import { countFamilies, spanOf } from '../due/coverage.ts';
import { type FamilyState, listClassHeads, listFamilyStates } from '../due/family-state.store.ts';
import type { ExportValue } from './export-contacts.ts';

/** The fields of `export coverage`, in their order (contract §6). */
export const COVERAGE_EXPORT_FIELDS = [
  'class_name',
  'staff_no',
  'families',
  'contacted_individually',
  'percent',
  'of_these_unanswered',
  'overdue_special',
  'overdue_key',
  'overdue_general',
  'no_reachable_guardian',
] as const;

export type CoverageExportRow = Readonly<Record<(typeof COVERAGE_EXPORT_FIELDS)[number], ExportValue>>;

/**
 * One row a class for a term as of `now`. A family counts once it was reached one to one in the term; special and key
 * students are overdue when that is longer ago than their rhythm. In a term that is over, `now` is its end.
 */
export async function exportCoverage(
  db: Queryable,
  term: Term,
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): Promise<CoverageExportRow[]> {
  const span = spanOf(term, timeZone);
  const asOf = new Date(Math.min(now.getTime(), span.until.getTime()));
  const byClass = new Map<string, FamilyState[]>();
  for (const family of await listFamilyStates(db, 'all', span)) {
    const families = byClass.get(family.classId);
    if (families) families.push(family);
    else byClass.set(family.classId, [family]);
  }
  return (await listClassHeads(db)).map(({ classId, className, staffNo }) => {
    const counts = countFamilies(byClass.get(classId) ?? [], asOf);
    return {
      class_name: className,
      staff_no: staffNo,
      families: counts.families,
      contacted_individually: counts.contactedIndividually,
      percent: counts.percent,
      of_these_unanswered: counts.ofTheseUnanswered,
      overdue_special: counts.overdueSpecial,
      overdue_key: counts.overdueKey,
      overdue_general: counts.overdueGeneral,
      no_reachable_guardian: counts.noReachableGuardian,
    };
  });
}
