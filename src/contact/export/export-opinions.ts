import { formatInstant, type Term } from '../../calendar/index.ts';
import type { Queryable } from '../../db/index.ts';
import { spanOf } from '../due/coverage.ts';
import { contactTexts as texts } from '../texts.zh.ts';
import { listForExport } from './export.store.ts';
import type { ExportValue } from './export-contacts.ts';

/**
 * The fields of `export opinions`, in their order: what a department needs to act and to ask back. Neither the student nor the
 * guardian is named; who must know asks the member of staff.
 */
export const OPINION_EXPORT_FIELDS = [
  'contact_id',
  'class_name',
  'staff_no',
  'occurred_at',
  'method',
  'relation',
  'opinion',
  'topics',
] as const;

export type OpinionExportRow = Readonly<Record<(typeof OPINION_EXPORT_FIELDS)[number], ExportValue>>;

/** Every opinion of a family that a record in force holds (`无` is none), oldest first; of the term by when it was voiced. */
export async function exportOpinions(
  db: Queryable,
  { timeZone, term }: { readonly timeZone: string; readonly term?: Term | undefined },
): Promise<OpinionExportRow[]> {
  const rows = await listForExport(db, term && spanOf(term, timeZone));
  return rows.flatMap((row) =>
    row.successor !== null || row.opinion === null || row.opinion === texts.noneStored
      ? []
      : [
          {
            contact_id: row.contactId,
            class_name: row.className,
            staff_no: row.staffNo,
            occurred_at: formatInstant(row.occurredAt, timeZone),
            method: row.method,
            relation: row.relation,
            opinion: row.opinion,
            topics: row.topics,
          },
        ],
  );
}
