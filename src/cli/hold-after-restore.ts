import { platformOfSettings } from '../core.ts';
import { holdAfterRestore } from '../delivery/index.ts';
import { randomIds } from '../shared/ids.ts';
import { type CommandInput, type CommandResult, readArguments, succeed } from './command.ts';
import { readSettings, withCore } from './open.ts';
import { CLI_TEXTS } from './texts.zh.ts';

/** `hold-after-restore`: between a restore and the first start, so that nothing goes out twice. */
export async function runHoldAfterRestore({ args, env }: CommandInput): Promise<CommandResult> {
  readArguments(args, {}, 0);
  const settings = readSettings(env);
  const held = await withCore(
    settings,
    ({ database, clock, config }) =>
      holdAfterRestore(database.db, clock.now(), {
        platform: platformOfSettings(),
        ids: randomIds,
        timeZone: config.timeZone,
      }),
    // A service that runs would have sent it already; an older backup is brought to this version's schema.
    { whenRunning: 'refuse', isMigrating: true },
  );
  return succeed(CLI_TEXTS.held(held));
}
