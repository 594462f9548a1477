import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { decodeCsv, parseCsv } from './csv.ts';
import { LIMITS, SourceError, type SourceSheet } from './source.ts';
import { readWorkbook } from './spreadsheet.ts';

/** Reads an .xlsx, a folder of .csv files, or one .csv file named after its sheet. Throws `SourceError`. */
export async function readSource(path: string): Promise<SourceSheet[]> {
  const facts = await stat(path).catch(() => {
    throw new SourceError('no_file');
  });
  if (facts.isDirectory()) return readFolder(path);
  const extension = extname(path).toLowerCase();
  if (extension === '.csv') return [await readCsvFile(path)];
  if (extension !== '.xlsx' && extension !== '.xlsm') throw new SourceError('bad_file');
  if (facts.size > LIMITS.fileBytes) throw new SourceError('too_large');
  return readWorkbook(await readFile(path));
}

async function readFolder(path: string): Promise<SourceSheet[]> {
  const names = (await readdir(path)).filter((name) => /\.csv$/iu.test(name) && !name.startsWith('.')).sort();
  const sheets: SourceSheet[] = [];
  for (const name of names) sheets.push(await readCsvFile(join(path, name)));
  return sheets;
}

async function readCsvFile(path: string): Promise<SourceSheet> {
  const name = basename(path, extname(path)).normalize('NFC');
  const facts = await stat(path);
  if (facts.size > LIMITS.fileBytes) throw new SourceError('too_large', name);
  try {
    return { name, rows: parseCsv(decodeCsv(await readFile(path))) };
  } catch (error) {
    if (error instanceof SourceError) throw new SourceError(error.code, name);
    throw error;
  }
}
