import type { CheckedFact } from './check-students.ts';
import type { StudentFact } from './fact.ts';

export interface FactDiff {
  /** New or other than stored. */
  readonly changed: readonly StudentFact[];
  readonly withdrawn: readonly StudentFact[];
  readonly changes: {
    readonly added: number;
    readonly updated: number;
    readonly removed: number;
    readonly unchanged: number;
  };
}

/** Names one fact among all. */
function nameFact({ studentId, factKey, content }: StudentFact): string {
  return `${studentId}|${content.kind}|${factKey}`;
}

/** What a file changes in what is stored. A row that a file lacks says nothing: files come by class and by course. Pure. */
export function diffFacts(checked: readonly CheckedFact[], stored: readonly StudentFact[]): FactDiff {
  const known = new Map(stored.map((fact) => [nameFact(fact), fact]));
  const changed: StudentFact[] = [];
  const withdrawn: StudentFact[] = [];
  let added = 0;
  let unchanged = 0;
  for (const { isWithdrawn, ...fact } of checked) {
    const before = known.get(nameFact(fact));
    if (isWithdrawn) {
      if (before === undefined) unchanged += 1;
      else withdrawn.push(before);
    } else if (before === undefined) {
      added += 1;
      changed.push(fact);
    } else if (isSame(before, fact)) unchanged += 1;
    else changed.push(fact);
  }
  const updated = changed.length - added;
  return { changed, withdrawn, changes: { added, updated, removed: withdrawn.length, unchanged } };
}

/** jsonb keeps no order of keys. */
function isSame(left: StudentFact, right: StudentFact): boolean {
  const sorted = ({ term, content }: StudentFact): string =>
    JSON.stringify([term, Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1))]);
  return sorted(left) === sorted(right);
}
