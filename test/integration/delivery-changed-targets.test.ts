import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inTransaction } from '../../src/db/index.ts';
import { failChanged } from '../../src/delivery/call/target-change.store.ts';
import type { PlannedDelivery } from '../../src/notice/index.ts';
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
import { type NoticeCollege, seedNoticeCollege } from '../support/notice-college.ts';

/** The roster changes between the confirmation and the call. */
let h: DeliveryHarness;
let college: NoticeCollege;
let classId: string;

beforeAll(async () => {
  h = await openDeliveryHarness();
  college = await seedNoticeCollege(h.db);
  classId = await college.addClass('导游2301');
});
beforeEach(async () => {
  await h.stopWorkers();
  h.platform.calls.length = 0;
  h.clock.moveTo(MORNING);
});
afterAll(async () => {
  await h.close();
});

const NIGHT = new Date('2026-11-23T22:30:00+08:00');
const NEXT_MORNING = new Date('2026-11-24T08:00:00+08:00');

async function addFamily(): Promise<{ guardianId: string; studentId: string; planned: PlannedDelivery }> {
  const parent = `parent-${randomUUID()}`;
  const { studentId } = await college.addStudent('导游2301', classId, '李小明');
  const guardianId = await college.addGuardian(studentId, { wecomParentUserId: parent });
  return { guardianId, studentId, planned: { ...toFamily(parent), guardianId, studentId } };
}

const change = (guardianId: string, values: object): Promise<unknown> =>
  h.db.updateTable('guardians').set(values).where('guardianId', '=', guardianId).execute();

const codesOf = async (noticeId: string): Promise<unknown> =>
  h.db
    .selectFrom('deliveries')
    .select(['status', 'errorCode', 'attempts'])
    .where('noticeId', '=', noticeId)
    .orderBy('seq')
    .execute();

const callsOf = (kind: string): unknown[] =>
  h.platform.calls.map(({ outbound }) => outbound).filter((outbound) => outbound.kind === kind);

/** What the sender was told of a notice with this title; the bot may still have something of another test to say. */
const told = (title: string): string[] =>
  h.platform.calls.flatMap(({ outbound }) =>
    outbound.kind === 'member_text' && outbound.text.includes(`《${title}》`) && outbound.text.includes('没有发')
      ? [outbound.text]
      : [],
  );

const failedWith = (errorCode: string): object => ({ status: 'failed', errorCode, attempts: 0 });

describe('a guardian', () => {
  test.each<[string, object, boolean]>([
    ['不联系', { doNotContactReason: '家长要求' }, false],
    ['仅紧急联系', { isEmergencyOnly: true }, false],
    ['不联系, and the notice is urgent', { isEmergencyOnly: true, doNotContactReason: '家长要求' }, true],
    ['archived', { archivedAt: MORNING }, false],
    ['with another account', { wecomParentUserId: 'somebody-else' }, false],
    ['without an account', { wecomParentUserId: null }, false],
  ])('who is %s since the confirmation gets nothing', async (_name, values, isUrgent) => {
    const [gone, stays] = [await addFamily(), await addFamily()];
    const title = `测试${randomUUID()}`;
    const noticeId = await h.confirm([gone.planned, stays.planned], { isUrgent, title });
    await change(gone.guardianId, values);
    h.startWorkers();
    await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ failed: 1, accepted: 1 }));
    expect(await codesOf(noticeId)).toContainEqual(failedWith('guardian_changed'));
    expect(callsOf('school_notice')).toEqual([
      expect.objectContaining({ guardianUserIds: [stays.planned.platformTarget] }),
    ]);
    await eventually(() =>
      expect(told(title)).toEqual([`《${title}》有 1 户没有发：家长的联系方式在您确认之后改了，请看“通知进展”`]),
    );
  });

  test('who is 仅紧急联系 since the confirmation gets an urgent notice all the same', async () => {
    const { guardianId, planned } = await addFamily();
    const noticeId = await h.confirm([planned], { isUrgent: true });
    await change(guardianId, { isEmergencyOnly: true });
    h.startWorkers();
    await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ accepted: 1 }));
  });

  test('of the same account in other letters gets it', async () => {
    const { guardianId, planned } = await addFamily();
    const noticeId = await h.confirm([planned]);
    await change(guardianId, { wecomParentUserId: (planned.platformTarget ?? '').toUpperCase() });
    h.startWorkers();
    await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ accepted: 1 }));
  });

  test('many of a night’s notice, in all lanes, are told in one message', async () => {
    const families = await Promise.all(Array.from({ length: 60 }, addFamily));
    h.clock.moveTo(NIGHT);
    const title = `夜里${randomUUID()}`;
    const noticeId = await h.confirm(
      families.map(({ planned }) => planned),
      { title },
    );
    for (const { guardianId } of families.slice(0, 50)) await change(guardianId, { doNotContactReason: '家长要求' });
    h.startWorkers();
    expect(await h.statuses(noticeId)).toEqual({ waiting_quiet_hours: 60 });
    h.clock.moveTo(NEXT_MORNING);
    await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ failed: 50, accepted: 10 }));
    await eventually(() => expect(told(title)).toHaveLength(1));
    expect(told(title)[0]).toContain('有 50 户没有发');
    expect(callsOf('school_notice')).toHaveLength(10);
  });
});

// Lanes that come to a notice in the same moment must not share its families out, with a message for each share.
test('however many lanes end what changed in a notice, one of them does it for all', async () => {
  const families = await Promise.all(Array.from({ length: 40 }, addFamily));
  const noticeIds: string[] = [];
  for (let i = 0; i < 10; i += 1) noticeIds.push(await h.confirm(families.map(({ planned }) => planned)));
  for (const { guardianId } of families) await change(guardianId, { doNotContactReason: '家长要求' });
  for (const noticeId of noticeIds) {
    const lanes = Array.from({ length: 8 }, () => inTransaction(h.db, (tx) => failChanged(tx, [noticeId])));
    expect((await Promise.all(lanes)).flat()).toEqual([{ noticeId, guardians: 40, groups: 0 }]);
  }
});

describe('a group', () => {
  test.each<[string, object]>([
    ['archived', { archivedAt: MORNING }],
    ['with another webhook', { webhookSealed: 'http://hook/another' }],
  ])('of a robot that is %s since the confirmation gets nothing', async (_name, values) => {
    const groupId = await addRobotGroup(h.db, h.staffId);
    const title = `机器人${randomUUID()}`;
    const noticeId = await h.confirm([toRobot(groupId)], { title });
    await h.db.updateTable('parentGroups').set(values).where('groupId', '=', groupId).execute();
    h.startWorkers();
    await eventually(async () => expect(await codesOf(noticeId)).toEqual([failedWith('group_changed')]));
    expect(callsOf('robot_text')).toEqual([]);
    await eventually(() => expect(told(title)).toEqual([expect.stringContaining('有 1 个群没有发')]));
  });

  test('of an owner whose chat is another one gets no task; a relay of an archived one is not handed over', async () => {
    const chatId = `chat-${randomUUID()}`;
    const [chat, relay] = [
      await college.addGroup({ classId }, { chatId, webhookSealed: null }),
      await college.addGroup({ classId }, { platform: 'wechat', chatId: null, webhookSealed: null }),
    ];
    const title = `群${randomUUID()}`;
    const noticeId = await h.confirm(
      [
        { ...toCustomerGroup(chatId, 'teacher1'), groupId: chat },
        { ...toRelay('微信群', 'teacher1'), groupId: relay },
      ],
      { title },
    );
    await h.db.updateTable('parentGroups').set({ chatId: 'another' }).where('groupId', '=', chat).execute();
    await h.db.updateTable('parentGroups').set({ archivedAt: MORNING }).where('groupId', '=', relay).execute();
    h.startWorkers();
    const failed = failedWith('group_changed');
    await eventually(async () => expect(await codesOf(noticeId)).toEqual([failed, failed]));
    await eventually(() => expect(told(title)).toEqual([expect.stringContaining('有 2 个群没有发')]));
    expect(callsOf('mass_task')).toEqual([]);
  });

  test('of a family in which nobody may be contacted any more gets nothing', async () => {
    const { guardianId, studentId } = await addFamily();
    const groupId = await college.addGroup({ studentId }, { platform: 'wechat', chatId: null, webhookSealed: null });
    const noticeId = await h.confirm([{ ...toRelay('一家人', 'teacher1'), groupId, studentId }]);
    await change(guardianId, { isEmergencyOnly: true });
    h.startWorkers();
    await eventually(async () => expect(await codesOf(noticeId)).toEqual([failedWith('guardian_changed')]));
  });
});
