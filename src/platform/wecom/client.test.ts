import { createServer } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type ApiServer, startApiServer } from '../../../test/support/wecom-api-server.ts';
import { createWecomClient } from './client.ts';

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer();
});
afterEach(() => server.close());

const PATH = '/cgi-bin/message/send';
const request = {
  method: 'POST',
  path: PATH,
  query: { access_token: 'TOP-SECRET' },
  body: '{"a":"家"}',
  schema: z.object({ msgid: z.string() }),
} as const;

function call(over: { apiUrl?: string; timeoutMs?: number; signal?: AbortSignal } = {}) {
  const client = createWecomClient({ apiUrl: over.apiUrl ?? server.url, timeoutMs: over.timeoutMs ?? 2000 });
  return client.call(request, over.signal);
}

test('writes the body byte for byte and reads the answer', async () => {
  server.on(PATH, { errcode: 0, errmsg: 'ok', msgid: 'm1', more: [] });
  expect(await call()).toEqual({ outcome: 'answered', answer: { msgid: 'm1' } });
  expect(server.calls).toEqual([
    { method: 'POST', path: PATH, query: { access_token: 'TOP-SECRET' }, body: '{"a":"家"}' },
  ]);
});

describe('answers that are none', () => {
  test.each<[string, number, string, object]>([
    ['an errcode', 200, '{"errcode":81013,"errmsg":"x"}', { outcome: 'refused', errcode: 81013 }],
    [
      'an errcode with status 400',
      400,
      '{"errcode":81013}',
      { outcome: 'failed', failure: { kind: 'request', code: 'http_400' } },
    ],
    ['a web page', 200, '<html>login</html>', { outcome: 'unknown', code: 'html_answer' }],
    ['nothing', 200, '', { outcome: 'unknown', code: 'empty_answer' }],
    ['broken JSON', 200, '{"errcode":0', { outcome: 'unknown', code: 'not_json' }],
    ['JSON of another kind', 200, '[]', { outcome: 'unknown', code: 'unexpected_answer' }],
    ['an errcode in words', 200, '{"errcode":"0"}', { outcome: 'unknown', code: 'unexpected_answer' }],
    ['success without its fields', 200, '{"errcode":0}', { outcome: 'unknown', code: 'unexpected_answer' }],
    ['500', 500, 'x', { outcome: 'unknown', code: 'http_500' }],
    ['502', 502, '<html>', { outcome: 'unknown', code: 'http_502' }],
    ['503', 503, '', { outcome: 'failed', failure: { kind: 'transient', code: 'http_503' } }],
    ['504', 504, '', { outcome: 'unknown', code: 'http_504' }],
    ['429', 429, '', { outcome: 'failed', failure: { kind: 'rate', code: 'http_429' } }],
    ['404', 404, '', { outcome: 'failed', failure: { kind: 'channel', code: 'http_404' } }],
  ])('%s', async (_name, status, body, expected) => {
    server.on(PATH, (_call, response) => response.writeHead(status).end(body));
    expect(await call()).toMatchObject(expected);
  });

  test('a redirect is not followed', async () => {
    server.on(PATH, (_call, response) => response.writeHead(301, { Location: `${server.url}/elsewhere` }).end());
    expect(await call()).toMatchObject({ outcome: 'failed', failure: { kind: 'channel', code: 'http_301' } });
    expect(server.calls).toHaveLength(1);
  });

  test('an answer beyond 2 MiB is not read to its end', async () => {
    server.on(PATH, (_call, response) => response.end('x'.repeat(3 * 1024 * 1024)));
    expect(await call()).toMatchObject({ outcome: 'unknown', code: 'bad_answer' });
  });
});

describe('no answer', () => {
  test('nobody listens: certainly no effect', async () => {
    const away = await startApiServer();
    await away.close();
    const expected = { outcome: 'failed', failure: { kind: 'transient', code: 'connection_refused' } };
    expect(await call({ apiUrl: away.url })).toMatchObject(expected);
  });

  test('a name that does not exist: certainly no effect', async () => {
    expect(await call({ apiUrl: 'http://no-such-host.invalid' })).toMatchObject({
      outcome: 'failed',
      failure: { kind: 'transient' },
    });
  });

  test('no TLS on the other side: certainly no effect', async () => {
    const result = await call({ apiUrl: server.url.replace('http:', 'https:') });
    expect(result).toMatchObject({ outcome: 'failed', failure: { kind: 'transient' } });
    expect(server.calls).toHaveLength(0);
  });

  test('a TLS handshake that never ends: certainly no effect', async () => {
    const mute = createServer();
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const address = mute.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      const result = await call({ apiUrl: `https://127.0.0.1:${port}`, timeoutMs: 200 });
      expect(result).toMatchObject({ outcome: 'failed', failure: { kind: 'transient', code: 'connect_timeout' } });
    } finally {
      mute.close();
    }
  });

  test('silence after the request: unknown', async () => {
    server.on(PATH, () => {});
    expect(await call({ timeoutMs: 1_000 })).toEqual({ outcome: 'unknown', code: 'timeout' });
    expect(server.calls).toHaveLength(1);
  });

  test('an answer that drips for ever: unknown at the same time', async () => {
    server.on(PATH, (_call, response) => {
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    });
    // Were it not cut off, the test would run into its own limit.
    expect(await call({ timeoutMs: 1_000 })).toEqual({ outcome: 'unknown', code: 'timeout' });
  });

  test('a connection that breaks after the request: unknown', async () => {
    server.on(PATH, (_call, _response, incoming) => incoming.socket.destroy());
    expect(await call()).toEqual({ outcome: 'unknown', code: 'connection_reset' });
  });

  test('a connection that breaks in the middle of the answer: unknown', async () => {
    server.on(PATH, (_call, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('{"errcode"', () => response.destroy());
    });
    expect(await call()).toMatchObject({ outcome: 'unknown' });
  });

  test('the caller gives up: before the call no effect, during it unknown', async () => {
    expect(await call({ signal: AbortSignal.abort() })).toMatchObject({
      outcome: 'failed',
      failure: { code: 'aborted' },
    });
    const stop = new AbortController();
    server.on(PATH, () => stop.abort());
    expect(await call({ signal: stop.signal })).toEqual({ outcome: 'unknown', code: 'aborted' });
  });

  test('no result carries the token', async () => {
    server.on(PATH, (_call, _response, incoming) => incoming.socket.destroy());
    const results = [await call(), await call({ apiUrl: 'http://127.0.0.1:1' })];
    expect(inspect(results, { depth: null, showHidden: true })).not.toContain('TOP-SECRET');
  });
});

test('a connection is used again', async () => {
  const ports = new Set<number | undefined>();
  server.on(PATH, (_call, response, incoming) => {
    ports.add(incoming.socket.remotePort);
    response.end('{"errcode":0,"msgid":"m"}');
  });
  const client = createWecomClient({ apiUrl: server.url });
  for (let round = 0; round < 5; round += 1) expect((await client.call(request)).outcome).toBe('answered');
  expect(ports.size).toBe(1);
});
