import type { Writable } from 'node:stream';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import ExcelJS from 'exceljs';

export const EXPORT_FORMATS = ['jsonl', 'csv', 'xlsx'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
export type ExportCell = string | number | boolean | null | readonly string[];
export type ExportRecord = Readonly<Record<string, ExportCell>>;

/**
 * Writes rows with these fields, in this order, and ends `out`. jsonl keeps types (contract §5: lists are arrays, yes/no
 * booleans, absent null); csv and xlsx are for spreadsheets: lists joined by `、`, absent empty, formulas made harmless.
 */
export async function writeExport(
  rows: Iterable<ExportRecord>,
  fields: readonly string[],
  format: ExportFormat,
  out: Writable,
): Promise<void> {
  if (format === 'xlsx') return writeXlsx(rows, fields, out);
  await pipeline(Readable.from(format === 'jsonl' ? jsonLines(rows, fields) : csvLines(rows, fields)), out);
}

function* jsonLines(rows: Iterable<ExportRecord>, fields: readonly string[]): Generator<string> {
  for (const row of rows)
    yield `${JSON.stringify(Object.fromEntries(fields.map((field) => [field, row[field] ?? null])))}\n`;
}

/** Without it Excel takes UTF-8 for GBK and shows mojibake. */
const BYTE_ORDER_MARK = '\uFEFF';

function* csvLines(rows: Iterable<ExportRecord>, fields: readonly string[]): Generator<string> {
  yield `${BYTE_ORDER_MARK}${fields.join(',')}\r\n`;
  for (const row of rows)
    yield `${fields.map((field) => quoteCsv(toSpreadsheetText(row[field] ?? null))).join(',')}\r\n`;
}

/** RFC 4180. */
function quoteCsv(text: string): string {
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function toSpreadsheetText(cell: ExportCell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return neutraliseFormula(cell);
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  return neutraliseFormula(cell.join('、'));
}

/**
 * A cell that a spreadsheet would run is made text by a leading `'` (queue.md §4.1): `= + - @`, tab, carriage return, NUL
 * and the full-width twins, also behind blanks.
 */
export function neutraliseFormula(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly what must not come first
  return /^[\s\u0000\uFEFF]*[=+\-@＝＋－＠]|^[\t\r\n\u0000]/u.test(text) ? `'${text}` : text;
}

async function writeXlsx(rows: Iterable<ExportRecord>, fields: readonly string[], out: Writable): Promise<void> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useStyles: false, useSharedStrings: false });
  const sheet = workbook.addWorksheet('export');
  sheet.addRow([...fields]).commit();
  for (const row of rows) sheet.addRow(fields.map((field) => toXlsxCell(row[field] ?? null))).commit();
  sheet.commit();
  await workbook.commit();
}

/** Numbers and yes/no stay what they are; a text is never a formula in xlsx, but it may be saved as csv later. */
function toXlsxCell(cell: ExportCell): string | number | boolean | null {
  return typeof cell === 'number' || typeof cell === 'boolean' || cell === null
    ? cell
    : toXlsxText(toSpreadsheetText(cell));
}

/** XML 1.0 has no control characters, and a cell holds 32,767 characters. */
function toXlsxText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing exactly these is the purpose
  return text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/gu, '').slice(0, 32_767);
}
