import { AxeBuilder } from '@axe-core/playwright';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LaunchedBrowser, launchBrowser } from '../../test/support/chromium.ts';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { seedNoticeCollege } from '../../test/support/notice-college.ts';
import { pageAssets } from '../page/index.ts';
import { createVerifyRoutes } from './index.ts';

/** The page as a parent's telephone shows it: 360 px wide, no scripts. */
let database: TestDatabase;
let app: FastifyInstance;
let chromium: LaunchedBrowser;
let address: string;

beforeAll(async () => {
  database = await openTestDatabase();
  const { counsellor } = await seedNoticeCollege(database.db);
  const noticeId = crypto.randomUUID();
  const confirmedAt = new Date('2026-10-09T02:00:00Z');
  await database.db
    .insertInto('notices')
    .values({
      noticeId,
      noticeCode: 'JX-7K3QP9WM',
      kind: 'fraud',
      topic: 'brushing',
      audience: 'group',
      staffId: counsellor.staffId,
      status: 'confirmed',
      title: '反诈提醒·刷单返利',
      fields: '{}',
      recipients: '{}',
      recipientsDigest: '',
      templateVersion: '',
      createdAt: confirmedAt,
      confirmedAt,
    })
    .execute();
  const body = `各位家长好，“刷单返利”都是骗局。\n${'很长的一行没有空格'.repeat(20)}\n${'x'.repeat(200)}`;
  await database.db.insertInto('noticeBodies').values({ bodyId: crypto.randomUUID(), noticeId, body }).execute();
  app = Fastify();
  app.register(pageAssets);
  app.register(
    createVerifyRoutes({
      db: database.db,
      schoolName: '示范学院',
      timeZone: 'Asia/Shanghai',
      publicUrl: () => address,
    }),
  );
  address = await app.listen({ host: '127.0.0.1', port: 0 });
  chromium = await launchBrowser();
});
afterAll(async () => {
  await chromium?.close();
  await app?.close();
  await database?.close();
});

test.each([
  ['a genuine code', 'jx-7k3qp9wm', '这个核实码是真的'],
  ['an unknown code', 'JX-AAAAAAAA', '没有查到这个核实码'],
])('%s, typed on a telephone without scripts', async (_name, code, words) => {
  const context = await chromium.browser.newContext({
    viewport: { width: 360, height: 640 },
    javaScriptEnabled: false,
  });
  const page = await context.newPage();
  await page.goto(`${address}/verify`);
  await page.getByLabel('核实码').fill(code);
  await page.getByRole('button', { name: '查询' }).click();
  await page.getByText(words, { exact: true }).waitFor();
  expect(page.url()).toBe(`${address}/verify`);
  for (const control of await page.locator('input, button').all()) {
    expect((await control.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  }
  const main = await page.locator('main').boundingBox();
  expect(main?.width).toBeLessThanOrEqual(360);
  await context.close();
});

test.each(['/verify?code=JX-7K3QP9WM', '/verify/paper'])(
  '%s is accessible and no wider than the screen',
  async (path) => {
    const context = await chromium.browser.newContext({ viewport: { width: 360, height: 640 }, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(address + path);
    if (process.env.SCREENSHOTS !== undefined)
      await page.screenshot({ path: `${process.env.SCREENSHOTS}/${path.replace(/\W/gu, '')}.png`, fullPage: true });
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(overflow).toBe(0);
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag2aaa']).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    await context.close();
  },
);
