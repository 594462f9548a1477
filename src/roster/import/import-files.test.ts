import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changed, IMPORT_OPTIONS, ROSTER, useEmptyRoster } from '../../../test/support/roster-sheets.ts';
import { countRoster } from '../roster.store.ts';
import { importRoster, importSheets } from './import-roster.ts';
import { writeRosterTemplate } from './template.ts';

const database = useEmptyRoster();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roster-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('files', () => {
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
    const report = await importRoster(database.current.db, path, IMPORT_OPTIONS);
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
    const report = await importRoster(database.current.db, path, IMPORT_OPTIONS);
    expect(report).toMatchObject({ ok: true, errors: [], changes: { added: 15 } });
    expect(report.warnings).toContainEqual(
      expect.objectContaining({ sheet: '学生', row: 2, column: '关注原因', code: 'formula_as_text' }),
    );
    const student = await database.current.db
      .selectFrom('students')
      .selectAll()
      .where('studentNo', '=', '2201')
      .executeTakeFirstOrThrow();
    expect(student.attentionReason).toBe('=HYPERLINK("http://evil.example")');
    const again = await importSheets(
      database.current.db,
      changed('学生', '学业', '=HYPERLINK("http://evil.example")'),
      IMPORT_OPTIONS,
    );
    expect(again.changes).toMatchObject({ updated: 0, unchanged: 15 });
  });

  test('a formula of a workbook is no key, whatever it would come to', async () => {
    const path = join(folder, 'formulas.xlsx');
    const workbook = new ExcelJS.Workbook();
    for (const [name, text] of Object.entries(ROSTER)) {
      workbook.addWorksheet(name).addRows(text.split('\n').map((line) => line.split(',')));
    }
    const put = (sheet: string, cell: string, formula: string, result: string): void => {
      const target = workbook.getWorksheet(sheet)?.getCell(cell);
      if (target) target.value = { formula, result };
    };
    put('学生', 'A3', 'A2+1', '2202');
    put('家长', 'A2', '"2201"', '2201');
    put('学生', 'B4', 'UPPER("王五")', '王五');
    await workbook.xlsx.writeFile(path);
    const report = await importRoster(database.current.db, path, IMPORT_OPTIONS);
    // Who refers to the student whose number nobody knows is named as well.
    expect(report.errors.map((it) => `${it.sheet} ${it.row} ${it.column} ${it.code}`)).toEqual([
      '学生 3 学号 formula_in_key',
      '家长 2 学号 formula_in_key',
      '家长 4 学号 unknown_student',
      '家长群 4 学号 unknown_student',
    ]);
    expect(report.warnings).toContainEqual(
      expect.objectContaining({ sheet: '学生', row: 4, column: '姓名', code: 'formula_as_text' }),
    );
  });

  test('a number of more than 15 digits in a workbook has lost its end', async () => {
    const path = join(folder, 'long.xlsx');
    const workbook = new ExcelJS.Workbook();
    workbook.addWorksheet('学生').addRows([
      ['学号', '姓名', '班级'],
      [2022010300000001, '张三', '22旅管3班'],
    ]);
    await workbook.xlsx.writeFile(path);
    const report = await importRoster(database.current.db, path, IMPORT_OPTIONS);
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
    const report = await importRoster(database.current.db, path, IMPORT_OPTIONS);
    expect(report.errors.map((it) => `${it.sheet} ${it.row} ${it.column} ${it.code}`)).toEqual([
      '班级 2 班主任工号 not_text',
      '教师 3 工号 not_text',
      '学生 2 学号 not_text',
      '家长 2 学号 not_text',
    ]);
    expect(report.errors.every((it) => it.message.includes('设为“文本”'))).toBe(true);
    expect(await countRoster(database.current.db)).toMatchObject({ staff: 0, students: 0 });
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
    const report = await importRoster(database.current.db, path, IMPORT_OPTIONS);
    expect(report.errors).toEqual([]);
    expect(report.warnings.map((it) => it.code)).not.toContain('formula_as_text');
    const student = await database.current.db
      .selectFrom('students')
      .select('attentionReason')
      .where('studentNo', '=', '2201')
      .executeTakeFirstOrThrow();
    expect(student.attentionReason).toBe('2022-03-01');
    const guardian = await database.current.db
      .selectFrom('guardians')
      .select('isEmergencyOnly')
      .where('name', '=', '李秀英')
      .executeTakeFirstOrThrow();
    expect(guardian.isEmergencyOnly).toBe(true);
  });

  test('the untouched template says that nothing is filled in; filled in, it imports', async () => {
    const path = join(folder, 'template.xlsx');
    await writeRosterTemplate(path);
    const untouched = await importRoster(database.current.db, path, IMPORT_OPTIONS);
    expect(untouched.errors.map((it) => it.code)).toEqual(['empty']);
    expect(untouched.warnings.map((it) => it.code)).toEqual(Array(5).fill('example_row'));
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.readFile(path);
    expect(workbook.getWorksheet('教师')?.actualRowCount, 'the header and one example').toBe(2);
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
    expect(await importRoster(database.current.db, path, IMPORT_OPTIONS)).toMatchObject({
      ok: true,
      changes: { added: 15 },
    });
  });

  test.each([
    ['no zip', Buffer.from('not a workbook'), 'bad_file'],
    ['an empty file', Buffer.alloc(0), 'bad_file'],
  ])('%s named .xlsx', async (_, bytes, code) => {
    const path = join(folder, 'broken.xlsx');
    await writeFile(path, bytes);
    expect((await importRoster(database.current.db, path, IMPORT_OPTIONS)).errors).toEqual([
      expect.objectContaining({ code, row: 0 }),
    ]);
  });
});
