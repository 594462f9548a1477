import { templateTexts } from '../texts.zh.ts';
import { SHEET_NAMES, SHEETS } from './sheets.ts';
import { writeWorkbook } from './spreadsheet.ts';

/**
 * Writes the workbook of `roster template`: our sheets with headers, drop-downs and one example row each, and a sheet that
 * says how to fill them. Imported as it is, it answers that nothing has been filled in yet.
 */
export async function writeRosterTemplate(path: string): Promise<void> {
  await writeWorkbook(path, [
    ...SHEET_NAMES.map((name) => ({
      name,
      headers: SHEETS[name].map((column) => ({
        text: column.name,
        isRequired: column.isRequired === true,
        width: column.width,
        ...(column.choices ? { choices: column.choices } : {}),
      })),
      rows: [SHEETS[name].map((column) => column.example)],
    })),
    {
      name: templateTexts.noteSheet,
      headers: [{ text: templateTexts.noteHeader, isRequired: false, width: 100 }],
      rows: templateTexts.notes.map((note) => [note]),
    },
  ]);
}
