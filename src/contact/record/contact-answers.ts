import { z } from 'zod';
import type { Answer, CommandContext, OpenQuestion, Reply } from '../../command/index.ts';
import { amendAll, askWhat } from '../amend/amend.ts';
import { askUndoReason, undoContacts } from '../amend/undo.ts';
import { listOfLine, listOfRoots } from '../contact.store.ts';
import { buttonsFor, type ContactQuestion, isMissingAsk, questionFor } from '../contact-reply.ts';
import { pressReminder } from '../task/task.commands.ts';
import { contactTexts as texts } from '../texts.zh.ts';
import type { Asked } from './asked.ts';
import { recordAgain } from './record.ts';
import { answerDifference, answerFamilySaid, answerOpinion } from './said-answers.ts';
import { answerToldFirst, answerToldReason } from './told-first-answers.ts';

const QuestionSchema: z.ZodType<ContactQuestion> = z.union([
  z.object({
    ask: z.enum([
      'told_first',
      'told_reason',
      'difference',
      'family_said',
      'opinion',
      'opinion_words',
      'amend_words',
      'undo_reason',
    ]),
    rootIds: z.array(z.string()),
    allIds: z.array(z.string()).optional(),
    isDifferenceAsked: z.boolean().optional(),
  }),
  z.object({ ask: z.literal('repeat'), fields: z.array(z.unknown()), line: z.string() }),
]) as z.ZodType<ContactQuestion>;

/** Answers to the questions of all contact commands; what they add becomes an amendment. */
export async function answerContactQuestion(
  context: CommandContext,
  question: OpenQuestion,
  answer: Answer,
): Promise<Reply | undefined> {
  const state = QuestionSchema.parse(question.state);
  if (state.ask === 'repeat') {
    return answer.optionKey === 'yes' ? recordAgain(context, state.fields, state.line) : { text: texts.keptOne };
  }
  const contacts = await listOfRoots(context.db, context.sender.staff.staffId, state.rootIds);
  // Withdrawn meanwhile: nothing is asked about them any more, and what was typed is a line of its own.
  if (contacts.length === 0) return answer.optionKey === null ? undefined : { text: texts.gone };
  if (answer.optionKey === 'cancel') return { text: texts.undoDropped };
  // 1 2, or 7 of two: words to keep are never mere digits.
  const { ask } = state;
  if (answer.optionKey === null && isMissingAsk(ask) && /^[\d\s，,、和.。]+$/u.test(answer.text))
    return { text: texts.numberUnclear, question: questionFor({ ...state, ask }), buttons: buttonsFor(contacts) };
  const missed = isMissingAsk(ask) && contacts.length === 1 ? findMissedOutcome(answer) : undefined;
  // 没接 says that there was no talk at all: the record is corrected, and nothing more is asked of it.
  if (missed) return amendAll(context, contacts, { outcome: missed });
  const asked: Asked = { state, contacts, answer };
  switch (state.ask) {
    case 'told_first':
      return answerToldFirst(context, asked);
    case 'told_reason':
      return answerToldReason(context, asked);
    case 'difference':
      return answerDifference(context, asked);
    case 'family_said':
      return answerFamilySaid(context, asked);
    case 'opinion':
    case 'opinion_words':
      return answerOpinion(context, asked);
    case 'amend_words':
      return amendAll(context, contacts, context.reading.amend);
    case 'undo_reason':
      // 好的 takes note of the question; it is nobody's reason.
      if (context.reading.intent === 'answer') return askUndoReason(contacts);
      return undoContacts(context, contacts, answer.text);
  }
}

const MISSED = [
  ['wrong_number', /^(?:是)?(?:空号|打错了?|号码(?:不对|错了))[\s。！!]*$/u],
  ['unreachable', /^(?:手机|电话)?(?:是)?(?:关机|停机)(?:了|的)?[\s。！!]*$/u],
  [
    'no_answer',
    /^(?:其实|电话|家长|[他她](?:妈|爸)?)*(?:没(?:有)?(?:人)?(?:接(?:通|到|上)?|打通|通|联系上)|打不通|无人接听|不接|占线|不通)(?:电话|了|的|呢|啊)*[\s。！!]*$/u,
  ],
] as const;

/** 没接, 没打通, 空号 and no more: what became of the call; undefined = words of another kind. */
function findMissedOutcome({ optionKey, text }: Answer): (typeof MISSED)[number][0] | undefined {
  if (optionKey !== null) return undefined;
  return MISSED.find(([, words]) => words.test(text.trim()))?.[0];
}

/**
 * 改 and 撤 under a record; they hold for everything that the line recorded, as it stands now. And 提醒1完成, which stands
 * under it when a task about the family was due.
 */
export async function pressContactButton(context: CommandContext, key: string): Promise<Reply> {
  const [verb, inboundId] = key.split(':');
  if (verb === 'task') return pressReminder(context, `done:${inboundId}`);
  if (inboundId === undefined || !/^\d{1,19}$/u.test(inboundId)) return { text: texts.gone };
  const contacts = await listOfLine(context.db, context.sender.staff.staffId, inboundId);
  if (contacts.length === 0) return { text: texts.gone };
  return verb === 'undo' ? undoContacts(context, contacts, null) : askWhat(contacts);
}
