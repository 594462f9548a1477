import { buildRosterIndex, type LineContext, type Reading, understandLine } from '../../src/language/index.ts';

/** Reads lines as of `now` with a class of these students, who have no guardians on file. */
export function readerOf(
  names: readonly string[],
  now: string,
  rest: Partial<LineContext> = {},
): (line: string) => Reading {
  const className = '22旅管3班';
  const students = names.map((name, index) => ({
    studentId: `s${index}`,
    studentNo: `20220301000${index}`,
    name,
    className,
    guardians: [],
  }));
  const context = { roster: buildRosterIndex(students, [className]), now: new Date(now), ...rest };
  return (line) => understandLine(line, context);
}
