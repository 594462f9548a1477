import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { nextRun } from '../../src/calendar/index.ts';
import { type DeliveryHarness, MORNING, openDeliveryHarness } from '../support/delivery-harness.ts';
import { eventually } from '../support/eventually.ts';

let h: DeliveryHarness;
/** Every Friday at 17:00. 2026-11-27 is one. */
const CRON = '0 17 * * 5';
const at = (text: string): Date => new Date(`${text}+08:00`);

beforeAll(async () => {
  h = await openDeliveryHarness();
});
afterEach(async () => {
  await h.stopWorkers();
  await sql`update schedules set status = 'stopped'`.execute(h.db);
  h.platform.calls.length = 0;
  h.clock.moveTo(MORNING);
});
afterAll(async () => {
  await h.close();
});

let number = 0;
async function addSchedule(cron = CRON): Promise<string> {
  const scheduleId = randomUUID();
  number += 1;
  await h.db
    .insertInto('schedules')
    .values({
      scheduleId,
      number,
      staffId: h.staffId,
      kind: 'fraud',
      plan: '{}',
      cron,
      words: '每周五 17:00',
      nextRunAt: nextRun(cron, h.clock.now()),
      createdAt: h.clock.now(),
    })
    .execute();
  return scheduleId;
}

const runsOf = async (scheduleId: string): Promise<{ outcome: string; dueAt: Date }[]> =>
  h.db
    .selectFrom('scheduleRuns')
    .select(['outcome', 'dueAt'])
    .where('scheduleId', '=', scheduleId)
    .orderBy('dueAt')
    .execute();

const toldOwner = (): string[] =>
  h.platform.calls.flatMap(({ outbound }) => (outbound.kind === 'member_text' ? [outbound.text] : []));

/** Workers whose runs make a notice without targets. */
function startRunning(): { prepared: string[] } {
  const prepared: string[] = [];
  for (let process = 0; process < 3; process += 1) {
    h.startWorkers({
      prepareRun: async (tx, schedule) => {
        const noticeId = randomUUID();
        await tx
          .insertInto('notices')
          .values({
            noticeId,
            noticeCode: noticeId,
            kind: 'fraud',
            audience: 'group',
            staffId: schedule.staffId,
            status: 'confirmed',
            title: 't',
            fields: '{}',
            recipients: '{}',
            recipientsDigest: '',
            templateVersion: '',
            createdAt: h.clock.now(),
          })
          .execute();
        prepared.push(schedule.scheduleId ?? '');
        return { noticeId };
      },
    });
  }
  return { prepared };
}

test('a schedule runs once when it is due, with three sets of workers, and is due again a week later', async () => {
  const scheduleId = await addSchedule();
  const { prepared } = startRunning();
  h.clock.moveTo(at('2026-11-27T17:00:00'));
  await eventually(async () =>
    expect(await runsOf(scheduleId)).toEqual([{ outcome: 'sent', dueAt: at('2026-11-27T17:00:00') }]),
  );
  const row = await h.db
    .selectFrom('schedules')
    .select('nextRunAt')
    .where('scheduleId', '=', scheduleId)
    .executeTakeFirst();
  expect(row?.nextRunAt).toEqual(at('2026-12-04T17:00:00'));
  expect(prepared).toEqual([scheduleId]);
});

test('a run that was missed by less than twelve hours is made up once', async () => {
  const scheduleId = await addSchedule();
  h.clock.moveTo(at('2026-11-28T04:30:00'));
  startRunning();
  await eventually(async () =>
    expect(await runsOf(scheduleId)).toEqual([{ outcome: 'sent', dueAt: at('2026-11-27T17:00:00') }]),
  );
});

test('a run that was missed by more is skipped, and its owner is told', async () => {
  const scheduleId = await addSchedule();
  h.clock.moveTo(at('2026-11-28T09:00:00'));
  startRunning();
  await eventually(async () =>
    expect(await runsOf(scheduleId)).toEqual([{ outcome: 'skipped', dueAt: at('2026-11-27T17:00:00') }]),
  );
  await eventually(() => expect(toldOwner().join()).toContain('没有发'));
});

test('of several that were missed only the latest is made up', async () => {
  const scheduleId = await addSchedule('0 17 * * *');
  h.clock.moveTo(at('2026-11-26T18:00:00'));
  const { prepared } = startRunning();
  await eventually(async () =>
    expect(await runsOf(scheduleId)).toEqual([
      { outcome: 'skipped', dueAt: at('2026-11-23T17:00:00') },
      { outcome: 'sent', dueAt: at('2026-11-26T17:00:00') },
    ]),
  );
  expect(prepared).toHaveLength(1);
});

test('a run that cannot be made is failed, its owner is told why, and the next one is due', async () => {
  const scheduleId = await addSchedule();
  h.clock.moveTo(at('2026-11-27T17:00:00'));
  h.startWorkers({ prepareRun: async () => ({ problem: { code: 'nobody_to_tell', userMessage: '没有家长群。' } }) });
  await eventually(async () => expect(await runsOf(scheduleId)).toMatchObject([{ outcome: 'failed' }]));
  await eventually(() => expect(toldOwner().join()).toContain('没有家长群'));
});

test('a bug in making it does not repeat for ever', async () => {
  const scheduleId = await addSchedule();
  h.clock.moveTo(at('2026-11-27T17:00:00'));
  h.startWorkers({ prepareRun: () => Promise.reject(new Error('bug')) });
  await eventually(async () => expect(await runsOf(scheduleId)).toMatchObject([{ outcome: 'failed' }]));
});
