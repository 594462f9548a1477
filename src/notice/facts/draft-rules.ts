import { countDays, findTerm } from '../../calendar/index.ts';
import { groupBy } from '../../shared/group-by.ts';
import type { AbsenceFact, AwardLevel, FactKind, MarkFact, StudentFact } from './fact.ts';
import { factTexts as texts } from './texts.zh.ts';

/** Kinds of notices that facts can become; each is for one family alone. */
export type FactNoticeKind = 'failed_courses' | 'marks' | 'absence' | 'award' | 'academic_warning' | 'registration';

/** One thing that a family may have to be told: what the facts say about it now. */
export interface Subject {
  /** The same whenever the facts about it change, so that a corrected file finds the draft that it corrects. */
  readonly subjectKey: string;
  readonly kind: FactNoticeKind;
  readonly studentId: string;
  /** Null = there is nothing to tell (any more). */
  readonly fields: Readonly<Record<string, string>> | null;
}

export interface RuleSettings {
  /** 教务处, and the day on which it was true. */
  readonly source: string;
  readonly asOf: string;
  /** Marks are for those families only who want them: asked for by `--drafts marks`. */
  readonly withMarks: boolean;
  /** Class-hours of absence in a term at which the family hears, lowest first. */
  readonly absenceSteps: readonly number[];
}

/** 缺课 is told at 10 class-hours, at 20 and at 30, not each time (issue 4 §2). */
export const ABSENCE_STEPS = [10, 20, 30] as const;

const TOLD_LEVELS: ReadonlySet<AwardLevel> = new Set<AwardLevel>(['nation', 'province', 'city', 'school']);
/** What the templates' fields take (a test compares). */
const MAX_COURSES_CHARACTERS = 104;
const MAX_MARKS_CHARACTERS = 200;

/**
 * What is to be told of the students and terms that a file touched, from all facts that are stored about them. One subject a
 * student and matter: five students who failed are five, and a student's failed courses are one. Pure.
 */
export function findSubjects(
  touched: readonly StudentFact[],
  stored: readonly StudentFact[],
  settings: RuleSettings,
): readonly Subject[] {
  const groupOf = ({ studentId, term, content }: StudentFact): string => `${content.kind}|${studentId}|${term}`;
  const storedOf = groupBy(stored, groupOf);
  const subjects: Subject[] = [];
  for (const [group, facts] of groupBy(touched, groupOf)) {
    const [first] = facts;
    if (first === undefined) continue;
    const all = storedOf.get(group) ?? [];
    const kinds = RULES[first.content.kind];
    subjects.push(...kinds({ studentId: first.studentId, term: first.term, touched: facts, all }, settings));
  }
  return subjects.map((subject) => ({
    ...subject,
    fields: subject.fields && { ...subject.fields, source: settings.source, asOf: settings.asOf },
  }));
}

interface Touched {
  readonly studentId: string;
  readonly term: string;
  readonly touched: readonly StudentFact[];
  /** All facts of this kind about the student in the term. */
  readonly all: readonly StudentFact[];
}

const RULES: Readonly<Record<FactKind, (about: Touched, settings: RuleSettings) => readonly Subject[]>> = {
  mark: (about, settings) => [failedCourses(about), ...(settings.withMarks ? [marks(about)] : [])],
  absence: absence,
  award: ({ studentId, touched, all }) => touched.map((fact) => award(studentId, fact, all)),
  warning: ({ studentId, term, all }) => {
    const content = all[0]?.content;
    const fields =
      content?.kind === 'warning'
        ? withoutNulls({ term: titleOfTerm(term), level: content.level, reason: content.reason, plan: content.plan })
        : null;
    return [{ subjectKey: `academic_warning:${studentId}:${term}`, kind: 'academic_warning', studentId, fields }];
  },
  registration: ({ studentId, term, all }) => {
    const content = all[0]?.content;
    const fields =
      content?.kind === 'registration' && !content.isRegistered
        ? withoutNulls({ term: titleOfTerm(term), deadline: content.deadline, channel: content.channel })
        : null;
    return [{ subjectKey: `registration:${studentId}:${term}`, kind: 'registration', studentId, fields }];
  },
};

function failedCourses({ studentId, term, all }: Touched): Subject {
  const failed = marksOf(all).filter(({ isPassed }) => isPassed === false);
  const makeUp = [...new Set(failed.flatMap((fact) => fact.makeUp ?? []))].join('；');
  const fields =
    failed.length === 0
      ? null
      : withoutNulls({
          term: titleOfTerm(term),
          courses: joinCourses(
            failed.map(({ course }) => course),
            MAX_COURSES_CHARACTERS,
          ),
          count: texts.countOfCourses(failed.length),
          makeUp: makeUp === '' ? null : makeUp,
        });
  return { subjectKey: `failed_courses:${studentId}:${term}`, kind: 'failed_courses', studentId, fields };
}

function marks({ studentId, term, all }: Touched): Subject {
  const known = marksOf(all).flatMap(({ course, mark }) => (mark === null ? [] : texts.courseMark(course, mark)));
  const fields =
    known.length === 0 ? null : { term: titleOfTerm(term), courses: joinCourses(known, MAX_MARKS_CHARACTERS) };
  return { subjectKey: `marks:${studentId}:${term}`, kind: 'marks', studentId, fields };
}

function absence({ studentId, term, all }: Touched, { absenceSteps }: RuleSettings): readonly Subject[] {
  const absences = all.flatMap(({ content }) => (content.kind === 'absence' ? content : []));
  const hours = absences.reduce((sum, one) => sum + one.hours, 0);
  const step = absenceSteps.findLast((one) => hours >= one);
  const fields =
    step === undefined ? null : { period: periodOf(absences), hours: texts.hours(hours), step: String(step) };
  return [{ subjectKey: `absence:${studentId}:${term}`, kind: 'absence', studentId, fields }];
}

function award(studentId: string, { factKey }: StudentFact, all: readonly StudentFact[]): Subject {
  const content = all.find((fact) => fact.factKey === factKey)?.content;
  const fields =
    content?.kind === 'award' && TOLD_LEVELS.has(content.level)
      ? withoutNulls({ award: content.award, effort: content.effort })
      : null;
  return { subjectKey: `award:${studentId}:${factKey}`, kind: 'award', studentId, fields };
}

function marksOf(facts: readonly StudentFact[]): MarkFact[] {
  return facts
    .flatMap(({ content }) => (content.kind === 'mark' ? content : []))
    .sort((left, right) => left.course.localeCompare(right.course, 'zh'));
}

/** As many as fit, and how many there are if that is not all. */
function joinCourses(courses: readonly string[], maxCharacters: number): string {
  const fitting = courses.filter(
    (_, index) =>
      courses.slice(0, index + 1).join('、').length + texts.andMore([], courses.length).length <= maxCharacters,
  );
  return fitting.length === courses.length ? courses.join('、') : texts.andMore(fitting, courses.length);
}

function periodOf(absences: readonly AbsenceFact[]): string {
  const days = absences.map(({ date }) => date).sort();
  const [first = '', last = ''] = [days[0], days.at(-1)];
  return countDays(first, last) === 0 ? texts.day(first) : texts.fromTo(first, last);
}

function titleOfTerm(term: string): string {
  return findTerm(term)?.title ?? term;
}

function withoutNulls(fields: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
  );
}
