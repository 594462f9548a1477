import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type LaunchedBrowser, launchBrowser } from '../support/chromium.ts';
import { eventually } from '../support/eventually.ts';
import { type Product, startProduct, temporaryFolder } from '../support/product.ts';

// Real processes on a machine that other tests keep busy.
vi.setConfig({ testTimeout: 300_000 });

const folder = temporaryFolder();
/** A folder to put pictures into, for people to look at; nothing is compared. */
const PICTURES = process.env.E2E_PICTURES;
let product: Product;
let launched: LaunchedBrowser;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
  const env = { DATA_DIR: folder.path, CLOCK_START: '2026-11-20T10:00:00+08:00' };
  [product, launched] = await Promise.all([startProduct({ env }), launchBrowser()]);
});
afterAll(async () => {
  await launched?.close();
  await product?.stop();
  folder.remove();
});
beforeEach(async () => {
  await page?.context().close();
  page = await open(1280, 860);
});

/** The real page on the real process: every step is one that a newcomer takes. */
describe('the sandbox in a browser', () => {
  test('刘敏 types a line, sees the record and presses a button of its card', async () => {
    await page.selectOption('#who', { label: '刘敏 · 22旅管3班、22酒管1班、23导游1班' });
    await say('张三妈妈电话打了，说家里都好，孩子最近老熬夜');
    const card = page.locator('#messages .card', { hasText: '已记录：张三' });
    await card.getByText('母亲 李秀英').waitFor();
    await page.getByRole('button', { name: '没有', exact: true }).click();
    await page.locator('#messages .theirs', { hasText: '没有意见建议' }).waitFor();
    await card.getByRole('button', { name: '已选：没有' }).waitFor();
    expect(await card.getByRole('button').count()).toBe(1);
  });

  test('buttons have the colours that the product asked for: blue to go on, red to beware, plain for the rest', async () => {
    await say('李四爸爸微信聊了，说知道了');
    const card = page.locator('#messages .card', { hasText: '已记录：李四' });
    await card.waitFor();
    const styleOf = (name: string): Promise<string | null> =>
      card.getByRole('button', { name, exact: true }).getAttribute('class');
    expect(await styleOf('没有')).toBe('primary');
    expect(await styleOf('改')).toBe('plain');
    expect(await styleOf('撤')).not.toBe('primary');
  });

  test('good news is shown, confirmed, and lights up the right phone; its code proves genuine', async () => {
    await say('喜报 王五 国家励志奖学金 发给他家长');
    await page.getByRole('button', { name: '确认发送', exact: true }).last().click();
    const phone = page.locator('[data-parent]', { hasText: '国家励志奖学金' });
    await phone.waitFor();
    expect(await phone.count()).toBe(1);
    expect(await phone.locator('h2').textContent()).toContain('王五父亲');
    const code = /JX-\w{8}/u.exec((await phone.textContent()) ?? '')?.[0] ?? '';
    await picture('phones');

    const plain = await open(360, 740, false);
    await plain.goto(`${product.url}/verify`);
    await plain.getByLabel('核实码').fill(code);
    await plain.getByRole('button').click();
    await plain.getByText('喜报').waitFor();
    expect(await plain.locator('body').textContent()).not.toContain('王五');
    await picture('verify-360', plain);
    await plain.context().close();
  });

  test('a broadcast: the robot speaks at once, the customer group only after its owner tapped, the text is pasted', async () => {
    await say('给家长群发反诈 刷单的');
    await page.getByRole('button', { name: '确认发送', exact: true }).last().click();
    await page.click('[data-view-button=groups]');
    const group = (name: string) => page.locator('[data-group]', { hasText: name });
    await group('22酒管1班家长群').locator('.note', { hasText: '刷单返利' }).waitFor();
    await group('22旅管3班家长群').getByRole('button', { name: '确认发送' }).waitFor();
    expect(await group('22旅管3班家长群').locator('.note').count()).toBe(0);
    await picture('groups');
    await group('22旅管3班家长群').getByRole('button', { name: '确认发送' }).click();
    await group('22旅管3班家长群').locator('.note', { hasText: '刷单返利' }).waitFor();
    const copied = page.locator('#messages li.theirs', { hasText: '【防骗提醒】' }).last();
    await copied.locator('select.paste').selectOption({ label: '粘贴到「23导游1班家长群」' });
    await group('23导游1班家长群').locator('.note', { hasText: '刷单返利' }).waitFor();
    await say('已发');
    await page.locator('#messages .theirs', { hasText: '收到，已记下' }).waitFor();
  });

  test.each([360, 1280])('at %i px nothing sticks out sideways and axe finds nothing serious', async (width) => {
    const narrow = await open(width, 780);
    for (const view of ['chat', 'phones', 'groups', 'log']) {
      const tab = narrow.locator(`[data-view-button=${view}]`);
      if (await tab.isVisible()) await tab.click();
      await expect.poll(() => overflowOf(narrow)).toBe(0);
      expect(await seriousFindings(narrow)).toEqual([]);
      await picture(`${view}-${width}`, narrow);
    }
    await narrow.click('#open-faults');
    expect(await seriousFindings(narrow)).toEqual([]);
    await narrow.goto(`${product.url}/verify?code=JX-22222222`);
    expect(await overflowOf(narrow)).toBe(0);
    expect(await seriousFindings(narrow)).toEqual([]);
    await narrow.context().close();
  });

  test('no error in the console, nothing refused by the policy', () => {
    expect(problems).toEqual([]);
  });
});

async function open(width: number, height: number, javaScriptEnabled = true): Promise<Page> {
  const context = await launched.browser.newContext({ viewport: { width, height }, javaScriptEnabled });
  const opened = await context.newPage();
  opened.setDefaultTimeout(40_000);
  opened.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  opened.on('pageerror', (error) => problems.push(error.message));
  if (javaScriptEnabled) {
    await opened.goto(`${product.url}/sandbox`);
    await opened.waitForSelector('#who option', { state: 'attached' });
  }
  return opened;
}

/** Types a line as a person does; the line itself must show up before the answer can. */
async function say(line: string): Promise<void> {
  await page.fill('#line', line);
  await page.press('#line', 'Enter');
  await page.locator('#messages .mine', { hasText: line }).last().waitFor();
}

function overflowOf(one: Page): Promise<unknown> {
  return one.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

async function seriousFindings(one: Page): Promise<string[]> {
  const { violations } = await eventually(() => new AxeBuilder({ page: one }).analyze());
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`);
}

async function picture(name: string, one: Page = page): Promise<void> {
  if (PICTURES !== undefined && PICTURES !== '') await one.screenshot({ path: `${PICTURES}/${name}.png` });
}
