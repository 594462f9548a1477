import { expect, test } from 'vitest';
import { GUARD_RULES } from '../../src/notice/guard/check-text.ts';
import { checkText } from '../../src/notice/guard/index.ts';
import { judgeDraft, loadDrafts } from './drafts.ts';

const drafts = loadDrafts();
const bad = drafts.filter(({ expected }) => expected !== 'pass');
const good = drafts.filter(({ expected }) => expected === 'pass');
const share = (part: number, whole: number): number => (100 * part) / whole;

test('there are at least 300 drafts, no text twice, about half of them good', () => {
  expect(drafts.length).toBeGreaterThanOrEqual(300);
  expect(new Set(drafts.map(({ text, audience }) => `${audience} ${text}`)).size).toBe(drafts.length);
  expect(share(good.length, drafts.length)).toBeGreaterThan(40);
  expect(share(good.length, drafts.length)).toBeLessThan(60);
});

test('a bad draft names a rule of the guard, a private one its student', () => {
  const rules = new Set(GUARD_RULES.map(({ id }) => id));
  expect(bad.filter(({ rule }) => !rules.has(rule))).toEqual([]);
  expect(drafts.filter(({ audience, student }) => (audience === 'private') !== (student !== undefined))).toEqual([]);
});

test('at least 98 % of the bad drafts are caught', () => {
  const missed = bad.filter((draft) => judgeDraft(draft).decision === 'pass').map(({ text }) => text);
  expect(share(bad.length - missed.length, bad.length), missed.join('\n')).toBeGreaterThanOrEqual(98);
});

test('at most 3 % of the good drafts are stopped', () => {
  const stopped = good.filter((draft) => judgeDraft(draft).decision !== 'pass').map(({ text }) => text);
  expect(share(stopped.length, good.length), stopped.join('\n')).toBeLessThanOrEqual(3);
});

test('the decision and the rule are those that were meant', () => {
  const other = bad.filter((draft) => {
    const { decision, findings } = judgeDraft(draft);
    return decision !== draft.expected || !findings.some(({ rule }) => rule === draft.rule);
  });
  expect(share(other.length, bad.length), other.map(({ text }) => text).join('\n')).toBeLessThanOrEqual(2);
});

test.each([
  '转',
  '"',
  '1',
  'a.',
  'a ',
  '每人1',
  '不',
  '请 ',
  '张小',
  '一',
  '两',
  '钱',
  '我',
  '再不',
  '6222 ',
  'http://',
  '￥1',
  '女孩',
  '张三 李四 ',
])('5,000 characters of %j are judged at once', (piece) => {
  const text = piece.repeat(Math.ceil(5_000 / piece.length)).slice(0, 5_000);
  const startedAt = performance.now();
  for (const audience of ['group', 'private'] as const) checkText(text, { audience });
  // A pattern that goes wrong takes ten seconds and more; the machine may be busy.
  expect(performance.now() - startedAt).toBeLessThan(3_000);
});
