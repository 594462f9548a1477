import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EmbeddedDatabase, openEmbedded } from '../../src/db/embedded.ts';
import { temporaryFolder } from '../support/product.ts';

/** The embedded database is one session; its connections must not be felt to be. */
const folder = temporaryFolder();
let embedded: EmbeddedDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  embedded = await openEmbedded(folder.path);
  pool = new pg.Pool({ host: embedded.socketDir, user: 'postgres', database: 'postgres', max: 20 });
  await pool.query('create table counters (id int primary key, n int not null)');
  await pool.query('insert into counters select i, 0 from generate_series(1, 20) i');
});
afterAll(async () => {
  await pool.end();
  await embedded.close();
  folder.remove();
});

test('statements with different parameters from twenty connections never meet each other', async () => {
  const work = Array.from({ length: 2_000 }, async (_, i) => {
    if (i % 3 === 0) return (await pool.query('select $1::int as a', [i])).rows[0].a === i;
    if (i % 3 === 1)
      return (await pool.query('select $1::text || $2::text as b', [`x${i}`, 'y'])).rows[0].b === `x${i}y`;
    return (await pool.query('select $1::int + $2::int + $3::int as c', [i, 1, 2])).rows[0].c === i + 3;
  });
  expect((await Promise.all(work)).filter((isRight) => !isRight)).toEqual([]);
});

test('transactions of many connections are isolated, and a failed one is rolled back', async () => {
  const add = async (id: number, fails: boolean): Promise<void> => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      const { rows } = await client.query('select n from counters where id = $1 for update', [id]);
      await client.query('update counters set n = $2 where id = $1', [id, rows[0].n + 1]);
      if (fails) await client.query('select 1 / $1::int', [0]);
      await client.query('commit');
    } catch {
      await client.query('rollback');
    } finally {
      client.release();
    }
  };
  await Promise.all(Array.from({ length: 200 }, (_, i) => add((i % 20) + 1, i % 4 === 3)));
  const { rows } = await pool.query('select sum(n)::int as total from counters');
  expect(rows[0].total).toBe(150);
});

test('a connection that dies inside its transaction leaves nothing and blocks nobody', async () => {
  const client = new pg.Client({ host: embedded.socketDir, user: 'postgres', database: 'postgres' });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('begin');
  await client.query('update counters set n = 9999');
  const waiting = pool.query('select max(n)::int as n from counters');
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  expect((await waiting).rows[0].n).toBeLessThan(9999);
});

test('a large statement and a large answer arrive whole', async () => {
  const text = '家'.repeat(1_000_000);
  const { rows } = await pool.query('select $1::text as text, length($1::text) as n', [text]);
  expect(rows[0].n).toBe(1_000_000);
  expect(rows[0].text).toBe(text);
});

test('an error in one statement leaves its connection usable', async () => {
  const client = await pool.connect();
  await expect(client.query('select $1::int', ['no number'])).rejects.toMatchObject({ code: '22P02' });
  await expect(client.query('selec 1')).rejects.toMatchObject({ code: '42601' });
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  client.release();
});
