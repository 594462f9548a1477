import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CommandLine, openCommandLine, writeRosterFolder } from '../../test/support/command-line.ts';

let cli: CommandLine;
beforeAll(async () => {
  cli = await openCommandLine();
  await cli.run(['roster', 'import', await writeRosterFolder(cli.folder)]);
});
afterAll(() => cli.close());

async function guard(stdin: string, ...options: string[]) {
  const result = await cli.run(['guard', '--json', ...options], { stdin });
  expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  return JSON.parse(result.stdout);
}

describe('guard', () => {
  test('the verdict in exactly the promised fields', async () => {
    const verdict = await guard('请各位家长扫码交班费200元', '--audience', 'group');
    expect(Object.keys(verdict)).toEqual(['decision', 'findings']);
    expect(verdict.decision).toBe('block');
    for (const one of verdict.findings) expect(Object.keys(one)).toEqual(['rule', 'words', 'why', 'suggestion']);
    expect(await guard('明天降温，请提醒孩子添衣。', '--audience', 'group')).toEqual({
      decision: 'pass',
      findings: [],
    });
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ['a classmate named to the group', ['--audience', 'group', '--class', '软件2301'], ['李四']],
    ['the student whom it is about', ['--audience', 'private', '--student', '2023002'], []],
    ['another student of the class', ['--audience', 'private', '--student', '2023001'], ['李四']],
    ['a student of another class', ['--audience', 'private', '--student', '2023003'], []],
  ])('%s', async (_name, options, names) => {
    const { findings } = await guard('今天李 四上台发言，说得很好。', ...options);
    const found = findings.filter(({ rule }: { rule: string }) => rule === 'other_student');
    expect(found.map(({ words }: { words: string }) => words)).toEqual(names);
  });

  test('our own address is no unknown link', async () => {
    const text = '请到 https://jiaxin.example.com/verify 核对';
    const foreign = await cli.run(['guard', '--audience', 'group', '--json'], { stdin: text });
    expect(JSON.parse(foreign.stdout).decision).toBe('block');
    const env = { PUBLIC_URL: 'https://jiaxin.example.com' };
    const own = await cli.run(['guard', '--audience', 'group', '--json'], { stdin: text, env });
    expect(JSON.parse(own.stdout).decision).toBe('pass');
  });

  test('without a roster, and without a database', async () => {
    const env = { DATABASE_URL: 'postgres://127.0.0.1:1/x' };
    const away = await cli.run(['guard', '--audience', 'private'], { stdin: '明天放假。', env });
    expect(away).toEqual({ exitCode: 0, stdout: '通过。\n', stderr: '' });
    const empty = await openCommandLine();
    try {
      const result = await empty.run(['guard', '--audience', 'group', '--class', 'x'], { stdin: '明天放假。' });
      expect(result).toMatchObject({ exitCode: 0, stdout: '通过。\n' });
      expect(result.stderr).toContain('还没有导入名单');
    } finally {
      await empty.close();
    }
  });

  test.each([
    [['--class', '软件9999'], '软件9999'],
    [['--student', '9'], '“9”'],
  ])('a wrong %j is an error, not a verdict', async (options, expected) => {
    const result = await cli.run(['guard', '--audience', 'group', ...options], { stdin: '明天放假。' });
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toContain(expected);
  });

  test('no text', async () => {
    expect(await cli.run(['guard', '--audience', 'group'], { stdin: ' \n' })).toMatchObject({
      exitCode: 2,
      stdout: '',
    });
  });

  test('for people', async () => {
    const { stdout } = await cli.run(['guard', '--audience', 'group'], { stdin: '请扫码交班费200元' });
    expect(stdout).toMatch(/^拦下：[\s\S]*- “[\s\S]*建议：/u);
  });
});
