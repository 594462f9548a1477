import { isDeepStrictEqual } from 'node:util';
import type { Reading } from '../language/index.ts';
import { CLARIFY_COMMAND } from './clarify.ts';
import type { CommandContext, Reply } from './command.ts';
import { isDraft, isStop } from './match-answer.ts';
import type { StoredQuestion } from './question.store.ts';
import { commandTexts as texts } from './texts.zh.ts';

/** May a bare name be the answer? Else it looks the student up, as it does when nothing is asked. */
export function takesNames({ acceptsText, takes }: StoredQuestion): boolean {
  return acceptsText && (takes.length === 0 || takes.includes('look_up'));
}

/** Is it too late to answer? */
export function hasExpired(question: StoredQuestion, now: Date): boolean {
  return question.expiresAt.getTime() <= now.getTime();
}

/** Words that mean nothing unless something was asked. */
export function isMereAnswer({ intent, question, refusal }: Reading): boolean {
  return intent === 'answer' || (intent === 'unknown' && question === null && refusal === null);
}

/** 2月31日 is none that the reading knows, and still the answer to which day it was. */
const NAMED_DAY = /^\D{0,4}\d{1,2}[月./-]\d{1,2}[日号]?$/u;

/** Do these words answer which day it was? */
export function namesDay({ answer, normalised }: Reading): boolean {
  return answer.date !== null || NAMED_DAY.test(normalised.trim());
}

/**
 * A command asked for a date, a number or a name, and a contact is told instead: it is recorded, and the command goes on waiting.
 * A line that is still unclear waits by itself (`lineAside`).
 */
export function staysOpen(open: StoredQuestion, { reading, now }: Pick<CommandContext, 'reading' | 'now'>): boolean {
  const isTold = reading.intent === 'record' || reading.intent === 'attempt';
  const isUnderWay = open.acceptsText && open.options.length > 0 && open.options.every(({ key }) => key === 'cancel');
  return isTold && isUnderWay && open.command !== CLARIFY_COMMAND && !hasExpired(open, now);
}

/** Says in one short line that a draft, or a line that was not settled yet, did not go anywhere. */
export function leaveAside(
  open: StoredQuestion,
  reply: Reply,
  { now, isAside }: { readonly now: Date; readonly isAside: boolean },
): Reply {
  if (hasExpired(open, now) || isSameQuestion(open, reply)) return reply;
  const isReplaced = reply.question !== undefined;
  const note = isAside ? waitsOr(isReplaced, open.line) : noteOf(open, isReplaced);
  return note === undefined ? reply : { ...reply, text: `${reply.text}\n${note}` };
}

/** 待我审批 again shows the very thing that is open: nothing was left aside. */
function isSameQuestion({ state }: StoredQuestion, { question }: Reply): boolean {
  return question !== undefined && isDeepStrictEqual(state, JSON.parse(JSON.stringify(question.state ?? null)));
}

function waitsOr(isReplaced: boolean, line: string): string {
  return isReplaced ? texts.lineAside(line) : texts.stillAsked(line);
}

function noteOf(open: StoredQuestion, isReplaced: boolean): string | undefined {
  if (isDraft(open)) return isReplaced ? texts.draftAside : texts.draftWaiting;
  if (isStop(open)) return isReplaced ? undefined : texts.stopWaiting;
  return open.command === CLARIFY_COMMAND && isReplaced ? texts.lineAside(open.line) : undefined;
}
