import type { Question, Reply, ReplyButton } from '../command/index.ts';
import { type Contact, findMissing, type Guardian } from './contact.ts';
import { describeContact, describeShortly } from './describe-contact.ts';
import { contactTexts as texts } from './texts.zh.ts';

/** What our questions keep; `rootIds` are records, whose rows in force are looked up anew at the answer. */
export type ContactQuestion =
  | {
      readonly ask: 'told_first' | 'opinion' | 'opinion_words' | 'amend_words' | 'undo_reason';
      readonly rootIds: readonly string[];
    }
  | { readonly ask: 'repeat'; readonly fields: readonly unknown[]; readonly line: string };

/** The reply to a record, amendment or answer: the rows as understood, the one thing missing, 改 and 撤. */
export function replyWithContacts(
  contacts: readonly Contact[],
  now: Date,
  words: { title?: string; notes?: readonly string[] },
): Reply {
  const first = contacts[0];
  const rows =
    contacts.length === 1 && first
      ? [describeContact(first, now)]
      : contacts.map((contact) => describeShortly(contact, now));
  const question = askMissing(contacts);
  const asked = question === undefined ? '' : questionText(question.state as ContactQuestion, contacts.length);
  return {
    ...(words.title === undefined ? {} : { title: words.title }),
    text: [...rows, ...(words.notes ?? []), asked].filter((line) => line !== '').join('\n'),
    ...(question === undefined ? {} : { question }),
    buttons: buttonsFor(contacts),
  };
}

/** 改 and 撤 stand for everything that the line recorded. */
export function buttonsFor(contacts: readonly Contact[]): ReplyButton[] {
  const inboundId = contacts[0]?.rootInboundId;
  if (inboundId == null) return [];
  return [
    { key: `amend:${inboundId}`, label: texts.amend },
    { key: `undo:${inboundId}`, label: texts.undo },
  ];
}

/** One question a turn: first whether the student knew, then what the family thinks. */
export function askMissing(contacts: readonly Contact[]): Question | undefined {
  for (const ask of ['told_first', 'opinion'] as const) {
    const rootIds = contacts.filter((contact) => findMissing(contact) === ask).map(({ rootId }) => rootId);
    if (rootIds.length > 0) return missingQuestion(ask, rootIds);
  }
  return undefined;
}

function missingQuestion(ask: 'told_first' | 'opinion', rootIds: readonly string[]): Question {
  const state: ContactQuestion = { ask, rootIds };
  if (ask === 'opinion') {
    const options: ReplyButton[] = [
      { key: 'no', label: texts.none },
      { key: 'yes', label: texts.some, style: 'plain' },
    ];
    return { options, acceptsText: true, takes: ['opinion_ticket'], state };
  }
  const options: ReplyButton[] = [
    { key: 'yes', label: texts.told },
    { key: 'no', label: texts.notTold, style: 'plain' },
    { key: 'exception', label: texts.toldException, style: 'plain' },
  ];
  return { options, acceptsText: false, state };
}

/** The words of a question for one or several families. */
export function questionText({ ask }: ContactQuestion, count: number): string {
  if (ask === 'told_first') return count > 1 ? texts.askToldFirstMany : texts.askToldFirst;
  if (ask === 'opinion') return count > 1 ? texts.askOpinionMany : texts.askOpinion;
  return '';
}

/** What is worth knowing beside the record: whom not to call, whom to call next. */
export function notesOn(contact: Contact, guardians: readonly Guardian[]): string[] {
  const named = guardians.find(({ guardianId }) => guardianId === contact.guardianId);
  const notes = named?.isDoNotContact ? [texts.doNotContact(named.relation, named.name)] : [];
  if (contact.outcome === 'reached') return notes;
  const others = guardians.filter(
    (guardian) => guardian !== named && !guardian.isDoNotContact && !guardian.isEmergencyOnly,
  );
  notes.push(texts.attemptNote);
  if (contact.outcome === 'wrong_number') notes.push(texts.wrongNumberNote);
  if (others.length > 0) notes.push(texts.othersToCall(others.map(({ relation, name }) => `${relation} ${name}`)));
  return notes;
}
