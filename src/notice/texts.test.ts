import { expect, test } from 'vitest';
import { noticeTexts } from './texts.zh.ts';

test('what the guard objects to is told once a reason, with few words and few reasons', () => {
  const flag = (words: string, why: string) => ({ words, why });
  expect(noticeTexts.flagged([flag('太', '像告状。'), flag('@所有人', '会响。'), flag('天天', '像告状。')])).toBe(
    '请再看一眼：\n· “太”“天天”：像告状。\n· “@所有人”：会响。',
  );
  const many = Array.from({ length: 9 }, (_, index) => flag(`词${index}`, '像告状。'));
  const others = Array.from({ length: 5 }, (_, index) => flag('词', `原因${index}。`));
  const lines = noticeTexts.flagged([...many, ...others]).split('\n');
  expect(lines[1]).toBe('· “词0”“词1”“词2”“词3”“词4”“词5”等 9 处：像告状。');
  expect(lines).toHaveLength(6);
  expect(lines.at(-1)).toBe('还有 2 处');
});
