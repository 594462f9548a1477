import type { CommandContext, Reply } from '../../command/index.ts';
import type { Contact, ContactFields } from '../contact.ts';
import { type ContactQuestion, questionFor } from '../contact-reply.ts';
import { contactTexts as texts } from '../texts.zh.ts';
import { type Asked, replyBriefly, saveAnswer } from './asked.ts';
import { wordsByStudent } from './words-by-student.ts';

const SAME =
  /^(?:他们|几位|三位|两位|[说讲]的|基本|大概|差不多|应该|全都|都|全|是|对|嗯|[，, ])*(?:一样|相同|差不多|没(?:有)?(?:什么)?(?:差别|区别|不同))(?:的|了|啊|吧|[。！!])*$/u;

/** `三位说的一样吗？`: 都一样, or words behind the names. */
export async function answerDifference(context: CommandContext, asked: Asked): Promise<Reply | undefined> {
  const { optionKey, text } = asked.answer;
  if (optionKey === 'yes' || SAME.test(text.trim())) return replyBriefly(context, asked, texts.sameSaved);
  if (isAboutSomethingElse(context, asked.contacts)) return undefined;
  const said = wordsOf(context, asked.contacts);
  if (said.size === 0) return askWhose(asked, 'difference');
  return saveAnswer(context, asked, fill(said, 'familySaid'), (after) => texts.differenceSaved(linesOf(after, said)));
}

const TAKES_NOTE = /^(?:好|好的|好滴|嗯+|ok|收到|行)[\s。！!.~]*$/iu;

/** `家里怎么说的？`: for one family its words; for several each its own, or one sentence for all. */
export async function answerFamilySaid(context: CommandContext, asked: Asked): Promise<Reply | undefined> {
  const { state, contacts, answer } = asked;
  // 确认 was meant for something else, 好的 takes note of the card: neither is what the family said.
  if (answer.optionKey === null && (context.reading.answer.confirm || TAKES_NOTE.test(answer.text.trim())))
    return { text: texts.askFamilySaidAgain, question: questionFor({ ...state, ask: 'family_said' }) };
  const isNothing = answer.optionKey === null && /^没了[\s。！!]*$/u.test(answer.text);
  if (answer.optionKey === 'no' || isNothing) return saveSaid(context, asked, texts.saidNothing);
  if (contacts.length === 1) return saveSaid(context, asked, answer.text.trim());
  if (isAboutSomethingElse(context, contacts)) return undefined;
  const said = wordsOf(context, contacts);
  if (said.size === 0) return saveSaid(context, asked, answer.text.trim());
  return saveAnswer(context, asked, fill(said, 'familySaid'), (after) => texts.saidSavedMany(linesOf(after, said)));
}

function saveSaid(context: CommandContext, asked: Asked, familySaid: string): Promise<Reply> {
  return saveAnswer(context, asked, (_contact, fields) => ({ ...fields, familySaid }), texts.saidSaved(familySaid));
}

/** `家里有什么意见建议吗？`, and the words after 有. Of several families the one whose student is named. */
export async function answerOpinion(context: CommandContext, asked: Asked): Promise<Reply> {
  const { state, contacts, answer } = asked;
  const { yesNo } = context.reading.answer;
  const isNone = answer.optionKey === 'no' || (answer.optionKey === null && yesNo === 'no');
  if (isNone) return saveOpinion(context, asked, texts.noneStored);
  if (state.ask === 'opinion' && answer.optionKey === 'yes') return askOpinionWords(state, texts.askOpinionWords);
  // 好的 takes note of the card; it is nobody's opinion.
  if (yesNo === 'yes') return { text: texts.askOpinion, question: questionFor({ ...state, ask: 'opinion' }) };
  if (contacts.length === 1) return saveOpinion(context, asked, answer.text.trim());
  const said = wordsOf(context, contacts);
  if (said.size === 0) return askOpinionWords(state, texts.whoseOpinion);
  const meant = contacts.filter(({ studentId }) => said.has(studentId));
  return saveAnswer(context, { ...asked, contacts: meant }, fill(said, 'opinion'), (after) =>
    texts.saidSavedMany(linesOf(after, said)),
  );
}

function saveOpinion(context: CommandContext, asked: Asked, opinion: string): Promise<Reply> {
  const text = opinion === texts.noneStored ? texts.noOpinionSaved : texts.opinionSaved(opinion);
  return saveAnswer(context, asked, (_contact, fields) => ({ ...fields, opinion }), text);
}

function askOpinionWords(state: Asked['state'], text: string): Reply {
  const next: ContactQuestion = { ...state, ask: 'opinion_words' };
  const takes = ['opinion_ticket', 'record', 'attempt', 'look_up', 'notice', 'event', 'visit', 'invitation'] as const;
  return { text, question: { options: [], acceptsText: true, takes, state: next, tooLate: texts.answerTooLate } };
}

function askWhose({ state }: Asked, ask: 'difference'): Reply {
  return { text: texts.whoseWords, question: questionFor({ ...state, ask }) };
}

/** Names somebody who was not asked about, or tells how somebody was reached: a line of its own. */
function isAboutSomethingElse({ reading }: CommandContext, contacts: readonly Contact[]): boolean {
  const asked = new Set(contacts.map(({ studentId }) => studentId));
  const isOther = reading.students.some(
    ({ candidates }) => !candidates.some(({ studentId }) => asked.has(studentId)) && candidates.length > 0,
  );
  return isOther || reading.records.some(({ isMethodStated }) => isMethodStated);
}

/** By the words that the reading took for a student; one of whom it made no record (王五一样) by the name. */
function wordsOf({ reading }: CommandContext, contacts: readonly Contact[]): Map<string, string> {
  const named = contacts.flatMap(({ studentId, studentName }) => {
    const mention = reading.students.find(({ candidates }) => candidates.some((one) => one.studentId === studentId));
    const words = mention?.words ?? studentName;
    return reading.normalised.includes(words) ? [{ studentId, words }] : [];
  });
  return wordsByStudent(reading.normalised, named);
}

function fill(said: ReadonlyMap<string, string>, field: 'familySaid' | 'opinion') {
  return (contact: Contact, fields: ContactFields): ContactFields => {
    const words = said.get(contact.studentId);
    return words === undefined ? fields : { ...fields, [field]: words };
  };
}

function linesOf(contacts: readonly Contact[], said: ReadonlyMap<string, string>): string[] {
  return contacts.flatMap(({ studentId, studentName }) => {
    const words = said.get(studentId);
    return words === undefined ? [] : [texts.ofStudent(studentName, words)];
  });
}
