import { sql, type Transaction } from 'kysely';
import { ConfigError } from '../shared/errors.ts';
import { migrateToLatest } from './migrate.ts';
import type { Queryable } from './open-database.ts';
import type { Database } from './tables.ts';
import { inTransaction } from './transaction.ts';

/** Every table, parents before children. A test compares it with the schema. */
export const TABLES_IN_ORDER = [
  'settings',
  'platform_tokens',
  'colleges',
  'staff',
  'classes',
  'students',
  'guardians',
  'parent_groups',
  'roster_imports',
  'directory_syncs',
  'inbound_messages',
  'inbound_raw',
  'open_questions',
  'member_messages',
  'lanes',
  'pacing_slots',
  'contacts',
  'contact_texts',
  'tasks',
  'emergencies',
  'emergency_entries',
  'schedules',
  'fact_imports',
  'facts',
  'draft_batches',
  'template_versions',
  'notices',
  'schedule_runs',
  'campaigns',
  'campaign_items',
  'notice_bodies',
  'deliveries',
  'notice_links',
  'notice_replies',
  'link_guesses',
  'ladder_offers',
  'send_pauses',
  'student_agreements',
  'guard_decisions',
  'audit_entries',
  'approval_requests',
] as const;

export interface MovedTable {
  readonly table: string;
  readonly sourceRows: number;
  readonly targetRows: number;
}

const ROWS_A_SLICE = 1_000;

/**
 * Copies everything from `source` into the empty database `target`, all or nothing, and returns the counts of both sides.
 * The queue is not copied: the ledger is the truth, and the next start's sweep wakes all work again. Throws `config.invalid`
 * when the target holds data. The source is read in one snapshot; on the embedded database a running service waits meanwhile.
 */
export async function moveDatabase(source: Queryable, target: Queryable): Promise<readonly MovedTable[]> {
  await migrateToLatest(target);
  await refuseUsedTarget(target);
  return inTransaction(target, async (to) =>
    source
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (from) => {
        const moved: MovedTable[] = [];
        for (const table of TABLES_IN_ORDER) {
          await copyTable(from, to, table);
          moved.push({ table, sourceRows: await countRows(from, table), targetRows: await countRows(to, table) });
        }
        return moved;
      }),
  );
}

async function refuseUsedTarget(target: Queryable): Promise<void> {
  for (const table of TABLES_IN_ORDER) {
    if ((await countRows(target, table)) === 0) continue;
    throw new ConfigError('config.invalid', {
      message: `the target database is not empty (table ${table}); give an empty one`,
      userMessage: `目标数据库不是空的（表 ${table} 里有数据），没有复制任何内容。请换一个空数据库。`,
    });
  }
}

async function countRows(db: Queryable, table: string): Promise<number> {
  const { rows } = await sql<{ n: string }>`select count(*) as n from ${sql.table(table)}`.execute(db);
  return Number(rows[0]?.n ?? 0);
}

/** Rows travel as JSON text, which keeps microseconds, arrays and jsonb as they are. */
async function copyTable(from: Transaction<Database>, to: Transaction<Database>, table: string): Promise<void> {
  const name = sql.table(table);
  await sql`declare move_cursor no scroll cursor for select to_jsonb(t)::text as line from ${name} t`.execute(from);
  for (;;) {
    const { rows } = await sql<{ line: string }>`fetch ${sql.lit(ROWS_A_SLICE)} from move_cursor`.execute(from);
    if (rows.length === 0) break;
    const lines = `[${rows.map(({ line }) => line).join(',')}]`;
    await sql`insert into ${name} overriding system value
      select * from jsonb_populate_recordset(null::${name}, ${lines}::jsonb)`.execute(to);
  }
  await sql`close move_cursor`.execute(from);
  await continueSequences(to, table);
}

/** An identity column goes on after the highest number that came over. */
async function continueSequences(to: Transaction<Database>, table: string): Promise<void> {
  const { rows } = await sql<{ columnName: string }>`
    select column_name from information_schema.columns
    where table_schema = 'public' and table_name = ${table} and is_identity = 'YES'`.execute(to);
  for (const { columnName } of rows) {
    await sql`select setval(pg_get_serial_sequence(${`public.${table}`}, ${columnName}),
      coalesce((select max(${sql.ref(columnName)}) from ${sql.table(table)}), 0) + 1, false)`.execute(to);
  }
}
