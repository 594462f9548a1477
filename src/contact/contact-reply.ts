import type { Question, Reply, ReplyButton } from '../command/index.ts';
import type { Intent } from '../language/index.ts';
import { allSaidTheSame, type Contact, findMissing, type Guardian, type Missing } from './contact.ts';
import { describeContact, describeShortly, type Moment } from './describe-contact.ts';
import { contactTexts as texts } from './texts.zh.ts';

/** What our questions keep; `rootIds` are records, whose rows in force are looked up anew at the answer. */
export type ContactQuestion =
  | {
      readonly ask: MissingAsk | 'opinion_words' | 'amend_words' | 'undo_reason';
      readonly rootIds: readonly string[];
      /** All records of the line, when the question is about some of them. */
      readonly allIds?: readonly string[];
      /** Was the difference asked already? Its answer leaves no trace in the rows when all said the same. */
      readonly isDifferenceAsked?: boolean;
    }
  | { readonly ask: 'repeat'; readonly fields: readonly unknown[]; readonly line: string };

type MissingAsk = Missing | 'difference';

/** The reply to a record, amendment or answer: the rows as understood, the one thing missing, 改 and 撤. */
export function replyWithContacts(
  contacts: readonly Contact[],
  moment: Moment,
  words: { title?: string; notes?: readonly string[]; isDifferenceAsked?: boolean; isQuiet?: boolean },
): Reply {
  const first = contacts[0];
  const rows =
    contacts.length === 1 && first
      ? [describeContact(first, moment)]
      : contacts.map((contact) => describeShortly(contact, moment));
  const question = words.isQuiet ? undefined : askMissing(contacts, words.isDifferenceAsked ?? false);
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

const ORDER: readonly MissingAsk[] = ['told_first', 'told_reason', 'difference', 'family_said', 'opinion'];

/**
 * One question a turn, the most important thing that is missing: whether the student knew, why not, whether several families
 * really said the same, what the family said, what it thinks of us. The next one follows the answer.
 */
export function askMissing(contacts: readonly Contact[], isDifferenceAsked: boolean): Question | undefined {
  const allIds = contacts.map(({ rootId }) => rootId);
  for (const ask of ORDER) {
    const lacking =
      ask === 'difference'
        ? !isDifferenceAsked && allSaidTheSame(contacts)
          ? contacts
          : []
        : contacts.filter((contact) => findMissing(contact) === ask);
    if (lacking.length === 0) continue;
    const rootIds = lacking.map(({ rootId }) => rootId);
    return questionFor({ ask, rootIds, allIds, isDifferenceAsked: isDifferenceAsked || ask === 'difference' });
  }
  return undefined;
}

const OPTIONS: Readonly<Record<MissingAsk, readonly ReplyButton[]>> = {
  told_first: [
    { key: 'yes', label: texts.told },
    { key: 'no', label: texts.notTold, style: 'plain' },
    { key: 'exception', label: texts.toldException, style: 'plain' },
  ],
  told_reason: [
    { key: 'danger', label: texts.reasonDanger },
    { key: 'emergency', label: texts.reasonEmergency, style: 'plain' },
  ],
  difference: [{ key: 'yes', label: texts.allTheSame }],
  family_said: [{ key: 'no', label: texts.saidNothing, style: 'plain' }],
  opinion: [
    { key: 'no', label: texts.none },
    { key: 'yes', label: texts.some, style: 'plain' },
  ],
};

/** The question with its buttons; words are always welcome, and a bare name still looks the student up. */
export function questionFor(state: ContactQuestion & { readonly ask: MissingAsk }): Question {
  // 张三说想转专业 reads like a record of its own; `said-answers.ts` decides whether it is one.
  const takes: readonly Intent[] =
    state.ask === 'difference' || (state.ask === 'family_said' && state.rootIds.length > 1)
      ? ['opinion_ticket', 'record']
      : ['opinion_ticket'];
  return { options: OPTIONS[state.ask], acceptsText: true, takes, state, tooLate: texts.answerTooLate };
}

/** Is this one of the questions about what is missing? */
export function isMissingAsk(ask: ContactQuestion['ask']): ask is MissingAsk {
  return ask in OPTIONS;
}

/** The words of a question for one or several families. */
export function questionText({ ask }: ContactQuestion, count: number): string {
  const isMany = count > 1;
  if (ask === 'told_first') return isMany ? texts.askToldFirstMany : texts.askToldFirst;
  if (ask === 'told_reason') return texts.askToldReason;
  if (ask === 'difference') return texts.askDifference(count);
  if (ask === 'family_said') return isMany ? texts.askFamilySaidMany : texts.askFamilySaid;
  if (ask === 'opinion') return isMany ? texts.askOpinionMany : texts.askOpinion;
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
