import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Config } from '../config/index.ts';
import { findRunningEmbedded, openEmbedded } from './embedded.ts';
import type { Database } from './tables.ts';

/** The pool or a transaction; inside a transaction use nothing but its own handle. */
export type Queryable = Kysely<Database>;

export interface OpenDatabase {
  readonly db: Queryable;
  readonly kind: 'embedded' | 'server';
  /** How other clients of the same database connect (BullMQ). */
  readonly connection: pg.PoolConfig;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Connections of the pool; default 10. */
  readonly maxConnections?: number;
  /** What to do when another process serves the embedded database: refuse (the service) or join it (the command line). */
  readonly whenRunning?: 'refuse' | 'join';
  /** Told about errors of idle connections (the server went away); the pool heals itself. */
  readonly onIdleError?: (error: Error) => void;
}

/** Half-open connections were stuck for over 60 s without these two (queue.md T7). */
const QUERY_TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_MS = 5_000;

/** Opens the database that the settings name. */
export async function openDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  options: OpenOptions = {},
): Promise<OpenDatabase> {
  if (config.databaseUrl !== null) {
    return openPool('server', { connectionString: config.databaseUrl.reveal() }, options, async () => undefined);
  }
  if (options.whenRunning === 'join') {
    const running = await findRunningEmbedded(config.dataDir);
    if (running) return openPool('embedded', socketConfig(running.socketDir), options, async () => undefined);
  }
  const embedded = await openEmbedded(config.dataDir);
  return openPool('embedded', socketConfig(embedded.socketDir), options, embedded.close);
}

function socketConfig(socketDir: string): pg.PoolConfig {
  return { host: socketDir, user: 'postgres', database: 'postgres' };
}

function openPool(
  kind: OpenDatabase['kind'],
  target: pg.PoolConfig,
  options: OpenOptions,
  closeServer: () => Promise<void>,
): OpenDatabase {
  const connection: pg.PoolConfig = {
    ...target,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    application_name: 'jiaxin',
  };
  const pool = new pg.Pool({ ...connection, max: options.maxConnections ?? 10, types: parsers });
  pool.on('error', (error) => options.onIdleError?.(error));
  // A client that is checked out when the server goes away has no other listener, and the process would end. Its query rejects.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  return {
    db,
    kind,
    connection,
    close: async () => {
      await db.destroy();
      await closeServer();
    },
  };
}

const PG_DATE = 1082;

/** A calendar day stays text: as a Date it would slip by the process's own zone. */
const parsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === PG_DATE) return (text: string) => text;
    return pg.types.getTypeParser(oid, format as 'text');
  }) as typeof pg.types.getTypeParser,
};
