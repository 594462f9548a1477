import { expect, test } from 'vitest';
import { byteLength } from '../shared/bytes.ts';
import { renderReply } from './reply.ts';

const confirm = [
  { key: 'confirm', label: '确认', style: 'primary' as const },
  { key: 'cancel', label: '取消' },
];
const ask = (text: string, acceptsText = false) => ({ text, question: { options: confirm, acceptsText, state: null } });

test('nothing to press: one text', () => {
  expect(renderReply({ text: '好的' }, { command: 'x', questionId: undefined })).toEqual([
    { kind: 'text', text: '好的' },
  ]);
  expect(renderReply({ title: '帮助', text: '好的' }, { command: 'x', questionId: undefined })).toEqual([
    { kind: 'text', text: '【帮助】\n好的' },
  ]);
});

test('a question is shown by buttons and by number', () => {
  expect(renderReply({ title: '草稿', ...ask('给张三') }, { command: 'x', questionId: 'Q1' })).toEqual([
    {
      kind: 'card',
      card: {
        title: '草稿',
        text: '给张三\n回“确认”：确认  2 取消',
        buttons: [
          { key: 'q:Q1:confirm', label: '确认', style: 'primary' },
          { key: 'q:Q1:cancel', label: '取消' },
        ],
      },
    },
  ]);
});

test('standing buttons follow the options', () => {
  const [draft] = renderReply(
    { ...ask('x', true), buttons: [{ key: 'undo:1', label: '撤' }] },
    { command: 'record_contact', questionId: 'Q' },
  );
  expect(draft?.kind === 'card' && draft.card.buttons.map(({ key }) => key)).toEqual([
    'q:Q:confirm',
    'q:Q:cancel',
    'p:record_contact:undo:1',
  ]);
  expect(draft?.kind === 'card' && draft.card.text).toContain('也可以直接打字回答');
});

test('a long text goes first, the card after it stays short', () => {
  const drafts = renderReply({ title: '草稿', ...ask('长'.repeat(200)) }, { command: 'x', questionId: 'Q' });
  expect(drafts.map(({ kind }) => kind)).toEqual(['text', 'card']);
  expect(drafts[1]?.kind === 'card' && byteLength(drafts[1].card.text)).toBeLessThan(100);
});

test('the card of a long text keeps its warning beside the buttons', () => {
  const long = { title: '草稿', note: '有一处请再看一眼', ...ask('长'.repeat(200)) };
  const drafts = renderReply(long, { command: 'x', questionId: 'Q' });
  expect(drafts[1]?.kind === 'card' && drafts[1].card.text.split('\n')[0]).toBe('有一处请再看一眼');
});

test('a card has at most six buttons and a title of 26 characters; every option keeps its number', () => {
  const options = Array.from({ length: 8 }, (_, index) => ({ key: `k${index}`, label: `选项${index}` }));
  const [draft] = renderReply(
    { title: '题'.repeat(40), text: 'x', question: { options, acceptsText: false, state: null } },
    { command: 'x', questionId: 'Q' },
  );
  if (draft?.kind !== 'card') throw new Error('no card');
  expect(draft.card.buttons).toHaveLength(6);
  expect([...draft.card.title]).toHaveLength(26);
  expect(draft.card.text).toContain('8 选项7');
  expect(draft.card.text).toContain('题'.repeat(40));
});
