import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Secret } from '../shared/secret.ts';
import type { Config } from './types.ts';

/**
 * SECRET_KEY, or with the embedded database the one that the first start generated into DATA_DIR (0600). It belongs into
 * every backup: without it sealed webhooks and links cannot be opened.
 */
export async function resolveSecretKey(config: Pick<Config, 'secretKey' | 'dataDir'>): Promise<Secret> {
  if (config.secretKey !== null) return config.secretKey;
  const path = join(config.dataDir, 'secret-key');
  const existing = await readIfThere(path);
  if (existing !== null) return new Secret(existing);
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  // Written aside and linked, so that a crash or a second process never leaves an empty or a second key.
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${randomBytes(48).toString('base64url')}\n`, { mode: 0o600, flush: true });
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await unlink(draft);
  return new Secret((await readFile(path, 'utf8')).trim());
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    const text = (await readFile(path, 'utf8')).trim();
    return text === '' ? null : text;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
