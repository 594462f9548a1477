import {
  CamelCasePlugin,
  CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findPendingLanes } from '../../src/callback/inbound.store.ts';
import { hasTaskToRemind } from '../../src/contact/task/due-task.store.ts';
import type { Queryable } from '../../src/db/index.ts';
import type { Database } from '../../src/db/tables.ts';
import { findDueDeliveryLanes, findDueMemberLanes } from '../../src/delivery/due.store.ts';
import { hasEndedByHand } from '../../src/delivery/ladder/ladder.store.ts';
import { hasFailuresToTell, listFailuresOf } from '../../src/delivery/status/failure.store.ts';
import { hasMisplacedDrafts } from '../../src/notice/batch/batch.store.ts';
import { isAccountKnown } from '../../src/roster/roster.store.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

/**
 * What every sweep or every look-up asks must not read a whole table that grows for ever: once 300 open calls and 20,000
 * tasks made one sweep last four seconds. The statements are taken from the stores, and PostgreSQL says how it would go
 * about them where it may not read a table from end to end if there is any other way.
 */
let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const NOW = new Date('2026-11-18T02:00:00Z');
const ID = '00000000-0000-4000-8000-000000000001';

/** The statements that `ask` would send; nothing is sent, every answer is empty. */
async function statementsOf(ask: (db: Queryable) => Promise<unknown>): Promise<readonly CompiledQuery[]> {
  const statements: CompiledQuery[] = [];
  const db = new Kysely<Database>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (self) => new PostgresIntrospector(self),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    plugins: [new CamelCasePlugin()],
    log: ({ query }) => void statements.push(query),
  });
  await ask(db);
  return statements;
}

async function explain({ sql, parameters }: CompiledQuery): Promise<string> {
  return database.db.transaction().execute(async (tx) => {
    await tx.executeQuery(CompiledQuery.raw('set local enable_seqscan = off'));
    const { rows } = await tx.executeQuery<Record<string, string>>(
      CompiledQuery.raw(`explain ${sql}`, [...parameters]),
    );
    return rows.flatMap((row) => Object.values(row)).join('\n');
  });
}

/** They grow with every day; the others stay as large as the college. */
const READ_WHOLE =
  /Seq Scan on (contacts|deliveries|guard_decisions|guardians|inbound_messages|member_messages|notices|tasks)\b/u;

test.each<[string, (db: Queryable) => Promise<unknown>, string]>([
  ['lines that wait', (db) => findPendingLanes(db), 'inbound_messages_pending'],
  ['messages to staff that wait', (db) => findDueMemberLanes(db, 1_000), 'member_messages_open'],
  ['deliveries that are due', (db) => findDueDeliveryLanes(db, NOW, 1_000), 'deliveries_awaiting'],
  ['tasks that are due', (db) => hasTaskToRemind(db, NOW, true), 'tasks_open_due'],
  ['calls and letters that are over', (db) => hasEndedByHand(db), 'tasks_origin'],
  ['failures that the sender does not know', (db) => hasFailuresToTell(db, NOW), 'notices_confirmed'],
  ['drafts whose student left', (db) => hasMisplacedDrafts(db), 'notices_batch'],
  ['what did not reach a family', (db) => listFailuresOf(db, ID, NOW), 'deliveries_target'],
  ['whose account it is', (db) => isAccountKnown(db, 'Parent1'), 'guardians_account'],
])('%s: found by an index', async (_name, ask, index) => {
  const [statement] = await statementsOf(ask);
  if (statement === undefined) throw new Error('nothing was asked');
  const plan = await explain(statement);
  expect(plan).not.toMatch(READ_WHOLE);
  expect(plan).toContain(index);
});
