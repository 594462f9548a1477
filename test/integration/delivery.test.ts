import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addRobotGroup,
  type DeliveryHarness,
  MORNING,
  openDeliveryHarness,
  toFamily,
  toRobot,
} from '../support/delivery-harness.ts';
import { eventually } from '../support/eventually.ts';
import { ACCEPTED } from '../support/scripted-platform.ts';

let h: DeliveryHarness;

beforeAll(async () => {
  h = await openDeliveryHarness();
});
afterAll(async () => {
  await h.close();
});

const families = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => toFamily(`${prefix}-${i}`));

describe('school notices', () => {
  test('reach each family once, in parallel, and end accepted', async () => {
    const workers = h.startWorkers();
    h.platform.calls.length = 0;
    const noticeId = await h.confirm(families('all', 100));
    await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ accepted: 100 }));
    const reached = h.platform.calls.map(
      ({ outbound }) => outbound.kind === 'school_notice' && outbound.guardianUserIds[0],
    );
    expect(new Set(reached).size).toBe(100);
    expect(h.platform.calls).toHaveLength(100);
    expect(h.platform.mostParallel()).toBeGreaterThan(1);
    await workers.stop();
  });

  test('to one family never overtake each other, across notices', async () => {
    h.platform.calls.length = 0;
    const noticeIds: string[] = [];
    for (const body of ['1', '2', '3', '4', '5']) noticeIds.push(await h.confirm([toFamily('ordered', body)]));
    let fails = 0;
    h.platform.answer = (outbound) => {
      // The first call fails twice; the four behind it must wait for it.
      if (outbound.kind !== 'school_notice' || outbound.text !== '1') return ACCEPTED;
      fails += 1;
      return fails > 2 ? ACCEPTED : { outcome: 'failed', failure: { kind: 'transient', code: '-1' } };
    };
    const workers = h.startWorkers();
    for (const noticeId of noticeIds) {
      await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ accepted: 1 }), 20_000);
    }
    const texts = h.platform.calls.map(({ outbound }) => (outbound.kind === 'school_notice' ? outbound.text : ''));
    expect(texts).toEqual(['1', '1', '1', '2', '3', '4', '5']);
    await workers.stop();
  });

  test('a guardian who cannot be reached fails with the code and is reported', async () => {
    const unreachable: string[] = [];
    h.platform.answer = () => ({ outcome: 'accepted', refused: [{ target: 'gone', code: '60111' }] });
    const workers = h.startWorkers({ onUnreachable: async (_db, id) => void unreachable.push(id) });
    const noticeId = await h.confirm([toFamily('gone')]);
    await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ failed: 1 }));
    expect(unreachable).toEqual(['gone']);
    await workers.stop();
  });

  test('a channel without rights stands still, keeps the deliveries, and goes on when it may', async () => {
    h.platform.calls.length = 0;
    h.platform.answer = () => ({ outcome: 'failed', failure: { kind: 'channel', code: '48002' } });
    const workers = h.startWorkers({ timings: { channelRestMs: 600 } });
    const noticeId = await h.confirm(families('blocked', 30));
    await eventually(() => expect(h.platform.calls.length).toBeGreaterThan(0));
    expect(await h.statuses(noticeId)).not.toHaveProperty('failed');
    h.platform.answer = () => ACCEPTED;
    await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ accepted: 30 }));
    const { rows } = await sql`select 1 from settings where setting_key like 'delivery_block:%'`.execute(h.db);
    expect(rows).toHaveLength(0);
    await workers.stop();
  });
});

describe('after a crash between intent and outcome', () => {
  /** What a killed worker leaves: the intent, and a lease that ran out. */
  const interrupt = async (noticeId: string, secondsAgo: number): Promise<void> => {
    await sql`update deliveries set status = 'sending', attempts = 1,
      sending_since = clock_timestamp() - ${secondsAgo} * interval '1 second' where notice_id = ${noticeId}`.execute(
      h.db,
    );
  };

  test('a school notice is sent again with the same bytes', async () => {
    h.platform.answer = () => ACCEPTED;
    h.platform.calls.length = 0;
    const noticeId = await h.confirm([toFamily('crash-1', '原文')]);
    await interrupt(noticeId, 30);
    const workers = h.startWorkers();
    await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ accepted: 1 }));
    expect(h.platform.calls.map(({ outbound }) => outbound)).toEqual([
      { kind: 'school_notice', guardianUserIds: ['crash-1'], text: '原文' },
    ]);
    await workers.stop();
  });

  test('beyond the platform’s window it is unknown, and a robot’s always is; the sender is asked', async () => {
    h.platform.calls.length = 0;
    const groupId = await addRobotGroup(h.db, h.staffId);
    const school = await h.confirm([toFamily('crash-2')]);
    const robot = await h.confirm([toRobot(groupId)]);
    await interrupt(school, 5 * 3_600);
    await interrupt(robot, 30);
    const workers = h.startWorkers();
    await eventually(async () => expect(await h.statuses(school)).toEqual({ unknown: 1 }));
    await eventually(async () => expect(await h.statuses(robot)).toEqual({ unknown: 1 }));
    await eventually(() => {
      const cards = h.platform.calls.filter(({ outbound }) => outbound.kind === 'member_card');
      expect(cards).toHaveLength(2);
    });
    expect(h.platform.calls.some(({ outbound }) => outbound.kind === 'robot_text')).toBe(false);
    await workers.stop();
  });

  test('a call that may still run is left alone', async () => {
    const noticeId = await h.confirm([toFamily('crash-3')]);
    await interrupt(noticeId, 1);
    const workers = h.startWorkers();
    await workers.sweepNow();
    const other = await h.confirm([toFamily('crash-4')]);
    await eventually(async () => expect(await h.statuses(other)).toEqual({ accepted: 1 }));
    expect(await h.statuses(noticeId)).toEqual({ sending: 1 });
    await workers.stop();
  });
});

describe('quiet hours', () => {
  test('hold everything but emergencies until their end', async () => {
    h.platform.answer = () => ACCEPTED;
    h.clock.moveTo(new Date('2026-11-23T22:30:05+08:00'));
    const held = await h.confirm(families('quiet', 3));
    const urgent = await h.confirm([toFamily('quiet-0')], { isUrgent: true });
    expect(await h.statuses(held)).toEqual({ waiting_quiet_hours: 3 });
    const workers = h.startWorkers();
    await eventually(async () => expect(await h.statuses(urgent)).toEqual({ accepted: 1 }));
    expect(await h.statuses(held)).toEqual({ waiting_quiet_hours: 3 });
    h.clock.moveTo(new Date('2026-11-24T08:00:05+08:00'));
    await eventually(async () => expect(await h.statuses(held)).toEqual({ accepted: 3 }));
    await workers.stop();
    h.clock.moveTo(MORNING);
  });

  test('that begin while something is queued hold it too', async () => {
    const noticeId = await h.confirm(families('late', 2));
    h.clock.moveTo(new Date('2026-11-23T21:00:30+08:00'));
    const workers = h.startWorkers();
    await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ waiting_quiet_hours: 2 }));
    h.clock.moveTo(new Date('2026-11-24T08:00:05+08:00'));
    await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ accepted: 2 }));
    await workers.stop();
    h.clock.moveTo(MORNING);
  });
});
