import { appendFile, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommandLine } from './run.ts';
import { checkFolder } from './templates.ts';

test('the templates of the repository are fine, whatever the settings', async () => {
  const result = await runCommandLine(['templates', 'check'], { PORT: 'none' }, async () => '');
  expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  expect(result.stdout).toMatch(/^\d{2,} 个模板全部合格/u);
});

test('a template that asks for money, and one with an unknown field, by file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jiaxin-templates-'));
  try {
    await cp('templates', folder, { recursive: true });
    await appendFile(join(folder, 'award', 'group.txt'), '\n请扫码交班费200元');
    const judged = checkFolder(folder);
    expect(judged.exitCode).toBe(1);
    expect(judged.stdout).toContain('  award/group.txt：');
    await writeFile(join(folder, 'award', 'family.txt'), '[没有这一项]');
    const broken = checkFolder(folder);
    expect(broken.exitCode).toBe(1);
    expect(broken.stdout).toContain('没有这一项');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
