import {
  findRunningEmbedded,
  isDatabaseAway,
  type MovedTable,
  moveDatabase,
  type OpenDatabase,
  openDatabase,
  readServerFacts,
} from '../db/index.ts';
import { Secret } from '../shared/secret.ts';
import { CommandError, type CommandInput, type CommandResult, readArguments, UsageError } from './command.ts';
import { OLDEST_SERVER } from './doctor.ts';
import { MAX_CONNECTIONS, readSettings, withCore } from './open.ts';
import { CLI_TEXTS, DOCTOR_TEXTS } from './texts.zh.ts';

/** `move --to URL`: the embedded database into an empty PostgreSQL; exit code 1 when the counts differ. */
export async function runMove({ args, env }: CommandInput): Promise<CommandResult> {
  const { values } = readArguments(args, { to: { type: 'string' } }, 0);
  const url = readTarget(values.to);
  const settings = readSettings(env);
  if (settings.config.databaseUrl !== null) throw new CommandError(CLI_TEXTS.moveNeedsEmbedded);
  const isRunning = (await findRunningEmbedded(settings.config.dataDir)) !== undefined;
  const moved = await withCore(settings, async ({ database }) => {
    const target = await openTarget(url);
    try {
      return await moveDatabase(database.db, target.db);
    } finally {
      await target.close();
    }
  });
  return renderMove(moved, isRunning);
}

function readTarget(text: string | undefined): Secret {
  if (text === undefined || !/^postgres(?:ql)?:\/\//iu.test(text) || !URL.canParse(text)) {
    throw new UsageError(CLI_TEXTS.moveNeedsTarget);
  }
  return new Secret(text);
}

/** Opens the target and refuses one that is away, closed to us or too old. The address holds a password: it is never repeated. */
async function openTarget(url: Secret): Promise<OpenDatabase> {
  const target = await openDatabase({ databaseUrl: url, dataDir: '' }, { maxConnections: MAX_CONNECTIONS });
  try {
    const { majorVersion } = await readServerFacts(target.db);
    if (majorVersion < OLDEST_SERVER) throw new CommandError(DOCTOR_TEXTS.databaseTooOld(majorVersion));
    return target;
  } catch (error) {
    await target.close();
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    // 28… = not let in, 3D000 = no such database.
    if (isDatabaseAway(error) || /^28|^3D/u.test(code)) {
      throw new CommandError(CLI_TEXTS.moveTargetAway(code), { cause: error });
    }
    throw error;
  }
}

function renderMove(moved: readonly MovedTable[], isRunning: boolean): CommandResult {
  const rows = moved.map(({ table, sourceRows, targetRows }) => `${table}\t${sourceRows}\t${targetRows}`);
  const isSame = moved.every(({ sourceRows, targetRows }) => sourceRows === targetRows);
  const ending = isSame ? `${CLI_TEXTS.moved}${isRunning ? CLI_TEXTS.movedWhileRunning : ''}` : CLI_TEXTS.moveDiffers;
  return { exitCode: isSame ? 0 : 1, stdout: `${[CLI_TEXTS.moveHeader, ...rows].join('\n')}\n\n${ending}`, stderr: '' };
}
