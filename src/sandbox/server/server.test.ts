import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Harness, KEYS, PEOPLE, startHarness } from '../../../test/support/sandbox-harness.ts';

let harness: Harness;
let realNow = Date.parse('2026-10-12T09:00:00+08:00');
beforeAll(async () => {
  harness = await startHarness({ now: () => realNow, hangMs: 300 });
});
afterAll(() => harness.close());
// Real time leaps an hour between tests, so that no rate window of one test is felt in the next.
beforeEach(() => {
  realNow += 2 * 3_600_000;
});

const base = () => `${harness.url}/wecom/cgi-bin`;
async function get(path: string): Promise<{ errcode: number; errmsg: string; [field: string]: unknown }> {
  return (await (await fetch(`${base()}/${path}`)).json()) as { errcode: number; errmsg: string };
}
const text = (content: string, more: object = {}) => ({
  touser: 'WangFang',
  agentid: 1000002,
  msgtype: 'text',
  text: { content },
  ...more,
});

describe('token (item 9)', () => {
  test.each([
    ['right', `corpid=${KEYS.corpId}&corpsecret=${KEYS.secret}`, 0],
    ['wrong secret', `corpid=${KEYS.corpId}&corpsecret=nope`, 40001],
    ['wrong corp', `corpid=ww0&corpsecret=${KEYS.secret}`, 40013],
    ['no corp', `corpsecret=${KEYS.secret}`, 41002],
    ['no secret', `corpid=${KEYS.corpId}`, 41004],
  ])('%s', async (_name, query, errcode) => {
    const answer = await get(`gettoken?${query}`);
    expect(answer.errcode).toBe(errcode);
    if (errcode === 0) expect(answer).toMatchObject({ expires_in: 7200, access_token: expect.any(String) });
  });

  test('expires after its life, is valid over a restart, and dies early on command', async () => {
    const token = await harness.token();
    const other = await startHarness({ now: () => realNow });
    const response = await fetch(`${other.url}/wecom/cgi-bin/getcallbackip?access_token=${token}`);
    expect(await response.json()).toMatchObject({ errcode: 0 });
    await other.close();
    expect((await get(`getcallbackip?access_token=${token}`)).errcode).toBe(0);
    realNow += 7200 * 1000;
    expect((await get(`getcallbackip?access_token=${token}`)).errcode).toBe(42001);
    harness.sandbox.setFault({ kind: 'mode', name: 'expired_code', value: '40014' });
    expect((await get(`getcallbackip?access_token=${token}`)).errcode).toBe(40014);
    harness.sandbox.setFault({ kind: 'mode', name: 'expired_code', value: '42001' });
    const next = await harness.token();
    harness.sandbox.setFault({ kind: 'tokens_invalidated' });
    expect((await get(`getcallbackip?access_token=${next}`)).errcode).toBe(42001);
    realNow += 10;
  });

  test('ten wrong secrets block the address for an hour', async () => {
    for (let i = 0; i < 10; i += 1) await get(`gettoken?corpid=${KEYS.corpId}&corpsecret=nope${i}`);
    const good = `gettoken?corpid=${KEYS.corpId}&corpsecret=${KEYS.secret}`;
    expect((await get(good)).errcode).toBe(45009);
    realNow += 3_600_001;
    expect((await get(good)).errcode).toBe(0);
  });
});

describe('transport (items 10, 11, 23)', () => {
  test.each([
    ['no token', async () => get('getcallbackip'), 41001],
    ['token twice', async () => get(`getcallbackip?access_token=${await harness.token()}&access_token=x`), 41001],
    [
      'token in the header',
      async () =>
        (
          await fetch(`${base()}/getcallbackip`, { headers: { authorization: `Bearer ${await harness.token()}` } })
        ).json(),
      41001,
    ],
    ['forged token', async () => get('getcallbackip?access_token=1.9999999999999.x.y'), 40014],
    [
      'body that is no JSON',
      async () =>
        (
          await fetch(`${base()}/message/send?access_token=${await harness.token()}`, { method: 'POST', body: '{' })
        ).json(),
      47001,
    ],
    ['GET where POST is due', async () => harness.call('message/send'), 43002],
    ['POST where GET is due', async () => harness.call('getcallbackip', {}), 43001],
    ['agent of another app', async () => harness.call('message/send', text('好', { agentid: 7 })), 301002],
  ])('%s', async (_name, ask, errcode) => {
    expect(await ask()).toMatchObject({ errcode });
  });

  test.each(['externalcontact/groupchat/send', 'groupchat/send', 'media/upload', 'nonsense'])(
    '%s is a 404 without a body',
    async (path) => {
      const response = await fetch(`${base()}/${path}?access_token=${await harness.token()}`, {
        method: 'POST',
        body: '{}',
      });
      expect([response.status, await response.text()]).toEqual([404, '']);
    },
  );
});

describe('faults', () => {
  test.each([
    ['token_expired', 42001],
    ['rate_limited', 45009],
    ['busy', -1],
  ] as const)('%s strikes the next calls and no more', async (kind, errcode) => {
    harness.sandbox.setFault({ kind, calls: 2, api: 'getcallbackip' });
    const codes = [];
    for (let i = 0; i < 3; i += 1) codes.push((await harness.call('getcallbackip')).errcode);
    expect(codes).toEqual([errcode, errcode, 0]);
  });

  test.each([
    ['wrong_secret', async () => get(`gettoken?corpid=${KEYS.corpId}&corpsecret=${KEYS.secret}`), 40001],
    ['ip_refused', async () => harness.call('getcallbackip'), 60020],
    ['school_notice_refused', async () => harness.call('externalcontact/message/send', {}), 48002],
    ['mass_send_refused', async () => harness.call('externalcontact/add_msg_template', {}), 48002],
  ] as const)('switch %s', async (kind, ask, errcode) => {
    harness.sandbox.setFault({ kind, isOn: true });
    expect(await ask()).toMatchObject({ errcode });
    harness.sandbox.setFault({ kind, isOn: false });
    expect((await ask()).errcode).not.toBe(errcode);
  });

  test('bad gateway is HTML with status 502', async () => {
    harness.sandbox.setFault({ kind: 'bad_gateway', calls: 1 });
    const response = await fetch(`${base()}/getcallbackip`);
    expect([response.status, response.headers.get('content-type')]).toEqual([502, 'text/html']);
  });

  test.each([
    ['timeout_before', 0],
    ['timeout_after', 1],
  ] as const)('%s cuts the connection; %i messages arrive', async (kind, count) => {
    const shown = () =>
      harness.sandbox
        .state()
        .chats.get('wangfang')
        ?.filter((entry) => entry.shown.text === kind).length ?? 0;
    harness.sandbox.setFault({ kind, calls: 1, api: 'message/send' });
    await expect(harness.call('message/send', text(kind))).rejects.toThrow();
    expect(shown()).toBe(count);
    expect((await harness.call('message/send', text(kind))).errcode).toBe(0);
    expect(shown()).toBe(count + 1);
  });
});

describe('group robot (item 25)', () => {
  const send = (body: object, key = 'robot-key-1') => harness.call(`webhook/send?key=${key}`, body);
  const image = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);

  test.each([
    ['text', { msgtype: 'text', text: { content: '好' } }, 0],
    ['markdown of 4,096 bytes', { msgtype: 'markdown', markdown: { content: 'a'.repeat(4096) } }, 0],
    ['news', { msgtype: 'news', news: { articles: [{ title: '题', url: 'https://example.edu.cn' }] } }, 0],
    ['nine articles', { msgtype: 'news', news: { articles: Array(9).fill({ title: '题' }) } }, 45008],
    [
      'image',
      {
        msgtype: 'image',
        image: { base64: image.toString('base64'), md5: createHash('md5').update(image).digest('hex') },
      },
      0,
    ],
    ['image with another md5', { msgtype: 'image', image: { base64: image.toString('base64'), md5: 'no' } }, 40008],
    ['image above 2 MB', { msgtype: 'image', image: { base64: 'A'.repeat(2_800_000), md5: 'no' } }, 40009],
    ['body above every limit', { msgtype: 'text', text: { content: 'a'.repeat(4_200_000) } }, 45002],
    ['unknown type', { msgtype: 'voice_call' }, 40008],
    [
      'card with buttons',
      {
        msgtype: 'template_card',
        template_card: {
          card_type: 'button_interaction',
          main_title: { title: 'x' },
          button_list: [{ text: 'a', key: 'a' }],
          task_id: 'rb1',
        },
      },
      42027,
    ],
  ])('%s', async (_name, body, errcode) => {
    expect((await send(body)).errcode).toBe(errcode);
  });

  test('bad key and removed robot are 93000, without a token', async () => {
    expect((await send({ msgtype: 'text', text: { content: '好' } }, 'nope')).errcode).toBe(93000);
    expect((await send({ msgtype: 'text', text: { content: '好' } }, '')).errcode).toBe(93000);
    harness.sandbox.setFault({ kind: 'robot_removed', key: 'robot-key-1', isOn: true });
    expect((await send({ msgtype: 'text', text: { content: '好' } })).errcode).toBe(93000);
    harness.sandbox.setFault({ kind: 'robot_removed', key: 'robot-key-1', isOn: false });
    expect((await send({ msgtype: 'text', text: { content: '好' } })).errcode).toBe(0);
  });

  test('20 a minute, the 21st is 45009, after 60 s again', async () => {
    const codes = [];
    for (let i = 0; i < 21; i += 1) codes.push((await send({ msgtype: 'text', text: { content: `${i}` } })).errcode);
    expect(codes).toEqual([...Array(20).fill(0), 45009]);
    realNow += 60_001;
    expect((await send({ msgtype: 'text', text: { content: '又好了' } })).errcode).toBe(0);
  });
});

describe('customer groups and directory (items 11, 22)', () => {
  test.each([
    ['without limit', {}, 40058],
    ['limit 0', { limit: 0 }, 40058],
    ['limit 1001', { limit: 1001 }, 40058],
    ['limit 1000', { limit: 1000 }, 0],
  ])('groupchat/list %s', async (_name, body, errcode) => {
    expect((await harness.call('externalcontact/groupchat/list', body)).errcode).toBe(errcode);
  });

  test('pages by cursor, filters by owner, and get knows only its own', async () => {
    const first = await harness.call('externalcontact/groupchat/list', { limit: 1 });
    expect(first).toMatchObject({ group_chat_list: [{ chat_id: 'wrOgAAAA1' }], next_cursor: '1' });
    const second = await harness.call('externalcontact/groupchat/list', { limit: 1, cursor: '1' });
    expect(second).toMatchObject({ group_chat_list: [{ chat_id: 'wrOgAAAA2' }], next_cursor: '' });
    const none = await harness.call('externalcontact/groupchat/list', {
      limit: 9,
      owner_filter: { userid_list: ['LiQiang'] },
    });
    expect(none.group_chat_list).toEqual([]);
    expect(await harness.call('externalcontact/groupchat/get', { chat_id: 'wrOgAAAA1' })).toMatchObject({
      group_chat: { owner: 'WangFang' },
    });
    expect((await harness.call('externalcontact/groupchat/get', { chat_id: 'WROGAAAA1' })).errcode).toBe(40050);
  });

  test('above 1,000 members a list without owner filter is 81017', async () => {
    const members = Array.from({ length: 1001 }, (_, i) => ({
      userid: `u${i}`,
      name: `${i}`,
      role: '辅导员',
      classNames: [],
    }));
    const big = await startHarness({ directory: { listPeople: async () => ({ ...PEOPLE, members }) } });
    expect((await big.call('externalcontact/groupchat/list', { limit: 10 })).errcode).toBe(81017);
    expect(
      (await big.call('externalcontact/groupchat/list', { limit: 10, owner_filter: { userid_list: ['u1'] } })).errcode,
    ).toBe(0);
    await big.close();
  });

  test('agent, scope, callback addresses', async () => {
    expect(await harness.call('agent/get?agentid=1000002')).toMatchObject({ errcode: 0, close: 0 });
    expect((await harness.call('agent/get?agentid=9')).errcode).toBe(301002);
    expect((await harness.call('school/agent/get_allow_scope?agentid=1000002')).errcode).toBe(0);
    expect(await harness.call('getcallbackip')).toMatchObject({ ip_list: ['127.0.0.1'] });
  });
});
