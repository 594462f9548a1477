import {
  addDays,
  describeInstant,
  instantOf,
  nextWeekday,
  nextWorkday,
  toDay,
  toTimeOfDay,
} from '../../calendar/index.ts';
import { AppError } from '../../shared/errors.ts';
import type { Moment } from '../describe-contact.ts';
import { taskTexts as texts } from './task-texts.zh.ts';

/**
 * A task is a next step with a date. Its states:
 * - open: made by a record that names a next step and its day (`record.ts`), by a line of its own (`create-tasks.ts`),
 *   or by a feature with the key of its cause (`add-task.ts`), of which one may be open at a time.
 * - open → open: put off, which gives it another due date; handed over, when the class of its student gets another
 *   counsellor (`handOverTasks`, before every use); moved, when its record turns out to be about another student.
 * - open → done: by line, by button, or by the button under a later record with that family.
 * - open → dropped: by line or button; because its record was withdrawn; or because its cause is gone (`closeOpenTasks`).
 * Done and dropped are final. Whoever has an open task that is due is reminded once per due date: `reminded_for` takes the
 * due date in the transaction that queues the message (`contact-work.ts`).
 */
export interface Task {
  readonly taskId: string;
  readonly number: number;
  readonly studentId: string | null;
  readonly studentName: string | null;
  readonly className: string | null;
  readonly staffId: string;
  /** Who had it before the class changed counsellor. */
  readonly handedOverName: string | null;
  readonly what: string;
  readonly dueAt: Date;
  readonly isHourNamed: boolean;
  readonly status: 'open' | 'done' | 'dropped';
  readonly remindedFor: Date | null;
}

export interface TaskDue {
  readonly dueAt: Date;
  readonly isHourNamed: boolean;
  /** The day that was said, when it is not worked and no hour was named. */
  readonly movedFrom: string | null;
  /** A day whose holidays we do not know: the operator must hear of it, and weekends alone decided. */
  readonly unknownHolidaysOn: string | null;
}

const DEFAULT_HOUR = '09:00';
/** 今天 said after nine, without an hour. */
const LATER_TODAY = '17:00';
const NINE_O_CLOCK = /(?<!\d)0?9[::点时]|九[点时]/u;

/**
 * When to remind. `at` is what the words were read as, with 09:00 for a day alone; then the day moves to the next one that
 * is worked. Undefined = that moment is over. Hours are those of the college's clock.
 */
export function settleDue(at: Date, words: string, moment: Moment): TaskDue | undefined {
  const { now, timeZone } = moment;
  const isHourNamed = toTimeOfDay(at, timeZone) !== DEFAULT_HOUR || NINE_O_CLOCK.test(words);
  if (isHourNamed) {
    return at <= now ? undefined : { dueAt: at, isHourNamed, movedFrom: null, unknownHolidaysOn: null };
  }
  const [said, today] = [toDay(at, timeZone), toDay(now, timeZone)];
  if (said < today) return undefined;
  const { day, unknownHolidaysOn } = findWorkday(said);
  const movedFrom = day === said ? null : said;
  const isHourNamedNot = { isHourNamed: false, movedFrom, unknownHolidaysOn };
  for (const [onDay, hour] of [
    [day, DEFAULT_HOUR],
    [day, LATER_TODAY],
  ] as const) {
    const dueAt = instantOf(onDay, hour, timeZone);
    if (dueAt > now) return { dueAt, ...isHourNamedNot };
  }
  return settleDue(instantOf(addDays(day, 1), DEFAULT_HOUR, timeZone), words, moment);
}

function findWorkday(day: string): { day: string; unknownHolidaysOn: string | null } {
  try {
    return { day: nextWorkday(day), unknownHolidaysOn: null };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'calendar.holidays_unknown') throw error;
    return { day: nextWeekday(day), unknownHolidaysOn: day };
  }
}

const NUMBER = '[\\d一二两三四五六七八九十半几]{1,4}';
const TIME_WORDS = new RegExp(
  [
    `${NUMBER}个?(?:小时|钟头|分钟|刻钟|天|周|星期|礼拜|月)(?:之|以)?后`,
    '过(?:两|几|三|一)?(?:天|会儿?|阵子)',
    '今天|明天|大后天|后天|明日|后日|明早|明晚|今晚|今早',
    '(?:这|本|下下?)?个?(?:周|星期|礼拜)[一二三四五六日天末]|下个?(?:周|星期|礼拜|月)|月底',
    '(?:\\d{4}年|明年|今年)?(?:\\d{1,2}|[一二三四五六七八九十]{1,2}(?=月))(?:月|[./-])(?:\\d{1,2}|[一二三四五六七八九十]{1,3})[日号]?|\\d{1,2}[日号]',
    '凌晨|早上|早晨|上午|中午|下午|傍晚|晚上',
    `${NUMBER}(?:点|:|时)(?:半|[一二三]刻|[\\d一二三四五六七八九十]{1,3}分?)?钟?`,
    '待会儿?|等会儿?|一会儿?|晚点|回头',
  ].join('|'),
  'gu',
);
const REMIND_WORDS =
  /(?:麻烦|请|帮我|到时候?|届时)*(?:提醒(?:一下|下)?(?:我(?:一下|下)?|自己)|(?:叫|喊)我)|^(?:记得|记着|别忘(?:了|记)?|不要忘(?:了|记)?)|设(?:个|置)?(?:提醒|闹钟|待办)|^待办[::]?/gu;
const MAX_WHAT_CHARACTERS = 60;

/**
 * What is to be done, without when: a reminder that says 后天 on the day itself would mislead.
 * Example: `明天休息 后天提醒我再打给王五爸` → `再打给王五爸`.
 */
export function whatOf(line: string): string {
  const parts = line.split(/[，,。；;\n ]+/u);
  const from = parts.findIndex((part) => /提醒|记得|别忘|叫我|喊我/u.test(part));
  const told = (from < 0 ? parts : parts.slice(from)).join('，');
  const what = strip(told);
  const whole = what.length >= 2 ? what : strip(parts.join('，'));
  return [...(whole.length >= 2 ? whole : line.trim())].slice(0, MAX_WHAT_CHARACTERS).join('');
}

function strip(text: string): string {
  return text
    .replace(REMIND_WORDS, '')
    .replace(TIME_WORDS, '')
    .replace(/^[\s，,、:：的要去在]+|[\s，,、:：]+$/gu, '');
}

/** `3  22旅管3班 王五：再打给王五爸（明天 09:00）`. */
export function describeTask(task: Task, { now, timeZone }: Moment): string {
  return texts.taskLine(task.number, nameTask(task), describeInstant(task.dueAt, now, timeZone), task.handedOverName);
}

/** Whom it is about and what it is. */
export function nameTask({ className, studentName, what }: Task): string {
  return studentName === null ? what : texts.aboutStudent(className ?? '', studentName, what);
}
