import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../src/db/index.ts';
import { Secret } from '../../src/shared/secret.ts';
import { TEMPLATE_DATABASE } from './global-setup.ts';

export interface TestDatabase extends OpenDatabase {
  /** For child processes: DATABASE_URL. */
  readonly url: string;
}

/** A fresh database on the run's real PostgreSQL, cloned from the template (0.1 s). Close it in `afterAll`. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const adminUrl = inject('postgresUrl');
  const name = `jiaxin_test_${randomBytes(6).toString('hex')}`;
  await asAdmin(adminUrl, `create database ${name} template ${TEMPLATE_DATABASE}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const database = await openDatabase({ databaseUrl: new Secret(url.href), dataDir: '' });
  return {
    ...database,
    url: url.href,
    close: async () => {
      await database.close();
      await asAdmin(adminUrl, `drop database if exists ${name} with (force)`);
    },
  };
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
