import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { checkZip } from './zip-check.ts';

/** A zip archive of one deflated entry that claims to unpack to `claimedBytes`. */
function zipOf(packed: Buffer, claimedBytes: number): Buffer {
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  const directory = Buffer.alloc(46);
  directory.writeUInt32LE(0x02014b50, 0);
  directory.writeUInt16LE(8, 10);
  directory.writeUInt32LE(packed.length, 20);
  directory.writeUInt32LE(claimedBytes, 24);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(local.length + packed.length, 16);
  return Buffer.concat([local, packed, directory, end]);
}

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
