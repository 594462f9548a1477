import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../../../test/support/eventually.ts';
import { type Harness, startHarness } from '../../../test/support/sandbox-harness.ts';
import { chatOf } from '../state.ts';

let harness: Harness;
let realNow = Date.parse('2026-10-12T09:00:00+08:00');
beforeAll(async () => {
  harness = await startHarness({ now: () => realNow });
  await eventually(() => expect(harness.sandbox.callbackStatus()).toBe('ok'));
});
afterAll(() => harness.close());
beforeEach(() => {
  realNow += 2 * 3_600_000;
});

const send = (body: object) => harness.call('message/send', { touser: 'WangFang', agentid: 1000002, ...body });
const sendText = (content: string, more: object = {}) => send({ msgtype: 'text', text: { content }, ...more });
const shownTexts = (userid: string) => chatOf(harness.sandbox.state(), userid).map((entry) => entry.shown.text);
const swallowed = () => harness.sandbox.state().swallowed;
const many = (count: number, prefix = 'u') => Array.from({ length: count }, (_, i) => `${prefix}${i}`).join('|');

describe('recipients (item 12)', () => {
  test.each<[string, object, number, string]>([
    ['one', { touser: 'WangFang' }, 0, ''],
    ['in other case', { touser: 'wangfang' }, 0, ''],
    ['everybody', { touser: '@all' }, 0, ''],
    ['partly unknown comes back in lower case', { touser: 'WangFang|NoBody|Other' }, 0, 'nobody|other'],
    ['all unknown', { touser: 'NoBody' }, 81013, 'nobody'],
    ['nobody', { touser: '' }, 82001, ''],
    ['1,001 persons', { touser: many(1001) }, 40032, ''],
    ['101 departments', { touser: '', toparty: many(101) }, 40032, ''],
  ])('%s', async (_name, body, errcode, invaliduser) => {
    expect(await sendText('好', body)).toMatchObject({ errcode, invaliduser });
  });

  test('whoever has written is in the visible range, even outside the roster', async () => {
    expect((await sendText('好', { touser: 'ZhaoLiu' })).errcode).toBe(81013);
    await harness.sandbox.say('ZhaoLiu', '你好').outcome;
    expect((await sendText('您还没有登记', { touser: 'zhaoliu' })).errcode).toBe(0);
    expect(shownTexts('ZhaoLiu')).toEqual(['你好', '您还没有登记']);
  });
});

describe('silent losses (items 13, 14)', () => {
  test('the 31st in a minute is lost with errcode 0 and shown as swallowed; after 60 s it goes on', async () => {
    const before = swallowed().length;
    for (let i = 0; i < 31; i += 1) expect((await sendText(`一分钟第${i}条`)).errcode).toBe(0);
    expect(shownTexts('WangFang').filter((one) => one.startsWith('一分钟'))).toHaveLength(30);
    expect(swallowed().slice(before)).toMatchObject([{ reason: 'member_minute', text: '一分钟第30条' }]);
    realNow += 60_001;
    await sendText('又能收到了');
    expect(shownTexts('WangFang')).toContain('又能收到了');
  });

  test('the 1,001st in an hour is lost', async () => {
    const quick = await startHarness({ now: () => realNow });
    const token = await quick.token();
    const target = `${quick.url}/wecom/cgi-bin/message/send?access_token=${token}`;
    const before = realNow;
    // Two members and the stranger: 600 person-times a day, so the daily share of a bigger app is wanted here.
    const people = Array.from({ length: 8 }, (_, i) => `guest${i}`);
    for (const userid of people) await quick.sandbox.say(userid, '你好').outcome;
    for (let i = 0; i < 1001; i += 1) {
      if (i % 30 === 0) realNow += 61_000;
      const body = { touser: 'WangFang', agentid: 1000002, msgtype: 'text', text: { content: `${i}` } };
      const response = await fetch(target, { method: 'POST', body: JSON.stringify(body) });
      expect(await response.json()).toMatchObject({ errcode: 0 });
    }
    expect(realNow - before).toBeLessThan(3_600_000);
    expect(quick.sandbox.state().swallowed.map((one) => one.reason)).toEqual(['member_hour']);
    await quick.close();
  });

  test('accounts × 200 person-times a day, then 45009', async () => {
    const small = await startHarness({ now: () => realNow });
    const answers = [];
    for (let i = 0; i < 201; i += 1) {
      realNow += 2100;
      answers.push(
        (
          await small.call('message/send', {
            touser: '@all',
            agentid: 1000002,
            msgtype: 'text',
            text: { content: `${i}` },
          })
        ).errcode,
      );
      if (i % 90 === 89) realNow += 60_000;
    }
    expect(answers.indexOf(45009)).toBe(200);
    await small.close();
  });

  test.each<[string, object, number, number]>([
    ['inside the default window', {}, 1_799_000, 1],
    ['after the default window', {}, 1_801_000, 2],
    ['inside a longer one', { duplicate_check_interval: 14_400 }, 14_399_000, 1],
    ['a window above 4 h counts as 4 h', { duplicate_check_interval: 99_999 }, 14_401_000, 2],
    ['without the check', { enable_duplicate_check: 0 }, 1000, 2],
  ])('a byte-identical repeat %s', async (name, flags, waitMs, count) => {
    const body = { enable_duplicate_check: 1, ...flags };
    expect((await sendText(`重复 ${name}`, body)).errcode).toBe(0);
    realNow += waitMs;
    expect((await sendText(`重复 ${name}`, body)).errcode).toBe(0);
    expect(shownTexts('WangFang').filter((one) => one === `重复 ${name}`)).toHaveLength(count);
    expect(swallowed().some((one) => one.reason === 'duplicate' && one.text === `重复 ${name}`)).toBe(count === 1);
  });
});

describe('lengths (item 15)', () => {
  test('text of 2,048 bytes is whole, longer is cut on a character, or 45002 by mode', async () => {
    await sendText(`全${'a'.repeat(2045)}`);
    expect(shownTexts('WangFang').at(-1)).toHaveLength(2046);
    await sendText('长'.repeat(700));
    expect(chatOf(harness.sandbox.state(), 'WangFang').at(-1)?.shown).toMatchObject({
      text: '长'.repeat(682),
      isCut: true,
    });
    expect(swallowed().at(-1)?.reason).toBe('cut');
    harness.sandbox.setFault({ kind: 'mode', name: 'over_length', value: 'error' });
    expect((await sendText('长'.repeat(700))).errcode).toBe(45002);
    expect((await send({ msgtype: 'markdown', markdown: { content: 'a'.repeat(2049) } })).errcode).toBe(45002);
    harness.sandbox.setFault({ kind: 'mode', name: 'over_length', value: 'cut' });
  });

  const textcard = (change: object) => ({
    msgtype: 'textcard',
    textcard: { title: '题', description: '文', url: 'https://example.edu.cn/a', ...change },
  });
  test.each<[string, object, number]>([
    ['textcard', textcard({}), 0],
    ['title of 128', textcard({ title: '题'.repeat(128) }), 0],
    ['title of 129', textcard({ title: '题'.repeat(129) }), 45003],
    ['description of 513', textcard({ description: '文'.repeat(513) }), 45004],
    ['url without scheme', textcard({ url: 'example.edu.cn' }), 40058],
    ['markdown', { msgtype: 'markdown', markdown: { content: '**好**' } }, 0],
    ['news of 8', { msgtype: 'news', news: { articles: Array(8).fill({ title: '题' }) } }, 0],
    ['news of 9', { msgtype: 'news', news: { articles: Array(9).fill({ title: '题' }) } }, 45008],
    ['news of 0', { msgtype: 'news', news: { articles: [] } }, 45008],
    ['file of an unknown media id', { msgtype: 'file', file: { media_id: 'm' } }, 40007],
    ['a type that does not exist', { msgtype: 'poster' }, 40008],
    ['empty text', { msgtype: 'text', text: { content: '' } }, 40058],
  ])('%s', async (_name, body, errcode) => {
    expect((await send(body)).errcode).toBe(errcode);
  });
});

describe('cards (item 16)', () => {
  let serial = 0;
  const card = (change: object = {}) => {
    serial += 1;
    return {
      card_type: 'button_interaction',
      main_title: { title: '确认？' },
      button_list: [
        { text: '确认', key: 'yes' },
        { text: '取消', key: 'no' },
      ],
      task_id: `task-${serial}`,
      ...change,
    };
  };
  const sendCard = (change: object = {}) => send({ msgtype: 'template_card', template_card: card(change) });
  const button = (key: string) => ({ text: key, key });

  test.each<[string, object, number]>([
    ['good', {}, 0],
    ['no task id', { task_id: undefined }, 42014],
    ['bad characters in the task id', { task_id: '任务 1' }, 42014],
    ['task id of 129', { task_id: 'a'.repeat(129) }, 42014],
    ['task id used before', { task_id: 'used-before' }, 42014],
    ['no buttons', { button_list: [] }, 42027],
    ['seven buttons', { button_list: Array.from({ length: 7 }, (_, i) => button(`k${i}`)) }, 42027],
    ['key of 1,025', { button_list: [button('k'.repeat(1025))] }, 42027],
    ['one key twice', { button_list: [button('a'), button('a')] }, 42017],
    ['seven lines', { horizontal_content_list: Array(7).fill({ keyname: 'k', value: 'v' }) }, 42027],
    ['unknown type', { card_type: 'poll' }, 42027],
    ['text notice without an action', { card_type: 'text_notice' }, 42027],
    [
      'text notice',
      { card_type: 'text_notice', card_action: { type: 1, url: 'https://example.edu.cn' }, task_id: undefined },
      0,
    ],
    [
      'vote',
      {
        card_type: 'vote_interaction',
        checkbox: { question_key: 'q', option_list: [{ id: '1', text: '甲' }] },
        submit_button: button('go'),
      },
      0,
    ],
    [
      'vote of 21',
      {
        card_type: 'vote_interaction',
        checkbox: {
          question_key: 'q',
          option_list: Array.from({ length: 21 }, (_, i) => ({ id: `${i}`, text: '甲' })),
        },
        submit_button: button('go'),
      },
      42027,
    ],
  ])('%s', async (_name, change, errcode) => {
    await sendCard({ task_id: 'used-before' });
    const answer = await sendCard(change);
    expect(answer.errcode).toBe(errcode);
  });

  const update = (code: unknown, more: object = {}) =>
    harness.call('message/update_template_card', {
      userids: ['WangFang'],
      agentid: 1000002,
      response_code: code,
      button: { replace_name: '已确认' },
      ...more,
    });

  test('a press brings its own code, each code works once and greys the buttons', async () => {
    const { response_code: sendCode } = await sendCard({ task_id: 'press-me' });
    await harness.sandbox.press('WangFang', 'press-me', 'yes').outcome;
    const xml = harness.received.at(-1)?.xml ?? '';
    expect(xml).toContain('<EventKey><![CDATA[yes]]></EventKey><TaskId><![CDATA[press-me]]></TaskId>');
    const clickCode = /<ResponseCode><!\[CDATA\[(.*?)\]\]>/u.exec(xml)?.[1];
    expect(clickCode).not.toBe(sendCode);
    expect((await update(clickCode, { userids: 'WangFang' })).errcode).toBe(40058);
    expect(await update(clickCode)).toMatchObject({ errcode: 0, invaliduser: [] });
    expect(chatOf(harness.sandbox.state(), 'WangFang').find((one) => one.taskId === 'press-me')?.doneLabel).toBe(
      '已确认',
    );
    expect((await update(clickCode)).errcode).toBe(60140);
    expect((await update('rc_unknown')).errcode).toBe(60140);
    expect(() => harness.sandbox.press('WangFang', 'press-me', 'yes')).toThrow(RangeError);
    harness.clock.moveTo(new Date(harness.clock.now().getTime() + 72 * 3_600_000 + 1000));
    expect((await update(sendCode)).errcode).toBe(60140);
  });

  test('an app whose callback address was refused cannot send cards that call back', async () => {
    const refused = await startHarness();
    refused.answerEcho = (reply) => reply.send('nope');
    await fetch(`${refused.url}/api/verify`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    await eventually(() => expect(refused.sandbox.callbackStatus()).toBe('refused'));
    const answer = await refused.call('message/send', {
      touser: 'WangFang',
      agentid: 1000002,
      msgtype: 'template_card',
      template_card: card(),
    });
    expect(answer.errcode).toBe(42027);
    await refused.close();
  });
});

test('recall within 24 h only (item 17)', async () => {
  const { msgid } = await sendText('会撤回的');
  expect((await harness.call('message/recall', { msgid: 'm_unknown' })).errcode).toBe(40058);
  expect((await harness.call('message/recall', { msgid })).errcode).toBe(0);
  expect(chatOf(harness.sandbox.state(), 'WangFang').at(-1)?.isRecalled).toBe(true);
  const late = await sendText('撤不回的');
  harness.clock.moveTo(new Date(harness.clock.now().getTime() + 86_401_000));
  expect((await harness.call('message/recall', { msgid: late.msgid })).errcode).toBe(42052);
});
