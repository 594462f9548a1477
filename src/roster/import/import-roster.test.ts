import { describe, expect, test } from 'vitest';
import {
  changed,
  IMPORT_OPTIONS,
  ROBOT,
  ROSTER,
  secretKey,
  toSheets,
  useEmptyRoster,
} from '../../../test/support/roster-sheets.ts';
import { unseal } from '../../shared/secret.ts';
import { countRoster } from '../roster.store.ts';
import { readRosterVersion } from '../roster-version.store.ts';
import { importSheets } from './import-roster.ts';

const database = useEmptyRoster();

describe('an import', () => {
  test('stores what the file says, and the second time changes nothing', async () => {
    const { db } = database.current;
    const first = await importSheets(db, toSheets(ROSTER), IMPORT_OPTIONS);
    expect(first.errors).toEqual([]);
    expect(first.changes).toEqual({ added: 15, updated: 0, archived: 0, unchanged: 0 });
    expect(await countRoster(db)).toEqual({ classes: 2, staff: 3, students: 3, guardians: 4, groups: 3 });
    const version = await readRosterVersion(db);
    const second = await importSheets(db, toSheets(ROSTER), IMPORT_OPTIONS);
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
      database.current.db,
      changed('家长', '2202,李建军,父亲,,,,,p2202f,\n', ''),
      IMPORT_OPTIONS,
    );
    expect(warnings.map(({ sheet, row, code }) => ({ sheet, row, code }))).toEqual([
      { sheet: '学生', row: 3, code: 'no_guardian' },
      { sheet: '学生', row: 4, code: 'no_reachable_guardian' },
    ]);
  });

  test('seals a webhook', async () => {
    await importSheets(database.current.db, toSheets(ROSTER), IMPORT_OPTIONS);
    const group = await database.current.db
      .selectFrom('parentGroups')
      .select('webhookSealed')
      .where('name', '=', '酒管群')
      .executeTakeFirstOrThrow();
    expect(group.webhookSealed).not.toContain('abc-123');
    expect(unseal(secretKey, 'webhook', group.webhookSealed ?? '')).toBe(ROBOT);
  });

  test('a dry run says what would change and stores nothing', async () => {
    const report = await importSheets(database.current.db, toSheets(ROSTER), { ...IMPORT_OPTIONS, dryRun: true });
    expect(report).toMatchObject({ ok: true, changes: { added: 15 } });
    expect(await countRoster(database.current.db)).toEqual({
      classes: 0,
      staff: 0,
      students: 0,
      guardians: 0,
      groups: 0,
    });
  });

  test('a corrected name or number stays the same person', async () => {
    const { db } = database.current;
    await importSheets(db, toSheets(ROSTER), IMPORT_OPTIONS);
    const before = await db
      .selectFrom('guardians')
      .select('guardianId')
      .where('name', '=', '李秀英')
      .executeTakeFirstOrThrow();
    const report = await importSheets(
      db,
      changed('家长', '李秀英,妈妈,19900000011', '李秀瑛,母亲,19900000011'),
      IMPORT_OPTIONS,
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
    const { db } = database.current;
    await importSheets(db, toSheets(ROSTER), IMPORT_OPTIONS);
    const left = await importSheets(db, changed('学生', '2202,李四,女,22旅管3班,,,,\n', ''), IMPORT_OPTIONS);
    expect(left.changes).toMatchObject({ archived: 1, updated: 0 });
    const graduated = await importSheets(db, changed('学生', ',休学', ',毕业'), IMPORT_OPTIONS);
    expect(graduated.changes).toMatchObject({ archived: 1, updated: 1 });
    const back = await importSheets(db, toSheets(ROSTER), IMPORT_OPTIONS);
    expect(back.changes).toMatchObject({ archived: 0, updated: 1, added: 0 });
    expect(await countRoster(db)).toMatchObject({ students: 3 });
  });

  test('a file of one class leaves the others alone', async () => {
    await importSheets(database.current.db, toSheets(ROSTER), IMPORT_OPTIONS);
    const 学生 = '学号,姓名,班级\n2204,赵六,22酒管1班\n2203,王五,22酒管1班';
    const report = await importSheets(database.current.db, toSheets({ 学生 }), IMPORT_OPTIONS);
    expect(report.changes).toEqual({ added: 1, updated: 0, archived: 0, unchanged: 1 });
    const kept = await database.current.db
      .selectFrom('students')
      .select('status')
      .where('studentNo', '=', '2203')
      .executeTakeFirstOrThrow();
    expect(kept.status, 'a column that is absent leaves what is stored').toBe('suspended');
  });

  test('archives a guardian, a group and a member of staff who are missing', async () => {
    await importSheets(database.current.db, toSheets(ROSTER), IMPORT_OPTIONS);
    expect(
      (
        await importSheets(
          database.current.db,
          changed('家长', '2201,张大山,爸,19900000012,2,是,,,\n', ''),
          IMPORT_OPTIONS,
        )
      ).changes.archived,
    ).toBe(1);
    expect(
      (await importSheets(database.current.db, changed('家长群', '\n,2202,李四一家,微信,,,T1', ''), IMPORT_OPTIONS))
        .changes.archived,
    ).toBe(1);
    expect(
      (
        await importSheets(
          database.current.db,
          changed('教师', '\nT3,吴凡,管理员,,,wufan,', '\nT4,新人,管理员,,,WuFan,'),
          IMPORT_OPTIONS,
        )
      ).changes,
    ).toMatchObject({ added: 1, archived: 1 });
  });

  test('two people may exchange their accounts', async () => {
    await importSheets(database.current.db, toSheets(ROSTER), IMPORT_OPTIONS);
    const 教师 = (ROSTER.教师 ?? '').replace('LiuMin', 'x').replace('hejing', 'LiuMin').replace(',x,', ',hejing,');
    const report = await importSheets(database.current.db, toSheets({ ...ROSTER, 教师 }), IMPORT_OPTIONS);
    expect(report).toMatchObject({ ok: true, changes: { updated: 2, unchanged: 13 } });
  });

  test('two imports at once: both end well, one of them changes nothing', async () => {
    const reports = await Promise.all([
      importSheets(database.current.db, toSheets(ROSTER), IMPORT_OPTIONS),
      importSheets(database.current.db, toSheets(ROSTER), IMPORT_OPTIONS),
    ]);
    expect(reports.map((it) => it.changes.added).sort()).toEqual([0, 15]);
  });

  test('an account that unfollowed stays known as such', async () => {
    const { db } = database.current;
    await importSheets(db, toSheets(ROSTER), IMPORT_OPTIONS);
    await db.updateTable('guardians').set({ isSubscribed: false }).where('wecomParentUserId', '=', 'p2202f').execute();
    const report = await importSheets(db, toSheets(ROSTER), IMPORT_OPTIONS);
    expect(report.changes.unchanged).toBe(15);
    expect(report.warnings.map((it) => it.row)).toEqual([3, 4]);
  });
});
