import { hasHardBorders, isLetter, isOpenAfter, isOpenBefore } from './lexicon/borders.ts';
import { COMPOUND_SURNAMES, NOT_A_PERSON, SURNAMES, WORD_NAMES } from './lexicon/names.ts';
import type { IndexedGuardian, IndexedStudent, StudentMention } from './reading.ts';
import { FAMILY_WORD, KIN_WORD } from './relation.ts';
import type { RosterIndex } from './roster-index.ts';
import { topicWordsAt } from './topic-words.ts';

/** A student mentioned at a place of the text. */
export interface PersonHit {
  readonly mention: StudentMention;
  readonly start: number;
  readonly end: number;
  /** A mention of more than one meaning, or found by initials, digits or given name only. */
  readonly why:
    | 'name'
    | 'number'
    | 'pinyin'
    | 'initials'
    | 'digits'
    | 'given_name'
    | 'sound'
    | 'guardian'
    | 'not_in_roster'
    | 'class_differs';
  /** The guardian whose own name stands here in place of the student's. */
  readonly guardian?: IndexedGuardian;
}

interface ClassSpan {
  readonly classNames: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly words: string;
  readonly isLoose: boolean;
}

export interface People {
  readonly persons: readonly PersonHit[];
  readonly classes: readonly ClassSpan[];
}

interface Found {
  readonly students: readonly IndexedStudent[];
  readonly start: number;
  readonly end: number;
  readonly why: PersonHit['why'];
}

const KIN_OR_FAMILY_AHEAD = new RegExp(
  `^(?:同学)?[的之]?(?:他|她|其|孩子)?(?:${KIN_WORD}|${FAMILY_WORD}|家(?![庭乡访]))`,
);
const GIVEN_NAME_CONTEXT = new RegExp(
  `(?<=^|[\\s，。、；:\\n给跟和与对联系查记])([\\p{Script=Han}]{2,4}?)(儿)?(?=(?:同学)?的?(?:他|她)?(?:${KIN_WORD}|家长|家里|家(?=[，。\\s今昨电打刚那我]|$)))`,
  'gu',
);
const NICKNAME = new RegExp(
  `(?<=^|[\\s，。、；:\\n给跟和与对联系查记])([\\p{Script=Han}]{1,2})儿(?=的?(?:他|她)?(?:${KIN_WORD}|家长|家里))`,
  'gu',
);
const FUNCTION_CHARACTERS =
  '的他她它们了在是有没不说来去到打被给跟与对找问约叫让请把这那谁每位各个些我你您班级都也又还已就才刚昨从该为电微短信话接通联系记查催';
const UNKNOWN_WITH_KIN = new RegExp(
  `((?:${COMPOUND_SURNAMES.join('|')}|[${[...SURNAMES].join('')}])[\\p{Script=Han}]{1,2}?)(?=(?:同学)?[的之]?(?:他|她|其)?(?:${KIN_WORD}|${FAMILY_WORD}))`,
  'gu',
);
const UNKNOWN_AT_START = new RegExp(
  `^(?:记|查|急|喜报|处分告知|处分告知函|登记|记录|补录)?[\\s，:]*((?:${COMPOUND_SURNAMES.join('|')}|[${[...SURNAMES].join('')}])[\\p{Script=Han}]{1,2})(?=[\\s，:])`,
  'u',
);
/** Latin words that are no initials. */
const NOT_INITIALS = new Set(
  'qq wx vx app ems ok id ai gpa cet vip sos help ktv pk dm ps ppt pdf sf yt email mail tv dna ct hr it pc usb wifi cpa ccna bot hi hello no yes etc'.split(
    ' ',
  ),
);

/** Every student and class that the text mentions, in order of place. Longest match wins; nobody is guessed silently. */
export function findPeople(text: string, roster: RosterIndex): People {
  const classes = findClasses(text, roster);
  const taken: { start: number; end: number }[] = classes.map(({ start, end }) => ({ start, end }));
  // The code under a notice (JX-7K3QP9WM) holds nobody's initials or digits.
  for (const match of text.matchAll(/JX-?[A-Z0-9]{8}/gi))
    taken.push({ start: match.index, end: match.index + match[0].length });
  const found: Found[] = [];
  const isFree = (start: number, end: number): boolean => !taken.some((span) => start < span.end && span.start < end);
  const take = (hit: Found): void => {
    found.push(hit);
    taken.push({ start: hit.start, end: hit.end });
  };
  const unknown: { start: number; end: number }[] = [];
  for (const hit of findNames(text, roster, classes, unknown)) if (isFree(hit.start, hit.end)) take(hit);
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

function findNames(
  text: string,
  roster: RosterIndex,
  classes: readonly ClassSpan[],
  unknown: { start: number; end: number }[],
): Found[] {
  const hits: Found[] = [];
  for (let start = 0; start < text.length; start += 1) {
    const hit = roster.nameAt(text, start);
    if (hit) hits.push({ students: hit.students, start, end: start + hit.words.length, why: 'name' });
  }
  if (hits.length === 0) return hits;
  const longestFirst = hits.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  const kept: Found[] = [];
  for (const hit of longestFirst) {
    if (!kept.some((other) => hit.start < other.end && other.start < hit.end)) kept.push(hit);
  }
  kept.sort((a, b) => a.start - b.start);
  const ends = new Set([...kept.map((hit) => hit.end), ...classes.map((span) => span.end)]);
  const starts = new Set(kept.map((hit) => hit.start));
  return kept.filter((hit) => isNameHere(text, hit, ends, starts, unknown));
}

function isNameHere(
  text: string,
  hit: Found,
  ends: ReadonlySet<number>,
  starts: ReadonlySet<number>,
  unknown: { start: number; end: number }[],
): boolean {
  const { start, end } = hit;
  const words = text.slice(start, end);
  if (WORD_NAMES.has(words)) return hasHardBorders(text, start, end, ends);
  if ([...words].length >= 3) return !isInsideLongerName(text, start, ends);
  if (isInsideLongerName(text, start, ends)) {
    unknown.push({ start: start - 1, end });
    return false;
  }
  if (starts.has(end)) return isOpenBefore(text, start, ends);
  if (!isOpenAfter(text, end)) {
    // 李明明妈 is not 李明: one more character and then the family or a border.
    const next = String.fromCodePoint(text.codePointAt(end) ?? 32);
    const rest = text.slice(end + next.length);
    if (KIN_OR_FAMILY_AHEAD.test(rest) || rest === '' || !isLetter(rest[0] ?? ' ')) {
      unknown.push({ start, end: end + next.length });
      return false;
    }
    return isHardStart(text, start, ends);
  }
  // Before the family or kin only a name can stand, whatever precedes it (古城区张三家).
  return isOpenBefore(text, start, ends) || KIN_OR_FAMILY_AHEAD.test(text.slice(end, end + 8));
}

function isHardStart(text: string, start: number, ends: ReadonlySet<number>): boolean {
  return (
    start === 0 ||
    ends.has(start) ||
    !isLetter(text[start - 1] ?? ' ') ||
    /[给跟和与记查就对因把将替为]$/.test(text.slice(0, start))
  );
}

/** 文静 in 李文静妈, 明月 in 欧阳明月: a surname stands before, itself behind a border. */
function isInsideLongerName(text: string, start: number, ends: ReadonlySet<number>): boolean {
  if (start === 0 || ends.has(start)) return false;
  const before = text[start - 1] ?? ' ';
  if (!SURNAMES.has(before) && !COMPOUND_SURNAMES.includes(text.slice(Math.max(0, start - 2), start))) return false;
  // These are surnames too, but stand before names as prepositions, verbs or kin.
  if (/[和于时史查管班记单程系成同对问联解经言相向与跟给急别让任钟关谈连计施通]/.test(before)) return false;
  const twoBefore = text[start - 2];
  return (
    twoBefore === undefined || !isLetter(twoBefore) || ends.has(start - 1) || /[给跟和与对找问约叫记查]/.test(twoBefore)
  );
}

function findNumbers(text: string, roster: RosterIndex): Found[] {
  const hits: Found[] = [];
  for (const match of text.matchAll(/(?<![\da-zA-Z.])[a-zA-Z]{0,2}\d{3,20}(?![\da-zA-Z]|\.\d)/g)) {
    const words = match[0];
    const start = match.index;
    const end = start + words.length;
    const whole = roster.byNumber(words);
    if (whole.length > 0) {
      hits.push({ students: whole, start, end, why: 'number' });
      continue;
    }
    const isNamed = /(?:尾号|后[三四五六]位|末[三四五六]位|学号|尾数)(?:是|为|:)?\s?$/.test(
      text.slice(Math.max(0, start - 8), start),
    );
    const isBeforeKin =
      KIN_OR_FAMILY_AHEAD.test(text.slice(end)) || /^(?:那个)?(?:同学|学生|的学生)/.test(text.slice(end));
    const isAtStart =
      /^(?:记|查|急)?\s?$/.test(text.slice(0, start)) &&
      /^\s?[\s，\p{Script=Han}]/u.test(text.slice(end)) &&
      !/^(?:元|块|年|级|人|号|个|班)/.test(text.slice(end));
    if (!isNamed && !isBeforeKin && !isAtStart) continue;
    const ending = roster.byNumberEnd(words);
    if (ending.length > 0) hits.push({ students: ending, start, end, why: 'digits' });
    else if (isNamed) hits.push({ students: [], start, end, why: 'not_in_roster' });
  }
  return hits;
}

function findLatin(text: string, roster: RosterIndex): Found[] {
  const hits: Found[] = [];
  const words = [...text.matchAll(/(?<![a-zA-Z])[a-zA-Z]{1,24}(?![a-zA-Z])/g)];
  for (let index = 0; index < words.length; index += 1) {
    const first = words[index];
    if (!first) continue;
    const hit = longestSpelling(text, words.slice(index, index + 4), roster);
    if (hit) {
      hits.push(hit);
      while (words[index + 1] && (words[index + 1]?.index ?? 0) < hit.end) index += 1;
      continue;
    }
    const letters = first[0].toLowerCase();
    if (letters.length < 2 || letters.length > 5 || NOT_INITIALS.has(letters)) continue;
    const start = first.index;
    const end = start + letters.length;
    const isPlaced =
      start === 0 ||
      /[\s，、。给跟和与记查对联系急]$/.test(text.slice(0, start)) ||
      KIN_OR_FAMILY_AHEAD.test(text.slice(end));
    const students = isPlaced ? roster.byInitials(letters) : [];
    if (students.length > 0) hits.push({ students, start, end, why: 'initials' });
  }
  return hits;
}

/** zhangsan, zhang san, Zhang San, ou yang ruo xi. */
function longestSpelling(text: string, words: readonly RegExpExecArray[], roster: RosterIndex): Found | undefined {
  const start = words[0]?.index ?? 0;
  for (let count = words.length; count >= 1; count -= 1) {
    const last = words[count - 1];
    if (!last) continue;
    const end = last.index + last[0].length;
    const span = text.slice(start, end);
    if (!/^[a-zA-Z' -]+$/.test(span)) continue;
    const letters = span.toLowerCase().replace(/[^a-z]/g, '');
    if (letters.length < 4) continue;
    const students = roster.byFullPinyin(letters);
    if (students.length > 0) return { students, start, end, why: 'pinyin' };
  }
  return undefined;
}

/** 雨桐妈 for 单雨桐, 三儿妈 for 张三: always a guess. */
function findGivenNames(text: string, roster: RosterIndex): Found[] {
  const hits: Found[] = [];
  for (const [pattern, isNickname] of [
    [NICKNAME, true],
    [GIVEN_NAME_CONTEXT, false],
  ] as const) {
    for (const match of text.matchAll(pattern)) {
      const words = match[1] ?? '';
      if (/^[他她我你这那每各全]/.test(words)) continue;
      const direct = roster.byGivenName(words);
      const students = direct.length > 0 ? direct : roster.byGivenName(words.replace(/^[小阿]/, ''));
      if (students.length === 0 || students.length > 200) continue;
      const start = match.index;
      hits.push({ students, start, end: start + words.length + (isNickname || match[2] ? 1 : 0), why: 'given_name' });
    }
  }
  return hits;
}

/** A guardian's own name (刘建国打电话来): his or her children, always a guess. */
function findGuardians(text: string, roster: RosterIndex): Found[] {
  const hits: Found[] = [];
  for (let start = 0; start < text.length; start += 1) {
    const hit = roster.guardianAt(text, start);
    if (!hit) continue;
    const end = start + hit.words.length;
    const isHere = WORD_NAMES.has(hit.words)
      ? hasHardBorders(text, start, end, new Set())
      : isOpenBefore(text, start, new Set()) && isOpenAfter(text, end) && !isInsideLongerName(text, start, new Set());
    if (isHere) hits.push({ students: hit.students, start, end, why: 'guardian' });
    start = end - 1;
  }
  return hits;
}

/** Names in a place where only a person can stand, though the roster has none such. */
function findUnknown(text: string, certain: readonly { start: number; end: number }[]): Found[] {
  const hits: Found[] = certain.map(({ start, end }) => ({ students: [], start, end, why: 'not_in_roster' }));
  const isName = (words: string): boolean => {
    const given = [...words].slice(COMPOUND_SURNAMES.some((surname) => words.startsWith(surname)) ? 2 : 1);
    return (
      given.length > 0 &&
      !NOT_A_PERSON.test(words) &&
      !WORD_NAMES.has(words) &&
      // 谈恋爱, 季军, 金奖: a matter that begins with a surname.
      (topicWordsAt(words, 0)?.words.length ?? 0) < words.length &&
      given.every((character) => !FUNCTION_CHARACTERS.includes(character))
    );
  };
  const atStart = UNKNOWN_AT_START.exec(text);
  const startWords = atStart?.[1];
  if (atStart && startWords && isName(startWords)) {
    const start = atStart[0].length - startWords.length;
    hits.push({ students: [], start, end: atStart[0].length, why: 'not_in_roster' });
  }
  for (const match of text.matchAll(UNKNOWN_WITH_KIN)) {
    const words = match[1] ?? '';
    const before = text[match.index - 1];
    const isBehindBorder =
      before === undefined || !isLetter(before) || /[给跟和与对找问约叫记查班系到访知诉天早晚刚了]/.test(before);
    if (isBehindBorder && isName(words))
      hits.push({ students: [], start: match.index, end: match.index + words.length, why: 'not_in_roster' });
  }
  return hits.sort((a, b) => b.end - b.start - (a.end - a.start));
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
