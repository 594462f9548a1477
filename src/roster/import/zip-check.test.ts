import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { zipOf } from '../../../test/support/zip-of.ts';
import { checkZip } from './zip-check.ts';

describe('zip check', () => {
  test('lets an honest archive pass', async () => {
    await expect(checkZip(zipOf(deflateRawSync(Buffer.from('hello')), 5))).resolves.toBeUndefined();
  });

  test('refuses a bomb, whatever size it claims', async () => {
    const bomb = deflateRawSync(Buffer.alloc(10_000_001));
    expect(bomb.length).toBeLessThan(100_000);
    await expect(checkZip(zipOf(bomb, 10), 10_000_000)).rejects.toMatchObject({ code: 'too_large' });
  });

  test.each([
    ['no zip', Buffer.from('PK but not really, and long enough to search')],
    ['broken data', zipOf(Buffer.from('not deflated at all'), 5)],
    ['a cut archive', zipOf(deflateRawSync(Buffer.from('hello')), 5).subarray(20)],
  ])('refuses %s', async (_, bytes) => {
    await expect(checkZip(bytes)).rejects.toMatchObject({ code: 'bad_file' });
  });
});
