import { createInflateRaw } from 'node:zlib';
import { LIMITS, SourceError } from './source.ts';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_HEADER_BYTES = 30;
const MAX_ENTRIES = 2_000;
const DEFLATED = 8;

/**
 * Refuses a zip bomb: unpacks every entry into nothing and counts, because the sizes written in the archive may lie.
 * Throws `SourceError` with `too_large`, or `bad_file` when it is no zip archive.
 */
export async function checkZip(bytes: Buffer, maxBytes: number = LIMITS.unpackedBytes): Promise<void> {
  let unpacked = 0;
  for (const entry of listEntries(bytes)) {
    unpacked += entry.isDeflated ? await countInflated(entry.data, maxBytes - unpacked) : entry.data.length;
    if (unpacked > maxBytes) throw new SourceError('too_large');
  }
}

interface ZipEntry {
  readonly data: Buffer;
  readonly isDeflated: boolean;
}

function listEntries(bytes: Buffer): ZipEntry[] {
  const end = findEnd(bytes);
  const count = bytes.readUInt16LE(end + 10);
  if (count > MAX_ENTRIES) throw new SourceError('too_large');
  const entries: ZipEntry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (at + ENTRY_BYTES > bytes.length || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY)
      throw new SourceError('bad_file');
    entries.push(readEntry(bytes, at));
    at += ENTRY_BYTES + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

function findEnd(bytes: Buffer): number {
  const lowest = Math.max(0, bytes.length - END_BYTES - 0xffff);
  for (let at = bytes.length - END_BYTES; at >= lowest; at -= 1) {
    if (bytes.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  throw new SourceError('bad_file');
}

function readEntry(bytes: Buffer, at: number): ZipEntry {
  const packedBytes = bytes.readUInt32LE(at + 20);
  const local = bytes.readUInt32LE(at + 42);
  if (local + LOCAL_HEADER_BYTES > bytes.length) throw new SourceError('bad_file');
  const start = local + LOCAL_HEADER_BYTES + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  return { data: bytes.subarray(start, start + packedBytes), isDeflated: bytes.readUInt16LE(at + 10) === DEFLATED };
}

function countInflated(data: Buffer, limit: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const inflate = createInflateRaw();
    let counted = 0;
    inflate.on('data', (chunk: Buffer) => {
      counted += chunk.length;
      if (counted > limit) inflate.destroy(new SourceError('too_large'));
    });
    inflate.once('end', () => resolve(counted));
    inflate.once('error', (error) => reject(error instanceof SourceError ? error : new SourceError('bad_file')));
    inflate.end(data);
  });
}
