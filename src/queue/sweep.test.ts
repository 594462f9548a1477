import pino from 'pino';
import { afterEach, expect, test } from 'vitest';
import { type Sweep, startSweep } from './sweep.ts';

const log = pino({ level: 'silent' });
const NEVER_MS = 3_600_000;
let sweep: Sweep | undefined;

afterEach(async () => {
  await sweep?.stop();
});

/** A source that answers what `world` says at the moment when it is asked, as slowly as the test wants. */
function startSlowSweep() {
  const woken: string[] = [];
  const world = { due: 'before', asked: 0 };
  const answers: (() => void)[] = [];
  const findDueLanes = async (): Promise<string[]> => {
    const { due } = world;
    world.asked += 1;
    await new Promise<void>((resolve) => answers.push(resolve));
    return [due];
  };
  sweep = startSweep(
    [{ queue: 'delivery', findDueLanes }],
    { wake: (_queue, lanes) => void woken.push(...lanes) },
    log,
    NEVER_MS,
  );
  return { woken, world, sweep, answer: () => answers.shift()?.() };
}

test('sweeping now sees what became due after a sweep under way had begun', async () => {
  const { woken, world, sweep, answer } = startSlowSweep();
  world.due = 'after';
  const both = Promise.all([sweep.sweepNow(), sweep.sweepNow()]);
  expect(world.asked).toBe(1);
  answer();
  await expect.poll(() => world.asked).toBe(2);
  answer();
  await both;
  expect(woken).toEqual(['before', 'after']);
  expect(world.asked).toBe(2);
});

test('after the stop nothing is looked for any more', async () => {
  const { woken, world, sweep, answer } = startSlowSweep();
  const asked = sweep.sweepNow();
  const stopped = sweep.stop();
  answer();
  await Promise.all([asked, stopped]);
  expect([woken, world.asked]).toEqual([['before'], 1]);
});
