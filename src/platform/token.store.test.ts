import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { createMemoryTokenStore } from '../../test/support/memory-token-store.ts';
import { Secret } from '../shared/secret.ts';
import { createTokenStore, type TokenStore } from './token.store.ts';

const secretKey = new Secret('0123456789abcdef0123456789abcdef');
let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

let accounts = 0;
function fresh(): { account: string; store: TokenStore } {
  accounts += 1;
  const account = `wx1/${accounts}`;
  return { account, store: createTokenStore(database.db, secretKey, { platform: 'wecom', account }) };
}

/** The double that other tests use must obey the same rules. */
describe.each([
  ['in PostgreSQL', () => fresh().store],
  ['in memory', createMemoryTokenStore],
])('a token %s', (_name, makeStore) => {
  test('is claimed by one, saved by the holder, and read by all', async () => {
    const store = makeStore();
    expect(await store.read()).toBeUndefined();
    const leases = Array.from({ length: 8 }, () => randomUUID());
    const claims = await Promise.all(leases.map((lease) => store.claimRefresh(lease, 5000, '')));
    expect(claims.filter(Boolean)).toHaveLength(1);
    const holder = leases[claims.indexOf(true)] ?? '';
    expect(await store.read()).toMatchObject({
      token: undefined,
      version: '',
      refresh: 'refreshing',
      stopped: undefined,
    });

    expect(await store.saveToken(randomUUID(), 'thief', 1000, 'f')).toBe(false);
    expect(await store.saveToken(holder, 'token-1', 7_200_000, 'f')).toBe(true);
    const stored = await store.read();
    expect(stored).toMatchObject({ token: 'token-1', fingerprint: 'f', refresh: 'idle', refreshForMs: 0 });
    expect(stored?.remainingMs).toBeGreaterThan(7_190_000);
    expect(Math.round(stored?.lifetimeMs ?? 0)).toBe(7_200_000);
  });

  test('is not claimed by one who looked before it was saved', async () => {
    const store = makeStore();
    const lease = randomUUID();
    await store.claimRefresh(lease, 5000, '');
    await store.saveToken(lease, 'token-1', 7_200_000, 'f');
    expect(await store.claimRefresh(randomUUID(), 5000, '')).toBe(false);
    expect(await store.claimRefresh(randomUUID(), 5000, (await store.read())?.version ?? '')).toBe(true);
  });

  test('a lease that ran out is free, and its late holder keeps nothing', async () => {
    const store = makeStore();
    const [late, next] = [randomUUID(), randomUUID()];
    await store.claimRefresh(late, 0, '');
    expect(await store.claimRefresh(next, 5000, '')).toBe(true);
    expect(await store.saveToken(late, 'late', 7_200_000, 'f')).toBe(false);
    expect(await store.saveToken(next, 'next', 7_200_000, 'f')).toBe(true);
  });

  test('a rest keeps everybody away until it ends', async () => {
    const store = makeStore();
    const lease = randomUUID();
    await store.claimRefresh(lease, 5000, '');
    await store.coolDown(lease, 5000);
    const stored = await store.read();
    expect(stored?.refresh).toBe('cooling');
    expect(stored?.refreshForMs).toBeGreaterThan(4000);
    expect(await store.claimRefresh(randomUUID(), 5000, '')).toBe(false);
  });

  test('a discard takes only the version that was refused', async () => {
    const store = makeStore();
    const lease = randomUUID();
    await store.claimRefresh(lease, 5000, '');
    await store.saveToken(lease, 'token-1', 7_200_000, 'f');
    const version = (await store.read())?.version ?? '';
    await store.discard('another');
    expect((await store.read())?.remainingMs).toBeGreaterThan(0);
    await store.discard(version);
    expect((await store.read())?.remainingMs).toBeLessThanOrEqual(0);
  });

  test('a stop is told to all, and a saved token ends it', async () => {
    const store = makeStore();
    const [first, second] = [randomUUID(), randomUUID()];
    await store.claimRefresh(first, 5000, '');
    await store.stopRefreshing(first, '40001', 'f');
    const stopped = { code: '40001', stoppedAt: expect.any(Date) };
    expect(await store.read()).toMatchObject({ token: undefined, fingerprint: 'f', refresh: 'idle', stopped });
    await store.claimRefresh(second, 5000, '');
    await store.saveToken(second, 'token-2', 7_200_000, 'g');
    expect(await store.read()).toMatchObject({ token: 'token-2', fingerprint: 'g', stopped: undefined });
  });
});

test('at rest the token is sealed, and another key opens nothing', async () => {
  const { account, store } = fresh();
  const lease = randomUUID();
  await store.claimRefresh(lease, 5000, '');
  await store.saveToken(lease, 'TOP-SECRET', 7_200_000, 'f');
  const row = await database.db
    .selectFrom('platformTokens')
    .selectAll()
    .where('account', '=', account)
    .executeTakeFirstOrThrow();
  expect(JSON.stringify(row)).not.toContain('TOP-SECRET');
  const other = createTokenStore(database.db, new Secret('another key of at least 32 bytes'), {
    platform: 'wecom',
    account,
  });
  expect(await other.read()).toMatchObject({ token: undefined, version: row.tokenSealed });
  const renewed = randomUUID();
  expect(await other.claimRefresh(renewed, 5000, row.tokenSealed ?? '')).toBe(true);
});
