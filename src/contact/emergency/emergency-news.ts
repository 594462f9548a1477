import { z } from 'zod';
import { toTimeOfDay } from '../../calendar/index.ts';
import type { Answer, CommandContext, PendingQuestion, Reply, ReplyButton } from '../../command/index.ts';
import { findLastEntryAt } from './emergency.store.ts';
import { type Emergency, type EmergencyKind, readWish } from './emergency.ts';
import { addEntry, endEmergency, listOwnRunning } from './emergency-log.ts';
import { findNewDanger, isAboutCompanion, mayBeNews, outcomeOf } from './follow-up.ts';
import { emergencyTexts as texts } from './texts.zh.ts';

/**
 * News of an emergency that runs, and its end. Plain words within the hour belong to it; with several running they wait in
 * the question which one is meant, together with everything that is said before the answer.
 */
export const newsStateSchema = z.union([
  z.object({ asks: z.literal('close'), emergencyId: z.string() }),
  z.object({ asks: z.enum(['which_to_close', 'which_to_note']), lines: z.array(z.string()) }),
]);
type NewsState = z.infer<typeof newsStateSchema>;

export const EMERGENCY_COMMAND = 'emergency';
const NEWS_WINDOW_MS = 3_600_000;
const MAX_CHOICES = 5;

/** Takes news that came as plain words, before they answer an older question or are not understood. */
export async function claimNews(
  context: CommandContext,
  open: PendingQuestion | undefined,
): Promise<Reply | undefined> {
  const { db, reading, now, sender, line } = context;
  if (!mayBeNews(reading)) return undefined;
  const isReport = reading.intent === 'emergency';
  const asked = open?.command === EMERGENCY_COMMAND ? newsStateSchema.safeParse(open.state).data : undefined;
  if (asked && asked.asks !== 'close' && isReport && reading.students.length === 0) {
    return keepLine(context, asked, line);
  }
  if (open?.command === EMERGENCY_COMMAND && !isReport) return undefined;
  if (isReport && readWish(reading.normalised) !== 'report') return undefined;
  const running = await listOwnRunning(context);
  if (running.length === 0) return undefined;
  const ids = running.map(({ emergencyId }) => emergencyId);
  const since = new Date(now.getTime() - NEWS_WINDOW_MS);
  const lastAt = await findLastEntryAt(db, { emergencyIds: ids, staffId: sender.staff.staffId, since });
  if (lastAt === undefined) return undefined;
  // A question that came later has the person's mind, unless it takes no words.
  if (!isReport && open?.acceptsText === true && open.askedAt > lastAt) return undefined;
  const meant = findMeant(context, running);
  if (meant.length === 0) return undefined;
  // 又吐血了 may need the steps again, and may be somebody else's.
  const danger = isReport ? findNewDanger(reading.normalised) : null;
  const reply = await note(context, meant);
  return danger === null || meant.some(({ kind }) => kind === danger && kind !== 'acute')
    ? reply
    : withNumbers(reply, danger);
}

function withNumbers(reply: Reply, kind: EmergencyKind): Reply {
  const steps = texts.steps[kind].map((step, index) => `${index + 1}. ${step}`);
  return { ...reply, title: texts.titles[kind], text: [texts.numbers[kind], ...steps, reply.text].join('\n') };
}

/** Those that are named; all when nobody is. None when somebody else is named. */
function findMeant({ reading }: CommandContext, running: readonly Emergency[]): readonly Emergency[] {
  if (reading.students.length === 0) return running;
  const named = new Set(reading.students.flatMap(({ candidates }) => candidates.map(({ studentId }) => studentId)));
  const patients = running.filter(({ studentId }) => named.has(studentId));
  return reading.students.every(({ candidates }) =>
    candidates.some(({ studentId }) => patients.some((one) => one.studentId === studentId)),
  )
    ? patients
    : [];
}

/** Somebody is named who is in no danger, and an emergency runs: the words are news of that one. */
export async function noteCompanion(context: CommandContext): Promise<Reply | undefined> {
  if (!isAboutCompanion(context.reading.normalised)) return undefined;
  const running = await listOwnRunning(context);
  return running.length === 0 ? undefined : note(context, running);
}

/** Keeps the line with the one that runs, or asks which. */
export async function note(context: CommandContext, running: readonly Emergency[]): Promise<Reply> {
  const [only] = running;
  if (!only || running.length > 1) return askWhichOne(running, { asks: 'which_to_note', lines: [context.line] });
  return noteIn(context, only, [context.line]);
}

async function noteIn(context: CommandContext, emergency: Emergency, lines: readonly string[]): Promise<Reply> {
  const ids: string[] = [];
  for (const words of lines) ids.push(await addEntry(context, emergency, { entry: 'note', words }));
  const { studentId, studentName } = emergency;
  const others = context.reading.students.filter(
    ({ candidates }) => !candidates.some((one) => one.studentId === studentId),
  );
  const isNamed = context.reading.students.length > 0;
  const hint = others.length > 0 ? texts.companions(others.map(({ words }) => words)) : isNamed ? '' : texts.notedHint;
  const said = texts.noted(studentName, toTimeOfDay(context.now, context.timeZone));
  const [entryId] = ids;
  const undo = ids.length === 1 && entryId ? [{ key: `unlog:${entryId}`, label: texts.unlogButton }] : [];
  return { text: `${said}${hint}`, buttons: [...undo, ...closeButtonsOf([emergency])] };
}

/** 结束应急, when there is one to end. */
export function closeButtonsOf(running: readonly Emergency[]): ReplyButton[] {
  const [only] = running;
  return running.length === 1 && only ? [{ key: `close:${only.emergencyId}`, label: texts.closeButton }] : [];
}

function askWhichOne(running: readonly Emergency[], state: Exclude<NewsState, { asks: 'close' }>): Reply {
  const options = running
    .slice(0, MAX_CHOICES)
    .map(({ emergencyId, className, studentName }) => ({ key: emergencyId, label: `${className} ${studentName}` }));
  const text = state.lines.length > 0 ? texts.whichOneKept : texts.whichOne;
  return { text, question: { options, acceptsText: true, takes: ['look_up'], state } };
}

async function keepLine(
  context: CommandContext,
  { asks, lines }: Exclude<NewsState, { asks: 'close' }>,
  line: string,
): Promise<Reply> {
  return askWhichOne(await listOwnRunning(context), { asks, lines: [...lines, line] });
}

/** What was said of the outcome is kept at once; the end itself only after it was confirmed. */
export async function close(context: CommandContext, running: readonly Emergency[]): Promise<Reply> {
  const [only] = running;
  if (!only) return { text: texts.noneRunning };
  const outcome = outcomeOf(
    context.line,
    running.map(({ studentName }) => studentName),
  );
  const lines = outcome === '' ? [] : [context.line];
  if (running.length > 1) return askWhichOne(running, { asks: 'which_to_close', lines });
  return closeWith(context, only, lines);
}

async function closeWith(context: CommandContext, emergency: Emergency, lines: readonly string[]): Promise<Reply> {
  for (const words of lines) await addEntry(context, emergency, { entry: 'note', words });
  return askClose(emergency, lines.length > 0);
}

/** Asks whether it ends, and for the outcome when nobody said it yet. */
export function askClose({ emergencyId, studentName }: Emergency, hasOutcome: boolean): Reply {
  const asked = texts.askClose(studentName);
  return {
    text: hasOutcome ? `${texts.outcomeKept}\n${asked}` : `${asked}\n${texts.askOutcome}`,
    question: {
      options: [
        { key: 'yes', label: texts.confirmClose, style: 'primary' },
        { key: 'no', label: texts.keepOpen, style: 'plain' },
      ],
      acceptsText: true,
      takes: ['reminder', 'opinion_ticket'],
      state: { asks: 'close', emergencyId } satisfies NewsState,
    },
  };
}

/** An answer to one of the questions above. */
export async function answerNews(context: CommandContext, state: NewsState, answer: Answer): Promise<Reply> {
  if (state.asks === 'close') return answerClose(context, state.emergencyId, answer);
  const running = await listOwnRunning(context);
  const named = context.reading.students.length > 0 ? findMeant(context, running) : [];
  const chosen =
    answer.optionKey === null
      ? named.length === 1
        ? named[0]
        : undefined
      : running.find(({ emergencyId }) => emergencyId === answer.optionKey);
  if (!chosen) {
    if (answer.optionKey !== null || running.length === 0) return { text: texts.alreadyClosed };
    return context.reading.intent === 'answer' ? askWhichOne(running, state) : keepLine(context, state, answer.text);
  }
  const isMoreThanName =
    answer.optionKey === null && outcomeOf(answer.text, [chosen.studentName, chosen.className]) !== '';
  const lines = isMoreThanName ? [...state.lines, answer.text] : state.lines;
  return state.asks === 'which_to_note' ? noteIn(context, chosen, lines) : closeWith(context, chosen, lines);
}

async function answerClose(context: CommandContext, emergencyId: string, { optionKey, text }: Answer): Promise<Reply> {
  if (optionKey === 'no') return { text: texts.keptOpen };
  if (optionKey === 'yes') return { text: (await endEmergency(context, emergencyId)) ?? texts.alreadyClosed };
  const emergency = (await listOwnRunning(context)).find((one) => one.emergencyId === emergencyId);
  if (!emergency) return { text: texts.alreadyClosed };
  return context.reading.intent === 'answer' ? askClose(emergency, false) : closeWith(context, emergency, [text]);
}
