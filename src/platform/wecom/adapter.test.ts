import { readFileSync } from 'node:fs';
import { encrypt, getSignature } from '@wecom/crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryTokenStore } from '../../../test/support/memory-token-store.ts';
import { type ApiServer, startApiServer } from '../../../test/support/wecom-api-server.ts';
import { Secret } from '../../shared/secret.ts';
import type { ChatPlatform, Outbound } from '../port.ts';
import { createPlatforms } from '../registry.ts';
import type { WecomConfig } from './config.ts';

let server: ApiServer;
let alarms: string[];
beforeEach(async () => {
  server = await startApiServer();
  alarms = [];
  let tokens = 0;
  server.on('/cgi-bin/gettoken', (_call, response) => {
    tokens += 1;
    response.end(JSON.stringify({ errcode: 0, access_token: `token-${tokens}`, expires_in: 7200 }));
  });
});
afterEach(() => server.close());

const SEND = '/cgi-bin/message/send';
const KEY = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';

function platform(over: Partial<WecomConfig> = {}, store = createMemoryTokenStore()): ChatPlatform {
  const wecom = {
    corpId: 'wx5823bf96d3bd56c7',
    agentId: 218,
    secret: new Secret('s3cret'),
    token: new Secret('QDG6eK'),
    encodingAesKey: new Secret(KEY),
    apiUrl: server.url,
    isSchoolNoticeOn: true,
    ...over,
  };
  const deps = { tokenStoreFor: () => store, onCredentialsRefused: (_name: string, code: string) => alarms.push(code) };
  const made = createPlatforms({ wecom }, deps).get('wecom');
  if (made === undefined) throw new Error('no WeCom');
  return made;
}

function sample(name: string): object {
  return JSON.parse(readFileSync(new URL(`./samples/${name}.json`, import.meta.url), 'utf8'));
}

function callsOf(path: string) {
  return server.calls.filter((call) => call.path === path);
}

const text: Outbound = { kind: 'member_text', memberId: 'LiNa', text: '已记下' };

test('while the database with the token is away nothing is called, and that is what it says', async () => {
  const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const result = await platform({}, { ...createMemoryTokenStore(), read: () => Promise.reject(away) }).send(text);
  expect(result).toEqual({ outcome: 'failed', failure: { kind: 'transient', code: 'token_store_away' } });
  expect(server.calls).toEqual([]);
});

test('a platform without settings is not there', () => {
  expect(createPlatforms({}, { tokenStoreFor: () => createMemoryTokenStore() }).size).toBe(0);
});

test('a callback is opened and read', () => {
  const wecom = platform();
  const plain = readFileSync(new URL('./samples/text.xml', import.meta.url), 'utf8');
  const sealed = encrypt(KEY, plain, 'wx5823bf96d3bd56c7');
  const query = { msg_signature: getSignature('QDG6eK', '1', '2', sealed), timestamp: '1', nonce: '2' };
  const verified = wecom.verifyCallback({
    method: 'POST',
    query,
    headers: {},
    body: `<xml><Encrypt>${sealed}</Encrypt></xml>`,
  });
  expect(wecom.parseCallback(verified)).toMatchObject([{ kind: 'text', senderId: 'LiNa', account: wecom.account }]);
});

describe('the token', () => {
  test('goes into the query, and a repeat is the same bytes', async () => {
    server.on(SEND, { errcode: 0, errmsg: 'ok', msgid: 'm' });
    const wecom = platform();
    expect(await wecom.send(text)).toEqual({ outcome: 'accepted', refused: [] });
    expect(await wecom.send(structuredClone(text))).toEqual({ outcome: 'accepted', refused: [] });
    const [first, second] = callsOf(SEND);
    expect(first).toEqual(second);
    expect(first?.query).toEqual({ access_token: 'token-1' });
    expect(first?.body).not.toContain('token-1');
  });

  test.each([40014, 42001, 40001])('%i once: fetched again, sent again', async (errcode) => {
    server.on(SEND, (call, response) =>
      response.end(JSON.stringify(call.query.access_token === 'token-1' ? { errcode } : { errcode: 0, msgid: 'm' })),
    );
    expect(await platform().send(text)).toEqual({ outcome: 'accepted', refused: [] });
    expect(callsOf('/cgi-bin/gettoken')).toHaveLength(2);
    expect(callsOf(SEND)).toHaveLength(2);
  });

  test('40014 for ever: few calls, then rest', async () => {
    server.on(SEND, { errcode: 40014 });
    const wecom = platform();
    for (let round = 0; round < 10; round += 1) {
      const expected = { outcome: 'failed', failure: { kind: 'transient', code: '40014', retryAfterMs: 60_000 } };
      expect(await wecom.send(text)).toEqual(expected);
    }
    expect(callsOf('/cgi-bin/gettoken').length).toBeLessThanOrEqual(4);
    expect(callsOf(SEND).length).toBeLessThanOrEqual(13);
  });

  test('a wrong secret: nothing is sent, the administrator is told once', async () => {
    server.on('/cgi-bin/gettoken', { errcode: 40001, errmsg: 'invalid credential' });
    const wecom = platform();
    for (let round = 0; round < 3; round += 1) {
      expect(await wecom.send(text)).toEqual({ outcome: 'failed', failure: { kind: 'credentials', code: '40001' } });
    }
    expect(server.calls).toHaveLength(1);
    expect(alarms).toEqual(['40001']);
  });
});

describe('who was not reached', () => {
  test('an id that comes back in lower case is ours', async () => {
    server.on(SEND, sample('member-send-partial'));
    expect(await platform().send(text)).toEqual({
      outcome: 'failed',
      failure: { kind: 'recipient', code: 'invaliduser' },
    });
    expect(await platform().send({ ...text, memberId: 'ZhaoLiu' })).toEqual({ outcome: 'accepted', refused: [] });
  });

  test('parents, each as we wrote the id', async () => {
    server.on('/cgi-bin/externalcontact/message/send', sample('school-notice-partial'));
    const notice = { kind: 'school_notice', guardianUserIds: ['Zhangsan_Mama', 'lisi_baba'], text: '您好' } as const;
    const refused = [{ target: 'Zhangsan_Mama', code: 'invalid_parent_userid' }];
    expect(await platform().send(notice)).toEqual({ outcome: 'accepted', refused });
    const alone = await platform().send({ ...notice, guardianUserIds: ['zhangsan_mama'] });
    expect(alone).toEqual({ outcome: 'failed', failure: { kind: 'recipient', code: 'invalid_parent_userid' } });
  });

  test('groups of a mass task', async () => {
    server.on('/cgi-bin/externalcontact/add_msg_template', sample('mass-task'));
    const task = { kind: 'mass_task', ownerId: 'LiNa', chatIds: ['wrOgQhDgAAa', 'wrOgQhDgAAb'], text: '您好' } as const;
    const refused = [{ target: 'wrOgQhDgAAb', code: 'fail_list' }];
    expect(await platform().send(task)).toEqual({ outcome: 'accepted', refused, ref: 'msgGCAAAXtWyujaWJHDDGi0mAAAA' });
    server.on('/cgi-bin/externalcontact/add_msg_template', { errcode: 0 });
    expect(await platform().send(task)).toEqual({ outcome: 'unknown', code: 'msgid_missing' });
  });

  test('all of them: 81013', async () => {
    server.on(SEND, { errcode: 81013, errmsg: 'user & party & tag all invalid' });
    expect(await platform().send(text)).toEqual({ outcome: 'failed', failure: { kind: 'recipient', code: '81013' } });
  });
});

describe('other calls', () => {
  test('a robot is called with its key and without the token', async () => {
    const path = '/cgi-bin/webhook/send';
    server.on(path, { errcode: 0, errmsg: 'ok' });
    const robot = { kind: 'robot_text', webhookUrl: `${server.url}${path}?key=K1`, text: '您好' } as const;
    expect(await platform().send(robot)).toEqual({ outcome: 'accepted', refused: [] });
    expect(server.calls).toEqual([
      { method: 'POST', path, query: { key: 'K1' }, body: '{"msgtype":"text","text":{"content":"您好"}}' },
    ]);
    const elsewhere = await platform().send({
      ...robot,
      webhookUrl: 'https://evil.example/cgi-bin/webhook/send?key=K1',
    });
    expect(elsewhere).toMatchObject({ outcome: 'failed', failure: { code: 'webhook_not_allowed' } });
    server.on(path, { errcode: 93000 });
    expect(await platform().send(robot)).toMatchObject({
      outcome: 'failed',
      failure: { kind: 'recipient', code: '93000' },
    });
  });

  test('45009 says how long to rest', async () => {
    server.on(SEND, { errcode: 45009, errmsg: 'api freq out of limit' });
    const expected = { outcome: 'failed', failure: { kind: 'rate', code: '45009', retryAfterMs: 60_000 } };
    expect(await platform().send(text)).toEqual(expected);
  });

  test.each([
    ['mass_task_remind', 'remind_groupmsg_send'],
    ['mass_task_cancel', 'cancel_groupmsg_send'],
  ] as const)('%s names the task', async (kind, path) => {
    server.on(`/cgi-bin/externalcontact/${path}`, { errcode: 0 });
    expect(await platform().send({ kind, taskRef: 'msgX' })).toEqual({ outcome: 'accepted', refused: [] });
    expect(callsOf(`/cgi-bin/externalcontact/${path}`)).toHaveLength(1);
  });

  test('a card is updated', async () => {
    server.on('/cgi-bin/message/update_template_card', { errcode: 0, errmsg: 'ok', invaliduser: [] });
    const update = { kind: 'card_update', memberId: 'LiNa', responseCode: 'C', doneLabel: '已确认' } as const;
    expect(await platform().send(update)).toEqual({ outcome: 'accepted', refused: [] });
    server.on('/cgi-bin/message/update_template_card', { errcode: 60140 });
    expect(await platform().send(update)).toMatchObject({
      outcome: 'failed',
      failure: { kind: 'request', code: '60140' },
    });
  });

  test('silence after the request is unknown', async () => {
    server.on(SEND, (_call, _response, incoming) => incoming.socket.destroy());
    expect(await platform().send(text)).toEqual({ outcome: 'unknown', code: 'connection_reset' });
  });
});

describe('receipts of a mass task', () => {
  const path = '/cgi-bin/externalcontact/get_groupmsg_send_result';
  const task = { taskRef: 'msgX', ownerId: 'LiNa' };

  test('come page by page', async () => {
    server.on(path, (call, response) => {
      const { cursor } = JSON.parse(call.body);
      response.end(JSON.stringify(sample(cursor === 'CURSOR' ? 'send-result-last-page' : 'send-result-page')));
    });
    expect(await platform().fetchReceipts(task)).toEqual({
      outcome: 'ok',
      receipts: [
        { chatId: 'wrA', state: 'sent', sentAt: new Date(1552536375000) },
        { chatId: 'wrB', state: 'waiting' },
        { chatId: 'wrC', state: 'failed', code: 'status_2' },
        { chatId: 'wrD', state: 'capped', code: 'status_3' },
      ],
    });
    const bodies = callsOf(path).map((call) => JSON.parse(call.body));
    expect(bodies[0]).toEqual({ msgid: 'msgX', userid: 'LiNa', limit: 500, cursor: '' });
    expect(bodies).toHaveLength(2);
  });

  test.each([
    ['still being dispatched', { errcode: 41063 }, { kind: 'transient', code: '41063' }],
    ['no task of ours', { errcode: 40058 }, { kind: 'request', code: '40058' }],
    ['an answer that nobody understands', [], { kind: 'transient', code: 'unexpected_answer' }],
  ])('%s', async (_name, answer, failure) => {
    server.on(path, answer);
    expect(await platform().fetchReceipts(task)).toMatchObject({ outcome: 'failed', failure });
  });

  test('a cursor that never ends is left', async () => {
    let page = 0;
    server.on(path, (_call, response) => {
      page += 1;
      response.end(JSON.stringify({ errcode: 0, next_cursor: `c${page}`, send_list: [] }));
    });
    expect(await platform().fetchReceipts(task)).toMatchObject({
      outcome: 'failed',
      failure: { code: 'receipts_endless' },
    });
  });
});

describe('diagnosis', () => {
  const scope = { errcode: 0, allow_scope: { students: [{ userid: 'zhangsan' }], departments: [] } };

  test('all is well', async () => {
    server.on('/cgi-bin/agent/get', sample('agent'));
    server.on('/cgi-bin/school/agent/get_allow_scope', scope);
    server.on('/cgi-bin/school/department/list', { errcode: 0, departments: [{ id: 7, type: 1 }] });
    server.on('/cgi-bin/school/user/list', { errcode: 0, students: [] });
    expect((await platform().diagnose()).map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(callsOf('/cgi-bin/agent/get')[0]?.query).toMatchObject({ agentid: '218' });
  });

  test.each([
    ['an address that is not trusted', { errcode: 60020 }, 'failed', /可信IP/],
    ['an app that nobody sees', { errcode: 0, close: 0 }, 'warning', /可见范围/],
    ['an app that is off', { errcode: 0, close: 1 }, 'failed', /停用/],
    ['another app’s id', { errcode: 301002 }, 'failed', /WECOM_AGENT_ID/],
    ['an errcode without words of ours', { errcode: 40035 }, 'failed', /40035.*https:/],
  ])('%s', async (_name, answer, state, words) => {
    server.on('/cgi-bin/agent/get', answer);
    const [, agent, school] = await platform({ isSchoolNoticeOn: false }).diagnose();
    expect(agent).toMatchObject({ state, message: expect.stringMatching(words) });
    expect(school).toMatchObject({ state: 'not_checked' });
  });

  test('a school scope that is empty or not granted', async () => {
    server.on('/cgi-bin/agent/get', sample('agent'));
    server.on('/cgi-bin/school/agent/get_allow_scope', { errcode: 0, allow_scope: { students: [], departments: [] } });
    expect((await platform().diagnose())[2]).toMatchObject({
      state: 'warning',
      message: expect.stringContaining('班级'),
    });
    server.on('/cgi-bin/school/agent/get_allow_scope', { errcode: 48002 });
    expect((await platform().diagnose())[2]).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('可调用接口的应用'),
    });
  });

  test.each([
    ['not granted', { errcode: 48002 }, { errcode: 0 }, 'failed', /可调用接口的应用/],
    ['without a class', { errcode: 0, departments: [{ id: 1, type: 5 }] }, { errcode: 0 }, 'warning', /没有班级/],
    [
      'whose class is out of reach',
      { errcode: 0, departments: [{ id: 7, type: 1 }] },
      { errcode: 65022 },
      'failed',
      /65022/,
    ],
    [
      'without numbers',
      { errcode: 0, departments: [{ id: 7, type: 1 }] },
      { errcode: 0, students: [{ name: '张三', parents: [{ parent_userid: 'p1' }] }] },
      'warning',
      /手机号/,
    ],
  ])('a school directory %s', async (_name, departments, users, state, words) => {
    server.on('/cgi-bin/agent/get', sample('agent'));
    server.on('/cgi-bin/school/agent/get_allow_scope', scope);
    server.on('/cgi-bin/school/department/list', departments);
    server.on('/cgi-bin/school/user/list', users);
    expect((await platform().diagnose())[3]).toMatchObject({ state, message: expect.stringMatching(words) });
  });

  test('a wrong secret, a wrong address', async () => {
    server.on('/cgi-bin/gettoken', { errcode: 40001 });
    const [token, agent, school] = await platform().diagnose();
    expect(token).toMatchObject({ state: 'failed', message: expect.stringContaining('WECOM_SECRET') });
    expect([agent?.state, school?.state]).toEqual(['not_checked', 'not_checked']);
    const [unreachable] = await platform({ apiUrl: 'http://127.0.0.1:1' }).diagnose();
    expect(unreachable).toMatchObject({ state: 'failed', message: expect.stringContaining('WECOM_API_URL') });
  });
});
