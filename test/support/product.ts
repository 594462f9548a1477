import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { eventually } from './eventually.ts';
import { freePort } from './postgres-server.ts';

const ROOT = resolve(import.meta.dirname, '../..');

let isBuilt = false;

/** Compiles what is stale before the clock of any start runs, and not in several processes at once. */
function buildOnce(): void {
  if (isBuilt) return;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT });
  if (status !== 0) throw new Error(`the build failed: ${stdout}${stderr}`);
  isBuilt = true;
}

/** A real process of the product, as `npm start` runs it, less npm. */
export interface Product {
  readonly url: string;
  readonly process: ChildProcess;
  /** Everything that it printed so far. */
  output(): string;
  /** Waits for its end and for all that it printed; the exit code, null when a signal ended it. */
  untilEnded(): Promise<number | null>;
  /** Sends a signal and waits for the end; the exit code, null when the signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface ProductOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Wait for /readyz; default true. A worker has no web server to ask. */
  readonly isAwaited?: boolean;
  readonly port?: number;
}

/** Starts the product with exactly the given settings, nothing of the machine's own but PATH. */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  buildOnce();
  const port = options.port ?? (await freePort());
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: tmpdir(), PORT: String(port), LOG_LEVEL: 'warn', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  const closed = new Promise<number | null>((done) => child.once('close', done));
  const killAtExit = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', killAtExit);
  void ended.then(() => process.removeListener('exit', killAtExit));
  const url = `http://127.0.0.1:${port}`;
  const product: Product = {
    url,
    process: child,
    output: () => text,
    untilEnded: () => closed,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
  if (options.isAwaited !== false) await awaitReady(product);
  return product;
}

async function awaitReady(product: Product): Promise<void> {
  await eventually(
    async () => {
      if (product.process.exitCode !== null) return;
      const answer = await fetch(`${product.url}/readyz`);
      if (!answer.ok) throw new Error(`readyz ${answer.status}`);
    },
    120_000,
    100,
  );
  if (product.process.exitCode !== null) throw new Error(`the product ended: ${product.output().slice(-2_000)}`);
}

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the administrator's command line to its end. */
export async function runCli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  buildOnce();
  const child = spawn(process.execPath, ['scripts/cli.mjs', ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: tmpdir(), LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const exitCode = await new Promise<number>((done) => child.once('close', (code) => done(code ?? -1)));
  return { exitCode, stdout, stderr };
}

/** A fresh folder under the system's temporary one; `remove` it at the end. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'jx-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
