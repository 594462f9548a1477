import type { Queryable } from '../db/index.ts';

export interface ExportedDelivery {
  readonly deliveryId: string;
  readonly noticeId: string;
  readonly noticeCode: string;
  readonly kind: string;
  readonly channel: string;
  readonly target: string;
  readonly studentNo: string | null;
  readonly className: string | null;
  readonly studentClassName: string | null;
  readonly status: string;
  readonly attempts: number;
  readonly errorCode: string | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  readonly confirmedAt: Date | null;
}

/** Every delivery created in [from, until), oldest first; a private one shows the student's class. */
export async function listDeliveriesForExport(
  db: Queryable,
  span: { readonly from: Date; readonly until: Date } | undefined,
): Promise<ExportedDelivery[]> {
  let query = db
    .selectFrom('deliveries as d')
    .innerJoin('notices as n', 'n.noticeId', 'd.noticeId')
    .leftJoin('students as s', 's.studentId', 'd.studentId')
    .leftJoin('classes as k', 'k.classId', 'd.classId')
    .leftJoin('classes as sk', 'sk.classId', 's.classId')
    .select([
      'd.deliveryId',
      'd.noticeId',
      'n.noticeCode',
      'n.kind',
      'd.channel',
      'd.target',
      's.studentNo',
      'k.name as className',
      'sk.name as studentClassName',
      'd.status',
      'd.attempts',
      'd.errorCode',
      'd.createdAt',
      'd.sentAt',
      'd.confirmedAt',
    ])
    .orderBy('d.seq');
  if (span) query = query.where('d.createdAt', '>=', span.from).where('d.createdAt', '<', span.until);
  return query.execute();
}
