import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { confirmBroadcast, isEnded, readLedger, repeatLatestNotice } from '../support/broadcast.ts';
import { eventually } from '../support/eventually.ts';
import { openFaultWorld } from '../support/fault-world.ts';

const SHIFT = pathToFileURL(join(import.meta.dirname, '../support/shift-clock.mjs')).href;

test('a worker whose clock is ten minutes off sends nothing and says so; one with the right time does the work', async () => {
  const world = await openFaultWorld({ roster: { noticeFamilies: 10, robotFamilies: 2 } });
  const first = await world.start();
  await confirmBroadcast(world);
  await eventually(async () => expect((await readLedger(world)).every(isEnded)).toBe(true), 120_000);
  await first.stop('SIGTERM');

  const skewed = await world.start({ ROLE: 'worker', NODE_OPTIONS: `--import ${SHIFT}` }, { isAwaited: false });
  await eventually(() => expect(skewed.output()).toContain('clock.skewed'), 120_000);
  // What it may read (the token, the school directory) tells nobody anything.
  const sends = () => world.calls.map(({ api }) => api).filter((api) => api.endsWith('/send'));
  const before = sends().length;
  await repeatLatestNotice(world, 1);
  // Two sweeps and more.
  await pause(11_000);
  expect(sends().slice(before)).toEqual([]);
  expect(await world.statuses()).toEqual({ accepted: 10, sent: 2, queued: 12 });

  // Beside it, one whose clock is right.
  await world.start({ ROLE: 'worker' }, { isAwaited: false });
  await eventually(async () => expect(await world.statuses()).toEqual({ accepted: 20, sent: 4 }), 120_000);
  expect(world.effects('externalcontact/message/send')).toHaveLength(20);
  expect(world.effects('webhook/send')).toHaveLength(4);
  await world.close();
}, 400_000);
