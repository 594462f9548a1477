import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { changed, IMPORT_OPTIONS, ROSTER, toSheets, useEmptyRoster } from '../../../test/support/roster-sheets.ts';
import { countRoster } from '../roster.store.ts';
import { importRoster, importSheets } from './import-roster.ts';

const database = useEmptyRoster();

describe('refused, and nothing stored', () => {
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
    const report = await importSheets(database.current.db, changed(sheet, from, to), IMPORT_OPTIONS);
    expect(report.ok).toBe(false);
    expect(report.errors).toContainEqual(expect.objectContaining({ sheet, ...expected }));
    expect(report.changes).toEqual({ added: 0, updated: 0, archived: 0, unchanged: 0 });
    expect(await countRoster(database.current.db)).toMatchObject({ staff: 0, students: 0 });
    expect(JSON.stringify(report), 'no telephone number, no address of a robot').not.toMatch(/1990000|abc-123/u);
  });

  test.each([
    ['学生', '2202,李四', '=A2,李四', { row: 3, column: '学号' }],
    ['学生', '22旅管3班,,,,', '=B2,,,,', { row: 3, column: '班级' }],
    ['教师', 'T2,何静', '@SUM(1),何静', { row: 3, column: '工号' }],
    ['班级', '22酒管1班', '=1+1', { row: 3, column: '班级' }],
    ['班级', 'T1,T2', 'T1,=C2', { row: 2, column: '班主任工号' }],
    ['家长', '2203,王德顺', '＝A4,王德顺', { row: 5, column: '学号' }],
    ['家长群', ',2202,李四一家', ',=A3,李四一家', { row: 4, column: '学号' }],
  ])('a formula in what rows of %s are known by: %s → %s', async (sheet, from, to, expected) => {
    const report = await importSheets(database.current.db, changed(sheet, from, to), IMPORT_OPTIONS);
    expect(report.errors).toContainEqual(expect.objectContaining({ sheet, ...expected, code: 'formula_in_key' }));
    expect(await countRoster(database.current.db)).toMatchObject({ staff: 0, students: 0 });
  });

  test('a number that Excel was told to keep as text is no formula', async () => {
    const report = await importSheets(
      database.current.db,
      changed('学生', '2202,李四', '="2202",李四'),
      IMPORT_OPTIONS,
    );
    expect(report.errors).toEqual([]);
  });

  test('finds all errors at once, in the order of the sheets', async () => {
    const sheets = toSheets({
      ...ROSTER,
      班级: `${ROSTER.班级}\n,,,,`.replace('T1,T2', 'T7,T9'),
      学生: `${ROSTER.学生}\n1.1E+9,,男,没有班`,
    });
    const { errors } = await importSheets(database.current.db, sheets, IMPORT_OPTIONS);
    expect(errors.map((it) => `${it.sheet} ${it.row} ${it.column} ${it.code}`)).toEqual([
      '班级 2 辅导员工号 unknown_staff',
      '班级 2 班主任工号 unknown_staff',
      '学生 5 学号 scientific_notation',
      '学生 5 姓名 missing_value',
    ]);
  });

  test('a group with a strange address and an unknown owner has two errors', async () => {
    const sheets = toSheets({
      ...ROSTER,
      家长群:
        '班级,学号,群名称,平台,Webhook,群主工号\n22旅管3班,,群,企业微信,http://evil.example/x,T7\n没有班,2299,群,微信,,T1',
    });
    const { errors } = await importSheets(database.current.db, sheets, IMPORT_OPTIONS);
    expect(errors.map((it) => `${it.row} ${it.column} ${it.code}`)).toEqual([
      '2 Webhook webhook_not_allowed',
      '2 群主工号 unknown_staff',
      '3 班级 needs_class_or_student',
      '3 班级 unknown_class',
      '3 学号 unknown_student',
    ]);
  });

  test('an empty file and a missing one', async () => {
    expect((await importSheets(database.current.db, [], IMPORT_OPTIONS)).errors[0]?.code).toBe('no_sheet');
    expect(
      (await importSheets(database.current.db, toSheets({ 学生: '学号,姓名,班级' }), IMPORT_OPTIONS)).errors[0]?.code,
    ).toBe('empty');
    const missing = await importRoster(database.current.db, join(tmpdir(), 'nowhere', 'roster'), IMPORT_OPTIONS);
    expect(missing.errors[0]?.code).toBe('no_file');
  });
});
