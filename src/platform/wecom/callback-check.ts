import { randomBytes } from 'node:crypto';
import { encrypt, getSignature } from '@wecom/crypto';
import type { Diagnosis } from '../port.ts';
import type { WecomConfig } from './config.ts';
import { CALLBACK_TEXTS, DIAGNOSIS_NAMES } from './texts.zh.ts';

const TIMEOUT_MS = 5_000;
/** WeCom wants the answer within one second (wecom.md §1.1). */
const LIMIT_MS = 1_000;

/**
 * Does what WeCom does when an administrator saves the callback setting: a signed GET with an encrypted text, which must come
 * back decrypted, bare, within a second. Checks address, Token, EncodingAESKey and corp id of the running service at once.
 */
export async function checkCallbackUrl(config: WecomConfig, callbackUrl: string): Promise<Diagnosis> {
  const echo = randomBytes(12).toString('hex');
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = randomBytes(8).toString('hex');
  const echostr = encrypt(config.encodingAesKey.reveal(), echo, config.corpId);
  const signature = getSignature(config.token.reveal(), timestamp, nonce, echostr);
  const query = new URLSearchParams({ msg_signature: signature, timestamp, nonce, echostr });
  const startedAt = Date.now();
  try {
    const answer = await fetch(`${callbackUrl}?${query}`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'manual',
    });
    const text = await answer.text();
    if (answer.status !== 200) return say('failed', CALLBACK_TEXTS.refused(answer.status));
    if (text !== echo) return say('failed', CALLBACK_TEXTS.otherText);
    if (Date.now() - startedAt > LIMIT_MS) return say('warning', CALLBACK_TEXTS.slow);
    return say('ok', CALLBACK_TEXTS.ok);
  } catch {
    return say('failed', CALLBACK_TEXTS.unreachable);
  }
}

function say(state: Diagnosis['state'], message: string): Diagnosis {
  return { name: DIAGNOSIS_NAMES.callback, state, message };
}
