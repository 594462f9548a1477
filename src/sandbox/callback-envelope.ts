import { randomBytes, randomInt } from 'node:crypto';
import { decrypt, encrypt, getSignature } from '@wecom/crypto';
import { XMLParser } from 'fast-xml-parser';
import { equalInConstantTime } from '../shared/secret.ts';

export interface CallbackKeys {
  readonly corpId: string;
  readonly agentId: string;
  readonly token: string;
  readonly encodingAesKey: string;
}

/** One encrypted, signed request as WeCom makes it (wecom.md §1.2, §1.3). */
export interface CallbackEnvelope {
  readonly query: Readonly<Record<string, string>>;
  readonly encrypt: string;
  readonly body: string;
}

/** Bytes in front of the message inside the ciphertext: 16 random ones and a length of 4. */
const HEAD_BYTES = 20;
const BLOCK_BYTES = 32;

/** Appends blanks inside the root element until the padding of the ciphertext is `pad` (1..32) bytes long. */
export function withPadding(xml: string, receiverId: string, pad: number): string {
  const length = HEAD_BYTES + Buffer.byteLength(xml) + Buffer.byteLength(receiverId);
  const blanks = (2 * BLOCK_BYTES - pad - (length % BLOCK_BYTES)) % BLOCK_BYTES;
  return xml.replace(/<\/xml>$/u, `${' '.repeat(blanks)}</xml>`);
}

/** Encrypts and signs `plain`; `receiverId` differs from the corp id only in forged traffic. */
export function sealCallback(
  keys: CallbackKeys,
  plain: string,
  seconds: number,
  receiverId = keys.corpId,
): CallbackEnvelope {
  return signCipher(keys, encrypt(keys.encodingAesKey, plain, receiverId, randomBytes(16)), seconds);
}

/** Signs a ciphertext, also one that nobody can open. */
export function signCipher(keys: CallbackKeys, cipher: string, seconds: number): CallbackEnvelope {
  const timestamp = String(seconds);
  const nonce = String(randomInt(1_000_000_000));
  return {
    query: { msg_signature: getSignature(keys.token, timestamp, nonce, cipher), timestamp, nonce },
    encrypt: cipher,
    body: wrap(keys, cipher),
  };
}

/** The outer XML of a POST. */
function wrap(keys: CallbackKeys, cipher: string): string {
  return `<xml><ToUserName><![CDATA[${keys.corpId}]]></ToUserName><Encrypt><![CDATA[${cipher}]]></Encrypt><AgentID><![CDATA[${keys.agentId}]]></AgentID></xml>`;
}

/** XML of an event or message from its fields, in order; every text in CDATA, numbers bare, nested records as elements. */
export function toXml(fields: Readonly<Record<string, string | number>>): string {
  const parts = Object.entries(fields).map(([name, value]) => {
    // "]]>" would end the CDATA section, so it is cut in two there.
    const inner =
      typeof value === 'number' ? String(value) : `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
    return `<${name}>${inner}</${name}>`;
  });
  return `<xml>${parts.join('')}</xml>`;
}

const parser = new XMLParser({ parseTagValue: false, processEntities: false, ignoreDeclaration: true });

/**
 * Opens a passive reply: signature, receiver and swapped names are checked (wecom.md §1.5). Undefined when anything is
 * wrong; the text is empty for types other than text.
 */
export function openPassiveReply(keys: CallbackKeys, body: string, userid: string): { text: string } | undefined {
  try {
    const outer = parser.parse(body).xml as Record<string, string>;
    const { Encrypt: cipher = '', MsgSignature: signature = '', TimeStamp: timestamp = '', Nonce: nonce = '' } = outer;
    if (!equalInConstantTime(signature, getSignature(keys.token, timestamp, nonce, cipher))) return undefined;
    const opened = decrypt(keys.encodingAesKey, cipher);
    const inner = parser.parse(opened.message).xml as Record<string, string>;
    const isSwapped = inner.ToUserName?.toLowerCase() === userid.toLowerCase() && inner.FromUserName === keys.corpId;
    return opened.id === keys.corpId && isSwapped ? { text: inner.Content ?? '' } : undefined;
  } catch {
    // Not XML, not decipherable, a field missing: all the same to the person who waits for an answer.
    return undefined;
  }
}
