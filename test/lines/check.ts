import { readFileSync, readdirSync } from 'node:fs';
import type { Reading, RecordReading, StudentMention } from '../../src/language/index.ts';

/** One annotated line. `student` is a name, `name@class` where two share it, `?` for a question, `-` for nobody in scope. */
export interface AnnotatedLine {
  readonly line: string;
  readonly group: string;
  readonly expect: {
    /** Not asked when absent: of `no-contact` only whether it is stored matters. */
    readonly intent?: string;
    /** Is it stored at once as a record or an attempt? */
    readonly contact?: boolean;
    readonly records?: readonly ExpectedRecord[];
    readonly students?: readonly string[];
    readonly classNames?: readonly string[];
    readonly refusal?: boolean;
    readonly question?: boolean;
    readonly emergency?: string;
    readonly cron?: string;
    readonly audience?: string;
    readonly kind?: string | null;
    readonly fraudTopic?: string | null;
    readonly isLow?: boolean;
    readonly fields?: Readonly<Record<string, string>>;
    readonly text?: string;
    readonly amend?: Readonly<Record<string, unknown>>;
    readonly reminderAt?: string;
    readonly scheduleNumber?: number;
    readonly answer?: Readonly<Record<string, unknown>>;
  };
}

interface ExpectedRecord {
  readonly student: string;
  readonly method: string;
  readonly outcome: string;
  /** Any of these will do; empty = not asked. */
  readonly topics?: readonly string[];
  readonly relation?: string | null;
  readonly others?: readonly string[];
  readonly direction?: string;
  readonly answered?: boolean;
  readonly individual?: boolean;
  readonly at?: string;
  readonly precision?: string;
  readonly length?: number;
  readonly opinion?: string | null;
  readonly told?: string;
  /** Words that stand in what the family said; null = the family said nothing. */
  readonly said?: string | null;
  /** When the next step is due. */
  readonly due?: string | null;
}

/** Every annotated line of the folder, in the order of files. */
export function loadLines(): AnnotatedLine[] {
  const folder = new URL('.', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl')).sort();
  return files.flatMap((name) =>
    readFileSync(new URL(name, folder), 'utf8')
      .split('\n')
      .filter((row) => row.trim() !== '')
      .map((row) => ({ group: name.replace('.jsonl', ''), ...JSON.parse(row) }) as AnnotatedLine),
  );
}

export interface FieldCheck {
  readonly field: string;
  readonly isRight: boolean;
  readonly wanted: unknown;
  readonly got: unknown;
}

const nameOf = (mention: StudentMention | undefined): string => {
  if (!mention || mention.candidates.length === 0) return '-';
  if (mention.candidates.length > 1 || mention.isGuess) return '?';
  return mention.candidates[0]?.name ?? '-';
};

/** A student whom the reading is sure of, though the line meant another: never tolerated. */
export function certainButWrong(line: AnnotatedLine, reading: Reading): string[] {
  const meant = new Set((line.expect.records?.map((record) => record.student) ?? line.expect.students ?? []).map((name) => name.split('@')[0]));
  if (!line.expect.records && !line.expect.students) return [];
  const mentions = line.expect.records ? reading.records.map((record) => record.student) : reading.students;
  return mentions.map(nameOf).filter((name) => name !== '?' && name !== '-' && !meant.has(name));
}

function isStudent(wanted: string, record: RecordReading | undefined): boolean {
  const got = nameOf(record?.student);
  const [name, className] = wanted.split('@');
  return got === name && (!className || record?.student.candidates[0]?.className === className);
}

/** Would the line make a record without a question? */
function isStored({ intent, records, rivals, question }: Reading): boolean {
  return (intent === 'record' || intent === 'attempt') && records.length > 0 && rivals.length === 0 && question === null;
}

/** Compares a reading with its line, field by field. */
export function checkLine(line: AnnotatedLine, reading: Reading): FieldCheck[] {
  const { expect } = line;
  const checks: FieldCheck[] = [];
  const check = (field: string, wanted: unknown, got: unknown, isRight = JSON.stringify(wanted) === JSON.stringify(got)): void => {
    checks.push({ field, isRight, wanted, got });
  };
  if (expect.intent) check('intent', expect.intent, reading.intent);
  if (expect.contact !== undefined) check('contact', expect.contact, isStored(reading));
  expect.records?.forEach((wanted, index) => {
    const alike = reading.records.filter((record) => isStudent(wanted.student, record) && record.outcome === wanted.outcome);
    const got = alike.find((record) => record.method === wanted.method) ?? alike[0] ?? reading.records[index];
    check('student', wanted.student, nameOf(got?.student), isStudent(wanted.student, got));
    check('method', wanted.method, got?.method);
    check('outcome', wanted.outcome, got?.outcome);
    if (wanted.topics && wanted.topics.length > 0) check('topics', wanted.topics, got?.topics, wanted.topics.some((topic) => got?.topics.some((other) => other === topic)));
    if (wanted.relation !== undefined) check('relation', wanted.relation, got?.relation);
    if (wanted.others) check('others', wanted.others, got?.others);
    if (wanted.direction) check('direction', wanted.direction, got?.direction);
    if (wanted.answered !== undefined) check('answered', wanted.answered, got?.answered);
    if (wanted.individual !== undefined) check('individual', wanted.individual, got?.individual);
    if (wanted.at) check('occurred_at', new Date(wanted.at).toISOString(), got?.occurredAt.toISOString());
    if (wanted.precision) check('occurred_precision', wanted.precision, got?.occurredPrecision);
    if (wanted.length) check('length', wanted.length, got?.lengthMinutes);
    if (wanted.opinion !== undefined) check('opinion', wanted.opinion, got?.opinion);
    if (wanted.told) check('student_told_first', wanted.told, got?.studentToldFirst);
    if (wanted.said !== undefined) check('family_said', wanted.said, got?.familySaid, wanted.said === null ? got?.familySaid === null : Boolean(got?.familySaid?.includes(wanted.said)));
    if (wanted.due !== undefined) check('next_step_due', wanted.due === null ? null : new Date(wanted.due).toISOString(), got?.nextStepDue?.toISOString() ?? null);
  });
  if (expect.records) check('record_count', expect.records.length, reading.records.length);
  if (expect.students) check('students', expect.students, reading.students.map(nameOf));
  if (expect.classNames) check('class_names', expect.classNames, reading.classNames);
  if (expect.refusal !== undefined) check('refusal', expect.refusal, reading.refusal !== null);
  if (expect.question !== undefined) check('question', expect.question, reading.question !== null);
  if (expect.emergency) check('emergency', expect.emergency, reading.emergency);
  if (expect.cron) check('cron', expect.cron, reading.schedule?.cron);
  if (expect.audience) check('audience', expect.audience, reading.notice?.audience?.kind);
  if (expect.kind !== undefined) check('notice_kind', expect.kind, reading.notice?.kind);
  if (expect.fraudTopic !== undefined) check('fraud_topic', expect.fraudTopic, reading.notice?.fraudTopic);
  if (expect.isLow !== undefined) check('is_low', expect.isLow, reading.notice?.isLow);
  if (expect.text) check('notice_text', expect.text, reading.notice?.text);
  if (expect.scheduleNumber) check('schedule_number', expect.scheduleNumber, reading.scheduleNumber);
  if (expect.reminderAt) check('reminder_at', new Date(expect.reminderAt).toISOString(), reading.reminderAt?.toISOString());
  for (const [key, value] of Object.entries(expect.fields ?? {})) check(`field_${key}`, value, reading.notice?.fields[key]);
  for (const [key, value] of Object.entries(expect.amend ?? {})) {
    const got = reading.amend?.[key as keyof NonNullable<Reading['amend']>];
    check('amend', value, key === 'student' ? nameOf(got as StudentMention | undefined) : got instanceof Date ? got.toISOString() : got);
  }
  for (const [key, value] of Object.entries(expect.answer ?? {})) check('answer', value, reading.answer[key as keyof Reading['answer']]);
  return checks;
}

/** A record line is right when student, method, outcome and at least one topic are. */
export function isRecordRight(line: AnnotatedLine, checks: readonly FieldCheck[]): boolean | undefined {
  if (!line.expect.records) return undefined;
  return checks.filter(({ field }) => ['intent', 'student', 'method', 'outcome', 'topics'].includes(field)).every(({ isRight }) => isRight);
}
