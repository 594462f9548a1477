import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CommandLine, openCommandLine, writeRosterFolder } from '../../test/support/command-line.ts';
import { randomIds } from '../shared/ids.ts';

let cli: CommandLine;
beforeAll(async () => {
  cli = await openCommandLine();
  await cli.run(['roster', 'import', await writeRosterFolder(cli.folder)]);
  const { db } = cli.database;
  const student = await db
    .selectFrom('students')
    .selectAll()
    .where('studentNo', '=', '2023001')
    .executeTakeFirstOrThrow();
  const staff = await db.selectFrom('staff').selectAll().where('staffNo', '=', 'T1').executeTakeFirstOrThrow();
  for (const [at, summary] of [
    ['2026-03-02T10:00:00+08:00', '上学期的'],
    ['2026-10-08T10:00:00+08:00', '=HYPERLINK("http://x","y")'],
  ] as const) {
    await db
      .insertInto('contacts')
      .values({
        contactId: randomIds.uuid(),
        entry: 'record',
        studentId: student.studentId,
        staffId: staff.staffId,
        relation: '母亲',
        others: ['父亲'],
        method: 'phone',
        direction: 'outbound',
        outcome: 'reached',
        answered: true,
        individual: true,
        occurredAt: new Date(at),
        occurredPrecision: 'minute',
        recordedAt: new Date(at),
        topics: ['grades', 'health'],
        summary,
      })
      .execute();
  }
});
afterAll(() => cli.close());

const parseLines = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe('export', () => {
  test('jsonl: types are kept, and there is nothing but the rows', async () => {
    const result = await cli.run(['export', 'contacts', '--format', 'jsonl']);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    const rows = parseLines(result.stdout);
    expect(rows).toHaveLength(2);
    expect(Object.keys(rows[0])[0]).toBe('id');
    expect(rows[1]).toMatchObject({
      student_no: '2023001',
      class_name: '软件2301',
      staff_no: 'T1',
      others: ['父亲'],
      topics: ['grades', 'health'],
      individual: true,
      next_step: null,
      occurred_at: '2026-10-08T10:00:00+08:00',
      status: 'active',
      summary: '=HYPERLINK("http://x","y")',
    });
  });

  test('--term keeps that term', async () => {
    const { stdout } = await cli.run(['export', 'contacts', '--format', 'jsonl', '--term', '2025-2026-2']);
    expect(parseLines(stdout).map(({ summary }) => summary)).toEqual(['上学期的']);
  });

  test('csv: a formula is text', async () => {
    const { stdout } = await cli.run(['export', 'contacts', '--format', 'csv']);
    expect(stdout.startsWith('\uFEFFid,student_no,')).toBe(true);
    expect(stdout).toContain(`"'=HYPERLINK(""http://x"",""y"")"`);
    expect(stdout).toContain('grades、health');
    expect(stdout.trimEnd().split('\r\n')).toHaveLength(3);
  });

  test('--out: the file has the rows and is for its owner alone, stdout is empty', async () => {
    const path = join(cli.folder, 'contacts.csv');
    const result = await cli.run(['export', 'contacts', '--format', 'csv', '--out', path]);
    expect(result).toEqual({ exitCode: 0, stdout: '', stderr: '已导出 2 行。\n' });
    const { stdout } = await cli.run(['export', 'contacts', '--format', 'csv']);
    expect(await readFile(path, 'utf8')).toBe(stdout);
    expect((await stat(path)).mode & 0o077).toBe(0);
  });

  test('xlsx: a formula is text', async () => {
    const path = join(cli.folder, 'contacts.xlsx');
    const result = await cli.run(['export', 'contacts', '--format', 'xlsx', '--out', path]);
    expect(result).toMatchObject({ exitCode: 0, stdout: '' });
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.readFile(path);
    const values = JSON.stringify(workbook.worksheets[0]?.getSheetValues());
    expect(values).toContain("'=HYPERLINK(");
    expect(values).not.toContain('"formula"');
  });

  test('xlsx without --out: the workbook itself, for a pipe', async () => {
    const result = await cli.run(['export', 'coverage', '--format', 'xlsx']);
    expect(result).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(Buffer.from(result.binary ?? []).buffer);
    expect(workbook.worksheets[0]?.getRow(1).getCell(1).value).toBe('class_name');
    expect(workbook.worksheets[0]?.rowCount).toBe(3);
  });

  test.each(['jsonl', 'csv', 'xlsx'])('%s into a folder that is not there', async (format) => {
    const path = join(cli.folder, 'nowhere', 'x');
    const result = await cli.run(['export', 'contacts', '--format', format, '--out', path]);
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toContain('ENOENT');
  });

  test('coverage: one row a class, the present term by default', async () => {
    const { stdout } = await cli.run(['export', 'coverage', '--format', 'jsonl']);
    const rows = parseLines(stdout);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({ class_name: '软件2301', staff_no: 'T1', families: 2, contacted_individually: 1 });
    const before = await cli.run(['export', 'coverage', '--format', 'jsonl', '--term', '2024-2025-1']);
    expect(parseLines(before.stdout)[0]).toMatchObject({ contacted_individually: 0, percent: 0 });
  });

  test('deliveries: none yet', async () => {
    expect(await cli.run(['export', 'deliveries', '--format', 'jsonl'])).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
    const { stdout } = await cli.run(['export', 'deliveries', '--format', 'csv']);
    expect(stdout).toMatch(/^\uFEFFid,notice_id,notice_code,[^\n]*\r\n$/u);
  });

  test('deliveries: days and offsets are those of TIME_ZONE', async () => {
    const { db } = cli.database;
    const { staffId } = await db.selectFrom('staff').select('staffId').limit(1).executeTakeFirstOrThrow();
    const [noticeId, bodyId, deliveryId] = [randomIds.uuid(), randomIds.uuid(), randomIds.uuid()];
    // In Shanghai the last evening of the term that ends on 31 January, in Tokyo the day after.
    const at = new Date('2026-01-31T23:30:00+08:00');
    await db
      .insertInto('notices')
      .values({
        noticeId,
        noticeCode: randomIds.noticeCode(),
        kind: 'free',
        audience: 'group',
        staffId,
        status: 'confirmed',
        title: '通知',
        fields: '{}',
        recipients: '{}',
        recipientsDigest: '',
        templateVersion: '',
        createdAt: at,
        confirmedAt: at,
      })
      .execute();
    await db.insertInto('noticeBodies').values({ bodyId, noticeId, body: '您好' }).execute();
    await db
      .insertInto('deliveries')
      .values({
        deliveryId,
        noticeId,
        targetKey: 'group:1',
        channel: 'relay',
        target: '群',
        bodyId,
        laneKey: 'relay:t1',
        status: 'sent',
        createdAt: at,
        sentAt: at,
      })
      .execute();
    const listed = async (term: string, TIME_ZONE: string) => {
      const args = ['export', 'deliveries', '--format', 'jsonl', '--term', term];
      return parseLines((await cli.run(args, { env: { TIME_ZONE } })).stdout);
    };
    expect(await listed('2025-2026-1', 'Asia/Shanghai')).toMatchObject([{ sent_at: '2026-01-31T23:30:00+08:00' }]);
    expect(await listed('2025-2026-1', 'Asia/Tokyo')).toEqual([]);
    expect(await listed('2025-2026-2', 'Asia/Tokyo')).toMatchObject([{ created_at: '2026-02-01T00:30:00+09:00' }]);
  });
});
