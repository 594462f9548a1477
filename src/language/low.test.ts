import { expect, test } from 'vitest';
import { withoutLowMark } from './low.ts';

test.each([
  ['不急，给家长群发：明天降温', '给家长群发：明天降温'],
  ['晚上一起发，给家长群发：明天降温', '给家长群发：明天降温'],
  ['给家长群发：明天降温。攒到晚上发', '给家长群发：明天降温。'],
  ['给家长群发：明天降温，不急，晚上一起发', '给家长群发：明天降温'],
  ['给家长群发：明天降温。不急', '给家长群发：明天降温。'],
  ['给家长群发：明天降温（不着急）', '给家长群发：明天降温'],
  ['给家长群发：明天降温 18:00一起发', '给家长群发：明天降温'],
  // The family's words stay whole.
  ['给家长群发：钥匙找到了，不急', undefined],
  ['给家长群发：不急不躁，好好复习', undefined],
  ['给家长群发：今天晚上一起发言的同学请准时', undefined],
  ['不急', undefined],
])('%s', (line, rest) => {
  expect(withoutLowMark(line)).toBe(rest);
});
