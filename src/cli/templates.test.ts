import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadCheckedTemplates } from '../service.ts';
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

test('the worked example of templates/README.md, and what the check says before it is whole', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jiaxin-templates-'));
  try {
    await cp('templates', folder, { recursive: true });
    const guide = await readFile(join(folder, 'README.md'), 'utf8');
    const field = JSON.parse(/```json\n([\s\S]*?)```/u.exec(guide)?.[1] ?? '');
    await appendFile(join(folder, 'failed_courses', 'family.txt'), '答疑地点：[答疑地点]。\n');
    expect(checkFolder(folder).stdout).toContain('failed_courses/family.txt：用到了没有声明的字段 [答疑地点]');
    expect(() => loadCheckedTemplates(folder)).toThrow(/templates\/failed_courses\/family\.txt: .*答疑地点/u);
    const file = join(folder, 'failed_courses', 'meta.json');
    const meta = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...meta, fields: [...meta.fields, field] }));
    expect(checkFolder(folder)).toMatchObject({ exitCode: 0 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('words that stand in for what is left out are judged as well, and the start says which file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jiaxin-templates-'));
  try {
    await cp('templates', folder, { recursive: true });
    const file = join(folder, 'spending', 'meta.json');
    const meta = await readFile(file, 'utf8');
    await writeFile(file, meta.replace('"whenAbsent": "这段时间"', '"whenAbsent": "请把班费转给我"'));
    expect(checkFolder(folder).stdout).toContain('spending/group.txt：内容检查不通过');
    expect(() => loadCheckedTemplates(folder)).toThrow(/templates\/spending\/group\.txt/u);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
