import { expect, test } from 'vitest';
import { checkText, offerRewrite } from '../../src/notice/guard/index.ts';
import { judgeDraft, loadDrafts, optionsOf } from './drafts.ts';

const drafts = loadDrafts();
const flagged = drafts.filter((draft) => judgeDraft(draft).decision === 'flag');

test('what is offered for a flagged draft passes the guard', () => {
  const failing = flagged.filter((draft) => {
    const rewrite = offerRewrite(draft.text, optionsOf(draft));
    return rewrite !== undefined && checkText(rewrite, optionsOf(draft)).decision !== 'pass';
  });
  expect(failing).toEqual([]);
});

test('most flagged drafts can be saved', () => {
  const saved = flagged.filter((draft) => offerRewrite(draft.text, optionsOf(draft)) !== undefined);
  expect(saved.length / flagged.length).toBeGreaterThan(0.5);
});

test('nothing is offered for a draft that passes or is blocked', () => {
  const others = drafts.filter((draft) => judgeDraft(draft).decision !== 'flag');
  expect(others.filter((draft) => offerRewrite(draft.text, optionsOf(draft)) !== undefined)).toEqual([]);
});

test.each<[string, 'group' | 'private', string]>([
  ['国庆放假时间为10月1日至7日，10月8日上课。收到请回复。', 'group', '国庆放假时间为10月1日至7日，10月8日上课。'],
  ['@所有人 周五晚上7点开家长会。', 'group', '周五晚上7点开家长会。'],
  ['您好，我是李老师。孩子这阵子有点抑郁，话少了。', 'private', '您好，我是李老师。孩子这阵子情绪有些低，话少了。'],
  // the facts stay, and so does the next step
  [
    '您好，张三这周旷课3次，天天玩手机，太不像话了，周五有补考。',
    'private',
    '您好，张三这周旷课3次，天天玩手机，周五有补考。想听听您的看法，我们一起想办法，您方便时我给您打电话。',
  ],
  [
    '张三高数58分，排第38名，下周三补考。',
    'private',
    '张三高数58分，下周三补考。想听听您的看法，我们一起想办法，您方便时我给您打电话。',
  ],
])('%s', (text, audience, rewrite) => {
  expect(offerRewrite(text, { audience })).toBe(rewrite);
});
