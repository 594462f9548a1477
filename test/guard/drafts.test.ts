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

/** Rules that object to the same thing: a person asks for money, whichever of his words gave him away. */
const FAMILIES = [
  ['money_request', 'gift', 'money_word', 'sum_asked', 'sum', 'advert', 'favour'],
  ['secret_asked', 'image_asked', 'screen_or_program', 'told_to_be_silent', 'new_number'],
  ['qr_code', 'unknown_link', 'link_elsewhere', 'college_link', 'foreign_contact'],
  [
    'rank',
    'marks',
    'name_list',
    'label',
    'told_to_all',
    'mental_health',
    'suicide',
    'discipline',
    'poverty',
    'health',
  ].concat(['family_matters', 'other_student', 'other_matter', 'maybe_named', 'named_student']),
  ['identity_number', 'bank_number', 'phone_number', 'spelled_phone', 'student_number'],
  ['diagnosis', 'symptom'],
  ['threat', 'harsh'],
  ['blame', 'temper', 'complaint', 'backward_idea'],
];

function isOneFamily(rule: string, other: string): boolean {
  return rule === other || FAMILIES.some((family) => family.includes(rule) && family.includes(other));
}

test('what objects is what was meant, and nobody collects money by confirming a flag', () => {
  const other = bad.filter((draft) => {
    const { decision, findings } = judgeDraft(draft);
    const isForMoney = isOneFamily(draft.rule, 'money_request') && draft.expected === 'block';
    return (isForMoney && decision !== 'block') || !findings.some(({ rule }) => isOneFamily(rule, draft.rule));
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
  '读书',
  '她 ',
  '1.3 ',
  '老师',
  '不 a，就',
])('5,000 characters of %j are judged at once', (piece) => {
  const text = piece.repeat(Math.ceil(5_000 / piece.length)).slice(0, 5_000);
  const startedAt = performance.now();
  for (const audience of ['group', 'private'] as const) checkText(text, { audience });
  // A pattern that goes wrong takes ten seconds and more; the machine may be busy.
  expect(performance.now() - startedAt).toBeLessThan(9_000);
});
