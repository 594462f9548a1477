import type { Logger } from 'pino';
import { describeInstant, HOLIDAYS_KNOWN_UNTIL, toDay, toTimeOfDay } from '../calendar/index.ts';
import { queueMemberMessages, queueMemberText, renderReply } from '../command/index.ts';
import type { Queryable } from '../db/index.ts';
import type { PlatformName } from '../platform/port.ts';
import { type Advance, type AfterCommit, inTransactionThenWake, type Lease, type WakeQueue } from '../queue/index.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import { hasUnknownHolidayYears, listAdminUserIds, takeUnknownHolidayYears } from './due/holiday-notice.store.ts';
import { isRetentionDone } from './redact/redact.store.ts';
import { redactExpired } from './redact/redact.ts';
import { claimDueTasks, type DueTask, hasTaskToRemind } from './task/due-task.store.ts';
import { buttonsOf, REMINDER_COMMAND } from './task/task.commands.ts';
import { handOverTasks, listTasks } from './task/task.store.ts';
import { describeTask, nameTask, type Task } from './task/task.ts';
import { taskTexts as texts } from './task/task-texts.zh.ts';

/**
 * What happens by itself around records, in lanes of the queue `inbound` that the sweep finds by the domain's clock:
 * - `task:reminders`: whoever has a task that is due is told, once per due date, because the claim of the task and the
 *   message commit together. Quiet hours are for families; but before 07:00 nobody is told of a task whose hour was ours.
 * - `task:retention`: once a day, words as typed whose term ended 30 days ago are emptied.
 * - `task:holidays`: the operator hears once of a year whose holidays we do not know.
 */
export interface ContactWorkDeps {
  readonly db: Queryable;
  readonly wake: WakeQueue;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly platform: PlatformName;
  readonly log: Pick<Logger, 'info' | 'error'>;
  readonly timeZone: string;
}

export interface ContactWork {
  owns(laneKey: string): boolean;
  findDueLanes(): Promise<string[]>;
  advance(lease: Pick<Lease, 'laneKey'>): Promise<Advance>;
}

const LANES = { reminders: 'task:reminders', retention: 'task:retention', holidays: 'task:holidays' } as const;
const DAY_BEGINS = '07:00';
const BATCH = 50;
/** More due tasks of one person than this come as one list. */
const MAX_CARDS = 3;
const LATE_AFTER_MS = 3_600_000;

/** Builds the work of the lanes `task:`. */
export function createContactWork(deps: ContactWorkDeps): ContactWork {
  const { db, clock, ids, timeZone, log } = deps;
  const isDay = (now: Date): boolean => toTimeOfDay(now, timeZone) >= DAY_BEGINS;

  async function findDueLanes(): Promise<string[]> {
    const now = clock.now();
    const due: string[] = [];
    if (await hasTaskToRemind(db, now, isDay(now))) due.push(LANES.reminders);
    if (!(await isRetentionDone(db, toDay(now, timeZone)))) due.push(LANES.retention);
    if (await hasUnknownHolidayYears(db)) due.push(LANES.holidays);
    return due;
  }

  async function remind(): Promise<Advance> {
    return inTransactionThenWake(db, deps.wake, async (tx, afterCommit) => {
      const now = clock.now();
      await handOverTasks(tx, now);
      const claimed = await claimDueTasks(tx, now, isDay(now), BATCH);
      const tasks = await listTasks(
        tx,
        claimed.map(({ taskId }) => taskId),
      );
      const members = new Map(claimed.map(({ staffId, memberId }) => [staffId, memberId]));
      for (const [staffId, memberId] of members) {
        const own = tasks.filter((task) => task.staffId === staffId);
        await tell(tx, afterCommit, { memberId, tasks: own, now });
      }
      return { more: claimed.length === BATCH };
    });
  }

  async function tell(
    tx: Queryable,
    afterCommit: AfterCommit,
    reminder: { readonly memberId: DueTask['memberId']; readonly tasks: readonly Task[]; readonly now: Date },
  ): Promise<void> {
    const { memberId, tasks, now } = reminder;
    const replies =
      tasks.length > MAX_CARDS
        ? [{ text: listText(tasks, now) }]
        : tasks.map((task) => ({ title: texts.reminder, text: reminderText(task, now), buttons: buttonsOf(task) }));
    const drafts = replies.flatMap((reply) => renderReply(reply, { command: REMINDER_COMMAND, questionId: undefined }));
    await queueMemberMessages(tx, { platform: deps.platform, memberId, now, ids, afterCommit, drafts });
  }

  function reminderText(task: Task, now: Date): string {
    const late = now.getTime() - task.dueAt.getTime() > LATE_AFTER_MS;
    return [
      `${task.number}  ${nameTask(task)}`,
      late ? texts.reminderLate(describeInstant(task.dueAt, now, timeZone)) : '',
      texts.howTo,
    ]
      .filter((line) => line !== '')
      .join('\n');
  }

  function listText(tasks: readonly Task[], now: Date): string {
    return [
      texts.reminderMany(tasks.length),
      ...tasks.map((task) => describeTask(task, { now, timeZone })),
      texts.howTo,
    ].join('\n');
  }

  async function tellOperator(): Promise<Advance> {
    const years = await inTransactionThenWake(db, deps.wake, async (tx, afterCommit) => {
      const taken = await takeUnknownHolidayYears(tx);
      for (const year of taken) {
        const text = texts.holidaysUnknown(year, HOLIDAYS_KNOWN_UNTIL);
        for (const memberId of await listAdminUserIds(tx)) {
          await queueMemberText(tx, { platform: deps.platform, memberId, now: clock.now(), ids, afterCommit, text });
        }
      }
      return taken;
    });
    for (const year of years) {
      const facts = { code: 'calendar.holidays_unknown', year, knownUntil: HOLIDAYS_KNOWN_UNTIL };
      log.error(facts, 'public holidays of a year are not known; reminders count Monday to Friday as worked');
    }
    return { more: false };
  }

  async function advance({ laneKey }: Pick<Lease, 'laneKey'>): Promise<Advance> {
    if (laneKey === LANES.reminders) return remind();
    if (laneKey === LANES.holidays) return tellOperator();
    const now = clock.now();
    if (laneKey !== LANES.retention || (await isRetentionDone(db, toDay(now, timeZone)))) return { more: false };
    return { more: await redactExpired(db, { now, ids, timeZone }) };
  }

  return { owns: (laneKey) => laneKey.startsWith('task:'), findDueLanes, advance };
}
