import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CommandLine, openCommandLine, writeRosterFolder } from '../../test/support/command-line.ts';
import { CONTACT_EXPORT_FIELDS } from '../contact/index.ts';

let cli: CommandLine;
beforeAll(async () => {
  cli = await openCommandLine();
  const { exitCode } = await cli.run(['roster', 'import', await writeRosterFolder(cli.folder)]);
  expect(exitCode).toBe(0);
});
afterAll(() => cli.close());

async function explain(line: string, ...options: string[]) {
  const result = await cli.run(['explain', line, '--json', ...options]);
  expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  return JSON.parse(result.stdout);
}

describe('explain', () => {
  test('a record in exactly the promised fields, and nothing is stored', async () => {
    const found = await explain('昨天下午给张三妈妈打电话，说孩子最近老熬夜');
    expect(Object.keys(found)).toEqual(['intent', 'records', 'students', 'question', 'refusal', 'evidence']);
    expect(found).toMatchObject({ intent: 'record', question: null, refusal: null });
    expect(found.records).toHaveLength(1);
    expect(Object.keys(found.records[0])).toEqual(CONTACT_EXPORT_FIELDS);
    expect(found.records[0]).toMatchObject({
      id: null,
      staff_no: null,
      status: 'active',
      amends: null,
      student_no: '2023001',
      student_name: '张三',
      class_name: '软件2301',
      guardian_name: '李秀英',
      relation: '母亲',
      method: 'phone',
      outcome: 'reached',
      occurred_at: '2026-10-08T15:00:00+08:00',
      occurred_precision: 'part_of_day',
      late: false,
    });
    expect(found.students).toEqual([
      {
        words: '张三',
        student_no: '2023001',
        student_name: '张三',
        class_name: '软件2301',
        guess: false,
        candidates: [{ student_no: '2023001', student_name: '张三', class_name: '软件2301' }],
      },
    ]);
    for (const one of found.evidence) expect(Object.keys(one)).toEqual(['words', 'means']);
    expect(await cli.database.db.selectFrom('contacts').selectAll().execute()).toEqual([]);
    expect(await cli.database.db.selectFrom('inboundMessages').selectAll().execute()).toEqual([]);
  });

  test('--as takes that scope, without regard to case', async () => {
    const own = await explain('张三妈妈电话打了', '--as', 'liumin');
    expect(own.students[0].student_no).toBe('2023001');
    expect(own.records[0].staff_no).toBe('T1');
    const foreign = await explain('张三妈妈电话打了', '--as', 'WangQiang');
    expect(JSON.stringify(foreign)).not.toContain('2023001');
    expect(foreign.question).not.toBeNull();
  });

  test('an unknown --as is refused', async () => {
    const result = await cli.run(['explain', '张三', '--as', 'nobody']);
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toContain('nobody');
  });

  test('an administrator of ADMIN_USERIDS counts only while the roster is empty, and is not made staff', async () => {
    const result = await cli.run(['explain', '张三', '--as', 'root'], { env: { ADMIN_USERIDS: 'root' } });
    expect(result.exitCode).toBe(1);
    const empty = await openCommandLine();
    try {
      const first = await empty.run(['explain', '张三', '--as', 'Root', '--json'], { env: { ADMIN_USERIDS: 'root' } });
      expect(first.exitCode).toBe(0);
      expect(await empty.database.db.selectFrom('staff').selectAll().execute()).toEqual([]);
    } finally {
      await empty.close();
    }
  });

  test('a letter that is still to be written makes no record', async () => {
    expect(await explain('给张三妈妈寄一封信')).toMatchObject({ intent: 'letter', records: [] });
  });

  test('a refusal', async () => {
    const found = await explain('给家长群发：这次考试全班排名出来了');
    expect(found.refusal).toEqual(expect.any(String));
  });

  test('for people', async () => {
    const { stdout } = await cli.run(['explain', '张三妈妈电话打了，聊了挂科']);
    expect(stdout).toMatch(/理解为：记录联系（record）\n学生：“张三” → 软件2301 张三（2023001）\n记录 1：/u);
    expect(stdout).toContain('  method: phone');
  });
});
