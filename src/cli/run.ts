import { SettingsError } from '../config/index.ts';
import { isDatabaseAway } from '../db/index.ts';
import { AppError } from '../shared/errors.ts';
import { type CliCommand, CommandError, type CommandResult, type Env, succeed, UsageError } from './command.ts';
import { runExplain } from './explain.ts';
import { runExport } from './export.ts';
import { runFacts } from './facts.ts';
import { runGuard } from './guard.ts';
import { runHoldAfterRestore } from './hold-after-restore.ts';
import { runMigrate } from './migrate.ts';
import { runMove } from './move.ts';
import { runRedact } from './redact.ts';
import { runRoster } from './roster.ts';
import { runDoctor } from './run-doctor.ts';
import { runTemplates } from './templates.ts';
import { CLI_TEXTS } from './texts.zh.ts';

const COMMANDS: Readonly<Record<string, CliCommand>> = {
  migrate: runMigrate,
  roster: runRoster,
  facts: runFacts,
  export: runExport,
  explain: runExplain,
  guard: runGuard,
  templates: runTemplates,
  move: runMove,
  redact: runRedact,
  'hold-after-restore': runHoldAfterRestore,
  doctor: runDoctor,
};

const EXIT_FAILED = 1;
/** The command was typed wrongly. */
export const EXIT_USAGE = 2;
/** EX_CONFIG of sysexits.h: the operator must change a setting. */
const EXIT_CONFIG = 78;

/**
 * The administrator's command line (contract §5). Never throws and leaves nothing open: 0 = done, 1 = failed or found
 * something wrong, 2 = typed wrongly, 78 = wrong settings. The log goes to stderr by itself.
 */
export async function runCommandLine(
  args: readonly string[],
  env: Env,
  readStdin: () => Promise<string>,
): Promise<CommandResult> {
  const [name = '', ...rest] = args;
  if (name === 'help' || name === '--help' || name === '-h') return succeed(CLI_TEXTS.usage);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    const prefix = name === '' ? '' : CLI_TEXTS.unknownCommand(name);
    return fail(EXIT_USAGE, `${prefix}${CLI_TEXTS.usage}`);
  }
  try {
    return await command({ args: rest, env, readStdin });
  } catch (error) {
    return explainFailure(error);
  }
}

function explainFailure(error: unknown): CommandResult {
  if (error instanceof UsageError) {
    return fail(EXIT_USAGE, `${error.message === '' ? '' : `${error.message}\n\n`}${CLI_TEXTS.usage}`);
  }
  if (error instanceof SettingsError) {
    const lines = error.problems.map(({ variable, problem }) => `  ${variable}: ${problem}`);
    return fail(EXIT_CONFIG, `${CLI_TEXTS.badSettings(lines.length)}\n${lines.join('\n')}\n`);
  }
  if (error instanceof CommandError) return fail(EXIT_FAILED, `${error.message}\n`);
  if (error instanceof AppError) return fail(EXIT_FAILED, `${error.userMessage}\n`);
  if (isDatabaseAway(error)) return fail(EXIT_FAILED, `${CLI_TEXTS.databaseAway}\n`);
  return fail(EXIT_FAILED, `${CLI_TEXTS.unexpected}\n${describe(error)}\n`);
}

/** Type, code and frames, for a report to the maintainers; a database error's message would quote the row. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = 'code' in error ? ` ${String(error.code)}` : '';
  const message = 'severity' in error ? '' : `: ${error.message}`;
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return [`${error.name}${code}${message}`, ...frames.slice(0, 8)].join('\n');
}

function fail(exitCode: number, stderr: string): CommandResult {
  return { exitCode, stdout: '', stderr };
}
