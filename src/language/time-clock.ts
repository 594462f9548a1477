import { matchesOf } from './matches.ts';
import { NUMBER, parseNumber } from './numbers.ts';
import type { Precision } from './reading.ts';
import { remember } from './remember.ts';

/** An hour or a part of the day named in the text. */
export interface ClockHit {
  readonly part: string | null;
  /** As said, 0–24; null when only a part of the day was named. */
  readonly hour: number | null;
  readonly minute: number;
  readonly precision: Precision;
  readonly words: string;
  readonly start: number;
  readonly end: number;
}

/** Hours of contract §6 (早上 08, 中午 12, 下午 15, 晚上 20); the parts it does not name lie between them. */
const PART_HOURS: Readonly<Record<string, number>> = {
  凌晨: 2,
  清晨: 8,
  清早: 8,
  大早: 8,
  一早: 8,
  早上: 8,
  早晨: 8,
  早: 8,
  上午: 10,
  中午: 12,
  午间: 12,
  下午: 15,
  午后: 15,
  傍晚: 18,
  晚上: 20,
  晚间: 20,
  晚: 20,
  夜里: 22,
  夜间: 22,
  夜: 22,
  深夜: 23,
  半夜: 23,
};
const PART = '凌晨|清晨|清早|大早|一早|早上|早晨|上午|中午|午间|下午|午后|傍晚|晚上|晚间|夜里|夜间|半夜|深夜';
const SHORT_PART =
  '(?<=[昨今明前后](?:天|日)?|(?:周|星期|礼拜)[一二三四五六日天末]|[日号]|\\d[./]\\d{1,2})(?:晚|早|夜)';
const CLOCK = new RegExp(
  `(${PART}|${SHORT_PART})?的?(?:大概|大约|差不多|约莫?)?(?:(\\d{1,2}):(\\d{2})(?!\\d)|(${NUMBER})点(?!半?滴|名|心|赞|评|击|招|建议|头|儿|意见|钱|[个]|名)(?:(半)|(${NUMBER})刻|(${NUMBER})分(?!钟)|过?(\\d{2})(?!\\d))?(多|左右|钟|来钟|整|前后|过)?)|(${PART}|${SHORT_PART})`,
  'g',
);

/** Each hour and part of the day holds one of these. */
const CLOCK_SIGN = /[点:早晚午夜晨]/;

/** Every hour or part of the day that the text names. */
export const findClocks = remember((text: string): readonly ClockHit[] => {
  const hits: ClockHit[] = [];
  if (!CLOCK_SIGN.test(text)) return hits;
  for (const match of matchesOf(CLOCK, text)) {
    const [words, part, digitalHour, digitalMinute, hourWords, half, quarters, minutes, bareMinutes, vague, partOnly] =
      match;
    const start = match.index;
    const end = start + words.length;
    if (partOnly) {
      hits.push({ part: partOnly, hour: null, minute: 0, precision: 'part_of_day', words, start, end });
      continue;
    }
    const hour = digitalHour ? Number(digitalHour) : parseNumber(hourWords ?? '');
    // 一点 alone means "a little".
    if (hourWords === '一' && !part && !half && !vague && !minutes && !bareMinutes) continue;
    if (Number.isNaN(hour) || hour > 24) continue;
    const minute = readMinute(digitalMinute ?? minutes ?? bareMinutes, half, quarters);
    if (Number.isNaN(minute) || minute > 59) continue;
    const isExact =
      Boolean(digitalMinute || half || quarters || minutes || bareMinutes) && vague !== '多' && vague !== '左右';
    hits.push({ part: part ?? null, hour, minute, precision: isExact ? 'minute' : 'hour', words, start, end });
  }
  return hits;
});

function readMinute(said: string | undefined, half: string | undefined, quarters: string | undefined): number {
  if (half) return 30;
  if (quarters) return parseNumber(quarters) * 15;
  return said ? parseNumber(said) : 0;
}

/** The hour of the day (0–24) that the words mean; null when morning or evening cannot be told. */
export function hourOfDay(hit: ClockHit): number | null {
  if (hit.hour === null) return PART_HOURS[hit.part ?? ''] ?? 12;
  if (hit.hour > 12 || hit.hour === 0) return hit.hour;
  const base = hit.part === null ? null : PART_HOURS[hit.part];
  if (base === undefined || base === null) return null;
  if (hit.part === '中午' || hit.part === '午间') return hit.hour <= 3 ? hit.hour + 12 : hit.hour;
  if (base >= 15) return hit.hour === 12 ? 24 : hit.hour <= 4 && base >= 20 ? hit.hour + 24 : hit.hour + 12;
  return hit.hour === 12 && base < 5 ? 0 : hit.hour;
}
