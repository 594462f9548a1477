import { addDays, compareDays, type Day, dayOf, instantOf } from './day.ts';
import { splitNotice } from './notice.ts';
import { NUMBER, parseNumber } from './numbers.ts';
import type { SendTimeReading } from './reading.ts';
import { type ClockHit, findClocks, hourOfDay } from './time-clock.ts';
import { type DayHit, findDays, type TimeContext } from './time-days.ts';

/**
 * When a notice shall go out, where the sender says so: 明早八点半发给家长群：…, 给张三家长3月5日下午5点发：…. Only the order
 * itself is looked at, and only where the time stands before it or beside 发: a time in the notice's own words is the family's.
 */
const LEAD = /^(?:请|麻烦|帮我|帮忙|家信|定时|定在|定于|约在|在|等到?|到|那就|就|[，,、\s])*$/u;
const ORDER =
  /^(?:的时候|以后|再|就|准时|定时|统一|请|麻烦|帮我|帮忙|单独|分别|[，,、\s])*(?:给|向|往|对|群发|发(?!烧|现|生|奖)|私聊|通知|告诉|告知|转告|推送|公告|提醒(?!我)|转发|在[^，。]{0,12}群|反诈|喜报|处分告知)/u;
const SENDS_NEXT =
  /^(?:再|就|准时|定时|统一|才)?(?:群发|发送|发出|发给|发到|发(?=[:：]|$|一|个|条|学|处|喜|反|[，,\s])|推送|私聊)/u;
const TO_WHOM = /(?:群|家长们?|家里|家属|[爸妈父母爷奶]亲?|一[条下份]|定在|定于|在|于|[，,、\s])$/u;
const AT_END = /(?:发|发出|发送|时间|定时|定在|定于|[，,、\s])$/u;
/** Days that people set a notice for; a week, a term or a span of time is no moment. */
const NAMED_DAY =
  /^(?:今|明|后天|大后天|(?:这|本|下|下下)?(?:一)?个?(?:周|星期|礼拜)[一二三四五六日天]|20\d\d|\d|[一二三四五六七八九十]{1,3}[月日号]|(?:本|这|下)个?月|元旦|国庆|五一|除夕|春节|中秋|端午|清明|教师节)/u;
const BEFORE_NOW = /^(?:昨|前|大前|上|去年)/u;
const SOON = new RegExp(`(${NUMBER}|半)(?:个)?(半)?(?:个)?(小时|钟头|分钟)(?:之|以)?后`, 'u');
const NO_CLOCK = /(?<![\d:.])(?:(?:2[5-9]|[3-9]\d)点|(?:2[5-9]|[3-9]\d):\d{2}(?![\d:])|\d{1,2}:[6-9]\d(?![\d:]))/u;
const FAR_MS = 183 * 86_400_000;
const LATELY_MS = 92 * 86_400_000;
const PART_OVER_MS = 4 * 3_600_000;
const MAX_HEAD = 80;

interface Span extends SendTimeReading {
  readonly start: number;
  readonly end: number;
}

/** The time for which the line sets the notice, and the line without it; undefined when it names none. */
export function findSendTime(
  line: string,
  context: TimeContext,
): { readonly sendTime: SendTimeReading; readonly rest: string } | undefined {
  const split = splitNotice(line);
  const typed = split === undefined ? line : line.slice(0, line.length - split.text.length).replace(/[:：]\s*$/u, '');
  if (split === undefined && typed.length > MAX_HEAD) return undefined;
  const head = foldDigits(typed);
  const span = readSpan(head, context);
  if (span === undefined) return undefined;
  const [before, after] = [head.slice(0, span.start), head.slice(span.end)];
  const isBefore = LEAD.test(before) && ORDER.test(after);
  const isBeside = TO_WHOM.test(before) && SENDS_NEXT.test(after);
  const isAtEnd = split !== undefined && /^\s*$/u.test(after) && AT_END.test(before);
  if (!isBefore && !isBeside && !isAtEnd) return undefined;
  const { at, words, problem } = span;
  const lead = line.slice(0, span.start).replace(/[，,、\s]+$/u, (marks) => (isBefore ? '' : marks));
  const rest = `${isBefore ? '' : lead}${line.slice(span.end).replace(isBefore ? /^(?:的时候|以后|再|就|准时|定时|[，,、\s])+/u : /^$/u, '')}`;
  return { sendTime: { at, words, problem }, rest: rest.trim() };
}

/** A time by itself, as an answer or a correction: 后天上午九点, 晚上8点. Undefined when the words say more or nothing. */
export function readSendTime(words: string, context: TimeContext): SendTimeReading | undefined {
  const text = foldDigits(words.trim());
  const span = readSpan(text, context);
  if (span === undefined) return undefined;
  const isAll =
    LEAD.test(text.slice(0, span.start)) && /^(?:再|就|准时|发出?|发送|吧|[。.!！\s])*$/u.test(text.slice(span.end));
  return isAll ? { at: span.at, words: span.words, problem: span.problem } : undefined;
}

/** The text with the one time that it names replaced by `words`; undefined when it names none or several. */
export function replaceOnlyTime(text: string, words: string, context: TimeContext): string | undefined {
  const folded = foldDigits(text);
  const days = findDays(folded, context, 'future').filter((hit) => NAMED_DAY.test(hit.words));
  const clocks = findClocks(folded);
  const [saysDay, saysClock] = [
    findDays(words, context, 'future').length > 0,
    findClocks(foldDigits(words)).length > 0,
  ];
  const [day] = days;
  const clock = day === undefined ? clocks[0] : clocks.find((one) => isBesideDay(one, day, folded));
  if (days.length > 1 || (day === undefined && clocks.length !== 1)) return undefined;
  const from = saysDay ? (day ?? clock) : (clock ?? day);
  const to = saysClock ? (clock ?? day) : (day ?? clock);
  if (from === undefined || to === undefined) return undefined;
  return `${text.slice(0, from.start)}${words}${text.slice(to.end)}`;
}

/** Full-width digits and colons between digits as half-width ones; every character keeps its place. */
function foldDigits(text: string): string {
  return text
    .replace(/[０-９]/gu, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/(?<=\d)：(?=\d)/gu, ':');
}

function readSpan(text: string, context: TimeContext): Span | undefined {
  const { now } = context;
  const soon = SOON.exec(text);
  if (soon) {
    const count = (soon[1] === '半' ? 0.5 : parseNumber(soon[1] ?? '')) + (soon[2] ? 0.5 : 0);
    const minutes = Math.round(count * (soon[3] === '分钟' ? 1 : 60));
    const at = new Date(now.getTime() + minutes * 60_000);
    return { at, words: soon[0], problem: null, start: soon.index, end: soon.index + soon[0].length };
  }
  const [day] = findDays(text, context, 'future').filter(({ words }) => NAMED_DAY.test(words));
  const wrong = NO_CLOCK.exec(text);
  const clock = day === undefined ? findClocks(text)[0] : findClocks(text).find((one) => isBesideDay(one, day, text));
  if (wrong !== null || (day !== undefined && day.day === null)) {
    const start = Math.min(day?.start ?? Number.POSITIVE_INFINITY, wrong?.index ?? Number.POSITIVE_INFINITY);
    const wrongEnd = wrong === null ? 0 : wrong.index + wrong[0].length;
    const end = Math.max(day?.end ?? 0, clock?.end ?? 0, wrongEnd);
    return { at: null, words: text.slice(start, end), problem: 'no_such_time', start, end };
  }
  if (day === undefined) {
    // 昨天晚上给家长群发: told, or a slip; not to be taken for tonight.
    const said = findDays(text, context, 'past').some(({ words }) => BEFORE_NOW.test(words));
    return clock === undefined || said ? undefined : settle(dayOf(now), clock, clock, context);
  }
  const isToday = compareDays(day.day ?? dayOf(now), dayOf(now)) === 0;
  if (isToday && clock === undefined) return undefined;
  const span = { start: Math.min(day.start, clock?.start ?? day.start), end: Math.max(day.end, clock?.end ?? 0) };
  const words = text.slice(span.start, span.end);
  return settle(sameDayLately(text, day, context) ?? day.day ?? dayOf(now), clock, { ...span, words }, context);
}

/** 明早八点半: the part of the day belongs to both. */
function isBesideDay(clock: ClockHit, day: DayHit, text: string): boolean {
  const between = text.slice(day.end, clock.start);
  return (
    clock.start >= day.start && clock.start - day.end <= 4 && /^[\s的，,（(周星期一二三四五六日天)）]*$/u.test(between)
  );
}

/** 11月20日 said on the 22nd is over, and not the one of next year. */
function sameDayLately(text: string, hit: DayHit, context: TimeContext): Day | undefined {
  const past = findDays(text, context, 'past').find(({ start }) => start === hit.start)?.day;
  if (!past || !hit.day || /20\d\d/u.test(hit.words)) return undefined;
  const now = context.now.getTime();
  const isFar = instantOf(hit.day, 12).getTime() - now > FAR_MS;
  const isLately = now - instantOf(past, 12).getTime() < LATELY_MS;
  return isFar && isLately && compareDays(past, dayOf(context.now)) < 0 ? past : undefined;
}

function settle(
  day: Day,
  clock: ClockHit | undefined,
  { words, start, end }: Pick<Span, 'words' | 'start' | 'end'>,
  { now }: TimeContext,
): Span | undefined {
  const options = hoursOf(clock).map((hour) =>
    hour >= 24 ? instantOf(addDays(day, 1), hour - 24, clock?.minute ?? 0) : instantOf(day, hour, clock?.minute ?? 0),
  );
  const isToday = compareDays(day, dayOf(now)) === 0;
  const at = (isToday ? options.find((one) => one > now) : undefined) ?? options[0] ?? now;
  if (at > now) return { at, words, problem: null, start, end };
  // 下午 said at four is now.
  if (isToday && clock?.hour === null && now.getTime() - at.getTime() < PART_OVER_MS) return undefined;
  return { at, words, problem: 'past', start, end };
}

function hoursOf(clock: ClockHit | undefined): readonly number[] {
  if (clock === undefined) return [9];
  const hour = hourOfDay(clock);
  if (hour !== null) return [hour];
  const said = clock.hour ?? 9;
  if (said >= 12) return [said];
  return said <= 6 ? [said + 12] : [said, said + 12];
}
