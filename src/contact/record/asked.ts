import type { Answer, CommandContext, Reply } from '../../command/index.ts';
import { amendContacts } from '../amend/amend-contacts.ts';
import { listOfRoots } from '../contact.store.ts';
import type { Contact, ContactFields } from '../contact.ts';
import { askMissing, buttonsFor, type ContactQuestion, questionText } from '../contact-reply.ts';
import { contactTexts as texts } from '../texts.zh.ts';

/** A question about records, the rows in force that it is about, and what was answered. */
export interface Asked {
  readonly state: Exclude<ContactQuestion, { ask: 'repeat' }>;
  readonly contacts: readonly Contact[];
  readonly answer: Answer;
}

/** Amends the rows that were asked about, says so in one line, and asks the next thing that is missing of the whole line. */
export async function saveAnswer(
  context: CommandContext,
  asked: Asked,
  change: (contact: Contact, fields: ContactFields) => ContactFields,
  say: string | ((changed: readonly Contact[]) => string),
): Promise<Reply> {
  const { contacts } = await amendContacts(context, asked.contacts, change);
  return replyBriefly(context, asked, typeof say === 'string' ? say : say(contacts));
}

/** One line instead of the whole record, which stands just above; and the next thing that is missing. */
export async function replyBriefly(
  context: CommandContext,
  { state, contacts: asked }: Asked,
  text: string,
): Promise<Reply> {
  const contacts = await listOfRoots(context.db, context.sender.staff.staffId, state.allIds ?? state.rootIds);
  const question = askMissing(contacts, state.isDifferenceAsked ?? false);
  const buttons = buttonsFor(contacts);
  // Another line may have closed the question that the person had in mind: the name shows whose record the words went to.
  const title = texts.savedFor(asked.map(({ studentName }) => studentName));
  if (!question) return { title, text, buttons };
  const next = question.state as ContactQuestion;
  return { title, text: `${text}\n${questionText(next, contacts.length)}`, question, buttons };
}
