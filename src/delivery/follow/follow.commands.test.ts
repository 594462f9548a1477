import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FollowWorld, openFollowWorld } from '../../../test/support/follow-world.ts';
import type { IndexedStudent } from '../../language/index.ts';
import { hasDueDelivery } from '../call/claim.store.ts';
import { holdOrRelease } from '../lane/resting.store.ts';

let world: FollowWorld;
let zhang: IndexedStudent;
let li: IndexedStudent;
let wang: IndexedStudent;
beforeEach(async () => {
  world = await openFollowWorld();
  [zhang, li, wang] = world.students as [IndexedStudent, IndexedStudent, IndexedStudent];
});
afterEach(async () => {
  await world.close();
});

const later = (hours: number): void => {
  world.clock.at = new Date(world.clock.at.getTime() + hours * 3_600_000);
};

describe('没确认的有谁', () => {
  test('names families of one’s own classes that did not confirm, and how each was told', async () => {
    const noticeId = await world.send([zhang, li, wang]);
    await world.set(noticeId, zhang, { confirmedAt: world.clock.at });
    await world.set(noticeId, wang, { status: 'failed', errorCode: 'not_subscribed' });
    later(13);
    const reply = await world.say('没确认的有谁');
    expect(reply.text).toContain('3 家里 1 家点了“我已知悉”，还有 2 家没有');
    expect(reply.text).toContain('· 李四（软件2301）：学校通知，今天 10:00 送出');
    expect(reply.text).toContain('· 王五（软件2301）：没有送到，家长没有关注学校通知');
    expect(reply.text).not.toContain('张三');
    expect(reply.buttons?.map(({ key }) => key)).toEqual([noticeId]);
  });

  test('without a code earlier ones that wait are named with theirs; with it nothing is added', async () => {
    const older = await world.send([zhang]);
    later(24);
    const last = await world.send([li]);
    await world.set(last, li, { confirmedAt: world.clock.at });
    later(1);
    const rows = await world.database.db.selectFrom('notices').select(['noticeId', 'noticeCode']).execute();
    const codeOf = (id: string): string => rows.find(({ noticeId }) => noticeId === id)?.noticeCode ?? '';
    for (const line of ['没确认的有谁', '催一下', '上次的通知发得怎么样']) {
      expect((await world.say(line)).text).toContain(`（${codeOf(older)}）1 家`);
    }
    expect((await world.say(`${codeOf(last)} 没确认的有谁`)).text).not.toContain(codeOf(older));
    later(15 * 24);
    expect((await world.say('没确认的有谁')).text).not.toContain(codeOf(older));
  });

  test('nothing to a stranger, no names of another’s class, and a word for what has no confirmation', async () => {
    const noticeId = await world.send([zhang]);
    const [row] = await world.database.db.selectFrom('notices').selectAll().execute();
    const stranger = await world.college.addStaff('别人', 'counsellor');
    expect((await world.say(`${row?.noticeCode} 没确认的有谁`, stranger)).text).toContain('不是您发的');
    expect((await world.say('没确认的有谁', stranger)).text).toContain('还没有单独发给家长');
    expect((await world.press('unconfirmed', noticeId, stranger)).text).toContain('不是您发的');
    expect((await world.press('unconfirmed', 'x')).text).toContain('没有找到');
    await world.database.db.updateTable('notices').set({ audience: 'group' }).execute();
    expect((await world.say(`${row?.noticeCode} 没确认的有谁`)).text).toContain('发到群里');
    await world.database.db.updateTable('notices').set({ audience: 'private' }).execute();
    await world.database.db.updateTable('classes').set({ counsellorId: stranger.staffId }).execute();
    expect((await world.say('没确认的有谁')).text).not.toContain('张三');
  });

  test('says so when all did, and the status counts them', async () => {
    const noticeId = await world.send([zhang, li]);
    expect((await world.say('上次的通知发得怎么样')).text).toContain('2 家里有 0 家点了“我已知悉”');
    for (const student of [zhang, li]) await world.set(noticeId, student, { confirmedAt: world.clock.at });
    expect((await world.say('没确认的有谁')).text).toContain('2 家都点了');
    expect((await world.say('上次的通知发得怎么样')).text).toContain('2 家都点了');
  });
});

describe('催一下', () => {
  test('waits twelve hours after the notice and after a reminder, and says until when', async () => {
    await world.send([zhang]);
    later(1);
    const early = await world.say('催一下');
    expect(early.text).toContain('今天 22:00 以后可以催');
    expect(early.question).toBeUndefined();
    later(23);
    await world.say('催一下');
    await world.answer('confirm');
    await world.database.db.updateTable('deliveries').set({ status: 'accepted' }).execute();
    expect((await world.say('催一下')).text).toContain('今天 22:00 以后可以催');
  });

  test('shows words and names first, then reminds only those, with the page of the first delivery', async () => {
    const noticeId = await world.send([zhang, li, wang]);
    await world.set(noticeId, zhang, { confirmedAt: world.clock.at });
    await world.set(noticeId, wang, { status: 'failed', errorCode: 'not_subscribed' });
    later(23);
    const shown = await world.say('催一下');
    expect(shown.text).toContain('要催 1 家：李四（软件2301）');
    expect(shown.text).toContain('李四家长您好：学校昨天发给您家的《喜报》');
    expect(shown.text).toContain('核实码 JX-');
    expect(await world.rows(noticeId)).toHaveLength(3);
    expect((await world.answer('confirm')).text).toContain('提醒发给 1 家');
    const rows = await world.rows(noticeId);
    expect(rows).toHaveLength(4);
    const first = rows.find(({ studentId, rung }) => studentId === li.studentId && rung === 'first');
    expect(rows.at(-1)).toMatchObject({
      studentId: li.studentId,
      rung: 'reminder_1',
      follows: first?.deliveryId,
      status: 'queued',
      channel: 'wecom_school_notice',
      platformTarget: first?.platformTarget,
    });
    expect((await world.say('上次的通知发得怎么样')).text).toContain('共 3 个发送对象');
  });

  test('twice a family and not a third time; a reminder under way is not followed by another', async () => {
    const noticeId = await world.send([zhang]);
    const { db } = world.database;
    for (const round of [1, 2]) {
      later(24);
      expect((await world.press('unconfirmed', noticeId)).question).toBeDefined();
      expect((await world.answer('confirm')).text).toContain('提醒发给 1 家');
      expect((await world.say('催一下')).text).toContain('没有可以催的');
      await db.updateTable('deliveries').set({ status: 'accepted' }).where('rung', '=', `reminder_${round}`).execute();
    }
    expect((await world.say('催一下')).text).toContain('没有可以催的');
    expect(await world.rows(noticeId)).toHaveLength(3);
  });

  test('who confirms between the question and 确认 is left out; 取消 and a stopped notice remind nobody', async () => {
    const noticeId = await world.send([zhang, li]);
    later(13);
    await world.say('催一下');
    expect((await world.answer('cancel')).text).toContain('不催');
    await world.say('催一下');
    await world.set(noticeId, zhang, { confirmedAt: world.clock.at });
    await world.answer('confirm');
    expect((await world.rows(noticeId)).slice(2).map(({ studentId }) => studentId)).toEqual([li.studentId]);
    later(13);
    const other = await world.send([wang]);
    await world.set(other, wang, { status: 'cancelled' });
    expect((await world.say('催一下')).text).toContain('没有可以催的');
  });

  test('of an urgent notice waits as well, also when it was queued before the night; an urgent notice passes it', async () => {
    const { db } = world.database;
    const noticeId = await world.send([zhang]);
    await db.updateTable('notices').set({ isUrgent: true }).execute();
    await world.set(noticeId, zhang, { sentAt: new Date('2026-10-09T00:00:00Z') });
    world.clock.at = new Date('2026-10-09T12:59:00Z');
    await world.say('催一下');
    await world.answer('confirm');
    const laneKey = String((await world.rows(noticeId)).at(-1)?.laneKey);
    const until = new Date('2026-10-10T00:00:00Z');
    await holdOrRelease(db, laneKey, until, world.clock.at);
    expect((await world.rows(noticeId)).at(-1)).toMatchObject({ rung: 'reminder_1', status: 'waiting_quiet_hours' });
    await holdOrRelease(db, laneKey, null, until);
    await db.updateTable('deliveries').set({ status: 'accepted' }).where('rung', '=', 'reminder_1').execute();
    world.clock.at = new Date('2026-10-10T19:00:00Z');
    expect((await world.say('催一下')).text).toContain('免打扰时段');
    expect((await world.answer('confirm')).text).toContain('08:00 提醒 1 家');
    expect((await world.rows(noticeId)).at(-1)).toMatchObject({ rung: 'reminder_2', status: 'waiting_quiet_hours' });
    const urgent = await world.send([zhang]);
    await db.updateTable('notices').set({ isUrgent: true }).execute();
    await world.set(urgent, zhang, { status: 'queued', sentAt: null });
    expect(await hasDueDelivery(db, laneKey)).toBe(true);
  });

  test('says that nothing goes out while sending is paused', async () => {
    await world.send([zhang]);
    later(23);
    await world.say('暂停发送');
    await world.say('催一下');
    expect((await world.answer('confirm')).text).toContain('还没有发出去。您暂停了发送');
  });

  test('reminds nobody of a notice that was stopped when it was out, and no family whose student left', async () => {
    const { db } = world.database;
    const noticeId = await world.send([zhang]);
    later(24);
    await world.say('催一下');
    await world.press('stop_notice', noticeId);
    await world.answer('confirm');
    expect((await world.say('催一下')).text).toContain('没有可以催的');
    expect((await world.say('没确认的有谁')).text).toContain('张三');
    await world.send([li]);
    later(24);
    await db.updateTable('students').set({ status: 'withdrawn' }).where('studentId', '=', li.studentId).execute();
    expect((await world.say('催一下')).text).toContain('没有可以催的');
  });

  test('inside quiet hours it waits for their end', async () => {
    const noticeId = await world.send([zhang]);
    world.clock.at = new Date('2026-10-09T14:30:00Z');
    expect((await world.say('催一下')).text).toContain('免打扰时段');
    expect((await world.answer('confirm')).text).toContain('明天 08:00 提醒 1 家');
    expect((await world.rows(noticeId)).at(-1)).toMatchObject({ status: 'waiting_quiet_hours' });
  });
});
