import type { CommandContext, Reply } from '../../command/index.ts';
import { listLast } from '../contact.store.ts';
import { type Contact, FREE_UNDO_MS } from '../contact.ts';
import type { ContactQuestion } from '../contact-reply.ts';
import { describeShortly } from '../describe-contact.ts';
import { unlogLast } from '../emergency/emergency-log.ts';
import { contactTexts as texts } from '../texts.zh.ts';
import { withdrawContacts } from './amend-contacts.ts';

/** Somebody is named whom we did not find; the last record of another family must not go in their place. */
const NAMED =
  /^(?:撤[回销掉了]?|删[除掉了]?|作废)(?:一下)?\s*(?!刚|上|最后|最近|那|这|前|我|一|全|所有|记录|吧|了)([\p{Script=Han}·]{2,8}?)(?:同学)?(?:家长|家|[他她]?[妈爸]{1,2})?的?(?:[那这]条|记录|联系)/u;

/** `撤`, `撤回张三那条`: the last line of one's own, or the last record of the named student. */
export async function runUndo(context: CommandContext): Promise<Reply> {
  const { db, sender, reading } = context;
  const student = reading.students[0]?.candidates[0];
  const unknown = student ? undefined : NAMED.exec(reading.normalised)?.[1];
  if (unknown !== undefined) return { text: texts.undoWhose(unknown) };
  const contacts = await listLast(db, sender.staff.staffId, student?.studentId);
  const last = contacts[0]?.rootRecordedAt;
  const ofEmergency = student ? undefined : await unlogLast(context, last);
  if (ofEmergency) return ofEmergency;
  if (contacts.length === 0) return { text: student ? texts.nothingToUndoOf(student.name) : texts.nothingToUndo };
  return undoContacts(context, contacts, reading.reason);
}

/** Within ten minutes at once; later only with a reason, which stays with the withdrawal. */
export async function undoContacts(
  context: CommandContext,
  contacts: readonly Contact[],
  reason: string | null,
): Promise<Reply> {
  if (contacts.length === 0) return { text: texts.gone };
  const isFree = contacts.every(
    ({ rootRecordedAt }) => context.now.getTime() - rootRecordedAt.getTime() <= FREE_UNDO_MS,
  );
  if (!isFree && reason === null) return askUndoReason(contacts);
  await withdrawContacts(context, contacts, reason);
  const [first] = contacts;
  const title =
    contacts.length === 1 && first ? texts.withdrawn(first.studentName) : texts.withdrawnMany(contacts.length);
  const rows = contacts.map((contact) => describeShortly(contact, context));
  return { title, text: [...rows, texts.withdrawnText].join('\n') };
}

/** Asks why a record of more than ten minutes ago is withdrawn. */
export function askUndoReason(contacts: readonly Contact[]): Reply {
  const names = contacts.map(({ studentName }) => studentName).join('、');
  const state: ContactQuestion = { ask: 'undo_reason', rootIds: contacts.map(({ rootId }) => rootId) };
  return {
    text: texts.askUndoReason(names),
    question: {
      options: [{ key: 'cancel', label: texts.cancel, style: 'plain' }],
      acceptsText: true,
      takes: ['amend', 'record', 'attempt', 'undo'],
      state,
      tooLate: texts.undoTooLate,
    },
  };
}
