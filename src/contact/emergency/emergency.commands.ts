import { z } from 'zod';
import {
  type Answer,
  type CommandContext,
  type CommandSpec,
  type OpenQuestion,
  type PendingQuestion,
  type Reply,
  scopeOf,
} from '../../command/index.ts';
import type { StudentMention } from '../../language/index.ts';
import { askWhichStudent, isStudentInScope, OTHER_STUDENT, renderDialOrder, revealPhones } from '../../roster/index.ts';
import { type Emergency, type EmergencyKind, readWish } from './emergency.ts';
import { describeLog, listOwnRunning, logReport, unlog } from './emergency-log.ts';
import {
  answerNews,
  askClose,
  claimNews,
  close,
  closeButtonsOf,
  EMERGENCY_COMMAND,
  newsStateSchema,
  note,
  noteCompanion,
} from './emergency-news.ts';
import { isNewsOfNobody } from './follow-up.ts';
import { emergencyTexts as texts } from './texts.zh.ts';

const KINDS = ['acute', 'missing', 'fraud_victim'] as const;
const StateSchema = z.union([
  newsStateSchema,
  // `words`: what was said so far, when it is more than the line that was asked about.
  z.object({ kind: z.enum(KINDS), words: z.string().optional() }),
]);
type State = z.infer<typeof StateSchema>;

/** Somebody in danger cannot wait for a list to end. */
const MAX_STUDENTS = 3;

/**
 * 急, 失联, 受骗: the numbers and steps at once, then the guardians in dial order with full numbers. The emergency is the
 * reason for showing them; it is audited all the same. Without a sure student the steps come first and one question after.
 * From then on what happens is kept with its time, until 应急结束 is confirmed.
 */
export const emergencyCommand: CommandSpec = {
  name: EMERGENCY_COMMAND,
  intents: ['emergency'],
  action: 'start_emergency',
  summary: texts.summary,
  examples: ['急 张三在宿舍晕倒了', '李四失联了', '王五被骗了八千', '应急 已经到市医院了', '应急进展', '应急结束'],
  run: runEmergency,
  answer: answerEmergency,
  claim: claimEmergency,
  press: async (context, key) => {
    const [verb, id = ''] = key.split(':');
    if (verb === 'unlog') return unlog(context, id);
    const emergency = (await listOwnRunning(context)).find(({ emergencyId }) => emergencyId === id);
    return emergency ? askClose(emergency, false) : { text: texts.alreadyClosed };
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
  const ofOther = context.reading.students.length > 0 ? await noteCompanion(context) : undefined;
  if (ofOther) return ofOther;
  const kind = context.reading.emergency ?? 'acute';
  const steps = renderSteps(kind);
  const { families, rest } = await handle(context, kind, context.reading.students, context.line);
  const text = [steps.text, ...families, rest.text].filter((part) => part !== '').join('\n\n');
  return { title: steps.title, text, ...(rest.question ? { question: rest.question } : {}) };
}

/** News of one that runs. While it is asked who is in danger, more words about it are kept with the question. */
async function claimEmergency(context: CommandContext, open: PendingQuestion | undefined): Promise<Reply | undefined> {
  const asked = open?.command === EMERGENCY_COMMAND ? StateSchema.safeParse(open.state).data : undefined;
  if (!open || !asked || !('kind' in asked)) return claimNews(context, open);
  if (!isNewsOfNobody(context.reading)) return undefined;
  return askWho(asked.kind, '', `${asked.words ?? open.line} ${context.line}`);
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

async function answerEmergency(context: CommandContext, question: OpenQuestion, answer: Answer): Promise<Reply> {
  const state = StateSchema.parse(question.state);
  if ('kind' in state) return answerWho(context, state.words ?? question.line, answer, state.kind);
  return answerNews(context, state, answer);
}

async function answerWho(context: CommandContext, words: string, answer: Answer, kind: EmergencyKind): Promise<Reply> {
  if (answer.optionKey === OTHER_STUDENT) return askWho(kind);
  if (answer.optionKey !== null) {
    return { text: (await showFamily(context, { kind, studentId: answer.optionKey, words })) ?? texts.who };
  }
  const { families, rest } = await handle(context, kind, context.reading.students, words);
  const text = [...families, rest.text].filter((part) => part !== '').join('\n\n');
  return { text, ...(rest.question ? { question: rest.question } : {}) };
}

function renderSteps(kind: EmergencyKind): { title: string; text: string } {
  const steps = texts.steps[kind].map((step, index) => `${index + 1}. ${step}`);
  return { title: texts.titles[kind], text: [texts.numbers[kind], ...steps].join('\n') };
}

function askWho(kind: EmergencyKind, before = '', words?: string): Reply {
  const state: State = { kind, ...(words === undefined ? {} : { words }) };
  return { text: `${before}${texts.who}`, question: { options: [], acceptsText: true, state } };
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
