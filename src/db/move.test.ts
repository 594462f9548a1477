import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { moveDatabase, TABLES_IN_ORDER } from './move.store.ts';

let source: TestDatabase;
let target: TestDatabase;
beforeAll(async () => {
  source = await openTestDatabase();
  target = await openTestDatabase();
});
afterAll(async () => {
  await source.close();
  await target.close();
});

test('the list names every table once', async () => {
  const { rows } = await sql<{ tableName: string }>`
    select table_name from information_schema.tables
    where table_schema = 'public' and table_name not like 'kysely%'`.execute(source.db);
  expect([...TABLES_IN_ORDER].sort()).toEqual(rows.map(({ tableName }) => tableName).sort());
});

test('copies rows as they are, continues numbers, and refuses a used target', async () => {
  const collegeId = randomUUID();
  await source.db.insertInto('colleges').values({ collegeId, name: '旅游学院' }).execute();
  for (const dedupeKey of ['a', 'b', 'c']) {
    await sql`insert into inbound_messages (platform, account, dedupe_key, kind, sender_id, lane_key, sent_at)
      values ('wecom', 'x', ${dedupeKey}, 'text', 'u', 'l', '2026-11-22T09:30:00.123456+08:00')`.execute(source.db);
  }
  await source.db
    .insertInto('settings')
    .values({ settingKey: 'k', value: JSON.stringify({ 列表: [1, null] }) })
    .execute();

  const moved = await moveDatabase(source.db, target.db);
  expect(moved.filter(({ sourceRows, targetRows }) => sourceRows !== targetRows)).toEqual([]);
  expect(moved.find(({ table }) => table === 'inbound_messages')?.targetRows).toBe(3);
  const instants = await sql<{ t: string }>`select sent_at::text as t from inbound_messages limit 1`.execute(target.db);
  expect(instants.rows[0]?.t).toContain('.123456');
  const setting = await target.db
    .selectFrom('settings')
    .select('value')
    .where('settingKey', '=', 'k')
    .executeTakeFirst();
  expect(setting?.value).toEqual({ 列表: [1, null] });
  const next = await sql<{ id: string }>`insert into inbound_messages
    (platform, account, dedupe_key, kind, sender_id, lane_key, sent_at)
    values ('wecom', 'x', 'd', 'text', 'u', 'l', now()) returning inbound_id as id`.execute(target.db);
  expect(Number(next.rows[0]?.id)).toBe(4);
  await expect(moveDatabase(source.db, target.db)).rejects.toMatchObject({ code: 'config.invalid' });
});
