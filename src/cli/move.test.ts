import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CommandLine, openCommandLine, writeRosterFolder } from '../../test/support/command-line.ts';
import { openTestDatabase } from '../../test/support/database.ts';
import { loadConfig } from '../config/index.ts';
import { openDatabase } from '../db/index.ts';

let cli: CommandLine;
let embedded: Record<string, string>;
beforeAll(async () => {
  cli = await openCommandLine();
  embedded = { DATABASE_URL: '', DATA_DIR: join(cli.folder, 'embedded') };
});
afterAll(() => cli.close());

describe('the embedded database', () => {
  test('import before the first start, explain and export while a service runs, then move', async () => {
    const path = await writeRosterFolder(cli.folder);
    expect(await cli.run(['roster', 'import', path], { env: embedded })).toMatchObject({ exitCode: 0, stderr: '' });

    // Holds the folder as a running service does.
    const service = await openDatabase(loadConfig(embedded));
    try {
      const explained = await cli.run(['explain', '张三妈妈电话打了', '--json'], { env: embedded });
      expect(JSON.parse(explained.stdout).students[0].student_no).toBe('2023001');
      const exported = await cli.run(['export', 'coverage', '--format', 'jsonl'], { env: embedded });
      expect(exported.stdout.trim().split('\n')).toHaveLength(2);
      expect((await cli.run(['migrate'], { env: embedded })).stdout).toBe('已是最新结构。\n');
      const held = await cli.run(['hold-after-restore'], { env: embedded });
      expect(held).toMatchObject({ exitCode: 1, stdout: '' });
      expect(held.stderr).toContain('另一个家信进程');
    } finally {
      await service.close();
    }

    const target = await openTestDatabase();
    try {
      const moved = await cli.run(['move', '--to', target.url], { env: embedded });
      expect(moved).toMatchObject({ exitCode: 0, stderr: '' });
      expect(moved.stdout).toMatch(/^表\t搬出\t搬入\n[\s\S]*\nstudents\t3\t3\n[\s\S]*搬完了。请停止服务/u);
      expect(await target.db.selectFrom('students').selectAll().execute()).toHaveLength(3);
      const again = await cli.run(['move', '--to', target.url], { env: embedded });
      expect(again).toMatchObject({ exitCode: 1, stdout: '' });
      expect(again.stderr).toContain('目标数据库不是空的');
    } finally {
      await target.close();
    }
    const away = await cli.run(['move', '--to', 'postgres://a:geheim@127.0.0.1:1/x'], { env: embedded });
    expect(away).toMatchObject({ exitCode: 1, stdout: '' });
    expect(away.stderr).toContain('ECONNREFUSED');
    expect(away.stderr).not.toContain('geheim');
  }, 120_000);

  test('with DATABASE_URL there is nothing to move', async () => {
    const result = await cli.run(['move', '--to', 'postgres://db/x']);
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toContain('没有内嵌数据库可搬');
  });
});
