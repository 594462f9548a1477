import { EXIT_USAGE, runCommandLine } from './cli/run.ts';
import { CLI_TEXTS } from './cli/texts.zh.ts';

const { exitCode, stdout, binary, stderr } = await runCommandLine(process.argv.slice(2), process.env, () =>
  readStandardInput(),
);
// `export … | head`: the reader has enough, which is no error of ours.
process.stdout.on('error', () => process.exit(exitCode));
if (stderr !== '') process.stderr.write(stderr);
if (binary !== undefined && process.stdout.isTTY) {
  process.stderr.write(`${CLI_TEXTS.xlsxNeedsOut}\n`);
  process.exit(EXIT_USAGE);
}
process.stdout.write(binary ?? stdout, () => process.exit(exitCode));

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
