import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CommandLine, openCommandLine } from '../../test/support/command-line.ts';
import { openTestDatabase } from '../../test/support/database.ts';
import { runCommandLine } from './run.ts';

let cli: CommandLine;
beforeAll(async () => {
  cli = await openCommandLine();
});
afterAll(() => cli.close());

describe('typed wrongly: usage on stderr, exit code 2, whatever the settings', () => {
  test.each<[string, readonly string[], string]>([
    ['nothing', [], '用法'],
    ['an unknown command', ['exprot'], '没有“exprot”这个命令'],
    ['a name of Object', ['constructor'], '没有“constructor”这个命令'],
    ['an unknown option', ['migrate', '--force'], '用法'],
    ['too many words', ['migrate', 'now'], '用法'],
    ['roster alone', ['roster'], '用法'],
    ['roster import without a path', ['roster', 'import'], '用法'],
    ['roster template with an option', ['roster', 'template', 'x.xlsx', '--json'], '用法'],
    ['export of nothing', ['export'], '用法'],
    ['export of something else', ['export', 'toString', '--format', 'csv'], '不能导出“toString”'],
    ['export without a format', ['export', 'contacts'], '--format'],
    ['export in an unknown format', ['export', 'contacts', '--format', 'pdf'], '--format'],
    ['export of no such term', ['export', 'contacts', '--format', 'csv', '--term', '2026-2028-1'], '没有“2026-2028-1”'],
    ['explain without a line', ['explain', '--json'], '用法'],
    ['explain with an unquoted line', ['explain', '张三妈妈', '打了'], '用法'],
    ['guard without an audience', ['guard'], '--audience'],
    ['guard for somebody else', ['guard', '--audience', 'public'], '--audience'],
    ['guard with both', ['guard', '--audience', 'group', '--class', 'a', '--student', 'b'], '只能写一个'],
    ['templates alone', ['templates'], '用法'],
    ['move without a target', ['move'], 'move --to postgres://'],
    ['move to something else', ['move', '--to', 'mysql://db/x'], 'move --to postgres://'],
    ['doctor with a word', ['doctor', 'who'], '用法'],
  ])('%s', async (_name, args, expected) => {
    const result = await runCommandLine(args, { PORT: 'none' }, async () => 'text');
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain(expected);
    expect(result.stderr).toContain('npm run cli -- ');
  });

  test('help is no mistake', async () => {
    expect(await runCommandLine(['--help'], {}, async () => '')).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

describe('settings and database', () => {
  test.each([
    [['migrate']],
    [['doctor']],
    [['explain', '张三']],
    [['export', 'contacts', '--format', 'csv']],
    [['guard', '--audience', 'group']],
    [['roster', 'import', 'x']],
    [['hold-after-restore']],
    [['move', '--to', 'postgres://db/x']],
  ])('%j names every wrong setting, exit code 78', async (args) => {
    const env = { PORT: 'none', QUIET_HOURS: 'always', DATABASE_URL: 'postgres://localhost/x' };
    const result = await runCommandLine(args, env, async () => '明天放假');
    expect(result).toMatchObject({ exitCode: 78, stdout: '' });
    for (const name of ['PORT', 'QUIET_HOURS', 'SECRET_KEY']) expect(result.stderr).toContain(`  ${name}: `);
  });

  test('a database that is away is told in a sentence, without a stack and the password', async () => {
    const env = { DATABASE_URL: 'postgres://jiaxin:geheim@127.0.0.1:1/x' };
    const result = await cli.run(['explain', '张三'], { env });
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toContain('连不上数据库');
    expect(result.stderr).not.toMatch(/geheim|\bat /u);
  });

  test('an older schema is not changed behind the back of a running service', async () => {
    const old = await openTestDatabase();
    try {
      await sql`delete from kysely_migration where name = (select max(name) from kysely_migration)`.execute(old.db);
      const result = await cli.run(['export', 'contacts', '--format', 'jsonl'], { env: { DATABASE_URL: old.url } });
      expect(result).toMatchObject({ exitCode: 1, stdout: '' });
      expect(result.stderr).toContain('npm run cli -- migrate');
    } finally {
      await old.close();
    }
  });

  test('migrate: an empty database, and again; doctor says what is missing before', async () => {
    const empty = await openTestDatabase();
    const env = { DATABASE_URL: empty.url };
    try {
      await sql`drop schema if exists bullmq cascade`.execute(empty.db);
      await sql`drop schema public cascade`.execute(empty.db);
      await sql`create schema public`.execute(empty.db);
      const before = await cli.run(['doctor'], { env });
      expect(before.exitCode).toBe(1);
      expect(before.stdout).toMatch(/✓ 配置[\s\S]*✗ 数据表：还有 \d+ 个迁移没有执行/u);
      const first = await cli.run(['migrate'], { env });
      expect(first).toMatchObject({ exitCode: 0, stderr: '' });
      expect(first.stdout).toMatch(/^已执行 [1-9]\d* 个迁移/u);
      expect(await cli.run(['migrate'], { env })).toEqual({ exitCode: 0, stdout: '已是最新结构。\n', stderr: '' });
      const after = await cli.run(['doctor'], { env });
      expect(after.stdout).toMatch(/✓ 数据表[\s\S]*✓ 队列[\s\S]*- 平台[\s\S]*一切正常/u);
      expect(after).toMatchObject({ exitCode: 0, stderr: '' });
    } finally {
      await empty.close();
    }
  });

  test.each([
    [{ failures: 0, counts: '{"parents":40,"subscribed":38}' }, /✓ 学校通讯录核对：.*40 位家长，38 位关注/u],
    [{ failures: 0, counts: '{"parents":40,"missing":2}' }, /! 学校通讯录核对：.*2 个家长账号通讯录里没有/u],
    [{ failures: 3, failureCode: '48002' }, /! 学校通讯录核对：连续 3 次没有读成（48002）.*上次读成是/u],
  ])('doctor tells how the school directory fares: %j', async (row, line) => {
    const { db, url, close } = await openTestDatabase();
    const now = new Date();
    try {
      await db
        .insertInto('directorySyncs')
        .values({ account: 'a', dueAt: now, triedAt: now, syncedAt: now, ...row })
        .execute();
      expect((await cli.run(['doctor'], { env: { DATABASE_URL: url } })).stdout).toMatch(line);
    } finally {
      await close();
    }
  });

  test('doctor on a database that is away', async () => {
    const result = await cli.run(['doctor'], { env: { DATABASE_URL: 'postgres://127.0.0.1:1/x' } });
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toMatch(/✗ 数据库：连不上（ECONNREFUSED）/u);
  });
});
