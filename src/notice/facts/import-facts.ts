import { basename, extname } from 'node:path';
import { toDay } from '../../calendar/index.ts';
import { inTransaction, type Queryable } from '../../db/index.ts';
import type { PlatformName } from '../../platform/port.ts';
import {
  createProblems,
  type ImportProblem,
  inSheetOrder,
  type Problems,
  readSource,
  readText,
  SourceError,
  type SourceSheet,
} from '../../roster/index.ts';
import type { Clock } from '../../shared/clock.ts';
import type { IdSource } from '../../shared/ids.ts';
import type { TemplateLibrary } from '../../template/index.ts';
import { type CheckedFact, checkStudents } from './check-students.ts';
import { diffFacts, type FactDiff } from './diff-facts.ts';
import type { FactRow } from './fact.ts';
import { deleteFacts, findStudentsByNumbers, insertImport, listFacts, lockImports, writeFacts } from './facts.store.ts';
import { type PreparedDrafts, prepareDrafts } from './prepare-drafts.ts';
import { readFacts } from './read-facts.ts';
import { FACT_SHEETS } from './sheets.ts';
import { factTexts as texts } from './texts.zh.ts';

export interface FactImportOptions {
  /** Say what would change, store nothing. */
  readonly isDryRun: boolean;
  /** Who says so, as families read it (教务处); default: the file's name. */
  readonly source: string | undefined;
  /** Make drafts of marks too, for families who want them. */
  readonly withMarks: boolean;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Where the counsellors are told of their drafts. */
  readonly platform: PlatformName;
  readonly library: TemplateLibrary;
  readonly timeZone: string;
}

export interface FactImportReport {
  readonly ok: boolean;
  readonly errors: readonly ImportProblem[];
  readonly warnings: readonly ImportProblem[];
  readonly changes: FactDiff['changes'];
  readonly drafts: PreparedDrafts;
}

const NO_CHANGES: FactDiff['changes'] = { added: 0, updated: 0, removed: 0, unchanged: 0 };
const NO_DRAFTS: PreparedDrafts = { made: 0, dropped: 0, tasks: 0 };
const MAX_SOURCE = 30;

/**
 * Imports an .xlsx or a folder of .csv files with facts about students: all or nothing, every error at once by cell; the
 * same file again changes nothing. What is wrong with the file is in the report, not thrown. The file is read before the
 * transaction, which on the embedded database makes everybody else wait.
 */
export async function importFacts(db: Queryable, path: string, options: FactImportOptions): Promise<FactImportReport> {
  const problems = createProblems();
  const sheets = await readSheets(path, problems);
  const rows = sheets === undefined ? [] : readFacts(sheets, problems);
  if (problems.errors.length === 0 && rows.length === 0) {
    problems.errors.push({ sheet: '', row: 0, column: '', code: 'empty', message: texts.empty });
  }
  const checked = await checkAgainstRoster(db, rows, problems);
  if (problems.errors.length > 0) return toReport(problems, NO_CHANGES, NO_DRAFTS);
  const source = nameSource(path, options.source);
  const { changes, drafts } = await writeAll(db, { rows, checked, source }, options);
  return toReport(problems, changes, drafts);
}

async function readSheets(path: string, problems: Problems): Promise<readonly SourceSheet[] | undefined> {
  try {
    const sheets = await readSource(path);
    if (/\.xlsm$/iu.test(path)) {
      problems.warnings.push({ sheet: '', row: 0, column: '', code: 'macro_ignored', message: texts.macroIgnored });
    }
    return sheets;
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const { sheet, code } = error;
    problems.errors.push({ sheet, row: 0, column: '', code, message: texts.source[code] });
    return undefined;
  }
}

async function checkAgainstRoster(
  db: Queryable,
  rows: readonly FactRow[],
  problems: Problems,
): Promise<readonly CheckedFact[]> {
  const students = await findStudentsByNumbers(db, [...new Set(rows.map(({ studentNo }) => studentNo))]);
  return checkStudents(rows, students, problems);
}

/** 教务处, or the file's name without its ending. */
function nameSource(path: string, given: string | undefined): string {
  return readText(given ?? basename(path, extname(path)).normalize('NFC')).slice(0, MAX_SOURCE);
}

class DryRun extends Error {
  readonly result: Written;

  constructor(result: Written) {
    super('dry run');
    this.result = result;
  }
}

interface Written {
  readonly changes: FactDiff['changes'];
  readonly drafts: PreparedDrafts;
}

interface ToWrite {
  readonly rows: readonly FactRow[];
  readonly checked: readonly CheckedFact[];
  readonly source: string;
}

/** A dry run does all of it and takes it back, so that it cannot say anything else than the real one. */
async function writeAll(db: Queryable, toWrite: ToWrite, options: FactImportOptions): Promise<Written> {
  try {
    return await inTransaction(db, async (tx) => {
      const result = await write(tx, toWrite, options);
      if (options.isDryRun) throw new DryRun(result);
      return result;
    });
  } catch (error) {
    if (error instanceof DryRun) return error.result;
    throw error;
  }
}

async function write(tx: Queryable, { rows, checked, source }: ToWrite, options: FactImportOptions): Promise<Written> {
  const { ids, clock, timeZone, withMarks } = options;
  await lockImports(tx);
  const studentIds = [...new Set(checked.map(({ studentId }) => studentId))];
  const kinds = [...new Set(checked.map(({ content }) => content.kind))];
  const { changed, withdrawn, changes } = diffFacts(checked, await listFacts(tx, studentIds, kinds));
  const touched = [...changed, ...withdrawn];
  // Marks that are asked for later, with the file that is known already, are looked at all the same.
  const marks = withMarks ? checked.filter(({ content, isWithdrawn }) => content.kind === 'mark' && !isWithdrawn) : [];
  if (touched.length + marks.length === 0) return { changes, drafts: NO_DRAFTS };

  const now = clock.now();
  const asOf = toDay(now, timeZone);
  const importId = ids.uuid();
  await insertImport(tx, { importId, importedAt: now, source, asOf, changes });
  await writeFacts(tx, importId, changed, () => ids.uuid());
  await deleteFacts(tx, withdrawn);
  const stored = await listFacts(tx, studentIds, kinds);
  const sheets = FACT_SHEETS.filter((name) => rows.some(({ sheet }) => sheet === name));
  const toPrepare = { importId, source, asOf, now, sheets, touched: [...touched, ...marks], stored };
  return { changes, drafts: await prepareDrafts(tx, toPrepare, options) };
}

function toReport(problems: Problems, changes: FactDiff['changes'], drafts: PreparedDrafts): FactImportReport {
  const errors = inSheetOrder(problems.errors, FACT_SHEETS);
  return { ok: errors.length === 0, errors, warnings: inSheetOrder(problems.warnings, FACT_SHEETS), changes, drafts };
}
