import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { StaffMember } from '../../src/command/index.ts';
import { createCampaignItems, createScheduledRunPreparer } from '../../src/notice/index.ts';
import { type DeliveryHarness, openDeliveryHarness } from '../support/delivery-harness.ts';
import { eventually } from '../support/eventually.ts';
import { MORNING, type NoticeWorld, openNoticeWorld } from '../support/notice-world.ts';

/** The campaign of a college: proposed, accepted, edited, stopped; run by the workers; what reached which group. */
let world: NoticeWorld;
let leader: StaffMember;

beforeAll(async () => {
  world = await openNoticeWorld();
  leader = await world.college.addStaff('周敏', 'college_leader');
});
beforeEach(async () => {
  const { db } = world.database;
  await db.deleteFrom('campaignItems').execute();
  await db.deleteFrom('campaigns').execute();
});
afterAll(async () => {
  await world.close();
});

async function accept(): Promise<void> {
  const talk = world.talk(leader);
  await talk.say('宣教计划');
  const accepted = await talk.answer('采用', 'accept');
  expect(accepted.text).toContain('已采用');
}

const items = () => world.database.db.selectFrom('campaignItems').selectAll().orderBy('number').execute();

test('a proposal is shown and stored only when it is accepted', async () => {
  const talk = world.talk(leader);
  const proposal = await talk.say('宣教计划');
  expect(proposal.text).toContain('反诈·');
  expect(proposal.text).toContain('裸贷');
  expect(await items()).toEqual([]);
  expect((await talk.answer('取消', 'cancel')).text).toContain('没有采用');
  expect(await items()).toEqual([]);
  await accept();
  const stored = await items();
  expect(stored.length).toBeGreaterThan(8);
  expect(new Set(stored.map(({ number }) => number)).size).toBe(stored.length);
  for (const { dueAt } of stored) expect(dueAt.getTime()).toBeGreaterThan(MORNING.getTime());
});

test('two leaders who accept at once make one campaign', async () => {
  const other = await world.college.addStaff('吴涛', 'college_leader');
  const talks = [world.talk(leader), world.talk(other)];
  for (const talk of talks) await talk.say('宣教计划');
  const replies = await Promise.all(talks.map((talk) => talk.answer('采用', 'accept')));
  expect(replies.map(({ text }) => text.includes('已采用')).sort()).toEqual([false, true]);
  const rows = await world.database.db.selectFrom('campaigns').selectAll().execute();
  expect(rows).toHaveLength(1);
});

test('before it is accepted a leader is told to look at the proposal first', async () => {
  expect((await world.talk(leader).say('计划1不要了')).text).toContain('先发“宣教计划”');
});

test('counsellors see the plan and cannot change it; before it is accepted they are told who can', async () => {
  const talk = world.talk();
  expect((await talk.say('宣教计划')).text).toContain('还没有定');
  await accept();
  expect((await talk.say('宣教计划')).text).toContain('1. ');
  expect((await talk.say('计划1不要了')).text).toContain('分管领导');
  expect((await talk.say('停止宣教计划')).text).toContain('分管领导');
  expect((await items()).every(({ status }) => status === 'planned')).toBe(true);
});

test('items are moved, changed, added and dropped; a plan that loses a theme says so', async () => {
  await accept();
  const talk = world.talk(leader);
  expect((await talk.say('计划1改到11月3日')).text).toContain('11月3日');
  expect((await talk.say('计划1改到2026年10月1日')).text).toContain('已经过去');
  expect((await talk.say('计划1改到9月1日')).text).toContain('已经过去');
  expect((await talk.say('计划1改到明年6月1日')).text).toContain('不在本学期');
  expect((await talk.say('计划999不要了')).text).toContain('没有“计划999”');
  const fraud = (await items()).find(({ topic }) => topic === 'brushing');
  expect((await talk.say(`计划${fraud?.number}换成征信`)).text).toContain('征信');
  expect((await items()).find(({ itemId }) => itemId === fraud?.itemId)?.topic).toBe('credit_repair');
  expect((await talk.say('计划加一条 12月8日 裸贷')).text).toContain('已加上');
  const nude = (await items()).filter(({ topic }) => topic === 'nude_loan');
  expect(nude).toHaveLength(2);
  const replies: string[] = [];
  for (const { number } of nude) replies.push((await talk.say(`计划${number}不要了`)).text);
  expect(replies[0]).not.toContain('注意');
  expect(replies[1]).toContain('裸贷');
  expect(replies[1]).toContain('注意');
});

test('a stopped campaign runs nothing more and a new one can be accepted', async () => {
  await accept();
  const talk = world.talk(leader);
  expect((await talk.say('停止宣教计划')).text).toContain('都不会发');
  expect((await talk.answer('停止计划', 'stop')).text).toContain('已停止');
  expect((await world.talk().say('宣教计划')).text).toContain('还没有定');
  await accept();
});

test('a leader of another college sees and changes only that college', async () => {
  await accept();
  const stranger = { ...leader, staffId: randomUUID(), collegeId: randomUUID() };
  expect((await world.talk(stranger).say('计划1不要了')).text).not.toContain('已去掉');
  expect((await items()).every(({ status }) => status === 'planned')).toBe(true);
});

test('coverage counts what stands in a group, by theme, and names who is missing', async () => {
  const { db } = world.database;
  const talk = world.talk();
  const before = await talk.say('反诈覆盖');
  expect(before.text).toContain('裸贷：0/1');
  expect(before.text).toContain('还没有：旅管2203家长群');
  expect(before.text).toContain('没有登记家长群的班（不算在内）：旅管2299');
  await talk.say('反诈发一条 裸贷的');
  await talk.answer('确认', 'confirm');
  expect((await talk.say('反诈覆盖')).text).toContain('裸贷：1/1');
  await db.updateTable('deliveries').set({ status: 'awaiting_member' }).execute();
  const waiting = await talk.say('反诈覆盖');
  expect(waiting.text).toContain('裸贷：0/1');
  expect(waiting.text).toContain('等群主发或结果未知：旅管2203家长群');
});

/** The workers, with the real preparer of runs, on a database with the delivery harness's college. */
async function withWorkers(run: (h: DeliveryHarness, campaignId: string) => Promise<void>): Promise<void> {
  const h = await openDeliveryHarness();
  try {
    const collegeId = randomUUID();
    await h.db.insertInto('colleges').values({ collegeId, name: '旅游学院' }).execute();
    await h.db
      .updateTable('staff')
      .set({ role: 'college_leader', collegeId })
      .where('staffId', '=', h.staffId)
      .execute();
    const classId = randomUUID();
    await h.db
      .insertInto('classes')
      .values({ classId, name: '旅管2203', collegeId, counsellorId: h.staffId })
      .execute();
    await h.db
      .insertInto('parentGroups')
      .values({ groupId: randomUUID(), classId, name: '旅管2203家长群', platform: 'wechat', ownerId: h.staffId })
      .execute();
    const campaignId = randomUUID();
    await h.db
      .insertInto('campaigns')
      .values({ campaignId, collegeId, term: '2026-2027-1', staffId: h.staffId, acceptedAt: h.clock.now() })
      .execute();
    await run(h, campaignId);
  } finally {
    await h.close();
  }
}

function addItem(h: DeliveryHarness, campaignId: string, item: { number: number; dueAt: Date; action?: 'remind' }) {
  const { number, dueAt, action = 'send' } = item;
  const what =
    action === 'send' ? { kind: 'fraud', topic: 'nude_loan' } : { kind: 'holiday', about: '2026-12-01/2026-12-03' };
  return h.db
    .insertInto('campaignItems')
    .values({ itemId: randomUUID(), campaignId, number, dueAt, action, season: 'own', ...what })
    .execute();
}

test('a due item is run once by three workers, a late one is skipped and told, a reminder becomes a task', async () => {
  await withWorkers(async (h, campaignId) => {
    const now = h.clock.now().getTime();
    await addItem(h, campaignId, { number: 1, dueAt: new Date(now - 1_000) });
    await addItem(h, campaignId, { number: 2, dueAt: new Date(now - 13 * 3_600_000) });
    await addItem(h, campaignId, { number: 3, dueAt: new Date(now - 500), action: 'remind' });
    await addItem(h, campaignId, { number: 4, dueAt: new Date(now + 86_400_000) });
    const prepareRun = createScheduledRunPreparer(noticeDependencies(h));
    const campaignItems = createCampaignItems(prepareRun, world.dependencies.library);
    for (let worker = 0; worker < 3; worker += 1) h.startWorkers({ prepareRun, campaignItems });
    const statuses = () => h.db.selectFrom('campaignItems').select(['number', 'status']).orderBy('number').execute();
    await eventually(async () =>
      expect((await statuses()).map(({ status }) => status)).toEqual(['sent', 'skipped', 'reminded', 'planned']),
    );
    const notices = await h.db.selectFrom('notices').select(['noticeId', 'topic', 'status']).execute();
    expect(notices).toEqual([{ noticeId: expect.any(String), topic: 'nude_loan', status: 'confirmed' }]);
    const told = () =>
      h.platform.calls.flatMap(({ outbound }) => (outbound.kind === 'member_text' ? [outbound.text] : []));
    await eventually(() => expect(told().join('\n')).toContain('宣教计划2'));
    expect(told().join('\n')).toContain('没有补发');
    const tasks = await h.db.selectFrom('tasks').select(['what', 'status']).execute();
    expect(tasks).toEqual([{ what: expect.stringContaining('放假通知'), status: 'open' }]);
  });
});

test('a leader who left or changed college sends nothing; the college is told', async () => {
  await withWorkers(async (h, campaignId) => {
    await addItem(h, campaignId, { number: 1, dueAt: new Date(h.clock.now().getTime() - 1_000) });
    await h.db.updateTable('staff').set({ role: 'counsellor' }).where('staffId', '=', h.staffId).execute();
    const prepareRun = createScheduledRunPreparer(noticeDependencies(h));
    h.startWorkers({ prepareRun, campaignItems: createCampaignItems(prepareRun, world.dependencies.library) });
    await eventually(async () =>
      expect(await h.db.selectFrom('campaignItems').select(['status', 'errorCode']).execute()).toEqual([
        { status: 'failed', errorCode: 'not_allowed' },
      ]),
    );
    expect(await h.db.selectFrom('notices').select('noticeId').execute()).toEqual([]);
  });
});

function noticeDependencies(h: DeliveryHarness) {
  const confirmDeliveries: typeof world.dependencies.confirmDeliveries = async () => undefined;
  return { ...world.dependencies, confirmDeliveries, timeZone: 'Asia/Shanghai', clock: h.clock };
}
