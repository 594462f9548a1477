import { expect, test } from 'vitest';
import { lastDayNamed, writeOutDays } from './index.ts';

const TODAY = '2026-11-22';

test.each([
  ['11月8日上午9点', '2026-11-08'],
  ['10月1日至7日', '2026-10-07'],
  ['11月20日至25日', '2026-11-25'],
  ['12月31日至1月3日', '2027-01-03'],
  ['1月8日晚8点前', '2027-01-08'],
  ['2026年10月15日', '2026-10-15'],
  ['下周五下午3点', '2026-11-27'],
  ['8号前', null],
  ['晚上七点', null],
])('%s ends on %s', (words, day) => {
  expect(lastDayNamed(words, TODAY)).toBe(day);
});

test.each([
  ['下周五下午3点', '11月27日（周五）下午3点'],
  ['明天上午', '11月23日（周一）上午'],
  ['周三晚上七点', '11月25日（周三）晚上七点'],
  ['11月29日（周日）上午9点', '11月29日（周日）上午9点'],
  ['每周五晚上', '每周五晚上'],
  ['随时', '随时'],
])('%s is written %s', (words, written) => {
  expect(writeOutDays(words, TODAY)).toBe(written);
});
