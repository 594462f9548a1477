import { createHash } from 'node:crypto';
import { inTransaction, type Queryable } from '../../db/index.ts';
import type { Clock } from '../../shared/clock.ts';
import { ConflictError } from '../../shared/errors.ts';
import { groupBy } from '../../shared/group-by.ts';
import type { IdSource } from '../../shared/ids.ts';
import { type Secret, seal, unseal } from '../../shared/secret.ts';
import { isReachable } from '../reachable.ts';
import { bumpRosterVersion } from '../roster-version.store.ts';
import { importTexts } from '../texts.zh.ts';
import { checkRows } from './check-rows.ts';
import type { WebhookSeal } from './diff-groups.ts';
import { diffRoster, type RosterDiff } from './diff-roster.ts';
import { insertImport, readSnapshot, writePlan } from './import.store.ts';
import { readRows } from './read-rows.ts';
import { readSource } from './read-source.ts';
import { dropRepeatedGuardians } from './repeated-guardians.ts';
import {
  createProblems,
  type ImportChanges,
  type ImportOutcome,
  type ImportReport,
  inSheetOrder,
  type Problems,
} from './report.ts';
import type { RosterRows } from './rows.ts';
import { SourceError, type SourceSheet } from './source.ts';
import { toWebhookBases } from './webhook-address.ts';

export interface ImportOptions {
  /** Say what would change, store nothing. */
  readonly dryRun?: boolean;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly secretKey: Secret;
  /** Hosts of the platforms (then https), with the port where it is not the usual one, or their whole base addresses. */
  readonly webhookHosts: readonly string[];
}

const NO_CHANGES: ImportChanges = { added: 0, updated: 0, archived: 0, unchanged: 0 };

/**
 * Imports an .xlsx or a folder of .csv files (contract §5): all or nothing, every error at once; the same file again
 * changes nothing. What is wrong with the file is in the report, not thrown; who is archived stands at `diffRoster`.
 */
export async function importRoster(db: Queryable, path: string, options: ImportOptions): Promise<ImportReport> {
  return (await importRosterInDetail(db, path, options)).report;
}

/** As `importRoster`, and says sheet by sheet who changes. */
export async function importRosterInDetail(
  db: Queryable,
  path: string,
  options: ImportOptions,
): Promise<ImportOutcome> {
  let sheets: SourceSheet[];
  try {
    sheets = await readSource(path);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const { sheet, code } = error;
    const problems = createProblems();
    problems.errors.push({ sheet, row: 0, column: '', code, message: importTexts.source[code] });
    return { report: toReport(problems, NO_CHANGES), details: [] };
  }
  return importInDetail(db, sheets, options);
}

/** Somebody else may change the roster while we compare; then we compare again. */
const MAX_ATTEMPTS = 3;

/** Imports sheets that are already read; as `importRoster`. */
export async function importSheets(
  db: Queryable,
  sheets: readonly SourceSheet[],
  options: ImportOptions,
): Promise<ImportReport> {
  return (await importInDetail(db, sheets, options)).report;
}

async function importInDetail(
  db: Queryable,
  sheets: readonly SourceSheet[],
  options: ImportOptions,
): Promise<ImportOutcome> {
  const problems = createProblems();
  const rows = dropRepeatedGuardians(readRows(sheets, problems, toWebhookBases(options.webhookHosts)), problems);
  if (problems.errors.length === 0 && Object.values(rows).every((list) => list === null || list instanceof Set)) {
    problems.errors.push({ sheet: '', row: 0, column: '', code: 'empty', message: importTexts.empty });
  }
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const outcome = await tryImport(db, rows, problems, options);
    if (outcome !== undefined) return outcome;
  }
  throw new ConflictError('roster.changed_meanwhile', { message: 'the roster changed during each attempt to import' });
}

/** One comparison with what is stored, and its writing. Undefined = the roster moved on in between. */
async function tryImport(
  db: Queryable,
  rows: RosterRows,
  read: Problems,
  options: ImportOptions,
): Promise<ImportOutcome | undefined> {
  const problems: Problems = { errors: [...read.errors], warnings: [...read.warnings] };
  const stored = await readSnapshot(db);
  checkRows(rows, stored, problems);
  if (problems.errors.length > 0) return { report: toReport(problems, NO_CHANGES), details: [] };
  const diff = diffRoster(rows, stored, options.ids, createWebhookSeal(options.secretKey));
  warnAboutFamilies(rows, diff, problems);
  const outcome = { report: toReport(problems, diff.changes), details: diff.details };
  const { added, updated, archived } = diff.changes;
  if (options.dryRun || added + updated + archived === 0) return outcome;
  const isWritten = await writeDiff(db, rows, diff, stored.version, options);
  return isWritten ? outcome : undefined;
}

class RosterMovedOn extends Error {}

async function writeDiff(
  db: Queryable,
  rows: RosterRows,
  diff: RosterDiff,
  version: number,
  options: ImportOptions,
): Promise<boolean> {
  const importedAt = options.clock.now();
  const entry = { importId: options.ids.uuid(), importedAt, sourceHash: hashRows(rows), changes: diff.changes };
  try {
    await inTransaction(db, async (tx) => {
      if ((await bumpRosterVersion(tx)) !== version + 1) throw new RosterMovedOn();
      await writePlan(tx, diff.plan, importedAt);
      await insertImport(tx, entry);
    });
    return true;
  } catch (error) {
    if (error instanceof RosterMovedOn) return false;
    throw error;
  }
}

function toReport(problems: Problems, changes: ImportChanges): ImportReport {
  const errors = inSheetOrder(problems.errors);
  return { ok: errors.length === 0, errors, warnings: inSheetOrder(problems.warnings), changes };
}

/** Every student whom nobody can be called or written for, those outside the file (row 0) included. */
function warnAboutFamilies(rows: RosterRows, diff: RosterDiff, problems: Problems): void {
  const rowOf = new Map(rows.students?.map((row) => [row.studentNo, row.row]));
  const guardians = groupBy(
    diff.guardians.filter((it) => !it.isArchived),
    (it) => it.studentId,
  );
  for (const student of diff.students) {
    if (student.isArchived) continue;
    const own = guardians.get(student.studentId) ?? [];
    if (own.some(isReachable)) continue;
    const code = own.length === 0 ? 'no_guardian' : 'no_reachable_guardian';
    const message =
      own.length === 0 ? importTexts.noGuardian(student.name) : importTexts.noReachableGuardian(student.name);
    problems.warnings.push({
      sheet: '学生',
      row: rowOf.get(student.studentNo) ?? 0,
      column: '学号',
      code,
      message: `${message}（学号 ${student.studentNo}）`,
    });
  }
  for (const name of diff.silentClasses) {
    const row = rows.classes?.find((it) => it.name === name)?.row ?? 0;
    problems.warnings.push({
      sheet: '班级',
      row,
      column: '班级',
      code: 'class_without_students',
      message: importTexts.classWithoutStudents(name),
    });
  }
}

function createWebhookSeal(secretKey: Secret): WebhookSeal {
  return {
    seal: (url) => seal(secretKey, 'webhook', url),
    opens: (sealed, url) => {
      try {
        return unseal(secretKey, 'webhook', sealed) === url;
      } catch {
        // Sealed with another SECRET_KEY: useless to us, so the file's address replaces it.
        return false;
      }
    },
  };
}

function hashRows(rows: RosterRows): string {
  const { classes, staff, students, guardians, groups } = rows;
  return createHash('sha256')
    .update(JSON.stringify([classes, staff, students, guardians, groups]))
    .digest('hex');
}
