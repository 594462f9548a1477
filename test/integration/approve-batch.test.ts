import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StaffMember } from '../../src/command/index.ts';
import { importFacts } from '../../src/notice/facts/import-facts.ts';
import { createApprovalWork, createNoticeCommands, type NoticeDependencies } from '../../src/notice/index.ts';
import { randomIds } from '../../src/shared/ids.ts';
import { type Chat, openChat } from '../support/chat.ts';
import { type NoticeWorld, openNoticeWorld } from '../support/notice-world.ts';

/** Drafts made from facts whose kind APPROVALS names: 陈静 confirms three at once, 赵国强 and 钱玉 are asked once each. */
let world: NoticeWorld;
let folder: string;
let chen: Chat;
let zhao: Chat;
let qian: Chat;
let leaders: StaffMember[];
const START = '2026-10-14T10:00:00+08:00';

beforeEach(async () => {
  world = await openNoticeWorld();
  const { college } = world;
  folder = await mkdtemp(join(tmpdir(), 'jiaxin-approve-'));
  leaders = [await college.addStaff('赵国强', 'college_leader'), await college.addStaff('钱玉', 'college_leader')];
  const { classId } = await world.database.db
    .selectFrom('classes')
    .select('classId')
    .where('name', '=', '旅管2203')
    .executeTakeFirstOrThrow();
  const late = await college.addStudent('旅管2203', classId, '赵子轩');
  await college.addGuardian(late.studentId, { relation: '母亲', wecomParentUserId: 'zhao-mother' });
  const dependencies: NoticeDependencies = { ...world.dependencies, approvals: ['award'] };
  const open = (staffNo: string): Chat =>
    openChat({
      db: world.database.db,
      userId: `user-${staffNo}`,
      specs: createNoticeCommands(dependencies),
      startAt: START,
    });
  chen = open(college.counsellor.staffNo);
  [zhao, qian] = leaders.map(({ staffNo }) => open(staffNo)) as [Chat, Chat];
  const numbered = [...world.students.slice(0, 2), late].map(({ studentId, name }, index) => ({
    studentId,
    name,
    studentNo: `2022000${index + 1}`,
  }));
  for (const { studentId, studentNo } of numbered) {
    await world.database.db.updateTable('students').set({ studentNo }).where('studentId', '=', studentId).execute();
  }
  await importAwards(numbered);
  await chen.say('看草稿');
});
afterEach(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

async function importAwards(students: readonly { readonly studentNo: string; readonly name: string }[]): Promise<void> {
  const rows = students.map(({ studentNo, name }) => `${studentNo},${name},${name}的三好学生奖,校级,2026-10-08`);
  await writeFile(join(folder, '奖项.csv'), ['学号,姓名,奖项,级别,日期', ...rows].join('\n'));
  const report = await importFacts(world.database.db, folder, {
    isDryRun: false,
    withMarks: false,
    source: '教务处',
    clock: { now: () => new Date(START) },
    ids: randomIds,
    platform: 'wecom',
    library: world.dependencies.library,
    timeZone: 'Asia/Shanghai',
  });
  expect(report.drafts.made).toBe(students.length);
}

async function messagesOf(staff: StaffMember | undefined, words: string): Promise<number> {
  const rows = await world.database.db
    .selectFrom('memberMessages')
    .select('content')
    .where('memberId', '=', `user-${staff?.staffNo}`)
    .execute();
  return rows.filter(({ content }) => JSON.stringify(content).includes(words)).length;
}

const submit = async (): Promise<void> => {
  const told = await chen.press('全部确认');
  expect(told.all).toContain('3 份要先审批，已经送给赵国强、钱玉');
  expect(world.confirmed).toEqual([]);
  expect(await world.countNotices('awaiting_approval')).toBe(3);
};

test('the approver is asked once, sees every name and one text, and agrees to all', async () => {
  await submit();
  for (const leader of leaders) expect(await messagesOf(leader, '全部同意（3 份）')).toBe(1);
  const list = await zhao.say('待我审批');
  expect(list.all).toContain('有 1 条等您审批');
  expect(list.all).toContain('旅管2203：张三丰、李思远、赵子轩');
  expect(list.all).toContain('张三丰的三好学生奖');
  expect(list.all).not.toContain('李思远的三好学生奖');
  const done = await zhao.say('确认');
  expect(done.all).toContain('3 份已经同意');
  expect(world.confirmed).toHaveLength(3);
  expect(await world.countNotices('confirmed')).toBe(3);
  expect(await messagesOf(world.college.counsellor, '赵国强同意了')).toBe(1);
  expect((await qian.press('全部同意（3 份）')).all).toContain('赵国强今天 10:00已经同意');
  expect(world.confirmed).toHaveLength(3);
  const audit = await world.database.db.selectFrom('auditEntries').select('action').execute();
  expect(audit.filter(({ action }) => action === 'approve_notice')).toHaveLength(3);
});

test('two leaders agree at the same moment: each family gets one', async () => {
  await submit();
  const [one, two] = await Promise.all([zhao.press('全部同意（3 份）'), qian.press('全部同意（3 份）')]);
  expect([one.all, two.all].filter((text) => text.includes('3 份已经同意'))).toHaveLength(1);
  expect(world.confirmed).toHaveLength(3);
});

test('one after the other: one agreed to, one given back, the rest together; an old button agrees to nothing new', async () => {
  await submit();
  const whole = (await zhao.cards()).at(-1);
  const second = await zhao.press('看下一份');
  expect(second.all).toContain('李思远的三好学生奖');
  expect(second.all).not.toContain('张三丰的三好学生奖');
  expect((await zhao.press('同意发送')).all).toContain('已经同意');
  expect(world.confirmed).toHaveLength(1);
  // Two of the three that it showed are left: they are shown again.
  if (whole) expect((await zhao.pressOn(whole, '全部同意（3 份）')).all).toContain('和刚才给您看的不一样');
  expect(world.confirmed).toHaveLength(1);
  await zhao.press('看下一份');
  await zhao.press('退回');
  expect((await zhao.say('请写明是哪一级')).all).toContain('已退回给陈静');
  expect(await world.countNotices('draft')).toBe(1);
  expect((await zhao.say('待我审批')).all).toContain('张三丰的三好学生奖');
  expect((await zhao.say('确认')).all).toContain('已经同意');
  expect(world.confirmed).toHaveLength(2);
});

test('all given back with a word: they are drafts again, the sender hears of it once', async () => {
  await submit();
  expect((await zhao.press('全部退回')).all).toContain('为什么退回');
  expect((await zhao.say('请先和学生谈')).all).toContain('3 份已退回给陈静');
  expect(await messagesOf(world.college.counsellor, '请先和学生谈')).toBe(1);
  expect(await world.countNotices('draft')).toBe(3);
  expect((await qian.press('全部同意（3 份）')).all).toContain('已经退回');
  await chen.say('看草稿');
  await submit();
});

test('words that changed are shown to the approver before anything goes out', async () => {
  await submit();
  await world.database.db
    .updateTable('guardians')
    .set({ wecomParentUserId: 'zhang-mother-2' })
    .where('wecomParentUserId', '=', 'zhang-mother')
    .execute();
  expect((await zhao.press('全部同意（3 份）')).all).toContain('和刚才给您看的不一样');
  expect(world.confirmed).toEqual([]);
  await zhao.press('全部同意（3 份）');
  expect(world.confirmed).toHaveLength(3);
});

test('the sender takes all of them back; nobody decides any more', async () => {
  await submit();
  expect((await chen.say('待我审批')).all).toContain('3 份');
  expect((await chen.press('取消这 3 份')).all).toContain('3 份都取消了');
  expect(await messagesOf(leaders[0], '不用审批了')).toBe(1);
  expect((await zhao.press('全部同意（3 份）')).all).toContain('自己取消了');
  expect(await world.countNotices('dropped')).toBe(3);
});

test('who may not decide can do nothing with a forged button', async () => {
  await submit();
  const card = (await zhao.cards()).at(-1);
  for (const label of ['全部同意（3 份）', '看下一份', '全部退回']) {
    const buttonKey = card?.buttons.find((button) => button.label === label)?.key ?? '';
    const press = { kind: 'button', buttonKey, taskId: card?.taskId ?? '', responseCode: 'forged' } as const;
    await chen.settle(await chen.store(press));
  }
  expect(await messagesOf(world.college.counsellor, '不归您审批，或者已经不在了')).toBe(3);
  expect(world.confirmed).toEqual([]);
});

test('a batch that nobody answers is reminded of with one message a day', async () => {
  await submit();
  const work = createApprovalWork({
    db: world.database.db,
    wake: { wake: () => undefined },
    clock: chen.clock,
    ids: randomIds,
    platform: 'wecom',
    timeZone: 'Asia/Shanghai',
  });
  for (const day of [15, 16, 17, 18, 19]) {
    chen.clock.moveTo(new Date(`2026-10-${day}T10:${day}:05+08:00`));
    for (const laneKey of await work.findDueLanes()) await work.advance({ laneKey });
  }
  expect(await messagesOf(leaders[0], '3 份从今天')).toBe(0);
  expect(await messagesOf(leaders[0], '没有您的同意不会发')).toBe(3);
  expect(await messagesOf(world.college.counsellor, '提醒了 3 次')).toBe(1);
});
