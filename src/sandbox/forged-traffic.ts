import { createCipheriv, randomBytes } from 'node:crypto';
import { type CallbackKeys, sealCallback, signCipher, toXml } from './callback-envelope.ts';
import { requestOnce } from './http-request.ts';

/** Traffic that the product must refuse or bear (wecom.md §13 item 5). */
export const FORGERIES = [
  'bad_signature',
  'bad_receiver',
  'bad_padding',
  'stale_timestamp',
  'repeated_parameter',
  'not_base64',
  'oversize',
] as const;
export type Forgery = (typeof FORGERIES)[number];

interface ForgeOptions {
  readonly keys: CallbackKeys;
  readonly callbackUrl: string;
  readonly now: () => number;
  readonly timeoutMs: number;
}

const STALE_SECONDS = 24 * 3600;
const OVERSIZE_BYTES = 200 * 1024;

/** Sends one forged callback; the answer's HTTP status, 0 when the connection was cut. */
export async function sendForgery(kind: Forgery, options: ForgeOptions): Promise<number> {
  const { keys } = options;
  const seconds = Math.floor(options.now() / 1000);
  const plain = toXml({
    ToUserName: keys.corpId,
    FromUserName: 'forger',
    CreateTime: seconds,
    MsgType: 'text',
    Content: kind === 'oversize' ? '长'.repeat(OVERSIZE_BYTES / 3) : '伪造的一句话',
    MsgId: `9${options.now()}00000`,
    AgentID: Number(keys.agentId),
  });
  const sealed = seal(kind, keys, plain, seconds);
  const url = new URL(options.callbackUrl);
  for (const [name, value] of Object.entries(sealed.query)) url.searchParams.set(name, value);
  if (kind === 'bad_signature') url.searchParams.set('msg_signature', '0'.repeat(40));
  if (kind === 'repeated_parameter') url.searchParams.append('nonce', '1');
  const signal = new AbortController().signal;
  try {
    return (await requestOnce(url, { method: 'POST', body: sealed.body, timeoutMs: options.timeoutMs, signal })).status;
  } catch {
    // Cut off in the middle of an oversize body: a refusal as well.
    return 0;
  }
}

function seal(kind: Forgery, keys: CallbackKeys, plain: string, seconds: number) {
  switch (kind) {
    case 'bad_receiver':
      return sealCallback(keys, plain, seconds, 'ww0000000000000000');
    case 'stale_timestamp':
      return sealCallback(keys, plain, seconds - STALE_SECONDS);
    case 'not_base64':
      return signCipher(keys, '这不是密文!!', seconds);
    case 'bad_padding':
      return signCipher(keys, encryptWithBadPadding(keys, plain), seconds);
    default:
      return sealCallback(keys, plain, seconds);
  }
}

/** Right key, length and receiver, but pad bytes that are not all alike: only a check of every pad byte finds it. */
function encryptWithBadPadding(keys: CallbackKeys, plain: string): string {
  const key = Buffer.from(`${keys.encodingAesKey}=`, 'base64');
  const message = Buffer.from(plain);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  const content = Buffer.concat([randomBytes(16), length, message, Buffer.from(keys.corpId)]);
  const pad = 32 - (content.length % 32);
  const padding = Buffer.alloc(pad, pad ^ 0x40);
  padding[pad - 1] = pad === 1 ? 33 : pad;
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.concat([content, padding])), cipher.final()]).toString('base64');
}
