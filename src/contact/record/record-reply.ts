import type { CommandContext } from '../../command/index.ts';
import { amendContacts } from '../amend/amend-contacts.ts';
import { insertContacts, listGuardians, listOfRoots } from '../contact.store.ts';
import { resolveGuardian } from '../contact.ts';
import { contactTexts as texts } from '../texts.zh.ts';

/** What a family wrote back through the link under a notice, and a member of staff wants on record. */
export interface FamilyReply {
  readonly studentId: string;
  /** To whom the notice went; null = to the family, then nobody knows who wrote. */
  readonly guardianId: string | null;
  readonly words: string;
  readonly writtenAt: Date;
  readonly isOpinion: boolean;
  /** The record that was made of it before; null = none. */
  readonly contactId: string | null;
}

/**
 * Records the reply as a written contact that the family began, or adds the opinion to the record that there is. Returns the
 * id of the record; a record that was withdrawn meanwhile is made anew.
 */
export async function recordFamilyReply(context: CommandContext, reply: FamilyReply): Promise<string> {
  const { db, ids, now, sender, inboundId } = context;
  const { staffId } = sender.staff;
  const opinion = reply.isOpinion ? reply.words : null;
  const known = reply.contactId === null ? [] : await listOfRoots(db, staffId, [reply.contactId]);
  const [first] = known;
  if (first) {
    if (opinion !== null) await amendContacts(context, known, (_contact, fields) => ({ ...fields, opinion }));
    return first.rootId;
  }
  const guardians = await listGuardians(db, reply.studentId);
  const named = guardians.find(({ guardianId }) => guardianId === reply.guardianId);
  const contactId = ids.uuid();
  const fields = {
    studentId: reply.studentId,
    ...(named ? { guardianId: named.guardianId, relation: named.relation } : resolveGuardian(null, guardians)),
    others: [],
    method: 'wechat' as const,
    direction: 'inbound' as const,
    outcome: 'reached' as const,
    answered: true,
    individual: true,
    occurredAt: reply.writtenAt,
    occurredPrecision: 'minute' as const,
    lengthMinutes: null,
    topics: [],
    summary: texts.repliedByLink,
    familySaid: reply.words,
    opinion,
    studentToldFirst: null,
    toldFirstReason: null,
    nextStep: null,
    nextStepDue: null,
  };
  await insertContacts(db, [{ contactId, fields, staffId, recordedAt: now, inboundId, sourceText: reply.words }]);
  return contactId;
}
