import { createHash } from 'node:crypto';
import { chmod, mkdir, realpath, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../shared/errors.ts';

export interface EmbeddedPaths {
  /** PGlite's files. */
  readonly databaseDir: string;
  /** Folder (0700) of the sockets; `pg` is given it as host. */
  readonly socketDir: string;
  readonly socketPath: string;
  readonly lockPath: string;
}

/** A unix socket's path must fit into sun_path: 104 bytes on macOS, 108 on Linux. */
const MAX_SOCKET_PATH_BYTES = 100;

/** Where the embedded database of `dataDir` lives; makes the folders. Sockets of a long path go to the temporary folder. */
export async function embeddedPaths(dataDir: string): Promise<EmbeddedPaths> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const root = await realpath(dataDir);
  const inside = join(root, 'run');
  const isShort = Buffer.byteLength(join(inside, '.s.PGSQL.5432')) <= MAX_SOCKET_PATH_BYTES;
  const hash = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const socketDir = isShort ? inside : join(tmpdir(), `jiaxin-${hash}`);
  await mkdir(socketDir, { recursive: true, mode: 0o700 });
  await refuseForeignFolder(socketDir);
  return {
    databaseDir: join(root, 'postgres'),
    socketDir,
    socketPath: join(socketDir, '.s.PGSQL.5432'),
    lockPath: join(socketDir, 'lock'),
  };
}

/** In a shared temporary folder somebody else could have made ours first and would then own our database's door. */
async function refuseForeignFolder(folder: string): Promise<void> {
  const facts = await stat(folder);
  const owner = process.getuid?.();
  if (owner !== undefined && facts.uid !== owner) {
    throw new ConfigError('database.locked', {
      message: 'the socket folder belongs to another user; set a shorter DATA_DIR',
    });
  }
  if ((facts.mode & 0o077) !== 0) await chmod(folder, 0o700);
}
