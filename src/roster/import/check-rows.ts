import { FIRST_ADMIN_PREFIX } from '../first-admin.ts';
import { importTexts } from '../texts.zh.ts';
import { findStayingStaff } from './leaving-staff.ts';
import type { ImportCode, Problems } from './report.ts';
import type { GroupRow, RosterRows, StaffRow } from './rows.ts';
import type { SheetName } from './sheets.ts';
import type { RosterSnapshot } from './snapshot.ts';

type Report = (sheet: SheetName, row: number, column: string, code: ImportCode, message: string) => void;

/** What only shows when rows are seen together: doubles, and classes, staff, students that nobody knows. Pure. */
export function checkRows(rows: RosterRows, stored: RosterSnapshot, problems: Problems): void {
  const report: Report = (sheet, row, column, code, message) =>
    problems.errors.push({ sheet, row, column, code, message });
  checkDoubles(rows, report);
  checkUserIds(rows, stored, report);
  checkReferences(rows, stored, report);
}

function checkDoubles(rows: RosterRows, report: Report): void {
  const once = <T extends { readonly row: number }>(
    sheet: SheetName,
    column: string,
    code: ImportCode,
    list: readonly T[] | null,
    keyOf: (row: T) => string,
  ): void => {
    const firstRows = new Map<string, number>();
    for (const row of list ?? []) {
      const key = keyOf(row);
      const first = firstRows.get(key);
      if (first === undefined) firstRows.set(key, row.row);
      else report(sheet, row.row, column, code, importTexts.repeatedValue(column, first));
    }
  };
  once('班级', '班级', 'duplicate_class', rows.classes, (row) => row.name);
  once('教师', '工号', 'duplicate_staff_no', rows.staff, (row) => row.staffNo);
  once('学生', '学号', 'duplicate_student_no', rows.students, (row) => row.studentNo);
  once('家长', '姓名', 'duplicate_guardian', rows.guardians, (row) =>
    JSON.stringify([row.studentNo, row.relation, row.name]),
  );
  once('家长群', '群名称', 'duplicate_group', rows.groups, groupKey);
  once(
    '家长群',
    '群ID',
    'duplicate_group',
    rows.groups?.filter((row) => row.chatId) ?? null,
    (row) => `${row.platform}\n${row.chatId}`,
  );
}

function groupKey(row: GroupRow): string {
  return JSON.stringify([row.className, row.studentNo, row.platform, row.name]);
}

/** User ids compare without regard to case; one id stands for one person. */
function checkUserIds(rows: RosterRows, stored: RosterSnapshot, report: Report): void {
  if (rows.staff === null) return;
  const staying = findStayingStaff(rows, stored);
  const check = (
    column: string,
    idOf: (row: Pick<StaffRow, 'wecomUserId' | 'dingtalkUserId'>) => string | null | undefined,
  ): void => {
    const holders = new Map<string, number>();
    for (const person of staying) {
      const id = idOf(person)?.toLowerCase();
      if (id) holders.set(id, 0);
    }
    for (const row of rows.staff ?? []) {
      const id = idOf(row)?.toLowerCase();
      if (!id) continue;
      const holder = holders.get(id);
      if (holder === undefined) holders.set(id, row.row);
      else report('教师', row.row, column, 'duplicate_user_id', importTexts.repeatedUserId(holder));
    }
  };
  check('企业微信账号', (row) => row.wecomUserId);
  check('钉钉账号', (row) => row.dingtalkUserId);
}

function checkReferences(rows: RosterRows, stored: RosterSnapshot, report: Report): void {
  const staff = new Set(rows.namedStaff);
  for (const person of stored.staff)
    if (!person.isArchived && !person.staffNo.startsWith(FIRST_ADMIN_PREFIX)) staff.add(person.staffNo);
  const classes = new Set(rows.namedClasses);
  for (const it of stored.classes) if (!it.isArchived) classes.add(it.name);
  // Students who left keep their families; a line of theirs that is still in the file harms nobody.
  const students = new Set(rows.namedStudents);
  for (const it of stored.students) students.add(it.studentNo);

  const needStaff = (sheet: SheetName, row: number, column: string, staffNo: string | null | undefined): void => {
    if (staffNo && !staff.has(staffNo)) report(sheet, row, column, 'unknown_staff', importTexts.unknownStaff(staffNo));
  };
  const needClass = (sheet: SheetName, row: number, name: string | null): void => {
    if (name !== null && !classes.has(name))
      report(sheet, row, '班级', 'unknown_class', importTexts.unknownClass(name));
  };
  const needStudent = (sheet: SheetName, row: number, studentNo: string | null): void => {
    if (studentNo !== null && !students.has(studentNo))
      report(sheet, row, '学号', 'unknown_student', importTexts.unknownStudent(studentNo));
  };
  for (const it of rows.classes ?? []) {
    needStaff('班级', it.row, '辅导员工号', it.counsellorNo);
    needStaff('班级', it.row, '班主任工号', it.classTeacherNo);
  }
  for (const it of rows.students ?? []) needClass('学生', it.row, it.className);
  for (const it of rows.guardians ?? []) needStudent('家长', it.row, it.studentNo);
  for (const it of rows.groups ?? []) {
    needClass('家长群', it.row, it.className);
    needStudent('家长群', it.row, it.studentNo);
    needStaff('家长群', it.row, '群主工号', it.ownerNo);
  }
}
