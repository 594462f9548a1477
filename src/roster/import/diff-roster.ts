import type { IdSource } from '../../shared/ids.ts';
import { diffGroups, type WebhookSeal } from './diff-groups.ts';
import { diffGuardians } from './diff-guardians.ts';
import { findStayingStaff } from './leaving-staff.ts';
import type { ImportChanges, SheetChanges } from './report.ts';
import type { ClassRow, RosterRows, StaffRow, StudentRow } from './rows.ts';
import type {
  ClassRecord,
  GuardianRecord,
  RosterPlan,
  RosterSnapshot,
  StaffRecord,
  StudentRecord,
} from './snapshot.ts';
import { createTableDiff, keep, type TableDiff } from './table-diff.ts';

export interface RosterDiff {
  readonly plan: RosterPlan;
  readonly changes: ImportChanges;
  readonly details: readonly SheetChanges[];
  /** Students and guardians as they will be. */
  readonly students: readonly StudentRecord[];
  readonly guardians: readonly GuardianRecord[];
  /** Classes of the 班级 sheet that have students stored, none of whom is in the file; those students stay. */
  readonly silentClasses: readonly string[];
}

/**
 * What an import of checked rows changes. Pure but for the ids it draws. Who is missing from a file is archived, never
 * deleted, as far as the file claims to be complete:
 * - students: the classes of which the 学生 sheet names at least one student; those with 状态 退学 or 毕业 as well. A class that
 *   the 班级 sheet names but the 学生 sheet does not keeps its students (a half-filled file must not empty a class);
 * - guardians and family groups: every student whom the 学生 sheet names or who has a row in the sheet itself;
 * - class groups: every class that the 班级 sheet names or that has a row in the sheet itself;
 * - staff: see `findStayingStaff`; classes: absent from the 班级 sheet, and all of their students have left.
 * A sheet that is absent or has no rows says nothing, a column that is absent leaves what is stored.
 */
export function diffRoster(rows: RosterRows, stored: RosterSnapshot, ids: IdSource, seal: WebhookSeal): RosterDiff {
  const colleges = createColleges(stored, ids);
  const staff = diffStaff(rows, stored, colleges.idOf, ids);
  const staffIds = new Map(staff.result().map((it) => [it.staffNo, it.staffId]));
  const classes = createTableDiff(
    stored.classes,
    (it) => it.classId,
    (it) => it.name,
  );
  const storedClasses = new Map(stored.classes.map((it) => [it.name, it]));
  for (const row of rows.classes ?? []) {
    const known = storedClasses.get(row.name);
    classes.put(toClass(row, known, colleges.idOf(row.college), staffIds, ids), known);
  }
  const classIds = new Map(classes.result().map((it) => [it.name, it.classId]));
  const { students, silentClasses } = diffStudents(rows, stored, classIds, ids);
  archiveEmptyClasses(rows, stored, classes, students.result());
  const studentIds = new Map(students.result().map((it) => [it.studentNo, it.studentId]));
  const guardians = diffGuardians(rows, stored, studentIds, ids);
  const groups = diffGroups(rows, stored, { classIds, studentIds, staffIds, ids, seal });
  const details = [
    { sheet: '班级' as const, diff: classes },
    { sheet: '教师' as const, diff: staff },
    { sheet: '学生' as const, diff: students },
    { sheet: '家长' as const, diff: guardians },
    { sheet: '家长群' as const, diff: groups },
  ].map(({ sheet, diff }) => ({ sheet, changes: diff.changes, ...diff.names }));
  return {
    plan: {
      colleges: colleges.added,
      staff: staff.plan,
      classes: classes.plan,
      students: students.plan,
      guardians: guardians.plan,
      groups: groups.plan,
    },
    changes: sum(details),
    details,
    students: students.result(),
    guardians: guardians.result(),
    silentClasses,
  };
}

function createColleges(stored: RosterSnapshot, ids: IdSource) {
  const known = new Map(stored.colleges);
  const added: { collegeId: string; name: string }[] = [];
  const idOf = (name: string): string => {
    const existing = known.get(name);
    if (existing !== undefined) return existing;
    const collegeId = ids.uuid();
    known.set(name, collegeId);
    added.push({ collegeId, name });
    return collegeId;
  };
  return { idOf, added };
}

function diffStaff(
  rows: RosterRows,
  stored: RosterSnapshot,
  collegeIdOf: (name: string) => string,
  ids: IdSource,
): TableDiff<StaffRecord> {
  const diff = createTableDiff(
    stored.staff,
    (it) => it.staffId,
    (it) => `${it.name} ${it.staffNo}`,
  );
  if (rows.staff === null) return diff;
  const byNo = new Map(stored.staff.map((it) => [it.staffNo, it]));
  for (const row of rows.staff) {
    const known = byNo.get(row.staffNo);
    diff.put(toStaff(row, known, collegeIdOf, ids), known);
  }
  const staying = new Set(findStayingStaff(rows, stored).map((it) => it.staffId));
  const inFile = new Set(rows.staff.map((row) => row.staffNo));
  for (const it of stored.staff) if (!inFile.has(it.staffNo) && !staying.has(it.staffId)) diff.archive(it);
  return diff;
}

function toStaff(
  row: StaffRow,
  known: StaffRecord | undefined,
  collegeIdOf: (name: string) => string,
  ids: IdSource,
): StaffRecord {
  const collegeId = row.college ? collegeIdOf(row.college) : row.college;
  return {
    staffId: known?.staffId ?? ids.uuid(),
    staffNo: row.staffNo,
    name: row.name,
    role: row.role,
    collegeId: keep(collegeId, known?.collegeId ?? null),
    phone: keep(row.phone, known?.phone ?? null),
    wecomUserId: keep(row.wecomUserId, known?.wecomUserId ?? null),
    dingtalkUserId: keep(row.dingtalkUserId, known?.dingtalkUserId ?? null),
    isArchived: false,
  };
}

/** The id of something that the check has found to exist. */
function idIn(map: ReadonlyMap<string, string>, key: string): string {
  const id = map.get(key);
  if (id === undefined) throw new Error('a reference of the roster was not checked');
  return id;
}

function toClass(
  row: ClassRow,
  known: ClassRecord | undefined,
  collegeId: string,
  staffIds: ReadonlyMap<string, string>,
  ids: IdSource,
): ClassRecord {
  const classTeacherId = row.classTeacherNo ? idIn(staffIds, row.classTeacherNo) : row.classTeacherNo;
  return {
    classId: known?.classId ?? ids.uuid(),
    name: row.name,
    collegeId,
    grade: keep(row.grade, known?.grade ?? null),
    counsellorId: idIn(staffIds, row.counsellorNo),
    classTeacherId: keep(classTeacherId, known?.classTeacherId ?? null),
    isArchived: false,
  };
}

function diffStudents(rows: RosterRows, stored: RosterSnapshot, classIds: ReadonlyMap<string, string>, ids: IdSource) {
  const students = createTableDiff(
    stored.students,
    (it) => it.studentId,
    (it) => `${it.name} ${it.studentNo}`,
  );
  if (rows.students === null) return { students, silentClasses: [] };
  const byNo = new Map(stored.students.map((it) => [it.studentNo, it]));
  const coveredClasses = new Set<string>();
  const inFile = new Set<string>();
  for (const row of rows.students) {
    const known = byNo.get(row.studentNo);
    const classId = idIn(classIds, row.className);
    coveredClasses.add(classId);
    inFile.add(row.studentNo);
    students.put(toStudent(row, known, classId, ids), known);
  }
  const silent = new Set<string>();
  const namedClasses = new Map(rows.classes?.map((row) => [classIds.get(row.name), row.name]));
  for (const it of stored.students) {
    if (it.isArchived || inFile.has(it.studentNo)) continue;
    if (coveredClasses.has(it.classId)) students.archive(it);
    else {
      const name = namedClasses.get(it.classId);
      if (name !== undefined) silent.add(name);
    }
  }
  return { students, silentClasses: [...silent] };
}

function toStudent(row: StudentRow, known: StudentRecord | undefined, classId: string, ids: IdSource): StudentRecord {
  const status = keep(row.status, known?.status ?? 'enrolled') ?? 'enrolled';
  return {
    studentId: known?.studentId ?? ids.uuid(),
    studentNo: row.studentNo,
    name: row.name,
    gender: keep(row.gender, known?.gender ?? null),
    classId,
    phone: keep(row.phone, known?.phone ?? null),
    attentionLevel: keep(row.attentionLevel, known?.attentionLevel ?? 'general') ?? 'general',
    attentionReason: keep(row.attentionReason, known?.attentionReason ?? null),
    status,
    isArchived: status === 'withdrawn' || status === 'graduated',
  };
}

function archiveEmptyClasses(
  rows: RosterRows,
  stored: RosterSnapshot,
  classes: TableDiff<ClassRecord>,
  students: readonly StudentRecord[],
): void {
  if (rows.classes === null) return;
  const named = new Set(rows.classes.map((row) => row.name));
  const everUsed = new Set(students.map((it) => it.classId));
  const inUse = new Set(students.filter((it) => !it.isArchived).map((it) => it.classId));
  for (const it of stored.classes) {
    if (!named.has(it.name) && everUsed.has(it.classId) && !inUse.has(it.classId)) classes.archive(it);
  }
}

function sum(all: readonly SheetChanges[]): ImportChanges {
  const total = { added: 0, updated: 0, archived: 0, unchanged: 0 };
  for (const { changes: it } of all) {
    total.added += it.added;
    total.updated += it.updated;
    total.archived += it.archived;
    total.unchanged += it.unchanged;
  }
  return total;
}
