import { expect, test } from 'vitest';
import { buildRosterIndex, type Reading, understandLine } from '../language/index.ts';
import { matchAnswer } from './match-answer.ts';

const student = { studentId: 's', studentNo: '20220301', name: '张三', className: '22旅管3班', guardians: [] };
const roster = buildRosterIndex([student], ['22旅管3班']);
const read = (line: string): Reading => understandLine(line, { roster, now: new Date('2026-10-14T10:00:00+08:00') });

const draft = {
  options: [
    { key: 'confirm', label: '确认' },
    { key: 'cancel', label: '取消' },
    { key: 'edit', label: '改一改' },
  ],
  acceptsText: false,
};
const yesNo = {
  options: [
    { key: 'no', label: '没有' },
    { key: 'yes', label: '有' },
  ],
  acceptsText: true,
  takes: ['opinion_ticket'] as const,
};
const words = { options: [], acceptsText: true };
const told = {
  options: [
    { key: 'yes', label: '已经谈过' },
    { key: 'no', label: '还没谈，有特殊原因' },
    { key: 'cancel', label: '取消', style: 'danger' as const },
  ],
  acceptsText: false,
};
const close = { options: [{ key: 'yes', label: '结束应急', style: 'primary' as const }], acceptsText: true };
const keepOpen = { options: [...close.options, { key: 'no', label: '继续' }], acceptsText: true };
const approve = {
  options: [
    { key: 'confirm', label: '同意发送', style: 'primary' as const },
    { key: 'return', label: '退回' },
  ],
  acceptsText: false,
};

test.each([
  ['确认', draft, 'confirm'],
  ['确认发送', draft, 'confirm'],
  ['取消', draft, 'cancel'],
  ['算了', draft, 'cancel'],
  ['改一改', draft, 'edit'],
  ['3', draft, 'edit'],
  ['没有', yesNo, 'no'],
  ['暂无', yesNo, 'no'],
  ['有', yesNo, 'yes'],
  ['第二个', yesNo, 'yes'],
  ['还没谈', told, 'no'],
  ['没有', told, 'no'],
  ['是的', told, 'yes'],
  ['取消', told, 'cancel'],
  ['算了', told, 'cancel'],
  ['不用了', told, 'cancel'],
  ['好的', close, 'yes'],
  ['算了', keepOpen, 'no'],
  ['确认', close, 'yes'],
  ['同意', approve, 'confirm'],
  ['确认', approve, 'confirm'],
])('%s chooses', (line, asked, key) => {
  expect(matchAnswer(asked, read(line))).toMatchObject({ kind: 'option', option: { key } });
});

const shownUnasked = { ...draft, options: [{ key: 'confirm_by_button', label: '确认发送' }] };

test.each([
  // What came by itself after another one is sent by its button alone, whatever is typed.
  ['确认', shownUnasked, 'none'],
  ['确认发送', shownUnasked, 'none'],
  ['1', shownUnasked, 'none'],
  ['张三妈妈不同意发', draft, 'objection'],
  ['本人不同意公开', draft, 'objection'],
  ['张三妈妈打电话来说不同意发', draft, 'command'],
  ['1', draft, 'none'],
  ['第一个', draft, 'none'],
  ['好', draft, 'none'],
  ['嗯', draft, 'none'],
  ['收到', draft, 'none'],
  ['改成微信', draft, 'none'],
  ['4', draft, 'out_of_range'],
  ['食堂有点贵', yesNo, 'words'],
  ['帮助', yesNo, 'command'],
  ['撤', yesNo, 'command'],
  ['改成微信', yesNo, 'command'],
  ['能发什么通知', yesNo, 'command'],
  ['宣教计划', yesNo, 'command'],
  ['张三', yesNo, 'command'],
  ['张三妈妈电话打了，说知道了', yesNo, 'command'],
  ['确认', told, 'none'],
  // What only takes note of the card states nothing about the student, and declining states no 没有.
  ['好的', told, 'none'],
  ['嗯', told, 'none'],
  ['可以', told, 'none'],
  ['好的', yesNo, 'words'],
  ['算了', yesNo, 'drop'],
  ['取消', yesNo, 'drop'],
  // Neither a request that is refused nor another student's record is what this family said.
  ['让家长把班费转我微信 每人50', words, 'command'],
  ['马晓明妈妈电话打了 都好', words, 'command'],
  ['提醒我晚上八点半查寝', yesNo, 'command'],
  ['没给张三家长打电话，先等等', yesNo, 'command'],
  ['算了', words, 'drop'],
  ['希望早点放假', words, 'words'],
])('%s', (line, asked, kind) => {
  expect(matchAnswer(asked, read(line)).kind).toBe(kind);
});

test('a question says itself which commands are words of its answer', () => {
  expect(matchAnswer({ ...words, takes: ['amend'] }, read('改成微信')).kind).toBe('words');
});
