import type { Queryable } from '../../db/index.ts';
import { type CliResult, type ImportProblem, writeWorkbook } from '../../roster/index.ts';
import { type FactImportOptions, type FactImportReport, importFacts } from './import-facts.ts';
import { FACT_LAYOUT, FACT_SHEETS } from './sheets.ts';
import { factTexts as texts } from './texts.zh.ts';

/** `facts import PATH`: exit code 1 when the file has errors. */
export async function runFactsImport(
  db: Queryable,
  args: { readonly path: string; readonly isJson: boolean },
  options: FactImportOptions,
): Promise<CliResult> {
  const report = await importFacts(db, args.path, options);
  const stdout = args.isJson ? `${JSON.stringify(report)}\n` : renderReport(report, options.isDryRun);
  return { exitCode: report.ok ? 0 : 1, stdout };
}

/** `facts template PATH.xlsx`: our sheets with headers, drop-downs and one example row each. */
export async function runFactsTemplate({ path }: { readonly path: string }): Promise<CliResult> {
  if (!/\.xlsx$/iu.test(path)) return { exitCode: 1, stdout: `${texts.templateFailed}\n` };
  const sheets = FACT_SHEETS.map((name) => ({
    name,
    headers: FACT_LAYOUT.columns[name].map((column) => ({
      text: column.name,
      isRequired: column.isRequired === true,
      width: column.width,
      ...(column.choices ? { choices: column.choices } : {}),
    })),
    rows: [FACT_LAYOUT.columns[name].map((column) => column.example)],
  }));
  const notes = {
    name: texts.noteSheet,
    headers: [{ text: texts.noteHeader, isRequired: false, width: 100 }],
    rows: texts.notes.map((note) => [note]),
  };
  try {
    await writeWorkbook(path, [...sheets, notes]);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    return { exitCode: 1, stdout: `${texts.templateFailed}\n` };
  }
  return { exitCode: 0, stdout: `${texts.templateWritten(path)}\n` };
}

/** More lines than this on a terminal help nobody; `--json` has them all. */
const MAX_LINES = 200;

function renderReport({ ok, errors, warnings, changes, drafts }: FactImportReport, isDryRun: boolean): string {
  const lines: string[] = [];
  if (!ok) lines.push(texts.failed(errors.length), ...renderProblems(errors));
  else {
    const isUnchanged = changes.added + changes.updated + changes.removed + drafts.made === 0;
    lines.push(isUnchanged ? texts.nothingChanged : isDryRun ? texts.dryRun : texts.done, texts.changes(changes));
    if (drafts.made + drafts.dropped > 0) lines.push(texts.drafts(drafts.made, drafts.dropped, drafts.tasks));
  }
  if (warnings.length > 0) lines.push('', texts.warnings(warnings.length), ...renderProblems(warnings));
  return `${lines.join('\n')}\n`;
}

function renderProblems(problems: readonly ImportProblem[]): string[] {
  const shown = problems
    .slice(0, MAX_LINES)
    .map(({ sheet, row, column, message }) => `  ${texts.place(sheet, row, column)}：${message}`);
  const hidden = problems.length - shown.length;
  return hidden > 0 ? [...shown, texts.moreProblems(hidden)] : shown;
}
