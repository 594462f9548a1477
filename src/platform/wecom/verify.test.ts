import { createCipheriv, randomBytes } from 'node:crypto';
import { encrypt, getSignature } from '@wecom/crypto';
import { describe, expect, test } from 'vitest';
import { fc } from '../../../test/support/property.ts';
import { AppError } from '../../shared/errors.ts';
import { Secret } from '../../shared/secret.ts';
import type { RawCallback } from '../port.ts';
import { verifyCallback } from './verify.ts';

/** The vendor's published vector (wecom.md §1.3). */
const TOKEN = 'QDG6eK';
const KEY = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';
const CORP = 'wx5823bf96d3bd56c7';
const ECHO = 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==';
const VENDOR_QUERY = {
  msg_signature: '5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3',
  timestamp: '1409659589',
  nonce: '263014780',
};
const settings = { corpId: CORP, token: new Secret(TOKEN), encodingAesKey: new Secret(KEY) };
const receivedAt = new Date('2026-03-02T10:00:00+08:00');

function open(raw: RawCallback, over: Partial<typeof settings> = {}): string {
  return verifyCallback({ ...settings, ...over }, raw, receivedAt).plain;
}

function get(query: Record<string, string>): RawCallback {
  return { method: 'GET', query, headers: {}, body: '' };
}

/** A POST whose signature is right for whatever ciphertext it carries. */
function post(ciphertext: string, over: Partial<RawCallback> = {}): RawCallback {
  const timestamp = '1772416800';
  const nonce = '1372623149';
  const query = { msg_signature: getSignature(TOKEN, timestamp, nonce, ciphertext), timestamp, nonce };
  const body = `<xml><ToUserName><![CDATA[${CORP}]]></ToUserName><AgentID><![CDATA[218]]></AgentID><Encrypt><![CDATA[${ciphertext}]]></Encrypt></xml>`;
  return { method: 'POST', query, headers: {}, body, ...over };
}

/** Encrypts a plain buffer as it is, so that a test can break what stands inside. */
function sealBytes(plain: Buffer): string {
  const key = Buffer.from(`${KEY}=`, 'base64');
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
}

function plainBytes(message: string, over: { length?: number; pad?: (pad: Buffer) => Buffer } = {}): Buffer {
  const text = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(over.length ?? text.length);
  const content = Buffer.concat([randomBytes(16), length, text, Buffer.from(CORP)]);
  const size = 32 - (content.length % 32);
  const pad = Buffer.alloc(size, size);
  return Buffer.concat([content, over.pad?.(pad) ?? pad]);
}

function lastByte(pad: Buffer, value: number): Buffer {
  pad[pad.length - 1] = value;
  return pad;
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return 'accepted';
}

describe('the URL check', () => {
  test('opens the vendor’s published echo', () => {
    expect(open(get({ ...VENDOR_QUERY, echostr: ECHO }))).toBe('1616140317555161061');
  });

  test('restores a `+` that a proxy turned into a blank', () => {
    expect(open(get({ ...VENDOR_QUERY, echostr: ECHO.replaceAll('+', ' ') }))).toBe('1616140317555161061');
  });

  test.each([
    ['no echo', { echostr: '' }, 'callback.undecipherable'],
    ['another signature', { msg_signature: `6${VENDOR_QUERY.msg_signature.slice(1)}` }, 'callback.bad_signature'],
    ['a shorter signature', { msg_signature: VENDOR_QUERY.msg_signature.slice(1) }, 'callback.bad_signature'],
    ['an upper-case signature', { msg_signature: VENDOR_QUERY.msg_signature.toUpperCase() }, 'callback.bad_signature'],
    ['an empty signature', { msg_signature: '' }, 'callback.bad_signature'],
    ['another nonce', { nonce: '263014781' }, 'callback.bad_signature'],
    ['a timestamp that is no number', { timestamp: 'x' }, 'callback.bad_signature'],
    ['another echo', { echostr: ECHO.replace('P9', 'P8') }, 'callback.bad_signature'],
  ])('refuses %s', (_name, over, code) => {
    expect(codeOf(() => open(get({ ...VENDOR_QUERY, echostr: ECHO, ...over })))).toBe(code);
  });
});

describe('a message', () => {
  test.each(Array.from({ length: 32 }, (_, index) => index + 1))('opens with %i pad bytes', (pad) => {
    const length = (96 - 20 - CORP.length - pad) % 32;
    const message = '家'.repeat(Math.floor(length / 3)) + 'x'.repeat(length % 3);
    const bytes = plainBytes(message);
    expect(bytes.at(-1)).toBe(pad);
    expect(open(post(sealBytes(bytes)))).toBe(message);
  });

  test('keeps whatever text there is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (message) => {
        expect(open(post(encrypt(KEY, message, CORP)))).toBe(message.toWellFormed());
      }),
    );
  });

  test('opens without CDATA and with blanks around', () => {
    const ciphertext = encrypt(KEY, 'hello', CORP);
    expect(open(post(ciphertext, { body: `<xml>\n<Encrypt>\n${ciphertext}\n</Encrypt></xml>` }))).toBe('hello');
  });

  const other = `${KEY.slice(0, 20)}A${KEY.slice(21)}`;
  test.each([
    ['for another corp', encrypt(KEY, 'x', 'wx0000000000000000'), 'callback.bad_receiver'],
    ['for the corp in other case', encrypt(KEY, 'x', CORP.toUpperCase()), 'callback.bad_receiver'],
    ['for nobody', encrypt(KEY, 'x', ''), 'callback.bad_receiver'],
    ['sealed with another key', encrypt(other, 'x'.repeat(90), CORP), 'callback.undecipherable'],
    ['that is too short', sealBytes(Buffer.alloc(16, 1)), 'callback.undecipherable'],
    ['that is empty', '', 'callback.undecipherable'],
    ['that is no base64', '你好', 'callback.undecipherable'],
    ['with half a block', Buffer.alloc(40).toString('base64'), 'callback.undecipherable'],
    ['with a length beyond the end', sealBytes(plainBytes('x', { length: 4000 })), 'callback.undecipherable'],
    ['with the greatest length', sealBytes(plainBytes('x', { length: 0xffffffff })), 'callback.undecipherable'],
    ['with a pad of zero', sealBytes(plainBytes('x', { pad: (pad) => lastByte(pad, 0) })), 'callback.undecipherable'],
    [
      'with a pad beyond 32',
      sealBytes(plainBytes('x', { pad: (pad) => lastByte(pad, 33) })),
      'callback.undecipherable',
    ],
    [
      'with unequal pad bytes',
      sealBytes(plainBytes('xx', { pad: (pad) => pad.fill(7, 0, 1) })),
      'callback.undecipherable',
    ],
    ['with broken UTF-8', sealBytes(breakUtf8(plainBytes('家家'))), 'callback.undecipherable'],
  ])('is refused %s', (_name, ciphertext, code) => {
    expect(codeOf(() => open(post(ciphertext)))).toBe(code);
  });

  function breakUtf8(bytes: Buffer): Buffer {
    bytes[20] = 0xff;
    return bytes;
  }

  test.each([
    ['no XML', ''],
    ['JSON', '{"encrypt":"AAAA"}'],
    ['no end', '<xml><Encrypt>AAAA'],
    ['two ciphertexts', '<xml><Encrypt>AAAA</Encrypt><Encrypt>AAAA</Encrypt></xml>'],
  ])('is refused with an envelope of %s', (_name, body) => {
    expect(codeOf(() => open(post(encrypt(KEY, 'x', CORP), { body })))).toBe('callback.undecipherable');
  });

  test.each([
    ['empty', ''],
    ['too short', KEY.slice(1)],
    ['with `=`', `${KEY}=`],
    ['with blanks', `${KEY.slice(2)}  `],
    ['in base64url', `${KEY.slice(1)}_`],
  ])('is refused with a key that is %s', (_name, key) => {
    const raw = post(encrypt(KEY, 'x', CORP));
    expect(codeOf(() => open(raw, { encodingAesKey: new Secret(key) }))).toBe('callback.undecipherable');
  });

  test('is refused with an empty token, which anybody could sign with', () => {
    const ciphertext = encrypt(KEY, 'x', CORP);
    const query = { timestamp: '1', nonce: '1', msg_signature: getSignature('', '1', '1', ciphertext) };
    expect(codeOf(() => open(post(ciphertext, { query }), { token: new Secret('') }))).toBe('callback.bad_signature');
  });

  test('with one changed byte never opens, whatever the byte', () => {
    const ciphertext = encrypt(KEY, '<xml><Content>给家长的话</Content></xml>', CORP);
    const raw = Buffer.from(ciphertext, 'base64');
    fc.assert(
      fc.property(fc.nat(raw.length - 1), fc.integer({ min: 1, max: 255 }), (index, flip) => {
        const bytes = Buffer.from(raw);
        bytes[index] = (bytes[index] ?? 0) ^ flip;
        const mutated = bytes.toString('base64');
        // Unsigned: stopped by the signature. Signed by someone who knows the token alone: never our corp's own text.
        expect(codeOf(() => open({ ...post(ciphertext), body: post(mutated).body }))).toBe('callback.bad_signature');
        const verdict = codeOf(() => expect(open(post(mutated))).not.toBe('<xml><Content>给家长的话</Content></xml>'));
        expect(['callback.undecipherable', 'callback.bad_receiver', 'accepted']).toContain(verdict);
      }),
      { numRuns: 300 },
    );
  });

  test('refuses random bodies with a code and nothing else', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), fc.string({ maxLength: 60 }), (body, signature) => {
        const query = { msg_signature: signature, timestamp: '1', nonce: 'n' };
        const raw: RawCallback = { method: 'POST', query, headers: {}, body };
        expect(codeOf(() => open(raw))).toMatch(/^callback\.(bad_signature|undecipherable)$/);
      }),
    );
  });
});
