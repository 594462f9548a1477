import { addDays, countDays, describeDay, describeInstant, instantOf, termOf, toDay } from '../../calendar/index.ts';
import type { CommandContext, CommandSpec, Reply } from '../../command/index.ts';
import { groupBy } from '../../shared/group-by.ts';
import type { Moment } from '../describe-contact.ts';
import { classScopeOf } from '../scope.ts';
import { handOverTasks, listOpenTasks } from '../task/task.store.ts';
import type { Task } from '../task/task.ts';
import { taskTexts as texts } from '../task/task-texts.zh.ts';
import { isOverdue, spanOf } from './coverage.ts';
import { type Callee, listCallees, listToVerify } from './due-list.store.ts';
import { type FamilyState, listFamilyStates } from './family-state.store.ts';

const FIRST = 5;
const REST = 40;

interface DueItem {
  readonly studentId: string | null;
  readonly who: string;
  readonly why: string;
}

/** Whom to call today: at most five with the reason, the rest on demand; never a number, never a 不联系 guardian. */
export const dueListCommand: CommandSpec = {
  name: 'show_due_list',
  intents: ['due_list'],
  action: 'record_contact',
  summary: texts.dueListSummary,
  examples: ['今天该联系谁', '还差谁', '谁没打'],
  run: (context) => showDue(context, context.reading.task?.verb === 'more'),
  press: (context) => showDue(context, true),
};

async function showDue(context: CommandContext, isRest: boolean): Promise<Reply> {
  const { db, now, sender, timeZone } = context;
  await handOverTasks(db, now);
  const span = spanOf(termOf(toDay(now, timeZone)), timeZone);
  const families = await listFamilyStates(db, classScopeOf(sender), span);
  const items = rankDue(families, await listOpenTasks(db, sender.staff.staffId), context);
  if (items.length === 0) return { text: families.length === 0 ? texts.dueNobody : texts.dueNothing };
  const [from, until] = isRest ? [FIRST, FIRST + REST] : [0, FIRST];
  const shown = items.slice(from, until);
  if (shown.length === 0) return { text: texts.noMore };
  const studentIds = shown.flatMap(({ studentId }) => (studentId === null ? [] : [studentId]));
  const callees = await listCallees(db, studentIds);
  const toVerify = await listToVerify(db, studentIds);
  const lines = shown.map((item, index) => describeItem(item, from + index + 1, { callees, toVerify }));
  const left = items.length - until;
  if (left <= 0) return { title: texts.dueTitle, text: lines.join('\n') };
  if (isRest) return { title: texts.dueTitle, text: [...lines, texts.dueRest(left)].join('\n') };
  const buttons = [{ key: 'more:rest', label: texts.moreButton }];
  return { title: texts.dueTitle, text: [...lines, texts.dueMore(left)].join('\n'), buttons };
}

const LEVELS = ['special', 'key', 'general'] as const;

/**
 * Tasks that are due by the end of today, then overdue families: special ones, key ones, the others; in each those never
 * reached this term first, then the longest ago. A family stands there once, with all that is to be done for it. Pure.
 */
function rankDue(families: readonly FamilyState[], tasks: readonly Task[], moment: Moment): DueItem[] {
  const { now, timeZone } = moment;
  const today = toDay(now, timeZone);
  const tomorrow = instantOf(addDays(today, 1), '00:00', timeZone);
  const due = tasks.filter(({ dueAt }) => dueAt < tomorrow);
  const withTask = new Set(due.map(({ studentId }) => studentId));
  const overdue = families
    .filter((family) => isOverdue(family, now) && !withTask.has(family.studentId))
    .map((family) => ({ family, level: LEVELS.indexOf(family.attentionLevel), at: family.lastAt?.getTime() ?? 0 }))
    .toSorted((left, right) => left.level - right.level || left.at - right.at);
  const whyDue = ({ what, dueAt, number }: Task): string =>
    texts.dueTask(what, `${describeInstant(dueAt, now, timeZone)}，提醒${number}`);
  // A task of no student stands by itself.
  const byFamily = groupBy(due, ({ studentId, taskId }) => studentId ?? taskId);
  return [
    ...[...byFamily.values()].flatMap(([task, ...more]) =>
      task === undefined
        ? []
        : {
            studentId: task.studentId,
            who: task.studentName === null ? task.what : `${task.className} ${task.studentName}`,
            why: [task, ...more].map(whyDue).join('；'),
          },
    ),
    ...overdue.map(({ family }) => ({
      studentId: family.studentId,
      who: `${family.className} ${family.studentName}`,
      why: texts.because(texts.level[family.attentionLevel], sinceWhen(family, today, timeZone)),
    })),
  ];
}

function sinceWhen({ lastAt }: FamilyState, today: string, timeZone: string): string {
  if (lastAt === null) return texts.neverThisTerm;
  const day = toDay(lastAt, timeZone);
  return texts.lastSeen(describeDay(day, today), countDays(day, today));
}

function describeItem(
  { studentId, who, why }: DueItem,
  index: number,
  { callees, toVerify }: { readonly callees: ReadonlyMap<string, Callee>; readonly toVerify: ReadonlySet<string> },
): string {
  if (studentId === null) return texts.dueItem(index, who, '', why);
  const callee = callees.get(studentId);
  const nobody = toVerify.has(studentId) ? texts.verifyNumber : texts.noCallee;
  return texts.dueItem(index, who, callee ? texts.callee(callee.relation, callee.name) : nobody, why);
}
