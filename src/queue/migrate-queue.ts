import { runMigrations } from 'bullmq';
import pg from 'pg';

/** Brings BullMQ's own schema (`bullmq`) to its newest version; safe from several processes at once. */
export async function migrateQueue(connection: pg.PoolConfig): Promise<void> {
  const client = new pg.Client({ ...connection, query_timeout: 120_000 });
  await client.connect();
  try {
    await runMigrations(client);
  } finally {
    await client.end();
  }
}
