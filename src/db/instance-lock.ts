import { unlink, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { ConfigError } from '../shared/errors.ts';

/**
 * One process at a time on a data folder. PGlite itself does not refuse a second one (queue.md §2.7), which would corrupt
 * the files. The lock is a listening socket: the kernel closes it when its process dies, however it dies, so liveness is
 * decided by connecting and never by a process number.
 */
export interface InstanceLock {
  release(): Promise<void>;
}

/** True when a live process holds the lock on `socketPath`. */
export async function isLockHeld(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    const settle = (isHeld: boolean): void => {
      socket.destroy();
      resolve(isHeld);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}

/** Takes the lock or throws `database.locked`. A dead predecessor's socket is removed first. */
export async function takeInstanceLock(socketPath: string): Promise<InstanceLock> {
  const server = createServer((socket) => socket.destroy());
  if (!(await tryListen(server, socketPath))) {
    if (await isLockHeld(socketPath)) throw lockedError();
    await removeDeadSocket(socketPath);
    if (!(await tryListen(server, socketPath))) throw lockedError();
  }
  server.unref();
  return {
    release: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function lockedError(): ConfigError {
  return new ConfigError('database.locked', {
    message: 'another Jiaxin process already runs on this DATA_DIR; stop it first or use another DATA_DIR',
  });
}

/**
 * Two processes that both saw the same dead socket must not unlink each other's new one: only the one that creates the
 * marker file removes; the other waits for it and then meets either a live socket or a free path.
 */
async function removeDeadSocket(socketPath: string): Promise<void> {
  const marker = `${socketPath}.takeover`;
  try {
    await writeFile(marker, '', { flag: 'wx' });
  } catch {
    await pause(500);
    await unlink(marker).catch(() => undefined);
    if (await isLockHeld(socketPath)) throw lockedError();
    await unlink(socketPath).catch(() => undefined);
    return;
  }
  try {
    if (!(await isLockHeld(socketPath))) await unlink(socketPath).catch(() => undefined);
  } finally {
    await unlink(marker).catch(() => undefined);
  }
}

async function tryListen(server: Server, socketPath: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    server.once('error', onError);
    server.listen(socketPath, () => {
      server.removeListener('error', onError);
      resolve(true);
    });
  });
}
