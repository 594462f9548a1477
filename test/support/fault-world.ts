import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { DeliveryStatus, OpenDatabase } from '../../src/db/index.ts';
import { importRoster } from '../../src/roster/index.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/index.ts';
import { type Clock, ShiftableClock } from '../../src/shared/clock.ts';
import { randomIds } from '../../src/shared/ids.ts';
import { Secret } from '../../src/shared/secret.ts';
import { openTestDatabase } from './database.ts';
import { eventually } from './eventually.ts';
import { COUNSELLOR, OTHER_COUNSELLOR, type RosterShape, toSandboxPeople, writeRosterFolder } from './fault-roster.ts';
import { freePort } from './postgres-server.ts';
import { type Product, type ProductOptions, startProduct, temporaryFolder } from './product.ts';
import { KEYS } from './sandbox-harness.ts';

/** A call of the product as the stand-in saw it take effect (or be refused). */
interface SeenCall {
  /** Path below `/cgi-bin/`, e.g. `webhook/send`. */
  readonly api: string;
  /** Of a robot. */
  readonly key: string;
  /** Real time of the effect, ms. */
  readonly at: number;
  readonly body: string;
  readonly errcode: number;
}

/**
 * The product as real processes, and beside it, inside the test, the WeCom stand-in that survives their end. The stand-in
 * can be made slow, so that a kill meets calls under way, before their effect and after it.
 */
export interface FaultWorld {
  readonly database: OpenDatabase & { readonly url: string };
  readonly sandbox: Sandbox;
  readonly calls: SeenCall[];
  /** Real ms that a call to a family or group takes before and after its effect. */
  latencyMs: { before: number; after: number };
  /** Calls to families and groups that have begun and are not answered. */
  inFlight(): number;
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
  /** Starts one more process on the shared port; a worker is not awaited. */
  start(env?: Readonly<Record<string, string>>, options?: Omit<ProductOptions, 'env'>): Promise<Product>;
  /** Types a line and waits until the bot said something that matches. */
  say(text: string, expected: RegExp, options?: SayOptions): Promise<string>;
  /** Everything that the bot said to a person, oldest first. */
  heard(userId?: string): readonly string[];
  /** Deliveries of all notices by status. */
  statuses(): Promise<Partial<Record<DeliveryStatus, number>>>;
  /** Calls that took effect, for the named API. */
  effects(api: string): readonly SeenCall[];
  close(): Promise<void>;
}

interface SayOptions {
  readonly userId?: string;
  readonly withinMs?: number;
}

export interface FaultWorldOptions {
  readonly roster: RosterShape;
  readonly env?: Readonly<Record<string, string>>;
  readonly sandbox?: Partial<SandboxOptions>;
  /** Instead of a fresh database on the run's own PostgreSQL. */
  readonly database?: OpenDatabase & { readonly url: string };
}

/** A Monday afternoon, so that lines like 今天中午 and 下周一 mean the same whenever the tests run. */
const STARTS_AT = new Date('2026-11-23T16:00:00+08:00');

const SECRET_KEY = 'a secret key of more than thirty-two bytes for the fault tests';
const FAMILY_APIS = /cgi-bin\/(externalcontact\/(message\/send|add_msg_template)|webhook\/send)/u;

export async function openFaultWorld(options: FaultWorldOptions): Promise<FaultWorld> {
  const database = options.database ?? (await openTestDatabase());
  const port = await freePort();
  const sandboxPort = await freePort();
  const apiUrl = `http://127.0.0.1:${sandboxPort}/sandbox/wecom`;
  const clock = new ShiftableClock();
  clock.moveTo(STARTS_AT);
  const people = toSandboxPeople(options.roster);
  const sandbox = createSandbox({
    ...KEYS,
    callbackUrl: () => `http://127.0.0.1:${port}/callbacks/wecom`,
    directory: { listPeople: async () => people },
    clock: { now: () => clock.now() },
    redeliveryDelaysMs: Array.from({ length: 60 }, () => 1_000),
    hangMs: 300,
    ...options.sandbox,
  });
  const calls: SeenCall[] = [];
  const latencyMs = { before: 0, after: 0 };
  const standIn = await listenSlowly(sandbox, { port: sandboxPort, calls, latencyMs });
  await importFolder(database, options.roster, { apiUrl, clock });

  const running = new Set<Product>();
  const data = temporaryFolder();
  const env = {
    DATABASE_URL: database.url,
    SECRET_KEY,
    DATA_DIR: data.path,
    SANDBOX: 'off',
    DEMO: 'off',
    WECOM_CORP_ID: KEYS.corpId,
    WECOM_AGENT_ID: KEYS.agentId,
    WECOM_SECRET: KEYS.secret,
    WECOM_TOKEN: KEYS.token,
    WECOM_ENCODING_AES_KEY: KEYS.encodingAesKey,
    WECOM_API_URL: apiUrl,
    WECOM_SCHOOL_NOTICE: 'on',
    CLOCK_START: STARTS_AT.toISOString(),
    ...options.env,
  };
  const heard = (userId = COUNSELLOR): readonly string[] =>
    (sandbox.state().chats.get(userId.toLowerCase()) ?? [])
      .filter(({ from }) => from === 'app')
      .map(({ shown }) => [shown.title ?? '', shown.text].join('\n'));

  return {
    database,
    sandbox,
    calls,
    latencyMs,
    inFlight: standIn.inFlight,
    env,
    port,
    heard,
    async start(more = {}, rest = {}) {
      const now = { CLOCK_START: clock.now().toISOString() };
      const product = await startProduct({ port, ...rest, env: { ...env, ...now, ...more } });
      running.add(product);
      return product;
    },
    async say(text, expected, { userId = COUNSELLOR, withinMs = 30_000 } = {}) {
      const before = heard(userId).length;
      sandbox.say(userId, text);
      return eventually(() => {
        const answers = heard(userId).slice(before);
        const answer = answers.find((one) => expected.test(one));
        if (answer === undefined) throw new Error(`no answer to “${text}” matches ${expected}: ${answers.join('\n')}`);
        return answer;
      }, withinMs);
    },
    async statuses() {
      const { rows } = await sql<{ status: DeliveryStatus; count: number }>`
        select status, count(*)::int as count from deliveries group by 1`.execute(database.db);
      return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
    },
    effects: (api) => calls.filter((call) => call.api === api && call.errcode === 0),
    async close() {
      await Promise.all([...running].map((product) => product.stop('SIGKILL')));
      await sandbox.close();
      await standIn.close();
      data.remove();
      await database.close();
    },
  };
}

/** The stand-in on a port of its own, with pauses around the effect of each call and a note of when it was. */
async function listenSlowly(
  sandbox: Sandbox,
  options: { readonly port: number; readonly calls: SeenCall[]; readonly latencyMs: FaultWorld['latencyMs'] },
): Promise<{ inFlight(): number; close(): Promise<void> }> {
  const open = new Set<unknown>();
  const app = sandbox.standalone();
  app.addHook('onRequest', async (request, reply) => {
    if (!FAMILY_APIS.test(request.url)) return;
    open.add(request.raw);
    reply.raw.once('close', () => open.delete(request.raw));
    await pause(options.latencyMs.before);
  });
  app.addHook('onSend', async (request, _reply, payload) => {
    const [, api = ''] = /cgi-bin\/([^?]+)/u.exec(request.url) ?? [];
    const { errcode } = JSON.parse(typeof payload === 'string' && payload.startsWith('{') ? payload : '{"errcode":-2}');
    const key = new URL(request.url, 'http://127.0.0.1').searchParams.get('key') ?? '';
    options.calls.push({ api, key, at: Date.now(), body: String(request.body ?? ''), errcode });
    if (FAMILY_APIS.test(request.url)) await pause(options.latencyMs.after);
    return payload;
  });
  await app.listen({ port: options.port, host: '127.0.0.1' });
  return { inFlight: () => open.size, close: () => app.close() };
}

async function importFolder(
  database: OpenDatabase,
  roster: RosterShape,
  { apiUrl, clock }: { readonly apiUrl: string; readonly clock: Clock },
): Promise<void> {
  const folder = temporaryFolder();
  writeRosterFolder(folder.path, roster, apiUrl);
  const report = await importRoster(database.db, folder.path, {
    clock,
    ids: randomIds,
    secretKey: new Secret(SECRET_KEY),
    webhookHosts: [apiUrl],
  });
  folder.remove();
  if (!report.ok) throw new Error(`the roster was refused: ${JSON.stringify(report.errors)}`);
}

export { COUNSELLOR, OTHER_COUNSELLOR };
