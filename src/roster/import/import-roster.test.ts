import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { randomIds } from '../../shared/ids.ts';
import { Secret, unseal } from '../../shared/secret.ts';
import { countRoster } from '../roster.store.ts';
import { readRosterVersion } from '../roster-version.store.ts';
import { importRoster, importSheets } from './import-roster.ts';
import type { SourceSheet } from './source.ts';
import { writeRosterTemplate } from './template.ts';

/** Over 500 lines: every row of the three tables below changes one cell of the roster that stands here. */
const secretKey = new Secret('a key of at least thirty-two bytes for tests');
const options = {
  clock: { now: () => new Date('2025-10-10T08:00:00+08:00') },
  ids: randomIds,
  secretKey,
  webhookHosts: ['qyapi.weixin.qq.com'],
};
const ROBOT = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc-123';

type Sheets = Record<string, string>;
const ROSTER: Sheets = {
  班级: '班级,学院,年级,辅导员工号,班主任工号\n22旅管3班,旅游学院,2022级,T1,T2\n22酒管1班,旅游学院,2022级,T1,',
  教师: '工号,姓名,角色,学院,手机,企业微信账号,钉钉账号\nT1,刘敏,辅导员,旅游学院,,LiuMin,\nT2,何静,班主任,旅游学院,,hejing,\nT3,吴凡,管理员,,,wufan,',
  学生: '学号,姓名,性别,班级,手机,关注等级,关注原因,状态\n2201,张三,男,22旅管3班,19900000001,重点,学业,在读\n2202,李四,女,22旅管3班,,,,\n2203,王五,男,22酒管1班,,一般,,休学',
  家长: '学号,姓名,关系,手机,联系顺序,仅紧急联系,不联系原因,企业微信家长账号,语言\n2201,李秀英,妈妈,19900000011,1,否,,p2201m,\n2201,张大山,爸,19900000012,2,是,,,\n2202,李建军,父亲,,,,,p2202f,\n2203,王德顺,父亲,19900000014,,,家里不让,,',
  家长群: `班级,学号,群名称,平台,群ID,Webhook,群主工号\n22旅管3班,,旅管群,企业微信,wrAbc,,T1\n22酒管1班,,酒管群,企业微信,,${ROBOT},T1\n,2202,李四一家,微信,,,T1`,
};

function toSheets(sheets: Sheets): SourceSheet[] {
  return Object.entries(sheets).map(([name, text]) => ({
    name,
    rows: text.split('\n').map((line, index) => ({ number: index + 1, cells: line.split(',') })),
  }));
}

/** The roster with one sheet's text changed. */
function changed(sheet: string, from: string, to: string): SourceSheet[] {
  const text = ROSTER[sheet] ?? '';
  if (!text.includes(from)) throw new Error(`${sheet} does not contain ${from}`);
  return toSheets({ ...ROSTER, [sheet]: text.replace(from, to) });
}

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'roster-'));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

async function clearRoster(): Promise<void> {
  const { db } = database;
  for (const table of [
    'rosterImports',
    'parentGroups',
    'guardians',
    'students',
    'classes',
    'staff',
    'colleges',
  ] as const) {
    await db.deleteFrom(table).execute();
  }
}

describe('an import', () => {
  beforeEach(clearRoster);

  test('stores what the file says, and the second time changes nothing', async () => {
    const { db } = database;
    const first = await importSheets(db, toSheets(ROSTER), options);
    expect(first.errors).toEqual([]);
    expect(first.changes).toEqual({ added: 15, updated: 0, archived: 0, unchanged: 0 });
    expect(await countRoster(db)).toEqual({ classes: 2, staff: 3, students: 3, guardians: 4, groups: 3 });
    const version = await readRosterVersion(db);
    const second = await importSheets(db, toSheets(ROSTER), options);
    expect(second.changes).toEqual({ added: 0, updated: 0, archived: 0, unchanged: 15 });
    expect(second.warnings).toEqual(first.warnings);
    expect(await readRosterVersion(db)).toBe(version);
    const student = await db
      .selectFrom('students')
      .selectAll()
      .where('studentNo', '=', '2203')
      .executeTakeFirstOrThrow();
    expect(student).toMatchObject({ name: '王五', status: 'suspended', attentionLevel: 'general', archivedAt: null });
    const guardians = await db
      .selectFrom('guardians')
      .select(['name', 'relation', 'contactOrder', 'isEmergencyOnly'])
      .orderBy('name')
      .execute();
    expect(guardians).toContainEqual({ name: '张大山', relation: '父亲', contactOrder: 2, isEmergencyOnly: true });
    expect(guardians).toContainEqual({ name: '李秀英', relation: '母亲', contactOrder: 1, isEmergencyOnly: false });
  });

  test('names the students whom nobody can be reached for', async () => {
    const { warnings } = await importSheets(
      database.db,
      changed('家长', '2202,李建军,父亲,,,,,p2202f,\n', ''),
      options,
    );
    expect(warnings.map(({ sheet, row, code }) => ({ sheet, row, code }))).toEqual([
      { sheet: '学生', row: 3, code: 'no_guardian' },
      { sheet: '学生', row: 4, code: 'no_reachable_guardian' },
    ]);
  });

  test('seals a webhook', async () => {
    await importSheets(database.db, toSheets(ROSTER), options);
    const group = await database.db
      .selectFrom('parentGroups')
      .select('webhookSealed')
      .where('name', '=', '酒管群')
      .executeTakeFirstOrThrow();
    expect(group.webhookSealed).not.toContain('abc-123');
    expect(unseal(secretKey, 'webhook', group.webhookSealed ?? '')).toBe(ROBOT);
  });

  test('a dry run says what would change and stores nothing', async () => {
    const report = await importSheets(database.db, toSheets(ROSTER), { ...options, dryRun: true });
    expect(report).toMatchObject({ ok: true, changes: { added: 15 } });
    expect(await countRoster(database.db)).toEqual({ classes: 0, staff: 0, students: 0, guardians: 0, groups: 0 });
  });

  test('a corrected name or number stays the same person', async () => {
    const { db } = database;
    await importSheets(db, toSheets(ROSTER), options);
    const before = await db
      .selectFrom('guardians')
      .select('guardianId')
      .where('name', '=', '李秀英')
      .executeTakeFirstOrThrow();
    const report = await importSheets(
      db,
      changed('家长', '李秀英,妈妈,19900000011', '李秀瑛,母亲,19900000011'),
      options,
    );
    expect(report.changes).toEqual({ added: 0, updated: 1, archived: 0, unchanged: 14 });
    const after = await db
      .selectFrom('guardians')
      .select('guardianId')
      .where('name', '=', '李秀瑛')
      .executeTakeFirstOrThrow();
    expect(after).toEqual(before);
  });

  test('archives who is missing or has left, and takes them back', async () => {
    const { db } = database;
    await importSheets(db, toSheets(ROSTER), options);
    const left = await importSheets(db, changed('学生', '2202,李四,女,22旅管3班,,,,\n', ''), options);
    expect(left.changes).toMatchObject({ archived: 1, updated: 0 });
    const graduated = await importSheets(db, changed('学生', ',休学', ',毕业'), options);
    expect(graduated.changes).toMatchObject({ archived: 1, updated: 1 });
    const back = await importSheets(db, toSheets(ROSTER), options);
    expect(back.changes).toMatchObject({ archived: 0, updated: 1, added: 0 });
    expect(await countRoster(db)).toMatchObject({ students: 3 });
  });

  test('a file of one class leaves the others alone', async () => {
    await importSheets(database.db, toSheets(ROSTER), options);
    const 学生 = '学号,姓名,班级\n2204,赵六,22酒管1班\n2203,王五,22酒管1班';
    const report = await importSheets(database.db, toSheets({ 学生 }), options);
    expect(report.changes).toEqual({ added: 1, updated: 0, archived: 0, unchanged: 1 });
    const kept = await database.db
      .selectFrom('students')
      .select('status')
      .where('studentNo', '=', '2203')
      .executeTakeFirstOrThrow();
    expect(kept.status, 'a column that is absent leaves what is stored').toBe('suspended');
  });

  test('archives a guardian, a group and a member of staff who are missing', async () => {
    await importSheets(database.db, toSheets(ROSTER), options);
    expect(
      (await importSheets(database.db, changed('家长', '2201,张大山,爸,19900000012,2,是,,,\n', ''), options)).changes
        .archived,
    ).toBe(1);
    expect(
      (await importSheets(database.db, changed('家长群', '\n,2202,李四一家,微信,,,T1', ''), options)).changes.archived,
    ).toBe(1);
    expect(
      (
        await importSheets(
          database.db,
          changed('教师', '\nT3,吴凡,管理员,,,wufan,', '\nT4,新人,管理员,,,WuFan,'),
          options,
        )
      ).changes,
    ).toMatchObject({ added: 1, archived: 1 });
  });

  test('two people may exchange their accounts', async () => {
    await importSheets(database.db, toSheets(ROSTER), options);
    const 教师 = (ROSTER.教师 ?? '').replace('LiuMin', 'x').replace('hejing', 'LiuMin').replace(',x,', ',hejing,');
    const report = await importSheets(database.db, toSheets({ ...ROSTER, 教师 }), options);
    expect(report).toMatchObject({ ok: true, changes: { updated: 2, unchanged: 13 } });
  });

  test('two imports at once: both end well, one of them changes nothing', async () => {
    const reports = await Promise.all([
      importSheets(database.db, toSheets(ROSTER), options),
      importSheets(database.db, toSheets(ROSTER), options),
    ]);
    expect(reports.map((it) => it.changes.added).sort()).toEqual([0, 15]);
  });

  test('an account that unfollowed stays known as such', async () => {
    const { db } = database;
    await importSheets(db, toSheets(ROSTER), options);
    await db.updateTable('guardians').set({ isSubscribed: false }).where('wecomParentUserId', '=', 'p2202f').execute();
    const report = await importSheets(db, toSheets(ROSTER), options);
    expect(report.changes.unchanged).toBe(15);
    expect(report.warnings.map((it) => it.row)).toEqual([3, 4]);
  });
});

describe('refused, and nothing stored', () => {
  beforeEach(clearRoster);

  test.each([
    [
      'a student number in scientific notation',
      '学生',
      '2202,李四',
      '2.2E+11,李四',
      { row: 3, column: '学号', code: 'scientific_notation' },
    ],
    [
      'a phone in scientific notation',
      '学生',
      '19900000001',
      '1.99E+10',
      { row: 2, column: '手机', code: 'scientific_notation' },
    ],
    [
      'one student number twice',
      '学生',
      '2203,王五',
      '2202,王五',
      { row: 4, column: '学号', code: 'duplicate_student_no' },
    ],
    [
      'an unknown class',
      '学生',
      '王五,男,22酒管1班',
      '王五,男,22酒管9班',
      { row: 4, column: '班级', code: 'unknown_class' },
    ],
    ['an unknown staff number', '班级', 'T1,T2', 'T1,T9', { row: 2, column: '班主任工号', code: 'unknown_staff' }],
    ['an unknown owner', '家长群', 'wrAbc,,T1', 'wrAbc,,T8', { row: 2, column: '群主工号', code: 'unknown_staff' }],
    [
      'an unknown student of a guardian',
      '家长',
      '2203,王德顺',
      '2299,王德顺',
      { row: 5, column: '学号', code: 'unknown_student' },
    ],
    ['one staff number twice', '教师', 'T2,何静', 'T1,何静', { row: 3, column: '工号', code: 'duplicate_staff_no' }],
    [
      'one account twice but for its case',
      '教师',
      'hejing',
      'liumin',
      { row: 3, column: '企业微信账号', code: 'duplicate_user_id' },
    ],
    ['one class twice', '班级', '22酒管1班', '22旅管3班', { row: 3, column: '班级', code: 'duplicate_class' }],
    ['an empty name', '学生', '2202,李四', '2202, ', { row: 3, column: '姓名', code: 'missing_value' }],
    ['an unknown role', '教师', ',班主任,', ',门卫,', { row: 3, column: '角色', code: 'bad_value' }],
    ['an unknown status', '学生', ',休学', ',走了', { row: 4, column: '状态', code: 'bad_value' }],
    [
      'a group without class and student',
      '家长群',
      ',2202,李四一家',
      ',,李四一家',
      { row: 4, column: '班级', code: 'needs_class_or_student' },
    ],
    [
      'a webhook on another host',
      '家长群',
      'https://qyapi.weixin.qq.com',
      'https://evil.example',
      { row: 3, column: 'Webhook', code: 'webhook_not_allowed' },
    ],
    [
      'a webhook on a host that only looks alike',
      '家长群',
      'qyapi.weixin.qq.com',
      'qyapi.weixin.qq.com.evil.example',
      { row: 3, column: 'Webhook', code: 'webhook_not_allowed' },
    ],
    [
      'a webhook without encryption',
      '家长群',
      'https://qyapi.weixin.qq.com',
      'http://qyapi.weixin.qq.com',
      { row: 3, column: 'Webhook', code: 'webhook_not_allowed' },
    ],
    [
      "a webhook on another of the platform's paths",
      '家长群',
      '/cgi-bin/webhook/send',
      '/cgi-bin/webhook/../message/send',
      { row: 3, column: 'Webhook', code: 'webhook_not_allowed' },
    ],
    ['a missing column', '学生', '学号,姓名', '序号,姓名', { row: 1, column: '学号', code: 'missing_column' }],
  ])('%s', async (_, sheet, from, to, expected) => {
    const report = await importSheets(database.db, changed(sheet, from, to), options);
    expect(report.ok).toBe(false);
    expect(report.errors).toContainEqual(expect.objectContaining({ sheet, ...expected }));
    expect(report.changes).toEqual({ added: 0, updated: 0, archived: 0, unchanged: 0 });
    expect(await countRoster(database.db)).toMatchObject({ staff: 0, students: 0 });
    expect(JSON.stringify(report), 'no telephone number, no address of a robot').not.toMatch(/1990000|abc-123/u);
  });

  test('finds all errors at once, in the order of the sheets', async () => {
    const sheets = toSheets({
      ...ROSTER,
      班级: `${ROSTER.班级}\n,,,,`.replace('T1,T2', 'T7,T9'),
      学生: `${ROSTER.学生}\n1.1E+9,,男,没有班`,
    });
    const { errors } = await importSheets(database.db, sheets, options);
    expect(errors.map((it) => `${it.sheet} ${it.row} ${it.column} ${it.code}`)).toEqual([
      '班级 2 辅导员工号 unknown_staff',
      '班级 2 班主任工号 unknown_staff',
      '学生 5 学号 scientific_notation',
      '学生 5 姓名 missing_value',
    ]);
  });

  test('an empty file and a missing one', async () => {
    expect((await importSheets(database.db, [], options)).errors[0]?.code).toBe('no_sheet');
    expect((await importSheets(database.db, toSheets({ 学生: '学号,姓名,班级' }), options)).errors[0]?.code).toBe(
      'empty',
    );
    expect((await importRoster(database.db, join(folder, 'nowhere'), options)).errors[0]?.code).toBe('no_file');
  });
});

describe('files', () => {
  beforeEach(clearRoster);

  test('a folder of csv, one of them GB18030, with other names of columns', async () => {
    const path = await mkdtemp(join(folder, 'csv-'));
    for (const [name, text] of Object.entries(ROSTER)) {
      const kind = text
        .replace('学号,姓名,关系,手机', ' 学生学号 ,家长姓名（必填）,与学生关系,联系电话')
        .replace('班级,学院', '班级名称,所属学院');
      await writeFile(
        join(path, `${name}.csv`),
        name === '学生' ? iconv.encode(kind, 'gb18030') : `\uFEFF${kind.replaceAll('\n', '\r\n')}\r\n`,
      );
    }
    const report = await importRoster(database.db, path, options);
    expect(report).toMatchObject({ ok: true, errors: [], changes: { added: 15 } });
  });

  test('a workbook: numbers, dates, formulas as text, links; and it equals the csv', async () => {
    const path = join(folder, 'roster.xlsx');
    const workbook = new ExcelJS.Workbook();
    for (const [name, text] of Object.entries(ROSTER)) {
      const sheet = workbook.addWorksheet(name);
      for (const line of text.split('\n'))
        sheet.addRow(line.split(',').map((cell) => (/^\d{4,11}$/u.test(cell) ? Number(cell) : cell)));
    }
    const students = workbook.getWorksheet('学生');
    if (students) students.getCell('G2').value = { formula: 'HYPERLINK("http://evil.example")', result: '点我' };
    await workbook.xlsx.writeFile(path);
    const report = await importRoster(database.db, path, options);
    expect(report).toMatchObject({ ok: true, errors: [], changes: { added: 15 } });
    expect(report.warnings).toContainEqual(
      expect.objectContaining({ sheet: '学生', row: 2, column: '关注原因', code: 'formula_as_text' }),
    );
    const student = await database.db
      .selectFrom('students')
      .selectAll()
      .where('studentNo', '=', '2201')
      .executeTakeFirstOrThrow();
    expect(student.attentionReason).toBe('=HYPERLINK("http://evil.example")');
    const again = await importSheets(
      database.db,
      changed('学生', '学业', '=HYPERLINK("http://evil.example")'),
      options,
    );
    expect(again.changes).toMatchObject({ updated: 0, unchanged: 15 });
  });

  test('a number of more than 15 digits in a workbook has lost its end', async () => {
    const path = join(folder, 'long.xlsx');
    const workbook = new ExcelJS.Workbook();
    workbook.addWorksheet('学生').addRows([
      ['学号', '姓名', '班级'],
      [2022010300000001, '张三', '22旅管3班'],
    ]);
    await workbook.xlsx.writeFile(path);
    const report = await importRoster(database.db, path, options);
    expect(report.errors).toContainEqual(
      expect.objectContaining({ row: 2, column: '学号', code: 'scientific_notation' }),
    );
  });

  test.each([
    ['a date', new Date('2022-03-01T00:00:00Z')],
    ['true', true],
    ['false', false],
    ['a number with decimals', 2022.5],
  ])('%s in a workbook is no student number and no staff number', async (_, value) => {
    const path = join(folder, 'not-text.xlsx');
    const workbook = new ExcelJS.Workbook();
    const rows = {
      班级: [
        ['班级', '学院', '辅导员工号', '班主任工号'],
        ['22旅管3班', '旅游学院', 'T1', value],
      ],
      教师: [
        ['工号', '姓名', '角色'],
        ['T1', '刘敏', '辅导员'],
        [value, '何静', '班主任'],
      ],
      学生: [
        ['学号', '姓名', '班级'],
        [value, '张三', '22旅管3班'],
        ['2202', '李四', '22旅管3班'],
      ],
      家长: [
        ['学号', '姓名', '关系'],
        [value, '李秀英', '母亲'],
      ],
    };
    for (const [name, lines] of Object.entries(rows)) workbook.addWorksheet(name).addRows(lines);
    await workbook.xlsx.writeFile(path);
    const report = await importRoster(database.db, path, options);
    expect(report.errors.map((it) => `${it.sheet} ${it.row} ${it.column} ${it.code}`)).toEqual([
      '班级 2 班主任工号 not_text',
      '教师 3 工号 not_text',
      '学生 2 学号 not_text',
      '家长 2 学号 not_text',
    ]);
    expect(report.errors.every((it) => it.message.includes('设为“文本”'))).toBe(true);
    expect(await countRoster(database.db)).toMatchObject({ staff: 0, students: 0 });
  });

  test('a date and a truth value stay welcome where no number is asked for', async () => {
    const path = join(folder, 'typed.xlsx');
    const workbook = new ExcelJS.Workbook();
    for (const [name, text] of Object.entries(ROSTER)) {
      workbook.addWorksheet(name).addRows(text.split('\n').map((line) => line.split(',')));
    }
    const reason = workbook.getWorksheet('学生')?.getCell('G2');
    const isEmergencyOnly = workbook.getWorksheet('家长')?.getCell('F2');
    if (reason) reason.value = new Date('2022-03-01T00:00:00Z');
    if (isEmergencyOnly) isEmergencyOnly.value = true;
    await workbook.xlsx.writeFile(path);
    const report = await importRoster(database.db, path, options);
    expect(report.errors).toEqual([]);
    expect(report.warnings.map((it) => it.code)).not.toContain('formula_as_text');
    const student = await database.db
      .selectFrom('students')
      .select('attentionReason')
      .where('studentNo', '=', '2201')
      .executeTakeFirstOrThrow();
    expect(student.attentionReason).toBe('2022-03-01');
    const guardian = await database.db
      .selectFrom('guardians')
      .select('isEmergencyOnly')
      .where('name', '=', '李秀英')
      .executeTakeFirstOrThrow();
    expect(guardian.isEmergencyOnly).toBe(true);
  });

  test('the untouched template says that nothing is filled in; filled in, it imports', async () => {
    const path = join(folder, 'template.xlsx');
    await writeRosterTemplate(path);
    const untouched = await importRoster(database.db, path, options);
    expect(untouched.errors.map((it) => it.code)).toEqual(['empty']);
    expect(untouched.warnings.map((it) => it.code)).toEqual(Array(5).fill('example_row'));
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.readFile(path);
    for (const [name, text] of Object.entries(ROSTER)) {
      text
        .split('\n')
        .slice(1)
        .forEach((line, index) => {
          line.split(',').forEach((cell, column) => {
            const target = workbook.getWorksheet(name)?.getCell(index + 2, column + 1);
            if (target) target.value = cell;
          });
        });
    }
    expect(workbook.getWorksheet('教师')?.getCell('C2').dataValidation.formulae).toEqual([
      '"辅导员,班主任,任课教师,分管领导,学工处,管理员"',
    ]);
    await workbook.xlsx.writeFile(path);
    expect(await importRoster(database.db, path, options)).toMatchObject({ ok: true, changes: { added: 15 } });
  });

  test.each([
    ['no zip', Buffer.from('not a workbook'), 'bad_file'],
    ['an empty file', Buffer.alloc(0), 'bad_file'],
  ])('%s named .xlsx', async (_, bytes, code) => {
    const path = join(folder, 'broken.xlsx');
    await writeFile(path, bytes);
    expect((await importRoster(database.db, path, options)).errors).toEqual([
      expect.objectContaining({ code, row: 0 }),
    ]);
  });
});
