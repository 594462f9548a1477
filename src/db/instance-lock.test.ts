import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isLockHeld, takeInstanceLock } from './instance-lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'jx-lock-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a second holder is refused, and after release welcome', async () => {
  const path = join(folder, 'a');
  const first = await takeInstanceLock(path);
  expect(await isLockHeld(path)).toBe(true);
  await expect(takeInstanceLock(path)).rejects.toMatchObject({ code: 'database.locked' });
  await first.release();
  expect(await isLockHeld(path)).toBe(false);
  await (await takeInstanceLock(path)).release();
});

test('the socket of a killed process does not lock for ever, and only one of many heirs gets it', async () => {
  const path = join(folder, 'b');
  const child = spawn(process.execPath, [
    '-e',
    `require('net').createServer().listen(${JSON.stringify(path)},()=>console.log('up'))`,
  ]);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  expect(existsSync(path)).toBe(true);
  const heirs = await Promise.allSettled(Array.from({ length: 8 }, () => takeInstanceLock(path)));
  const winners = heirs.filter((heir) => heir.status === 'fulfilled');
  expect(winners).toHaveLength(1);
  expect(await isLockHeld(path)).toBe(true);
  for (const winner of winners) await winner.value.release();
});
