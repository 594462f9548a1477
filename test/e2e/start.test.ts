import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/db/index.ts';
import { openTestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { type Product, runCli, startProduct, temporaryFolder } from '../support/product.ts';
import { E2E_SECRET_KEY } from '../support/sandbox-callback.ts';
import { createSandboxClient, limitMs } from '../support/sandbox-client.ts';

// Real processes on a machine that other tests keep busy.
vi.setConfig({ testTimeout: 300_000 });

const LINE = '张三妈妈电话打了，说家里都好，孩子最近老熬夜';
const folder = temporaryFolder();
const env = { DATA_DIR: folder.path };
let product: Product;

afterAll(async () => {
  await product?.stop('SIGKILL');
  folder.remove();
});

/** One process after the other on the same folder, as a newcomer would have them. */
describe('npm start on bare Node', () => {
  test('the first start is ready in 15 s and says where to look and what to type', async () => {
    const startedAt = performance.now();
    product = await startProduct({ env });
    const ms = Math.round(performance.now() - startedAt);
    console.log(`first start: ${ms} ms`);
    expect(ms).toBeLessThan(limitMs(15_000));
    const banner = await eventually(() => {
      expect(product.output()).toContain('Ctrl-C');
      return product.output();
    });
    expect(banner).toContain(`${product.url}/sandbox`);
    const lines = banner.split('\n').filter((line) => line.startsWith('    ') && !line.includes('http'));
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain(LINE);
    expect(banner).not.toMatch(/warning|deprecat|error/iu);
    for (const path of ['/sandbox', '/healthz', '/readyz', '/verify', '/metrics'])
      expect({ path, status: (await fetch(`${product.url}${path}`)).status }).toEqual({ path, status: 200 });
  });

  test('the demo college is there: 2 colleges, 4 classes, 120 students, a group of each kind', async () => {
    expect(await countRows()).toEqual({ colleges: 2, classes: 4, students: 120, contacts: 0 });
    const { groups, members } = await createSandboxClient(product.url).state();
    expect(new Set(groups.map(({ kind }) => kind))).toEqual(
      new Set(['customer_group', 'robot_group', 'plain_wechat', 'plain_qq']),
    );
    expect(members).toContainEqual(expect.objectContaining({ userid: 'liumin', name: '刘敏' }));
  });

  test('a line is answered, and everything in one process needs less than 600 MB', async () => {
    const answer = await createSandboxClient(product.url).person('liumin').say(LINE, '已记录：张三', '母亲 李秀英');
    expect(answer.ms).toBeLessThan(limitMs(2_000));
    const rssMb = readRssMb(product);
    console.log(`embedded all-in-one: ${rssMb} MB resident, first answer after ${answer.ms} ms`);
    expect(rssMb).toBeLessThan(600);
  });

  test('a second process on the same folder is refused in plain words, the first one is unharmed', async () => {
    const second = await startProduct({ env, isAwaited: false });
    expect(await second.untilEnded()).not.toBe(0);
    expect(second.output()).toContain('another Jiaxin process already runs on this DATA_DIR');
    expect(second.output()).not.toContain('    at ');
    await createSandboxClient(product.url).person('liumin').say('查 王五', '王德顺');
  });

  test('Ctrl-C, delivered twice as npm does, ends it cleanly within 10 s with nothing left running', async () => {
    const client = createSandboxClient(product.url);
    // Accepted, and not yet answered when the signal comes.
    await client.post('say', { userid: 'liumin', text: '李四爸爸微信聊了，说知道了' });
    await eventually(async () => expect((await client.state('liumin')).chat.at(-1)?.callback).not.toBe('waiting'));
    const family = [product.process.pid ?? 0, ...descendantsOf(product.process.pid ?? 0)];
    const startedAt = performance.now();
    product.process.kill('SIGINT');
    setTimeout(() => product.process.kill('SIGINT'), 30);
    const exitCode = await product.stop('SIGINT');
    const ms = Math.round(performance.now() - startedAt);
    console.log(`Ctrl-C: ${ms} ms`);
    expect(exitCode).toBe(0);
    expect(ms).toBeLessThan(limitMs(10_000));
    await eventually(() => expect(family.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]));
    expect(listSockets(folder.path)).toEqual([]);
    await expect(fetch(`${product.url}/healthz`)).rejects.toThrow();
  });

  test('the second start is ready in 5 s with everything it had, and what was accepted is finished', async () => {
    const startedAt = performance.now();
    product = await startProduct({ env });
    const ms = Math.round(performance.now() - startedAt);
    console.log(`second start: ${ms} ms`);
    expect(ms).toBeLessThan(limitMs(5_000));
    await eventually(async () =>
      expect(await countRows()).toEqual({ colleges: 2, classes: 4, students: 120, contacts: 2 }),
    );
    const { chat } = await createSandboxClient(product.url).state('liumin');
    expect(chat.map(({ shown }) => shown.text)).toContain(LINE);
  });

  test('after kill -9 a typed record is still there, in the export too', async () => {
    const client = createSandboxClient(product.url);
    await client.person('liumin').say('王五姑姑打电话来，问奖学金的事', '已记录：王五');
    await product.stop('SIGKILL');
    product = await startProduct({ env });
    expect((await countRows()).contacts).toBe(3);
    const { exitCode, stdout } = await runCli(['export', 'contacts', '--format', 'jsonl'], env);
    expect(exitCode).toBe(0);
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows.map((row) => [row.student_name, row.relation, row.method, row.status])).toEqual(
      expect.arrayContaining([
        ['张三', '母亲', 'phone', 'active'],
        ['李四', '父亲', 'wechat', 'active'],
        ['王五', '姑姑', 'phone', 'active'],
      ]),
    );
  });

  test('a port that is taken is named, with exit code 78', async () => {
    const other = temporaryFolder();
    const database = await openTestDatabase();
    const port = Number(new URL(product.url).port);
    const second = await startProduct({
      env: { DATA_DIR: other.path, DATABASE_URL: database.url, SECRET_KEY: E2E_SECRET_KEY },
      port,
      isAwaited: false,
    });
    expect(await second.untilEnded()).toBe(78);
    expect(second.output()).toContain(`PORT: cannot listen on 127.0.0.1:${port}`);
    expect(second.output()).not.toContain('    at ');
    expect((await fetch(`${product.url}/healthz`)).status).toBe(200);
    await database.close();
    other.remove();
  });
});

describe('settings that are wrong', () => {
  const place = temporaryFolder();
  afterAll(() => place.remove());

  test.each<[name: string, settings: Record<string, string>, named: readonly string[]]>([
    [
      'half of WeCom and more: all at once',
      { WECOM_CORP_ID: 'ww1', WECOM_TOKEN: 'abc', QUIET_HOURS: 'night', ROLE: 'boss' },
      ['WECOM_AGENT_ID', 'WECOM_SECRET', 'WECOM_ENCODING_AES_KEY', 'QUIET_HOURS', 'ROLE'],
    ],
    ['a sandbox for everybody', { SANDBOX: 'on', HOST: '0.0.0.0' }, ['SANDBOX']],
    ['a sandbox for everybody by default', { HOST: '::' }, ['SANDBOX']],
    ['a server without a key', { DATABASE_URL: 'postgres://localhost/x' }, ['SECRET_KEY']],
    ['a worker without a server', { ROLE: 'worker' }, ['ROLE']],
  ])('%s', async (_name, settings, named) => {
    const refused = await startProduct({ env: { DATA_DIR: place.path, ...settings }, isAwaited: false });
    expect(await refused.untilEnded()).toBe(78);
    for (const variable of named) expect(refused.output()).toMatch(new RegExp(`^ +${variable}: `, 'mu'));
    expect(refused.output()).not.toContain('    at ');
    expect(readdirSync(place.path)).toEqual([]);
  });
});

async function countRows(): Promise<Record<string, number>> {
  const database = await openDatabase({ databaseUrl: null, dataDir: folder.path }, { whenRunning: 'join' });
  try {
    const { rows } = await sql<Record<string, number>>`
      select (select count(*)::int from colleges) as colleges, (select count(*)::int from classes) as classes,
        (select count(*)::int from students) as students, (select count(*)::int from contacts) as contacts`.execute(
      database.db,
    );
    return rows[0] ?? {};
  } finally {
    await database.close();
  }
}

function readRssMb({ process }: Product): number {
  const status = readFileSync(`/proc/${process.pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/u.exec(status)?.[1]) / 1024);
}

/** Processes whose line of parents leads to `pid`. */
function descendantsOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/u.test(name) || !existsSync(`/proc/${name}/stat`)) continue;
    try {
      parents.set(Number(name), Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]));
    } catch {
      // It ended while we looked.
    }
  }
  const children = [...parents].filter(([, parent]) => parent === pid).map(([child]) => child);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

function listSockets(dataDir: string): string[] {
  const run = join(dataDir, 'run');
  return existsSync(run) ? readdirSync(run) : [];
}
