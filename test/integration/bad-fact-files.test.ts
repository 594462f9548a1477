import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type FactImportReport, importFacts } from '../../src/notice/facts/import-facts.ts';
import { randomIds } from '../../src/shared/ids.ts';
import { MORNING, type NoticeWorld, openNoticeWorld } from '../support/notice-world.ts';
import { zipOf } from '../support/zip-of.ts';

/** Issue 4, "Bad input": whatever comes as a file of facts gets a clear answer and leaves nothing behind. */
let world: NoticeWorld;
let folder: string;

beforeAll(async () => {
  world = await openNoticeWorld();
  folder = await mkdtemp(join(tmpdir(), 'jiaxin-bad-facts-'));
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});
afterEach(async () => {
  await world.database.db.deleteFrom('facts').execute();
});

async function importFile(path: string): Promise<FactImportReport> {
  return importFacts(world.database.db, path, {
    isDryRun: false,
    withMarks: false,
    source: '教务处',
    clock: { now: () => MORNING },
    ids: randomIds,
    platform: 'wecom',
    library: world.dependencies.library,
    timeZone: 'Asia/Shanghai',
  });
}

async function nothingStored(): Promise<void> {
  const { db } = world.database;
  for (const table of ['facts', 'factImports', 'draftBatches', 'memberMessages'] as const)
    expect(await db.selectFrom(table).selectAll().execute(), table).toEqual([]);
  expect(await world.countNotices('draft')).toBe(0);
}

const HEADER = ['学号', '姓名', '学期', '课程', '成绩'];
const studentOf = (index: number): readonly [string, string] => {
  const student = world.students[index];
  return [student?.studentNo ?? '', student?.name ?? ''];
};
const markOf = (index: number): string[] => [...studentOf(index), '2026-2027-1', '高等数学', '52'];

async function writeSheet(path: string, title: string, rows: readonly (readonly unknown[])[]): Promise<string> {
  const workbook = new ExcelJS.Workbook();
  workbook.addWorksheet(title).addRows(rows.map((row) => [...row]));
  await workbook.xlsx.writeFile(path);
  return path;
}

const OLD_FORMAT = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4_096)]);

test.each<[string, string, () => Buffer, string]>([
  ['an empty file', '空.xlsx', () => Buffer.alloc(0), 'bad_file'],
  ['a workbook with a password, or an old .xls with a new name', '加密.xlsx', () => OLD_FORMAT, 'bad_file'],
  ['an old .xls', '旧.xls', () => OLD_FORMAT, 'bad_file'],
  ['a picture', '截图.png', () => Buffer.from('89504e47', 'hex'), 'bad_file'],
  ['a zip bomb', '炸弹.xlsx', () => zipOf(deflateRawSync(Buffer.alloc(260 * 1024 * 1024)), 10), 'too_large'],
])('%s', async (_name, fileName, bytes, code) => {
  const path = join(folder, fileName);
  await writeFile(path, bytes());
  const report = await importFile(path);
  expect(report.errors.map((error) => error.code)).toEqual([code]);
  expect(report.errors[0]?.message).toMatch(/。$/u);
  await nothingStored();
});

test.each<[string, readonly (() => readonly unknown[])[], readonly string[]]>([
  [
    'a column of names that slipped by one row: no family reads of another child',
    [() => [studentOf(0)[0], studentOf(1)[1], '2026-2027-1', '高等数学', '52']],
    ['2 姓名 name_differs'],
  ],
  [
    'a student number in scientific notation',
    [() => ['2.0221E+11', '张三丰', '2026-2027-1', '高等数学', '52']],
    ['2 学号 scientific_notation'],
  ],
  [
    'a student number with more digits than a spreadsheet keeps',
    [() => [2022010300000001, '张三丰', '2026-2027-1', '高等数学', '52']],
    ['2 学号 scientific_notation'],
  ],
  ['a student of nobody', [() => ['999', '某某', '2026-2027-1', '高等数学', '52']], ['2 学号 unknown_student']],
  [
    'a formula that would be a mark',
    [() => [...studentOf(0), '2026-2027-1', '高等数学', { formula: '50+2', result: 52 }]],
    ['2 成绩 formula'],
  ],
  [
    'one good row and one bad',
    [() => markOf(0), () => [...studentOf(1), '下学期', '高等数学', '52']],
    ['3 学期 bad_value'],
  ],
])('%s', async (_name, rows, errors) => {
  const path = await writeSheet(join(folder, '行.xlsx'), '成绩', [HEADER, ...rows.map((row) => row())]);
  const report = await importFile(path);
  expect(report.errors.map(({ row, column, code }) => `${row} ${column} ${code}`)).toEqual(errors);
  await nothingStored();
});

test('sheets with names that nobody knows are named, and nothing is taken from them', async () => {
  const path = await writeSheet(join(folder, '名称.xlsx'), 'Sheet1', [HEADER, markOf(0)]);
  const report = await importFile(path);
  expect(report.ok).toBe(false);
  expect([...report.errors, ...report.warnings].map(({ sheet }) => sheet)).toContain('Sheet1');
  await nothingStored();
});

test('an empty folder and an empty sheet say so', async () => {
  const empty = join(folder, '空文件夹');
  await mkdir(empty);
  expect((await importFile(empty)).errors.map(({ code }) => code)).toEqual(['no_sheet']);
  await writeFile(join(empty, '成绩.csv'), '');
  expect((await importFile(empty)).ok).toBe(false);
  await nothingStored();
});

test('a workbook with a macro is read as a table, and says that the macro was not run', async () => {
  const path = await writeSheet(join(folder, '宏.xlsm'), '成绩', [HEADER, markOf(0)]);
  const report = await importFile(path);
  expect(report).toMatchObject({ ok: true, changes: { added: 1 }, drafts: { made: 1 } });
  expect(report.warnings.map(({ code }) => code)).toEqual(['macro_ignored']);
});
