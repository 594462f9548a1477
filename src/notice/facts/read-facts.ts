import { termOf } from '../../calendar/index.ts';
import { findSheets, type Problems, type RowReader, readSheet, type SourceSheet } from '../../roster/index.ts';
import { AWARD_LEVELS, type FactContent, type FactRow } from './fact.ts';
import { readDay, readHours, readPassed, readTerm } from './read-values.ts';
import { FACT_LAYOUT, FACT_SHEETS, type FactSheet } from './sheets.ts';
import { factTexts as texts } from './texts.zh.ts';

/** What a row says, without whose it is. */
interface Said {
  readonly term: string;
  /** Together with the student: which fact it is. */
  readonly key: readonly string[];
  readonly content: FactContent;
}

const READERS: Readonly<Record<FactSheet, (reader: RowReader) => Said | undefined>> = {
  成绩: readMark,
  考勤: readAbsence,
  奖项: readAward,
  学业预警: readWarning,
  注册: readRegistration,
};

/** Understands the sheets of a file of facts; what is wrong goes to `problems`, cell by cell. Pure. */
export function readFacts(sheets: readonly SourceSheet[], problems: Problems): readonly FactRow[] {
  const found = findSheets(FACT_LAYOUT, sheets, problems);
  const rows: FactRow[] = [];
  for (const name of FACT_SHEETS) {
    const read = readSheet(FACT_LAYOUT, { name, sheets: found, problems }, (reader) => readRow(name, reader));
    for (const row of read?.rows ?? []) rows.push(row);
  }
  refuseFormulas(problems);
  refuseRepeated(rows, problems);
  return rows;
}

function readRow(sheet: FactSheet, reader: RowReader): FactRow | undefined {
  const studentNo = reader.requiredNumber('学号');
  const studentName = reader.requiredName('姓名');
  const said = READERS[sheet](reader);
  const isWithdrawn = reader.yesNo('作废') === true;
  if (studentNo === undefined || studentName === undefined || said === undefined) return undefined;
  const { term, key, content } = said;
  return { sheet, row: reader.row, studentNo, studentName, term, factKey: key.join('|'), content, isWithdrawn };
}

function readMark(reader: RowReader): Said | undefined {
  const term = requireTerm(reader);
  const course = reader.requiredName('课程');
  const mark = reader.text('成绩') ?? null;
  const credit = reader.text('学分') ?? null;
  const stated = reader.choice('是否通过', { 是: true, 否: false }, PASSED_CHOICES) ?? null;
  const makeUp = reader.text('补考安排') ?? null;
  if (term === undefined || course === undefined) return undefined;
  const byMark = readPassed(mark);
  if (stated === null && mark === null) {
    reader.error('成绩', 'missing_value', texts.markOrPassed);
    return undefined;
  }
  if (stated !== null && byMark !== null && stated !== byMark)
    reader.warn('是否通过', 'contradiction', texts.contradiction(mark ?? '', stated));
  const content = { kind: 'mark', course, mark, credit, isPassed: stated ?? byMark, makeUp } as const;
  return { term, key: [term, course], content };
}

const PASSED_CHOICES = {
  通过: true,
  已通过: true,
  及格: true,
  合格: true,
  Y: true,
  1: true,
  未通过: false,
  不通过: false,
  不及格: false,
  不合格: false,
  N: false,
  0: false,
};

function readAbsence(reader: RowReader): Said | undefined {
  const date = requireDay(reader, '日期');
  const course = reader.requiredName('课程');
  const hours = requireValue(reader, '课时', readHours, texts.badHours);
  if (date === undefined || course === undefined || hours === undefined) return undefined;
  return { term: termOf(date).name, key: [date, course], content: { kind: 'absence', date, course, hours } };
}

function readAward(reader: RowReader): Said | undefined {
  const award = reader.requiredName('奖项');
  const level = reader.requiredChoice('级别', AWARD_LEVELS, { ...OTHER_LEVELS });
  const date = requireDay(reader, '日期');
  const effort = reader.text('努力') ?? null;
  if (award === undefined || level === undefined || date === undefined) return undefined;
  return { term: termOf(date).name, key: [award, date], content: { kind: 'award', award, level, date, effort } };
}

const OTHER_LEVELS = {
  国际级: 'nation',
  全国: 'nation',
  国家: 'nation',
  省部级: 'province',
  全省: 'province',
  自治区级: 'province',
  地市级: 'city',
  全市: 'city',
  学校: 'school',
  校: 'school',
  学院: 'college',
  系级: 'college',
  院系级: 'college',
} as const;

function readWarning(reader: RowReader): Said | undefined {
  const term = requireTerm(reader);
  const level = reader.requiredChoice('等级', WARNING_LEVELS);
  const reason = reader.requiredName('原因');
  const plan = reader.text('帮扶') ?? null;
  if (term === undefined || level === undefined || reason === undefined) return undefined;
  return { term, key: [term], content: { kind: 'warning', level, reason, plan } };
}

const WARNING_LEVELS = {
  黄色: '黄色',
  橙色: '橙色',
  红色: '红色',
  黄: '黄色',
  橙: '橙色',
  红: '红色',
  黄色预警: '黄色',
  橙色预警: '橙色',
  红色预警: '红色',
  一级: '红色',
  二级: '橙色',
  三级: '黄色',
};

function readRegistration(reader: RowReader): Said | undefined {
  const term = requireTerm(reader);
  const isRegistered = reader.requiredChoice('是否注册', { 是: true, 否: false }, REGISTERED_CHOICES);
  const typed = reader.text('截止日期') ?? null;
  const channel = reader.text('办理渠道') ?? null;
  const deadline = typed === null ? null : readDay(typed);
  if (deadline === undefined) reader.error('截止日期', 'bad_value', texts.badDay);
  if (term === undefined || isRegistered === undefined || deadline === undefined) return undefined;
  return { term, key: [term], content: { kind: 'registration', isRegistered, deadline, channel } };
}

const REGISTERED_CHOICES = { 已注册: true, 已报到: true, 未注册: false, 未报到: false, Y: true, N: false };

function requireTerm(reader: RowReader): string | undefined {
  return requireValue(reader, '学期', readTerm, texts.badTerm);
}

function requireDay(reader: RowReader, column: string): string | undefined {
  return requireValue(reader, column, readDay, texts.badDay);
}

function requireValue<T>(
  reader: RowReader,
  column: string,
  read: (text: string) => T | undefined,
  problem: string,
): T | undefined {
  const text = reader.requiredName(column);
  if (text === undefined) return undefined;
  const value = read(text);
  if (value === undefined) reader.error(column, 'bad_value', problem);
  return value;
}

/** A roster takes a formula as words; a family must never be told what nobody computed. */
function refuseFormulas(problems: Problems): void {
  const formulas = problems.warnings.filter(({ code }) => code === 'formula_as_text');
  if (formulas.length === 0) return;
  problems.warnings.splice(
    0,
    problems.warnings.length,
    ...problems.warnings.filter(({ code }) => code !== 'formula_as_text'),
  );
  for (const place of formulas) problems.errors.push({ ...place, code: 'formula', message: texts.formula });
}

/** The same course twice in a file: nobody knows which of the two is right. */
function refuseRepeated(rows: readonly FactRow[], problems: Problems): void {
  const firstRow = new Map<string, FactRow>();
  for (const row of rows) {
    const key = `${row.sheet}|${row.studentNo}|${row.factKey}`;
    const first = firstRow.get(key);
    if (first === undefined) firstRow.set(key, row);
    else {
      const { sheet, row: number } = row;
      const message = texts.duplicate(first.row);
      problems.errors.push({ sheet, row: number, column: '', code: 'duplicate_fact', message });
    }
  }
}
