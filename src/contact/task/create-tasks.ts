import { addDays, describeDay, describeInstant, instantOf, toDay } from '../../calendar/index.ts';
import type { CommandContext, Reply, ReplyButton } from '../../command/index.ts';
import { findMissingDay, IMPOSSIBLE_TIME, type Reading } from '../../language/index.ts';
import type { Contact } from '../contact.ts';
import { noteUnknownHolidays } from '../due/holiday-notice.store.ts';
import { insertTasks, listTasks, listTasksOfStudents } from './task.store.ts';
import { nameTask, settleDue, type Task, type TaskDue, whatOf } from './task.ts';
import { taskTexts as texts } from './task-texts.zh.ts';

/** What the questions of the reminder command keep. */
export type TaskQuestion =
  | { readonly ask: 'when_new'; readonly what: string; readonly studentIds: readonly string[] }
  | { readonly ask: 'when'; readonly taskIds: readonly string[] }
  | { readonly ask: 'which'; readonly verb: 'done' | 'drop' | 'postpone'; readonly when: string }
  | { readonly ask: 'all'; readonly taskIds: readonly string[] };

/** `后天提醒我再打给王五爸`: one task for each family that was named, or one about none. */
export async function createTasks(context: CommandContext): Promise<Reply> {
  const { reading } = context;
  const unknown = reading.students.find(({ candidates }) => candidates.length === 0);
  if (unknown) return { text: texts.nobody(unknown.words) };
  const studentIds = [
    ...new Set(reading.students.flatMap(({ candidates }) => candidates.slice(0, 1).map(({ studentId }) => studentId))),
  ];
  const what = whatOf(reading.normalised);
  const due = reading.reminderAt === null ? undefined : settleDue(reading.reminderAt, reading.normalised, context);
  if (!due) return askWhenNew({ what, studentIds }, whyNotThen(reading));
  return storeTasks(context, { what, studentIds }, due);
}

/** What to ask when the words give no moment ahead: no time, a day that does not exist, or one that is over. */
export function whyNotThen(reading: Reading): string {
  const missing = missingDayOf(reading);
  if (missing !== undefined) return texts.noSuchDay(missing);
  return reading.reminderAt === null ? texts.askWhen : texts.past;
}

/** The words of a day that no calendar has (2月30日). */
export function missingDayOf({ evidence }: Reading): string | undefined {
  return evidence.find(({ means }) => means === IMPOSSIBLE_TIME)?.words;
}

interface Wanted {
  readonly what: string;
  readonly studentIds: readonly string[];
}

/** Asks for the time of a task that is not stored yet. */
export function askWhenNew(wanted: Wanted, text: string): Reply {
  const state: TaskQuestion = { ask: 'when_new', ...wanted };
  return { text, question: askTime(state) };
}

/** The question for a time: two days to press, anything else in words. */
export function askTime(state: TaskQuestion): NonNullable<Reply['question']> {
  const options: ReplyButton[] = [
    { key: 'day:1', label: texts.tomorrow },
    { key: 'day:2', label: texts.dayAfterTomorrow },
  ];
  return { options, acceptsText: true, takes: ['due_list', 'amend'], state };
}

/** Stores the tasks and says back when and what. */
export async function storeTasks(context: CommandContext, wanted: Wanted, due: TaskDue): Promise<Reply> {
  const { db, ids, now, sender } = context;
  const about = wanted.studentIds.length === 0 ? [null] : wanted.studentIds;
  const tasks = about.map((studentId) => ({
    taskId: ids.uuid(),
    studentId,
    staffId: sender.staff.staffId,
    what: wanted.what,
    dueAt: due.dueAt,
    isHourNamed: due.isHourNamed,
    contactId: null,
  }));
  await insertTasks(db, tasks, now);
  const stored = await listTasks(
    db,
    tasks.map(({ taskId }) => taskId),
  );
  const when = describeInstant(due.dueAt, now, context.timeZone);
  const head = stored.length === 1 ? texts.created(when) : texts.createdMany(when, stored.length);
  const lines = stored.map((task) => `${task.number}  ${nameTask(task)}`);
  const [only] = stored;
  const buttons = stored.length === 1 && only ? [{ key: `drop:${only.taskId}`, label: texts.dropButton }] : [];
  return { text: [head, ...lines, ...(await notesOnDue(context, due))].join('\n'), buttons };
}

/** What is to be said about a date that moved; an unknown year is also left for the operator. */
export async function notesOnDue({ db, now, timeZone }: CommandContext, due: TaskDue): Promise<string[]> {
  if (due.unknownHolidaysOn !== null) await noteUnknownHolidays(db, due.unknownHolidaysOn);
  return [
    due.movedFrom === null ? '' : texts.movedFrom(describeDay(due.movedFrom, toDay(now, timeZone))),
    due.unknownHolidaysOn === null ? '' : texts.unknownHolidays,
  ].filter((note) => note !== '');
}

/** Makes tasks of the next steps of new records; returns the notes for the reply. */
export async function createTasksOfContacts(context: CommandContext, contacts: readonly Contact[]): Promise<string[]> {
  const { db, ids, now, sender, timeZone } = context;
  const made: { taskId: string; due: TaskDue }[] = [];
  const missing = contacts.flatMap(({ nextStep, nextStepDue }) =>
    nextStep === null || nextStepDue !== null ? [] : (findMissingDay(nextStep, { now }) ?? []),
  )[0];
  const noSuchDay = missing === undefined ? [] : [texts.noSuchDayForStep(missing)];
  for (const { nextStep, nextStepDue, studentId, rootId } of contacts) {
    if (nextStep === null || nextStepDue === null) continue;
    // A moment that is over by now would never come back; the working day after it does.
    const due =
      settleDue(nextStepDue, nextStep, context) ??
      settleDue(instantOf(addDays(toDay(now, timeZone), 1), '09:00', timeZone), nextStep, context);
    if (!due) continue;
    const taskId = ids.uuid();
    const { dueAt, isHourNamed } = due;
    const task = { taskId, studentId, staffId: sender.staff.staffId, what: whatOf(nextStep), dueAt, isHourNamed };
    await insertTasks(db, [{ ...task, contactId: rootId }], now);
    made.push({ taskId, due });
  }
  const [first] = made;
  if (!first) return noSuchDay;
  const when = describeInstant(first.due.dueAt, now, timeZone);
  const number = (await listTasks(db, [first.taskId]))[0]?.number ?? 0;
  const said = made.length === 1 ? texts.nextStepSet(number, when) : texts.nextStepsSet(made.length, when);
  return [said, ...noSuchDay, ...(await notesOnDue(context, first.due))];
}

/** Open tasks of the sender about these families that are due by the end of today: is this contact what they wait for? */
export async function findTasksToOffer(context: CommandContext, contacts: readonly Contact[]): Promise<Task[]> {
  const studentIds = contacts.filter(({ outcome }) => outcome === 'reached').map(({ studentId }) => studentId);
  if (studentIds.length === 0) return [];
  const until = instantOf(addDays(toDay(context.now, context.timeZone), 1), '00:00', context.timeZone);
  return listTasksOfStudents(context.db, context.sender.staff.staffId, studentIds, until);
}
