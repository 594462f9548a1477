import { expect, test } from 'vitest';
import { wakeJobId } from './job-id.ts';
import { createWakeGatherer, type GatheredWake } from './wake-gatherer.ts';

test('a burst becomes one batch a queue, each lane once', async () => {
  const batches: [string, readonly GatheredWake[]][] = [];
  const gatherer = createWakeGatherer<string>(
    async (queue, wakes) => void batches.push([queue, wakes]),
    () => undefined,
  );
  for (let i = 0; i < 10; i += 1) gatherer.wake('a', ['x', 'y']);
  gatherer.wake('b', ['x'], 99.6);
  await gatherer.flush();
  expect(batches).toEqual([
    [
      'a',
      [
        { laneKey: 'x', delayMs: 0 },
        { laneKey: 'y', delayMs: 0 },
      ],
    ],
    ['b', [{ laneKey: 'x', delayMs: 100 }]],
  ]);
});

test('a failing queue is told about and does not throw', async () => {
  const dropped: number[] = [];
  const gatherer = createWakeGatherer<string>(
    () => Promise.reject(new Error('away')),
    (_queue, count) => void dropped.push(count),
  );
  gatherer.wake('a', ['x', 'y']);
  await gatherer.close();
  gatherer.wake('a', ['z']);
  await gatherer.flush();
  expect(dropped).toEqual([2]);
});

test('ids of jobs hide the lane, are never all digits and hold no colon', () => {
  const id = wakeJobId('member:wecom:zhangsan');
  expect(id).toMatch(/^w-[0-9a-f]{16}-[0-9a-f]{12}$/u);
  expect(wakeJobId('member:wecom:zhangsan')).not.toBe(id);
  expect(wakeJobId('lane', 1_000)).toBe(wakeJobId('lane', 900));
  expect(wakeJobId('lane', 1_000)).not.toBe(wakeJobId('lane', 1_300));
});
