import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { ShiftableClock } from '../shared/clock.ts';
import { randomIds } from '../shared/ids.ts';
import { Secret } from '../shared/secret.ts';
import { runRosterImport, runRosterTemplate } from './roster.cli.ts';

const options = {
  clock: new ShiftableClock(),
  ids: randomIds,
  secretKey: new Secret('x'.repeat(32)),
  webhookHosts: [],
};
let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'roster-cli-'));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, `${name}.csv`), text);
}

test('import: dry run, errors, the real one, again, and who is archived', async () => {
  await write({
    班级: '班级,学院,辅导员工号\n1班,学院,T1',
    教师: '工号,姓名,角色\nT1,刘敏,辅导员',
    学生: '学号,姓名,班级\n1,张三,1班\n2,李四,1班',
    家长: '学号,姓名,关系,手机\n1,李秀英,妈妈,19900000001',
  });
  const run = (isDryRun: boolean, isJson: boolean) =>
    runRosterImport(database.db, { path: folder, isDryRun, isJson }, options);
  const dry = await run(true, false);
  expect(dry.exitCode).toBe(0);
  expect(dry.stdout).toMatch(
    /什么都没有保存[\s\S]*新增 5，更新 0，归档 0，不变 0[\s\S]*【学生】新增 2[\s\S]*【学生】 第 3 行 “学号”列：李四 还没有登记家长/u,
  );
  const stored = await run(false, true);
  const report = JSON.parse(stored.stdout);
  expect(Object.keys(report)).toEqual(['ok', 'errors', 'warnings', 'changes']);
  expect(Object.keys(report.warnings[0])).toEqual(['sheet', 'row', 'column', 'code', 'message']);
  expect(report.changes).toEqual({ added: 5, updated: 0, archived: 0, unchanged: 0 });
  expect((await run(false, false)).stdout).toContain('什么都没有变');
  await write({ 学生: '学号,姓名,班级\n1,张三丰,1班' });
  expect((await run(true, false)).stdout).toMatch(/更新：张三丰 1\n\s+归档：李四 2/u);
  await write({ 学生: '学号,姓名,班级\n1,张三,9班' });
  const failed = await run(false, false);
  expect(failed.exitCode).toBe(1);
  expect(failed.stdout).toContain('【学生】 第 2 行 “班级”列：没有“9班”这个班');
});

test('template: writes a workbook, refuses another ending', async () => {
  const path = join(folder, 'new.xlsx');
  expect(await runRosterTemplate({ path })).toMatchObject({ exitCode: 0 });
  expect((await readFile(path)).subarray(0, 2).toString()).toBe('PK');
  expect(await runRosterTemplate({ path: join(folder, 'new.csv') })).toMatchObject({ exitCode: 1 });
  expect(await runRosterTemplate({ path: join(folder, 'missing', 'new.xlsx') })).toMatchObject({ exitCode: 1 });
});
