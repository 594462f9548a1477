import { resolveSecretKey } from '../config/index.ts';
import { openPlatform, wecomOfSettings } from '../core.ts';
import { openDatabase } from '../db/index.ts';
import { openQueue } from '../queue/index.ts';
import { ShiftableClock } from '../shared/clock.ts';
import { type CommandInput, type CommandResult, readArguments } from './command.ts';
import { examine, renderExamination } from './doctor.ts';
import { MAX_CONNECTIONS, readSettings } from './open.ts';

/** `doctor`: examines everything that the service needs; exit code 1 when something failed. */
export async function runDoctor({ args, env }: CommandInput): Promise<CommandResult> {
  readArguments(args, {}, 0);
  const { config, log } = readSettings(env);
  const found = await examine({
    config,
    openDatabase: () =>
      openDatabase(config, {
        whenRunning: 'join',
        maxConnections: MAX_CONNECTIONS,
        onIdleError: (error) => log.warn({ err: error }, 'an idle database connection broke'),
      }),
    openQueue: ({ connection, kind }) =>
      openQueue({ connection, redisUrl: config.redisUrl, isEmbedded: kind === 'embedded', log }),
    createPlatform: async (database) => {
      const wecom = wecomOfSettings(config);
      if (wecom === null) return null;
      const core = { config, log, database, secretKey: await resolveSecretKey(config), clock: new ShiftableClock() };
      const platform = openPlatform(core, wecom);
      return platform === null ? null : { platform, wecom };
    },
  });
  return { ...renderExamination(found), stderr: '' };
}
