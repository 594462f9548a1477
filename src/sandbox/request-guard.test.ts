import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KEYS, PEOPLE } from '../../test/support/sandbox-harness.ts';
import { ShiftableClock } from '../shared/clock.ts';
import { createSandbox, type Sandbox } from './index.ts';

const clock = new ShiftableClock();
let sandbox: Sandbox;
let app: FastifyInstance;
beforeAll(async () => {
  sandbox = createSandbox({
    ...KEYS,
    callbackUrl: () => 'http://127.0.0.1:9/callbacks/wecom',
    directory: { listPeople: async () => PEOPLE },
    clock: { now: () => clock.now(), moveTo: async (instant) => clock.moveTo(instant) },
  });
  app = sandbox.standalone();
  await app.ready();
});
afterAll(async () => {
  await sandbox.close();
  await app.close();
});

describe('the Host header', () => {
  test.each([
    ['localhost', 200],
    ['localhost:3000', 200],
    ['LOCALHOST:3000', 200],
    ['127.0.0.1:3000', 200],
    ['[::1]:3000', 200],
    ['evil.example', 403],
    ['localhost.evil.example', 403],
    ['127.0.0.1.nip.io:3000', 403],
    ['evil.example@localhost', 403],
    ['192.168.1.5:3000', 403],
    ['0.0.0.0:3000', 403],
  ])('%s → %i, for the page, the control API and the server API', async (host, status) => {
    for (const url of ['/sandbox', '/sandbox/', '/sandbox/api/state', '/sandbox/wecom/cgi-bin/gettoken']) {
      expect((await app.inject({ url, headers: { host } })).statusCode).toBe(status);
    }
    const unknown = await app.inject({ url: '/sandbox/wecom/cgi-bin/nothing', headers: { host } });
    expect(unknown.statusCode).toBe(status === 200 ? 404 : 403);
  });
});

describe('what changes something', () => {
  const json = { 'content-type': 'application/json', host: 'localhost:3000' };
  const body = JSON.stringify({ userid: 'WangFang', text: '你好' });
  test.each<[string, Record<string, string>, number]>([
    ['the page itself', { ...json, origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' }, 200],
    ['a tool that is no browser', json, 200],
    ['another page', { ...json, origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
    ['another port of this machine', { ...json, origin: 'http://localhost:8080' }, 403],
    ['a sandboxed frame', { ...json, origin: 'null' }, 403],
    ['another site, origin hidden', { ...json, 'sec-fetch-site': 'same-site' }, 403],
    ['a form', { host: 'localhost:3000', 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['a form in disguise', { host: 'localhost:3000', 'content-type': 'text/plain' }, 415],
  ])('%s', async (_name, headers, status) => {
    const before = sandbox.state().chats.get('wangfang')?.length ?? 0;
    const answer = await app.inject({ method: 'POST', url: '/sandbox/api/say', headers, payload: body });
    expect(answer.statusCode).toBe(status);
    expect(sandbox.state().chats.get('wangfang')?.length ?? 0).toBe(before + (status === 200 ? 1 : 0));
  });

  test.each<[string, string, object, number]>([
    ['no text', 'say', { userid: 'WangFang' }, 400],
    ['a card that is not there', 'press', { userid: 'WangFang', taskId: 'x', buttonKey: 'y' }, 409],
    ['a task that is not there', 'confirm', { userid: 'WangFang', msgid: 'x' }, 409],
    ['a group that is not there', 'paste', { userid: 'WangFang', groupKey: 'x', text: 'y' }, 409],
    ['an unknown fault', 'fault', { kind: 'earthquake', calls: 1 }, 400],
    ['a mode without that value', 'fault', { kind: 'mode', name: 'mass_cap', value: 'never' }, 409],
    ['the clock backwards', 'clock', { kind: 'to', local: '2001-01-01T00:00' }, 400],
    ['no date', 'clock', { kind: 'to', local: '2026-13-41T00:00' }, 400],
  ])('%s is refused', async (_name, path, payload, status) => {
    const answer = await app.inject({ method: 'POST', url: `/sandbox/api/${path}`, headers: json, payload });
    expect(answer.statusCode).toBe(status);
  });

  test('the page may not be framed, runs only our script and keeps nothing from elsewhere', async () => {
    const { headers, body: html } = await app.inject({ url: '/sandbox' });
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(html).not.toMatch(/(?:src|href)="https?:/u);
    expect(html).not.toMatch(/ on\w+="/u);
  });

  test('an unchanged state costs a 304 that still tells the time', async () => {
    const first = await app.inject({ url: '/sandbox/api/state?as=WangFang' });
    const etag = String(first.headers.etag);
    const second = await app.inject({ url: '/sandbox/api/state?as=WangFang', headers: { 'if-none-match': etag } });
    expect([second.statusCode, second.body]).toEqual([304, '']);
    expect(Date.parse(String(second.headers['x-sandbox-now']))).toBeGreaterThan(0);
    const other = await app.inject({ url: '/sandbox/api/state?as=LiQiang', headers: { 'if-none-match': etag } });
    expect(other.statusCode).toBe(200);
  });

  test('looking for the product again and again changes nothing while nobody listens there', async () => {
    sandbox.say('WangFang', '有人吗');
    const { headers } = await app.inject({ url: '/sandbox/api/state' });
    // Some tries later: one each 300 ms.
    await pause(1_000);
    const later = await app.inject({ url: '/sandbox/api/state', headers: { 'if-none-match': String(headers.etag) } });
    expect(later.statusCode).toBe(304);
  });
});
