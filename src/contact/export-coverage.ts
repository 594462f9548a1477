import { addDays, instantOf, type Term } from '../calendar/index.ts';
import type { Queryable } from '../db/index.ts';
import { type CoverageCounts, listCoverage } from './export.store.ts';
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

/** obligations.md §1C: special students every 14 days, key ones every 30, everybody once a term. */
const SPECIAL_EVERY_MS = 14 * 86_400_000;
const KEY_EVERY_MS = 30 * 86_400_000;

/**
 * One row a class for a term as of `now`. A family counts once it was reached one to one in the term; special and key
 * students are overdue when that is longer ago than their rhythm. In a term that is over, `now` is its end.
 */
export async function exportCoverage(db: Queryable, term: Term, now: Date): Promise<CoverageExportRow[]> {
  const from = instantOf(term.startsOn, '00:00');
  const until = instantOf(addDays(term.endsOn, 1), '00:00');
  const asOfMs = Math.min(now.getTime(), until.getTime());
  const since = (rhythmMs: number): Date => new Date(asOfMs - rhythmMs);
  const counts = await listCoverage(db, {
    from,
    until,
    specialSince: since(SPECIAL_EVERY_MS),
    keySince: since(KEY_EVERY_MS),
  });
  return counts.map(toRow);
}

function toRow(counts: CoverageCounts): CoverageExportRow {
  return {
    class_name: counts.className,
    staff_no: counts.staffNo,
    families: counts.families,
    contacted_individually: counts.contactedIndividually,
    percent: percentOf(counts.contactedIndividually, counts.families),
    of_these_unanswered: counts.ofTheseUnanswered,
    overdue_special: counts.overdueSpecial,
    overdue_key: counts.overdueKey,
    overdue_general: counts.overdueGeneral,
    no_reachable_guardian: counts.noReachableGuardian,
  };
}

/** One decimal, rounded down so that 100 means everybody; null for a class without families. */
export function percentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.floor((part / whole) * 1000) / 10;
}
