import { AxeBuilder } from '@axe-core/playwright';
import type { FastifyInstance } from 'fastify';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LaunchedBrowser, launchBrowser } from '../../../test/support/chromium.ts';
import { type LinkWorld, openLinkWorld } from '../../../test/support/link-world.ts';
import { Secret } from '../../shared/secret.ts';
import { createPasses } from '../index.ts';

/** The page as a parent's telephone shows it: 360 px wide, no scripts. */
let world: LinkWorld;
let app: FastifyInstance;
let chromium: LaunchedBrowser;
let address: string;

beforeAll(async () => {
  world = await openLinkWorld();
  app = await world.buildApp({ passes: createPasses(new Secret('another key of the tests, 32 bytes'), () => false) });
  address = await app.listen({ host: '127.0.0.1', port: 0 });
  chromium = await launchBrowser();
});
afterAll(async () => {
  await chromium?.close();
  await app?.close();
  await world?.close();
});

const BODY = `张三家长您好：孩子获得校级一等奖学金。\n${'很长的一行没有空格'.repeat(20)}\n${'x'.repeat(200)}`;

async function openPage(width: number, javaScriptEnabled: boolean): Promise<Page> {
  const options = javaScriptEnabled ? { bypassCSP: true } : { javaScriptEnabled };
  const context = await chromium.browser.newContext({ viewport: { width, height: 640 }, ...options });
  return context.newPage();
}

/** Whether the parent sees it without scrolling. */
async function isInSight(page: Page, words: string): Promise<boolean> {
  const box = await page.getByText(words).boundingBox();
  return box !== null && box.y >= 0 && box.y + box.height <= 640;
}

async function openWithDigits(page: Page, path: string): Promise<void> {
  await page.goto(address + path);
  await page.getByLabel('手机号后四位').fill('1234');
  await page.getByRole('button', { name: '看通知' }).click();
  await page.getByRole('heading', { name: '通知内容' }).waitFor();
}

test('digits, 我已知悉 and a letter back, on a telephone without scripts', async () => {
  const { path } = await world.send({ body: BODY });
  const page = await openPage(360, false);
  await page.goto(address + path);
  await page.getByLabel('手机号后四位').fill('9999');
  await page.getByRole('button', { name: '看通知' }).click();
  await page.getByText('还可以试 4 次').waitFor();
  await openWithDigits(page, path);
  await page.getByText('校级一等奖学金').waitFor();
  await page.getByRole('button', { name: '我已知悉' }).click();
  await page.getByText('您已在今天 10:00 点过').waitFor();
  expect(await isInSight(page, '您已在今天 10:00 点过')).toBe(true);
  await page.getByLabel('有话想说').fill('知道了，谢谢老师');
  await page.getByRole('button', { name: '寄给老师' }).click();
  await page.getByText('您的回信收到了').waitFor();
  expect(await isInSight(page, '您的回信收到了')).toBe(true);
  await page.reload();
  expect(page.url()).toBe(`${address}${path}#reply`);
  for (const control of await page.locator('input:not([type=hidden]), button, textarea').all()) {
    expect((await control.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  }
  expect((await page.locator('main').boundingBox())?.width).toBeLessThanOrEqual(360);
  await page.context().close();
});

test.each([360, 1_280])(
  'every state is accessible and no wider than %d px',
  async (width) => {
    // Wrong digits count a student and day, and each width brings five.
    await world.database.db.deleteFrom('linkGuesses').execute();
    const page = await openPage(width, true);
    const check = async (name: string): Promise<void> => {
      const dir = process.env.SCREENSHOTS;
      if (dir !== undefined) await page.screenshot({ path: `${dir}/${name}-${width}.png`, fullPage: true });
      const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
      expect([name, wide]).toEqual([name, 0]);
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag2aaa']).analyze();
      expect(violations.map(({ id, nodes }) => `${name} ${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
        [],
      );
    };
    const { path } = await world.send({ body: BODY });
    await page.goto(address + path);
    await check('asks');
    await openWithDigits(page, path);
    await check('open');
    await page.getByRole('button', { name: '寄给老师' }).click();
    await page.getByText('还没有写字').waitFor();
    await check('empty-letter');
    await page.getByLabel('有话想说').fill('谢谢老师');
    await page.getByRole('button', { name: '寄给老师' }).click();
    await page.getByRole('button', { name: '我已知悉' }).click();
    await page.getByText('您已在今天').waitFor();
    await check('done');
    await page.context().clearCookies();
    await page.goto(address + path);
    for (let tries = 0; tries < 5; tries += 1) {
      await page.getByLabel('手机号后四位').fill('0000');
      await page.getByRole('button', { name: '看通知' }).click();
      if (tries === 0) await check('wrong');
    }
    await page.getByText('已经锁住了').waitFor();
    await check('locked');
    await page.goto(`${address}/n/nothing`);
    await check('unknown');
    await page.goto(address + (await world.send({ status: 'cancelled' })).path);
    await check('withdrawn');
    await page.context().close();
  },
  60_000,
);
