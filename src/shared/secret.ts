import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { inspect } from 'node:util';

/** A text that never prints itself: logs, JSON, templates and the debugger show `[secret]`. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The text itself; call it only where it leaves the process. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}

/** Equality whose duration tells nothing about where two texts differ. */
export function equalInConstantTime(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** A key for one purpose, derived from SECRET_KEY, so that a leak in one place opens no other. */
export function deriveKey(secretKey: Secret, purpose: string): Buffer {
  return createHmac('sha256', secretKey.reveal()).update(`jiaxin:${purpose}`).digest();
}

/** Encrypts a text for storage (AES-256-GCM); `purpose` must be the same to open it. */
export function seal(secretKey: Secret, purpose: string, text: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', deriveKey(secretKey, purpose), iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return `v1.${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')}`;
}

/** Opens what `seal` made; throws when the key, the purpose or the text was changed. */
export function unseal(secretKey: Secret, purpose: string, sealed: string): string {
  const bytes = Buffer.from(sealed.replace(/^v1\./u, ''), 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', deriveKey(secretKey, purpose), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
}
