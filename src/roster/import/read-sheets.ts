import { importTexts } from '../texts.zh.ts';
import { readName, readNumber, readText } from './kind-reading.ts';
import type { Problems } from './report.ts';
import { createRowReader, type RowReader } from './row-reader.ts';
import { type Column, plainHeader } from './sheets.ts';
import { type Cell, cellText, type SourceSheet } from './source.ts';

/** From sheets to rows whose cells can be asked for by the name of their column; what a row means stands in `read-rows.ts`. */

/** Sheets that belong to nobody's roster but are expected in a workbook; passed over without a word. */
const NOTE_SHEETS = new Set(['说明', '填写说明', '填表说明']);

/** The sheets that one kind of file has: the roster's, or those of facts about students. */
export interface SheetLayout<Name extends string> {
  readonly names: readonly Name[];
  readonly columns: Readonly<Record<Name, readonly Column[]>>;
  /** Which of the sheets a title means; undefined = none. */
  sheetNamed(title: string): Name | undefined;
  /** True for the row that our own template brings as an example. */
  isExampleRow(sheet: Name, textOf: (column: string) => string): boolean;
  /** Column whose value other sheets refer to. */
  readonly keyColumns: Partial<Record<Name, string>>;
}

/** Which of the file's sheets is which. */
export function findSheets<Name extends string>(
  layout: SheetLayout<Name>,
  sheets: readonly SourceSheet[],
  problems: Problems,
): Map<Name, SourceSheet> {
  const found = new Map<Name, SourceSheet>();
  for (const sheet of sheets) {
    const name = layout.sheetNamed(sheet.name);
    if (name === undefined) {
      if (!NOTE_SHEETS.has(sheet.name.trim()) && sheet.rows.length > 0) {
        problems.warnings.push({
          sheet: sheet.name,
          row: 0,
          column: '',
          code: 'unknown_sheet',
          message: importTexts.unknownSheet(layout.names),
        });
      }
    } else if (found.has(name)) {
      problems.errors.push({
        sheet: name,
        row: 0,
        column: '',
        code: 'repeated_sheet',
        message: importTexts.repeatedSheet,
      });
    } else found.set(name, sheet);
  }
  if (found.size === 0) {
    problems.errors.push({
      sheet: '',
      row: 0,
      column: '',
      code: 'no_sheet',
      message: importTexts.noSheet(layout.names),
    });
  }
  return found;
}

/** The rows of a sheet, and the keys that it names, also in rows that have errors. */
export interface SheetRead<T> {
  readonly rows: readonly T[];
  readonly keys: ReadonlySet<string>;
}

/** Reads one sheet with `readRow`; null when the file has no such sheet, or one without a row. */
export function readSheet<Name extends string, T>(
  layout: SheetLayout<Name>,
  { name, sheets, problems }: { name: Name; sheets: ReadonlyMap<Name, SourceSheet>; problems: Problems },
  readRow: (reader: RowReader) => T | undefined,
): SheetRead<T> | null {
  const source = sheets.get(name);
  const header = source?.rows[0];
  if (source === undefined || header === undefined) return null;
  const columns =
    header.number === 1
      ? matchColumns(name, layout.columns[name], header.cells, problems)
      : missingHeader(name, problems);
  if (columns === undefined) return null;
  const rows: T[] = [];
  const keys = new Set<string>();
  let hasContent = false;
  for (const { number, cells } of source.rows.slice(1)) {
    if (cells.every((cell) => readText(cellText(cell)) === '')) continue;
    const textOf = (column: string): string => readText(cellText(cells[columns.get(column) ?? -1]));
    if (layout.isExampleRow(name, textOf)) {
      problems.warnings.push({
        sheet: name,
        row: number,
        column: '',
        code: 'example_row',
        message: importTexts.exampleRow,
      });
      continue;
    }
    hasContent = true;
    const keyColumn = layout.keyColumns[name];
    const reader = createRowReader({ sheet: name, row: number, cells, columns, problems });
    const row = readRow(reader);
    if (row !== undefined) rows.push(row);
    if (keyColumn !== undefined) keys.add(keyOf(name, textOf(keyColumn)));
  }
  return hasContent ? { rows, keys } : null;
}

function missingHeader(name: string, problems: Problems): undefined {
  problems.errors.push({ sheet: name, row: 1, column: '', code: 'missing_column', message: importTexts.missingHeader });
  return undefined;
}

/** Which cell holds which column. The column's own name wins over its other names. */
function matchColumns(
  name: string,
  wanted: readonly Column[],
  header: readonly Cell[],
  problems: Problems,
): Map<string, number> | undefined {
  const titles = header.map((cell) => plainHeader(cellText(cell)));
  const columns = new Map<string, number>();
  const used = new Set<number>();
  let isUsable = true;
  const report = (column: string, code: 'missing_column' | 'repeated_column', message: string): void => {
    problems.errors.push({ sheet: name, row: 1, column, code, message });
    isUsable = false;
  };
  for (const column of wanted) {
    const own = indexesOf(titles, [column.name]);
    const matches = own.length > 0 ? own : indexesOf(titles, column.otherNames);
    if (matches.length > 1) report(column.name, 'repeated_column', importTexts.repeatedColumn(column.name));
    const index = matches[0];
    if (index !== undefined) {
      columns.set(column.name, index);
      for (const match of matches) used.add(match);
    } else if (column.isRequired) report(column.name, 'missing_column', importTexts.missingColumn(column.name));
  }
  titles.forEach((title, index) => {
    if (title === '' || used.has(index)) return;
    const column = readText(cellText(header[index])).slice(0, 40);
    problems.warnings.push({ sheet: name, row: 1, column, code: 'unknown_column', message: importTexts.unknownColumn });
  });
  return isUsable ? columns : undefined;
}

function indexesOf(titles: readonly string[], names: readonly string[]): number[] {
  const wanted = new Set(names.map(plainHeader));
  return titles.flatMap((title, index) => (wanted.has(title) ? [index] : []));
}

function keyOf(name: string, text: string): string {
  return name === '班级' ? readName(text) : readNumber(text);
}
