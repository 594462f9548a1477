import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Migration, type MigrationProvider, Migrator, sql } from 'kysely';
import type { Queryable } from './open-database.ts';

/** The folder /migrations, seen from `src/db` and from `dist/db` alike. */
export const MIGRATIONS_DIR = fileURLToPath(new URL('../../migrations/', import.meta.url));

/** Reads the `.sql` files of a folder; forward only, each in the one transaction that Kysely opens. */
class SqlFileProvider implements MigrationProvider {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async getMigrations(): Promise<Record<string, Migration>> {
    const names = (await readdir(this.#directory)).filter((name) => name.endsWith('.sql')).sort();
    const entries = await Promise.all(
      names.map(async (name) => [name.replace(/\.sql$/u, ''), await this.#read(name)] as const),
    );
    return Object.fromEntries(entries);
  }

  async #read(name: string): Promise<Migration> {
    const text = await readFile(`${this.#directory}/${name}`, 'utf8');
    return {
      up: async (db) => {
        await sql.raw(text).execute(db);
      },
    };
  }
}

export interface MigrationOutcome {
  readonly applied: readonly string[];
}

/** Brings our tables to the newest schema. Safe to call from several processes at once. Throws what the database said. */
export async function migrateToLatest(db: Queryable, directory: string = MIGRATIONS_DIR): Promise<MigrationOutcome> {
  const migrator = new Migrator({ db, provider: new SqlFileProvider(directory) });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  return { applied: (results ?? []).filter((r) => r.status === 'Success').map((r) => r.migrationName) };
}

/** Names of the migrations that were not yet run. */
export async function listPendingMigrations(db: Queryable, directory: string = MIGRATIONS_DIR): Promise<string[]> {
  const migrator = new Migrator({ db, provider: new SqlFileProvider(directory) });
  const all = await migrator.getMigrations();
  return all.filter((migration) => migration.executedAt === undefined).map((migration) => migration.name);
}
