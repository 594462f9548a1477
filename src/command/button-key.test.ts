import { expect, test } from 'vitest';
import { optionButtonKey, parseButtonKey, standingButtonKey } from './button-key.ts';

test.each([
  [optionButtonKey('a_-9', 'yes:1'), { kind: 'option', questionId: 'a_-9', optionKey: 'yes:1' }],
  [standingButtonKey('record_contact', 'undo:17'), { kind: 'standing', command: 'record_contact', key: 'undo:17' }],
  ['q:only', undefined],
  ['q:a b:yes', undefined],
  ['p:Record:x', undefined],
  ['confirm', undefined],
  ['', undefined],
])('%s', (text, expected) => {
  expect(parseButtonKey(text)).toEqual(expected);
});
