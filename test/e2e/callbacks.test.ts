import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { COUNSELLOR, type FaultWorld, openFaultWorld } from '../support/fault-world.ts';
import type { Product } from '../support/product.ts';

let world: FaultWorld;
let product: Product;
beforeAll(async () => {
  // A thousand at once may take longer than WeCom would wait; how long is told, and no reason to fail.
  world = await openFaultWorld({ roster: { noticeFamilies: 4 }, sandbox: { callbackTimeoutMs: 60_000 } });
  product = await world.start();
  await eventually(() => expect(world.sandbox.callbackStatus()).toBe('ok'));
});
afterAll(() => world.close());

async function count(table: 'inbound_messages' | 'contacts'): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${sql.table(table)}`.execute(
    world.database.db,
  );
  return rows[0]?.count ?? -1;
}

test.each([
  ['bad_signature', [403]],
  ['bad_receiver', [403]],
  ['bad_padding', [400]],
  ['not_base64', [400]],
  ['repeated_parameter', [400]],
  // Refused by its length, perhaps before the body was sent to its end.
  ['oversize', [413, 0]],
] as const)('forged traffic %s is refused and stores nothing', async (kind, expected) => {
  const before = await count('inbound_messages');
  expect(expected).toContain(await world.sandbox.forge(kind));
  expect(await count('inbound_messages')).toBe(before);
  expect(product.output()).not.toContain('伪造');
});

test('the same callback 1,000 times at once, and again after a restart: one row, one record, one answer', async () => {
  const rows = await count('inbound_messages');
  const contacts = await count('contacts');
  const answer = await world.say('学生甲子妈妈今天上午电话打了，说家里都好', /学生甲子/u);
  const heard = world.heard().length;
  const startedAt = Date.now();
  const statuses = await world.sandbox.repeatLast(1_000);
  console.info(`callbacks.test: 1,000 repeats answered in ${Date.now() - startedAt} ms`);
  expect(statuses).toEqual(Array.from({ length: 1_000 }, () => 200));
  expect([(await count('inbound_messages')) - rows, (await count('contacts')) - contacts]).toEqual([1, 1]);

  await product.stop('SIGKILL');
  product = await world.start();
  expect(await world.sandbox.repeatLast(3)).toEqual([200, 200, 200]);
  await world.say('帮助', /./u);
  expect([(await count('inbound_messages')) - rows, (await count('contacts')) - contacts]).toEqual([2, 1]);
  expect(
    world
      .heard()
      .slice(heard)
      .filter((text) => text === answer),
  ).toEqual([]);
}, 400_000);

test('a new message that comes three times at once is recorded once', async () => {
  const contacts = await count('contacts');
  world.sandbox.setFault({ kind: 'callback_duplicates', isOn: true });
  world.sandbox.setFault({ kind: 'callback_answer_lost', calls: 2 });
  const answer = await world.say('学生乙子妈妈今天中午电话打了，没人接', /学生乙子/u);
  await world.say('帮助', /./u);
  expect((await count('contacts')) - contacts).toBe(1);
  expect(world.heard().filter((text) => text === answer)).toHaveLength(1);
}, 400_000);

test('lines that come while the service is killed twice are each recorded once', async () => {
  world.sandbox.setFault({ kind: 'callback_duplicates', isOn: false });
  const before = await count('contacts');
  const said = Array.from({ length: 24 }, (_, index) =>
    world.sandbox.say(COUNSELLOR, `学生${'甲乙丙丁'.charAt(index % 4)}子妈妈刚才电话打了，说第${index + 1}件事`),
  );
  for (let kill = 0; kill < 2; kill += 1) {
    const stored = await count('contacts');
    await eventually(async () => expect(await count('contacts')).toBeGreaterThan(stored), 120_000, 5);
    await product.stop('SIGKILL');
    product = await world.start();
  }
  expect(new Set(await Promise.all(said.map(({ outcome }) => outcome)))).toEqual(new Set(['accepted']));
  await eventually(async () => expect((await count('contacts')) - before).toBe(24), 120_000);
  const { rows } = await sql<{ sourceText: string }>`
    select source_text from contact_texts where source_text is not null`.execute(world.database.db);
  const numbers = rows.flatMap(({ sourceText }) => /第(\d+)件事/u.exec(sourceText)?.[1] ?? []).map(Number);
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
}, 400_000);
