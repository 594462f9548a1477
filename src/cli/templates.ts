import { checkNoticeTemplates } from '../notice/index.ts';
import { TEMPLATES_DIR } from '../service.ts';
import { ConfigError } from '../shared/errors.ts';
import { listTemplates, loadTemplates, type TemplateProblem } from '../template/index.ts';
import { type CommandInput, type CommandResult, readArguments, succeed, UsageError } from './command.ts';
import { CLI_TEXTS } from './texts.zh.ts';

/** `templates check`: fields, lengths, guard and sample of every template; needs neither settings nor database. */
export async function runTemplates({ args }: CommandInput): Promise<CommandResult> {
  const { positionals } = readArguments(args, {}, 1);
  if (positionals[0] !== 'check') throw new UsageError();
  return checkFolder(TEMPLATES_DIR);
}

/** The check of one folder of templates; exit code 1 when something is wrong. */
export function checkFolder(directory: string): CommandResult {
  const { count, problems } = inspect(directory);
  if (problems.length === 0) return succeed(CLI_TEXTS.templatesFine(count));
  const lines = problems.map(({ file, message }) => `  ${file}：${message}`);
  return { exitCode: 1, stdout: `${CLI_TEXTS.templatesWrong(problems.length)}\n${lines.join('\n')}\n`, stderr: '' };
}

function inspect(directory: string): { readonly count: number; readonly problems: readonly TemplateProblem[] } {
  try {
    const library = loadTemplates(directory);
    return { count: listTemplates(library).length, problems: checkNoticeTemplates(library) };
  } catch (error) {
    if (!(error instanceof ConfigError) || error.code !== 'template.invalid') throw error;
    return { count: 0, problems: (error.details.problems ?? []) as readonly TemplateProblem[] };
  }
}
