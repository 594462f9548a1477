import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { runCli, startProduct, temporaryFolder } from '../support/product.ts';
import { createSandboxClient } from '../support/sandbox-client.ts';

/** docs/operations.md, "Restore" of the embedded database: DATA_DIR copied while stopped, put back after the world went on. */
const live = temporaryFolder();
const backup = temporaryFolder();
afterAll(() => {
  live.remove();
  backup.remove();
});

/** What belongs to the product; the sandbox's journal is the world outside, which no restore takes back. */
const OURS = ['postgres', 'secret-key'];

test('a notice that went out after the copy was made does not go out again', async () => {
  const env = { DATA_DIR: live.path, CLOCK_START: '2026-11-20T22:30:00+08:00' };
  const first = await startProduct({ env });
  const counsellor = createSandboxClient(first.url).person('hejing');
  await counsellor.say('喜报 高原 省级三好学生 发给家长', '免打扰', '08:00');
  await counsellor.say('确认', '免打扰', '08:00');
  expect(await first.stop()).toBe(0);
  for (const name of OURS) cpSync(join(live.path, name), join(backup.path, name), { recursive: true });

  const second = await startProduct({ env });
  const after = createSandboxClient(second.url);
  await after.moveClockTo('08:05');
  const notices = async (client: typeof after): Promise<number> =>
    (await client.state()).parents.flatMap((parent) => parent.notices).length;
  await eventually(async () => expect(await notices(after)).toBeGreaterThan(0), 120_000);
  const sent = await notices(after);
  expect(await second.stop()).toBe(0);

  for (const name of OURS) {
    rmSync(join(live.path, name), { recursive: true });
    cpSync(join(backup.path, name), join(live.path, name), { recursive: true });
  }
  expect(readdirSync(live.path)).toContain('sandbox.jsonl');
  const held = await runCli(['hold-after-restore'], { DATA_DIR: live.path });
  expect([held.exitCode, held.stderr]).toEqual([0, '']);
  expect(held.stdout).toMatch(/已拦下 [1-9]\d* 条未完成的送达/u);

  const third = await startProduct({ env });
  const restored = createSandboxClient(third.url);
  await eventually(async () => {
    const { chat } = await restored.state('hejing');
    expect(chat.findLast(({ from }) => from === 'app')?.shown.text).toContain('再决定');
  }, 120_000);
  await restored.moveClockTo('08:10');
  // Two sweeps after the hour at which it was to go out.
  await pause(11_000);
  expect(await notices(restored)).toBe(sent);
  expect(await third.stop()).toBe(0);
}, 400_000);
