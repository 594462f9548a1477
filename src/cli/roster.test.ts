import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CommandLine, openCommandLine, writeRosterFolder } from '../../test/support/command-line.ts';

let cli: CommandLine;
beforeAll(async () => {
  cli = await openCommandLine();
});
afterAll(() => cli.close());

test('before the first start: import makes the tables; the same again changes nothing; errors store nothing', async () => {
  const { db } = cli.database;
  await sql`drop schema public cascade`.execute(db);
  await sql`create schema public`.execute(db);
  const path = await writeRosterFolder(cli.folder);
  const dry = await cli.run(['roster', 'import', path, '--dry-run', '--json']);
  expect(dry).toMatchObject({ exitCode: 0, stderr: '' });
  expect(JSON.parse(dry.stdout).changes.added).toBeGreaterThan(0);
  expect(await db.selectFrom('students').selectAll().execute()).toEqual([]);

  expect((await cli.run(['roster', 'import', path])).exitCode).toBe(0);
  expect(await db.selectFrom('students').selectAll().execute()).toHaveLength(3);
  const again = JSON.parse((await cli.run(['roster', 'import', path, '--json'])).stdout);
  expect(Object.keys(again)).toEqual(['ok', 'errors', 'warnings', 'changes']);
  expect(again.changes).toMatchObject({ added: 0, updated: 0, archived: 0 });

  const wrong = await writeRosterFolder(cli.folder, { 学生: '学号,姓名,班级\n2023009,钱七,软件9999' });
  const refused = await cli.run(['roster', 'import', wrong, '--json']);
  expect(refused.exitCode).toBe(1);
  expect(JSON.parse(refused.stdout)).toMatchObject({ ok: false, errors: [{ sheet: '学生', row: 2, column: '班级' }] });
  expect(await db.selectFrom('students').selectAll().execute()).toHaveLength(3);
});

test.each<[string, Record<string, string>, boolean]>([
  ['https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a', {}, true],
  ['https://oapi.dingtalk.com/robot/send?access_token=a', {}, true],
  ['https://ding.example.edu.cn/robot/send?access_token=a', {}, false],
  ['https://ding.example.edu.cn/robot/send?access_token=a', { DINGTALK_OAPI_URL: 'https://ding.example.edu.cn' }, true],
  ['http://127.0.0.1:3000/sandbox/wecom/cgi-bin/webhook/send?key=a', {}, true],
  ['http://127.0.0.1:3000/sandbox/wecom/cgi-bin/webhook/send?key=a', { PORT: '3999' }, false],
  ['http://127.0.0.1:3000/sandbox/wecom/cgi-bin/webhook/send?key=a', { SANDBOX: 'off' }, false],
])('a webhook %s with %j', async (webhook, env, isTaken) => {
  const platform = /ding/u.test(webhook) ? '钉钉' : '企业微信';
  const path = await writeRosterFolder(cli.folder, {
    家长群: `班级,群名称,平台,Webhook,群主工号\n软件2301,家长群,${platform},${webhook},T1`,
  });
  const result = await cli.run(['roster', 'import', path, '--dry-run', '--json'], { env });
  expect(JSON.parse(result.stdout).ok).toBe(isTaken);
});

test('a path that is not there', async () => {
  const result = await cli.run(['roster', 'import', join(cli.folder, 'nothing')]);
  expect(result.exitCode).toBe(1);
  expect(result.stdout).not.toBe('');
});

test('roster template needs no settings', async () => {
  const path = join(cli.folder, '名单.xlsx');
  expect(await cli.run(['roster', 'template', path], { env: { PORT: 'none' } })).toMatchObject({ exitCode: 0 });
  expect((await cli.run(['roster', 'import', path, '--dry-run', '--json'])).stdout).toContain('"ok":');
});
