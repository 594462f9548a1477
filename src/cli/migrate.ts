import { openDatabase } from '../db/index.ts';
import { prepareSchema } from '../service.ts';
import { type CommandInput, type CommandResult, readArguments, succeed } from './command.ts';
import { MAX_CONNECTIONS, readSettings } from './open.ts';
import { CLI_TEXTS } from './texts.zh.ts';

/** `migrate`: our tables and the queue's to the newest schema. */
export async function runMigrate({ args, env }: CommandInput): Promise<CommandResult> {
  readArguments(args, {}, 0);
  const { config, log } = readSettings(env);
  const database = await openDatabase(config, {
    whenRunning: 'join',
    maxConnections: MAX_CONNECTIONS,
    onIdleError: (error) => log.warn({ err: error }, 'an idle database connection broke'),
  });
  try {
    return succeed(CLI_TEXTS.migrated((await prepareSchema(config, database)).length));
  } finally {
    await database.close();
  }
}
