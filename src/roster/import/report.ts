import type { SheetName } from './sheets.ts';
import { SHEET_NAMES } from './sheets.ts';

export interface ImportProblem {
  /** Empty = the whole file. */
  readonly sheet: string;
  /** As a spreadsheet counts, 1 = header; 0 = no row of the file. */
  readonly row: number;
  /** Empty = the whole row. */
  readonly column: string;
  readonly code: ImportCode;
  /** Chinese; never holds a telephone number or the address of a robot. */
  readonly message: string;
}

export interface ImportChanges {
  readonly added: number;
  readonly updated: number;
  readonly archived: number;
  readonly unchanged: number;
}

/** What becomes of the rows of one sheet, with names for a person to read. */
export interface SheetChanges {
  readonly sheet: SheetName;
  readonly changes: ImportChanges;
  readonly updated: readonly string[];
  readonly archived: readonly string[];
}

/** The outcome of an import, exactly as contract §5 prints it. */
export interface ImportReport {
  readonly ok: boolean;
  readonly errors: readonly ImportProblem[];
  readonly warnings: readonly ImportProblem[];
  readonly changes: ImportChanges;
}

/** The report, and what the command line tells a person besides. */
export interface ImportOutcome {
  readonly report: ImportReport;
  readonly details: readonly SheetChanges[];
}

export type ImportCode =
  // errors
  | 'no_file'
  | 'bad_file'
  | 'bad_encoding'
  | 'too_large'
  | 'no_sheet'
  | 'empty'
  | 'repeated_sheet'
  | 'missing_column'
  | 'repeated_column'
  | 'missing_value'
  | 'bad_value'
  | 'broken_cell'
  | 'too_long'
  | 'scientific_notation'
  | 'not_text'
  | 'formula_in_key'
  | 'duplicate_class'
  | 'duplicate_staff_no'
  | 'duplicate_user_id'
  | 'duplicate_student_no'
  | 'duplicate_guardian'
  | 'duplicate_group'
  | 'unknown_class'
  | 'unknown_staff'
  | 'unknown_student'
  | 'needs_class_or_student'
  | 'webhook_not_allowed'
  // of facts about students (notice/facts/)
  | 'name_differs'
  | 'duplicate_fact'
  | 'formula'
  // warnings
  | 'no_guardian'
  | 'no_reachable_guardian'
  | 'phone_unreadable'
  | 'phone_extra'
  | 'relation_other'
  | 'formula_as_text'
  | 'unknown_sheet'
  | 'unknown_column'
  | 'repeated_row'
  | 'example_row'
  | 'class_without_students'
  | 'student_left'
  | 'contradiction'
  | 'macro_ignored';

/** Where problems are gathered while a file is read. */
export interface Problems {
  readonly errors: ImportProblem[];
  readonly warnings: ImportProblem[];
}

export function createProblems(): Problems {
  return { errors: [], warnings: [] };
}

/** In the order of the sheets and rows, so that somebody can work down the list. */
export function inSheetOrder(
  problems: readonly ImportProblem[],
  names: readonly string[] = SHEET_NAMES,
): ImportProblem[] {
  const place = (name: string): number => names.indexOf(name);
  return [...problems].sort((a, b) => place(a.sheet) - place(b.sheet) || a.row - b.row);
}
