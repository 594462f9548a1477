import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { classRobotKey } from '../support/fault-roster.ts';
import { type FaultWorld, openFaultWorld } from '../support/fault-world.ts';

let world: FaultWorld;
beforeAll(async () => {
  world = await openFaultWorld({
    roster: { noticeFamilies: 4, classGroup: 'robot' },
    env: { QUIET_HOURS: '03:00-03:01' },
  });
});
afterAll(() => world.close());

interface Run {
  readonly dueAt: Date;
  readonly outcome: string;
}
async function readRuns(): Promise<readonly Run[]> {
  const { rows } = await sql<Run>`select due_at, outcome from schedule_runs order by due_at`.execute(world.database.db);
  return rows;
}
const shown = (index: number) => world.sandbox.state().groupEntries.get(`robot:${classRobotKey(index)}`) ?? [];

/** The service and a second worker from this instant on, until `check` holds; then all of it ends. */
async function live(from: string, check: () => Promise<void>): Promise<void> {
  const env = { CLOCK_START: `${from}+08:00` };
  const processes = await Promise.all([
    world.start(env),
    world.start({ ...env, ROLE: 'worker' }, { isAwaited: false }),
  ]);
  await check();
  expect(await Promise.all(processes.map((product) => product.stop('SIGTERM')))).toEqual([0, 0]);
}

test('a run that was missed is made up once within twelve hours, later it is skipped and reported; two workers never run it twice', async () => {
  // Thursday.
  await live('2026-11-26T10:00:00', async () => {
    await world.say('每周五下午5点给各班家长群发反诈', /11月27日|明天/u);
    await world.say('确认', /已设好/u);
  });
  expect(await readRuns()).toEqual([]);

  // Friday 22:00, five hours late.
  await live('2026-11-27T22:00:00', async () => {
    await eventually(() => expect([shown(0).length, shown(1).length]).toEqual([1, 1]), 120_000);
    await pause(6_000);
  });
  expect(await readRuns()).toEqual([{ dueAt: new Date('2026-11-27T17:00:00+08:00'), outcome: 'sent' }]);
  expect([shown(0).length, shown(1).length]).toEqual([1, 1]);

  // Saturday of the next week, seventeen hours late.
  await live('2026-12-05T10:00:00', async () => {
    await eventually(() => expect(world.heard().join('\n')).toMatch(/定时1.*没有发/u), 120_000);
    await pause(6_000);
  });
  expect((await readRuns()).map(({ outcome }) => outcome)).toEqual(['sent', 'skipped']);
  expect(world.heard().filter((text) => text.includes('没有发：当时系统停着'))).toHaveLength(1);
  expect([shown(0).length, shown(1).length]).toEqual([1, 1]);

  // On time, with both workers at it.
  await live('2026-12-11T16:59:50', async () => {
    await eventually(() => expect([shown(0).length, shown(1).length]).toEqual([2, 2]), 40_000);
    await pause(6_000);
  });
  expect((await readRuns()).map(({ outcome }) => outcome)).toEqual(['sent', 'skipped', 'sent']);
  expect([shown(0).length, shown(1).length]).toEqual([2, 2]);
  expect(world.effects('webhook/send')).toHaveLength(4);
}, 400_000);
