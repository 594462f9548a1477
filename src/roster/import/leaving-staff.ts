import { FIRST_ADMIN_PREFIX } from '../first-admin.ts';
import type { RosterRows } from './rows.ts';
import type { RosterSnapshot, StaffRecord } from './snapshot.ts';

/**
 * Stored staff who are not in the file's 教师 sheet and stay all the same: those of colleges of which the sheet names
 * nobody, and those whom a class or group still names. Everybody else of the stored staff leaves, the administrators of the
 * time before the first roster always.
 */
export function findStayingStaff(rows: RosterRows, stored: RosterSnapshot): StaffRecord[] {
  const active = stored.staff.filter((person) => !person.isArchived);
  if (rows.staff === null) return active;
  const storedByNo = new Map(stored.staff.map((person) => [person.staffNo, person]));
  const collegeNames = new Map([...stored.colleges].map(([name, id]) => [id, name]));
  const nameOf = (collegeId: string | null | undefined): string =>
    collegeId ? (collegeNames.get(collegeId) ?? '') : '';
  const inFile = new Set(rows.staff.map((row) => row.staffNo));
  const colleges = new Set(
    rows.staff.map((row) =>
      row.college === undefined ? nameOf(storedByNo.get(row.staffNo)?.collegeId) : (row.college ?? ''),
    ),
  );
  const needed = findNeededStaff(rows, stored);
  return active.filter((person) => {
    if (inFile.has(person.staffNo) || person.staffNo.startsWith(FIRST_ADMIN_PREFIX)) return false;
    return !colleges.has(nameOf(person.collegeId)) || needed.has(person.staffNo) || needed.has(person.staffId);
  });
}

/** Numbers (from the file) and ids (stored) of the staff whom a class or a group names after the import. */
function findNeededStaff(rows: RosterRows, stored: RosterSnapshot): Set<string> {
  const needed = new Set<string>();
  for (const row of rows.classes ?? []) {
    needed.add(row.counsellorNo);
    if (row.classTeacherNo) needed.add(row.classTeacherNo);
  }
  for (const row of rows.groups ?? []) needed.add(row.ownerNo);
  const renewed = new Set(rows.classes?.map((row) => row.name));
  for (const it of stored.classes) {
    if (it.isArchived || renewed.has(it.name)) continue;
    needed.add(it.counsellorId);
    if (it.classTeacherId) needed.add(it.classTeacherId);
  }
  if (rows.groups === null) for (const it of stored.groups) if (!it.isArchived) needed.add(it.ownerId);
  return needed;
}
