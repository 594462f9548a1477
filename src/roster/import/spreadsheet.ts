import ExcelJS from 'exceljs';
import { type Cell, LIMITS, SourceError, type SourceRow, type SourceSheet } from './source.ts';
import { checkZip } from './zip-check.ts';

/** The only file that knows exceljs (style.md §15). */

/** Reads a workbook: formulas as their own text, never computed; dates as YYYY-MM-DD. Throws `SourceError`. */
export async function readWorkbook(bytes: Buffer): Promise<SourceSheet[]> {
  await checkZip(bytes);
  const workbook = new ExcelJS.Workbook();
  try {
    // Styles of empty columns, pictures and the like are of no use here and cost memory.
    await workbook.xlsx.load(bytes as unknown as ArrayBuffer, {
      ignoreNodes: ['dataValidations', 'conditionalFormatting', 'hyperlinks', 'drawing', 'extLst', 'tableParts'],
    });
  } catch (cause) {
    throw Object.assign(new SourceError('bad_file'), { cause });
  }
  return workbook.worksheets.map((worksheet) => ({ name: worksheet.name, rows: readRows(worksheet) }));
}

function readRows(worksheet: ExcelJS.Worksheet): SourceRow[] {
  if (worksheet.actualRowCount > LIMITS.rows) throw new SourceError('too_large', worksheet.name);
  const rows: SourceRow[] = [];
  worksheet.eachRow((row, number) => {
    const cells: Cell[] = [];
    row.eachCell((cell, column) => {
      if (column > LIMITS.columns) return;
      while (cells.length < column - 1) cells.push('');
      // A merged cell repeats its master's value; only the master counts.
      cells.push(cell.isMerged && cell.master !== cell ? '' : readValue(cell.value));
    });
    rows.push({ number, cells });
  });
  return rows;
}

/** Spreadsheets keep 15 digits; what is longer has lost its end. */
const FIRST_INEXACT = 1e15;

/** Turns a value of exceljs into a cell. */
function readValue(value: ExcelJS.CellValue): Cell {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return { text: value ? '是' : '否', oddity: 'not_text' };
  if (typeof value === 'number') {
    if (Math.abs(value) >= FIRST_INEXACT) return { text: String(value), oddity: 'digits_lost' };
    return Number.isInteger(value) ? String(value) : { text: String(value), oddity: 'not_text' };
  }
  if (value instanceof Date) return { text: value.toISOString().slice(0, 10), oddity: 'not_text' };
  if ('error' in value) return { text: value.error, oddity: 'error_value' };
  if ('richText' in value) return value.richText.map((part) => part.text).join('');
  if ('hyperlink' in value) return typeof value.text === 'string' ? value.text : readNested(value.text);
  if ('formula' in value) return { text: `=${value.formula}`, oddity: 'formula' };
  if ('sharedFormula' in value) return { text: `=${value.sharedFormula}`, oddity: 'formula' };
  return '';
}

/** The label of a link may itself be rich text, which the library's types do not say. */
function readNested(label: unknown): string {
  if (typeof label !== 'object' || label === null || !('richText' in label)) return '';
  const cell = readValue(label as ExcelJS.CellRichTextValue);
  return typeof cell === 'string' ? cell : cell.text;
}

export interface SheetToWrite {
  readonly name: string;
  readonly headers: readonly {
    readonly text: string;
    readonly isRequired: boolean;
    readonly width: number;
    readonly choices?: readonly string[];
  }[];
  readonly rows: readonly (readonly string[])[];
}

/** Rows that get a drop-down; more would make the empty template large. */
const ROWS_WITH_CHOICES = 2_000;

/** Writes a workbook of text cells with drop-downs and a frozen, bold header to `path`. */
export async function writeWorkbook(path: string, sheets: readonly SheetToWrite[]): Promise<void> {
  const workbook = new ExcelJS.Workbook();
  for (const sheet of sheets) writeSheet(workbook.addWorksheet(sheet.name), sheet);
  await workbook.xlsx.writeFile(path);
}

function writeSheet(worksheet: ExcelJS.Worksheet, sheet: SheetToWrite): void {
  worksheet.views = [{ state: 'frozen', ySplit: 1 }];
  sheet.headers.forEach((header, index) => {
    const column = worksheet.getColumn(index + 1);
    column.width = header.width;
    // Text, so that Excel neither drops leading zeros nor writes a number as 2.02E+11.
    column.numFmt = '@';
    const cell = worksheet.getCell(1, index + 1);
    cell.value = header.text;
    cell.font = { bold: true, ...(header.isRequired ? { color: { argb: 'FFC00000' } } : {}) };
    if (header.choices) addChoices(worksheet, index + 1, header.choices);
  });
  sheet.rows.forEach((row, rowIndex) => {
    row.forEach((text, index) => {
      worksheet.getCell(rowIndex + 2, index + 1).value = text;
    });
  });
}

/** The library has ranges, which its types do not say; cell by cell it writes ranges that overlap, and 2,000 empty rows. */
interface WithRanges {
  readonly dataValidations: { add(range: string, validation: ExcelJS.DataValidation): void };
}

function addChoices(worksheet: ExcelJS.Worksheet, column: number, choices: readonly string[]): void {
  const { letter } = worksheet.getColumn(column);
  const { dataValidations } = worksheet as ExcelJS.Worksheet & WithRanges;
  dataValidations.add(`${letter}2:${letter}${ROWS_WITH_CHOICES}`, {
    type: 'list',
    allowBlank: true,
    formulae: [`"${choices.join(',')}"`],
  });
}
