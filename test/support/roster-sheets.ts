import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { SourceSheet } from '../../src/roster/import/source.ts';
import { randomIds } from '../../src/shared/ids.ts';
import { Secret } from '../../src/shared/secret.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

export const secretKey = new Secret('a key of at least thirty-two bytes for tests');
export const IMPORT_OPTIONS = {
  clock: { now: () => new Date('2025-10-10T08:00:00+08:00') },
  ids: randomIds,
  secretKey,
  webhookHosts: ['qyapi.weixin.qq.com'],
};
export const ROBOT = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc-123';

type Sheets = Record<string, string>;
/** A small roster that is right; the tests change a cell of it. */
export const ROSTER: Sheets = {
  班级: '班级,学院,年级,辅导员工号,班主任工号\n22旅管3班,旅游学院,2022级,T1,T2\n22酒管1班,旅游学院,2022级,T1,',
  教师: '工号,姓名,角色,学院,手机,企业微信账号,钉钉账号\nT1,刘敏,辅导员,旅游学院,,LiuMin,\nT2,何静,班主任,旅游学院,,hejing,\nT3,吴凡,管理员,,,wufan,',
  学生: '学号,姓名,性别,班级,手机,关注等级,关注原因,状态\n2201,张三,男,22旅管3班,19900000001,重点,学业,在读\n2202,李四,女,22旅管3班,,,,\n2203,王五,男,22酒管1班,,一般,,休学',
  家长: '学号,姓名,关系,手机,联系顺序,仅紧急联系,不联系原因,企业微信家长账号,语言\n2201,李秀英,妈妈,19900000011,1,否,,p2201m,\n2201,张大山,爸,19900000012,2,是,,,\n2202,李建军,父亲,,,,,p2202f,\n2203,王德顺,父亲,19900000014,,,家里不让,,',
  家长群: `班级,学号,群名称,平台,群ID,Webhook,群主工号\n22旅管3班,,旅管群,企业微信,wrAbc,,T1\n22酒管1班,,酒管群,企业微信,,${ROBOT},T1\n,2202,李四一家,微信,,,T1`,
};

/** Sheets as a file gives them, from comma-separated text. */
export function toSheets(sheets: Sheets): SourceSheet[] {
  return Object.entries(sheets).map(([name, text]) => ({
    name,
    rows: text.split('\n').map((line, index) => ({ number: index + 1, cells: line.split(',') })),
  }));
}

/** The roster with one sheet's text changed. */
export function changed(sheet: string, from: string, to: string): SourceSheet[] {
  const text = ROSTER[sheet] ?? '';
  if (!text.includes(from)) throw new Error(`${sheet} does not contain ${from}`);
  return toSheets({ ...ROSTER, [sheet]: text.replace(from, to) });
}

/** A database whose roster is empty before each test of the file. */
export function useEmptyRoster(): { readonly current: TestDatabase } {
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  beforeEach(async () => {
    for (const table of [
      'rosterImports',
      'parentGroups',
      'guardians',
      'students',
      'classes',
      'staff',
      'colleges',
    ] as const) {
      await database?.db.deleteFrom(table).execute();
    }
  });
  afterAll(async () => database?.close());
  return {
    get current() {
      if (database === undefined) throw new Error('the database is not open yet');
      return database;
    },
  };
}
