import { importTexts } from '../texts.zh.ts';
import {
  isNothing,
  isScientific,
  readChoice,
  readName,
  readNumber,
  readPhone,
  readText,
  readYesNo,
} from './kind-reading.ts';
import type { ImportCode, Problems } from './report.ts';
import { type Cell, cellText, LIMITS } from './source.ts';
import { cellTexts } from './texts.zh.ts';

/**
 * One row, cell by cell. Every `read…` gives undefined when the sheet has no such column; a required cell that is empty or
 * wrong is reported and gives undefined too, so that all errors of a row are found in one pass.
 */
export interface RowReader {
  readonly row: number;
  requiredName(column: string): string | undefined;
  /** A name that other sheets refer to: as `requiredName`, and a formula is refused. */
  requiredKey(column: string): string | undefined;
  /** As `requiredKey`, where the cell may be empty. */
  key(column: string): string | undefined;
  text(column: string): string | null | undefined;
  /** An identifier: student number, staff number, account. */
  number(column: string): string | null | undefined;
  requiredNumber(column: string): string | undefined;
  phone(column: string): string | null | undefined;
  yesNo(column: string): boolean | null | undefined;
  choice<T>(
    column: string,
    choices: Readonly<Record<string, T>>,
    others?: Readonly<Record<string, T>>,
  ): T | null | undefined;
  requiredChoice<T>(
    column: string,
    choices: Readonly<Record<string, T>>,
    others?: Readonly<Record<string, T>>,
  ): T | undefined;
  raw(column: string): string | undefined;
  error(column: string, code: ImportCode, message: string): void;
  warn(column: string, code: ImportCode, message: string): void;
}

interface RowContext {
  readonly sheet: string;
  readonly row: number;
  readonly cells: readonly Cell[];
  /** Column name → index of its cell. */
  readonly columns: ReadonlyMap<string, number>;
  readonly problems: Problems;
}

export function createRowReader(context: RowContext): RowReader {
  const { sheet, row, cells, columns, problems } = context;

  const error = (column: string, code: ImportCode, message: string): void => {
    problems.errors.push({ sheet, row, column, code, message });
  };
  const warn = (column: string, code: ImportCode, message: string): void => {
    problems.warnings.push({ sheet, row, column, code, message });
  };

  /** The text of the cell once its oddities are reported; null = unusable, already reported. */
  function take(column: string): string | null | undefined {
    const index = columns.get(column);
    if (index === undefined) return undefined;
    const cell = cells[index];
    const text = cellText(cell);
    if (text.length > LIMITS.cellCharacters) {
      error(column, 'too_long', importTexts.tooLong(LIMITS.cellCharacters));
      return null;
    }
    if (typeof cell === 'object' && cell.oddity === 'error_value') {
      error(column, 'broken_cell', importTexts.brokenCell);
      return null;
    }
    if (typeof cell === 'object' && cell.oddity === 'digits_lost') {
      error(column, 'scientific_notation', importTexts.scientific);
      return null;
    }
    if (typeof cell === 'object' && cell.oddity === 'formula')
      warn(column, 'formula_as_text', importTexts.formulaAsText);
    return text;
  }

  /** As `take`, for what rows are known by: a formula is nobody's number, and we compute none. ="2022001" typed as text is one. */
  function takeKey(column: string): string | null | undefined {
    const cell = cells[columns.get(column) ?? -1];
    const isFormula = typeof cell === 'object' ? cell.oddity === 'formula' : /^[=@]/u.test(readNumber(cell ?? ''));
    if (!isFormula) return take(column);
    error(column, 'formula_in_key', cellTexts.formulaInKey(column));
    return null;
  }

  /** As `takeKey`, for an identifier: what a spreadsheet has made a date, a truth value or a fraction is not what was typed. */
  function takeNumber(column: string): string | null | undefined {
    const cell = cells[columns.get(column) ?? -1];
    if (typeof cell !== 'object' || cell.oddity !== 'not_text') return takeKey(column);
    error(column, 'not_text', cellTexts.notText(column));
    return null;
  }

  function required(column: string, read: (raw: string) => string, takeRaw = take): string | undefined {
    const raw = takeRaw(column);
    if (raw === undefined || raw === null) return undefined;
    const value = read(raw);
    if (!isNothing(value)) return value;
    error(column, 'missing_value', importTexts.missingValue(column));
    return undefined;
  }

  function checkedNumber(column: string, value: string | undefined): string | undefined {
    if (value === undefined || !isScientific(value)) return value;
    error(column, 'scientific_notation', importTexts.scientific);
    return undefined;
  }

  const reader: RowReader = {
    row,
    error,
    warn,
    raw: (column) => take(column) ?? undefined,
    requiredName: (column) => required(column, readName),
    requiredKey: (column) => required(column, readName, takeKey),
    key: (column) => {
      const raw = takeKey(column);
      return raw === undefined || raw === null ? undefined : readName(raw);
    },
    text: (column) => {
      const raw = take(column);
      if (raw === undefined || raw === null) return raw;
      const value = readText(raw);
      return isNothing(value) ? null : value;
    },
    number: (column) => {
      const raw = takeNumber(column);
      if (raw === undefined || raw === null) return raw;
      const value = readNumber(raw);
      return isNothing(value) ? null : (checkedNumber(column, value) ?? null);
    },
    requiredNumber: (column) => checkedNumber(column, required(column, readNumber, takeNumber)),
    phone: (column) => {
      const raw = take(column);
      if (raw === undefined || raw === null) return raw;
      const reading = readPhone(raw);
      if (reading.kind === 'scientific') error(column, 'scientific_notation', importTexts.scientific);
      if (reading.kind === 'unreadable') warn(column, 'phone_unreadable', importTexts.phoneUnreadable);
      if (reading.kind !== 'phone') return null;
      if (reading.hasMore) warn(column, 'phone_extra', importTexts.phoneExtra);
      return reading.phone;
    },
    yesNo: (column) => {
      const raw = take(column);
      if (raw === undefined || raw === null) return raw;
      const value = readYesNo(raw);
      if (value === undefined) error(column, 'bad_value', importTexts.badChoice(column, ['是', '否']));
      return value ?? null;
    },
    choice: (column, choices, others) => {
      const raw = take(column);
      if (raw === undefined || raw === null) return raw;
      if (isNothing(readText(raw))) return null;
      const value = readChoice(raw, choices, others);
      if (value === undefined) error(column, 'bad_value', importTexts.badChoice(column, Object.keys(choices)));
      return value ?? null;
    },
    requiredChoice: (column, choices, others) => {
      const text = required(column, readText);
      if (text === undefined) return undefined;
      const value = readChoice(text, choices, others);
      if (value === undefined) error(column, 'bad_value', importTexts.badChoice(column, Object.keys(choices)));
      return value;
    },
  };
  return reader;
}
