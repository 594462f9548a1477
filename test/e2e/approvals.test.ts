import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../src/db/index.ts';
import { eventually } from '../support/eventually.ts';
import { type Product, startProduct, temporaryFolder } from '../support/product.ts';
import { E2E_SECRET_KEY } from '../support/sandbox-callback.ts';
import { createSandboxClient, type SandboxClient } from '../support/sandbox-client.ts';

// A real process on a machine that other tests keep busy.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const folder = temporaryFolder();
const env = {
  DATA_DIR: folder.path,
  SECRET_KEY: E2E_SECRET_KEY,
  CLOCK_START: '2026-11-20T10:00:00+08:00',
  APPROVALS: 'award,mass',
};
let product: Product;
let sandbox: SandboxClient;
let database: OpenDatabase;

beforeAll(async () => {
  product = await startProduct({ env });
  sandbox = createSandboxClient(product.url);
  database = await openDatabase({ databaseUrl: null, dataDir: folder.path }, { whenRunning: 'join' });
  // A second leader of the tourism college.
  await sql`
    insert into staff (staff_id, staff_no, name, role, college_id, wecom_user_id)
    select ${randomUUID()}, 'T1099', '钱玉', role, college_id, 'qianyu' from staff where staff_no = 'T1006'`.execute(
    database.db,
  );
});
afterAll(async () => {
  await product?.stop();
  await database?.close();
  folder.remove();
});

test('two leaders agree at the same moment: one notice goes out, the other is told', async () => {
  const [liumin, zhao, qian] = ['liumin', 'zhaoguoqiang', 'qianyu'].map((id) => sandbox.person(id)) as [
    ReturnType<SandboxClient['person']>,
    ReturnType<SandboxClient['person']>,
    ReturnType<SandboxClient['person']>,
  ];
  await liumin.say('喜报 张三 国家励志奖学金 发给他家长', '确认后先请分管领导看');
  await liumin.say('确认', '还没有发', '赵国强', '钱玉');
  expect(await sandbox.phone('张三', '母亲')).toEqual([]);

  await Promise.all([
    zhao.say('待我审批', '国家励志奖学金', '核实码'),
    qian.say('待我审批', '国家励志奖学金', '核实码'),
  ]);
  // Each hears that it is agreed to: by himself, or by the other.
  const answers = await Promise.all([zhao.say('确认', '已经同意'), qian.say('确认', '已经同意')]);
  const heard = answers.map(({ text }) => text);
  expect(heard.filter((text) => text.includes('已经同意。'))).toHaveLength(1);
  expect(heard.filter((text) => /(?:赵国强|钱玉).*已经同意，通知已经发出/u.test(text))).toHaveLength(1);
  await eventually(async () => {
    const phone = await sandbox.phone('张三', '母亲');
    expect(phone).toHaveLength(1);
    expect(phone[0]).toContain('国家励志奖学金');
  });
  await eventually(async () => {
    const { chat } = await sandbox.state('liumin');
    expect(chat.map(({ shown }) => shown.text).join('\n')).toMatch(/(?:赵国强|钱玉)同意了/u);
  });
  const rows = await sql<{ n: number }>`select count(*)::int as n from deliveries`.execute(database.db);
  expect(rows.rows[0]?.n).toBe(1);
});

test('an unknown kind in APPROVALS stops the start and names those that there are', async () => {
  const other = temporaryFolder();
  const wrong = await startProduct({ env: { ...env, DATA_DIR: other.path, APPROVALS: 'discpline' }, isAwaited: false });
  expect(await wrong.untilEnded()).toBe(78);
  expect(wrong.output()).toMatch(/APPROVALS: no such kind: discpline; valid are none, or any of .*discipline.*mass/u);
  other.remove();
});
