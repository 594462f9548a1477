import type { CommandContext, Reply } from '../../command/index.ts';
import { MADE_GOOD, type RecordReading, understandLine } from '../../language/index.ts';
import { insertContacts, listGuardians, listLast, listOfLine, listSameText } from '../contact.store.ts';
import {
  type ContactFields,
  ContactFieldsSchema,
  needsStudentFirst,
  REPEAT_WINDOW_MS,
  toContactFields,
} from '../contact.ts';
import { type ContactQuestion, notesOn, replyWithContacts } from '../contact-reply.ts';
import { listRunningOf } from '../emergency/emergency.store.ts';
import { logContacts } from '../emergency/emergency-log.ts';
import { emergencyTexts } from '../emergency/texts.zh.ts';
import { createTasksOfContacts, findTasksToOffer } from '../task/create-tasks.ts';
import type { Task } from '../task/task.ts';
import { taskTexts } from '../task/task-texts.zh.ts';
import { contactTexts as texts } from '../texts.zh.ts';

/**
 * Records every family of the line at once; nothing that is still missing holds it back. The dispatcher has settled which
 * of several students is meant; one that is not in the sender's scope is said to be not found, whether or not it exists.
 */
export async function runRecord(context: CommandContext): Promise<Reply> {
  const { reading, now, db, sender, line } = context;
  const fields: ContactFields[] = [];
  const unknown: string[] = [];
  for (const record of isMadeGood(context) ? await readMadeGood(context) : reading.records) {
    const student = record.student.candidates.length === 1 ? record.student.candidates[0] : undefined;
    if (student) fields.push(toContactFields(record, student, now));
    else unknown.push(record.student.words);
  }
  const notFound = [...new Set(unknown)].map((words) => (words === '' ? texts.nobodyNamed : texts.nobody(words)));
  if (fields.length === 0) return { text: notFound[0] === undefined ? nobodyIn(context) : notFound.join('\n') };

  await noteEmergencies(context, fields);
  const same = await listSameText(db, sender.staff.staffId, line, new Date(now.getTime() - REPEAT_WINDOW_MS));
  if (same.length > 0) return askRepeat(fields, line);
  return storeRecords(context, fields, line, notFound);
}

function isMadeGood({ reading }: CommandContext): boolean {
  return reading.evidence.some(({ means }) => means === MADE_GOOD);
}

/** Later than this 打通了 may be of anybody. */
const MADE_GOOD_WITHIN_MS = 12 * 3_600_000;

/** 已经打通了，说知道了: the record of the family that the sender's last line missed; none when that line missed nobody. */
async function readMadeGood({
  db,
  sender,
  line,
  now,
  roster,
  timeZone,
}: CommandContext): Promise<readonly RecordReading[]> {
  const last = await listLast(db, sender.staff.staffId);
  const [missed] = last;
  if (last.length !== 1 || missed === undefined || missed.outcome === 'reached') return [];
  if (now.getTime() - missed.rootRecordedAt.getTime() > MADE_GOOD_WITHIN_MS) return [];
  const way = missed.method === 'wechat' && !/电话|打|接/u.test(line) ? ' 微信' : '';
  const named = `${missed.studentNo}${missed.relation ?? '家长'}${way} ${line}`;
  const { records } = understandLine(named, { roster, now, timeZone });
  return records
    .filter(({ student }) => student.candidates[0]?.studentId === missed.studentId)
    .map((record) => ({ ...record, summary: line }));
}

/** In an emergency the family hears first, and that is the reason. */
async function noteEmergencies({ db }: CommandContext, fields: ContactFields[]): Promise<void> {
  const running = await listRunningOf(
    db,
    fields.map(({ studentId }) => studentId),
  );
  for (const [index, one] of fields.entries()) {
    const emergency = running.find(({ studentId }) => studentId === one.studentId);
    if (!emergency || !needsStudentFirst(one) || one.studentToldFirst !== null) continue;
    const toldFirstReason = emergencyTexts.studentFirstReason(emergencyTexts.titles[emergency.kind]);
    fields[index] = { ...one, studentToldFirst: 'exception', toldFirstReason };
  }
}

function nobodyIn({ reading }: CommandContext): string {
  const missing = reading.students.find(({ candidates }) => candidates.length === 0);
  return missing ? texts.nobody(missing.words) : texts.nobodyNamed;
}

function askRepeat(fields: readonly ContactFields[], line: string): Reply {
  const state: ContactQuestion = { ask: 'repeat', fields, line };
  return {
    text: texts.repeated,
    question: {
      options: [
        { key: 'no', label: texts.keepOne },
        { key: 'yes', label: texts.recordAgain, style: 'plain' },
      ],
      acceptsText: false,
      state,
    },
  };
}

/** Records what a question kept, after the sender said that the second one is meant. */
export async function recordAgain(context: CommandContext, fields: readonly unknown[], line: string): Promise<Reply> {
  return storeRecords(
    context,
    fields.map((kept) => ContactFieldsSchema.parse(kept)),
    line,
    [],
  );
}

async function storeRecords(
  context: CommandContext,
  fields: readonly ContactFields[],
  line: string,
  notFound: readonly string[],
): Promise<Reply> {
  const { db, ids, now, sender, inboundId } = context;
  const { staffId } = sender.staff;
  await insertContacts(
    db,
    fields.map((one) => ({
      contactId: ids.uuid(),
      fields: one,
      staffId,
      recordedAt: now,
      inboundId,
      sourceText: line,
    })),
  );
  const contacts = await listOfLine(db, staffId, inboundId);
  const logged = await logContacts(context, contacts);
  // Whoever is in an emergency has no hand free for what is merely missing.
  const isQuiet = logged.length > 0 || context.isAside === true;
  const offered = await findTasksToOffer(context, contacts);
  const steps = await createTasksOfContacts(context, contacts);
  const [first] = contacts;
  if (contacts.length === 1 && first) {
    const title = first.outcome === 'reached' ? texts.recorded(first.studentName) : texts.attempted(first.studentName);
    const notes = [...notesOn(first, await listGuardians(db, first.studentId)), ...logged, ...steps, ...notFound];
    return offerTasks(replyWithContacts(contacts, context, { title, notes, isQuiet }), offered);
  }
  const notes: string[] = [];
  for (const contact of contacts) {
    if (contact.guardianId === null) continue;
    const named = (await listGuardians(db, contact.studentId)).find(
      ({ guardianId }) => guardianId === contact.guardianId,
    );
    if (named?.isDoNotContact) notes.push(texts.doNotContact(named.relation, named.name));
  }
  const title = texts.recordedMany(contacts.length);
  const reply = replyWithContacts(contacts, context, {
    title,
    notes: [...notes, ...logged, ...steps, ...notFound],
    isQuiet,
  });
  return offerTasks(reply, offered);
}

/** A task about this family was due: one press closes it. One is offered, because a card has six buttons. */
function offerTasks(reply: Reply, [task]: readonly Task[]): Reply {
  if (!task) return reply;
  const button = { key: `task:${task.taskId}`, label: taskTexts.offerButton(task.number) };
  const text = `${taskTexts.offer(task.number, task.what)}\n${reply.text}`;
  return { ...reply, text, buttons: [button, ...(reply.buttons ?? [])] };
}
