import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrateToLatest, openDatabase } from '../../src/db/index.ts';
import { Secret } from '../../src/shared/secret.ts';
import { startPostgresServer } from './postgres-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Maintenance database of the server that all test files share. */
    postgresUrl: string;
  }
}

/** Cloned by every test file that wants a database: 0.1 s instead of all migrations. */
export const TEMPLATE_DATABASE = 'jiaxin_template';

/** One real PostgreSQL a run (or `TEST_DATABASE_URL`), with a template database that has the newest schema. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const server = given === undefined || given === '' ? await startPostgresServer(['fsync=off']) : undefined;
  const url = server?.url ?? given ?? '';
  await makeTemplate(url);
  project.provide('postgresUrl', url);
  return async () => server?.stop();
}

async function makeTemplate(url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`drop database if exists ${TEMPLATE_DATABASE}`);
  await admin.query(`create database ${TEMPLATE_DATABASE}`);
  await admin.end();
  const template = new URL(url);
  template.pathname = `/${TEMPLATE_DATABASE}`;
  const database = await openDatabase({ databaseUrl: new Secret(template.href), dataDir: '' });
  await migrateToLatest(database.db);
  await database.close();
}
