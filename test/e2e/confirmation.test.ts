import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type Product, runCli, startProduct, temporaryFolder } from '../support/product.ts';
import { createSandboxClient, type SandboxClient } from '../support/sandbox-client.ts';

// Real processes on a machine that other tests keep busy.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

/** A parent's telephone: opens the link under a notice, gives the digits, presses 我已知悉, writes back. */
const folder = temporaryFolder();
let product: Product;
let sandbox: SandboxClient;
const env = { DATA_DIR: folder.path, CLOCK_START: '2026-11-20T10:00:00+08:00' };

beforeAll(async () => {
  product = await startProduct({ env });
  sandbox = createSandboxClient(product.url);
});
afterAll(async () => {
  await product?.stop();
  folder.remove();
});

async function post(url: string, form: Record<string, string>, cookie = ''): Promise<Response> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', cookie };
  return fetch(url, { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams(form).toString() });
}

test('a notice is confirmed and answered on its page, and the counsellor hears of it in chat', async () => {
  const counsellor = sandbox.person('liumin');
  const shown = await counsellor.say('喜报 张三 国家励志奖学金 发给他家长', '请核对', '张三', '专用的链接');
  expect(shown.text).not.toMatch(/\/n\//u);
  await counsellor.say('确认', '已确认', '马上开始发');
  const url = await eventually(async () => {
    const texts = [...(await sandbox.phone('张三', '母亲')), ...(await sandbox.phone('张三', '父亲'))];
    const found = /https?:\/\/\S+\/n\/[\w-]{40}$/mu.exec(texts.join('\n'))?.[0];
    if (found === undefined) throw new Error(`no link yet: ${texts.join('\n')}`);
    return found;
  });
  expect(await (await fetch(url)).text()).not.toContain('励志');
  await counsellor.say('没确认的有谁', '1 家里 0 家点了', '张三');

  const opened = await post(url, { do: 'open', digits: '1000' });
  expect(opened.status).toBe(303);
  const cookie = String(opened.headers.get('set-cookie')).split(';')[0] ?? '';
  const page = await (await fetch(url, { headers: { cookie } })).text();
  expect(page).toContain('国家励志奖学金');
  expect((await post(url, { do: 'confirm' }, cookie)).status).toBe(303);
  const form = /name="form" value="([^"]+)"/u.exec(page)?.[1] ?? '';
  expect((await post(url, { do: 'reply', form, words: '谢谢老师，我们很高兴' }, cookie)).status).toBe(303);

  await counsellor.say('没确认的有谁', '1 家都点了', '张三家长（经链接）回复：谢谢老师，我们很高兴');
  const deliveries = await runCli(['export', 'deliveries', '--format', 'jsonl'], env);
  const rows = deliveries.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(rows.find(({ kind }) => kind === 'award')).toMatchObject({
    channel: 'wecom_school_notice',
    status: 'accepted',
    confirmed_at: expect.stringMatching(/^2026-11-20T10:/u),
  });
  expect(product.output()).not.toContain('/n/');
});
