const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  壹: 1,
  二: 2,
  两: 2,
  俩: 2,
  三: 3,
  仨: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};

/** Pattern source of a number below 100,000 in digits or in Chinese words. */
export const NUMBER = '(?:\\d{1,5}|[零〇一二两三四五六七八九十百]{1,6})';

/** The value of `23`, `二十三`, `两百`, `二〇二六`; NaN for words that are no number. */
export function parseNumber(words: string): number {
  if (/^\d+$/.test(words)) return Number(words);
  if (/^[零〇一二三四五六七八九]{2,}$/.test(words)) {
    return Number([...words].map((character) => DIGITS[character]).join(''));
  }
  let total = 0;
  let current = 0;
  let seen = false;
  for (const character of words) {
    const digit = DIGITS[character];
    if (digit !== undefined) {
      current = digit;
      seen = true;
    } else if (character === '十' || character === '百') {
      total += (seen && current > 0 ? current : 1) * (character === '十' ? 10 : 100);
      current = 0;
      seen = true;
    } else return Number.NaN;
  }
  return seen ? total + current : Number.NaN;
}
