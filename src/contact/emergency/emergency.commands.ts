import { z } from 'zod';
import { toTimeOfDay } from '../../calendar/index.ts';
import {
  type Answer,
  type CommandContext,
  type CommandSpec,
  type OpenQuestion,
  type Reply,
  type ReplyButton,
  scopeOf,
} from '../../command/index.ts';
import type { StudentMention } from '../../language/index.ts';
import { askWhichStudent, isStudentInScope, OTHER_STUDENT, renderDialOrder, revealPhones } from '../../roster/index.ts';
import { type Emergency, type EmergencyKind, readWish } from './emergency.ts';
import { addEntry, describeLog, endEmergency, listOwnRunning, logReport } from './emergency-log.ts';
import { emergencyTexts as texts } from './texts.zh.ts';

const KINDS = ['acute', 'missing', 'fraud_victim'] as const;
const StateSchema = z.union([
  z.object({ asks: z.literal('close'), emergencyId: z.string() }),
  z.object({ asks: z.enum(['which_to_close', 'which_to_note']) }),
  z.object({ kind: z.enum(KINDS) }),
]);
type State = z.infer<typeof StateSchema>;

/** Somebody in danger cannot wait for a list to end. */
const MAX_STUDENTS = 3;
const MAX_CHOICES = 5;

/**
 * 急, 失联, 受骗: the numbers and steps at once, then the guardians in dial order with full numbers. The emergency is the
 * reason for showing them; it is audited all the same. Without a sure student the steps come first and one question after.
 * From then on what happens is kept with its time, until 应急结束 is confirmed.
 */
export const emergencyCommand: CommandSpec = {
  name: 'emergency',
  intents: ['emergency'],
  action: 'start_emergency',
  summary: texts.summary,
  examples: ['急 张三在宿舍晕倒了', '李四失联了', '王五被骗了八千', '应急 已经到市医院了', '应急进展', '应急结束'],
  run: runEmergency,
  answer: answerEmergency,
  press: async (context, key) => {
    const emergency = (await listOwnRunning(context)).find(({ emergencyId }) => key === `close:${emergencyId}`);
    return emergency ? askClose(emergency) : { text: texts.alreadyClosed };
  },
};

async function runEmergency(context: CommandContext): Promise<Reply> {
  const wish = readWish(context.reading.normalised);
  if (wish !== 'report') {
    const running = await listMeant(context);
    if (wish === 'list') return listRunning(context, running);
    if (wish === 'close') return close(context, running);
    if (running.length > 0) return note(context, running);
  }
  const kind = context.reading.emergency ?? 'acute';
  const steps = renderSteps(kind);
  const { families, rest } = await handle(context, kind, context.reading.students, context.line);
  const text = [steps.text, ...families, rest.text].filter((part) => part !== '').join('\n\n');
  return { title: steps.title, text, ...(rest.question ? { question: rest.question } : {}) };
}

/** The running ones of the students that are named; without a name all in sight. */
async function listMeant(context: CommandContext): Promise<Emergency[]> {
  const running = await listOwnRunning(context);
  const named = new Set(
    context.reading.students.flatMap(({ candidates }) => candidates.map(({ studentId }) => studentId)),
  );
  return named.size === 0 ? running : running.filter(({ studentId }) => named.has(studentId));
}

async function listRunning(context: CommandContext, running: readonly Emergency[]): Promise<Reply> {
  if (running.length === 0) return { text: texts.noneRunning };
  const logs: string[] = [];
  for (const emergency of running.slice(0, MAX_STUDENTS)) logs.push(await describeLog(context, emergency));
  if (running.length > MAX_STUDENTS) logs.push(texts.moreRunning(running.length - MAX_STUDENTS));
  return { title: texts.listTitle, text: logs.join('\n\n'), buttons: closeButtonsOf(running) };
}

function closeButtonsOf(running: readonly Emergency[]): ReplyButton[] {
  const [only] = running;
  return running.length === 1 && only ? [{ key: `close:${only.emergencyId}`, label: texts.closeButton }] : [];
}

/** What was said is kept at once; the end itself only after it was confirmed. */
async function close(context: CommandContext, running: readonly Emergency[]): Promise<Reply> {
  const [only] = running;
  if (!only) return { text: texts.noneRunning };
  if (running.length > 1) return askWhichOne(running, 'which_to_close');
  await addEntry(context, only, { entry: 'note', words: context.line });
  return askClose(only);
}

function askClose({ emergencyId, studentName }: Emergency): Reply {
  return {
    text: texts.askClose(studentName),
    question: {
      options: [
        { key: 'yes', label: texts.confirmClose, style: 'primary' },
        { key: 'no', label: texts.keepOpen, style: 'plain' },
      ],
      acceptsText: false,
      state: { asks: 'close', emergencyId } satisfies State,
    },
  };
}

function askWhichOne(running: readonly Emergency[], asks: 'which_to_close' | 'which_to_note'): Reply {
  const options = running
    .slice(0, MAX_CHOICES)
    .map(({ emergencyId, className, studentName }) => ({ key: emergencyId, label: `${className} ${studentName}` }));
  return { text: texts.whichOne, question: { options, acceptsText: false, state: { asks } satisfies State } };
}

async function note(context: CommandContext, running: readonly Emergency[]): Promise<Reply> {
  const [only] = running;
  if (!only || running.length > 1) return askWhichOne(running, 'which_to_note');
  return noteIn(context, only, context.line);
}

async function noteIn(context: CommandContext, emergency: Emergency, words: string): Promise<Reply> {
  await addEntry(context, emergency, { entry: 'note', words });
  const said = texts.noted(emergency.studentName, toTimeOfDay(context.now, context.timeZone));
  const isNamed = context.reading.students.length > 0;
  return { text: isNamed ? said : `${said}${texts.notedHint}`, buttons: closeButtonsOf([emergency]) };
}

async function answerEmergency(context: CommandContext, question: OpenQuestion, answer: Answer): Promise<Reply> {
  const state = StateSchema.parse(question.state);
  if ('kind' in state) return answerWho(context, question, answer, state.kind);
  if (state.asks === 'close') {
    if (answer.optionKey !== 'yes') return { text: texts.keptOpen };
    return { text: (await endEmergency(context, state.emergencyId)) ?? texts.alreadyClosed };
  }
  const chosen = (await listOwnRunning(context)).find(({ emergencyId }) => emergencyId === answer.optionKey);
  if (!chosen) return { text: texts.alreadyClosed };
  if (state.asks === 'which_to_note') return noteIn(context, chosen, question.line);
  await addEntry(context, chosen, { entry: 'note', words: question.line });
  return askClose(chosen);
}

async function answerWho(
  context: CommandContext,
  question: OpenQuestion,
  answer: Answer,
  kind: EmergencyKind,
): Promise<Reply> {
  if (answer.optionKey === OTHER_STUDENT) return askWho(kind);
  if (answer.optionKey !== null) {
    return {
      text: (await showFamily(context, { kind, studentId: answer.optionKey, words: question.line })) ?? texts.who,
    };
  }
  const { families, rest } = await handle(context, kind, context.reading.students, question.line);
  const text = [...families, rest.text].filter((part) => part !== '').join('\n\n');
  return { text, ...(rest.question ? { question: rest.question } : {}) };
}

function renderSteps(kind: EmergencyKind): { title: string; text: string } {
  const steps = texts.steps[kind].map((step, index) => `${index + 1}. ${step}`);
  return { title: texts.titles[kind], text: [texts.numbers[kind], ...steps].join('\n') };
}

function askWho(kind: EmergencyKind, before = ''): Reply {
  return {
    text: `${before}${texts.who}`,
    question: { options: [], acceptsText: true, state: { kind } satisfies State },
  };
}

/** The families that are sure, and what is still to be asked or said. `words` are the line that told of the danger. */
async function handle(
  context: CommandContext,
  kind: EmergencyKind,
  mentions: readonly StudentMention[],
  words: string,
): Promise<{ families: string[]; rest: Reply }> {
  const sure = mentions.filter((it) => it.candidates.length === 1 && !it.isGuess);
  const unsure = mentions.find((it) => it.candidates.length > 1 || (it.candidates.length === 1 && it.isGuess));
  const unknown = mentions.find((it) => it.candidates.length === 0);
  const families: string[] = [];
  const ids = new Set(sure.flatMap((it) => it.candidates.map((student) => student.studentId)));
  for (const studentId of [...ids].slice(0, MAX_STUDENTS)) {
    const family = await showFamily(context, { kind, studentId, words });
    if (family !== undefined) families.push(family);
  }
  if (unsure) return { families, rest: askWhichStudent(unsure, { kind } satisfies State) };
  if (unknown) return { families, rest: askWho(kind, texts.notFound(unknown.words)) };
  return { families, rest: families.length === 0 ? askWho(kind) : { text: '' } };
}

async function showFamily(
  context: CommandContext,
  report: { readonly kind: EmergencyKind; readonly studentId: string; readonly words: string },
): Promise<string | undefined> {
  const { db, sender, now, ids } = context;
  const { kind, studentId } = report;
  const scope = scopeOf(sender.staff.role, 'start_emergency');
  if (scope === undefined || !z.uuid().safeParse(studentId).success) return undefined;
  if (!(await isStudentInScope(db, sender.staff, scope, studentId))) return undefined;
  const reason = texts.titles[kind];
  const family = await revealPhones(db, { staff: sender.staff, studentId, reason, isEmergency: true, now, ids });
  if (family === undefined) return undefined;
  return [renderDialOrder(family), texts.audited, await logReport(context, report)].join('\n');
}
