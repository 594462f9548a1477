import { afterAll, beforeAll, expect, test } from 'vitest';
import { moveDomainClock, openDomainClock } from '../../src/db/index.ts';
import { randomIds } from '../../src/shared/ids.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

/** CLOCK_START is where the domain's clock begins, but nothing that is stored may lie in its future. */
let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const START = new Date('2026-09-01T08:00:00+08:00');
const open = async (isMovable = false) =>
  (await openDomainClock(database.db, { clockStart: START, isMovable })).now().getTime();

test('it begins at CLOCK_START, or at the newest instant of any table', async () => {
  expect(await open()).toBeLessThan(START.getTime() + 60_000);
  const importedAt = new Date('2026-09-03T09:00:00+08:00');
  const row = { importId: randomIds.uuid(), importedAt, source: '教务处', asOf: '2026-09-03', changes: '{}' };
  await database.db.insertInto('factImports').values(row).execute();
  expect(await open()).toBeGreaterThanOrEqual(importedAt.getTime());
});

test('a clock that was moved stays where it was moved to', async () => {
  const clock = await openDomainClock(database.db, { clockStart: null, isMovable: true });
  const ahead = new Date(Date.now() + 400 * 86_400_000);
  await moveDomainClock(database.db, clock, ahead);
  const again = await openDomainClock(database.db, { clockStart: null, isMovable: true });
  expect(again.now().getTime()).toBeGreaterThanOrEqual(ahead.getTime());
});
