import { createHmac } from 'node:crypto';
import { PERSONAL_TOKEN_LENGTH } from '../notice/index.ts';
import { deriveKey, equalInConstantTime, type Secret } from '../shared/secret.ts';

/**
 * The token of a family's own page: the delivery's id and a signature, 30 bytes as base64url, so that every sign counts and
 * none is left over. It names nobody, cannot be guessed (2^112) and is the same each time it is made.
 */
export interface PersonalLinks {
  tokenOf(deliveryId: string): string;
  /** Undefined = not ours, cut off, changed, or in other letters. Its duration tells nothing about the signature. */
  deliveryIdOf(token: string): string | undefined;
}

const PURPOSE = 'notice-link';
const ID_BYTES = 16;
const MAC_BYTES = 14;

export function createPersonalLinks(secretKey: Secret): PersonalLinks {
  const key = deriveKey(secretKey, PURPOSE);
  const tokenOf = (deliveryId: string): string => {
    const id = Buffer.from(deliveryId.replaceAll('-', ''), 'hex');
    const mac = createHmac('sha256', key).update(id).digest().subarray(0, MAC_BYTES);
    return Buffer.concat([id, mac]).toString('base64url');
  };
  return {
    tokenOf,
    deliveryIdOf: (token) => {
      if (token.length !== PERSONAL_TOKEN_LENGTH) return undefined;
      const hex = Buffer.from(token, 'base64url').subarray(0, ID_BYTES).toString('hex');
      const deliveryId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');
      return equalInConstantTime(tokenOf(deliveryId), token) ? deliveryId : undefined;
    },
  };
}
