import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type Product, runCli, startProduct, temporaryFolder } from '../support/product.ts';
import { createSandboxClient, type SandboxClient } from '../support/sandbox-client.ts';

// Real processes on a machine that other tests keep busy.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const folder = temporaryFolder();
const env = {
  DATA_DIR: join(folder.path, 'data'),
  CLOCK_START: '2026-11-20T10:00:00+08:00',
  APPROVALS: 'academic_warning',
};
let product: Product;
let sandbox: SandboxClient;

beforeAll(async () => {
  product = await startProduct({ env });
  sandbox = createSandboxClient(product.url);
});
afterAll(async () => {
  await product?.stop();
  folder.remove();
});

async function importWarnings(): Promise<string> {
  const path = join(folder.path, 'facts');
  mkdirSync(path);
  const rows = [
    '学号,姓名,学期,等级,原因,帮扶',
    '2022010301,张三,2026-2027-1,红色,上学期有4门课没有通过,每周三晚上有答疑',
    '2022010305,高原,2026-2027-1,红色,上学期有3门课没有通过,',
  ];
  writeFileSync(join(path, '学业预警.csv'), rows.join('\n'));
  const { exitCode, stdout, stderr } = await runCli(['facts', 'import', path, '--source', '教务处'], env);
  expect(exitCode, stdout + stderr).toBe(0);
  return stdout;
}

async function heard(userId: string): Promise<string> {
  const { chat } = await sandbox.state(userId);
  return chat.map(({ shown }) => shown.text).join('\n');
}

async function textsOf(student: string): Promise<readonly string[]> {
  return [...(await sandbox.phone(student, '母亲')), ...(await sandbox.phone(student, '父亲'))];
}

async function post(url: string, form: Record<string, string>, cookie = ''): Promise<Response> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', cookie };
  return fetch(url, { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams(form).toString() });
}

// Issue 4, "How it is shown": facts imported → drafts → approved → sent → confirmed on the page → written back → shown to the counsellor.
test('facts become drafts, are approved, sent, confirmed on the page and answered, and the counsellor sees it', async () => {
  const counsellor = sandbox.person('liumin');
  const leader = sandbox.person('zhaoguoqiang');
  expect(await importWarnings()).toContain('准备了 2 份私聊草稿');
  await eventually(async () => {
    expect(await heard('liumin')).toContain(
      '学业预警已导入（教务处 11月20日）：您的班里有 2 位学生被学业预警。已备好 2 份私聊草稿',
    );
  });

  await counsellor.say('看草稿', '都先谈过了吗', '张三', '高原');
  await counsellor.press('都谈过了', '2 份，一家一份', '张三、高原', '上学期有4门课没有通过');
  await counsellor.press('全部确认', '2 份要先审批', '赵国强');
  expect([...(await textsOf('张三')), ...(await textsOf('高原'))]).toEqual([]);

  await leader.say('待我审批', '有 1 条等您审批', '刘敏', '2 家各发一份《学业预警》', '张三、高原');
  await leader.say('确认', '2 份已经同意');
  const url = await eventually(async () => {
    const text = (await textsOf('张三')).join('\n');
    const found = /https?:\/\/\S+\/n\/[\w-]{40}$/mu.exec(text)?.[0];
    if (found === undefined) throw new Error(`no link yet: ${text}`);
    expect(text).toContain('上学期有4门课没有通过');
    expect(text).toContain('教务处');
    expect(text).not.toContain('高原');
    return found;
  });
  const other = await eventually(async () => {
    const texts = await textsOf('高原');
    expect(texts).not.toEqual([]);
    return texts.join('\n');
  });
  expect(other).not.toContain('张三');
  await eventually(async () => expect(await heard('liumin')).toContain('赵国强同意了'));

  expect(await (await fetch(url)).text()).not.toContain('没有通过');
  const opened = await post(url, { do: 'open', digits: '1000' });
  expect(opened.status).toBe(303);
  const cookie = String(opened.headers.get('set-cookie')).split(';')[0] ?? '';
  const page = await (await fetch(url, { headers: { cookie } })).text();
  expect(page).toContain('上学期有4门课没有通过');
  expect((await post(url, { do: 'confirm' }, cookie)).status).toBe(303);
  const form = /name="form" value="([^"]+)"/u.exec(page)?.[1] ?? '';
  expect((await post(url, { do: 'reply', form, words: '老师好，我们周末和孩子谈谈' }, cookie)).status).toBe(303);
  await eventually(async () => {
    expect(await heard('liumin')).toContain('张三家长（经链接）回复：老师好，我们周末和孩子谈谈');
  });

  const open = await counsellor.say('没确认的有谁', '高原');
  expect(open.text).not.toMatch(/张三(?!家长（经链接）)/u);
  expect(product.output()).not.toMatch(/高原|没有通过|\/n\//u);
});
