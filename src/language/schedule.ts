import { parseNumber } from './numbers.ts';
import type { ScheduleReading } from './reading.ts';
import { findClocks, hourOfDay } from './time-clock.ts';

export interface ScheduleRead {
  readonly schedule: ScheduleReading | null;
  /** Rhythms that five cron fields cannot say (每两周, 单周). */
  readonly isUnsupported: boolean;
}

const WEEKDAY: Readonly<Record<string, number>> = {
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  日: 0,
  天: 0,
  '1': 1,
  '2': 2,
  '3': 3,
  '4': 4,
  '5': 5,
  '6': 6,
  '7': 0,
};
const DAY_NAMES = ['日', '一', '二', '三', '四', '五', '六'];
const UNSUPPORTED =
  /每(?:隔)?(?:[两二三四五六七八九十2-9]|\d{2})个?(?:周|星期|礼拜|天|日|个?月)|隔(?:一)?(?:周|天|[两三]周|[两三]天|个?月)|每半(?:个)?月|[单双]周|每(?:个)?(?:学期|学年|年|季度)|每(?:隔)?(?:\d+|半|几|两|三)?个?小时|每月最后|每月底|月末|每(?:个)?月(?:第[一二三四]|最后)个?(?:周|星期)/;
const WEEKLY =
  /每(?:个)?(?:周|星期|礼拜)(?:的)?((?:[一二三四五六日天](?:[、，和跟及]|周|星期|礼拜)*)+|[1-7](?![\d:点]))?/;
const RHYTHM =
  /每(?:天|日|晚|早|个?工作日|周|星期|礼拜|个?星期|个?礼拜|个?月)|天天|(?:工作日|周末)(?:的)?(?:每天|都|早|晚|上午|下午|\d)|(?:周|星期)一(?:到|至|-)(?:周|星期)?[五日天六]|每(?:隔|两|二|半|三|四|学期|年)|隔周|隔天|[单双]周/;

/** Does the text name a rhythm? */
export function hasRhythm(text: string): boolean {
  return RHYTHM.test(text);
}

/** The rhythm as a five-field cron in the college's zone; 17:00 when no hour was said. */
export function readSchedule(text: string): ScheduleRead {
  if (!hasRhythm(text)) return { schedule: null, isUnsupported: false };
  if (UNSUPPORTED.test(text)) return { schedule: null, isUnsupported: true };
  const clock = findClocks(text.replace(/每(晚|早)/, '每天$1上').replace(/(工作日|周末)(早|晚)(?!上)/, '$1$2上'))[0];
  const said = clock ? readHour(clock) : 17;
  const hour = said >= 24 ? 0 : said;
  const minute = clock?.minute ?? 0;
  const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  const make = (fields: string, words: string): ScheduleRead => ({
    schedule: { cron: `${minute} ${hour} ${fields}`, words: `${words} ${time}`, isTimeStated: clock !== undefined },
    isUnsupported: false,
  });
  const range = /(?:每)?(?:周|星期|礼拜)([一二三四五六日天])(?:到|至|-)(?:周|星期|礼拜)?([一二三四五六日天])/.exec(
    text,
  );
  if (range) {
    const from = WEEKDAY[range[1] ?? ''] ?? 1;
    const to = WEEKDAY[range[2] ?? ''] ?? 5;
    return make(
      to === 0 ? (from === 1 ? '* * *' : `* * ${from}-6,0`) : `* * ${from}-${to}`,
      `每周${range[1]}到周${range[2]}`,
    );
  }
  if (/工作日/.test(text)) return make('* * 1-5', '每个工作日');
  if (/每(?:个)?周末/.test(text)) return make('* * 6', '每周六');
  const weekly = WEEKLY.exec(text);
  if (weekly) {
    const days = [
      ...new Set([...(weekly[1] ?? '').matchAll(/[一二三四五六日天1-7]/g)].map((match) => WEEKDAY[match[0]] ?? 1)),
    ].sort();
    if (days.length === 0) return make('* * 1', '每周一');
    return make(`* * ${days.join(',')}`, `每周${days.map((day) => DAY_NAMES[day]).join('、')}`);
  }
  const monthly = /每(?:个)?月(?:的)?(\d{1,2}|[一二三四五六七八九十]{1,3}|初)(?:号|日)?/.exec(text);
  if (monthly) {
    const day = monthly[1] === '初' ? 1 : parseNumber(monthly[1] ?? '1');
    // The 29th to 31st do not come every month.
    return day >= 1 && day <= 28 ? make(`${day} * *`, `每月${day}号`) : { schedule: null, isUnsupported: true };
  }
  if (/每(?:个)?月/.test(text)) return make('1 * *', '每月1号');
  return make('* * *', '每天');
}

function readHour(clock: Parameters<typeof hourOfDay>[0]): number {
  const hour = hourOfDay(clock);
  if (hour !== null) return hour;
  const said = clock.hour ?? 17;
  // 5点 for a notice to families is in the afternoon.
  return said >= 1 && said <= 6 ? said + 12 : said;
}
