import { weekdayOf } from '../calendar/index.ts';
import { compareDays, type Day, instantOf, isoDay, parseIsoDay } from './day.ts';
import { TEXTS } from './texts.zh.ts';
import { type DayHit, findDays } from './time-days.ts';

/** 下周五, 明天: words that mean another day to whoever reads them later. */
const RELATIVE_WORDS = /^(?:(?:这|本|下|下下)?(?:一)?个?(?:周|星期|礼拜)[一二三四五六日天]|[今明后]天|大后天)$/u;
const MONTH_SAID = /月|\d[./-]\d/u;

/**
 * The last day that the words name, YYYY-MM-DD, each taken as the one that lies nearer to `today`: 10月1日至7日 said in November
 * is over. Null when no day is named whose month or weekday is certain.
 */
export function lastDayNamed(words: string, today: string): string | null {
  const now = noonOf(today);
  if (now === undefined) return null;
  const ahead = findDays(words, { now }, 'future');
  let last: Day | null = null;
  for (const [index, past] of findDays(words, { now }, 'past').entries()) {
    const day: Day | null = nearer(past, ahead[index], now) ?? inMonthOf(last, past);
    if (day !== null && (last === null || compareDays(day, last) > 0)) last = day;
  }
  return last === null ? null : isoDay(last);
}

/** 下周五下午3点 as 11月27日（周五）下午3点; the words themselves when they name a date already or none. */
export function writeOutDays(words: string, today: string): string {
  const now = noonOf(today);
  if (now === undefined) return words;
  const hits = findDays(words, { now }, 'future');
  if (hits.some((hit) => MONTH_SAID.test(hit.words))) return words;
  return hits.reduceRight((text, { day, words: said, start, end }) => {
    if (day === null || !RELATIVE_WORDS.test(said) || /[每逢各]$/u.test(text.slice(0, start))) return text;
    return `${text.slice(0, start)}${TEXTS.dateWithWeekday(day.month, day.day, weekdayOf(isoDay(day)))}${text.slice(end)}`;
  }, words);
}

function nearer(past: DayHit, ahead: DayHit | undefined, now: Date): Day | null {
  if (past.day === null || !ahead?.day) return past.day;
  if (compareDays(past.day, ahead.day) === 0) return past.day;
  if (!MONTH_SAID.test(past.words)) return null;
  const age = now.getTime() - instantOf(past.day, 12).getTime();
  const wait = instantOf(ahead.day, 12).getTime() - now.getTime();
  return age < wait ? past.day : ahead.day;
}

/** 7日 of 10月1日至7日. */
function inMonthOf(first: Day | null, { day }: DayHit): Day | null {
  return first === null || day === null ? null : { ...first, day: day.day };
}

function noonOf(today: string): Date | undefined {
  const day = parseIsoDay(today);
  return day && instantOf(day, 12);
}
