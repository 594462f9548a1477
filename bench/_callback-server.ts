import { decrypt, getSignature } from '@wecom/crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import pg from 'pg';
import { pino } from 'pino';
import { callbackRoutes, createCallbackMetrics } from '../src/callback/index.ts';
import { openDatabase } from '../src/db/index.ts';
import { createWecomPlatform, type WecomConfig } from '../src/platform/wecom/index.ts';
import { Secret } from '../src/shared/secret.ts';
import { createMemoryTokenStore } from '../test/support/memory-token-store.ts';

/** A process of its own, so that the load generator takes no time from the server that is measured. */
interface ServerData {
  readonly mode: 'jiaxin' | 'bare';
  readonly databaseUrl: string;
  readonly corpId: string;
  readonly agentId: number;
  readonly token: string;
  readonly encodingAesKey: string;
}

const data = JSON.parse(process.argv[2] ?? '{}') as ServerData;
const MAX_CONNECTIONS = 10;

async function buildJiaxin(): Promise<FastifyInstance> {
  const { db } = await openDatabase(
    { databaseUrl: new Secret(data.databaseUrl), dataDir: '' },
    { maxConnections: MAX_CONNECTIONS },
  );
  const config: WecomConfig = {
    corpId: data.corpId,
    agentId: data.agentId,
    secret: new Secret('s'),
    token: new Secret(data.token),
    encodingAesKey: new Secret(data.encodingAesKey),
    apiUrl: 'http://127.0.0.1:1',
    isSchoolNoticeOn: false,
  };
  const platform = createWecomPlatform(config, { tokenStore: createMemoryTokenStore() });
  const app = Fastify();
  const logger = pino({ level: 'info' }, pino.destination('/dev/null'));
  const wake = { wake: () => undefined };
  await app.register(callbackRoutes({ platform, db, wake, metrics: createCallbackMetrics(), logger }));
  return app;
}

/** The peer: what a careful person writes in one file. It trusts padding, length and receiver. */
async function buildBare(): Promise<FastifyInstance> {
  const pool = new pg.Pool({ connectionString: data.databaseUrl, max: MAX_CONNECTIONS });
  const app = Fastify();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.post('/callbacks/wecom', async (request, reply) => {
    const { msg_signature, timestamp, nonce } = request.query as Record<string, string>;
    const cipher = /<Encrypt><!\[CDATA\[(.*?)\]\]><\/Encrypt>/su.exec(request.body as string)?.[1] ?? '';
    if (getSignature(data.token, timestamp ?? '', nonce ?? '', cipher) !== msg_signature) return reply.code(403).send();
    const { message } = decrypt(data.encodingAesKey, cipher);
    const messageId = /<MsgId>(\d+)<\/MsgId>/u.exec(message)?.[1];
    await pool.query('insert into bare_inbox (message_id, plain) values ($1, $2) on conflict do nothing', [
      messageId,
      message,
    ]);
    return reply.send();
  });
  return app;
}

const app = data.mode === 'jiaxin' ? await buildJiaxin() : await buildBare();
const address = await app.listen({ host: '127.0.0.1', port: 0 });
process.send?.(address);
process.once('disconnect', () => process.exit(0));
