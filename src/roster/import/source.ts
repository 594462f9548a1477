/** What a roster file holds before anybody knows what it means: sheets of rows of cells. */

/** A cell whose text is not all that was typed into it. */
export interface OddCell {
  readonly text: string;
  /**
   * A formula (we keep its text and compute nothing), an error value such as #N/A, a number too long for a spreadsheet; or
   * (`not_text`) a date, a truth value or a number with decimals: as good as text in most columns, but never an identifier.
   */
  readonly oddity: 'formula' | 'error_value' | 'digits_lost' | 'not_text';
}

export type Cell = string | OddCell;

export interface SourceRow {
  /** As a spreadsheet counts: 1 is the header. */
  readonly number: number;
  readonly cells: readonly Cell[];
}

export interface SourceSheet {
  readonly name: string;
  readonly rows: readonly SourceRow[];
}

/** Limits far above any college, far below what could exhaust the machine. */
export const LIMITS = {
  fileBytes: 64 * 1024 * 1024,
  unpackedBytes: 256 * 1024 * 1024,
  rows: 200_000,
  columns: 64,
  cellCharacters: 2_000,
} as const;

/** The file cannot be read as a roster at all; `code` is one of the report's codes. */
export class SourceError extends Error {
  readonly code: 'no_file' | 'bad_file' | 'bad_encoding' | 'too_large';
  readonly sheet: string;

  constructor(code: SourceError['code'], sheet = '') {
    super(code);
    this.code = code;
    this.sheet = sheet;
  }
}

export function cellText(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  return typeof cell === 'string' ? cell : cell.text;
}
