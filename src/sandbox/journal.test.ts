import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal } from './journal.ts';
import { chatOf } from './state.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jiaxin-journal-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const told = (text: string) => ({
  type: 'told' as const,
  userid: 'WangFang',
  msgid: text,
  shown: { type: 'text', text },
});
const now = () => new Date('2026-11-22T10:00:00Z');
const texts = (path: string) => {
  const journal = openJournal(path, now);
  const shown = chatOf(journal.state, 'wangfang').map((entry) => entry.shown.text);
  journal.close();
  return shown;
};

test('a restart knows everything, numbers go on', () => {
  const path = join(folder, 'deep', 'sandbox.jsonl');
  const first = openJournal(path, now);
  first.record(told('一'));
  // No close: the process was killed.
  const second = openJournal(path, now);
  expect(second.record(told('二')).id).toBe(2);
  expect(texts(path)).toEqual(['一', '二']);
  first.close();
  second.close();
});

test('a line torn by a kill is skipped, and the next one starts on a line of its own', () => {
  const path = join(folder, 'sandbox.jsonl');
  const first = openJournal(path, now);
  first.record(told('一'));
  first.close();
  appendFileSync(path, '{"type":"told","userid":"Wang');
  const second = openJournal(path, now);
  second.record(told('二'));
  second.close();
  expect(texts(path)).toEqual(['一', '二']);
  expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(4);
});
