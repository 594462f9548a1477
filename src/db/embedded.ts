import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, unlink } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { embeddedPaths } from './embedded-paths.ts';
import { serveEmbedded } from './embedded-server.ts';
import { isLockHeld, takeInstanceLock } from './instance-lock.ts';

/**
 * The embedded database: PGlite behind our socket server, so that `pg`, Kysely, BullMQ and the command line take the same
 * path as with a real server. It is one session for all connections; what that demands stands in docs/architecture.md.
 */
export interface EmbeddedDatabase {
  /** What `pg` needs to connect. */
  readonly socketDir: string;
  close(): Promise<void>;
}

/** True when another live process serves the database of `dataDir`; then connect to `socketDir`. */
export async function findRunningEmbedded(dataDir: string): Promise<{ socketDir: string } | undefined> {
  const paths = await embeddedPaths(dataDir);
  return (await isLockHeld(paths.lockPath)) ? { socketDir: paths.socketDir } : undefined;
}

/** Opens (at first: creates) the database of `dataDir`. Throws `database.locked` when another process has it. */
export async function openEmbedded(dataDir: string): Promise<EmbeddedDatabase> {
  const paths = await embeddedPaths(dataDir);
  const lock = await takeInstanceLock(paths.lockPath);
  try {
    if (!existsSync(paths.databaseDir)) await createInChild(paths.databaseDir);
    // PGlite makes its files writable for everybody; nobody else may get at them.
    await chmod(paths.databaseDir, 0o700);
    const pglite = await PGlite.create({ dataDir: paths.databaseDir });
    await pglite.exec('set search_path to public, bullmq');
    // The lock is ours, so a socket that is there belongs to a dead process.
    await unlink(paths.socketPath).catch(() => undefined);
    const server = await serveEmbedded(pglite, paths.socketPath);
    return {
      socketDir: paths.socketDir,
      close: async () => {
        await server.close();
        await pglite.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function createInChild(databaseDir: string): Promise<void> {
  const isSource = import.meta.url.endsWith('.ts');
  const script = fileURLToPath(new URL(isSource ? './create-embedded.ts' : './create-embedded.js', import.meta.url));
  const child = fork(script, [databaseDir], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // Run from source (tests, npm run dev) the child needs what reads TypeScript.
    ...(isSource ? { execArgv: ['--import', 'tsx'] } : {}),
  });
  const errorText: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => errorText.push(chunk.toString()));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (exitCode !== 0) {
    throw new Error(
      `the embedded database could not be created (exit ${exitCode}): ${errorText.join('').slice(0, 500)}`,
    );
  }
}
