import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { startProduct, temporaryFolder } from '../support/product.ts';
import { createSandboxClient, type SandboxClient } from '../support/sandbox-client.ts';

// Real processes on a machine that other tests keep busy.
vi.setConfig({ testTimeout: 300_000 });

const ROOT = resolve(import.meta.dirname, '../..');
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

/** The lines of each fenced block `transcript`. */
function transcriptsOf(text: string): string[][] {
  const blocks = [...text.matchAll(/```transcript\n(.*?)```/gsu)];
  return blocks.map(([, block = '']) => block.split('\n').filter((line) => line !== ''));
}

const transcripts = transcriptsOf(read('README.md'));
const [mainJob = [], firstMinutes = []] = transcripts;

describe('the README', () => {
  test('has transcripts of the main job and of the first ten minutes, the same in both languages', () => {
    expect(transcripts).toHaveLength(2);
    expect(firstMinutes.some((line) => line.includes('/n/'))).toBe(true);
    for (const lines of transcripts)
      expect(lines.filter((line) => line.startsWith('刘敏：')).length).toBeGreaterThanOrEqual(10);
    expect(transcriptsOf(read('README.zh-CN.md'))).toEqual(transcripts);
  });

  test.each(['README.md', 'README.zh-CN.md', 'docs/architecture.md', 'docs/operations.md', 'docs/wecom-setup.md'])(
    '%s links only to what is there',
    (name) => {
      const targets = [...read(name).matchAll(/\]\(([^)#\s]+)[^)]*\)/gu)].map(([, target = '']) => target);
      const local = targets.filter((target) => !/^https?:/u.test(target));
      expect(local.filter((target) => !existsSync(resolve(ROOT, name, '..', target)))).toEqual([]);
    },
  );

  test.each([
    ['the main job', '10:00', mainJob],
    ['the main job', '22:30', mainJob],
    // A college of its own: a member gets 30 messages a minute, and both together would wait for the next one.
    ['the first ten minutes', '10:00', firstMinutes],
  ])('what it says of %s comes true word for word at %s', async (_name, time, lines) => {
    const folder = temporaryFolder();
    const product = await startProduct({
      env: { DATA_DIR: folder.path, CLOCK_START: `2026-11-20T${time}:00+08:00` },
    });
    try {
      await follow(createSandboxClient(product.url), lines, time === '22:30');
    } finally {
      await product.stop();
      folder.remove();
    }
  });
});

async function follow(sandbox: SandboxClient, lines: readonly string[], isNight: boolean): Promise<void> {
  const counsellor = sandbox.person('liumin');
  const parts = (text: string): string[] => text.split('…').map((part) => part.trim());
  for (const [index, line] of lines.entries()) {
    const [, speaker = '', words = ''] = /^([^：（]+)：(.*)$/u.exec(line) ?? [];
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
    } else if (line.includes('点开链接')) {
      await answerByLink(sandbox, line);
    } else if (speaker === '家信' && !lines[index - 1]?.startsWith('刘敏：')) {
      // Said without being asked.
      await shows(async () => (await sandbox.state('liumin')).chat.map(({ shown }) => shown.text), parts(words));
    } else expect(speaker, line).toBe('家信');
  }
}

/** A parent opens the newest link on the phone, gives the digits, confirms and writes back. */
async function answerByLink(sandbox: SandboxClient, line: string): Promise<void> {
  const told = /^（(.+)的(父亲|母亲)点开链接，输入手机号后四位 (\d{4})，点“我已知悉”，再写“(.+)”寄给老师。）$/u.exec(
    line,
  );
  const [, student = '', relation = '', digits = '', words = ''] = told ?? [];
  const url = (await sandbox.phone(student, relation)).at(-1)?.match(/https?:\/\/\S+\/n\/[\w-]{40}/u)?.[0];
  if (url === undefined) throw new Error(`no link on the phone of ${student}${relation}`);
  const post = (form: Record<string, string>, cookie = ''): Promise<Response> =>
    fetch(url, { method: 'POST', redirect: 'manual', headers: { cookie }, body: new URLSearchParams(form) });
  const opened = await post({ do: 'open', digits });
  const cookie = String(opened.headers.get('set-cookie')).split(';')[0] ?? '';
  const page = await (await fetch(url, { headers: { cookie } })).text();
  const form = /name="form" value="([^"]+)"/u.exec(page)?.[1] ?? '';
  expect((await post({ do: 'confirm' }, cookie)).status).toBe(303);
  expect((await post({ do: 'reply', form, words }, cookie)).status).toBe(303);
}

async function shows(look: () => Promise<readonly string[]>, words: readonly string[]): Promise<void> {
  await eventually(async () => {
    const text = (await look()).join('\n');
    for (const part of words) expect(text).toContain(part);
  });
}
