import type { CommandContext, Reply } from '../../command/index.ts';
import type { AmendReading } from '../../language/index.ts';
import { listGuardians, listLast } from '../contact.store.ts';
import { amendFields, type Contact, type ContactFields, type Guardian, moveToStudent } from '../contact.ts';
import { type ContactQuestion, notesOn, replyWithContacts } from '../contact-reply.ts';
import { contactTexts as texts } from '../texts.zh.ts';
import { amendContacts } from './amend-contacts.ts';

/**
 * `改成微信`, `不是他妈是他姑`, `把张三的那条改成微信`: the last line of one's own, or the last record of the named student.
 * A student named as the right one (`记错人了，是李四`) takes the last record over.
 */
export async function runAmend(context: CommandContext): Promise<Reply> {
  const { db, sender, reading } = context;
  const { amend } = reading;
  const rightOne = amend?.student?.candidates[0];
  const named = reading.students
    .map(({ candidates }) => candidates[0])
    .find((student) => student && student.studentId !== rightOne?.studentId);
  const ofNamed = named ? await listLast(db, sender.staff.staffId, named.studentId) : [];
  // 不是张三是李四 names both; 王五's own last record is meant only when he has one.
  const target = ofNamed.length > 0 || (named && !rightOne) ? ofNamed : await listLast(db, sender.staff.staffId);
  if (target.length === 0) return { text: named ? texts.nothingToAmendOf(named.name) : texts.nothingToAmend };
  if (!amend) return askWhat(target);
  if (rightOne && target.length > 1) return { text: texts.whichToMove };
  return amendAll(context, target, amend);
}

/** Asks what is to be changed in these records. */
export function askWhat(contacts: readonly Contact[]): Reply {
  if (contacts.length === 0) return { text: texts.gone };
  const state: ContactQuestion = { ask: 'amend_words', rootIds: contacts.map(({ rootId }) => rootId) };
  return {
    text: texts.askAmend,
    question: {
      options: [{ key: 'cancel', label: texts.cancel, style: 'plain' }],
      acceptsText: true,
      takes: ['amend', 'record', 'attempt'],
      state,
      tooLate: texts.answerTooLate,
    },
  };
}

/** Applies a correction that was given in words to these records. */
export async function amendAll(
  context: CommandContext,
  contacts: readonly Contact[],
  amend: AmendReading | null,
): Promise<Reply> {
  if (contacts.length === 0) return { text: texts.gone };
  if (amend === null || Object.keys(amend).length === 0) return { text: texts.amendUnclear };
  const rightOne = amend.student?.candidates[0]?.studentId;
  if (amend.student && rightOne === undefined) return { text: texts.nobody(amend.student.words) };
  const guardians = await loadGuardians(
    context,
    rightOne === undefined ? contacts.map(({ studentId }) => studentId) : [rightOne],
  );
  return replyAmended(context, contacts, guardians, (_contact, fields) => {
    const family = guardians.get(rightOne ?? fields.studentId) ?? [];
    const moved = rightOne === undefined ? fields : moveToStudent(fields, rightOne, family);
    return amendFields(moved, amend, family, context.now);
  });
}

async function replyAmended(
  context: CommandContext,
  contacts: readonly Contact[],
  guardians: ReadonlyMap<string, readonly Guardian[]>,
  change: (contact: Contact, fields: ContactFields) => ContactFields,
): Promise<Reply> {
  const { contacts: after, changed } = await amendContacts(context, contacts, change);
  const [first] = after;
  if (changed === 0 || !first) return { text: texts.amendSame };
  const title = after.length === 1 ? texts.amended(first.studentName) : texts.amendedMany(changed);
  const notes = after.length === 1 ? notesOn(first, guardians.get(first.studentId) ?? []) : [];
  return replyWithContacts(after, context, { title, notes, isDifferenceAsked: true });
}

async function loadGuardians({ db }: CommandContext, studentIds: readonly string[]): Promise<Map<string, Guardian[]>> {
  const guardians = new Map<string, Guardian[]>();
  for (const studentId of new Set(studentIds)) guardians.set(studentId, await listGuardians(db, studentId));
  return guardians;
}
