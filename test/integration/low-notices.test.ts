import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Queryable } from '../../src/db/index.ts';
import { cancelNotice, markRelaySent, pauseSending, resumeSending } from '../../src/delivery/index.ts';
import type { PlannedDelivery } from '../../src/notice/index.ts';
import { type AfterCommit, inTransactionThenWake } from '../../src/queue/index.ts';
import { byteLength } from '../../src/shared/bytes.ts';
import { randomIds } from '../../src/shared/ids.ts';
import {
  addRobotGroup,
  type DeliveryHarness,
  MORNING,
  openDeliveryHarness,
  toCustomerGroup,
  toFamily,
  toRelay,
  toRobot,
} from '../support/delivery-harness.ts';
import { eventually } from '../support/eventually.ts';
import { ACCEPTED } from '../support/scripted-platform.ts';

let h: DeliveryHarness;
let answerAll: DeliveryHarness['platform']['answer'];
const EVENING = new Date('2026-11-23T18:00:00+08:00');

beforeAll(async () => {
  h = await openDeliveryHarness();
  answerAll = h.platform.answer;
});
afterEach(async () => {
  await h.stopWorkers();
  h.platform.answer = answerAll;
  h.platform.calls.length = 0;
  h.clock.moveTo(MORNING);
});
afterAll(async () => {
  await h.close();
});

const inTx = <T>(work: (tx: Queryable, afterCommit: AfterCommit) => Promise<T>): Promise<T> =>
  inTransactionThenWake(h.db, h.queue, work);
const stop = (afterCommit: AfterCommit) => ({
  platform: 'wecom' as const,
  now: h.clock.now(),
  ids: randomIds,
  afterCommit,
});
const low = (planned: PlannedDelivery, title: string, staffId = h.staffId): Promise<string> =>
  h.confirm([planned], { isLow: true, title, staffId });
const textsOf = (kind: string): string[] =>
  h.platform.calls.flatMap(({ outbound }) => (outbound.kind === kind && 'text' in outbound ? [outbound.text] : []));
const toMember = (memberId: string): string[] =>
  h.platform.calls.flatMap(({ outbound }) =>
    outbound.kind === 'member_text' && outbound.memberId === memberId ? [outbound.text] : [],
  );
const all = async (noticeIds: readonly string[], status: string): Promise<void> =>
  eventually(async () => {
    for (const noticeId of noticeIds) expect(await h.statuses(noticeId)).toEqual({ [status]: 1 });
  });

describe('low notices of a day', () => {
  test('wait for 18:00 while others and urgent ones pass, then go out as one text in order', async () => {
    const workers = h.startWorkers();
    const first = await low(toFamily('p1', '甲的话\nJX-A'), '甲');
    const second = await low(toFamily('p1', '乙的话\nJX-B'), '乙');
    const other = await low(toFamily('p2', '给另一家'), '甲');
    const ordinary = await h.confirm([toFamily('p1', '不等的')]);
    const urgent = await h.confirm([toFamily('p1', '紧急的')], { isUrgent: true });
    await all([ordinary, urgent], 'accepted');
    await workers.sweepNow();
    await all([first, second, other], 'waiting_quiet_hours');
    expect(textsOf('school_notice').sort()).toEqual(['不等的', '紧急的']);
    h.platform.calls.length = 0;

    h.clock.moveTo(EVENING);
    await workers.sweepNow();
    await all([first, second, other], 'accepted');
    expect(textsOf('school_notice').sort()).toEqual([
      '今天有 2 条通知，一起发给您：\n\n【1/2】甲\n甲的话\nJX-A\n\n【2/2】乙\n乙的话\nJX-B',
      '给另一家',
    ]);
  });

  test('are several texts when one would be too large, each within the limit', async () => {
    const workers = h.startWorkers();
    const long = (name: string): string => `${name}：${'长'.repeat(280)}`;
    const ids = [await low(toFamily('big', long('一')), '一'), await low(toFamily('big', long('二')), '二')];
    ids.push(await low(toFamily('big', long('三')), '三'));
    h.clock.moveTo(EVENING);
    await workers.sweepNow();
    await all(ids, 'accepted');
    const sent = textsOf('school_notice');
    expect(sent).toHaveLength(2);
    expect(sent[0]).toContain('【2/2】二');
    expect(sent[1]).toBe(long('三'));
    for (const text of sent) expect(byteLength(text)).toBeLessThanOrEqual(2_048);
  });

  test('after 18:00 they wait for the next day; quiet hours hold them longer', async () => {
    const workers = h.startWorkers();
    h.clock.moveTo(EVENING);
    const noticeId = await low(toFamily('next', '明天'), '明天');
    h.clock.moveTo(new Date('2026-11-24T12:00:05+08:00'));
    await workers.sweepNow();
    await all([noticeId], 'waiting_quiet_hours');
    // The service stood still in the evening: 22:00 is quiet, so it goes at 8:00.
    h.clock.moveTo(new Date('2026-11-24T22:00:05+08:00'));
    await workers.sweepNow();
    await eventually(async () => {
      const { rows } = await sql<{ notBefore: Date }>`
        select not_before from deliveries where notice_id = ${noticeId}`.execute(h.db);
      expect(rows[0]?.notBefore).toEqual(new Date('2026-11-25T08:00:00+08:00'));
    });
    expect(await h.statuses(noticeId)).toEqual({ waiting_quiet_hours: 1 });
    h.clock.moveTo(new Date('2026-11-25T08:00:05+08:00'));
    await workers.sweepNow();
    await all([noticeId], 'accepted');
  });

  test('one that is set for a time waits for it over a night and stands in nobody’s way', async () => {
    const workers = h.startWorkers();
    const sendAt = new Date('2026-11-25T09:30:00+08:00');
    const timed = await h.confirm([toFamily('t1', '定时的')], { sendAt });
    const ordinary = await h.confirm([toFamily('t1', '不等的')]);
    await all([ordinary], 'accepted');
    h.clock.moveTo(new Date('2026-11-23T22:00:05+08:00'));
    await workers.sweepNow();
    const night = await h.confirm([toFamily('t1', '夜里的')]);
    h.clock.moveTo(new Date('2026-11-24T08:00:05+08:00'));
    await workers.sweepNow();
    await all([night], 'accepted');
    expect(await h.statuses(timed)).toEqual({ waiting_quiet_hours: 1 });
    h.clock.moveTo(new Date('2026-11-25T09:30:05+08:00'));
    await workers.sweepNow();
    await all([timed], 'accepted');
    expect(textsOf('school_notice')).toEqual(['不等的', '夜里的', '定时的']);
  });

  test('one that is cancelled before is left out, one of a paused sender waits for him', async () => {
    const workers = h.startWorkers();
    const staffId = await h.addStaff('teacher-low');
    const [kept, gone] = [await low(toFamily('c1', '留下'), '留'), await low(toFamily('c1', '取消'), '消')];
    const paused = await low(toFamily('c1', '暂停'), '停', staffId);
    const last = await low(toFamily('c1', '最后'), '末');
    await inTx((tx, afterCommit) => cancelNotice(tx, gone, stop(afterCommit)));
    await inTx((tx, afterCommit) => pauseSending(tx, { staffId, by: staffId }, stop(afterCommit)));
    h.clock.moveTo(EVENING);
    await workers.sweepNow();
    await all([kept, last], 'accepted');
    expect(textsOf('school_notice')).toEqual(['今天有 2 条通知，一起发给您：\n\n【1/2】留\n留下\n\n【2/2】末\n最后']);
    expect(await h.statuses(gone)).toEqual({ cancelled: 1 });
    await all([paused], 'queued');
    await inTx((tx, afterCommit) => resumeSending(tx, { staffId, by: staffId }, stop(afterCommit)));
    await all([paused], 'accepted');
    expect(textsOf('school_notice')).toHaveLength(2);
    expect(textsOf('school_notice')[1]).toBe('暂停');
  });
});

describe('a call for several that brought no answer', () => {
  /** Back in the queue after a call; before it they are `queued` for a moment as well. */
  const untilCalled = async (noticeIds: readonly string[]): Promise<void> => {
    await eventually(async () => {
      const rows = await h.db
        .selectFrom('deliveries')
        .select(['status', 'attempts'])
        .where('noticeId', 'in', [...noticeIds])
        .execute();
      expect(rows).toEqual(noticeIds.map(() => ({ status: 'queued', attempts: 1 })));
    });
  };
  const makeDue = (): Promise<unknown> =>
    sql`update deliveries set retry_at = null where status = 'queued' and retry_at is not null`.execute(h.db);

  test('is repeated to the byte, without what was confirmed meanwhile', async () => {
    let answers = 0;
    h.platform.answer = (outbound) => {
      if (outbound.kind !== 'school_notice') return ACCEPTED;
      answers += 1;
      return answers === 1 ? { outcome: 'unknown', code: 'timeout' } : ACCEPTED;
    };
    const workers = h.startWorkers();
    const ids = [await low(toFamily('r1', '甲'), '甲'), await low(toFamily('r1', '乙'), '乙')];
    h.clock.moveTo(EVENING);
    await workers.sweepNow();
    await untilCalled(ids);
    const late = await low(toFamily('r1', '丙'), '丙');
    await sql`update deliveries set digest_at = ${EVENING}, not_before = ${EVENING} where notice_id = ${late}`.execute(
      h.db,
    );
    await makeDue();
    await workers.sweepNow();
    await all([...ids, late], 'accepted');
    const [first, second, third] = textsOf('school_notice');
    expect(second).toBe(first);
    expect(first).toContain('【2/2】乙');
    expect(third).toBe('丙');
  });

  test('is not repeated without a part that was cancelled meanwhile: a person decides about the rest', async () => {
    h.platform.answer = (outbound) =>
      outbound.kind === 'school_notice' ? { outcome: 'unknown', code: 'timeout' } : ACCEPTED;
    const workers = h.startWorkers();
    const ids = [await low(toFamily('r2', '甲'), '甲'), await low(toFamily('r2', '乙'), '乙')];
    h.clock.moveTo(EVENING);
    await workers.sweepNow();
    await untilCalled(ids);
    await inTx((tx, afterCommit) => cancelNotice(tx, ids[0] ?? '', stop(afterCommit)));
    await makeDue();
    await workers.sweepNow();
    await all(ids.slice(1), 'unknown');
    expect(await h.statuses(ids[0] ?? '')).toEqual({ cancelled: 1 });
    expect(textsOf('school_notice')).toHaveLength(1);
    await eventually(() => expect(h.platform.calls.some(({ outbound }) => outbound.kind === 'member_card')).toBe(true));
  });

  test('that certainly failed is made anew, with what there is by then', async () => {
    let answers = 0;
    h.platform.answer = (outbound) => {
      if (outbound.kind !== 'school_notice') return ACCEPTED;
      answers += 1;
      return answers === 1 ? { outcome: 'failed', failure: { kind: 'transient', code: 'busy' } } : ACCEPTED;
    };
    const workers = h.startWorkers();
    const ids = [await low(toFamily('r3', '甲'), '甲'), await low(toFamily('r3', '乙'), '乙')];
    h.clock.moveTo(EVENING);
    await workers.sweepNow();
    await untilCalled(ids);
    await inTx((tx, afterCommit) => cancelNotice(tx, ids[1] ?? '', stop(afterCommit)));
    await makeDue();
    await workers.sweepNow();
    await all(ids.slice(0, 1), 'accepted');
    expect(textsOf('school_notice')[1]).toBe('甲');
  });

  test('is one set for whoever comes after a crash in mid-call', async () => {
    let release = (): void => undefined;
    const hung = new Promise<void>((resolve) => {
      release = resolve;
    });
    let calls = 0;
    h.platform.answer = async (outbound) => {
      if (outbound.kind !== 'school_notice') return ACCEPTED;
      calls += 1;
      if (calls === 1) await hung;
      return calls === 1 ? { outcome: 'unknown', code: 'timeout' } : ACCEPTED;
    };
    const ids = [await low(toFamily('r4', '甲'), '甲'), await low(toFamily('r4', '乙'), '乙')];
    h.clock.moveTo(EVENING);
    const first = h.startWorkers();
    await first.sweepNow();
    await all(ids, 'sending');
    // The dead process holds nothing any more: its lease is over and its call began long ago.
    await sql`update deliveries set sending_since = sending_since - interval '1 minute' where status = 'sending'`.execute(
      h.db,
    );
    await sql`update lanes set lease_until = clock_timestamp() - interval '1 second'`.execute(h.db);
    const second = h.startWorkers();
    await second.sweepNow();
    await all(ids, 'accepted');
    release();
    await h.stopWorkers();
    const texts = textsOf('school_notice');
    expect(new Set(texts).size).toBe(1);
    expect(await h.statuses(ids[0] ?? '')).toEqual({ accepted: 1 });
  });

  test('ends as a question where the platform knows no repeats, and each sender decides for himself', async () => {
    const group = await addRobotGroup(h.db, h.staffId);
    h.platform.answer = (outbound) =>
      outbound.kind === 'robot_text' ? { outcome: 'unknown', code: 'timeout' } : ACCEPTED;
    const workers = h.startWorkers();
    const ids = [await low(toRobot(group, '甲'), '甲'), await low(toRobot(group, '乙'), '乙')];
    h.clock.moveTo(EVENING);
    await workers.sweepNow();
    await all(ids, 'unknown');
    expect(textsOf('robot_text')).toHaveLength(1);
  });
});

describe('by hand', () => {
  test('a mass task carries all of them to all groups, its receipts end every row', async () => {
    const workers = h.startWorkers();
    const groups = [toCustomerGroup('chatA', 'ownerL', '甲'), toCustomerGroup('chatB', 'ownerL', '甲')];
    const first = await h.confirm(groups, { isLow: true, title: '甲' });
    const second = await h.confirm(
      groups.map((group) => ({ ...group, body: '乙' })),
      { isLow: true, title: '乙' },
    );
    h.clock.moveTo(EVENING);
    await workers.sweepNow();
    await eventually(async () => expect(await h.statuses(second)).toEqual({ awaiting_member: 2 }));
    const tasks = h.platform.calls.flatMap(({ outbound }) => (outbound.kind === 'mass_task' ? [outbound] : []));
    expect(tasks).toMatchObject([{ chatIds: ['chatA', 'chatB'] }]);
    await eventually(() => expect(toMember('ownerL')[0]).toContain('《甲》《乙》'));
    const { rows } = await sql<{ platformRef: string }>`
      select platform_ref from deliveries where notice_id = ${first}`.execute(h.db);
    h.platform.receipts.set(rows[0]?.platformRef ?? '', [{ chatId: 'chatA', state: 'sent' }]);
    h.clock.moveTo(new Date(EVENING.getTime() + 120_000));
    await workers.sweepNow();
    for (const noticeId of [first, second]) {
      await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ sent: 1, awaiting_member: 1 }));
    }
    // Cancelled after the task was made: the task is taken back, the other notice comes alone.
    await inTx((tx, afterCommit) => cancelNotice(tx, first, stop(afterCommit)));
    await eventually(async () => expect(await h.statuses(first)).toEqual({ sent: 1, cancelled: 1 }));
    await eventually(() => expect(textsOf('mass_task')).toHaveLength(2));
    expect(textsOf('mass_task')[1]).toBe('乙');
    await eventually(async () => expect(await h.statuses(second)).toEqual({ sent: 1, awaiting_member: 1 }));
  });

  test('a relay is one message to paste and one 已发; a cancelled part calls it off and the rest comes anew', async () => {
    const workers = h.startWorkers();
    const ids = [await low(toRelay('群甲', 'relayL', '甲'), '甲'), await low(toRelay('群甲', 'relayL', '乙'), '乙')];
    h.clock.moveTo(EVENING);
    await workers.sweepNow();
    await all(ids, 'awaiting_member');
    await eventually(() => expect(toMember('relayL')).toHaveLength(2));
    expect(toMember('relayL')[1]).toContain('【2/2】乙');
    await inTx((tx, afterCommit) => cancelNotice(tx, ids[0] ?? '', stop(afterCommit)));
    await eventually(() => expect(toMember('relayL')).toHaveLength(5));
    expect(toMember('relayL')[2]).toContain('合在一起');
    expect(toMember('relayL')[4]).toBe('乙');
    await all(ids.slice(1), 'awaiting_member');

    const more = [await low(toRelay('群乙', 'relayM', '丙'), '丙'), await low(toRelay('群乙', 'relayM', '丁'), '丁')];
    h.clock.moveTo(new Date('2026-11-24T18:00:05+08:00'));
    await workers.sweepNow();
    await all(more, 'awaiting_member');
    const said = await inTx((tx) => markRelaySent(tx, { ownerUserId: 'relayM', now: h.clock.now() }));
    expect(said).toMatchObject({ kind: 'done', left: 0, relays: [{ title: '丙、丁' }] });
    await all(more, 'sent');
  });
});
