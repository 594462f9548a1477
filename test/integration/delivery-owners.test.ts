import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type MemberMessageDraft, queueMemberMessages } from '../../src/command/index.ts';
import type { Queryable } from '../../src/db/index.ts';
import {
  cancelNotice,
  describeSummary,
  markRelaySent,
  pauseSending,
  resumeSending,
  summariseNotice,
} from '../../src/delivery/index.ts';
import type { MassTaskReceipt } from '../../src/platform/port.ts';
import { type AfterCommit, inTransactionThenWake } from '../../src/queue/index.ts';
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
import { seedNoticeCollege } from '../support/notice-college.ts';
import { ACCEPTED } from '../support/scripted-platform.ts';

let h: DeliveryHarness;
let answerAll: DeliveryHarness['platform']['answer'];

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

const stop = (afterCommit: AfterCommit) => ({
  platform: 'wecom' as const,
  now: h.clock.now(),
  ids: randomIds,
  afterCommit,
});
const inTx = <T>(work: (tx: Queryable, afterCommit: AfterCommit) => Promise<T>): Promise<T> =>
  inTransactionThenWake(h.db, h.queue, work);
const textsTo = (memberId: string): string[] =>
  h.platform.calls.flatMap(({ outbound }) =>
    outbound.kind === 'member_text' && outbound.memberId === memberId ? [outbound.text] : [],
  );
const callsOf = (kind: string): unknown[] =>
  h.platform.calls.filter(({ outbound }) => outbound.kind === kind).map(({ outbound }) => outbound);
const minutesLater = (minutes: number): void => h.clock.moveTo(new Date(h.clock.now().getTime() + minutes * 60_000));

describe('a mass task', () => {
  test('of words for one family is its own, with the link of that family; a relay as well', async () => {
    const college = await seedNoticeCollege(h.db);
    const classId = await college.addClass('班');
    const [one, two] = [await college.addStudent('班', classId, '甲'), await college.addStudent('班', classId, '乙')];
    h.startWorkers();
    const noticeId = await h.confirm([
      { ...toCustomerGroup('own1', 'owner7'), studentId: one.studentId },
      { ...toCustomerGroup('own2', 'owner7'), studentId: two.studentId },
      { ...toRelay('own3', 'owner8', '您好'), targetKey: 'relay', studentId: one.studentId },
    ]);
    await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ awaiting_member: 3 }));
    const { rows } = await sql<{ deliveryId: string; channel: string }>`
      select delivery_id, channel from deliveries where notice_id = ${noticeId} order by seq`.execute(h.db);
    const [first = '', second = '', relayed = ''] = rows.map(
      ({ deliveryId }) => `您好\n确认收到、给老师回信请点：https://jiaxin.example.edu.cn/n/${deliveryId}`,
    );
    expect(callsOf('mass_task')).toEqual([
      expect.objectContaining({ chatIds: ['own1'], text: first }),
      expect.objectContaining({ chatIds: ['own2'], text: second }),
    ]);
    await eventually(() => expect(textsTo('owner8').join('\n')).toContain(relayed));
  });

  test('carries all groups of one owner, waits for the tap, and ends by its receipts', async () => {
    const workers = h.startWorkers();
    const groups = ['chat1', 'chat2', 'chat3'].map((chat) => toCustomerGroup(chat, 'owner1'));
    const noticeId = await h.confirm([...groups, toCustomerGroup('chat9', 'owner2')]);
    await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ awaiting_member: 4 }));
    expect(callsOf('mass_task')).toHaveLength(2);
    expect(callsOf('mass_task')).toContainEqual({
      kind: 'mass_task',
      ownerId: 'owner1',
      chatIds: ['chat1', 'chat2', 'chat3'],
      text: '您好',
    });
    await eventually(() => expect(textsTo('owner1')).toHaveLength(1));

    const { rows } = await sql<{ platformRef: string }>`
      select platform_ref from deliveries where notice_id = ${noticeId} and owner_user_id = 'owner1'`.execute(h.db);
    const receipts: MassTaskReceipt[] = [
      { chatId: 'chat1', state: 'sent' },
      { chatId: 'chat2', state: 'capped', code: 'capped' },
      { chatId: 'chat3', state: 'waiting' },
    ];
    h.platform.receipts.set(rows[0]?.platformRef ?? '', receipts);
    minutesLater(2);
    await eventually(async () =>
      expect(await h.statuses(noticeId)).toEqual({ sent: 1, capped: 1, awaiting_member: 2 }),
    );

    const summary = await summariseNotice(h.db, noticeId);
    expect(summary && describeSummary(summary, h.clock.now(), 'Asia/Shanghai')).toContain('chat3');

    // Three reminders at most, on later hours and days.
    const sixHoursLater = async (): Promise<void> => {
      minutesLater(6 * 60);
      await workers.sweepNow();
    };
    await eventually(async () => {
      await sixHoursLater();
      const { rows: reminded } = await sql<{ reminders: number }>`
        select reminders from deliveries where notice_id = ${noticeId} and target = 'chat3'`.execute(h.db);
      expect(reminded[0]?.reminders).toBe(3);
    });
    for (let more = 0; more < 8; more += 1) {
      await sixHoursLater();
      await pause(30);
    }
    const remindedRefs = h.platform.calls.flatMap(({ outbound }) =>
      outbound.kind === 'mass_task_remind' ? [outbound.taskRef] : [],
    );
    for (const ref of new Set(remindedRefs))
      expect(remindedRefs.filter((each) => each === ref).length).toBeLessThanOrEqual(3);
    await workers.stop();
  });

  test('is taken back by a pause, made anew after the resume, and taken back for good when cancelled', async () => {
    const workers = h.startWorkers();
    const staffId = await h.addStaff('teacher-pause');
    const noticeId = await h.confirm([toCustomerGroup('chatP', 'ownerP')], { staffId });
    await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ awaiting_member: 1 }));
    await inTx((tx, afterCommit) => pauseSending(tx, { staffId, by: staffId }, stop(afterCommit)));
    await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ queued: 1 }));
    expect(callsOf('mass_task_cancel')).toHaveLength(1);
    await inTx((tx, afterCommit) => resumeSending(tx, { staffId, by: staffId }, stop(afterCommit)));
    await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ awaiting_member: 1 }));
    expect(callsOf('mass_task')).toHaveLength(2);

    await inTx((tx, afterCommit) => cancelNotice(tx, noticeId, stop(afterCommit)));
    await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ cancelled: 1 }));
    expect(callsOf('mass_task_cancel')).toHaveLength(2);
    await workers.stop();
  });

  test('without an answer is unknown', async () => {
    h.platform.answer = (outbound) =>
      outbound.kind === 'mass_task' ? { outcome: 'unknown', code: 'timeout' } : ACCEPTED;
    const workers = h.startWorkers();
    const noticeId = await h.confirm([toCustomerGroup('chatU', 'ownerU')]);
    await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ unknown: 1 }));
    await eventually(() => expect(callsOf('member_card')).toHaveLength(1));
    await workers.stop();
  });
});

describe('a relay', () => {
  test('hands the words over as their own message, reminds, and ends with 已发', async () => {
    const workers = h.startWorkers();
    const noticeId = await h.confirm([toRelay('微信群A', 'Relay1'), toRelay('QQ群B', 'Relay1')]);
    await eventually(() => expect(textsTo('Relay1')).toHaveLength(2));
    expect(textsTo('Relay1')[0]).toContain('微信群A、QQ群B');
    expect(textsTo('Relay1')[1]).toBe('请转发');
    expect(await h.statuses(noticeId)).toEqual({ awaiting_member: 2 });

    minutesLater(4 * 60 + 1);
    await eventually(() => expect(textsTo('Relay1')).toHaveLength(3));

    const said = await inTx((tx) => markRelaySent(tx, { ownerUserId: 'relay1', now: h.clock.now() }));
    expect(said.kind).toBe('several');
    const all = await inTx((tx) => markRelaySent(tx, { ownerUserId: 'relay1', now: h.clock.now(), deliveryIds: [] }));
    expect(all).toMatchObject({ kind: 'done', left: 0 });
    expect(await h.statuses(noticeId)).toEqual({ sent: 2 });
    expect(await inTx((tx) => markRelaySent(tx, { ownerUserId: 'relay1', now: h.clock.now() }))).toEqual({
      kind: 'none',
    });
    await workers.stop();
  });

  test('is called off by a pause and handed over again after the resume', async () => {
    const workers = h.startWorkers();
    const staffId = await h.addStaff('teacher-relay');
    const noticeId = await h.confirm([toRelay('群R', 'relayR')], { staffId });
    await eventually(() => expect(textsTo('relayR')).toHaveLength(2));
    await inTx((tx, afterCommit) => pauseSending(tx, { staffId, by: staffId }, stop(afterCommit)));
    await eventually(() => expect(textsTo('relayR')).toHaveLength(3));
    expect(await h.statuses(noticeId)).toEqual({ queued: 1 });
    await inTx((tx, afterCommit) => resumeSending(tx, { staffId, by: staffId }, stop(afterCommit)));
    await eventually(() => expect(textsTo('relayR')).toHaveLength(5));
    await workers.stop();
  });
});

describe('a pause in mid-broadcast', () => {
  test('stops it from the next batch on, others go on, and the resume finishes it', async () => {
    h.platform.answer = async () => {
      await pause(30);
      return ACCEPTED;
    };
    const staffId = await h.addStaff('teacher-mid');
    const many = Array.from({ length: 200 }, (_, i) => toFamily(`mid-${i}`));
    const workers = h.startWorkers({ timings: { batchSize: 4 } });
    const noticeId = await h.confirm(many, { staffId });
    await eventually(() => expect(callsOf('school_notice').length).toBeGreaterThan(20), 60_000, 5);
    await inTx((tx, afterCommit) => pauseSending(tx, { staffId, by: staffId }, stop(afterCommit)));
    await eventually(async () => expect(await h.statuses(noticeId)).not.toHaveProperty('sending'));
    const before = await h.statuses(noticeId);
    expect(before.queued).toBeGreaterThan(50);

    const other = await h.confirm([toFamily('mid-199'), toFamily('other')]);
    await eventually(async () => expect(await h.statuses(other)).toEqual({ accepted: 2 }));
    expect(await h.statuses(noticeId)).toEqual(before);

    await inTx((tx, afterCommit) => resumeSending(tx, { staffId, by: staffId }, stop(afterCommit)));
    await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ accepted: 200 }));
    await workers.stop();
  });

  test('a cancelled notice does not go out, what was sent stays sent', async () => {
    const noticeId = await h.confirm([toFamily('c1'), toFamily('c2')]);
    const { cancelled } = await inTx((tx, afterCommit) => cancelNotice(tx, noticeId, stop(afterCommit)));
    expect(cancelled).toBe(2);
    const workers = h.startWorkers();
    const later = await h.confirm([toFamily('c1')]);
    await eventually(async () => expect(await h.statuses(later)).toEqual({ accepted: 1 }));
    expect(await h.statuses(noticeId)).toEqual({ cancelled: 2 });
    await workers.stop();
  });
});

describe('a robot', () => {
  test('keeps its pace and its order with two sets of workers', async () => {
    const groupId = await addRobotGroup(h.db, h.staffId);
    const timings = { robotPace: { limit: 4, windowMs: 600 }, sendTimeoutMs: 5_000 };
    const one = h.startWorkers({ timings });
    const two = h.startWorkers({ timings });
    const noticeIds: string[] = [];
    for (let i = 0; i < 12; i += 1) noticeIds.push(await h.confirm([toRobot(groupId, `${i}`)]));
    await eventually(() => expect(callsOf('robot_text')).toHaveLength(12));
    const calls = h.platform.calls.filter(({ outbound }) => outbound.kind === 'robot_text');
    expect(calls.map(({ outbound }) => outbound.kind === 'robot_text' && outbound.text)).toEqual(
      noticeIds.map((_, i) => `${i}`),
    );
    for (const last of calls) {
      const near = calls.filter(({ startedAt }) => startedAt <= last.startedAt && startedAt > last.startedAt - 598);
      expect(near.length).toBeLessThanOrEqual(4);
    }
    await eventually(async () => expect(await h.statuses(noticeIds[11] ?? '')).toEqual({ sent: 1 }));
    await one.stop();
    await two.stop();
  });
});

describe('what the bot says to staff', () => {
  const say = (memberId: string, drafts: readonly MemberMessageDraft[]) =>
    inTx((tx, afterCommit) =>
      queueMemberMessages(tx, { platform: 'wecom', memberId, now: h.clock.now(), ids: randomIds, afterCommit, drafts }),
    );

  test('arrives in order, long texts split, and joined when the pace is tight', async () => {
    const workers = h.startWorkers({ timings: { memberPaces: [{ limit: 12, windowMs: 60_000 }] } });
    const lines = Array.from({ length: 60 }, (_, i) => `第${i}条`);
    await say(
      'Member1',
      lines.map((text) => ({ kind: 'text' as const, text })),
    );
    await eventually(() => expect(textsTo('Member1').join('\n\n').split('\n\n')).toEqual(lines));
    expect(textsTo('Member1').length).toBeLessThanOrEqual(12);

    await say('Member2', [{ kind: 'text', text: '长'.repeat(1_500) }]);
    await eventually(() => expect(textsTo('Member2').join('')).toBe('长'.repeat(1_500)));
    expect(textsTo('Member2')).toHaveLength(3);
    await workers.stop();
  });

  test('is repeated with the same bytes when nobody knows whether it arrived', async () => {
    let calls = 0;
    h.platform.answer = () => {
      calls += 1;
      return calls === 1 ? { outcome: 'unknown', code: 'timeout' } : ACCEPTED;
    };
    const workers = h.startWorkers({ timings: { sendTimeoutMs: 2_000 } });
    await say('Member3', [{ kind: 'text', text: '一' }]);
    await eventually(() => expect(textsTo('Member3')).toHaveLength(1));
    await say('Member3', [{ kind: 'text', text: '二' }]);
    await eventually(() => expect(textsTo('Member3')).toEqual(['一', '一', '二']));
    await workers.stop();
  });

  test('to one who gets too much waits a minute, and the others do not', async () => {
    const answerMember: typeof h.platform.answer = (outbound) =>
      outbound.kind === 'member_text' && outbound.memberId === 'Member4'
        ? { outcome: 'failed', failure: { kind: 'rate', code: '45033' } }
        : ACCEPTED;
    h.platform.answer = answerMember;
    const workers = h.startWorkers();
    await say('Member4', [{ kind: 'text', text: '一' }]);
    const waitMs = async () => {
      const { rows } = await sql<{ waitMs: number | null }>`
        select extract(epoch from retry_at - clock_timestamp())::float8 * 1000 as wait_ms
        from member_messages where member_id = 'Member4' and status = 'queued'`.execute(h.db);
      return rows[0]?.waitMs ?? 0;
    };
    await eventually(async () => expect(await waitMs()).toBeGreaterThan(0));
    expect(await waitMs()).toBeLessThanOrEqual(60_000);
    await say('Member5', [{ kind: 'text', text: '二' }]);
    await eventually(() => expect(textsTo('Member5')).toEqual(['二']));
    await workers.stop();
  });
});
