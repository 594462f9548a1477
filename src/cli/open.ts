import { readdir } from 'node:fs/promises';
import type { Logger } from 'pino';
import { type Config, createLogger, loadConfig } from '../config/index.ts';
import { type Core, openCore } from '../core.ts';
import { listPendingMigrations, MIGRATIONS_DIR, type OpenDatabase } from '../db/index.ts';
import { listKindNames, prepareSchema } from '../service.ts';
import { CommandError, type Env } from './command.ts';
import { CLI_TEXTS } from './texts.zh.ts';

interface Settings {
  readonly config: Config;
  readonly log: Logger;
}

/** A command runs for a moment and asks one thing after the other. */
export const MAX_CONNECTIONS = 3;

/** The settings and a logger that writes to stderr, because stdout is for the rows. Throws `SettingsError`. */
export function readSettings(env: Env): Settings {
  const read = loadConfig(env, listKindNames());
  const isLevelSet = (env.LOG_LEVEL ?? '').trim() !== '';
  const config = isLevelSet ? read : { ...read, logLevel: 'warn' };
  const log = createLogger(config, { write: (line) => void process.stderr.write(line) });
  return { config, log };
}

interface CoreOptions {
  /** Brings an older schema up to date instead of asking for `migrate`; only where the service must not run. */
  readonly isMigrating?: boolean;
  /** What to do when the service runs on the embedded database; default: use it together. */
  readonly whenRunning?: 'refuse' | 'join';
}

/** Opens database, key and clock for `work` and closes them again, also when it fails. */
export async function withCore<Result>(
  { config, log }: Settings,
  work: (core: Core) => Promise<Result>,
  options: CoreOptions = {},
): Promise<Result> {
  const core = await openCore(config, log, {
    maxConnections: MAX_CONNECTIONS,
    whenRunning: options.whenRunning ?? 'join',
    prepare: (database) => ensureSchema(config, database, options.isMigrating ?? false),
  });
  try {
    return await work(core);
  } finally {
    await core.database.close();
  }
}

/**
 * Before the first start there is no table yet: they are made. A database of an older version is left alone, because the
 * service of that version may be running on it.
 */
async function ensureSchema(config: Config, database: OpenDatabase, isMigrating: boolean): Promise<void> {
  const pending = await listPendingMigrations(database.db);
  if (pending.length === 0) return;
  const isNew = pending.length === (await countMigrations());
  if (!isNew && !isMigrating) throw new CommandError(CLI_TEXTS.schemaIsOld(pending.length));
  await prepareSchema(config, database);
}

async function countMigrations(): Promise<number> {
  return (await readdir(MIGRATIONS_DIR)).filter((name) => name.endsWith('.sql')).length;
}
