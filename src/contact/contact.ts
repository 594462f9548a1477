import { z } from 'zod';
import type { AmendReading, IndexedStudent, RecordReading } from '../language/index.ts';

/**
 * The rules of what was said with families (contract §6). A record is stored at once and never changed: an amendment or a
 * withdrawal is a new row that points to the one it replaces. A row without a successor that is no withdrawal is in force.
 */
const METHODS = [
  'phone',
  'wechat',
  'qq',
  'sms',
  'letter',
  'email',
  'video',
  'home_visit',
  'parent_visit',
  'invited_visit',
  'meeting',
] as const;

export const ContactFieldsSchema = z.object({
  studentId: z.string(),
  guardianId: z.string().nullable(),
  relation: z.string().nullable(),
  others: z.array(z.string()),
  method: z.enum(METHODS),
  direction: z.enum(['outbound', 'inbound']),
  outcome: z.enum(['reached', 'no_answer', 'unreachable', 'wrong_number']),
  answered: z.boolean(),
  individual: z.boolean(),
  occurredAt: z.coerce.date(),
  occurredPrecision: z.enum(['minute', 'hour', 'part_of_day', 'day']),
  lengthMinutes: z.number().nullable(),
  topics: z.array(z.string()),
  summary: z.string(),
  familySaid: z.string().nullable(),
  opinion: z.string().nullable(),
  studentToldFirst: z.enum(['yes', 'no', 'exception']).nullable(),
  /** Why not first; only with `exception`. */
  toldFirstReason: z.string().nullable().default(null),
  nextStep: z.string().nullable(),
  nextStepDue: z.coerce.date().nullable(),
});
/** What a row says, whoever wrote it and whenever. */
export type ContactFields = z.infer<typeof ContactFieldsSchema>;

/** A guardian as the roster has him or her. */
export interface Guardian {
  readonly guardianId: string;
  readonly name: string;
  readonly relation: string;
  readonly isEmergencyOnly: boolean;
  readonly isDoNotContact: boolean;
}

/** A row in force, with the names that people know. `rootId` is the record that the chain began with. */
export interface Contact extends ContactFields {
  readonly contactId: string;
  readonly rootId: string;
  readonly rootRecordedAt: Date;
  readonly staffId: string;
  /** The line that the chain began with. */
  readonly rootInboundId: string | null;
  readonly studentNo: string;
  readonly studentName: string;
  readonly className: string;
  readonly guardianName: string | null;
}

/** Later than this the record counts as written afterwards (补录). */
const LATE_AFTER_MS = 48 * 3_600_000;
/** Within this an undo needs no reason. */
export const FREE_UNDO_MS = 10 * 60_000;
/** The same line again within this is probably a slip. */
export const REPEAT_WINDOW_MS = 2 * 60_000;

/** Recorded more than 48 hours after it happened. */
export function isLate(occurredAt: Date, recordedAt: Date): boolean {
  return recordedAt.getTime() - occurredAt.getTime() > LATE_AFTER_MS;
}

/**
 * Who of the family it was. Only 家长 (relation null): the one guardian, or nobody of several. A relation: the one guardian
 * of that relation; kin outside the roster, or one of two of that relation, keeps the relation without a name.
 */
export function resolveGuardian(
  relation: string | null,
  guardians: readonly { readonly guardianId: string; readonly relation: string }[],
): { guardianId: string | null; relation: string | null } {
  const fits = relation === null ? guardians : guardians.filter((guardian) => guardian.relation === relation);
  const only = fits.length === 1 ? fits[0] : undefined;
  return { guardianId: only?.guardianId ?? null, relation: only?.relation ?? relation };
}

/** What is stored of one record of a line. `occurredAt` is never after `now`. */
export function toContactFields(record: RecordReading, student: IndexedStudent, now: Date): ContactFields {
  return enforce(
    {
      studentId: student.studentId,
      ...resolveGuardian(record.relation, student.guardians),
      others: [...record.others],
      method: record.method,
      direction: record.direction,
      outcome: record.outcome,
      answered: record.answered,
      individual: record.individual,
      occurredAt: record.occurredAt,
      occurredPrecision: record.occurredPrecision,
      lengthMinutes: record.lengthMinutes,
      topics: [...record.topics],
      summary: record.summary,
      familySaid: record.familySaid,
      opinion: record.opinion,
      studentToldFirst: record.studentToldFirst,
      toldFirstReason: record.studentToldFirst === 'exception' ? findExceptionReason(record.summary) : null,
      nextStep: record.nextStep,
      nextStepDue: record.nextStepDue,
    },
    now,
  );
}

/** An attempt answers nothing and counts for nobody; a meeting as such counts for nobody; nothing lies in the future. */
function enforce(fields: ContactFields, now: Date): ContactFields {
  const isReached = fields.outcome === 'reached';
  return {
    ...fields,
    answered: fields.answered && isReached,
    individual: fields.individual && isReached && fields.method !== 'meeting',
    occurredAt: fields.occurredAt.getTime() > now.getTime() ? now : fields.occurredAt,
  };
}

/** Sent and not spoken: it informs the family whether or not it answers (contract §6, `reached`). */
const WRITTEN_METHODS: readonly string[] = ['letter', 'sms', 'email'];

/** The row as corrected. `guardians` are those of the student to whom it belongs after the correction. */
export function amendFields(
  fields: ContactFields,
  amend: AmendReading,
  guardians: readonly Guardian[],
  now: Date,
): ContactFields {
  const who = amend.relation === undefined ? {} : resolveGuardian(amend.relation, guardians);
  const outcome = amend.outcome ?? fields.outcome;
  const method = amend.method ?? fields.method;
  const changed: ContactFields = {
    ...fields,
    ...who,
    outcome,
    method,
    ...countsAfter(fields, { method, outcome, familySaid: amend.familySaid ?? fields.familySaid }),
    ...(amend.occurredAt === undefined ? {} : { occurredAt: amend.occurredAt }),
    ...(amend.occurredPrecision === undefined ? {} : { occurredPrecision: amend.occurredPrecision }),
    ...(amend.familySaid === undefined ? {} : { familySaid: amend.familySaid }),
    ...(amend.opinion === undefined ? {} : { opinion: amend.opinion }),
    ...(amend.topics === undefined ? {} : { topics: [...amend.topics] }),
    ...(amend.summary === undefined ? {} : { summary: amend.summary }),
  };
  return enforce(changed, now);
}

/** Whether it still counts, and was answered, after another method or outcome. */
function countsAfter(
  before: ContactFields,
  after: Pick<ContactFields, 'method' | 'outcome' | 'familySaid'>,
): Pick<ContactFields, 'answered' | 'individual'> {
  const { answered, individual } = before;
  if (after.method === before.method && after.outcome === before.outcome) return { answered, individual };
  const isReached = after.outcome === 'reached';
  const isWritten = WRITTEN_METHODS.includes(after.method);
  return {
    answered: isReached && (!isWritten || after.familySaid !== null),
    individual: isReached && after.method !== 'meeting',
  };
}

/** Moves a row to another student: the guardian is looked for anew, because the old one belongs to the old family. */
export function moveToStudent(fields: ContactFields, studentId: string, guardians: readonly Guardian[]): ContactFields {
  return { ...fields, studentId, ...resolveGuardian(fields.relation, guardians) };
}

/** True when the two rows say the same, so that an amendment would change nothing. */
export function saysTheSame(left: ContactFields, right: ContactFields): boolean {
  const normal = (fields: ContactFields): string => JSON.stringify(ContactFieldsSchema.parse(fields));
  return normal(left) === normal(right);
}

/** The clause that says why there was no time to tell the student; the words are those that `language/` takes for one. */
function findExceptionReason(summary: string): string | null {
  const clauses = summary.split(/[，,。；;\n ]+/u);
  return clauses.find((clause) => /紧急|危急|来不及|来得及|昏迷|意识不清|无法沟通/u.test(clause)) ?? null;
}

/** Matters of which the adult student should hear before the family does (domain.md §1, finding 3): discipline, study, health. */
const STUDENT_FIRST_TOPICS: readonly string[] = [
  'discipline',
  'grades',
  'failed_courses',
  'status_warning',
  'health',
  'mental_health',
];

/** What one record may lack, the most important first. */
export type Missing = 'told_first' | 'told_reason' | 'family_said' | 'opinion';

/** Is it a matter that the student should have heard first, and did we bring it to the family? */
export function needsStudentFirst({ outcome, direction, topics }: ContactFields): boolean {
  return (
    outcome === 'reached' && direction === 'outbound' && topics.some((topic) => STUDENT_FIRST_TOPICS.includes(topic))
  );
}

/** The one thing that is still missing; undefined when nothing is, or when it was only an attempt. */
export function findMissing(fields: ContactFields): Missing | undefined {
  if (fields.outcome !== 'reached') return undefined;
  if (needsStudentFirst(fields) && fields.studentToldFirst === null) return 'told_first';
  if (fields.studentToldFirst === 'exception' && fields.toldFirstReason === null) return 'told_reason';
  if (!fields.answered || fields.opinion !== null) return undefined;
  return fields.familySaid === null ? 'family_said' : 'opinion';
}

/** Several families that are said to have answered word for word the same: one word of difference makes the record true. */
export function allSaidTheSame(contacts: readonly ContactFields[]): boolean {
  const [first] = contacts;
  if (contacts.length < 2 || !first || first.familySaid === null) return false;
  return contacts.every(
    ({ outcome, answered, familySaid }) => outcome === 'reached' && answered && familySaid === first.familySaid,
  );
}
