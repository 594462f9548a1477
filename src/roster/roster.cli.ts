import type { Queryable } from '../db/index.ts';
import { type ImportOptions, importRosterInDetail } from './import/import-roster.ts';
import type { ImportOutcome, ImportProblem, SheetChanges } from './import/report.ts';
import { writeRosterTemplate } from './import/template.ts';
import { cliTexts as texts } from './texts.zh.ts';

export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
}

export interface RosterImportArgs {
  readonly path: string;
  readonly isDryRun: boolean;
  readonly isJson: boolean;
}

/** `roster import PATH [--dry-run] [--json]`: exit code 1 when the file has errors. */
export async function runRosterImport(
  db: Queryable,
  args: RosterImportArgs,
  options: Omit<ImportOptions, 'dryRun'>,
): Promise<CliResult> {
  const outcome = await importRosterInDetail(db, args.path, { ...options, dryRun: args.isDryRun });
  const { report } = outcome;
  const stdout = args.isJson ? `${JSON.stringify(report)}\n` : renderOutcome(outcome, args.isDryRun);
  return { exitCode: report.ok ? 0 : 1, stdout };
}

/** `roster template PATH.xlsx`; needs no database. */
export async function runRosterTemplate(args: { readonly path: string }): Promise<CliResult> {
  if (!/\.xlsx$/iu.test(args.path)) return { exitCode: 1, stdout: `${texts.templateFailed}\n` };
  try {
    await writeRosterTemplate(args.path);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    return { exitCode: 1, stdout: `${texts.templateFailed}\n` };
  }
  return { exitCode: 0, stdout: `${texts.templateWritten(args.path)}\n` };
}

/** The report as an administrator reads it, one problem a line. */
function renderOutcome({ report, details }: ImportOutcome, isDryRun: boolean): string {
  const lines: string[] = [];
  if (!report.ok) lines.push(texts.failed(report.errors.length), ...report.errors.map(renderProblem));
  else {
    const { added, updated, archived } = report.changes;
    const isUnchanged = added + updated + archived === 0;
    lines.push(
      isUnchanged ? texts.nothingChanged : isDryRun ? texts.dryRun : texts.done,
      texts.changes(report.changes),
    );
    for (const detail of details) lines.push(...renderDetail(detail));
  }
  if (report.warnings.length > 0)
    lines.push('', texts.warnings(report.warnings.length), ...report.warnings.map(renderProblem));
  return `${lines.join('\n')}\n`;
}

/** More names than this help nobody; the counts say the rest. */
const MAX_NAMES = 20;

function renderDetail({ sheet, changes, updated, archived }: SheetChanges): string[] {
  if (changes.added + changes.updated + changes.archived === 0) return [];
  const list = (names: readonly string[]): string =>
    names.slice(0, MAX_NAMES).join('、') + (names.length > MAX_NAMES ? '……' : '');
  const lines = [`  ${texts.ofSheet(sheet)}${texts.changes(changes)}`];
  if (updated.length > 0) lines.push(`    ${texts.updatedNames(list(updated))}`);
  if (archived.length > 0) lines.push(`    ${texts.archivedNames(list(archived))}`);
  return lines;
}

function renderProblem({ sheet, row, column, message }: ImportProblem): string {
  return `  ${texts.place(sheet, row, column)}：${message}`;
}
