import { randomBytes } from 'node:crypto';
import { encrypt, getSignature } from '@wecom/crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type CallbackMetrics, callbackRoutes, createCallbackMetrics } from '../../src/callback/index.ts';
import { openDatabase } from '../../src/db/index.ts';
import { createWecomPlatform, type WecomConfig } from '../../src/platform/wecom/index.ts';
import { Secret } from '../../src/shared/secret.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { createMemoryTokenStore } from '../support/memory-token-store.ts';

const KEY = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';
const config: WecomConfig = {
  corpId: 'wx5823bf96d3bd56c7',
  agentId: 218,
  secret: new Secret('s'),
  token: new Secret('QDG6eK'),
  encodingAesKey: new Secret(KEY),
  apiUrl: 'http://127.0.0.1:1',
  isSchoolNoticeOn: false,
};
const platform = createWecomPlatform(config, { tokenStore: createMemoryTokenStore() });

let database: TestDatabase;
let app: FastifyInstance;
let metrics: ReturnType<typeof createCallbackMetrics>;
let wakes: string[];
let logged: unknown[];

const log = (fields: unknown): void => void logged.push(fields);
const logger = { warn: log, error: log, debug: () => undefined };

async function build(db: TestDatabase['db'], counted: CallbackMetrics): Promise<FastifyInstance> {
  const fastify = Fastify();
  const wake = { wake: (_queue: string, laneKeys: readonly string[]) => void wakes.push(...laneKeys) };
  await fastify.register(callbackRoutes({ platform, db, wake, metrics: counted, logger }));
  return fastify;
}

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await sql`truncate inbound_messages, inbound_raw`.execute(database.db);
  [wakes, logged, metrics] = [[], [], createCallbackMetrics()];
  app = await build(database.db, metrics);
});

const text = (content: string, msgId = '4561255354251345929'): string =>
  `<xml><ToUserName><![CDATA[${config.corpId}]]></ToUserName><FromUserName><![CDATA[LiNa]]></FromUserName><CreateTime>1409659813</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${content}]]></Content><MsgId>${msgId}</MsgId><AgentID>218</AgentID></xml>`;

function seal(plain: string, receiver = config.corpId): { url: string; payload: string } {
  const cipher = encrypt(KEY, plain, receiver, randomBytes(16));
  const [timestamp, nonce] = ['1409659813', String(Math.random()).slice(2, 12)];
  const signature = getSignature('QDG6eK', timestamp, nonce, cipher);
  const payload = `<xml><ToUserName><![CDATA[${config.corpId}]]></ToUserName><AgentID>218</AgentID><Encrypt><![CDATA[${cipher}]]></Encrypt></xml>`;
  return { url: `/callbacks/wecom?msg_signature=${signature}&timestamp=${timestamp}&nonce=${nonce}`, payload };
}

const post = (request: { url: string; payload: string }, contentType = 'text/xml') =>
  app.inject({ method: 'POST', ...request, headers: { 'content-type': contentType } });
const stored = () => database.db.selectFrom('inboundMessages').selectAll().orderBy('inboundId').execute();

test('the URL check is answered with the bare echo', async () => {
  const cipher = encrypt(KEY, '1616140317555161061', config.corpId, randomBytes(16));
  const query = new URLSearchParams({
    msg_signature: getSignature('QDG6eK', '1', '2', cipher),
    timestamp: '1',
    nonce: '2',
    echostr: cipher,
  });
  const answer = await app.inject({ method: 'GET', url: `/callbacks/wecom?${query}` });
  expect([answer.statusCode, answer.body]).toEqual([200, '1616140317555161061']);
  expect((await app.inject({ method: 'GET', url: '/callbacks/wecom' })).statusCode).toBe(400);
});

test('a message is stored with its raw words, then acknowledged empty, then the lane is woken', async () => {
  const answer = await post(seal(text('张三妈妈电话打了')));
  expect([answer.statusCode, answer.body]).toEqual([200, '']);
  const [row] = await stored();
  expect(row).toMatchObject({
    platform: 'wecom',
    kind: 'text',
    senderId: 'LiNa',
    status: 'pending',
    laneKey: `person:wecom:${platform.account}:lina`,
  });
  const raw = await database.db.selectFrom('inboundRaw').selectAll().executeTakeFirstOrThrow();
  expect(raw).toMatchObject({ inboundId: row?.inboundId, content: { kind: 'text', text: '张三妈妈电话打了' } });
  expect(raw.plain).toContain('<Content>');
  expect(wakes).toEqual([row?.laneKey]);
});

test('the same message at once, freshly encrypted, from two processes: one row, all 200', async () => {
  const other = await build(database.db, metrics);
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      (index % 2 === 0 ? app : other).inject({
        method: 'POST',
        ...seal(text('一句')),
        headers: { 'content-type': 'text/xml' },
      }),
    ),
  );
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
  expect(await stored()).toHaveLength(1);
  expect(wakes).toHaveLength(1);
  expect(metrics.read()).toMatchObject({ received: 60, repeated: 59 });
});

test('an unknown kind is stored as unsupported and wakes nobody', async () => {
  const answer = await post(seal(text('').replace('<![CDATA[text]]>', '<![CDATA[hologram]]>')));
  expect(answer.statusCode).toBe(200);
  expect(await stored()).toMatchObject([{ status: 'unsupported', kind: 'unsupported' }]);
  expect(wakes).toEqual([]);
  expect(metrics.read()).toMatchObject({ unsupported: 1 });
});

test('words that PostgreSQL cannot store do not stop a message', async () => {
  expect((await post(seal(text('一\u0000二\uD800三')))).statusCode).toBe(200);
  expect(await stored()).toHaveLength(1);
});

test.each<[string, number, string, () => { url: string; payload: string }]>([
  [
    'a wrong signature',
    403,
    'callback.bad_signature',
    () => ({ ...seal(text('x')), url: '/callbacks/wecom?msg_signature=00&timestamp=1&nonce=2' }),
  ],
  ['no parameters', 403, 'callback.bad_signature', () => ({ ...seal(text('x')), url: '/callbacks/wecom' })],
  ['another receiver', 403, 'callback.bad_receiver', () => seal(text('x'), 'wxother')],
  ['a parameter twice', 400, 'http.bad_request', () => ({ ...seal(text('x')), url: `${seal(text('x')).url}&nonce=3` })],
  ['no envelope', 400, 'callback.undecipherable', () => ({ ...seal(text('x')), payload: 'hello' })],
  ['an empty body', 400, 'callback.undecipherable', () => ({ ...seal(text('x')), payload: '' })],
  ['broken inner XML', 400, 'callback.undecipherable', () => seal('<xml><a>')],
  ['more than 64 KiB', 413, 'callback.too_large', () => ({ ...seal(text('x')), payload: 'x'.repeat(64 * 1024 + 1) })],
])('%s is refused with %d, counted, and nothing is stored', async (_name, status, code, make) => {
  const answer = await post(make());
  expect(answer.statusCode).toBe(status);
  expect(answer.body).toBe('');
  expect(await stored()).toEqual([]);
  expect(metrics.read().rejected).toEqual({ [code]: 1 });
  expect(logged).toEqual([{ platform: 'wecom', code }]);
});

test.each(['application/json', 'text/plain', 'application/octet-stream', 'application/xml; charset=utf-8'])(
  '%s is read as text',
  async (type) => {
    expect((await post(seal(text('一句')), type)).statusCode).toBe(200);
  },
);

test('while the database is away: 503, nothing said about why, and the retry is taken', async () => {
  const away = await openDatabase({ databaseUrl: new Secret('postgres://postgres@127.0.0.1:1/none'), dataDir: '' });
  const request = seal(text('一句'));
  const offline = await build(away.db, metrics);
  const answer = await offline.inject({ method: 'POST', ...request, headers: { 'content-type': 'text/xml' } });
  expect([answer.statusCode, answer.body]).toEqual([503, '']);
  expect(logged).toEqual([{ platform: 'wecom', code: 'database.away' }]);
  expect(wakes).toEqual([]);
  await away.close();
  expect((await post(request)).statusCode).toBe(200);
  expect(await stored()).toHaveLength(1);
});
