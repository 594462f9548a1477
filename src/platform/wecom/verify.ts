import { decrypt, encrypt, getSignature } from '@wecom/crypto';
import { AccessError, InputError } from '../../shared/errors.ts';
import { equalInConstantTime } from '../../shared/secret.ts';
import type { RawCallback, VerifiedCallback } from '../port.ts';
import type { WecomConfig } from './config.ts';

type CallbackSettings = Pick<WecomConfig, 'corpId' | 'token' | 'encodingAesKey'>;

/**
 * Opens a callback: the echo of a GET (验证URL有效性), the XML of a POST. Pure. Throws `callback.bad_signature`,
 * `callback.bad_receiver` or `callback.undecipherable`, nothing else.
 *
 * The age of `timestamp` is not judged on purpose: WeCom redelivers after our own outage, and a repeat has the effect of
 * one because messages are remembered for ever by their `dedupeKey` (contract.md §3).
 */
export function verifyCallback(settings: CallbackSettings, raw: RawCallback, receivedAt: Date): VerifiedCallback {
  const ciphertext = raw.method === 'GET' ? readEcho(raw) : readEnvelope(raw.body);
  checkSignature(settings.token.reveal(), raw.query, ciphertext);
  const { message, receiver } = openCiphertext(settings.encodingAesKey.reveal(), ciphertext);
  // Another tenant who learnt Token and key could seal a message for his own corp; @wecom/crypto leaves this check to us.
  if (!equalInConstantTime(receiver, settings.corpId)) throw new AccessError('callback.bad_receiver');
  return { platform: 'wecom', plain: message, receivedAt };
}

function readEcho(raw: RawCallback): string {
  const echo = raw.query.echostr;
  if (echo === undefined || echo === '') throw undecipherable('echostr is missing');
  // Some proxies decode twice and turn the `+` of base64 into a blank (wecom.md §1.7, pitfall 8).
  return echo.replaceAll(' ', '+');
}

const OPEN = '<Encrypt>';
const CLOSE = '</Encrypt>';
const CDATA_OPEN = '<![CDATA[';
const CDATA_CLOSE = ']]>';

/**
 * Takes the ciphertext out of the outer XML by searching, so that no parser ever sees bytes whose signature was not
 * checked. What the search picks is safe whatever stands around it: the signature is computed over exactly that.
 */
function readEnvelope(body: string): string {
  const start = body.indexOf(OPEN);
  const end = body.indexOf(CLOSE, start);
  if (start === -1 || end === -1) throw undecipherable('no Encrypt element');
  if (body.indexOf(OPEN, start + 1) !== -1) throw undecipherable('two Encrypt elements');
  const content = body.slice(start + OPEN.length, end).trim();
  const isWrapped = content.startsWith(CDATA_OPEN) && content.endsWith(CDATA_CLOSE);
  return isWrapped ? content.slice(CDATA_OPEN.length, -CDATA_CLOSE.length).trim() : content;
}

function checkSignature(token: string, query: RawCallback['query'], ciphertext: string): void {
  const { msg_signature: signature, timestamp, nonce } = query;
  // An empty token would make a signature that anybody can compute (wecom.md §1.7, pitfall 7).
  if (token === '' || !signature || !timestamp || nonce === undefined) throw badSignature();
  if (!/^\d{1,13}$/.test(timestamp)) throw badSignature();
  if (!equalInConstantTime(signature, getSignature(token, timestamp, nonce, ciphertext))) throw badSignature();
}

/** 43 characters of base64. The last one carries two unused bits that real keys do set (the vendor's published key too). */
const KEY_PATTERN = /^[A-Za-z0-9+/]{43}$/;
const BASE64_PATTERN = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * Decrypts and checks every byte. @wecom/crypto trusts the last pad byte and the inner length, so its result is encrypted
 * again with the same random bytes: an equal ciphertext proves pad bytes, length, UTF-8 and base64 at once.
 */
function openCiphertext(key: string, ciphertext: string): { message: string; receiver: string } {
  if (!KEY_PATTERN.test(key)) throw undecipherable('the EncodingAESKey is not 43 characters of base64');
  if (!BASE64_PATTERN.test(ciphertext)) throw undecipherable('the ciphertext is not base64');
  const opened = decryptOrThrow(key, ciphertext);
  const sealedAgain = encrypt(key, opened.message, opened.id, opened.random);
  if (!equalInConstantTime(sealedAgain, ciphertext)) throw undecipherable('padding, length or encoding is wrong');
  return { message: opened.message, receiver: opened.id };
}

function decryptOrThrow(key: string, ciphertext: string): ReturnType<typeof decrypt> {
  try {
    return decrypt(key, ciphertext);
  } catch {
    // RangeError or an OpenSSL error whose text says nothing that an administrator can use.
    throw undecipherable('decryption failed');
  }
}

function undecipherable(message: string): InputError {
  return new InputError('callback.undecipherable', { message });
}

function badSignature(): AccessError {
  return new AccessError('callback.bad_signature');
}
