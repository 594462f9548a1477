import { timingSafeEqual } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { decrypt, encrypt, getSignature } from '@wecom/crypto';
import Fastify, { type FastifyReply } from 'fastify';
import { createSandbox, type Sandbox, type SandboxOptions, type SandboxPeople } from '../../src/sandbox/index.ts';
import { ShiftableClock } from '../../src/shared/clock.ts';

/** Settings that every sandbox test shares. */
export const KEYS = {
  corpId: 'ww5a8d2e7c91b0f346',
  agentId: '1000002',
  secret: 'sandbox-secret-0123456789',
  token: 'SandboxToken123',
  encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
};

/** A small college: two counsellors, three parents, a group of each kind. */
export const PEOPLE: SandboxPeople = {
  members: [
    { userid: 'WangFang', name: '王芳', role: '辅导员', classNames: ['软件2401', '软件2402'] },
    { userid: 'LiQiang', name: '李强', role: '班主任', classNames: ['软件2402'] },
  ],
  parents: [
    {
      parentUserid: 'p_zhang_m',
      name: '刘梅',
      relation: '母亲',
      studentName: '张三',
      className: '软件2401',
      isSubscribed: true,
    },
    {
      parentUserid: 'p_zhang_f',
      name: '张建国',
      relation: '父亲',
      studentName: '张三',
      className: '软件2401',
      isSubscribed: true,
    },
    {
      parentUserid: 'p_li_m',
      name: '陈静',
      relation: '母亲',
      studentName: '李四',
      className: '软件2402',
      isSubscribed: false,
    },
  ],
  groups: [
    { chatId: 'wrOgAAAA1', webhookKey: null, name: '软件2401家长群', ownerUserid: 'WangFang', kind: 'customer_group' },
    { chatId: 'wrOgAAAA2', webhookKey: null, name: '软件2402家长群', ownerUserid: 'WangFang', kind: 'customer_group' },
    { chatId: null, webhookKey: 'robot-key-1', name: '学工通知群', ownerUserid: 'LiQiang', kind: 'robot_group' },
    { chatId: null, webhookKey: null, name: '软件2402老乡群', ownerUserid: 'WangFang', kind: 'plain_wechat' },
  ],
};

interface ReceivedCallback {
  readonly xml: string;
  readonly cipher: string;
  readonly nonce: string;
  readonly pad: number;
}

export interface Harness {
  readonly sandbox: Sandbox;
  readonly clock: ShiftableClock;
  /** Base of the stand-in, e.g. http://127.0.0.1:4000/sandbox */
  readonly url: string;
  /** Where the receiver listens. */
  readonly callbackUrl: string;
  /** Callbacks whose signature, receiver and every byte of padding were right, in order of arrival. */
  readonly received: ReceivedCallback[];
  /** How the receiver answers; replace it to play tricks. */
  answer: (reply: FastifyReply, callback: ReceivedCallback) => unknown;
  answerEcho: (reply: FastifyReply, echo: string) => unknown;
  /** A call to the server API with a good token. */
  call(path: string, body?: unknown): Promise<Record<string, unknown> & { errcode: number }>;
  token(): Promise<string>;
  close(): Promise<void>;
}

/** A receiver as the product is one, and a stand-in that calls it, both listening on free ports. */
export async function startHarness(overrides: Partial<SandboxOptions> = {}): Promise<Harness> {
  const receiver = Fastify({ logger: false, forceCloseConnections: true, bodyLimit: 64 * 1024 });
  receiver.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  receiver.get('/callbacks/wecom', (request, reply) => {
    const opened = open(
      request.query as Record<string, string>,
      (request.query as Record<string, string>).echostr ?? '',
    );
    return opened ? harness.answerEcho(reply, opened.xml) : reply.code(403).send();
  });
  receiver.post('/callbacks/wecom', (request, reply) => {
    const cipher = /<Encrypt><!\[CDATA\[(.*?)\]\]><\/Encrypt>/su.exec(String(request.body))?.[1] ?? '';
    const opened = open(request.query as Record<string, string>, cipher);
    if (!opened) return reply.code(403).send();
    harness.received.push(opened);
    return harness.answer(reply, opened);
  });
  await receiver.listen({ port: 0, host: '127.0.0.1' });
  const callbackUrl = `http://127.0.0.1:${portOf(receiver)}/callbacks/wecom`;
  const clock = new ShiftableClock();
  const sandbox = createSandbox({
    ...KEYS,
    callbackUrl: () => callbackUrl,
    directory: { listPeople: async () => PEOPLE },
    clock: { now: () => clock.now(), moveTo: async (instant) => clock.moveTo(instant) },
    redeliveryDelaysMs: [10, 10, 10],
    // The receiver runs in this process: a busy machine may keep both from their turn for a while.
    callbackTimeoutMs: 20_000,
    ...overrides,
  });
  const app = sandbox.standalone();
  await app.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${portOf(app)}/sandbox`;
  const harness: Harness = {
    sandbox,
    clock,
    url,
    callbackUrl,
    received: [],
    answer: (reply) => reply.code(200).send(),
    answerEcho: (reply, echo) => reply.type('text/plain').send(echo),
    async token() {
      const query = new URLSearchParams({ corpid: KEYS.corpId, corpsecret: KEYS.secret });
      const response = await fetch(`${url}/wecom/cgi-bin/gettoken?${query}`);
      return ((await response.json()) as { access_token: string }).access_token;
    },
    async call(path, body) {
      const target = new URL(`${url}/wecom/cgi-bin/${path}`);
      if (!path.startsWith('webhook/')) target.searchParams.set('access_token', await harness.token());
      const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
      return (await (await fetch(target, init)).json()) as Record<string, unknown> & { errcode: number };
    },
    async close() {
      await sandbox.close();
      await app.close();
      await receiver.close();
    },
  };
  return harness;
}

/** Checks as strictly as the product should: signature, receiver, and every byte by encrypting again. */
function open(query: Record<string, string>, cipher: string): ReceivedCallback | undefined {
  const { msg_signature: signature = '', timestamp = '', nonce = '' } = query;
  if (getSignature(KEYS.token, timestamp, nonce, cipher) !== signature) return undefined;
  try {
    const { message, id, random } = decrypt(KEYS.encodingAesKey, cipher);
    const again = Buffer.from(encrypt(KEYS.encodingAesKey, message, id, random));
    if (again.length !== cipher.length || !timingSafeEqual(again, Buffer.from(cipher)) || id !== KEYS.corpId)
      return undefined;
    const length = 20 + Buffer.byteLength(message) + Buffer.byteLength(id);
    return { xml: message, cipher, nonce, pad: 32 - (length % 32) };
  } catch {
    return undefined;
  }
}

function portOf(app: { server: { address(): unknown } }): number {
  return (app.server.address() as AddressInfo).port;
}
