import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FactImportReport, importFacts } from '../../src/notice/facts/import-facts.ts';
import { createBatchWork, createNoticeCommands } from '../../src/notice/index.ts';
import { randomIds } from '../../src/shared/ids.ts';
import { openChat } from '../support/chat.ts';
import { MORNING, type NoticeWorld, openNoticeWorld } from '../support/notice-world.ts';

/** Facts come in by file, become private drafts, one per family, and go out when the counsellor confirms. */

let world: NoticeWorld;
let folder: string;

beforeEach(async () => {
  world = await openNoticeWorld();
  folder = await mkdtemp(join(tmpdir(), 'jiaxin-facts-'));
});
afterEach(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

async function importSheets(
  sheets: Readonly<Record<string, string>>,
  options: {
    readonly isDryRun?: boolean;
    readonly withMarks?: boolean;
    readonly now?: Date;
    readonly platform?: 'wecom' | 'dingtalk';
  } = {},
): Promise<FactImportReport> {
  const path = await mkdtemp(join(folder, 'file-'));
  for (const [name, text] of Object.entries(sheets)) await writeFile(join(path, `${name}.csv`), text);
  return importFacts(world.database.db, path, {
    isDryRun: options.isDryRun ?? false,
    withMarks: options.withMarks ?? false,
    source: '教务处',
    clock: { now: () => options.now ?? MORNING },
    ids: randomIds,
    platform: options.platform ?? 'wecom',
    library: world.dependencies.library,
    timeZone: 'Asia/Shanghai',
  });
}

function awards(...rows: readonly string[]): Record<string, string> {
  return { 奖项: ['学号,姓名,奖项,级别,日期', ...rows].join('\n') };
}

function rowOf(index: number, rest: string): string {
  const student = world.students[index];
  return `${student?.studentNo},${student?.name},${rest}`;
}

async function listMessages(): Promise<string[]> {
  const rows = await world.database.db.selectFrom('memberMessages').select('content').orderBy('seq').execute();
  return rows.map(({ content }) => (content as { text: string }).text);
}

test('an award becomes one private draft per family, and the counsellor hears of it once', async () => {
  const report = await importSheets(
    awards(
      rowOf(0, '全省导游服务技能大赛一等奖,省级,2026-10-08'),
      rowOf(1, '校级三好学生,校级,2026/10/8'),
      rowOf(1, '班级卫生标兵,班级,2026-10-08'),
    ),
  );
  expect(report).toMatchObject({
    ok: true,
    errors: [],
    changes: { added: 3, updated: 0, removed: 0, unchanged: 0 },
    drafts: { made: 2, dropped: 0, tasks: 0 },
  });
  const drafts = await world.database.db.selectFrom('notices').selectAll().execute();
  expect(drafts.map(({ status, audience, studentId }) => [status, audience, studentId]).sort()).toEqual(
    [world.students[0], world.students[1]].map((student) => ['draft', 'private', student?.studentId]).sort(),
  );
  expect(await listMessages()).toEqual([
    '奖项已导入（教务处 10月9日）：您的班里有 2 份校级以上的奖项。已备好 2 份私聊草稿，一家一份，还没有发。回复“看草稿”。',
  ]);
});

test('the same file again changes nothing, a corrected one replaces what was not sent', async () => {
  const file = awards(rowOf(0, '校级三好学生,校级,2026-10-08'));
  await importSheets(file);
  expect(await importSheets(file)).toMatchObject({
    changes: { added: 0, updated: 0, removed: 0, unchanged: 1 },
    drafts: { made: 0, dropped: 0 },
  });
  expect(await listMessages()).toHaveLength(1);
  const corrected = { 奖项: `学号,姓名,奖项,级别,日期,努力\n${rowOf(0, '校级三好学生,校级,2026-10-08,天天早起')}` };
  expect(await importSheets(corrected)).toMatchObject({ drafts: { made: 1, dropped: 1 } });
  const withdrawn = { 奖项: `学号,姓名,奖项,级别,日期,作废\n${rowOf(0, '校级三好学生,校级,2026-10-08,是')}` };
  expect(await importSheets(withdrawn)).toMatchObject({ changes: { removed: 1 }, drafts: { made: 0, dropped: 1 } });
  expect(await world.countNotices('draft')).toBe(0);
});

test('a corrected file also replaces what waits for a second person', async () => {
  const { db } = world.database;
  await importSheets(awards(rowOf(0, '校级三好学生,校级,2026-10-08')));
  const { noticeId } = await db
    .updateTable('notices')
    .set({ status: 'awaiting_approval' })
    .returning('noticeId')
    .executeTakeFirstOrThrow();
  const request = { requestId: randomIds.uuid(), noticeId, askedAt: MORNING, nextReminderAt: MORNING };
  await db.insertInto('approvalRequests').values(request).execute();
  const corrected = { 奖项: `学号,姓名,奖项,级别,日期,努力\n${rowOf(0, '校级三好学生,校级,2026-10-08,天天早起')}` };
  expect(await importSheets(corrected)).toMatchObject({ drafts: { made: 1, dropped: 1 } });
  const old = await db.selectFrom('notices').select('status').where('noticeId', '=', noticeId).executeTakeFirst();
  expect(old).toEqual({ status: 'dropped' });
  expect(await db.selectFrom('approvalRequests').select(['outcome', 'nextReminderAt']).execute()).toEqual([
    { outcome: 'dropped', nextReminderAt: null },
  ]);
  expect(await world.countNotices('draft')).toBe(1);
});

test('one wrong cell keeps the whole file out, and each is named by sheet, row and column', async () => {
  const report = await importSheets({
    奖项: [
      '学号,姓名,奖项,级别,日期',
      rowOf(0, '校级三好学生,校级,2026-10-08'),
      `${world.students[1]?.studentNo},张三丰,校级三好学生,校级,2026-10-08`,
      `999,某某,校级三好学生,校级,2026-10-08`,
      rowOf(2, '校级三好学生,最高级,那天'),
      rowOf(0, '校级三好学生,校级,2026-10-08'),
    ].join('\n'),
  });
  expect(report.ok).toBe(false);
  expect(report.errors.map(({ sheet, row, column, code }) => [sheet, row, column, code])).toEqual([
    ['奖项', 3, '姓名', 'name_differs'],
    ['奖项', 4, '学号', 'unknown_student'],
    ['奖项', 5, '级别', 'bad_value'],
    ['奖项', 5, '日期', 'bad_value'],
    ['奖项', 6, '', 'duplicate_fact'],
  ]);
  expect(await world.database.db.selectFrom('facts').selectAll().execute()).toEqual([]);
  expect(await world.countNotices('draft')).toBe(0);
});

test('a dry run says what would be and stores nothing', async () => {
  const report = await importSheets(awards(rowOf(0, '校级三好学生,校级,2026-10-08')), { isDryRun: true });
  expect(report).toMatchObject({ ok: true, changes: { added: 1 }, drafts: { made: 1 } });
  expect(await world.database.db.selectFrom('facts').selectAll().execute()).toEqual([]);
  expect(await listMessages()).toEqual([]);
});

test('看草稿 shows names and one text, and 确认 sends each family its own with its own code', async () => {
  await importSheets(
    awards(
      rowOf(0, '全省导游服务技能大赛一等奖,省级,2026-10-08'),
      rowOf(1, '校级三好学生,校级,2026-10-08'),
      rowOf(2, '校级三好学生,校级,2026-10-08'),
    ),
  );
  const chat = world.talk();
  const shown = await chat.say('看草稿');
  expect(shown.text).toContain('3 份');
  expect(shown.text).toContain('张三丰');
  expect(shown.text).toContain('李思远');
  expect(shown.text).toContain('全省导游服务技能大赛一等奖');
  // Nobody of 王小五's family may be contacted.
  expect(shown.text).toContain('其中 1 份现在不能发');
  expect(world.confirmed).toEqual([]);
  const sent = await chat.answer('全部确认', 'confirm');
  expect(sent.text).toContain('2 份已确认');
  expect(sent.text).toContain('王小五');
  expect(await world.countNotices('confirmed')).toBe(2);
  expect(await world.countNotices('draft')).toBe(1);
  const bodies = world.confirmed.map(({ planned }) => planned.map(({ body, studentId }) => [studentId, body]));
  expect(bodies).toHaveLength(2);
  for (const [index, own] of bodies.entries()) {
    expect(own).toHaveLength(1);
    expect(own[0]?.[1]).not.toContain(index === 0 ? '李思远' : '张三丰');
  }
  const rows = await world.database.db.selectFrom('notices').select('noticeCode').execute();
  expect(new Set(rows.map(({ noticeCode }) => noticeCode)).size).toBe(3);
  // A second press sends nothing.
  await chat.answer('全部确认', 'confirm');
  expect(world.confirmed).toHaveLength(2);
});

const MARKS = '学号,姓名,学期,课程,成绩,是否通过,补考安排';

test('failed courses are one draft a student, and go out only after the student was told', async () => {
  await importSheets({
    成绩: [
      MARKS,
      rowOf(0, '2026-2027-1,高等数学,52,,'),
      rowOf(0, '2026-2027-1,大学英语,48,否,'),
      rowOf(0, '2026-2027-1,体育,90,,'),
      rowOf(1, '2026-2027学年第一学期,高等数学,不及格,,下学期开学第二周补考'),
    ].join('\n'),
  });
  expect(await world.countNotices('draft')).toBe(2);
  const chat = world.talk();
  const asked = await chat.say('看草稿');
  expect(asked.text).toContain('都先谈过了吗');
  expect(asked.text).not.toContain('高等数学');
  const shown = await chat.answer('都谈过了', 'yes');
  expect(shown.text).toContain('大学英语、高等数学');
  expect(shown.text).not.toContain('体育');
  const sent = await chat.answer('全部确认', 'confirm');
  expect(sent.text).toContain('2 份已确认');
  const bodies = world.confirmed.flatMap(({ planned }) => planned.map(({ body }) => body));
  expect(bodies).toHaveLength(2);
  expect(bodies.filter((body) => body.includes('张三丰') && body.includes('李思远'))).toEqual([]);
  expect(bodies.every((body) => body.includes('教务处') && body.includes('2026年10月9日'))).toBe(true);
});

test('absence is told when it reaches a step, with one task, and not again below the next', async () => {
  const absences = (...rows: readonly string[]) => ({ 考勤: ['学号,姓名,日期,课程,课时', ...rows].join('\n') });
  const first = absences(rowOf(0, '2026-09-08,高等数学,4'), rowOf(0, '2026-09-15,高等数学,4'));
  expect(await importSheets(first)).toMatchObject({ drafts: { made: 0, tasks: 0 } });
  expect(await importSheets(absences(rowOf(0, '2026-09-22,高等数学,3')))).toMatchObject({
    drafts: { made: 1, dropped: 0, tasks: 1 },
  });
  // More hours below the next step correct the draft that was not sent, and make no second task.
  expect(await importSheets(absences(rowOf(0, '2026-09-23,大学英语,2')))).toMatchObject({
    drafts: { made: 1, dropped: 1, tasks: 0 },
  });
  const [draft] = await world.database.db.selectFrom('notices').selectAll().where('status', '=', 'draft').execute();
  expect(draft?.fields).toMatchObject({ hours: '13 课时', period: '2026年9月8日至2026年9月23日', step: '10' });
});

test('another counsellor sees nothing, and gets the drafts with the class', async () => {
  await importSheets(awards(rowOf(0, '校级三好学生,校级,2026-10-08')));
  const heir = await world.college.addStaff('李军', 'counsellor');
  expect((await world.talk(heir).say('看草稿')).text).toContain('没有待核对的草稿');
  await world.database.db.updateTable('classes').set({ counsellorId: heir.staffId }).execute();
  expect((await world.talk(heir).say('看草稿')).text).toContain('校级三好学生');
  expect((await world.talk().say('看草稿')).text).toContain('没有待核对的草稿');
});

test('a student who left takes the draft away', async () => {
  await importSheets(awards(rowOf(0, '校级三好学生,校级,2026-10-08')));
  await world.database.db.updateTable('students').set({ status: 'withdrawn' }).execute();
  expect((await world.talk().say('看草稿')).text).toContain('没有待核对的草稿');
  expect(await world.countNotices('dropped')).toBe(1);
});

test('after 14 days drafts are dropped and their counsellor hears of it once', async () => {
  await importSheets(awards(rowOf(0, '校级三好学生,校级,2026-10-08')));
  const { db } = world.database;
  const later = new Date(MORNING.getTime() + 14 * 86_400_000 + 1_000);
  const work = createBatchWork({
    db,
    wake: { wake: () => undefined },
    clock: { now: () => later },
    ids: randomIds,
    platform: 'wecom',
  });
  for (const laneKey of await work.findDueLanes()) await work.advance({ laneKey });
  expect(await work.findDueLanes()).toEqual([]);
  expect(await world.countNotices('dropped')).toBe(1);
  expect((await listMessages()).filter((text) => text.includes('放了 14 天'))).toHaveLength(1);
});

test('counsellors are told on the platform that was handed in', async () => {
  const { db } = world.database;
  const platform = 'dingtalk';
  await importSheets(awards(rowOf(0, '校级三好学生,校级,2026-10-08')), { platform });
  const later = new Date(MORNING.getTime() + 14 * 86_400_000 + 1_000);
  const work = createBatchWork({
    db,
    wake: { wake: () => undefined },
    clock: { now: () => later },
    ids: randomIds,
    platform,
  });
  for (const laneKey of await work.findDueLanes()) await work.advance({ laneKey });
  const rows = await db.selectFrom('memberMessages').select('platform').execute();
  expect(rows).toEqual([{ platform }, { platform }]);
});

test('a draft that an approver gave back stays for 14 days from then', async () => {
  await importSheets(awards(rowOf(0, '校级三好学生,校级,2026-10-08')));
  const { db } = world.database;
  const later = new Date(MORNING.getTime() + 15 * 86_400_000);
  await db
    .updateTable('notices')
    .set({ draftSince: new Date(later.getTime() - 86_400_000) })
    .execute();
  const work = createBatchWork({
    db,
    wake: { wake: () => undefined },
    clock: { now: () => later },
    ids: randomIds,
    platform: 'wecom',
  });
  expect(await work.findDueLanes()).toEqual([]);
  await work.advance({ laneKey: 'draft:expiry' });
  expect(await world.countNotices('draft')).toBe(1);
});

test('one at a time: next, change a field, drop, confirm', async () => {
  await importSheets(awards(rowOf(0, '校级三好学生,校级,2026-10-08'), rowOf(1, '校级三好学生,校级,2026-10-08')));
  const chat = world.talk();
  await chat.say('看草稿');
  expect((await chat.answer('一份一份看', 'one_by_one')).text).toContain('第 1 份，共 2 份');
  await chat.answer('改', 'edit');
  await chat.answer('努力', 'effort');
  const changed = await chat.answer('每天清晨练习讲解');
  expect(changed.text).toContain('每天清晨练习讲解');
  const next = await chat.answer('确认发送', 'confirm');
  expect(next.text).toContain('已确认');
  expect(world.confirmed).toHaveLength(1);
  expect((await chat.answer('不要这份', 'drop')).text).toContain('撤下');
  expect(await world.countNotices('dropped')).toBe(1);
  expect(await world.countNotices('draft')).toBe(0);
});

test('one at a time: words typed for one draft never send the next one, only its button or a look at it', async () => {
  await importSheets(awards(rowOf(0, '校级三好学生,校级,2026-10-08'), rowOf(1, '校级三好学生,校级,2026-10-08')));
  const chat = openChat({
    db: world.database.db,
    userId: `user-${world.college.counsellor.staffNo}`,
    specs: createNoticeCommands(world.dependencies),
  });
  await chat.say('看草稿');
  await chat.press('一份一份看');
  const lane = await chat.store({ kind: 'text', text: '确认' });
  await chat.store({ kind: 'text', text: '确认' });
  await chat.settle(lane);
  expect(world.confirmed).toHaveLength(1);
  for (const line of ['1', '确认发送', '确认']) await chat.say(line);
  expect(world.confirmed).toHaveLength(1);
  expect((await chat.say('再看一遍')).all).toContain('第 1 份，共 1 份');
  expect((await chat.say('确认')).all).toContain('已确认');
  expect(world.confirmed).toHaveLength(2);
});

test('GB18030 is read, a formula is an error by its cell', async () => {
  const path = await mkdtemp(join(folder, 'gb-'));
  const text = ['学号,姓名,奖项,级别,日期', rowOf(0, '校级三好学生,校级,2026-10-08')].join('\n');
  await writeFile(join(path, '奖项.csv'), iconv.encode(text, 'gb18030'));
  const options = {
    isDryRun: true,
    withMarks: false,
    source: undefined,
    clock: { now: () => MORNING },
    ids: randomIds,
    platform: 'wecom' as const,
    library: world.dependencies.library,
    timeZone: 'Asia/Shanghai',
  };
  expect(await importFacts(world.database.db, path, options)).toMatchObject({ ok: true, changes: { added: 1 } });

  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('成绩');
  sheet.addRow(['学号', '姓名', '学期', '课程', '成绩']);
  const student = world.students[0];
  sheet.addRow([student?.studentNo, student?.name, '2026-2027-1', '高等数学', { formula: '50+2', result: 52 }]);
  const file = join(folder, '成绩.xlsx');
  await workbook.xlsx.writeFile(file);
  const report = await importFacts(world.database.db, file, options);
  expect(report.errors.map(({ sheet: name, row, column, code }) => [name, row, column, code])).toEqual([
    ['成绩', 2, '成绩', 'formula'],
  ]);
});

test('看草稿 lists six batches in two steps; one is chosen by its name', async () => {
  await importSheets(awards(rowOf(0, '校级三好学生,校级,2026-10-08')));
  const { db } = world.database;
  const notice = await db.selectFrom('notices').selectAll().executeTakeFirstOrThrow();
  const batch = await db.selectFrom('draftBatches').selectAll().executeTakeFirstOrThrow();
  for (const [at, title] of ['考勤提醒', '学业预警', '资助告知', '考证提醒', '实习告知'].entries()) {
    const batchId = randomIds.uuid();
    const createdAt = new Date(batch.createdAt.getTime() + at + 1);
    await db
      .insertInto('draftBatches')
      .values({ ...batch, batchId, kind: title, createdAt })
      .execute();
    const copy = {
      ...notice,
      noticeId: randomIds.uuid(),
      noticeCode: `JX-0000000${at}`,
      batchId,
      title,
      subjectKey: title,
    };
    await db
      .insertInto('notices')
      .values({ ...copy, fields: JSON.stringify(copy.fields) } as never)
      .execute();
  }
  const chat = world.talk();
  const shown = await chat.say('看草稿');
  expect(shown.text).toContain('一共 6 批');
  expect(shown.question?.options.map(({ label }) => label.split(' ')[0])).toEqual([
    expect.any(String),
    '考勤提醒',
    '学业预警',
    '资助告知',
    '更多',
    '先放着',
  ]);
  const rest = await chat.answer('更多', 'more');
  expect(rest.question?.options.map(({ label }) => label.split(' ')[0])).toEqual([
    '考证提醒',
    '实习告知',
    '更多',
    '先放着',
  ]);
  expect((await chat.answer('学业预警')).text).toContain('学业预警');
});

test('an order for everybody whom a matter concerns leads to the drafts of that kind, or says how they come to be', async () => {
  const none = await world.talk().say('学期末给获奖的家长发喜报');
  expect(none.text).toContain('请管理员先把');
  expect(none.text).toContain('姓名');
  await importSheets(awards(rowOf(0, '校级三好学生,校级,2026-10-08'), rowOf(1, '校级三好学生,校级,2026-10-08')));
  for (const line of ['学期末给获奖的家长发喜报', '看草稿 喜报']) {
    const chat = world.talk();
    const shown = await chat.say(line);
    expect(shown.text).toContain('张三丰');
    expect(shown.question?.options.map(({ key }) => key)).toContain('one_by_one');
    expect((await chat.answer('一份一份看', 'one_by_one')).text).toContain('第 1 份，共 2 份');
  }
  const failed = await world.talk().say('给挂科的家长都发一下');
  expect(failed.text).toContain('现在没有备好的');
});
