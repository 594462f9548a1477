import { z } from 'zod';
import type { Answer, CommandContext, OpenQuestion, Reply } from '../command/index.ts';
import { amendAll, askWhat } from './amend.ts';
import { amendContacts } from './amend-contacts.ts';
import { listOfLine, listOfRoots } from './contact.store.ts';
import type { Contact, ContactFields } from './contact.ts';
import { askMissing, buttonsFor, type ContactQuestion, questionText } from './contact-reply.ts';
import { recordAgain } from './record.ts';
import { pressReminder } from './task.commands.ts';
import { contactTexts as texts } from './texts.zh.ts';
import { undoContacts } from './undo.ts';

const QuestionSchema: z.ZodType<ContactQuestion> = z.union([
  z.object({
    ask: z.enum(['told_first', 'opinion', 'opinion_words', 'amend_words', 'undo_reason']),
    rootIds: z.array(z.string()),
  }),
  z.object({ ask: z.literal('repeat'), fields: z.array(z.unknown()), line: z.string() }),
]);

/** Answers to the questions of all contact commands; what they add becomes an amendment. */
export async function answerContactQuestion(
  context: CommandContext,
  question: OpenQuestion,
  answer: Answer,
): Promise<Reply> {
  const state = QuestionSchema.parse(question.state);
  if (state.ask === 'repeat') {
    return answer.optionKey === 'yes' ? recordAgain(context, state.fields, state.line) : { text: texts.keptOne };
  }
  const contacts = await listOfRoots(context.db, context.sender.staff.staffId, state.rootIds);
  if (contacts.length === 0) return { text: texts.gone };
  if (answer.optionKey === 'cancel') return { text: texts.undoDropped };
  switch (state.ask) {
    case 'told_first':
      return answerToldFirst(context, contacts, answer);
    case 'opinion':
      if (answer.optionKey === 'yes') return askOpinionWords(state.rootIds);
      return answer.optionKey === 'no'
        ? saveOpinion(context, contacts, texts.noneStored)
        : answerOpinion(context, contacts, answer.text);
    case 'opinion_words':
      return answerOpinion(context, contacts, answer.text);
    case 'amend_words':
      return amendAll(context, contacts, context.reading.amend);
    case 'undo_reason':
      return undoContacts(context, contacts, answer.text);
  }
}

const ToldFirst = z.enum(['yes', 'no', 'exception']);

async function answerToldFirst(context: CommandContext, contacts: readonly Contact[], answer: Answer): Promise<Reply> {
  const studentToldFirst = ToldFirst.parse(answer.optionKey);
  const { contacts: after } = await amendContacts(context, contacts, (_contact, fields) => ({
    ...fields,
    studentToldFirst,
  }));
  return replyBriefly(after, studentToldFirst === 'no' ? texts.toldSavedLater : texts.toldSaved);
}

function askOpinionWords(rootIds: readonly string[]): Reply {
  const state: ContactQuestion = { ask: 'opinion_words', rootIds };
  const takes = ['opinion_ticket', 'record', 'attempt', 'look_up', 'notice', 'event', 'visit', 'invitation'] as const;
  return { text: texts.askOpinionWords, question: { options: [], acceptsText: true, takes, state } };
}

/** Of several families the one whose student is named; one family needs no name. */
async function answerOpinion(context: CommandContext, contacts: readonly Contact[], words: string): Promise<Reply> {
  if (contacts.length === 1) return saveOpinion(context, contacts, words);
  const named = new Set(
    context.reading.students.flatMap(({ candidates }) => candidates.map(({ studentId }) => studentId)),
  );
  const meant = contacts.filter(({ studentId }) => named.has(studentId));
  if (meant.length > 0) return saveOpinion(context, meant, words);
  return { ...askOpinionWords(contacts.map(({ rootId }) => rootId)), text: texts.whoseOpinion };
}

async function saveOpinion(context: CommandContext, contacts: readonly Contact[], opinion: string): Promise<Reply> {
  const change = (_contact: Contact, fields: ContactFields): ContactFields => ({ ...fields, opinion });
  const { contacts: after } = await amendContacts(context, contacts, change);
  return replyBriefly(after, opinion === texts.noneStored ? texts.noOpinionSaved : texts.opinionSaved(opinion));
}

/** One line instead of the whole record, which stands just above; and the next thing that is missing. */
function replyBriefly(contacts: readonly Contact[], text: string): Reply {
  const question = askMissing(contacts);
  const buttons = buttonsFor(contacts);
  if (!question) return { text, buttons };
  const state = QuestionSchema.parse(question.state);
  return { text: `${text}\n${questionText(state, contacts.length)}`, question, buttons };
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
