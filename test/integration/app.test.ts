import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { createProxyTrust } from '../../src/config/index.ts';
import { Secret } from '../../src/shared/secret.ts';

const parts = {
  logger: pino({ level: 'silent' }),
  plugins: [
    async (app: FastifyInstance) => {
      app.post('/echo', async () => 'whole');
      app.get('/whoami', async ({ ip }) => ip);
    },
  ],
  sandbox: null,
  isReady: async () => ({ database: true, queue: false }),
  isTrustedProxy: createProxyTrust('0.0.0.0', { eth0: [{ cidr: '172.18.0.5/16', internal: false }] }),
  renderMetrics: async () => ({ contentType: 'text/plain', text: 'jiaxin_up 1\n' }),
};
const open = buildApp({ ...parts, metricsToken: null });
const guarded = buildApp({ ...parts, metricsToken: new Secret('a-token') });
beforeAll(async () => {
  await open.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  open.server.closeAllConnections();
  await open.close();
  await guarded.close();
});

test('lives, but is not ready while a part is missing', async () => {
  expect((await open.inject('/healthz')).statusCode).toBe(200);
  const ready = await open.inject('/readyz');
  expect(ready.statusCode).toBe(503);
  expect(ready.json()).toMatchObject({ database: true, queue: false });
});

test('while the database is away a page answers 503 and not that we are broken', async () => {
  const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const app = buildApp({ ...parts, metricsToken: null, renderMetrics: () => Promise.reject(away) });
  const answer = await app.inject('/metrics');
  expect(answer.statusCode).toBe(503);
  expect(answer.body).toBe('系统正在恢复，请稍后再试。\n');
  await app.close();
});

test.each(['x-forwarded-for', 'x-real-ip', 'via', 'forwarded', 'x-forwarded-host', 'cf-connecting-ip'])(
  'metrics without a token are for this machine only, not for what a proxy on it passes on (%s)',
  async (header) => {
    expect((await open.inject('/metrics')).statusCode).toBe(200);
    expect((await open.inject({ url: '/metrics', headers: { [header]: '203.0.113.9' } })).statusCode).toBe(404);
    expect((await open.inject({ url: '/metrics', remoteAddress: '10.0.0.7' })).statusCode).toBe(404);
  },
);

test.each([
  ['the proxy on the compose host names its client', '172.18.0.1', '10.20.30.40', '10.20.30.40'],
  [
    'who invents a client behind that proxy is counted all the same',
    '172.18.0.1',
    '1.2.3.4, 10.20.30.40',
    '10.20.30.40',
  ],
  ['who invents a client from the campus network is counted', '10.20.30.40', '1.2.3.4', '10.20.30.40'],
  ['and so is anybody else', '203.0.113.9', '1.2.3.4, 172.18.0.1', '203.0.113.9'],
])('limits: %s', async (_name, remoteAddress, forwarded, counted) => {
  const { body } = await open.inject({ url: '/whoami', remoteAddress, headers: { 'x-forwarded-for': forwarded } });
  expect(body).toBe(counted);
});

test('the bare address leads somewhere', async () => {
  expect((await open.inject('/')).headers.location).toBe('/verify');
});

test('with a token only its bearer reads them', async () => {
  expect((await guarded.inject('/metrics')).statusCode).toBe(404);
  expect((await guarded.inject({ url: '/metrics', headers: { authorization: 'Bearer wrong' } })).statusCode).toBe(404);
  const { statusCode, body } = await guarded.inject({ url: '/metrics', headers: { authorization: 'Bearer a-token' } });
  expect([statusCode, body]).toEqual([200, 'jiaxin_up 1\n']);
});

test('an unknown path is answered in Chinese, with no stack', async () => {
  const { statusCode, body } = await open.inject('/nowhere');
  expect(statusCode).toBe(404);
  expect(body).toBe('没有这个页面。\n');
});

test('a body that trickles in does not hold its connection for ever', { timeout: 60_000 }, async () => {
  const { port } = open.server.address() as AddressInfo;
  const startedAt = Date.now();
  await new Promise<void>((resolve) => {
    const slow = request({
      port,
      host: '127.0.0.1',
      method: 'POST',
      path: '/echo',
      headers: { 'content-type': 'application/json', 'content-length': 6000 },
    });
    slow.on('response', (answer) => answer.resume().on('end', resolve));
    slow.on('error', () => resolve());
    slow.write('x');
  });
  expect(Date.now() - startedAt).toBeLessThan(40_000);
});
