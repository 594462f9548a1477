import { addDays, compareDays, type Day, dayOf, instantOf } from './day.ts';
import { matchesOf } from './matches.ts';
import { NUMBER, parseNumber } from './numbers.ts';
import type { Precision } from './reading.ts';
import { type ClockHit, findClocks, hourOfDay } from './time-clock.ts';
import { type DayHit, findDays, type TimeContext } from './time-days.ts';

export interface TimeReading {
  readonly at: Date;
  readonly precision: Precision;
  /** The words that led here; empty when nothing was said. */
  readonly words: string;
  /** A day that does not exist or has not come yet, as said: to be asked about. */
  readonly impossible: string | null;
}

const AGO = new RegExp(
  `(${NUMBER}|半|几|十几|十来)(?:个)?(半)?(?:来|多|几)?(?:个)?(小时|钟头|钟(?!头)|分钟|分|刻钟)(?:之|以)?前`,
);
const JUST_NOW = /刚刚|刚才|刚(?=[给跟和打联通聊与接才挂发又把])|方才|适才/;
/** What follows a day that belongs to the matter and not to the talk: 上周三旷课, 9月起. */
const MATTER_AFTER =
  /^(?:的|又|就|也|都|才)?(?:起|开始|以来|至今|旷|没来|没回|没到|没去|没上|缺课|缺勤|缺席|请假|晚归|未归|迟到|早退|打架|喝酒|补考|考试|生病|发烧|住院|受伤|返校|报到|出院|比赛|获奖|离校|入院|手术|到期|截止|前(?:返校|交|完成|提交|补)|那次|出生|做的手术|摔|夜不归|通宵|熬夜|的课|的考试|的处分|作出|送达|逃课|确诊|去世|走的|出的|发生|走失|要来|来学校|过来|到校|会来|再|回来|去家|来一趟|见面|开家长会|补)/;
const MATTER_BEFORE =
  /(?:从|自从?|孩子|学生|他|她|等|截至|截止|直到|到|约(?:了|好|在|定)?|定在|改到|要|说|打算|准备|计划|经常|总是|老是|天天|每天|每晚|老|总|常|一般|有时|通常|都在|关于|定于|预计|答应|之后)的?$/;
const FUTURE_WORDS = /^(?:明|后天|后日|大后天|下|过)/;

/** 25点, 12:70 */
const NO_CLOCK =
  /(?<![\d:.])(?:(?:2[5-9]|[3-9]\d)点(?=[\d半钟多左整给跟和与打联电我某]|$)|(?:2[5-9]|[3-9]\d):\d{2}(?![\d:])|\d{1,2}:[6-9]\d(?![\d:])|(?:[01]?\d|2[0-4])点[6-9]\d分)/;
const HALF_HOUR_MS = 1_800_000;
const FOUR_HOURS_MS = 14_400_000;

/** 下周三给张三妈打了电话: a day ahead right before a contact that is told as done. */
function isDayOfDone(text: string, hit: DayHit): boolean {
  const clause = text.slice(hit.end).split(/[，。；\n]/)[0] ?? '';
  return (
    /(?:^|[，。；\s我]|某某?的?(?:家长|爸爸?|妈妈?))$/.test(text.slice(0, hit.start)) &&
    /^(?:[上下]午|早上|晚上|中午)?\s?(?:\d{1,2}点半?)?(?:我|某|给|跟|和|与|向|联系|打|聊|沟通|电话|微信)/.test(
      clause,
    ) &&
    /(?:打|聊|通|谈|联系|沟通|发)(?:了|过|完)(?!再|就|之?后)|没接|没人接|打不通|不通/.test(clause)
  );
}

/** An hour of the day that has not come; 下午 said shortly before it is near enough. */
function isFarAhead(day: Day, clock: ClockHit, now: Date): boolean {
  const hour = hourOfDay(clock);
  if (hour === null) return false;
  const ahead = instantOf(day, hour, clock.minute).getTime() - now.getTime();
  return ahead > (clock.hour === null ? FOUR_HOURS_MS : HALF_HOUR_MS);
}

function isOfTheTalk(text: string, hit: { start: number; end: number }, clockEnd: number): boolean {
  const before = text.slice(Math.max(0, hit.start - 4), hit.start);
  return !MATTER_BEFORE.test(before) && !MATTER_AFTER.test(text.slice(clockEnd, clockEnd + 6));
}

/** The clock that stands within a few characters after the day (昨天 给张三妈 晚上…) or right before it. */
function clockNear(day: DayHit, clocks: readonly ClockHit[]): ClockHit | undefined {
  return (
    clocks.find((clock) => clock.start >= day.end && clock.start - day.end <= 3) ??
    clocks.find((clock) => clock.start >= day.start && clock.start < day.end)
  );
}

function plausibleHours(hour: number): number[] {
  if (hour >= 13 || hour === 0) return [hour];
  if (hour === 12) return [12];
  // Nobody calls a family between midnight and seven unless it is said.
  return hour <= 6 ? [hour + 12] : [hour, hour + 12];
}

function settle(day: Day, clock: ClockHit | undefined, now: Date): { at: Date; precision: Precision } {
  const cap = (at: Date): Date => (at.getTime() > now.getTime() ? now : at);
  if (!clock) return { at: cap(instantOf(day, 12)), precision: 'day' };
  const hour = hourOfDay(clock);
  if (hour !== null) return { at: cap(instantOf(day, hour, clock.minute)), precision: clock.precision };
  const options = plausibleHours(clock.hour ?? 12).map((option) => instantOf(day, option, clock.minute));
  const past = options.filter((option) => option.getTime() <= now.getTime());
  return { at: cap((past.length === 2 ? past[0] : past.at(-1)) ?? options[0] ?? now), precision: clock.precision };
}

function todayOrYesterday(clock: ClockHit, now: Date): Date {
  const today = dayOf(now);
  const hour = hourOfDay(clock);
  if (hour !== null) {
    const at = instantOf(today, hour, clock.minute);
    if (at.getTime() <= now.getTime()) return at;
    // 下午 said at 14:00 is now; 晚上 said in the morning was last night.
    return clock.precision === 'part_of_day' && at.getTime() - now.getTime() < 4 * 3_600_000
      ? now
      : instantOf(addDays(today, -1), hour, clock.minute);
  }
  const past = plausibleHours(clock.hour ?? 12)
    .map((option) => instantOf(today, option, clock.minute))
    .filter((at) => at.getTime() <= now.getTime());
  return past.at(-1) ?? instantOf(addDays(today, -1), plausibleHours(clock.hour ?? 12).at(-1) ?? 12, clock.minute);
}

/**
 * When the talk took place. `text` is the part of the line before what the family said. Never later than now; a day
 * without an hour is its 12:00 (contract §6).
 */
export function readTime(text: string, context: TimeContext): TimeReading {
  const { now } = context;
  const ago = AGO.exec(text);
  if (ago) return { ...readAgo(ago, now), words: ago[0], impossible: null };
  const wrongClock = NO_CLOCK.exec(text);
  if (wrongClock) return { at: now, precision: 'minute', words: wrongClock[0], impossible: wrongClock[0] };
  const clocks = findClocks(text);
  const today = dayOf(now);
  for (const hit of findDays(text, context, 'past')) {
    const isAhead = FUTURE_WORDS.test(hit.words) && hit.day && compareDays(hit.day, today) > 0;
    if (isAhead && !isDayOfDone(text, hit)) continue;
    const clock = clockNear(hit, clocks);
    if (!isOfTheTalk(text, hit, Math.max(hit.end, clock?.end ?? 0))) continue;
    const words = clock ? text.slice(Math.min(hit.start, clock.start), Math.max(hit.end, clock.end)) : hit.words;
    if (!hit.day || compareDays(hit.day, today) > 0) {
      const isClamped = hit.day && /^(?:这|本|开学|第|军训|期中|返校)/.test(hit.words);
      if (isClamped) return { at: now, precision: 'day', words, impossible: null };
      return { at: now, precision: 'day', words, impossible: words };
    }
    const isToCome = clock !== undefined && isFarAhead(hit.day, clock, now);
    return { ...settle(hit.day, clock, now), words, impossible: isToCome ? words : null };
  }
  const just = JUST_NOW.exec(text);
  if (just) return { at: now, precision: 'minute', words: just[0], impossible: null };
  const clock = clocks.find((candidate) => isOfTheTalk(text, candidate, candidate.end));
  if (clock)
    return { at: todayOrYesterday(clock, now), precision: clock.precision, words: clock.words, impossible: null };
  return { at: now, precision: 'minute', words: '', impossible: null };
}

function readAgo(match: RegExpExecArray, now: Date): { at: Date; precision: Precision } {
  const [, words = '', half, unit = ''] = match;
  const count =
    words === '半'
      ? 0.5
      : words === '几'
        ? 3
        : words.startsWith('十') && words.length === 2 && Number.isNaN(parseNumber(words))
          ? 12
          : parseNumber(words);
  const each = unit.startsWith('分') ? 1 : unit === '刻钟' ? 15 : 60;
  const minutes = (count + (half ? 0.5 : 0)) * each;
  return { at: new Date(now.getTime() - Math.round(minutes) * 60_000), precision: each === 60 ? 'hour' : 'minute' };
}

const SOON = new RegExp(`(${NUMBER}|半)(?:个)?(半)?(?:个)?(小时|钟头|分钟)(?:之|以)?后`);

/** A moment ahead (next step, reminder): 明天下午三点, 下周二; 09:00 when no hour was said. Null when none is named. */
export function readFuture(
  text: string,
  context: TimeContext,
): { at: Date; words: string; start: number; end: number } | null {
  const { now } = context;
  const clocks = findClocks(text);
  const soon = SOON.exec(text);
  if (soon) {
    const count = (soon[1] === '半' ? 0.5 : parseNumber(soon[1] ?? '')) + (soon[2] ? 0.5 : 0);
    const minutes = Math.round(count * (soon[3] === '分钟' ? 1 : 60));
    return {
      at: new Date(now.getTime() + minutes * 60_000),
      words: soon[0],
      start: soon.index,
      end: soon.index + soon[0].length,
    };
  }
  const days = findDays(text, context, 'future');
  for (const hit of days) {
    if (!hit.day || compareDays(hit.day, dayOf(now)) < 0) continue;
    const clock = clockNear(hit, clocks);
    const at = futureAt(hit.day, clock);
    if (at.getTime() <= now.getTime()) continue;
    return {
      at,
      words: text.slice(hit.start, Math.max(hit.end, clock?.end ?? 0)),
      start: hit.start,
      end: Math.max(hit.end, clock?.end ?? 0),
    };
  }
  // The hour of a day that does not exist is no hour of today.
  if (days.some(({ day }) => day === null)) return null;
  for (const clock of clocks) {
    const at = futureAt(dayOf(now), clock);
    if (at.getTime() > now.getTime()) return { at, words: clock.words, start: clock.start, end: clock.end };
  }
  return null;
}

/** Words of a calendar day that does not exist (2月30日, 4月31号, 32号); null when the text names none. */
export function findMissingDay(text: string, context: TimeContext): string | null {
  const missing = findDays(text, context, 'future').find(
    ({ day, words }) =>
      day === null && /[\d一二三四五六七八九十]\s?[日号]|月\s?[\d一二三四五六七八九十]|\d[./-]\d/.test(words),
  );
  return missing?.words ?? null;
}

function futureAt(day: Day, clock: ClockHit | undefined): Date {
  if (!clock) return instantOf(day, 9);
  const hour = hourOfDay(clock) ?? plausibleHours(clock.hour ?? 9)[0] ?? 9;
  return instantOf(day, hour, clock.minute);
}

const LENGTH = new RegExp(
  `(迟到|晚到|早退|缺|提前|晚了|每天|每次|还有)?了?(${NUMBER}|半|几|十几|二十几|[二三四]十几)(?:来|多|几)?(?:个)?(半)?(?:来|多|几)?(小时|钟头|钟(?!声)|分钟|分(?=[，。 ]|$)|刻钟)(?!之?前|之?后|以内|内|一次)`,
  'g',
);

/** Minutes of talk when the line says how long it took (聊了二十来分钟, 半小时, 一个半小时). */
export function readLength(text: string): number | null {
  for (const match of matchesOf(LENGTH, text)) {
    const [, matter, words = '', half, unit = ''] = match;
    if (matter || (unit === '分' && !/[聊打谈讲通说]了?(?:大概|差不多|约)?$/.test(text.slice(0, match.index))))
      continue;
    const cleaned = words.replace(/几$/, '') || '';
    const count = words === '半' ? 0.5 : words === '几' ? 5 : parseNumber(cleaned);
    if (Number.isNaN(count)) continue;
    const each = unit.startsWith('分') ? 1 : unit === '刻钟' ? 15 : 60;
    return Math.round((count + (half ? 0.5 : 0)) * each);
  }
  return null;
}
