import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../db/index.ts';
import { toStorableText } from '../shared/bytes.ts';
import { ConflictError } from '../shared/errors.ts';
import type { Contact, ContactFields, Guardian } from './contact.ts';
import { isInForce } from './in-force.store.ts';
import { IS_CLASS_OF_STAFF } from './scope.store.ts';

export interface NewContact {
  readonly contactId: string;
  readonly fields: ContactFields;
  readonly staffId: string;
  readonly recordedAt: Date;
  readonly inboundId: string;
  /** The words as typed; they live apart from the row. */
  readonly sourceText: string;
}

export interface Successor extends NewContact {
  readonly entry: 'amendment' | 'withdrawal';
  /** The row in force that it replaces. */
  readonly amends: string;
  readonly reason: string | null;
}

/** Stores new records, in this order. */
export async function insertContacts(tx: Queryable, contacts: readonly NewContact[]): Promise<void> {
  if (contacts.length === 0) return;
  await tx.insertInto('contacts').values(contacts.map(toRow)).execute();
  await insertTexts(tx, contacts);
}

/**
 * Stores a row that replaces another one. Throws `contact.changed` when that one was replaced meanwhile: the unique key on
 * `amends` lets exactly one through.
 */
export async function insertSuccessor(tx: Queryable, successor: Successor): Promise<void> {
  const { entry, amends, reason } = successor;
  const row = await tx
    .insertInto('contacts')
    .values({ ...toRow(successor), entry, amends, reason: reason === null ? null : toStorableText(reason) })
    .onConflict((conflict) => conflict.column('amends').doNothing())
    .returning('contactId')
    .executeTakeFirst();
  if (!row) throw new ConflictError('contact.changed');
  await insertTexts(tx, [successor]);
}

async function insertTexts(tx: Queryable, contacts: readonly NewContact[]): Promise<void> {
  await tx
    .insertInto('contactTexts')
    .values(contacts.map(({ contactId, sourceText }) => ({ contactId, sourceText: toStorableText(sourceText) })))
    .execute();
}

function toRow({ contactId, fields, staffId, recordedAt, inboundId }: NewContact) {
  const text = (value: string | null): string | null => (value === null ? null : toStorableText(value));
  return {
    ...fields,
    contactId,
    staffId,
    recordedAt,
    inboundId,
    summary: toStorableText(fields.summary),
    familySaid: text(fields.familySaid),
    opinion: text(fields.opinion),
    nextStep: text(fields.nextStep),
    toldFirstReason: text(fields.toldFirstReason),
  };
}

/** Rows in force whose chain began with this line of this person. */
export async function listOfLine(db: Queryable, staffId: string, inboundId: string): Promise<Contact[]> {
  return loadInForce(db, staffId, sql`c.entry = 'record' and c.staff_id = ${staffId} and c.inbound_id = ${inboundId}`);
}

/** Rows in force of chains that began with these records of this person; a withdrawn one is missing. */
export async function listOfRoots(db: Queryable, staffId: string, rootIds: readonly string[]): Promise<Contact[]> {
  return loadInForce(
    db,
    staffId,
    sql`c.entry = 'record' and c.staff_id = ${staffId} and c.contact_id = any(${[...rootIds]}::uuid[])`,
  );
}

/** Rows in force that this same text of this person made since `since`. */
export async function listSameText(
  db: Queryable,
  staffId: string,
  sourceText: string,
  since: Date,
): Promise<Contact[]> {
  return loadInForce(
    db,
    staffId,
    sql`c.entry = 'record' and c.staff_id = ${staffId} and c.recorded_at >= ${since} and exists (
      select 1 from contact_texts t where t.contact_id = c.contact_id and t.source_text = ${toStorableText(sourceText)})`,
  );
}

/**
 * The row in force that this person touched last, of all students or one; with everything else that the same line
 * recorded unless a student was named.
 */
export async function listLast(db: Queryable, staffId: string, studentId?: string): Promise<Contact[]> {
  const root = await findRootOfLast(db, staffId, studentId);
  if (!root) return [];
  if (studentId !== undefined || root.inboundId === null) return listOfRoots(db, staffId, [root.contactId]);
  return listOfLine(db, staffId, root.inboundId);
}

/** Walks from the newest row in force up to the record that its chain began with. */
async function findRootOfLast(
  db: Queryable,
  staffId: string,
  studentId: string | undefined,
): Promise<{ contactId: string; inboundId: string | null } | undefined> {
  const ofStudent = studentId === undefined ? sql`` : sql`and c.student_id = ${studentId}`;
  const { rows } = await sql<{ contactId: string; inboundId: string | null }>`
    with recursive up as (
      (select c.contact_id, c.amends, c.inbound_id from contacts c
       join students s on s.student_id = c.student_id
       join classes k on k.class_id = s.class_id
       join staff f on f.staff_id = c.staff_id
       where c.staff_id = ${staffId} and ${isInForce('c')} and ${IS_CLASS_OF_STAFF} ${ofStudent}
       order by c.seq desc limit 1)
      union all
      select c.contact_id, c.amends, c.inbound_id from contacts c join up on c.contact_id = up.amends
    )
    select contact_id, inbound_id from up where amends is null`.execute(db);
  return rows[0];
}

/**
 * Follows each chain from its record to the row in force. The unique index on `amends` makes each step one look-up. Rows
 * about students whom the person no longer has (the class changed hands) stay where they are and do not come out.
 */
async function loadInForce(db: Queryable, staffId: string, roots: RawBuilder<unknown>): Promise<Contact[]> {
  const { rows } = await sql<Contact>`
    with recursive chain as (
      select c.*, c.contact_id as root_id, c.recorded_at as root_recorded_at, c.inbound_id as root_inbound_id, c.seq as root_seq
      from contacts c where ${roots}
      union all
      select n.*, chain.root_id, chain.root_recorded_at, chain.root_inbound_id, chain.root_seq
      from contacts n join chain on n.amends = chain.contact_id
    )
    select chain.*, s.student_no, s.name as student_name, k.name as class_name, g.name as guardian_name
    from chain
    join students s on s.student_id = chain.student_id
    join classes k on k.class_id = s.class_id
    left join guardians g on g.guardian_id = chain.guardian_id
    join staff f on f.staff_id = ${staffId}
    where ${isInForce('chain')} and ${IS_CLASS_OF_STAFF}
    order by chain.root_seq`.execute(db);
  return rows;
}

/** The guardians of a student whom the roster has now, in the order in which they are called. */
export async function listGuardians(db: Queryable, studentId: string): Promise<Guardian[]> {
  const rows = await db
    .selectFrom('guardians')
    .select(['guardianId', 'name', 'relation', 'isEmergencyOnly', 'doNotContactReason'])
    .where('studentId', '=', studentId)
    .where('archivedAt', 'is', null)
    .orderBy('contactOrder')
    .orderBy('guardianId')
    .execute();
  return rows.map(({ doNotContactReason, ...guardian }) => ({
    ...guardian,
    isDoNotContact: doNotContactReason !== null,
  }));
}
