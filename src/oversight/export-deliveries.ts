import { addDays, formatInstant, instantOf, type Term } from '../calendar/index.ts';
import type { Queryable } from '../db/index.ts';
import { listDeliveriesForExport } from './export-deliveries.store.ts';
import type { ExportCell } from './export-format.ts';

/** The fields of `export deliveries`, in their order (contract §6). */
export const DELIVERY_EXPORT_FIELDS = [
  'id',
  'notice_id',
  'notice_code',
  'kind',
  'channel',
  'target',
  'student_no',
  'class_name',
  'status',
  'attempts',
  'error_code',
  'created_at',
  'sent_at',
  'confirmed_at',
] as const;

export type DeliveryExportRow = Readonly<Record<(typeof DELIVERY_EXPORT_FIELDS)[number], ExportCell>>;

/** Every delivery of the term (all without one), oldest first; days and offsets are those of `timeZone`. */
export async function exportDeliveries(
  db: Queryable,
  { timeZone, term }: { readonly timeZone: string; readonly term?: Term | undefined },
): Promise<DeliveryExportRow[]> {
  const midnight = (day: string): Date => instantOf(day, '00:00', timeZone);
  const span = term && { from: midnight(term.startsOn), until: midnight(addDays(term.endsOn, 1)) };
  const rows = await listDeliveriesForExport(db, span);
  const instant = (value: Date | null): string | null => (value === null ? null : formatInstant(value, timeZone));
  return rows.map((row) => ({
    id: row.deliveryId,
    notice_id: row.noticeId,
    notice_code: row.noticeCode,
    kind: row.kind,
    channel: row.channel,
    target: row.target,
    student_no: row.studentNo,
    class_name: row.className ?? row.studentClassName,
    status: row.status,
    attempts: row.attempts,
    error_code: row.errorCode,
    created_at: formatInstant(row.createdAt, timeZone),
    sent_at: instant(row.sentAt),
    confirmed_at: instant(row.confirmedAt),
  }));
}
