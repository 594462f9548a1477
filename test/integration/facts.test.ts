import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FactImportReport, importFacts } from '../../src/notice/facts/import-facts.ts';
import { randomIds } from '../../src/shared/ids.ts';
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
  options: { readonly isDryRun?: boolean; readonly withMarks?: boolean; readonly now?: Date } = {},
): Promise<FactImportReport> {
  const path = await mkdtemp(join(folder, 'file-'));
  for (const [name, text] of Object.entries(sheets)) await writeFile(join(path, `${name}.csv`), text);
  return importFacts(world.database.db, path, {
    isDryRun: options.isDryRun ?? false,
    withMarks: options.withMarks ?? false,
    source: '教务处',
    clock: { now: () => options.now ?? MORNING },
    ids: randomIds,
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
