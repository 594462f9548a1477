import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { startProduct, temporaryFolder } from '../support/product.ts';
import { createSandboxClient, type SandboxClient } from '../support/sandbox-client.ts';

// Real processes on a machine that other tests keep busy.
vi.setConfig({ testTimeout: 120_000 });

const ROOT = resolve(import.meta.dirname, '../..');
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

/** The lines of the fenced block `transcript`. */
function transcriptOf(text: string): string[] {
  const block = /```transcript\n(.*?)```/su.exec(text)?.[1] ?? '';
  return block.split('\n').filter((line) => line !== '');
}

const lines = transcriptOf(read('README.md'));

describe('the README', () => {
  test('has a transcript of the main job, the same in both languages', () => {
    expect(lines.filter((line) => line.startsWith('刘敏：')).length).toBeGreaterThanOrEqual(10);
    expect(transcriptOf(read('README.zh-CN.md'))).toEqual(lines);
  });

  test.each(['README.md', 'README.zh-CN.md', 'docs/architecture.md', 'docs/operations.md', 'docs/wecom-setup.md'])(
    '%s links only to what is there',
    (name) => {
      const targets = [...read(name).matchAll(/\]\(([^)#\s]+)[^)]*\)/gu)].map(([, target = '']) => target);
      const local = targets.filter((target) => !/^https?:/u.test(target));
      expect(local.filter((target) => !existsSync(resolve(ROOT, name, '..', target)))).toEqual([]);
    },
  );

  test.each(['10:00', '22:30'])('the transcript comes true word for word at %s', async (time) => {
    const folder = temporaryFolder();
    const product = await startProduct({
      env: { DATA_DIR: folder.path, CLOCK_START: `2026-11-20T${time}:00+08:00` },
    });
    try {
      await follow(createSandboxClient(product.url), time === '22:30');
    } finally {
      await product.stop();
      folder.remove();
    }
  });
});

async function follow(sandbox: SandboxClient, isNight: boolean): Promise<void> {
  const counsellor = sandbox.person('liumin');
  for (const [index, line] of lines.entries()) {
    const [, speaker = '', words = ''] = /^([^：（]+)：(.*)$/u.exec(line) ?? [];
    const parts = (text: string): string[] => text.split('…').map((part) => part.trim());
    if (speaker === '刘敏') {
      const answer = /^家信：(.*)$/u.exec(lines[index + 1] ?? '')?.[1];
      if (answer === undefined) throw new Error(`no answer is written under: ${line}`);
      await counsellor.say(words, ...parts(answer));
    } else if (speaker.endsWith('的手机')) {
      const [, student = '', relation = ''] = /^(.+)(父亲|母亲)的手机$/u.exec(speaker) ?? [];
      await shows(() => sandbox.phone(student, relation), parts(words));
    } else if (speaker.endsWith('家长群')) {
      await shows(() => sandbox.group(speaker), parts(words));
    } else if (line.includes('到明早 8:05')) {
      if (!isNight) continue;
      expect(await sandbox.phone('王五', '父亲')).toEqual([]);
      expect(await sandbox.group('22酒管1班家长群')).toEqual([]);
      await sandbox.moveClockTo('08:05');
    } else if (line.includes('确认发送')) {
      await sandbox.confirmMassTask('22旅管3班家长群');
    } else expect(speaker, line).toBe('家信');
  }
}

async function shows(look: () => Promise<readonly string[]>, words: readonly string[]): Promise<void> {
  await eventually(async () => {
    const text = (await look()).join('\n');
    for (const part of words) expect(text).toContain(part);
  }, 20_000);
}
