import { formatInstant, type Term } from '../../calendar/index.ts';
import type { Queryable } from '../../db/index.ts';
import { isLate } from '../contact.ts';
import { spanOf } from '../due/coverage.ts';
import { type ExportedRow, listForExport } from './export.store.ts';

/** The fields of `export contacts`, in their order (contract §6). */
export const CONTACT_EXPORT_FIELDS = [
  'id',
  'student_no',
  'student_name',
  'class_name',
  'staff_no',
  'guardian_name',
  'relation',
  'others',
  'method',
  'direction',
  'outcome',
  'answered',
  'individual',
  'occurred_at',
  'recorded_at',
  'occurred_precision',
  'late',
  'topics',
  'summary',
  'family_said',
  'opinion',
  'student_told_first',
  'next_step',
  'next_step_due',
  'status',
  'amends',
  'source_text',
] as const;

type ContactExportField = (typeof CONTACT_EXPORT_FIELDS)[number];
export type ExportValue = string | number | boolean | null | readonly string[];
export type ContactExportRow = Readonly<Record<ContactExportField, ExportValue>>;

/**
 * Every record and amendment of the term (by when it happened; all without one), oldest first. A withdrawal is no row of its
 * own: the row that it took out of force is shown as `withdrawn`.
 */
export async function exportContacts(
  db: Queryable,
  { timeZone, term }: { readonly timeZone: string; readonly term?: Term | undefined },
): Promise<ContactExportRow[]> {
  return (await listForExport(db, term && spanOf(term, timeZone))).map((row) => toExportRow(row, timeZone));
}

/** One row as promised; instants with the offset of the college. Pure. */
function toExportRow(row: ExportedRow, timeZone: string): ContactExportRow {
  return {
    id: row.contactId,
    student_no: row.studentNo,
    student_name: row.studentName,
    class_name: row.className,
    staff_no: row.staffNo,
    guardian_name: row.guardianName,
    relation: row.relation,
    others: row.others,
    method: row.method,
    direction: row.direction,
    outcome: row.outcome,
    answered: row.answered,
    individual: row.individual,
    occurred_at: formatInstant(row.occurredAt, timeZone),
    recorded_at: formatInstant(row.recordedAt, timeZone),
    occurred_precision: row.occurredPrecision,
    late: isLate(row.occurredAt, row.rootRecordedAt),
    topics: row.topics,
    summary: row.summary,
    family_said: row.familySaid,
    opinion: row.opinion,
    student_told_first: row.studentToldFirst,
    next_step: row.nextStep,
    next_step_due: row.nextStepDue === null ? null : formatInstant(row.nextStepDue, timeZone),
    status: statusOf(row.successor),
    amends: row.amends,
    source_text: row.sourceText,
  };
}

function statusOf(successor: ExportedRow['successor']): string {
  if (successor === 'withdrawal') return 'withdrawn';
  return successor === 'amendment' ? 'amended' : 'active';
}
