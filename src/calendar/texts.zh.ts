import type { Weekday } from './day.ts';

/** What the calendar says to people. */
export const WEEKDAY_WORDS: Readonly<Record<Weekday, string>> = {
  1: '周一',
  2: '周二',
  3: '周三',
  4: '周四',
  5: '周五',
  6: '周六',
  7: '周日',
};

export const RELATIVE_DAY_WORDS: readonly { readonly daysAhead: number; readonly word: string }[] = [
  { daysAhead: -1, word: '昨天' },
  { daysAhead: 0, word: '今天' },
  { daysAhead: 1, word: '明天' },
];

export const calendarTexts = {
  termTitle: (firstYear: number, part: 1 | 2) => `${firstYear}—${firstYear + 1} 学年第${part === 1 ? '一' : '二'}学期`,
  badCron: '这个时间安排我没看懂，请换一种说法，例如“每周五下午5点”。',
  badQuietHours: '免打扰时段要写成“21:00-08:00”这样。',
  everyDay: '每天',
  workdays: '每周一至周五',
  weekend: '每周六、周日',
  everyWeek: (weekdays: readonly string[]) => `每${weekdays.join('、')}`,
  everyMonth: (days: readonly number[]) => `每月${days.map((day) => `${day}日`).join('、')}`,
  everyYear: (months: readonly number[], days: readonly number[]) =>
    `每年${months.map((month) => `${month}月`).join('、')}的${days.map((day) => `${day}日`).join('、')}`,
  inMonths: (months: readonly number[], rest: string) => `${months.map((month) => `${month}月`).join('、')}里${rest}`,
  either: (left: string, right: string) => `${left}和${right}`,
  everyHour: (minutes: readonly number[]) =>
    minutes.length === 1 && minutes[0] === 0 ? '每小时整点' : `每小时的第${minutes.join('、')}分钟`,
  everyMinutes: (step: number) => (step === 1 ? '每分钟' : `每${step}分钟`),
  inHours: (hours: readonly number[]) => `${hours.join('、')}点`,
} as const;
