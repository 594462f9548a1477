import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StaffMember } from '../../src/command/index.ts';
import { createDeliveryCommands } from '../../src/delivery/index.ts';
import {
  createApprovalWork,
  createCampaignItems,
  createNoticeCommands,
  createScheduledRunPreparer,
  type NoticeDependencies,
  takeBackOwn,
  updateItem,
} from '../../src/notice/index.ts';
import { randomIds } from '../../src/shared/ids.ts';
import { type Chat, type ChatOptions, openChat } from '../support/chat.ts';
import { type NoticeWorld, openNoticeWorld } from '../support/notice-world.ts';

/**
 * A second person for what APPROVALS names, in real chats over a real database: 陈静 sends, 赵国强 and 钱玉 lead her college,
 * 马志远 sits in the office for student affairs.
 */
let world: NoticeWorld;
let chen: Chat;
let zhao: Chat;
let qian: Chat;
let ma: Chat;
let leaders: StaffMember[];
let office: StaffMember;
let sentBefore = 0;

/** What this test handed over to be sent. */
const sent = () => world.confirmed.slice(sentBefore);

const PRAISE = '私聊发给张三丰的母亲：张三丰这周课堂表现很好。';

const START = '2026-10-14T10:00:00+08:00';
const at = (text: string): Date => new Date(`${text}+08:00`);

function open(staff: StaffMember, approvals: readonly string[] = ['free', 'mass']): Chat {
  const dependencies: NoticeDependencies = { ...world.dependencies, approvals };
  const { db } = world.database;
  const specs = [...createNoticeCommands(dependencies), ...createDeliveryCommands(dependencies)];
  const takeBack: ChatOptions['takeBack'] = (context) =>
    takeBackOwn(context, { quietHours: '21:00-08:00', timeZone: 'Asia/Shanghai' });
  return openChat({ db, userId: `user-${staff.staffNo}`, specs, startAt: START, takeBack });
}

beforeAll(async () => {
  world = await openNoticeWorld();
  const { college } = world;
  await world.database.db.updateTable('guardians').set({ name: '李秀英' }).execute();
  leaders = [await college.addStaff('赵国强', 'college_leader'), await college.addStaff('钱玉', 'college_leader')];
  office = await college.addStaff('马志远', 'student_affairs');
  [zhao, qian, ma] = [leaders[0], leaders[1], office].map((staff) => open(staff as StaffMember)) as [Chat, Chat, Chat];
  chen = open(college.counsellor);
});
beforeEach(async () => {
  sentBefore = world.confirmed.length;
  const { db } = world.database;
  await db.deleteFrom('approvalRequests').execute();
  await db.updateTable('notices').set({ status: 'dropped' }).where('status', '!=', 'confirmed').execute();
  await db.deleteFrom('openQuestions').execute();
  await db.deleteFrom('memberMessages').execute();
  for (const chat of [chen, zhao, qian, ma]) chat.clock.moveTo(new Date(START));
});
afterAll(async () => world.close());

const submit = async (): Promise<string> => {
  const preview = await chen.say(PRAISE);
  expect(preview.all).toContain('确认后先请分管领导看');
  return (await chen.say('确认')).all;
};
const textsOf = async (staff: StaffMember): Promise<string> => {
  const rows = await world.database.db
    .selectFrom('memberMessages')
    .select('content')
    .where('memberId', '=', `user-${staff.staffNo}`)
    .orderBy('seq')
    .execute();
  return rows.map(({ content }) => JSON.stringify(content)).join('\n');
};
const audit = async () =>
  world.database.db
    .selectFrom('auditEntries')
    .select(['action', 'staffId'])
    .where('subjectKind', '=', 'notice')
    .execute();

describe('a notice that needs a second person', () => {
  test('waits; every leader is shown the exact words and whom they go to; one agrees and it goes out', async () => {
    const told = await submit();
    expect(told).toContain('还没有发');
    expect(told).toContain('赵国强、钱玉');
    expect(sent()).toEqual([]);
    expect(await world.countNotices('awaiting_approval')).toBe(1);
    const seen = await textsOf(leaders[0] as StaffMember);
    expect(seen).toContain('张三丰这周课堂表现很好');
    expect(seen).toContain('张三丰（旅管2203）的母亲');
    expect(seen).toMatch(/核实码 JX-[0-9A-Z]{8}/u);
    // One guardian was named, so that a later step goes to her alone.
    expect(seen).toContain('打电话、寄信把同样的内容告诉这位家长，不用再审');
    expect(await textsOf(leaders[1] as StaffMember)).toContain('张三丰这周课堂表现很好');
    expect((await ma.cards()).length).toBe(0);

    const done = await zhao.press('同意发送');
    expect(done.all).toContain('已经同意');
    expect(sent()).toHaveLength(1);
    expect(sent()[0]?.planned[0]?.body).toContain('张三丰这周课堂表现很好');
    expect(await textsOf(world.college.counsellor)).toContain('赵国强同意了');
    expect(await audit()).toContainEqual({ action: 'approve_notice', staffId: leaders[0]?.staffId });
  });

  test.each([
    ['given to the family', '私聊发给张三丰的家长：张三丰这周课堂表现很好。', true],
    ['given to each family', '给我带的所有班级的每位家长单独发通知：下周三下午开家长会。', true],
    ['given to groups', '给旅管2203家长群群发：下周三下午两点开家长会。', false],
  ])('what a yes covers of the next steps is said before it is given: %s', async (_name, line, isSaid) => {
    await chen.say(line);
    await chen.say('确认');
    const seen = await textsOf(leaders[0] as StaffMember);
    expect(seen).toContain('等您同意');
    expect(seen.includes('换这家的另一位家长告诉，不用再审')).toBe(isSaid);
  });

  test('the second of two approvers is told what the first did, also at the same moment', async () => {
    await submit();
    const [one, two] = await Promise.all([zhao.press('同意发送'), qian.press('同意发送')]);
    expect(sent()).toHaveLength(1);
    const late = [one.all, two.all].find((text) => text.includes('不用再审'));
    expect(late).toMatch(/(?:赵国强|钱玉)今天 10:00已经同意/u);
    expect((await qian.say('待我审批')).all).toContain('没有等您审批');
  });

  test('comes back with a word; the sender confirms it again or changes it', async () => {
    await submit();
    expect((await zhao.press('退回')).all).toContain('为什么退回');
    expect((await zhao.say('请写明是哪门课')).all).toContain('已退回给陈静');
    const back = (await chen.cards()).at(-1);
    expect(await textsOf(world.college.counsellor)).toContain('请写明是哪门课');
    expect(back?.buttons.map(({ label }) => label)).toEqual(['改', '再看一遍', '取消']);
    expect(sent()).toEqual([]);
    // The other leader hears what became of it.
    expect((await qian.press('同意发送')).all).toContain('已经退回');

    chen.clock.moveTo(at('2026-10-15T09:00:00'));
    expect((await chen.press('改')).all).toContain('改好的内容');
    const again = await chen.say('张三丰这周高数课堂表现很好。');
    expect(again.all).toContain('高数课堂表现');
    expect((await chen.say('确认')).all).toContain('还没有发');
    zhao.clock.moveTo(at('2026-10-15T10:00:00'));
    const list = await zhao.say('待我审批');
    expect(list.all).toContain('高数课堂表现');
    expect((await zhao.say('1')).all).toContain('没看懂这句回答');
    expect(sent()).toEqual([]);
    expect((await zhao.say('确认')).all).toContain('已经同意');
    expect(sent()).toHaveLength(1);
  });

  test('what was given back can be confirmed again as it is', async () => {
    await submit();
    await zhao.press('退回');
    await zhao.say('今天先别发');
    expect((await chen.press('再看一遍')).all).toContain('张三丰这周课堂表现很好');
    expect((await chen.say('确认')).all).toContain('还没有发');
    expect(await world.countNotices('awaiting_approval')).toBe(1);
  });

  test('words or targets that changed are shown to the approver before anything goes out', async () => {
    await submit();
    const { db } = world.database;
    await db
      .updateTable('guardians')
      .set({ wecomParentUserId: 'zhang-mother-2' })
      .where('wecomParentUserId', '=', 'zhang-mother')
      .execute();
    const old = (await zhao.cards()).at(-1);
    const shown = await zhao.press('同意发送');
    expect(shown.all).toContain('和刚才给您看的不一样');
    expect(sent()).toEqual([]);
    // The card of before agrees to nothing.
    if (old) expect((await zhao.pressOn(old, '同意发送')).all).toContain('和刚才给您看的不一样');
    await zhao.press('同意发送');
    expect(sent()[0]?.planned[0]?.platformTarget).toBe('zhang-mother-2');
    await db
      .updateTable('guardians')
      .set({ wecomParentUserId: 'zhang-mother' })
      .where('wecomParentUserId', '=', 'zhang-mother-2')
      .execute();
  });

  test('the sender takes it back; a second 确认 asks nobody twice', async () => {
    await submit();
    expect((await chen.say('待我审批')).all).toContain('您报上去、还在等别人审批的');
    expect((await chen.press('取消')).all).toContain('已取消');
    expect(await textsOf(leaders[0] as StaffMember)).toContain('不用审批了');
    expect((await zhao.press('同意发送')).all).toContain('自己取消了');
    expect(sent()).toEqual([]);
  });

  test('通知进展 names who can agree and since when; 停发 with its code and a bare 取消 take it back', async () => {
    const code = /JX-[A-Z0-9]{8}/u.exec(await submit())?.[0] ?? '';
    const status = await chen.say('上次的通知发得怎么样');
    expect(status.all).toContain(`${code}）还没有发：今天 10:00报上去，在等赵国强、钱玉审批`);
    expect((await chen.say(`通知 ${code} 发了吗`)).all).toContain('在等赵国强、钱玉审批');
    expect((await zhao.say(`停发 ${code}`)).all).toContain('没有找到');
    expect((await chen.say(`停发 ${code}`)).all).toContain('已经收回');
    expect(await textsOf(leaders[0] as StaffMember)).toContain('不用审批了');
    expect((await chen.say('取消')).all).toContain('没有等您回答的问题');

    await submit();
    expect((await chen.say('取消')).all).toContain('已经收回');
    expect((await zhao.press('同意发送')).all).toContain('自己取消了');
    expect(sent()).toEqual([]);
  });

  test('who may not decide learns nothing, not even by a forged button', async () => {
    await submit();
    const card = (await zhao.cards()).at(-1);
    const buttonKey = card?.buttons.find(({ label }) => label === '同意发送')?.key ?? '';
    expect(buttonKey).toMatch(/^p:approvals:agree:/u);
    const stranger = await world.college.addStaff('孙别', 'college_leader');
    const { db } = world.database;
    const collegeId = randomIds.uuid();
    await db
      .insertInto('colleges')
      .values({ collegeId, name: `别的学院${collegeId}` })
      .execute();
    await db.updateTable('staff').set({ collegeId }).where('staffId', '=', stranger.staffId).execute();
    for (const [chat, staff] of [
      [chen, world.college.counsellor],
      [ma, office],
      [open(stranger), stranger],
    ] as const) {
      expect((await chat.say('待我审批')).all).toContain('没有等您审批');
      const press = { kind: 'button', buttonKey, taskId: card?.taskId ?? '', responseCode: 'forged' } as const;
      await chat.settle(await chat.store(press));
      expect(await textsOf(staff)).toContain('不归您审批，或者已经不在了');
    }
    expect(sent()).toEqual([]);
    await db.updateTable('staff').set({ archivedAt: new Date() }).where('staffId', '=', stranger.staffId).execute();
  });

  test('a leader’s own notice goes to the office', async () => {
    const own = open(leaders[0] as StaffMember);
    await own.say(PRAISE);
    expect((await own.say('确认')).all).toContain('马志远');
    expect((await qian.say('待我审批')).all).toContain('没有等您审批');
    expect((await ma.press('同意发送')).all).toContain('已经同意');
    expect(sent()).toHaveLength(1);
  });

  test('nobody to approve: refused with what to do, and the draft stays', async () => {
    const { db } = world.database;
    const ids = leaders.map(({ staffId }) => staffId);
    await db.updateTable('staff').set({ wecomUserId: null }).where('staffId', 'in', ids).execute();
    await chen.say(PRAISE);
    expect((await chen.say('确认')).all).toContain('请管理员在名单的“教师”表里补上');
    expect(sent()).toEqual([]);
    for (const { staffId, staffNo } of leaders)
      await db
        .updateTable('staff')
        .set({ wecomUserId: `user-${staffNo}` })
        .where('staffId', '=', staffId)
        .execute();
    expect((await chen.say('确认')).all).toContain('还没有发');
    expect(await world.countNotices('awaiting_approval')).toBe(1);
  });

  test('an urgent one never waits: it says so, and the leaders are told', async () => {
    await chen.say(PRAISE);
    await world.database.db.updateTable('notices').set({ isUrgent: true }).where('status', '=', 'draft').execute();
    expect((await chen.say('确认')).all).toContain('没有等第二个人同意');
    expect(sent()).toHaveLength(1);
    expect(await textsOf(leaders[0] as StaffMember)).toContain('刚发出一条紧急通知');
    expect(await audit()).toContainEqual(expect.objectContaining({ action: 'notice_without_approval' }));
  });
});

test('mass is what goes to several classes; one class is not', async () => {
  const chat = open(world.college.counsellor, ['mass']);
  await chat.say('给旅管2203家长群群发：周五下午四点放假。');
  expect((await chat.say('确认')).all).toContain('已确认');
  await chat.say('给我带的所有班级的每位家长单独发通知：明天下午四点放假。');
  expect((await chat.say('确认')).all).toContain('还没有发');
  expect(sent()).toHaveLength(1);
});

test('unanswered: reminded once a day, three times, then the sender is told once', async () => {
  await submit();
  const work = createApprovalWork({
    db: world.database.db,
    wake: { wake: () => undefined },
    clock: chen.clock,
    ids: randomIds,
    platform: 'wecom',
    timeZone: 'Asia/Shanghai',
  });
  const count = async (staff: StaffMember, words: string): Promise<number> =>
    (await textsOf(staff)).split(words).length - 1;
  const [leader] = leaders as [StaffMember];
  expect(await work.findDueLanes()).toEqual([]);
  for (const [day, reminders] of [
    [15, 1],
    [16, 2],
    [17, 3],
    [18, 3],
    [19, 3],
  ] as const) {
    chen.clock.moveTo(at(`2026-10-${day}T10:${day}:00`));
    for (const laneKey of await work.findDueLanes()) await work.advance({ laneKey });
    for (const laneKey of await work.findDueLanes()) await work.advance({ laneKey });
    expect(await count(leader, '还有通知等您审批')).toBe(reminders);
  }
  expect(await count(world.college.counsellor, '提醒了 3 次')).toBe(1);
  expect(sent()).toEqual([]);
  zhao.clock.moveTo(at('2026-10-19T11:00:00'));
  expect((await zhao.press('看一看')).all).toContain('张三丰这周课堂表现很好');
  await zhao.press('同意发送');
  expect(sent()).toHaveLength(1);
});

test('each run of a schedule waits as well; given back, that run is over', async () => {
  const { db } = world.database;
  await chen.say('每周五下午5点给各班家长群发反诈');
  expect((await chen.say('确认')).all).toContain('已设好');
  const schedule = await db.selectFrom('schedules').selectAll().executeTakeFirstOrThrow();
  const prepare = createScheduledRunPreparer({ ...world.dependencies, approvals: ['fraud'] });
  const run = () =>
    db.transaction().execute((tx) =>
      prepare(tx, schedule, {
        now: chen.clock.now(),
        ids: randomIds,
        afterCommit: { wake: () => undefined },
        platform: 'wecom',
      }),
    );
  expect(await run()).toHaveProperty('noticeId');
  expect(sent()).toEqual([]);
  expect(await textsOf(leaders[0] as StaffMember)).toContain('请您审批：反诈');
  await zhao.press('退回');
  await zhao.say('这周不发');
  expect(await textsOf(world.college.counsellor)).toContain('这一次不发了');
  expect(await world.countNotices('awaiting_approval')).toBe(0);

  chen.clock.moveTo(at('2026-10-21T17:00:00'));
  await run();
  zhao.clock.moveTo(at('2026-10-21T17:05:00'));
  expect((await zhao.press('同意发送')).all).toContain('已经同意');
  expect(sent()).toHaveLength(1);
});

test('a run that waits is taken back when its schedule is stopped', async () => {
  const { db } = world.database;
  await chen.say('每周三下午4点给各班家长群发反诈');
  await chen.say('确认');
  const schedule = await db
    .selectFrom('schedules')
    .selectAll()
    .orderBy('createdAt', 'desc')
    .orderBy('number', 'desc')
    .executeTakeFirstOrThrow();
  const prepare = createScheduledRunPreparer({ ...world.dependencies, approvals: ['fraud'] });
  await db.transaction().execute((tx) =>
    prepare(tx, schedule, {
      now: chen.clock.now(),
      ids: randomIds,
      afterCommit: { wake: () => undefined },
      platform: 'wecom',
    }),
  );
  expect(await world.countNotices('awaiting_approval')).toBe(1);
  expect((await chen.say(`停止定时${schedule.number}`)).all).toContain('已停止');
  expect(await world.countNotices('awaiting_approval')).toBe(0);
  expect((await zhao.press('同意发送')).all).not.toContain('已经同意');
  expect(sent()).toEqual([]);
});

test('an item of a campaign is not called sent while it waits, fails when given back, and goes with the campaign', async () => {
  const { db } = world.database;
  const boss = leaders[0] as StaffMember;
  await zhao.say('宣教计划');
  await zhao.say('采用');
  const campaign = await db.selectFrom('campaigns').selectAll().executeTakeFirstOrThrow();
  const items = await db
    .selectFrom('campaignItems')
    .selectAll()
    .where('kind', '=', 'fraud')
    .orderBy('number')
    .limit(2)
    .execute();
  const prepare = createScheduledRunPreparer({ ...world.dependencies, approvals: ['fraud'] });
  const { run } = createCampaignItems(prepare, world.dependencies.library);
  const runItem = (item: (typeof items)[number]) =>
    db.transaction().execute(async (tx) => {
      const lent = { now: chen.clock.now(), ids: randomIds, afterCommit: { wake: () => undefined } };
      const outcome = await run(tx, campaign, item, { ...lent, platform: 'wecom' });
      if (outcome.status !== 'sent') throw new Error(outcome.status);
      await updateItem(tx, { itemId: item.itemId, from: ['planned'] }, { status: 'sent', noticeId: outcome.noticeId });
    });
  for (const item of items) await runItem(item);
  expect(campaign.staffId).toBe(boss.staffId);
  const shown = (await zhao.say('宣教计划')).all;
  expect(shown).toContain('已发 0 条');
  expect(shown).toContain('另有 2 条到时间了，还在等审批');
  await ma.press('退回');
  await ma.say('换个主题');
  const statuses = () =>
    db.selectFrom('campaignItems').select('status').where('noticeId', 'is not', null).orderBy('number').execute();
  expect((await statuses()).map(({ status }) => status).sort()).toEqual(['failed', 'sent']);
  await zhao.say('停止宣教计划');
  await zhao.press('停止计划');
  expect(await world.countNotices('awaiting_approval')).toBe(0);
  expect(sent()).toEqual([]);
});

test('what spans colleges goes to the office', async () => {
  const { db } = world.database;
  const collegeId = randomIds.uuid();
  await db
    .insertInto('colleges')
    .values({ collegeId, name: `信息学院${collegeId.slice(0, 4)}` })
    .execute();
  await db.updateTable('classes').set({ collegeId }).where('name', '=', '旅管2299').execute();
  const chat = open(world.college.counsellor, ['mass']);
  await chat.say('给我带的所有班级的每位家长单独发通知：明天上午十点停电。');
  expect((await chat.say('确认')).all).toContain('已经请马志远看了');
  expect(await textsOf(leaders[0] as StaffMember)).not.toContain('明天上午十点停电');
  expect((await ma.press('同意发送')).all).toContain('已经同意');
  await db.updateTable('classes').set({ collegeId: world.college.collegeId }).where('name', '=', '旅管2299').execute();
});

describe('待我审批 in words', () => {
  test('退回 with the word in the same line returns it with that word', async () => {
    await submit();
    expect((await zhao.say('待我审批')).all).toContain('请您审批');
    expect((await zhao.say('退回 语气再缓和一点')).all).toContain('已退回给陈静');
    expect(await textsOf(world.college.counsellor)).toContain('语气再缓和一点');
    expect(sent()).toEqual([]);
    // The question is answered: a second try is not taken for another decision.
    expect((await zhao.say('待我审批')).all).toContain('没有等您审批');
  });

  test('a second 确认 of the same moment agrees to nothing that was not read; 待我审批 goes on', async () => {
    await submit();
    await chen.say('私聊发给张三丰的母亲：张三丰早上的晨读一次没落。');
    await chen.say('确认');
    await zhao.say('待我审批');
    const lane = await zhao.store({ kind: 'text', text: '确认' });
    await zhao.store({ kind: 'text', text: '确认' });
    await zhao.settle(lane);
    expect(sent()).toHaveLength(1);
    // The next one is there to be read, and its button agrees to it.
    expect((await zhao.cards()).at(-1)?.buttons.map(({ label }) => label)).toContain('同意发送');
    expect(await textsOf(leaders[0] as StaffMember)).toContain('张三丰早上的晨读一次没落');
    expect((await zhao.say('待我审批')).all).toContain('张三丰早上的晨读一次没落');
    expect((await zhao.say('确认')).all).toContain('已经同意');
    expect(sent()).toHaveLength(2);
  });

  test.each(['退回来了吗', '不同意的话会怎么样', '不同意怎么办', '退回 会怎么样？', '驳回了吗'])(
    'a question returns nothing: %s',
    async (line) => {
      await submit();
      await zhao.say('待我审批');
      expect((await zhao.say(line)).all).not.toContain('已退回');
      expect(await world.countNotices('awaiting_approval')).toBe(1);
      expect(sent()).toEqual([]);
    },
  );

  test('同意 sends what was shown', async () => {
    await submit();
    await zhao.say('待我审批');
    expect((await zhao.say('同意')).all).toContain('已经同意');
    expect(sent()).toHaveLength(1);
  });

  test('asked again about the same notice nothing is said to be left aside', async () => {
    await submit();
    await zhao.say('待我审批');
    const again = (await zhao.say('待我审批')).all;
    expect(again).toContain('请您审批');
    expect(again).not.toContain('放到一边');
  });
});
