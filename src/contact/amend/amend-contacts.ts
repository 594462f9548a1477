import type { CommandContext } from '../../command/index.ts';
import { insertSuccessor, listOfRoots } from '../contact.store.ts';
import { type Contact, type ContactFields, ContactFieldsSchema, saysTheSame } from '../contact.ts';
import { dropTasksOfContacts, moveTasksOfContact } from '../task/task.store.ts';

/** What a row says, without the names and ids around it. */
export function fieldsOf(contact: Contact): ContactFields {
  return ContactFieldsSchema.parse(contact);
}

/**
 * Writes an amendment for each row whose fields `change` changes; returns all rows in force afterwards and how many were
 * changed. Throws `contact.changed` when somebody else was faster.
 */
export async function amendContacts(
  context: CommandContext,
  contacts: readonly Contact[],
  change: (contact: Contact, fields: ContactFields) => ContactFields,
): Promise<{ contacts: Contact[]; changed: number }> {
  const { db, ids, now, sender, line, inboundId, reading } = context;
  let changed = 0;
  for (const contact of contacts) {
    const before = fieldsOf(contact);
    const fields = change(contact, before);
    if (saysTheSame(before, fields)) continue;
    changed += 1;
    await insertSuccessor(db, {
      entry: 'amendment',
      amends: contact.contactId,
      reason: reading.reason,
      contactId: ids.uuid(),
      fields,
      staffId: sender.staff.staffId,
      recordedAt: now,
      inboundId,
      sourceText: line,
    });
    if (fields.studentId !== before.studentId) await moveTasksOfContact(db, contact.rootId, fields.studentId);
  }
  const rootIds = contacts.map(({ rootId }) => rootId);
  return { contacts: await listOfRoots(db, sender.staff.staffId, rootIds), changed };
}

/** Takes the rows out of force; what they said stays readable, and their next steps are dropped. */
export async function withdrawContacts(
  context: CommandContext,
  contacts: readonly Contact[],
  reason: string | null,
): Promise<void> {
  const { db, ids, now, sender, line, inboundId } = context;
  for (const contact of contacts) {
    await insertSuccessor(db, {
      entry: 'withdrawal',
      amends: contact.contactId,
      reason,
      contactId: ids.uuid(),
      fields: fieldsOf(contact),
      staffId: sender.staff.staffId,
      recordedAt: now,
      inboundId,
      sourceText: line,
    });
  }
  const rootIds = contacts.map(({ rootId }) => rootId);
  await dropTasksOfContacts(db, rootIds, { staffId: sender.staff.staffId, now });
}
