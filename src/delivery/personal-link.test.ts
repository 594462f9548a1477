import { describe, expect, test } from 'vitest';
import { fc } from '../../test/support/property.ts';
import { PERSONAL_TOKEN_LENGTH } from '../notice/index.ts';
import { Secret } from '../shared/secret.ts';
import { createPersonalLinks } from './personal-link.ts';

const links = createPersonalLinks(new Secret('one key of at least 32 bytes, for the tests'));
const DELIVERY = '0b0a5f1e-6d53-4a27-9a86-51b3ad1f9c11';

describe('personal links', () => {
  test('say which delivery is meant, are always the same and as long as planning reckons with', () => {
    fc.assert(
      fc.property(fc.uuid(), (deliveryId) => {
        const token = links.tokenOf(deliveryId);
        expect(token).toHaveLength(PERSONAL_TOKEN_LENGTH);
        expect(token).toBe(links.tokenOf(deliveryId));
        expect(links.deliveryIdOf(token)).toBe(deliveryId);
      }),
    );
  });

  test('changed in any one sign, no token is ours', () => {
    const token = links.tokenOf(DELIVERY);
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(links.deliveryIdOf(token.slice(0, at) + other + token.slice(at + 1))).toBeUndefined();
    }
  });

  const token = links.tokenOf(DELIVERY);
  test.each([
    ['cut off', token.slice(0, -1)],
    ['longer', `${token}A`],
    ['in capitals', token.toUpperCase()],
    ['empty', ''],
    ['not base64', '!'.repeat(40)],
    ['the id alone', DELIVERY],
    ['of another key', createPersonalLinks(new Secret('another key of at least 32 bytes, tests')).tokenOf(DELIVERY)],
  ])('%s', (_name, changed) => {
    expect(links.deliveryIdOf(changed)).toBeUndefined();
  });
});
