import type { StaffMember } from '../command/index.ts';
import type { Queryable } from '../db/index.ts';
import { toStorableText } from '../shared/bytes.ts';
import type { IdSource } from '../shared/ids.ts';
import { type Family, loadFamily } from './family.store.ts';
import { insertPhonesSeen } from './roster.store.ts';

export interface RevealRequest {
  readonly staff: Pick<StaffMember, 'staffId'>;
  readonly studentId: string;
  /** Why, in the person's own words. */
  readonly reason: string;
  readonly isEmergency?: boolean;
  readonly now: Date;
  readonly ids: IdSource;
}

const MAX_REASON_CHARACTERS = 200;

/** The family with its full numbers, and an audit entry that says who saw them and why; undefined = no such student. */
export async function revealPhones(db: Queryable, request: RevealRequest): Promise<Family | undefined> {
  const family = await loadFamily(db, request.studentId);
  if (family === undefined) return undefined;
  await insertPhonesSeen(db, {
    auditId: request.ids.uuid(),
    happenedAt: request.now,
    staffId: request.staff.staffId,
    studentId: request.studentId,
    action: request.isEmergency ? 'reveal_phones_emergency' : 'reveal_phones',
    reason: toStorableText(request.reason).slice(0, MAX_REASON_CHARACTERS),
  });
  return family;
}
