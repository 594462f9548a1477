import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { encrypt, getSignature } from '@wecom/crypto';
import autocannon from 'autocannon';
import pg from 'pg';
import { migrateToLatest, openDatabase } from '../src/db/index.ts';
import { Secret } from '../src/shared/secret.ts';
import { startPostgresServer } from '../test/support/postgres-server.ts';

/** Callbacks beside a bare Fastify route that verifies, decrypts, inserts one row and answers; same PostgreSQL, fsync on. */
const APP = {
  corpId: 'wx5823bf96d3bd56c7',
  agentId: 218,
  token: 'QDG6eK',
  encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
};
const ROUNDS = 5;
const SECONDS = 2;
/** A burst; fewer callers share fewer commits, which is measured too. */
const CONNECTIONS = 50;
const FEW_CONNECTIONS = 10;
const STEADY_RATE = 300;
const STEADY_SECONDS = 10;

interface Measured {
  readonly perSecond: number;
  readonly p99Ms: number;
}

/** Runs the benchmark and prints one JSON line per figure. */
export async function run(): Promise<void> {
  const postgres = await startPostgresServer();
  try {
    await prepareDatabase(postgres.url);
    const [bare, jiaxin] = [await startServer('bare', postgres.url), await startServer('jiaxin', postgres.url)];
    await load(bare.url, { seconds: 1 });
    await load(jiaxin.url, { seconds: 1 });
    await compare('callback.throughput', '>= 0.8', bare.url, jiaxin.url, CONNECTIONS);
    await compare('callback.throughput_few_connections', 'reported', bare.url, jiaxin.url, FEW_CONNECTIONS);
    const steady = await load(jiaxin.url, { seconds: STEADY_SECONDS, rate: STEADY_RATE });
    const steadyPeer = await load(bare.url, { seconds: STEADY_SECONDS, rate: STEADY_RATE });
    print({
      name: 'callback.p99_at_300',
      value: steady.p99Ms,
      unit: 'ms',
      peer: steadyPeer.p99Ms,
      ratio: round2(steady.p99Ms / steadyPeer.p99Ms),
      goal: '<= 50',
    });
    bare.child.kill();
    jiaxin.child.kill();
  } finally {
    await postgres.stop();
  }
}

/** In turns, so that whatever else the machine does falls on both. */
async function compare(
  name: string,
  goal: string,
  bareUrl: string,
  jiaxinUrl: string,
  connections: number,
): Promise<void> {
  const ours: number[] = [];
  const peers: number[] = [];
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const peer = await load(bareUrl, { seconds: SECONDS, connections });
    const own = await load(jiaxinUrl, { seconds: SECONDS, connections });
    peers.push(peer.perSecond);
    ours.push(own.perSecond);
    ratios.push(own.perSecond / peer.perSecond);
  }
  const value = Math.round(median(ours));
  print({ name, value, unit: 'callbacks/s', peer: Math.round(median(peers)), ratio: round2(median(ratios)), goal });
}

async function prepareDatabase(url: string): Promise<void> {
  const database = await openDatabase({ databaseUrl: new Secret(url), dataDir: '' });
  await migrateToLatest(database.db);
  await database.close();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('create table bare_inbox (message_id text primary key, plain text not null)');
  await client.end();
}

async function startServer(
  mode: 'jiaxin' | 'bare',
  databaseUrl: string,
): Promise<{ child: ChildProcess; url: string }> {
  // Not inherited: the benchmark itself runs from --eval.
  const options = { execArgv: ['--import', 'tsx'] };
  const file = fileURLToPath(new URL('./_callback-server.ts', import.meta.url));
  const child = fork(file, [JSON.stringify({ mode, databaseUrl, ...APP })], options);
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (address) => resolve(String(address)));
    child.once('exit', () => reject(new Error(`the ${mode} server did not start`)));
  });
  return { child, url };
}

let serial = 0;

/** A message that nobody sent before, encrypted and signed as WeCom does it. */
function nextRequest(): { path: string; body: string } {
  serial += 1;
  const plain = `<xml><ToUserName><![CDATA[${APP.corpId}]]></ToUserName><FromUserName><![CDATA[user${serial % 500}]]></FromUserName><CreateTime>1409659813</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[张三妈妈电话打了，说家里都好，孩子最近老熬夜打游戏]]></Content><MsgId>${4_561_255_354_000 + serial}</MsgId><AgentID>${APP.agentId}</AgentID></xml>`;
  const cipher = encrypt(APP.encodingAesKey, plain, APP.corpId, randomBytes(16));
  const signature = getSignature(APP.token, '1409659813', String(serial), cipher);
  return {
    path: `/callbacks/wecom?msg_signature=${signature}&timestamp=1409659813&nonce=${serial}`,
    body: `<xml><ToUserName><![CDATA[${APP.corpId}]]></ToUserName><Encrypt><![CDATA[${cipher}]]></Encrypt><AgentID><![CDATA[${APP.agentId}]]></AgentID></xml>`,
  };
}

async function load(
  url: string,
  { seconds, rate, connections }: { seconds: number; rate?: number; connections?: number },
): Promise<Measured> {
  const result = await autocannon({
    url,
    connections: connections ?? CONNECTIONS,
    duration: seconds,
    ...(rate === undefined ? {} : { overallRate: rate }),
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'text/xml' },
        setupRequest: (request) => ({ ...request, ...nextRequest() }),
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} answers were not 200, ${result.errors} errors`);
  return { perSecond: result['2xx'] / result.duration, p99Ms: result.latency.p99 };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly peer: number;
  readonly ratio: number;
  readonly goal: string;
}

function print(figure: Figure): void {
  console.log(JSON.stringify(figure));
}
