import { parseNumber } from './numbers.ts';
import { findMissingDay, readFuture } from './time.ts';
import type { TimeContext } from './time-days.ts';

/** Single facts that lines of several intents name: a reminder's time, a schedule's number, a notice's code, a reason. */

/** When a reminder is wanted. */
interface ReminderReading {
  readonly at: Date | null;
  /** 2月30日: asked about, and never taken for another day. */
  readonly missingDay: string | null;
}

/** Of a line that asks for none. */
export const NO_REMINDER: ReminderReading = { at: null, missingDay: null };

/** The time beside 提醒 (明天休息 后天提醒我), else the first ahead. */
export function readReminder(text: string, context: TimeContext): ReminderReading {
  const clause = text.split(/[，。；\n ]/).find((part) => /提醒|记得|别忘|叫我|喊我/.test(part)) ?? text;
  const missingDay = findMissingDay(clause, context);
  if (missingDay !== null) return { at: null, missingDay };
  const at = (readFuture(clause, context) ?? readFuture(text, context))?.at ?? null;
  return { at, missingDay: at === null ? findMissingDay(text, context) : null };
}

/** 2 of 停止定时2; null when none is named. */
export function numberOfSchedule(text: string): number | null {
  const words =
    /(?:定时|任务|第)\s?(\d{1,3}|[一二三四五六七八九十]{1,2})(?![点:月日周])/.exec(text)?.[1] ??
    /(\d{1,3}|[一二三四五六七八九十]{1,2})\s?号(?:的)?(?:那个)?(?:定时|任务)/.exec(text)?.[1];
  const value = words ? parseNumber(words) : Number.NaN;
  return Number.isNaN(value) ? null : value;
}

const NOTICE_CODE = /(?<![A-Za-z0-9])JX-?([A-Z0-9]{8})(?![A-Za-z0-9])/i;

/** The code of a notice as it is printed, JX-7K3QP9WM; null when none is named. */
export function noticeCodeOf(text: string): string | null {
  const letters = NOTICE_CODE.exec(text)?.[1];
  return letters === undefined ? null : `JX-${letters.toUpperCase()}`;
}

/** What follows 因为 or 原因是; null without one. */
export function reasonOf(text: string): string | null {
  return /(?:因为|原因(?:是|:)?|理由(?:是|:)?|由于)\s?([^。\n]{2,120})/.exec(text)?.[1]?.trim() ?? null;
}
