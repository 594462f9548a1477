import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encrypt, getSignature } from '@wecom/crypto';
import type { FastifyReply } from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually } from '../../test/support/eventually.ts';
import { type Harness, KEYS, startHarness } from '../../test/support/sandbox-harness.ts';
import { chatOf } from './state.ts';

const open: Harness[] = [];
async function start(...args: Parameters<typeof startHarness>): Promise<Harness> {
  const harness = await startHarness(...args);
  open.push(harness);
  return harness;
}
afterEach(async () => {
  for (const harness of open.splice(0)) await harness.close();
});

function field(xml: string, name: string): string {
  return new RegExp(`<${name}>(?:<!\\[CDATA\\[)?(.*?)(?:\\]\\]>)?</${name}>`, 'su').exec(xml)?.[1] ?? '';
}
function texts(harness: Harness): string[] {
  return harness.received.map(({ xml }) => field(xml, 'Content'));
}

describe('the URL check (item 1)', () => {
  test.each<[string, 'ok' | 'refused', (reply: FastifyReply, echo: string) => unknown]>([
    ['the bare echo', 'ok', (reply, echo) => reply.send(echo)],
    ['in quotes', 'refused', (reply, echo) => reply.send(`"${echo}"`)],
    ['with a line break', 'refused', (reply, echo) => reply.send(`${echo}\n`)],
    ['with a BOM', 'refused', (reply, echo) => reply.send(`\uFEFF${echo}`)],
    ['another status', 'refused', (reply, echo) => reply.code(201).send(echo)],
    ['404', 'refused', (reply) => reply.code(404).send()],
  ])('%s → %s', async (_name, expected, answerEcho) => {
    const harness = await start();
    harness.answerEcho = answerEcho;
    // The first check may have passed before the trick was in place.
    const response = await fetch(`${harness.url}/api/verify`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(200);
    await eventually(() => expect(harness.sandbox.callbackStatus()).toBe(expected));
  });

  test('nobody listens yet: it tries again, and what was said meanwhile arrives', async () => {
    const product = await start();
    let url = 'http://127.0.0.1:9/callbacks/wecom';
    const harness = await start({ callbackUrl: () => url });
    const said = harness.sandbox.say('WangFang', '早上好');
    await eventually(() => expect(harness.sandbox.callbackStatus()).toBe('waiting'));
    expect(product.received).toHaveLength(0);
    url = product.callbackUrl;
    await expect(said.outcome).resolves.toBe('accepted');
    expect(texts(product)).toEqual(['早上好']);
  });
});

describe('a message (item 2)', () => {
  test('arrives encrypted for our corp, with every padding from 1 to 32, the first above 16', async () => {
    const harness = await start();
    for (let i = 0; i < 32; i += 1) await harness.sandbox.say('WangFang', `第${i}句：多字节 😀 & <b>`).outcome;
    const pads = harness.received.map((callback) => callback.pad);
    expect(pads[0]).toBeGreaterThan(16);
    expect([...new Set(pads)].sort((a, b) => a - b)).toEqual(Array.from({ length: 32 }, (_, i) => i + 1));
  });

  test('carries the fields of a text message, with an id beyond 2^53', async () => {
    const harness = await start();
    const { msgId, outcome } = harness.sandbox.say('WangFang', '别在 CDATA 里结束：]]> 好吗');
    await outcome;
    const { xml } = harness.received[0] ?? { xml: '' };
    expect([field(xml, 'ToUserName'), field(xml, 'FromUserName'), field(xml, 'MsgType')]).toEqual([
      KEYS.corpId,
      'WangFang',
      'text',
    ]);
    expect(field(xml, 'MsgId')).toBe(msgId);
    expect(Number.isSafeInteger(Number(msgId))).toBe(false);
    expect(xml).toContain(']]]]><![CDATA[>');
  });

  test('lines of one person arrive in their order, two people may share a MsgId', async () => {
    const harness = await start();
    const lines = Array.from({ length: 12 }, (_, i) => `第${i}句`);
    await Promise.all(lines.map((line) => harness.sandbox.say('WangFang', line).outcome));
    expect(texts(harness)).toEqual(lines);
    await harness.sandbox.say('WangFang', '甲', { msgId: '7000000000000000001' }).outcome;
    await harness.sandbox.say('LiQiang', '乙', { msgId: '7000000000000000001' }).outcome;
    expect(harness.received.slice(-2).map(({ xml }) => field(xml, 'MsgId'))).toEqual([
      '7000000000000000001',
      '7000000000000000001',
    ]);
  });
});

describe('redelivery (items 3 and 4)', () => {
  test.each<[string, number, 'accepted' | 'lost', number]>([
    ['taken at once', 0, 'accepted', 1],
    ['taken at the first repeat', 1, 'accepted', 2],
    ['taken at the last repeat', 3, 'accepted', 4],
    ['never taken', 9, 'lost', 4],
  ])('%s', async (_name, failures, outcome, attempts) => {
    const harness = await start();
    let left = failures;
    harness.answer = (reply) => reply.code(left-- > 0 ? 503 : 200).send();
    await expect(harness.sandbox.say('WangFang', '在吗').outcome).resolves.toBe(outcome);
    expect(harness.received).toHaveLength(attempts);
    expect(new Set(harness.received.map(({ xml }) => field(xml, 'MsgId') + field(xml, 'CreateTime'))).size).toBe(1);
    expect(chatOf(harness.sandbox.state(), 'wangfang').at(-1)?.callback).toBe(outcome);
    expect(harness.sandbox.state().swallowed.map((one) => one.reason)).toEqual(
      outcome === 'lost' ? ['callback_lost'] : [],
    );
  });

  test('no answer in time counts as a failure', async () => {
    const harness = await start({ callbackTimeoutMs: 1_500 });
    let isFirst = true;
    harness.answer = (reply) => {
      if (!isFirst) return reply.code(200).send();
      isFirst = false;
      return new Promise((resolve) => setTimeout(() => resolve(reply.code(200).send()), 3_000));
    };
    await expect(harness.sandbox.say('WangFang', '在吗').outcome).resolves.toBe('accepted');
    expect(harness.received).toHaveLength(2);
  });

  test.each<[string, number]>([
    ['same', 1],
    ['fresh', 2],
  ])('mode %s: %i ciphertexts in two attempts', async (value, count) => {
    const harness = await start();
    harness.sandbox.setFault({ kind: 'mode', name: 'redelivery', value });
    harness.sandbox.setFault({ kind: 'callback_answer_lost', calls: 1 });
    await harness.sandbox.say('WangFang', '在吗').outcome;
    expect(harness.received).toHaveLength(2);
    expect(new Set(harness.received.map(({ cipher }) => cipher)).size).toBe(count);
  });

  test('duplicates after success, by a switch', async () => {
    const harness = await start();
    harness.sandbox.setFault({ kind: 'callback_duplicates', isOn: true });
    await harness.sandbox.say('WangFang', '在吗').outcome;
    expect(harness.received).toHaveLength(3);
    expect(new Set(texts(harness))).toEqual(new Set(['在吗']));
  });

  test('the latest callback again, three at once, also towards a product that was restarted elsewhere', async () => {
    const restarted = await start();
    let url = '';
    const harness = await start({ callbackUrl: () => url });
    url = harness.callbackUrl;
    await harness.sandbox.say('WangFang', '在吗').outcome;
    await expect(harness.sandbox.repeatLast(3)).resolves.toEqual([200, 200, 200]);
    expect(texts(harness)).toEqual(['在吗', '在吗', '在吗', '在吗']);
    expect(new Set(harness.received.map(({ cipher }) => cipher)).size).toBe(2);
    url = restarted.callbackUrl;
    await harness.sandbox.repeatLast(1);
    expect(texts(restarted)).toEqual(['在吗']);
  });

  test('a lost callback never arrives; a late one is overtaken', async () => {
    const harness = await start();
    harness.sandbox.setFault({ kind: 'callback_lost', calls: 1 });
    await expect(harness.sandbox.say('WangFang', '丢了').outcome).resolves.toBe('lost');
    harness.sandbox.setFault({ kind: 'callback_late', calls: 1 });
    const late = harness.sandbox.say('WangFang', '先说的');
    await harness.sandbox.say('WangFang', '后说的').outcome;
    await late.outcome;
    expect(texts(harness)).toEqual(['后说的', '先说的']);
  });
});

describe('passive replies (item 6)', () => {
  function reply(content: string, change: { id?: string; from?: string } = {}): string {
    const inner = `<xml><ToUserName><![CDATA[WangFang]]></ToUserName><FromUserName><![CDATA[${change.from ?? KEYS.corpId}]]></FromUserName><CreateTime>1</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${content}]]></Content></xml>`;
    const cipher = encrypt(KEYS.encodingAesKey, inner, change.id ?? KEYS.corpId);
    const signature = getSignature(KEYS.token, '1', 'n', cipher);
    return `<xml><Encrypt><![CDATA[${cipher}]]></Encrypt><MsgSignature><![CDATA[${signature}]]></MsgSignature><TimeStamp>1</TimeStamp><Nonce><![CDATA[n]]></Nonce></xml>`;
  }

  test.each<[string, string, string[], string[]]>([
    ['an empty body shows nothing', '', [], []],
    ['a good one is shown', reply('收到'), ['收到'], []],
    ['a long one is cut at 2,048 bytes', reply('长'.repeat(700)), ['长'.repeat(682)], []],
    ['a wrong receiver is not shown', reply('收到', { id: 'ww00' }), [], ['bad_reply']],
    ['names not swapped: not shown', reply('收到', { from: 'WangFang' }), [], ['bad_reply']],
    ['"success" is no reply', 'success', [], ['bad_reply']],
  ])('%s', async (_name, body, shown, swallowed) => {
    const harness = await start();
    harness.answer = (answer) => answer.code(200).type('text/xml').send(body);
    await expect(harness.sandbox.say('WangFang', '在吗').outcome).resolves.toBe('accepted');
    const chat = chatOf(harness.sandbox.state(), 'WangFang').filter((entry) => entry.from === 'app');
    expect(chat.map((entry) => entry.shown.text)).toEqual(shown);
    expect(harness.sandbox.state().swallowed.map((one) => one.reason)).toEqual(swallowed);
  });
});

test('a callback that waits when the stand-in is killed is delivered after its restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jiaxin-sandbox-'));
  const journalPath = join(folder, 'sandbox.jsonl');
  const first = await start({ journalPath, callbackUrl: () => 'http://127.0.0.1:9/callbacks/wecom' });
  void first.sandbox.say('WangFang', '断电之前说的');
  await first.close();
  open.pop();
  const second = await start({ journalPath });
  await eventually(() => expect(texts(second)).toEqual(['断电之前说的']));
  await eventually(() => expect(chatOf(second.sandbox.state(), 'WangFang').at(-1)?.callback).toBe('accepted'));
  rmSync(folder, { recursive: true });
});

test.each([
  ['bad_signature', 403],
  ['bad_receiver', 403],
  ['bad_padding', 403],
  ['not_base64', 403],
  ['oversize', 413],
  ['stale_timestamp', 200],
] as const)('forged traffic %s reaches the receiver and is answered %i by it', async (kind, status) => {
  const harness = await start();
  await expect(harness.sandbox.forge(kind)).resolves.toBe(status);
});
