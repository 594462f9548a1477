import { addDays, compareDays, type Day, dayOf, isRealDay, mondayOf, parseIsoDay } from './day.ts';
import { FIXED_DAYS, LUNAR_DAYS, LUNAR_NAMES } from './lexicon/holidays.ts';
import { matchesOf } from './matches.ts';
import { NUMBER, parseNumber } from './numbers.ts';

/** Which way an unclear day points: records look back, next steps ahead. */
export type Towards = 'past' | 'future';

export interface TimeContext {
  readonly now: Date;
  readonly term?: { readonly startsOn: string; readonly endsOn: string };
}

/** One day named in the text; `day` is null when it does not exist (2月30日). */
export interface DayHit {
  readonly day: Day | null;
  readonly words: string;
  readonly start: number;
  readonly end: number;
}

const PART_AHEAD = '凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|深夜';
const RELATIVE_DAYS: Readonly<Record<string, number>> = {
  大前天: -3,
  前天: -2,
  前日: -2,
  前: -2,
  昨天: -1,
  昨日: -1,
  昨个: -1,
  昨儿: -1,
  昨: -1,
  今天: 0,
  今日: 0,
  今儿: 0,
  今: 0,
  当天: 0,
  明天: 1,
  明日: 1,
  明儿: 1,
  明: 1,
  后天: 2,
  后日: 2,
  后: 2,
  大后天: 3,
};
const WEEKDAYS: Readonly<Record<string, number>> = { 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 日: 7, 天: 7, 末: 6 };

const FULL_DATE = /(?<![\d.])((?:1[89]|2\d)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?:[日号])?(?![\d.])/g;
const MONTH_DAY = new RegExp(
  `(?<![\\d.])(?:(今年|去年|前年|明年)的?)?(上上?个?月|这个?月|本月|下个?月|\\d{1,2}月|(?<![一二三四五六七八九十])[一二三四五六七八九十]{1,2}月)(?:(份)|(${NUMBER})(?:日|号)|(\\d{1,2})(?![\\d节门个次人天])|(初|中旬?|底))?`,
  'g',
);
const DOTTED =
  /(?<![\d.:年月/])(?<!绩点|均分|平均|gpa|GPA|视力|得分|考了)(\d{1,2})([./-])(\d{1,2})(?![\d.:%/-]|\s?(?:分|元|万|千|块|米|小时|个|倍|门|学分|绩点|折|楼|寸|亿|节|岁|级|班|天|次|人))(日|号)?/g;
const DAY_ONLY =
  /(?<![\d月第.-])(\d{1,2}|(?<![一二三四五六七八九十])[一二三四五六七八九十]{1,3}(?=号))(?:号|日)(?!楼|线|院|门|公寓|宿舍|窗|机|文|令|考场|码|床|教)/g;
const RELATIVE = new RegExp(
  `(大前天|大后天|前天|前日|昨天|昨日|昨个|昨儿|今天|今日|今儿|当天|明天|明日|明儿|后天|后日|昨(?=[晚夜早午]|${PART_AHEAD})|今(?=[晚早夜]|${PART_AHEAD})|明(?=[晚早]|${PART_AHEAD})|前(?=晚)|后(?=晚))`,
  'g',
);
const WEEK = /(上上|上|这|本|下下|下)?(?:一)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天末])(?![年期课次节门级]|个月)/g;
const WEEK_ONLY = /(上上|上|这|本|下)(?:一)?(?:个)?(?:周|星期|礼拜)(?![一二三四五六日天末])/g;
const DAYS_AGO = new RegExp(`(${NUMBER}|几|半)(天|日|周|个?星期|个?礼拜|个月)(?:之|以)?(前|后)`, 'g');
const THE_OTHER_DAY =
  /前(两|几|一)天|前(?:些天|阵子|段时间|一阵)|上个?周末|前(?:不久|一段)|过(两|几|一|三)天|(两|几|三)天后/g;
const HOLIDAY = new RegExp(
  `(${[...Object.keys(FIXED_DAYS), ...Object.keys(LUNAR_NAMES)].sort((a, b) => b.length - a.length).join('|')})(?:假期|长假|小长假|放假|收假)?(?:的?(前|后)(?:的?第?(${NUMBER})天|一周|夕)?|(?:当天|那天|期间|的时候|那会儿?|那几天)|第(${NUMBER})天)?(?!通知|晚会|活动|大学|节假日通知)`,
  'g',
);
/** A first character of a holiday. */
const HOLIDAY_SIGN = new RegExp(
  `[${[...Object.keys(FIXED_DAYS), ...Object.keys(LUNAR_NAMES)].map(([head]) => head).join('')}]`,
);
const TERM_WORDS = new RegExp(
  `(?:开学|学期初|刚开学|返校)(?:后?的?第?(${NUMBER})(周|天|个?星期)|当天|那天|那会儿?|那阵子?|那周|时|初|的时候|前(${NUMBER})(天|周)|前|后)|(?<!第)第(${NUMBER})(教学)?周(?!岁|课|的课|作业)|(军训)(?:那会儿?|期间|那阵子?|时|的时候|那几天|那段时间|结束)|(期中)(?:那会儿?|那阵子?|前后|的时候|考试?前|考试?后)|(?:新生报到|入学)(?:那天|当天|那会儿?|时|的时候)|学期初|刚开学`,
  'g',
);

/** Ahead of words of a contact a year, a term or so is its time; elsewhere (上学期挂科) it is the matter. */
const OF_A_CONTACT =
  '的?(?:时候|那会儿?)?[，\\s]?(?=我|某|曾|给|(?:跟|和|与|同)[^，。]{0,8}(?:家长|家里|[爸妈父母爷奶])|向|联系|打(?!工|架|球|伤|游戏|牌)|聊|谈|沟通|家访|电话|微信|约)';
/** Too wide to be a day: asked about. */
const WIDE_SPAN = new RegExp(
  `(?:大前年|前年|去年|明年|后年|上一年|(?:1[89]|2\\d)\\d\\d年|(?:${NUMBER}|几|好几|半)年(?:之|以)?前|(?:上上?|下)个?学期|(?:大前|前|去|明)年(?:的)?(?:\\d{1,2}|[一二三四五六七八九十]{1,2})月份?|(?:去年|前年|明年)(?:春|夏|秋|冬)天?)${OF_A_CONTACT}`,
  'g',
);
/** 去年今天, 去年国庆: the same words one or two years away. */
const YEAR_AHEAD = /(大前年|前年|去年|上一年|明年|后年)的?$/;
const YEARS: Readonly<Record<string, number>> = { 大前年: -3, 前年: -2, 去年: -1, 上一年: -1, 明年: 1, 后年: 2 };

function inSaidYear(hit: DayHit, text: string, today: Day): DayHit {
  const year = YEAR_AHEAD.exec(text.slice(0, hit.start));
  if (!year || !hit.day || /^[昨前明后大上下这本]/.test(hit.words)) return hit;
  const isLunar = Object.keys(LUNAR_NAMES).some((name) => hit.words.startsWith(name));
  const day = { ...hit.day, year: today.year + (YEARS[year[1] ?? ''] ?? 0) };
  return {
    day: !isLunar && isRealDay(day) ? day : null,
    words: year[0] + hit.words,
    start: hit.start - year[0].length,
    end: hit.end,
  };
}

function withYear(month: number, day: number, today: Day, towards: Towards): Day {
  const step = towards === 'past' ? -1 : 1;
  let year = today.year;
  // Five steps reach the next leap year for 2月29日.
  for (let tries = 0; tries < 9; tries += 1, year += step) {
    const candidate = { year, month, day };
    if (!isRealDay(candidate)) continue;
    const order = compareDays(candidate, today);
    if (towards === 'past' ? order <= 0 : order >= 0) return candidate;
  }
  return { year: today.year, month, day };
}

function holidayDay(name: string, today: Day, towards: Towards): Day | undefined {
  const lunar = LUNAR_NAMES[name];
  if (!lunar) {
    const code = FIXED_DAYS[name];
    return code === undefined ? undefined : withYear(Math.floor(code / 100), code % 100, today, towards);
  }
  for (const step of towards === 'past' ? [0, -1] : [0, 1]) {
    const code = LUNAR_DAYS[lunar]?.[today.year + step];
    if (code === undefined) continue;
    const day = { year: today.year + step, month: Math.floor(code / 100), day: code % 100 };
    if (towards === 'past' ? compareDays(day, today) <= 0 : compareDays(day, today) >= 0) return day;
  }
  return undefined;
}

function termStart(context: TimeContext, today: Day): Day {
  const start = context.term && parseIsoDay(context.term.startsOn);
  if (start) return start;
  // Without a term: colleges open about 1 September and 1 March.
  if (today.month >= 9) return { year: today.year, month: 9, day: 1 };
  return today.month >= 3 ? { year: today.year, month: 3, day: 1 } : { year: today.year - 1, month: 9, day: 1 };
}

function shiftMonth(today: Day, count: number): { year: number; month: number } {
  const index = today.year * 12 + (today.month - 1) + count;
  return { year: Math.floor(index / 12), month: (index % 12) + 1 };
}

function monthDay(match: RegExpExecArray, today: Day, towards: Towards): Day | null | undefined {
  const [, yearWords, monthWords = '', whole, dayWords, bareDay, vague] = match;
  const relative = /^(上上?|这|本|下)/.exec(monthWords)?.[1];
  const said = dayWords ?? bareDay;
  // A bare 9月 names no day; 上个月 does, roughly.
  if (!relative && !said && !vague && !whole) return undefined;
  const day = said ? parseNumber(said) : vague === '初' ? 3 : vague === '底' ? 26 : 15;
  if (Number.isNaN(day) || day > 31) return null;
  if (relative) {
    const shift = relative === '上上' ? -2 : relative === '上' ? -1 : relative === '下' ? 1 : 0;
    const candidate = { ...shiftMonth(today, shift), day };
    return isRealDay(candidate) ? candidate : null;
  }
  const month = parseNumber(monthWords.slice(0, -1));
  const yearShift = { 今年: 0, 去年: -1, 前年: -2, 明年: 1 }[yearWords ?? ''];
  if (!(month >= 1 && month <= 12)) return null;
  if (yearShift !== undefined) {
    const candidate = { year: today.year + yearShift, month, day };
    return isRealDay(candidate) ? candidate : null;
  }
  return isRealDay({ year: 2024, month, day }) ? withYear(month, day, today, towards) : null;
}

function weekDay(match: RegExpExecArray, today: Day, towards: Towards): Day {
  const weekday = WEEKDAYS[match[2] ?? ''] ?? 1;
  const prefix = match[1];
  const monday = mondayOf(today);
  if (prefix) {
    const weeks = { 上上: -2, 上: -1, 这: 0, 本: 0, 下: 1, 下下: 2 }[prefix] ?? 0;
    return addDays(monday, weeks * 7 + weekday - 1);
  }
  const same = addDays(monday, weekday - 1);
  if (towards === 'past') return compareDays(same, today) <= 0 ? same : addDays(same, -7);
  return compareDays(same, today) > 0 ? same : addDays(same, 7);
}

function termDay(match: RegExpExecArray, context: TimeContext, today: Day): Day {
  const start = termStart(context, today);
  const [, count, unit, beforeCount, beforeUnit, week, , training, midterm] = match;
  if (training) return addDays(start, 7);
  if (midterm) return addDays(mondayOf(start), 8 * 7);
  if (week) return addDays(mondayOf(start), (parseNumber(week) - 1) * 7);
  if (beforeCount) return addDays(start, -parseNumber(beforeCount) * (beforeUnit === '周' ? 7 : 1));
  if (match[0].endsWith('前')) return addDays(start, -1);
  if (count) {
    const step = parseNumber(count) - 1;
    return unit === '天' ? addDays(start, step) : addDays(mondayOf(start), step * 7);
  }
  return start;
}

function daysAgo(match: RegExpExecArray, today: Day): Day {
  const words = match[1] ?? '';
  const count = words === '几' ? 3 : words === '半' ? 0.5 : parseNumber(words);
  const unit = (match[2] ?? '').replace('个', '');
  const days = Math.round(count * (unit === '天' || unit === '日' ? 1 : unit === '月' ? 30 : 7));
  return addDays(today, match[3] === '前' ? -days : days);
}

function theOtherDay(match: RegExpExecArray, today: Day): Day {
  if (match[0].includes('周末')) return addDays(mondayOf(today), -2);
  const ahead = match[2] ?? match[3];
  if (ahead) return addDays(today, { 一: 1, 两: 2, 三: 3, 几: 3 }[ahead] ?? 2);
  return addDays(today, match[1] === '两' ? -2 : match[1] === '一' ? -1 : match[1] === '几' ? -3 : -7);
}

function holidayHit(match: RegExpExecArray, today: Day, towards: Towards): Day | undefined {
  const [words, name = '', side, count, nth] = match;
  const day = holidayDay(name, today, towards);
  if (!day) return undefined;
  if (nth) return addDays(day, parseNumber(nth) - 1);
  if (!side) return day;
  const step = count
    ? parseNumber(count)
    : words.includes('一周')
      ? 7
      : side === '前'
        ? 1
        : name.startsWith('国庆')
          ? 7
          : 1;
  if (side === '后') return addDays(day, step);
  // 国庆前 said in October is this year's; said on 30 September it is today.
  const before = addDays(day, -step);
  const next = addDays({ ...before, year: before.year + 1 }, 0);
  return towards === 'past' && isRealDay(next) && compareDays(next, today) <= 0 ? next : before;
}

/** The reading of a line asks several times about the same words. */
let latest: { readonly context: TimeContext; readonly days: Map<string, readonly DayHit[]> } | undefined;

/** Every day that the text names, in order of place; overlapping ones are dropped in favour of the longer. */
export function findDays(text: string, context: TimeContext, towards: Towards): readonly DayHit[] {
  if (latest?.context !== context) latest = { context, days: new Map() };
  const key = towards + text;
  const days = latest.days.get(key) ?? readDays(text, context, towards);
  latest.days.set(key, days);
  return days;
}

function readDays(text: string, context: TimeContext, towards: Towards): DayHit[] {
  const today = dayOf(context.now);
  const hits: DayHit[] = [];
  /** `sign`: what each match of the pattern holds; most texts lack it. */
  const collect = (sign: RegExp, pattern: RegExp, read: (match: RegExpExecArray) => Day | null | undefined): void => {
    if (!sign.test(text)) return;
    for (const match of matchesOf(pattern, text)) {
      const day = read(match);
      if (day === undefined || match[0] === '') continue;
      hits.push({ day, words: match[0], start: match.index, end: match.index + match[0].length });
    }
  };
  collect(/[12]\d\d\d/, FULL_DATE, (match) => {
    const day = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
    return isRealDay(day) ? day : null;
  });
  collect(/月/, MONTH_DAY, (match) => monthDay(match, today, towards));
  collect(/\d[./-]\d/, DOTTED, (match) => {
    const [, monthWords = '', mark = '', dayWords = '', suffix] = match;
    const month = Number(monthWords);
    const day = Number(dayWords);
    if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
    if (mark === '-' && !suffix && dayWords.length < 2) return undefined;
    if (!isRealDay({ year: 2024, month, day })) return suffix || mark === '/' ? null : undefined;
    return withYear(month, day, today, towards);
  });
  collect(/[学校周星训期]|报到/, TERM_WORDS, (match) => termDay(match, context, today));
  collect(HOLIDAY_SIGN, HOLIDAY, (match) => holidayHit(match, today, towards));
  collect(/[天日周期拜月]/, DAYS_AGO, (match) => daysAgo(match, today));
  collect(/[前上过后]/, THE_OTHER_DAY, (match) => theOtherDay(match, today));
  collect(/[昨今明前后当]/, RELATIVE, (match) => addDays(today, RELATIVE_DAYS[match[1] ?? ''] ?? 0));
  collect(/[周期拜]/, WEEK, (match) => weekDay(match, today, towards));
  collect(/[周期拜]/, WEEK_ONLY, (match) => {
    const weeks = { 上上: -2, 上: -1, 这: 0, 本: 0, 下: 1 }[match[1] ?? ''] ?? 0;
    return weeks === 0 ? today : addDays(mondayOf(today), weeks * 7);
  });
  collect(/[号日]/, DAY_ONLY, (match) => dayOfMonth(parseNumber(match[1] ?? ''), today, towards));
  const dated = hits.map((hit) => inSaidYear(hit, text, today));
  hits.length = 0;
  hits.push(...dated);
  collect(/[年学]/, WIDE_SPAN, () => null);
  return dropOverlaps(hits);
}

function dayOfMonth(day: number, today: Day, towards: Towards): Day | null {
  if (!(day >= 1 && day <= 31)) return null;
  const step = towards === 'past' ? -1 : 1;
  for (let count = 0; Math.abs(count) < 4; count += step) {
    const candidate = { ...shiftMonth(today, count), day };
    if (!isRealDay(candidate)) continue;
    const order = compareDays(candidate, today);
    if (towards === 'past' ? order <= 0 : order >= 0) return candidate;
  }
  return null;
}

function dropOverlaps(hits: DayHit[]): DayHit[] {
  const byLength = [...hits].sort((a, b) => b.words.length - a.words.length || a.start - b.start);
  const kept: DayHit[] = [];
  for (const hit of byLength) {
    if (!kept.some((other) => hit.start < other.end && other.start < hit.end)) kept.push(hit);
  }
  return kept.sort((a, b) => a.start - b.start);
}
