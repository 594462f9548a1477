import { expect, test } from 'vitest';
import { schedulerId, wakeJobId } from './job-id.ts';

const LANE = 'owner:123456';

test.each([
  ['a wake for now', wakeJobId(LANE)],
  ['a wake for later', wakeJobId(LANE, 1_000)],
  ['a scheduler', schedulerId(LANE)],
])('the id of %s holds no colon, is no number and does not name the lane', (_name, id) => {
  expect(id).toMatch(/^[a-z]-[0-9a-z-]+$/u);
  expect(id).not.toContain('123456');
});

test('a wake for now has an id of its own; one for nearly the same moment and a scheduler share theirs', () => {
  expect(wakeJobId(LANE)).not.toBe(wakeJobId(LANE));
  expect(wakeJobId(LANE, 1_001)).toBe(wakeJobId(LANE, 1_100));
  expect(schedulerId(LANE)).toBe(schedulerId(LANE));
  expect(schedulerId(LANE)).not.toBe(wakeJobId(LANE, 0));
});
