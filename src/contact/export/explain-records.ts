import { formatInstant } from '../../calendar/index.ts';
import type { Reading } from '../../language/index.ts';
import { isLate, toContactFields } from '../contact.ts';
import type { ContactExportRow } from './export-contacts.ts';

/**
 * The records that a line of `staffNo` would make at `now`, with every field of the export (contract §6); nothing is stored,
 * so there is no `id` yet. Pure.
 */
export function describeRecords(
  reading: Reading,
  { now, timeZone, staffNo }: { readonly now: Date; readonly timeZone: string; readonly staffNo: string | null },
): ContactExportRow[] {
  // Of several meanings none is stored before one was chosen.
  if (reading.rivals.length > 0) return [];
  return reading.records.map((record) => {
    const only = record.student.candidates.length === 1 ? record.student.candidates[0] : undefined;
    const student = only ?? { studentId: '', studentNo: '', name: '', className: '', guardians: [] };
    const fields = toContactFields(record, student, now);
    return {
      id: null,
      student_no: only?.studentNo ?? null,
      student_name: only?.name ?? null,
      class_name: only?.className ?? null,
      staff_no: staffNo,
      guardian_name: student.guardians.find(({ guardianId }) => guardianId === fields.guardianId)?.name ?? null,
      relation: fields.relation,
      others: fields.others,
      method: fields.method,
      direction: fields.direction,
      outcome: fields.outcome,
      answered: fields.answered,
      individual: fields.individual,
      occurred_at: formatInstant(fields.occurredAt, timeZone),
      recorded_at: formatInstant(now, timeZone),
      occurred_precision: fields.occurredPrecision,
      late: isLate(fields.occurredAt, now),
      topics: fields.topics,
      summary: fields.summary,
      family_said: fields.familySaid,
      opinion: fields.opinion,
      student_told_first: fields.studentToldFirst,
      next_step: fields.nextStep,
      next_step_due: fields.nextStepDue === null ? null : formatInstant(fields.nextStepDue, timeZone),
      status: 'active',
      amends: null,
      source_text: reading.line,
    };
  });
}
