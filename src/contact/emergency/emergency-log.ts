import { addDays, instantOf, toDay, toTimeOfDay } from '../../calendar/index.ts';
import type { CommandContext, Reply } from '../../command/index.ts';
import { type Contact, FREE_UNDO_MS } from '../contact.ts';
import { classScopeOf } from '../scope.ts';
import { addTask } from '../task/add-task.ts';
import {
  closeEmergency,
  insertEmergency,
  insertEntry,
  listEntries,
  listRunning,
  listRunningOf,
} from './emergency.store.ts';
import { AFTER_CARE_DAYS, type Emergency, type EmergencyEntry, type EmergencyKind } from './emergency.ts';
import { emergencyTexts as texts } from './texts.zh.ts';

const MAX_WORDS = 500;

/** Opens an emergency with the line as its first entry, or adds the line to the one that runs; says which in one line. */
export async function logReport(
  context: CommandContext,
  report: { readonly studentId: string; readonly kind: EmergencyKind; readonly words: string },
): Promise<string> {
  const { db, ids, now, sender, timeZone } = context;
  const { studentId, kind, words } = report;
  const opening = { emergencyId: ids.uuid(), studentId, kind, openedBy: sender.staff.staffId, openedAt: now };
  const isOpened = await insertEmergency(db, opening);
  const [running] = await listRunningOf(db, [studentId]);
  if (!running) return '';
  await addEntry(context, running, { entry: isOpened ? 'opened' : 'note', words });
  return isOpened ? texts.opened(toTimeOfDay(now, timeZone)) : texts.addedAgain(running.studentName);
}

/** Adds a line to the log of a running emergency; returns its id. */
export async function addEntry(
  { db, ids, now, sender }: CommandContext,
  { emergencyId }: Pick<Emergency, 'emergencyId'>,
  { entry, words, contactId }: Pick<EmergencyEntry, 'entry' | 'words'> & { readonly contactId?: string },
): Promise<string> {
  const entryId = ids.uuid();
  await insertEntry(db, {
    entryId,
    emergencyId,
    entry,
    happenedAt: now,
    staffId: sender.staff.staffId,
    words: words === null ? null : [...words].slice(0, MAX_WORDS).join(''),
    ...(contactId === undefined ? {} : { contactId }),
  });
  return entryId;
}

/** 撤 under a note: the log is append-only, so that another entry says that this one does not count. */
export async function unlog(context: CommandContext, entryId: string): Promise<Reply> {
  for (const emergency of await listOwnRunning(context)) {
    const entries = await listEntries(context.db, emergency.emergencyId);
    const wrong = entries.find((one) => one.entryId === entryId && one.entry === 'note');
    if (wrong) return withdrawEntry(context, emergency, { entries, wrong });
  }
  return { text: texts.alreadyClosed };
}

/** 撤 typed: the last note of the sender, when it is not older than ten minutes and was written after `after`. */
export async function unlogLast(context: CommandContext, after: Date | undefined): Promise<Reply | undefined> {
  const since = Math.max(after?.getTime() ?? 0, context.now.getTime() - FREE_UNDO_MS);
  let last: { emergency: Emergency; entries: readonly EmergencyEntry[]; wrong: EmergencyEntry } | undefined;
  for (const emergency of await listOwnRunning(context)) {
    const entries = await listEntries(context.db, emergency.emergencyId);
    const wrong = entries.findLast(
      ({ entry, staffId }) => entry === 'note' && staffId === context.sender.staff.staffId,
    );
    if (!wrong || wrong.happenedAt.getTime() <= since) continue;
    if (!last || wrong.happenedAt > last.wrong.happenedAt) last = { emergency, entries, wrong };
  }
  // After a correction nothing is left to take back here.
  if (!last || last.wrong.words?.startsWith(texts.unloggedMark)) return undefined;
  return withdrawEntry(context, last.emergency, last);
}

async function withdrawEntry(
  context: CommandContext,
  emergency: Emergency,
  { entries, wrong }: { readonly entries: readonly EmergencyEntry[]; readonly wrong: EmergencyEntry },
): Promise<Reply> {
  const at = timeOf(wrong.happenedAt, context.now, context.timeZone);
  const words = [...texts.unloggedEntry(at, wrong.words ?? texts.redacted)].slice(0, MAX_WORDS).join('');
  if (entries.some((one) => one.words === words)) return { text: texts.unloggedBefore };
  await addEntry(context, emergency, { entry: 'note', words });
  return { text: texts.unlogged(emergency.studentName) };
}

/** New contacts with families in an emergency stand in its log too; the notes for the reply. */
export async function logContacts(context: CommandContext, contacts: readonly Contact[]): Promise<string[]> {
  const running = await listRunningOf(
    context.db,
    contacts.map(({ studentId }) => studentId),
  );
  for (const emergency of running) {
    const own = contacts.filter(({ studentId }) => studentId === emergency.studentId);
    for (const { contactId } of own)
      await addEntry(context, emergency, { entry: 'contact', words: context.line, contactId });
  }
  const time = toTimeOfDay(context.now, context.timeZone);
  return running.map(({ studentName }) => texts.contactLogged(studentName, time));
}

/** Running emergencies whose students the sender may see. */
export async function listOwnRunning(context: CommandContext): Promise<Emergency[]> {
  return listRunning(context.db, classScopeOf(context.sender));
}

/** Closes one that the sender may see: its log as text, and the two tasks of after-care; undefined when it runs no longer. */
export async function endEmergency(context: CommandContext, emergencyId: string): Promise<string | undefined> {
  const { db, ids, now, sender, timeZone } = context;
  const emergency = (await listOwnRunning(context)).find((one) => one.emergencyId === emergencyId);
  if (!emergency) return undefined;
  if (!(await closeEmergency(db, { emergencyId, closedBy: sender.staff.staffId, closedAt: now }))) return undefined;
  await addEntry(context, emergency, { entry: 'closed', words: null });
  const today = toDay(now, timeZone);
  for (const days of AFTER_CARE_DAYS) {
    await addTask(db, {
      taskId: ids.uuid(),
      staffId: emergency.counsellorId,
      studentId: emergency.studentId,
      what: texts.afterCare[days],
      dueAt: instantOf(addDays(today, days), '09:00', timeZone),
      createdAt: now,
      origin: `aftercare:${emergencyId}:${days}`,
    });
  }
  return `${texts.closed(emergency.studentName)}\n${await describeLog(context, emergency)}\n${texts.afterCareSet}`;
}

const SHOWN_ENTRIES = 15;

/** Whose, since when, and the last entries with their times. */
export async function describeLog(context: CommandContext, emergency: Emergency): Promise<string> {
  const { db, now, timeZone } = context;
  const entries = await listEntries(db, emergency.emergencyId);
  const minutes = Math.round((now.getTime() - emergency.openedAt.getTime()) / 60_000);
  const since = timeOf(emergency.openedAt, now, timeZone);
  const hidden = entries.length - SHOWN_ENTRIES;
  return [
    texts.logHead(emergency.className, emergency.studentName, texts.titles[emergency.kind], since, minutes),
    ...(hidden > 0 ? [texts.earlier(hidden)] : []),
    ...entries.slice(-SHOWN_ENTRIES).map((entry) => describeEntry(entry, now, timeZone)),
  ].join('\n');
}

function describeEntry({ entry, happenedAt, staffName, words }: EmergencyEntry, now: Date, timeZone: string): string {
  const said = entry === 'closed' ? texts.entryClosed : (words ?? texts.redacted);
  return texts.entry(timeOf(happenedAt, now, timeZone), staffName, said);
}

/** 10:05, or with the day when that was not today. */
function timeOf(at: Date, now: Date, timeZone: string): string {
  const [day, time] = [toDay(at, timeZone), toTimeOfDay(at, timeZone)];
  return day === toDay(now, timeZone) ? time : `${day.slice(5)} ${time}`;
}
