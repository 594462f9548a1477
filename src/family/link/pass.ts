import { createHmac } from 'node:crypto';
import { deriveKey, equalInConstantTime, type Secret } from '../../shared/secret.ts';
import type { LinkFacts } from './link.store.ts';

type PassOf = Pick<LinkFacts, 'deliveryId' | 'readers'>;

/**
 * What a telephone keeps after the right digits: a signed cookie for one link's own path, without any fact about a person.
 * It is over as soon as other guardians may read (`readers`), so that who becomes 不联系 reads no further.
 * `SameSite=Lax`, because the page is opened from a chat and a POST from another site must not carry it. Real time, as it is
 * a token.
 */
export interface Passes {
  /** The whole `Set-Cookie`. */
  issue(link: PassOf, path: string): string;
  isValid(link: PassOf, cookieHeader: string | undefined): boolean;
}

const NAME = 'jx_read';
const LIFETIME_S = 2 * 3_600;

export function createPasses(secretKey: Secret, isHttps: () => boolean): Passes {
  const key = deriveKey(secretKey, 'notice-link-pass');
  const sign = ({ deliveryId, readers }: PassOf, until: string): string =>
    createHmac('sha256', key).update(`${deliveryId}.${readers}.${until}`).digest('base64url');
  return {
    issue: (link, path) => {
      const until = (Math.floor(Date.now() / 1000) + LIFETIME_S).toString(36);
      const flags = `Max-Age=${LIFETIME_S}; Path=${path}; HttpOnly; SameSite=Lax${isHttps() ? '; Secure' : ''}`;
      return `${NAME}=${until}.${sign(link, until)}; ${flags}`;
    },
    isValid: (link, cookieHeader) =>
      (cookieHeader ?? '').split(';').some((pair) => {
        const [name, value = ''] = pair.trim().split('=', 2);
        const [until = '', mac = ''] = value.split('.', 2);
        const isOurs = name === NAME && equalInConstantTime(sign(link, until), mac);
        return isOurs && Number.parseInt(until, 36) > Date.now() / 1000;
      }),
  };
}
