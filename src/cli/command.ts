import { type ParseArgsConfig, parseArgs } from 'node:util';

type OptionsConfig = NonNullable<ParseArgsConfig['options']>;

export type Env = Readonly<Record<string, string | undefined>>;

/** How one run of the command line ends; `stdout` holds what was asked for and nothing else. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  /** In place of `stdout` where what was asked for is no text; no terminal can show it. */
  readonly binary?: Uint8Array;
  readonly stderr: string;
}

/** What a command gets: its own arguments, without its name. */
export interface CommandInput {
  readonly args: readonly string[];
  readonly env: Env;
  readonly readStdin: () => Promise<string>;
}

export type CliCommand = (input: CommandInput) => Promise<CommandResult>;

/** The command was typed wrongly: the message and the usage are printed, exit code 2. */
export class UsageError extends Error {}

/** Something that the administrator must change outside the settings: the message is printed, exit code 1. */
export class CommandError extends Error {}

export function succeed(stdout: string, stderr = ''): CommandResult {
  return { exitCode: 0, stdout, stderr };
}

/** Reads arguments strictly: an unknown option, or more or fewer words than `words`, is a `UsageError`. */
export function readArguments<const Options extends OptionsConfig>(
  args: readonly string[],
  options: Options,
  words: number,
) {
  const read = parseStrictly(args, options);
  if (read.positionals.length !== words) throw new UsageError();
  return read;
}

function parseStrictly<const Options extends OptionsConfig>(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    // ERR_PARSE_ARGS_*: its message is English and for programmers; the usage says more.
    if (error instanceof TypeError && 'code' in error) throw new UsageError('', { cause: error });
    throw error;
  }
}
