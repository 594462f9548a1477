import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';

/** Compares `tables.ts`, written by hand, with what the migrations really made. */
let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => database.close());

const source = readFileSync(new URL('./tables.ts', import.meta.url), 'utf8');

function snake(name: string): string {
  return name.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}

function typedColumns(): Map<string, string[]> {
  const tables = new Map<string, string[]>();
  const body = /export interface Database \{([\s\S]*?)\n\}/u.exec(source)?.[1] ?? '';
  for (const [, table, type] of body.matchAll(/^\s+(\w+): (\w+);$/gmu)) {
    const columns = new RegExp(`export interface ${type} \\{([\\s\\S]*?)\\n\\}`, 'u').exec(source)?.[1] ?? '';
    tables.set(
      snake(table ?? ''),
      [...columns.matchAll(/^\s+(\w+): /gmu)].map(([, column]) => snake(column ?? '')).sort(),
    );
  }
  return tables;
}

describe('tables.ts', () => {
  test('names the tables and columns that the migrations make', async () => {
    const { rows } = await sql<{ tableName: string; columnName: string }>`
      select table_name, column_name from information_schema.columns
      where table_schema = 'public' and table_name not like 'kysely%'`.execute(database.db);
    const real = new Map<string, string[]>();
    for (const { tableName, columnName } of rows)
      real.set(tableName, [...(real.get(tableName) ?? []), columnName].sort());
    expect(Object.fromEntries(typedColumns())).toEqual(Object.fromEntries(real));
  });

  test('gives no table a name that BullMQ has, because both share one session on the embedded database', () => {
    const taken = [
      'job',
      'event',
      'meta',
      'metrics',
      'scheduler',
      'migration',
      'dedup',
      'job_log',
      'rate_limit',
      'queue',
    ];
    for (const table of typedColumns().keys()) expect(taken).not.toContain(table);
  });
});
