import { redactStudentTexts } from '../contact/index.ts';
import { randomIds } from '../shared/ids.ts';
import { type CommandInput, type CommandResult, readArguments, succeed, UsageError } from './command.ts';
import { readSettings, withCore } from './open.ts';
import { CLI_TEXTS } from './texts.zh.ts';

/** `redact --student NO --reason WORDS`: empties the words typed about a student; the records stay, the act is audited. */
export async function runRedact({ args, env }: CommandInput): Promise<CommandResult> {
  const options = { student: { type: 'string' }, reason: { type: 'string' } } as const;
  const { student: studentNo, reason } = readArguments(args, options, 0).values;
  if (studentNo === undefined || reason === undefined) throw new UsageError();
  const redacted = await withCore(readSettings(env), ({ database, clock }) =>
    redactStudentTexts(database.db, { studentNo, reason, by: null, now: clock.now(), ids: randomIds }),
  );
  return succeed(CLI_TEXTS.redacted(redacted));
}
