import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryTokenStore } from '../../../test/support/memory-token-store.ts';
import { type ApiServer, startApiServer } from '../../../test/support/wecom-api-server.ts';
import { Secret } from '../../shared/secret.ts';
import type { TokenStore } from '../token.store.ts';
import { createWecomClient } from './client.ts';
import { createTokenSource, type TokenGrant, type TokenSource } from './token.ts';

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer();
});
afterEach(() => server.close());

const GETTOKEN = '/cgi-bin/gettoken';

function source(
  store: TokenStore,
  over: { secret?: string; onStopped?: (code: string) => void; waitMs?: number } = {},
): TokenSource {
  const { secret, ...rest } = over;
  return createTokenSource({
    config: { corpId: 'wx1', agentId: 218, secret: new Secret(secret ?? 's3cret'), apiUrl: server.url },
    client: createWecomClient({ apiUrl: server.url, timeoutMs: 2000 }),
    store,
    ...rest,
  });
}

/** Answers with a new token each time, after `delayMs`. */
function giveTokens(expiresIn = 7200, delayMs = 0): void {
  let count = 0;
  server.on(GETTOKEN, (_call, response) => {
    count += 1;
    const answer = { errcode: 0, errmsg: 'ok', access_token: `token-${count}`, expires_in: expiresIn };
    setTimeout(() => response.end(JSON.stringify(answer)), delayMs);
  });
}

async function grantOf(tokens: TokenSource): Promise<TokenGrant> {
  const result = await tokens.get();
  if (!result.ok) throw new Error(result.failure.code);
  return result.grant;
}

async function failureOf(tokens: TokenSource) {
  const result = await tokens.get();
  return result.ok ? 'a token' : result.failure;
}

describe('sharing', () => {
  test('two processes with 40 callers fetch one token', async () => {
    giveTokens(7200, 100);
    const store = createMemoryTokenStore();
    const [one, other] = [source(store), source(store)];
    const grants = await Promise.all(Array.from({ length: 40 }, (_, index) => grantOf(index % 2 === 0 ? one : other)));
    expect(new Set(grants.map(({ token }) => token))).toEqual(new Set(['token-1']));
    expect(server.calls).toHaveLength(1);
    expect(server.calls[0]?.query).toEqual({ corpid: 'wx1', corpsecret: 's3cret' });
  });

  test('a new process takes the token that is there', async () => {
    giveTokens();
    const store = createMemoryTokenStore();
    await grantOf(source(store));
    expect((await grantOf(source(store))).token).toBe('token-1');
    expect(server.calls).toHaveLength(1);
  });

  test('waiting for another process has an end', async () => {
    giveTokens();
    const store = createMemoryTokenStore();
    await store.claimRefresh('somebody', 60_000, '');
    expect(await failureOf(source(store, { waitMs: 120 }))).toMatchObject({ kind: 'transient', code: 'token_wait' });
    expect(server.calls).toHaveLength(0);
  });

  test('near its end the token is renewed by one, and the others go on with the old one', async () => {
    giveTokens(7200, 100);
    const store = createMemoryTokenStore();
    // Four minutes left of two hours: inside the margin.
    await grantOf(source(store));
    const stored = await store.read();
    await store.claimRefresh('x', 1000, stored?.version ?? '');
    await store.saveToken('x', 'old', 240_000, stored?.fingerprint ?? '');
    const aged: TokenStore = {
      ...store,
      read: async () => {
        const row = await store.read();
        return row?.token === 'old' ? { ...row, lifetimeMs: 7_200_000 } : row;
      },
    };
    const [one, other] = [source(aged), source(aged)];
    const tokens = await Promise.all([grantOf(one), grantOf(other)]);
    expect(tokens.map(({ token }) => token).sort()).toEqual(['old', 'token-2']);
    expect(server.calls).toHaveLength(2);
  });

  test('an old token serves on while gettoken is down', async () => {
    const store = createMemoryTokenStore();
    giveTokens();
    await grantOf(source(store));
    const aged: TokenStore = {
      ...store,
      read: async () => {
        const row = await store.read();
        return row && { ...row, remainingMs: 1000 };
      },
    };
    server.on(GETTOKEN, (_call, response) => response.writeHead(502).end('<html>'));
    expect((await grantOf(source(aged))).token).toBe('token-1');
  });
});

describe('discarding', () => {
  test('a refused token is replaced once, however many callers it failed', async () => {
    giveTokens();
    const tokens = source(createMemoryTokenStore());
    const first = await grantOf(tokens);
    const again = await Promise.all(
      Array.from({ length: 20 }, async () => {
        expect(await tokens.discard(first)).toBe(true);
        return (await grantOf(tokens)).token;
      }),
    );
    expect(new Set(again)).toEqual(new Set(['token-2']));
    expect(server.calls).toHaveLength(2);
  });

  test('a look into the database that overtakes the discard does not bring the dead token back', async () => {
    giveTokens();
    const store = createMemoryTokenStore();
    const slow: TokenStore = {
      ...store,
      discard: (version) => new Promise((resolve) => setTimeout(() => resolve(store.discard(version)), 100)),
    };
    const tokens = source(slow);
    const first = await grantOf(tokens);
    const discarding = tokens.discard(first);
    expect(await tokens.discard(first)).toBe(true);
    expect((await grantOf(tokens)).token).toBe('token-2');
    await discarding;
    expect((await grantOf(tokens)).token).toBe('token-2');
    expect(server.calls).toHaveLength(2);
  });

  test('a newer token of another process stays', async () => {
    giveTokens();
    const store = createMemoryTokenStore();
    const [one, other] = [source(store), source(store)];
    const old = await grantOf(one);
    await grantOf(other);
    await one.discard(old);
    await grantOf(one);
    await other.discard(old);
    expect((await grantOf(other)).token).toBe('token-2');
    expect(server.calls).toHaveLength(2);
  });

  test('three times a minute and no more', async () => {
    giveTokens();
    const tokens = source(createMemoryTokenStore());
    const verdicts: boolean[] = [];
    for (let round = 0; round < 5; round += 1) verdicts.push(await tokens.discard(await grantOf(tokens)));
    expect(verdicts).toEqual([true, true, true, false, false]);
    expect(server.calls).toHaveLength(4);
  });
});

describe('stopping', () => {
  test.each([40001, 40091, 40013])('%i stops gettoken for all processes and alarms once', async (errcode) => {
    server.on(GETTOKEN, { errcode, errmsg: 'invalid credential' });
    const store = createMemoryTokenStore();
    const alarms: string[] = [];
    const tokens = source(store, { onStopped: (code) => alarms.push(code) });
    const other = source(store);
    // The other process is running already: it has looked before the stop.
    const results = await Promise.all([failureOf(tokens), failureOf(other)]);
    for (const result of results) expect(result).toMatchObject({ kind: 'credentials', code: String(errcode) });
    const callsBefore = server.calls.length;
    for (let round = 0; round < 5; round += 1) {
      expect(await failureOf(tokens)).toMatchObject({ kind: 'credentials' });
      expect(await failureOf(other)).toMatchObject({ kind: 'credentials' });
    }
    expect(server.calls).toHaveLength(callsBefore);
    expect(callsBefore).toBeLessThanOrEqual(2);
    expect(alarms).toEqual([String(errcode)]);
  });

  test('a restart tries once, and stops again', async () => {
    server.on(GETTOKEN, { errcode: 40001, errmsg: '' });
    const store = createMemoryTokenStore();
    await failureOf(source(store));
    const restarted = source(store);
    for (let round = 0; round < 3; round += 1) expect(await failureOf(restarted)).toMatchObject({ code: '40001' });
    expect(server.calls).toHaveLength(2);
  });

  test('a changed secret starts again, and the stopped process goes on with its token only when it has that secret', async () => {
    server.on(GETTOKEN, (call, response) => {
      const isRight = call.query.corpsecret === 'right';
      response.end(
        JSON.stringify(isRight ? { errcode: 0, access_token: 'good', expires_in: 7200 } : { errcode: 40001 }),
      );
    });
    const store = createMemoryTokenStore();
    expect(await failureOf(source(store, { secret: 'wrong' }))).toMatchObject({ kind: 'credentials' });
    expect((await grantOf(source(store, { secret: 'right' }))).token).toBe('good');
    expect((await grantOf(source(store, { secret: 'right' }))).token).toBe('good');
    expect(server.calls).toHaveLength(2);
  });
});

describe('gettoken in trouble', () => {
  test.each([
    ['busy', { errcode: -1 }, { kind: 'transient', code: '-1' }],
    ['too often', { errcode: 45009 }, { kind: 'rate', code: '45009' }],
    ['from an address that is not trusted', { errcode: 60020 }, { kind: 'channel', code: '60020' }],
    ['with an unknown errcode', { errcode: 77777 }, { kind: 'transient', code: '77777' }],
    ['without a token', { errcode: 0 }, { kind: 'transient', code: 'unexpected_answer' }],
  ])('%s: a rest before the next call', async (_name, answer, expected) => {
    server.on(GETTOKEN, answer);
    const tokens = source(createMemoryTokenStore());
    expect(await failureOf(tokens)).toMatchObject(expected);
    for (let round = 0; round < 4; round += 1) expect(await failureOf(tokens)).toMatchObject({ code: 'token_cooling' });
    expect(server.calls).toHaveLength(1);
  });
});
