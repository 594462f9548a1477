import { z } from 'zod';
import { addDays, describeInstant, instantOf, toDay } from '../../calendar/index.ts';
import type { Answer, CommandContext, CommandSpec, OpenQuestion, Reply, ReplyButton } from '../../command/index.ts';
import { type Reading, type TaskReading, understandLine } from '../../language/index.ts';
import {
  askTime,
  askWhenNew,
  createTasks,
  missingDayOf,
  notesOnDue,
  storeTasks,
  type TaskQuestion,
  whyNotThen,
} from './create-tasks.ts';
import { closeTask, handOverTasks, listOpenTasks, listTasks, postponeTask } from './task.store.ts';
import { describeTask, nameTask, settleDue, type Task } from './task.ts';
import { taskTexts as texts } from './task-texts.zh.ts';

/** What can be done to a task that exists. */
type Change = 'done' | 'postpone' | 'drop';

const SHOWN = 20;
const MAX_CHOICES = 5;
const MAX_LABEL_CHARACTERS = 30;

const QuestionSchema: z.ZodType<TaskQuestion> = z.union([
  z.object({ ask: z.literal('when_new'), what: z.string(), studentIds: z.array(z.string()) }),
  z.object({ ask: z.literal('when'), taskIds: z.array(z.string()) }),
  z.object({ ask: z.literal('which'), verb: z.enum(['done', 'drop', 'postpone']), when: z.string() }),
  z.object({ ask: z.literal('all'), taskIds: z.array(z.string()) }),
]);

/** Reminders: made, listed, done, put off, dropped. The name is part of the keys on reminder cards. */
export const REMINDER_COMMAND = 'remind';

export const taskCommand: CommandSpec = {
  name: REMINDER_COMMAND,
  intents: ['reminder'],
  action: 'record_contact',
  summary: texts.remindSummary,
  examples: ['后天提醒我再打给王五爸', '明天下午三点回访张三家', '我的提醒', '完成1', '提醒1推迟到周五', '提醒1不用了'],
  run: runReminder,
  answer: answerReminder,
  press: pressReminder,
};

async function runReminder(context: CommandContext): Promise<Reply> {
  await handOverTasks(context.db, context.now);
  const line = context.reading.task;
  if (!line || line.verb === 'create') return createTasks(context);
  const open = await listOpenTasks(context.db, context.sender.staff.staffId);
  if (open.length === 0) return { text: texts.noneOpen };
  return line.verb === 'list' ? listAll(open, context) : act(context, line, open);
}

function listAll(open: readonly Task[], context: CommandContext): Reply {
  const lines = open.slice(0, SHOWN).map((task) => describeTask(task, context));
  const more = open.length > SHOWN ? [texts.more(open.length - SHOWN)] : [];
  const [only] = open;
  const text = [texts.list(open.length), ...lines, ...more, texts.howTo].join('\n');
  return { text, buttons: open.length === 1 && only ? buttonsOf(only) : [] };
}

/** 完成, 明天再提醒 and 不用提醒了 under one task. */
export function buttonsOf({ taskId }: Pick<Task, 'taskId'>): ReplyButton[] {
  return [
    { key: `done:${taskId}`, label: texts.doneButton, style: 'primary' },
    { key: `later:${taskId}`, label: texts.laterButton },
    { key: `drop:${taskId}`, label: texts.dropButton },
  ];
}

/** By number, else by the named student, else all, else the one of which the person was reminded last. */
async function act(context: CommandContext, line: TaskReading, open: readonly Task[]): Promise<Reply> {
  const missing = line.numbers.find((number) => !open.some((task) => task.number === number));
  if (missing !== undefined) return { text: texts.noSuchTask(missing) };
  const verb = line.verb as Change;
  if (line.numbers.length > 0)
    return apply(context, verb, { tasks: open.filter(({ number }) => line.numbers.includes(number)), when: line.when });
  const student = context.reading.students[0]?.candidates[0];
  if (student) {
    const tasks = open.filter(({ studentId }) => studentId === student.studentId);
    return tasks.length === 0 ? { text: texts.noTaskOf(student.name) } : choose(context, verb, tasks, line.when);
  }
  if (line.isAll && verb === 'drop' && open.length > 1) return askAll(open, context);
  const reminded = open.filter(({ remindedFor }) => remindedFor !== null);
  return choose(context, verb, reminded.length > 0 ? reminded : open, line.when);
}

function choose(context: CommandContext, verb: Change, tasks: readonly Task[], when: string): Promise<Reply> | Reply {
  if (tasks.length === 1) return apply(context, verb, { tasks, when });
  const state: TaskQuestion = { ask: 'which', verb, when };
  // Without its number: the choices are numbered themselves.
  const options = tasks
    .slice(0, MAX_CHOICES)
    .map((task) => ({ key: task.taskId, label: [...nameTask(task)].slice(0, MAX_LABEL_CHARACTERS).join('') }));
  return { text: texts.which, question: { options, acceptsText: false, state } };
}

function askAll(open: readonly Task[], context: CommandContext): Reply {
  const state: TaskQuestion = { ask: 'all', taskIds: open.map(({ taskId }) => taskId) };
  const options: ReplyButton[] = [
    { key: 'yes', label: texts.yesAll, style: 'danger' },
    { key: 'no', label: texts.keep, style: 'plain' },
  ];
  const lines = open.slice(0, SHOWN).map((task) => describeTask(task, context));
  return {
    text: [texts.allOfThem(open.length), ...lines].join('\n'),
    question: { options, acceptsText: false, state },
  };
}

async function apply(
  context: CommandContext,
  verb: Change,
  { tasks, when }: { readonly tasks: readonly Task[]; readonly when: string },
): Promise<Reply> {
  if (verb !== 'postpone') return close(context, tasks, verb === 'done' ? 'done' : 'dropped');
  if (when === '') {
    const state: TaskQuestion = { ask: 'when', taskIds: tasks.map(({ taskId }) => taskId) };
    return { text: texts.askWhen, question: askTime(state) };
  }
  return postpone(context, tasks, when);
}

/** Closes those that are still open and the sender's. */
async function close(context: CommandContext, tasks: readonly Task[], status: 'done' | 'dropped'): Promise<Reply> {
  const { db, now, sender } = context;
  const closed: Task[] = [];
  for (const task of tasks) {
    const { taskId } = task;
    if (await closeTask(db, { taskId, staffId: sender.staff.staffId, status, now })) closed.push(task);
  }
  if (closed.length === 0) return { text: texts.gone };
  const names = closed.map((task) => `${task.number}  ${nameTask(task)}`);
  if (status === 'dropped') return { text: texts.dropped(names) };
  const hint = closed.some(({ studentId }) => studentId !== null) ? `\n${texts.sayWhatWasSaid}` : '';
  return { text: texts.done(names) + hint };
}

async function postpone(context: CommandContext, tasks: readonly Task[], when: string): Promise<Reply> {
  const reading = readWhen(context, when);
  const missing = missingDayOf(reading);
  if (missing !== undefined) return { text: texts.noSuchDayToMove(missing) };
  const at = reading.reminderAt;
  if (at === null) return { text: texts.whenUnclear };
  const due = settleDue(at, when, context);
  if (!due) return { text: texts.past };
  const moved: Task[] = [];
  for (const task of tasks) {
    const { dueAt, isHourNamed } = due;
    const { staffId } = context.sender.staff;
    if (await postponeTask(context.db, { taskId: task.taskId, staffId, dueAt, isHourNamed })) moved.push(task);
  }
  if (moved.length === 0) return { text: texts.gone };
  const names = moved.map((task) => `${task.number}  ${nameTask(task)}`);
  const text = texts.postponed(describeInstant(due.dueAt, context.now, context.timeZone), names);
  return { text: [text, ...(await notesOnDue(context, due))].join('\n') };
}

/** A time as the language reads it beside 提醒. */
function readWhen({ roster, now, timeZone }: CommandContext, words: string): Reading {
  return understandLine(`${words}提醒我`, { roster, now, timeZone });
}

async function answerReminder(context: CommandContext, question: OpenQuestion, answer: Answer): Promise<Reply> {
  await handOverTasks(context.db, context.now);
  const state = QuestionSchema.parse(question.state);
  if (state.ask === 'all' && answer.optionKey !== 'yes') return { text: texts.kept };
  if (state.ask === 'when_new') {
    const words = wordsOf(answer);
    const reading = readWhen(context, words);
    const due = reading.reminderAt === null ? undefined : settleDue(reading.reminderAt, words, context);
    if (!due) return askWhenNew(state, whyNotThen(reading));
    const isStillThere = state.studentIds.every((studentId) => isInReach(context, question, studentId));
    return isStillThere ? storeTasks(context, state, due) : { text: texts.gone };
  }
  const wanted = state.ask === 'which' ? [answer.optionKey ?? ''] : state.taskIds;
  const { staffId } = context.sender.staff;
  const tasks = (await listTasks(context.db, wanted)).filter(
    (task) => task.staffId === staffId && task.status === 'open',
  );
  if (tasks.length === 0) return { text: texts.gone };
  if (state.ask === 'all') return close(context, tasks, 'dropped');
  if (state.ask === 'which') return apply(context, state.verb, { tasks, when: state.when });
  return postpone(context, tasks, wordsOf(answer));
}

/** The line that led to the question, read anew, must still lead to the student: the class may have changed hands. */
function isInReach({ roster, now }: CommandContext, { line }: OpenQuestion, studentId: string): boolean {
  const { students } = understandLine(line, { roster, now });
  return students.some(({ candidates }) => candidates.some((candidate) => candidate.studentId === studentId));
}

function wordsOf({ optionKey, text }: Answer): string {
  if (optionKey === 'day:1') return texts.tomorrow;
  return optionKey === 'day:2' ? texts.dayAfterTomorrow : text;
}

/** Presses under a reminder: `done:`, `later:` or `drop:` and the id of the task. */
export async function pressReminder(context: CommandContext, key: string): Promise<Reply> {
  await handOverTasks(context.db, context.now);
  const [verb, taskId] = key.split(':');
  const { now, sender, timeZone } = context;
  const tasks = (await listTasks(context.db, /^[0-9a-f-]{36}$/u.test(taskId ?? '') ? [taskId ?? ''] : [])).filter(
    (task) => task.staffId === sender.staff.staffId && task.status === 'open',
  );
  const [task] = tasks;
  if (!task) return { text: texts.gone };
  if (verb === 'done' || verb === 'drop') return close(context, tasks, verb === 'done' ? 'done' : 'dropped');
  const due = settleDue(instantOf(addDays(toDay(now, timeZone), 1), '09:00', timeZone), '', context);
  if (verb !== 'later' || !due) return { text: texts.gone };
  const { dueAt, isHourNamed } = due;
  const isMoved = await postponeTask(context.db, { taskId: task.taskId, staffId: task.staffId, dueAt, isHourNamed });
  if (!isMoved) return { text: texts.gone };
  const text = texts.postponed(describeInstant(dueAt, now, timeZone), [`${task.number}  ${nameTask(task)}`]);
  return { text: [text, ...(await notesOnDue(context, due))].join('\n') };
}
