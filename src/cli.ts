import { runCommandLine } from './cli/run.ts';

const { exitCode, stdout, stderr } = await runCommandLine(process.argv.slice(2), process.env, () =>
  readStandardInput(),
);
// `export … | head`: the reader has enough, which is no error of ours.
process.stdout.on('error', () => process.exit(exitCode));
if (stderr !== '') process.stderr.write(stderr);
process.stdout.write(stdout, () => process.exit(exitCode));

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
