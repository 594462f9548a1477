import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type LaunchedBrowser, launchBrowser } from '../../../test/support/chromium.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { type Harness, startHarness } from '../../../test/support/sandbox-harness.ts';

let harness: Harness;
let launched: LaunchedBrowser;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
  harness = await startHarness();
  launched = await launchBrowser();
});
afterAll(async () => {
  await launched.close();
  await harness.close();
});
beforeEach(async () => {
  await page?.context().close();
  const context = await launched.browser.newContext({ viewport: { width: 1280, height: 800 } });
  page = await context.newPage();
  page.setDefaultTimeout(40_000);
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(harness.url);
  await page.waitForSelector('#who option', { state: 'attached' });
});

const toMember = (body: object) => harness.call('message/send', { touser: 'WangFang', agentid: 1000002, ...body });

describe('the page', () => {
  test('a typed line reaches the product; what the product answers is shown as text, links can be followed', async () => {
    await page.fill('#line', '张三今天没来上课');
    await page.press('#line', 'Enter');
    await eventually(() => expect(harness.received.at(-1)?.xml).toContain('张三今天没来上课'));
    await toMember({
      msgtype: 'text',
      text: { content: '<img src=x onerror=alert(1)> 见 https://example.edu.cn/n/1，谢谢' },
    });
    const answer = page.locator('#messages .theirs').last();
    await answer.waitFor();
    expect(await answer.textContent()).toContain('<img src=x onerror=alert(1)>');
    expect(await answer.locator('a').getAttribute('href')).toBe('https://example.edu.cn/n/1');
  });

  test('a pressed button calls back, and greys once the product updates the card', async () => {
    const card = {
      card_type: 'button_interaction',
      main_title: { title: '发吗？' },
      button_list: [{ text: '确认发送', key: 'yes' }],
      task_id: 'page-1',
    };
    await toMember({ msgtype: 'template_card', template_card: card });
    await page.click('[data-key=yes]');
    await eventually(() => expect(harness.received.at(-1)?.xml).toContain('page-1'));
    const code = /<ResponseCode><!\[CDATA\[(.*?)\]\]>/u.exec(harness.received.at(-1)?.xml ?? '')?.[1];
    const update = { userids: ['WangFang'], agentid: 1000002, response_code: code, button: { replace_name: '已确认' } };
    expect((await harness.call('message/update_template_card', update)).errcode).toBe(0);
    const button = page.locator('#messages button', { hasText: '已确认' });
    await button.waitFor();
    expect(await button.isDisabled()).toBe(true);
  });

  test('a notice lights up exactly that parent’s phone', async () => {
    const notice = {
      to_parent_userid: ['p_zhang_m'],
      agentid: 1000002,
      msgtype: 'text',
      text: { content: '张三获奖了' },
    };
    await harness.call('externalcontact/message/send', notice);
    const phone = page.locator('[data-parent=p_zhang_m]');
    await phone.waitFor();
    expect(await phone.textContent()).toContain('张三获奖了');
    expect(await phone.locator('.dot').count()).toBe(1);
    expect(await page.locator('[data-parent]').count()).toBe(1);
    await phone.click();
    await expect.poll(() => phone.locator('.dot').count()).toBe(0);
  });

  test('the owner confirms a mass-send task, and only then the group has the message', async () => {
    const task = { chat_type: 'group', sender: 'WangFang', chat_id_list: ['wrOgAAAA1'], text: { content: '反诈提醒' } };
    const { msgid } = await harness.call('externalcontact/add_msg_template', task);
    await page.click('[data-view-button=groups]');
    expect(harness.sandbox.state().groupEntries.size).toBe(0);
    await page.click(`[data-confirm="${msgid}"]`);
    await page.locator('[data-group="chat:wrOgAAAA1"] .note', { hasText: '反诈提醒' }).waitFor();
    expect(harness.sandbox.state().tasks.get(String(msgid))?.status).toBe('sent');
  });

  test('a relayed text is pasted into a plain WeChat group by its owner', async () => {
    await toMember({ msgtype: 'text', text: { content: '请转发到老乡群' } });
    const bubble = page.locator('#messages li', { hasText: '请转发到老乡群' });
    await bubble.locator('select.paste').selectOption('plain:软件2402老乡群');
    await eventually(() =>
      expect(harness.sandbox.state().groupEntries.get('plain:软件2402老乡群')?.[0]?.shown.text).toBe('请转发到老乡群'),
    );
  });

  test('the clock moves, faults are switched on, another person is chosen', async () => {
    const before = harness.clock.now().getTime();
    await page.click('[data-clock=hour]');
    await eventually(() => expect(harness.clock.now().getTime() - before).toBeGreaterThan(3_599_000));
    await page.click('#open-faults');
    await page.selectOption('#f-busy', '3');
    await eventually(async () => expect((await harness.call('getcallbackip')).errcode).toBe(-1));
    harness.sandbox.setFault({ kind: 'busy', calls: 0 });
    await page.click('#faults-dialog [data-close]');
    await page.selectOption('#who', 'ChenMoSheng');
    await page.locator('#examples button', { hasText: '你好' }).click();
    await page.click('#say button');
    await eventually(() => expect(harness.received.at(-1)?.xml).toContain('<FromUserName><![CDATA[ChenMoSheng]]>'));
  });

  test.each([360, 1280])('at %i px nothing sticks out sideways, in any view', async (width) => {
    await page.setViewportSize({ width, height: 740 });
    for (const view of ['phones', 'groups', 'log']) {
      await page.click(`[data-view-button=${view}]`);
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(overflow).toBe(0);
    }
  });

  test('is usable without a mouse and with a screen reader, as far as axe can tell', async () => {
    for (const open of [
      '[data-view-button=phones]',
      '[data-view-button=groups]',
      '[data-view-button=log]',
      '#open-faults',
    ]) {
      await page.click(open);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(' ')}`)).toEqual([]);
    }
  });

  test('no error in the console, nothing refused by the policy', () => {
    expect(problems).toEqual([]);
  });
});
