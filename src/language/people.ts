import { matchesOf } from './matches.ts';
import { findGuardians, findNames } from './person-names.ts';
import type { ClassSpan, Found, PersonHit } from './person-places.ts';
import { findGivenNames, findLatin, findNumbers } from './person-signs.ts';
import { findUnknown } from './person-unknown.ts';
import type { StudentMention } from './reading.ts';
import type { RosterIndex } from './roster-index.ts';

const NOTICE_CODE = /JX-?[A-Z0-9]{8}/gi;

export interface People {
  readonly persons: readonly PersonHit[];
  readonly classes: readonly ClassSpan[];
}

/** Every student and class that the text mentions, in order of place. Longest match wins; nobody is guessed silently. */
export function findPeople(text: string, roster: RosterIndex, isEmergency = false): People {
  const classes = findClasses(text, roster);
  const taken: { start: number; end: number }[] = classes.map(({ start, end }) => ({ start, end }));
  // The code under a notice (JX-7K3QP9WM) holds nobody's initials or digits.
  for (const match of matchesOf(NOTICE_CODE, text))
    taken.push({ start: match.index, end: match.index + match[0].length });
  const found: Found[] = [];
  const isFree = (start: number, end: number): boolean => !taken.some((span) => start < span.end && span.start < end);
  const take = (hit: Found): void => {
    found.push(hit);
    taken.push({ start: hit.start, end: hit.end });
  };
  const unknown: { start: number; end: number }[] = [];
  for (const hit of findNames(text, roster, { classes, isEmergency }, unknown))
    if (isFree(hit.start, hit.end)) take(hit);
  for (const hit of findNumbers(text, roster)) if (isFree(hit.start, hit.end)) take(hit);
  for (const hit of findLatin(text, roster)) if (isFree(hit.start, hit.end)) take(hit);
  for (const hit of findGivenNames(text, roster)) if (isFree(hit.start, hit.end)) take(hit);
  if (found.length === 0 && unknown.length === 0)
    for (const hit of findGuardians(text, roster)) if (isFree(hit.start, hit.end)) take(hit);
  for (const hit of findUnknown(text, unknown)) {
    if (!isFree(hit.start, hit.end)) continue;
    const alike = roster.bySound(text.slice(hit.start, hit.end));
    take({ ...hit, students: alike, why: alike.length > 0 ? 'sound' : 'not_in_roster' });
  }
  const persons = found.sort((a, b) => a.start - b.start).map((hit) => settleByClass(text, hit, classes));
  return { persons, classes: classes.filter((span) => !span.isLoose || isClassMeant(text, span)) };
}

function isClassMeant(text: string, span: ClassSpan): boolean {
  return (
    span.words.endsWith('班') ||
    /^[\s，的]*(?:家长)?群/.test(text.slice(span.end)) ||
    /(?:^|[\s，给])$/.test(text.slice(0, span.start))
  );
}

function findClasses(text: string, roster: RosterIndex): ClassSpan[] {
  const spans: ClassSpan[] = [];
  for (let start = 0; start < text.length; start += 1) {
    const hit = roster.classAt(text, start);
    if (!hit) continue;
    const end = start + hit.words.length;
    const before = text[start - 1] ?? ' ';
    // 12班 is not 2班, 上班 is no class.
    if (/\d/.test(hit.words[0] ?? '') && /[\d.]/.test(before)) continue;
    if (/\d/.test(hit.words.at(-1) ?? '') && /[\d.门次节个]/.test(text[end] ?? ' ')) continue;
    if (hit.isLoose && /^[一二三四五六七八九十]/.test(hit.words) && /[一二三四五六七八九十第]/.test(before)) continue;
    // 会计3班 is not whatever 3班 the sender has.
    if (
      hit.isLoose &&
      /[\p{Script=Han}A-Za-z]/u.test(before) &&
      !BEFORE_LOOSE_CLASS.test(text.slice(Math.max(0, start - 2), start))
    )
      continue;
    spans.push({ classNames: hit.classNames, start, end, words: hit.words, isLoose: hit.isLoose });
    start = end - 1;
  }
  return spans;
}

/** What may stand right before a class said by its number only (给3班, 三班和四班). */
const BEFORE_LOOSE_CLASS =
  /(?:[给跟和与及同到在把对我带发管叫让请向找问查看记是的为班群急催天午晚早上知诉醒]|联系|反诈|通知)$/;

const GUESSES = new Set<PersonHit['why']>(['guardian', 'initials', 'digits', 'given_name', 'sound', 'class_differs']);

/** A class right before the name, or the only class of the line, decides between students of one name. */
function settleByClass(text: string, hit: Found, classes: readonly ClassSpan[]): PersonHit {
  const near = classes
    .filter((span) => span.end <= hit.start && /^[\s，的]{0,2}(?:那个|学生)?$/.test(text.slice(span.end, hit.start)))
    .at(-1);
  const after = classes.find((span) => span.start >= hit.end && /^[\s(，]{0,2}$/.test(text.slice(hit.end, span.start)));
  const span = near ?? after ?? (classes.length === 1 ? classes[0] : undefined);
  let students = hit.students;
  let why = hit.why;
  if (span && students.length > 0) {
    const inClass = students.filter((student) => span.classNames.includes(student.className));
    if (inClass.length > 0) students = inClass;
    else if (span === near && !span.isLoose) why = 'class_differs';
  }
  const mention: StudentMention = {
    words: text.slice(hit.start, hit.end),
    candidates: students,
    isGuess: students.length > 0 && GUESSES.has(why),
  };
  const own = students.length === 1 && hit.why === 'guardian' ? students[0] : undefined;
  const guardian = own?.guardians.find(({ name }) => name === mention.words);
  return { mention, start: hit.start, end: hit.end, why, ...(guardian ? { guardian } : {}) };
}
