import type { Problems } from '../../roster/index.ts';
import type { FactRow, StudentFact } from './fact.ts';
import type { KnownStudent } from './facts.store.ts';
import { factTexts as texts } from './texts.zh.ts';

/** A row whose student is known. */
export interface CheckedFact extends StudentFact {
  readonly isWithdrawn: boolean;
}

/**
 * Finds the student of each row. The name must fit the number: nothing else notices that a column slipped by one row, and
 * then every family would read of another child. Pure.
 */
export function checkStudents(
  rows: readonly FactRow[],
  students: ReadonlyMap<string, KnownStudent>,
  problems: Problems,
): readonly CheckedFact[] {
  const checked: CheckedFact[] = [];
  const told = new Set<string>();
  for (const { sheet, row, studentNo, studentName, isWithdrawn, term, factKey, content } of rows) {
    const student = students.get(studentNo);
    if (student === undefined) {
      const message = texts.unknownStudent(studentNo);
      problems.errors.push({ sheet, row, column: '学号', code: 'unknown_student', message });
      continue;
    }
    if (plainName(student.name) !== plainName(studentName)) {
      const message = texts.nameDiffers(studentNo, student.name, studentName);
      problems.errors.push({ sheet, row, column: '姓名', code: 'name_differs', message });
      continue;
    }
    if (!student.isPresent && !told.has(`${sheet}|${studentNo}`)) {
      told.add(`${sheet}|${studentNo}`);
      const message = texts.studentLeft(student.name);
      problems.warnings.push({ sheet, row, column: '学号', code: 'student_left', message });
    }
    checked.push({ studentId: student.studentId, term, factKey, content, isWithdrawn });
  }
  return checked;
}

/** 阿依古丽·买买提 is written with every kind of dot, and 张 三 with blanks. */
function plainName(name: string): string {
  return name.normalize('NFKC').replace(/[\s·•・‧.。●]/gu, '');
}
