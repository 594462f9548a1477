import type { ImportChanges } from './report.ts';
import type { TablePlan } from './snapshot.ts';

/** Gathers what becomes of the rows of one table. A row is compared field by field with what is stored. */
export interface TableDiff<Row> {
  /** A row of the file; `stored` is its predecessor. */
  put(wanted: Row, stored: Row | undefined): void;
  /** A stored row that the file leaves out. */
  archive(stored: Row): void;
  /** Every row as it will be, those not mentioned included. */
  result(): readonly Row[];
  readonly plan: TablePlan<Row>;
  readonly changes: ImportChanges;
  /** Names of the rows that change, for a person to read. */
  readonly names: { readonly updated: readonly string[]; readonly archived: readonly string[] };
}

export function createTableDiff<Row extends { readonly isArchived: boolean }>(
  rows: readonly Row[],
  idOf: (row: Row) => string,
  nameOf: (row: Row) => string,
): TableDiff<Row> {
  const final = new Map(rows.map((row) => [idOf(row), row]));
  const added: Row[] = [];
  const changed: Row[] = [];
  const names = { updated: [] as string[], archived: [] as string[] };
  const changes = { added: 0, updated: 0, archived: 0, unchanged: 0 };
  return {
    put: (wanted, stored) => {
      final.set(idOf(wanted), wanted);
      if (stored === undefined) {
        added.push(wanted);
        changes.added += 1;
        return;
      }
      if (isSame(wanted, stored)) {
        changes.unchanged += 1;
        return;
      }
      changed.push(wanted);
      const kind = wanted.isArchived && !stored.isArchived ? 'archived' : 'updated';
      changes[kind] += 1;
      names[kind].push(nameOf(wanted));
    },
    archive: (stored) => {
      if (stored.isArchived) return;
      const row = { ...stored, isArchived: true };
      final.set(idOf(row), row);
      changed.push(row);
      changes.archived += 1;
      names.archived.push(nameOf(stored));
    },
    result: () => [...final.values()],
    plan: { added, changed },
    changes,
    names,
  };
}

function isSame<Row extends object>(a: Row, b: Row): boolean {
  return (Object.keys(a) as (keyof Row)[]).every((key) => a[key] === b[key]);
}

/** The value of the file's cell, or what is stored when the file has no such column. */
export function keep<T>(fromFile: T | undefined, stored: T): T {
  return fromFile === undefined ? stored : fromFile;
}
