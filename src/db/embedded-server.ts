import { createServer, type Server, type Socket } from 'node:net';
import type { PGlite } from '@electric-sql/pglite';

/**
 * Lets many connections share the one session of a PGlite. The vendor's own socket server (pglite-socket 0.2.17) takes turns
 * message by message, so that the Parse of one connection meets the Bind of another ("bind message supplies 6 parameters,
 * but prepared statement requires 2", docs/adr/0004); here a turn is everything up to a Sync or a simple query.
 *
 * A connection is
 * - idle: nothing of it waits.
 * - waiting: a whole turn has arrived and stands in the queue, oldest first.
 * - served: its turn runs. Then idle again, or, when its transaction is open,
 * - holding: the session is its own until the transaction ends; everybody else waits. When its socket closes in this state,
 *   the transaction is rolled back.
 */
export interface EmbeddedServer {
  close(): Promise<void>;
}

/** First byte of the messages that end a turn (https://www.postgresql.org/docs/14/protocol-message-formats.html, read 2026-11). */
const SIMPLE_QUERY = 0x51;
const SYNC = 0x53;
const FUNCTION_CALL = 0x46;
const TERMINATE = 0x58;

const SSL_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;
const CANCEL_REQUEST = 80_877_102;
const HEADER_BYTES = 5;

interface Connection {
  readonly socket: Socket;
  /** Bytes that are no whole message yet. */
  received: Buffer;
  hasStarted: boolean;
  /** Whole messages of a turn that is not complete yet. */
  readonly turn: Buffer[];
}

interface Turn {
  readonly connection: Connection;
  readonly bytes: Buffer;
}

/** Serves `database` on a unix socket; the caller owns the path and has removed what was there. */
export async function serveEmbedded(database: PGlite, socketPath: string): Promise<EmbeddedServer> {
  const connections = new Set<Connection>();
  const queue: Turn[] = [];
  let holder: Connection | undefined;
  let isServing = false;

  const serve = async (): Promise<void> => {
    if (isServing) return;
    isServing = true;
    for (let turn = takeNext(queue, holder); turn !== undefined; turn = takeNext(queue, holder)) {
      const { connection, bytes } = turn;
      await runTurn(database, connection, bytes);
      holder = database.isInTransaction() ? connection : undefined;
      if (holder !== undefined && !connections.has(holder)) holder = await rollBack(database);
    }
    isServing = false;
  };

  const server = createServer((socket) => {
    const connection: Connection = { socket, received: Buffer.alloc(0), hasStarted: false, turn: [] };
    connections.add(connection);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      for (const bytes of readTurns(connection, chunk)) queue.push({ connection, bytes });
      void serve();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      connections.delete(connection);
      if (holder !== connection || isServing) return;
      isServing = true;
      void rollBack(database).then(() => {
        holder = undefined;
        isServing = false;
        return serve();
      });
    });
  });
  await listen(server, socketPath);
  return {
    close: async () => {
      for (const { socket } of connections) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The oldest turn that may run now; turns of closed connections are dropped. */
function takeNext(queue: Turn[], holder: Connection | undefined): Turn | undefined {
  for (let index = 0; index < queue.length; ) {
    const turn = queue[index];
    if (turn === undefined) return undefined;
    if (turn.connection.socket.destroyed) queue.splice(index, 1);
    else if (holder !== undefined && turn.connection !== holder) index += 1;
    else return queue.splice(index, 1)[0];
  }
  return undefined;
}

async function runTurn(database: PGlite, { socket }: Connection, bytes: Buffer): Promise<void> {
  try {
    await database.runExclusive(() =>
      database.execProtocolRawStream(bytes, {
        onRawData: (data) => {
          // PGlite reuses its memory: the bytes must be copied before this returns.
          if (socket.writable) socket.write(Buffer.from(data));
        },
      }),
    );
  } catch {
    // What the database itself refuses goes to the client as an ErrorResponse; an exception here is a broken session.
    socket.destroy();
  }
}

async function rollBack(database: PGlite): Promise<undefined> {
  await database.exec('rollback').catch(() => undefined);
  return undefined;
}

/** Adds what arrived and returns the turns that are now complete. */
function readTurns(connection: Connection, chunk: Buffer): Buffer[] {
  connection.received = connection.received.length === 0 ? chunk : Buffer.concat([connection.received, chunk]);
  const turns: Buffer[] = [];
  for (;;) {
    const message = connection.hasStarted ? takeMessage(connection) : takeStartup(connection);
    if (message === undefined) return turns;
    if (message.length === 0) continue;
    const kind = message[0];
    if (connection.hasStarted && kind === TERMINATE) {
      connection.socket.end();
      return turns;
    }
    const isStartup = !connection.hasStarted;
    connection.hasStarted = true;
    connection.turn.push(message);
    if (isStartup || kind === SIMPLE_QUERY || kind === SYNC || kind === FUNCTION_CALL) {
      turns.push(Buffer.concat(connection.turn.splice(0)));
    }
  }
}

function takeMessage(connection: Connection): Buffer | undefined {
  const { received } = connection;
  if (received.length < HEADER_BYTES) return undefined;
  return takeBytes(connection, 1 + received.readInt32BE(1));
}

/** The first message has no kind byte. Offers of encryption are declined; cancelling is not possible on one session. */
function takeStartup(connection: Connection): Buffer | undefined {
  const { received, socket } = connection;
  if (received.length < 8) return undefined;
  const message = takeBytes(connection, received.readInt32BE(0));
  if (message === undefined) return undefined;
  const code = message.readInt32BE(4);
  if (code === SSL_REQUEST || code === GSS_REQUEST) {
    socket.write('N');
    return Buffer.alloc(0);
  }
  if (code === CANCEL_REQUEST) {
    socket.end();
    return Buffer.alloc(0);
  }
  return message;
}

function takeBytes(connection: Connection, length: number): Buffer | undefined {
  const { received } = connection;
  if (received.length < length) return undefined;
  connection.received = received.subarray(length);
  return received.subarray(0, length);
}

async function listen(server: Server, socketPath: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}
