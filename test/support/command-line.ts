import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandResult } from '../../src/cli/command.ts';
import { runCommandLine } from '../../src/cli/run.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

/** Friday, 9 October 2026, 10:00 in Shanghai. */
export const CLOCK_START = '2026-10-09T10:00:00+08:00';

/** The administrator's command line on a database of its own, with a folder to write to. */
export interface CommandLine {
  readonly database: TestDatabase;
  readonly folder: string;
  run(args: readonly string[], given?: { stdin?: string; env?: Record<string, string> }): Promise<CommandResult>;
  close(): Promise<void>;
}

export async function openCommandLine(): Promise<CommandLine> {
  const database = await openTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'jiaxin-cli-'));
  const env = {
    DATABASE_URL: database.url,
    SECRET_KEY: 'k'.repeat(40),
    DATA_DIR: join(folder, 'data'),
    CLOCK_START,
  };
  return {
    database,
    folder,
    run: (args, given = {}) => runCommandLine(args, { ...env, ...given.env }, async () => given.stdin ?? ''),
    close: async () => {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const SHEETS: Readonly<Record<string, string>> = {
  班级: '班级,学院,辅导员工号\n软件2301,信息学院,T1\n软件2302,信息学院,T2',
  教师: '工号,姓名,角色,企业微信账号\nT1,刘敏,辅导员,LiuMin\nT2,王强,辅导员,wangqiang',
  学生: '学号,姓名,班级\n2023001,张三,软件2301\n2023002,李四,软件2301\n2023003,赵六,软件2302',
  家长:
    '学号,姓名,关系,手机\n2023001,李秀英,妈妈,19900000001\n2023002,李建国,爸爸,19900000002\n' +
    '2023003,赵建军,爸爸,19900000003',
};

/** Writes a small roster as a folder of csv files and returns its path; `changes` replace whole sheets. */
export async function writeRosterFolder(folder: string, changes: Readonly<Record<string, string>> = {}) {
  const path = await mkdtemp(join(folder, 'roster-'));
  for (const [sheet, text] of Object.entries({ ...SHEETS, ...changes })) {
    await writeFile(join(path, `${sheet}.csv`), text);
  }
  return path;
}
