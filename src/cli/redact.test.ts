import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CommandLine, openCommandLine, writeRosterFolder } from '../../test/support/command-line.ts';
import { randomIds } from '../shared/ids.ts';

let cli: CommandLine;
beforeAll(async () => {
  cli = await openCommandLine();
  await cli.run(['roster', 'import', await writeRosterFolder(cli.folder)]);
});
afterAll(() => cli.close());

test('empties what was typed about one student, keeps the record, and says so in the audit', async () => {
  const { db } = cli.database;
  const student = await db.selectFrom('students').selectAll().orderBy('studentNo').executeTakeFirstOrThrow();
  const staff = await db.selectFrom('staff').select('staffId').executeTakeFirstOrThrow();
  const contactId = randomIds.uuid();
  const at = new Date('2026-10-08T10:00:00+08:00');
  await db
    .insertInto('contacts')
    .values({
      contactId,
      studentId: student.studentId,
      staffId: staff.staffId,
      method: 'phone',
      direction: 'outbound',
      outcome: 'reached',
      answered: true,
      individual: true,
      occurredAt: at,
      occurredPrecision: 'minute',
      recordedAt: at,
      summary: '通话',
    })
    .execute();
  await db.insertInto('contactTexts').values({ contactId, sourceText: '原话' }).execute();

  const done = await cli.run(['redact', '--student', student.studentNo, '--reason', '本人要求']);
  expect(done).toMatchObject({ exitCode: 0, stderr: '' });
  expect(done.stdout).toContain('已清除 1 条记录的原话');
  const text = await db.selectFrom('contactTexts').selectAll().executeTakeFirstOrThrow();
  expect(text).toMatchObject({ sourceText: null, redactedReason: '本人要求' });
  expect(await db.selectFrom('contacts').selectAll().execute()).toHaveLength(1);
  expect(await db.selectFrom('auditEntries').selectAll().execute()).not.toHaveLength(0);
});

test.each([
  ['nobody of that number', ['redact', '--student', '0000', '--reason', '本人要求'], 1],
  ['no reason', ['redact', '--student', '0000'], 2],
])('%s', async (_name, args, exitCode) => {
  expect((await cli.run(args)).exitCode).toBe(exitCode);
});
