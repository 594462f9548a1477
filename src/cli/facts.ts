import { platformOfSettings } from '../core.ts';
import { runFactsImport, runFactsTemplate } from '../notice/index.ts';
import { loadCheckedTemplates } from '../service.ts';
import { randomIds } from '../shared/ids.ts';
import { type CommandInput, type CommandResult, readArguments, UsageError } from './command.ts';
import { readSettings, withCore } from './open.ts';

/** `facts import PATH [--source WHO] [--drafts marks] [--dry-run] [--json]`, `facts template PATH.xlsx`. */
export async function runFacts(input: CommandInput): Promise<CommandResult> {
  const [action, ...args] = input.args;
  if (action === 'import') return importFile({ ...input, args });
  if (action !== 'template') throw new UsageError();
  const { positionals } = readArguments(args, {}, 1);
  return { ...(await runFactsTemplate({ path: positionals[0] ?? '' })), stderr: '' };
}

async function importFile({ args, env }: CommandInput): Promise<CommandResult> {
  const options = {
    'dry-run': { type: 'boolean' },
    json: { type: 'boolean' },
    source: { type: 'string' },
    drafts: { type: 'string' },
  } as const;
  const { values, positionals } = readArguments(args, options, 1);
  if (values.drafts !== undefined && values.drafts !== 'marks') throw new UsageError();
  const settings = readSettings(env);
  const library = loadCheckedTemplates();
  const result = await withCore(settings, ({ database, clock, config }) =>
    runFactsImport(
      database.db,
      { path: positionals[0] ?? '', isJson: values.json === true },
      {
        isDryRun: values['dry-run'] === true,
        source: values.source,
        withMarks: values.drafts === 'marks',
        clock,
        ids: randomIds,
        platform: platformOfSettings(),
        library,
        timeZone: config.timeZone,
      },
    ),
  );
  return { ...result, stderr: '' };
}
