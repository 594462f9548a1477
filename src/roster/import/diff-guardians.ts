import { groupBy } from '../../shared/group-by.ts';
import type { IdSource } from '../../shared/ids.ts';
import type { GuardianRow, RosterRows } from './rows.ts';
import type { GuardianRecord, RosterSnapshot } from './snapshot.ts';
import { createTableDiff, keep, type TableDiff } from './table-diff.ts';

/** What becomes of the guardians: matched within one student, so that a corrected name or number stays the same person. */
export function diffGuardians(
  rows: RosterRows,
  stored: RosterSnapshot,
  studentIds: ReadonlyMap<string, string>,
  ids: IdSource,
): TableDiff<GuardianRecord> {
  const diff = createTableDiff(
    stored.guardians,
    (it) => it.guardianId,
    (it) => `${it.name} ${it.relation}`,
  );
  if (rows.guardians === null) return diff;
  const storedByStudent = groupBy(stored.guardians, (it) => it.studentId);
  const rowsByStudent = groupBy(rows.guardians, (row) => studentIds.get(row.studentNo) ?? null);
  const subscriptions = new Map<string, boolean>();
  for (const it of stored.guardians) {
    if (it.wecomParentUserId !== null && it.isSubscribed !== null)
      subscriptions.set(it.wecomParentUserId.toLowerCase(), it.isSubscribed);
  }
  const covered = new Set(rowsByStudent.keys());
  for (const row of rows.students ?? []) covered.add(studentIds.get(row.studentNo) ?? '');
  for (const studentId of covered) {
    const known = storedByStudent.get(studentId) ?? [];
    const wanted = rowsByStudent.get(studentId) ?? [];
    const matches = matchGuardians(wanted, known);
    wanted.forEach((row, index) => {
      const match = matches.get(row);
      diff.put(toGuardian({ row, known: match, studentId, place: index + 1, subscriptions, ids }), match);
    });
    const matched = new Set(matches.values());
    for (const it of known) if (!matched.has(it)) diff.archive(it);
  }
  return diff;
}

type SameGuardian = (row: GuardianRow, known: GuardianRecord) => boolean;

/** From the surest likeness to the weakest; somebody archived is taken back only under the same name and relation. */
const LIKENESSES: readonly SameGuardian[] = [
  (row, known) => !known.isArchived && row.name === known.name && row.relation === known.relation,
  (row, known) => row.name === known.name && row.relation === known.relation,
  (row, known) =>
    !known.isArchived &&
    !!row.wecomParentUserId &&
    row.wecomParentUserId.toLowerCase() === known.wecomParentUserId?.toLowerCase(),
  (row, known) => !known.isArchived && !!row.phone && row.phone === known.phone,
  (row, known) => !known.isArchived && row.name === known.name,
];

function matchGuardians(
  rows: readonly GuardianRow[],
  known: readonly GuardianRecord[],
): Map<GuardianRow, GuardianRecord> {
  const matches = new Map<GuardianRow, GuardianRecord>();
  const free = new Set(known);
  for (const isSame of LIKENESSES) {
    for (const row of rows) {
      if (matches.has(row)) continue;
      const match = [...free].find((it) => isSame(row, it));
      if (match === undefined) continue;
      matches.set(row, match);
      free.delete(match);
    }
  }
  return matches;
}

interface GuardianInput {
  readonly row: GuardianRow;
  readonly known: GuardianRecord | undefined;
  readonly studentId: string;
  readonly place: number;
  readonly subscriptions: ReadonlyMap<string, boolean>;
  readonly ids: IdSource;
}

function toGuardian({ row, known, studentId, place, subscriptions, ids }: GuardianInput): GuardianRecord {
  const phone = keep(row.phone, known?.phone ?? null);
  // An empty cell says less than what the platform found by this very number; another number makes the finding void.
  const isAccountFound = !row.wecomParentUserId && known?.isAccountFound === true && known.phone === phone;
  const storedAccount = known?.isAccountFound && !isAccountFound ? null : (known?.wecomParentUserId ?? null);
  const wecomParentUserId = isAccountFound ? storedAccount : keep(row.wecomParentUserId, storedAccount);
  const isSameAccount = known !== undefined && wecomParentUserId === known.wecomParentUserId;
  return {
    guardianId: known?.guardianId ?? ids.uuid(),
    studentId,
    name: row.name,
    relation: row.relation,
    phone,
    contactOrder: row.contactOrder ?? (row.contactOrder === undefined ? known?.contactOrder : undefined) ?? place,
    isEmergencyOnly: keep(row.isEmergencyOnly, known?.isEmergencyOnly ?? false) ?? false,
    doNotContactReason: keep(row.doNotContactReason, known?.doNotContactReason ?? null),
    wecomParentUserId,
    // Whether an account follows is known of the account: a second child's row of the same parent shares it.
    isSubscribed: isSameAccount
      ? known.isSubscribed
      : (subscriptions.get(wecomParentUserId?.toLowerCase() ?? '') ?? null),
    isAccountFound,
    language: keep(row.language, known?.language ?? null),
    isArchived: false,
  };
}
