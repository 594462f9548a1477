import { type Config, publicUrlOf } from '../config/index.ts';
import { runRosterImport, runRosterTemplate } from '../roster/index.ts';
import { randomIds } from '../shared/ids.ts';
import { type CommandInput, type CommandResult, readArguments, UsageError } from './command.ts';
import { readSettings, withCore } from './open.ts';

/** `roster import PATH [--dry-run] [--json]`, `roster template PATH.xlsx`. */
export async function runRoster(input: CommandInput): Promise<CommandResult> {
  const [action, ...args] = input.args;
  if (action === 'import') return importRoster({ ...input, args });
  if (action === 'template') return writeTemplate(args);
  throw new UsageError();
}

async function importRoster({ args, env }: CommandInput): Promise<CommandResult> {
  const { values, positionals } = readArguments(args, { 'dry-run': { type: 'boolean' }, json: { type: 'boolean' } }, 1);
  const settings = readSettings(env);
  const request = {
    path: positionals[0] ?? '',
    isDryRun: values['dry-run'] === true,
    isJson: values.json === true,
  };
  const result = await withCore(settings, ({ database, clock, secretKey, config }) =>
    runRosterImport(database.db, request, { clock, ids: randomIds, secretKey, webhookHosts: listWebhookHosts(config) }),
  );
  return { ...result, stderr: '' };
}

async function writeTemplate(args: readonly string[]): Promise<CommandResult> {
  const { positionals } = readArguments(args, {}, 1);
  return { ...(await runRosterTemplate({ path: positionals[0] ?? '' })), stderr: '' };
}

/** The platforms' own hosts, and the sandbox's where it stands in for them. */
function listWebhookHosts(config: Config): readonly string[] {
  const hosts = [config.wecomApiUrl, config.dingtalkOapiUrl];
  return config.isSandboxOn ? [...hosts, `${publicUrlOf(config)}/sandbox/wecom`] : hosts;
}
