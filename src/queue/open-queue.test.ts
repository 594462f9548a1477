import { createServer, type Socket } from 'node:net';
import pino from 'pino';
import { expect, test } from 'vitest';
import { Secret } from '../shared/secret.ts';
import { openQueue } from './open-queue.ts';

test('a queue that does not answer is given up, and its connections are not kept', async () => {
  const sockets = new Set<Socket>();
  const mute = createServer((socket) => {
    sockets.add(socket);
    socket.resume();
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const address = mute.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  const opening = openQueue({
    connection: {},
    redisUrl: new Secret(`redis://127.0.0.1:${port}`),
    isEmbedded: false,
    log: pino({ level: 'silent' }),
    openTimeoutMs: 300,
  });
  await expect(opening).rejects.toMatchObject({ code: 'queue.away' });
  await expect.poll(() => sockets.size).toBe(0);
  await new Promise((resolve) => mute.close(resolve));
});
