import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fc } from '../../../test/support/property.ts';
import { AppError } from '../../shared/errors.ts';
import type { InboundEvent } from '../port.ts';
import { parseCallback } from './parse.ts';

const app = { corpId: 'wx5823bf96d3bd56c7', agentId: 218 };

function sample(name: string): string {
  return readFileSync(new URL(`./samples/${name}.xml`, import.meta.url), 'utf8');
}

function parse(plain: string): InboundEvent {
  const events = parseCallback(app, { platform: 'wecom', plain, receivedAt: new Date() });
  expect(events).toHaveLength(1);
  const [event] = events;
  if (event === undefined) throw new Error('no event');
  return event;
}

function textWith(content: string): string {
  // A function, because `$$` in a replacement text means `$`.
  return sample('text').replace(/<Content>.*<\/Content>/su, () => `<Content>${content}</Content>`);
}

function refusal(plain: string): string {
  try {
    parse(plain);
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return 'accepted';
}

describe('known kinds', () => {
  test('a text keeps every sign, and its number stays text', () => {
    expect(parse(sample('text'))).toEqual({
      platform: 'wecom',
      account: 'wx5823bf96d3bd56c7/218',
      dedupeKey: 'm:wx5823bf96d3bd56c7/218/lina/1409659813/4561255354251345929',
      senderId: 'LiNa',
      sentAt: new Date(1409659813000),
      kind: 'text',
      text: '刚才给张三妈妈打了电话，说 <期末> & 挂科的事\n她 007 号来校',
    });
  });

  test.each([
    [
      'button',
      {
        kind: 'button',
        buttonKey: 'confirm',
        taskId: 'notice_7K3QP9WM',
        responseCode: 'yCYgCoeRqWLvVnBkjAWEFIhA',
        senderId: 'LiNa',
      },
    ],
    ['enter-agent', { kind: 'opened_app', senderId: 'LiNa' }],
    ['subscribe', { kind: 'guardian_subscription', guardianUserId: 'zhangsan_mama', isSubscribed: true, senderId: '' }],
    ['unsubscribe', { kind: 'guardian_subscription', guardianUserId: 'zhangsan_mama', isSubscribed: false }],
    ['image', { kind: 'unsupported', description: 'image', senderId: 'LiNa' }],
    ['group-changed', { kind: 'unsupported', description: 'event:change_external_chat/update', senderId: '' }],
  ])('%s', (name, expected) => {
    expect(parse(sample(name))).toMatchObject(expected);
  });

  test('an unknown type or event is kept, never thrown', () => {
    expect(parse(sample('image').replace('[image]', '[hologram]'))).toMatchObject({
      kind: 'unsupported',
      description: 'hologram',
    });
    const event = sample('enter-agent').replace('enter_agent', 'inactive_alert');
    expect(parse(event)).toMatchObject({ kind: 'unsupported', description: 'event:inactive_alert' });
  });

  test('what is meant for another app of the corp is kept, not acted upon', () => {
    expect(parse(sample('text').replace('>218<', '>219<'))).toMatchObject({ kind: 'unsupported', description: 'text' });
    expect(parse(sample('button').replace('>218<', '>219<')).kind).toBe('unsupported');
  });
});

describe('the key against repeats', () => {
  test('is the same for one message whatever the case of its sender', () => {
    expect(parse(sample('text').replace('[LiNa]', '[LINA]')).dedupeKey).toBe(parse(sample('text')).dedupeKey);
  });

  // https://github.com/binarywang/WxJava/issues/333: one MsgId came from two users.
  test.each([
    ['another sender', '[LiNa]', '[WangWu]'],
    ['another second', '1409659813', '1409659814'],
    ['another number, equal as a double', '4561255354251345929', '4561255354251345930'],
  ])('differs with %s', (_name, from, to) => {
    expect(parse(sample('text').replace(from, to)).dedupeKey).not.toBe(parse(sample('text')).dedupeKey);
  });

  test('is the hash of the whole text for an event', () => {
    const plain = sample('button');
    expect(parse(plain).dedupeKey).toBe(`e:${createHash('sha256').update(plain).digest('hex')}`);
    // https://github.com/binarywang/WxJava/issues/1745: two events of one sender in one second.
    expect(parse(plain.replace('[confirm]', '[cancel]')).dedupeKey).not.toBe(parse(plain).dedupeKey);
  });
});

describe('hostile and broken texts', () => {
  const text = sample('text');
  test.each([
    ['nothing', ''],
    ['plain words', '你好'],
    ['an echo', '1616140317555161061'],
    ['an unclosed document', text.replace('</xml>', '')],
    ['a second document', `${text.trim()}<xml></xml>`],
    ['another root', text.replaceAll('xml>', 'html>')],
    ['a DOCTYPE', `<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]>${text}`],
    ['a DOCTYPE inside', text.replace('<MsgId>', '<!doctype x><MsgId>')],
    ['an entity bomb', `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${text}`],
    ['a prototype', text.replace('<MsgId>', '<__proto__>1</__proto__><MsgId>')],
    ['two contents', text.replace('<MsgId>', '<Content>b</Content><MsgId>')],
    ['two senders', text.replace('<MsgId>', '<FromUserName>b</FromUserName><MsgId>')],
    ['a nested content', textWith('<b>x</b>')],
    ['no content', text.replace(/<Content>.*<\/Content>/su, '')],
    ['no number', text.replace(/<MsgId>.*<\/MsgId>/su, '')],
    ['a number in hexadecimal', text.replace('4561255354251345929', '0x1F')],
    ['no sender', text.replace(/<FromUserName>.*<\/FromUserName>/u, '')],
    ['an empty sender', text.replace('[LiNa]', '[]')],
    ['a sender of two', text.replace('[LiNa]', '[LiNa|WangWu]')],
    ['no time', text.replace(/<CreateTime>.*<\/CreateTime>/u, '')],
    ['a time in words', text.replace('1409659813', 'now')],
    ['no type', text.replace(/<MsgType>.*<\/MsgType>/u, '')],
    ['a button without its card', sample('button').replace(/<TaskId>.*<\/TaskId>/u, '')],
    ['a subscription of nobody', sample('subscribe').replace(/<Id>.*<\/Id>/u, '')],
  ])('refuses %s', (_name, plain) => {
    expect(refusal(plain)).toBe('callback.undecipherable');
  });

  test('entities stay what they are', () => {
    expect(parse(textWith('a&lt;b&#x4e;&xxe;'))).toMatchObject({ text: 'a&lt;b&#x4e;&xxe;' });
  });

  test('a counsellor may write about a DOCTYPE', () => {
    expect(parse(textWith('<![CDATA[<!DOCTYPE html> 是什么]]>'))).toMatchObject({ text: '<!DOCTYPE html> 是什么' });
  });

  test('what the database cannot hold is removed', () => {
    expect(parse(textWith('<![CDATA[a\u0000b\ud800c\r\nd]]>'))).toMatchObject({ text: 'ab\ufffdc\nd' });
  });

  test('numbers stay as they were written', () => {
    expect(parse(textWith('007'))).toMatchObject({ text: '007' });
    expect(parse(textWith('1e5'))).toMatchObject({ text: '1e5' });
  });

  test('any text of a counsellor comes through whole', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (words) => {
        fc.pre(!words.includes(']]>') && !/[\p{Cc}]/u.test(words));
        expect(parse(textWith(`<![CDATA[${words}]]>`))).toMatchObject({ text: words.toWellFormed() });
      }),
    );
  });

  test('random documents give an event or a refusal, quickly', () => {
    const tag = fc.constantFrom(
      '<xml>',
      '</xml>',
      '<a>',
      '</a>',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '&#x4e;',
      '<?x?>',
      '<a b="',
      'x',
    );
    fc.assert(
      fc.property(fc.array(tag, { maxLength: 60 }), (parts) => {
        expect(['accepted', 'callback.undecipherable']).toContain(refusal(`<xml>${parts.join('')}</xml>`));
      }),
    );
    const startedAt = performance.now();
    refusal(`<xml>${'<![CDATA['.repeat(7000)}</xml>`);
    refusal(`<xml>${'<a>'.repeat(20_000)}</xml>`);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});
