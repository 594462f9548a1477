import { addDays, instantOf, type Term } from '../../calendar/index.ts';
import type { FamilyState, Span } from './family-state.store.ts';

/**
 * The arithmetic of the duty, used alike by 进度, the due list and `export coverage`. Only one-to-one reach counts; attempts
 * and group posts never do.
 */
export interface Coverage {
  readonly families: number;
  readonly contactedIndividually: number;
  /** One decimal; null without families. */
  readonly percent: number | null;
  /** Of the contacted: only letters or messages that nobody answered. */
  readonly ofTheseUnanswered: number;
  readonly overdueSpecial: number;
  readonly overdueKey: number;
  readonly overdueGeneral: number;
  readonly noReachableGuardian: number;
}

const DAY_MS = 86_400_000;
/** obligations.md §1C, days: special students every 14, key ones every 30, everybody once a term. */
const RHYTHM_DAYS = { special: 14, key: 30, general: null } as const;

/** The instants of a term, in the zone of the college. */
export function spanOf(term: Term, timeZone: string): Span {
  return {
    from: instantOf(term.startsOn, '00:00', timeZone),
    until: instantOf(addDays(term.endsOn, 1), '00:00', timeZone),
  };
}

/** Is the family due? Never reached in the term, or longer ago than the rhythm of its level. */
export function isOverdue({ attentionLevel, lastAt }: FamilyState, asOf: Date): boolean {
  if (lastAt === null) return true;
  const days = RHYTHM_DAYS[attentionLevel];
  return days !== null && lastAt.getTime() < asOf.getTime() - days * DAY_MS;
}

/** Adds up families as of an instant. Pure. */
export function countFamilies(families: readonly FamilyState[], asOf: Date): Coverage {
  const contacted = families.filter(({ lastAt }) => lastAt !== null);
  const overdue = (level: FamilyState['attentionLevel']): number =>
    families.filter((family) => family.attentionLevel === level && isOverdue(family, asOf)).length;
  return {
    families: families.length,
    contactedIndividually: contacted.length,
    percent: percentOf(contacted.length, families.length),
    ofTheseUnanswered: contacted.filter(({ isAnswered }) => !isAnswered).length,
    overdueSpecial: overdue('special'),
    overdueKey: overdue('key'),
    overdueGeneral: overdue('general'),
    noReachableGuardian: families.filter(({ hasReachableGuardian }) => !hasReachableGuardian).length,
  };
}

/** Rounded to one decimal, but 100 means everybody; null for a class without families. */
function percentOf(part: number, whole: number): number | null {
  if (whole === 0) return null;
  const rounded = Math.round((part * 1000) / whole) / 10;
  return part < whole ? Math.min(rounded, 99.9) : rounded;
}
