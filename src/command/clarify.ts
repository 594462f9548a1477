import { z } from 'zod';
import {
  DOUBTFUL_CONTACT,
  IMPOSSIBLE_TIME,
  type IndexedStudent,
  type Intent,
  OCCURRED_AT,
  type Reading,
  type StudentMention,
} from '../language/index.ts';
import type { Answer, Question, Reply, ReplyButton } from './command.ts';
import { INTENT_LABELS, commandTexts as texts } from './texts.zh.ts';

/**
 * Questions that are the same for every command, asked before it runs: which of several meanings, which of several
 * students, or what the reading itself asks. Nothing is done before they are settled; the line is read anew with each
 * answer, as of the moment when it was written, so that 刚才 keeps its meaning.
 */
export const CLARIFY_COMMAND = 'clarify';

const ClarificationSchema = z.object({
  asks: z.enum(['intent', 'student', 'words']),
  /** The line, with what was added in answers. */
  line: z.string(),
  /** How to read it, when an answer put another day in the place of one that cannot be; null = as it was said. */
  readAs: z.string().nullable().default(null),
  saidAt: z.iso.datetime(),
  intent: z.string().nullable(),
  chosen: z.array(z.object({ words: z.string(), studentId: z.string() })),
  /** The words of the mention that is being asked about, or the question that was asked. */
  asking: z.string().nullable(),
  /** The person said yes to the question, as to `是去年的事吗？`. */
  isAgreed: z.boolean(),
});
export type Clarification = z.infer<typeof ClarificationSchema>;

/** More do not fit on a card. */
const MAX_CHOICES = 6;

/** Reads the state of a clarifying question; throws when somebody else wrote it. */
export function parseClarification(state: unknown): Clarification {
  return ClarificationSchema.parse(state);
}

export function beginClarification(line: string, saidAt: Date): Clarification {
  const nothing = { readAs: null, intent: null, chosen: [], asking: null, isAgreed: false };
  return { asks: 'words', line, saidAt: saidAt.toISOString(), ...nothing };
}

/** The reading with everything that was chosen so far. */
export function applyClarification(reading: Reading, clarification: Clarification): Reading {
  const settle = (mention: StudentMention): StudentMention => settleMention(mention, clarification);
  const { intent } = clarification;
  return {
    ...reading,
    ...(intent === null ? {} : { intent: intent as Intent, rivals: [] }),
    // Which student is asked below; whom the roster does not know is said by the command, which may still serve the others.
    question: isAboutStudents(reading) ? null : reading.question,
    students: reading.students.map(settle),
    records: reading.records.map((record) => ({ ...record, student: settle(record.student) })),
    amend: reading.amend?.student ? { ...reading.amend, student: settle(reading.amend.student) } : reading.amend,
  };
}

function settleMention(mention: StudentMention, { chosen }: Clarification): StudentMention {
  const choice = chosen.find(({ words }) => words === mention.words);
  const student = mention.candidates.find(({ studentId }) => studentId === choice?.studentId);
  return student ? { ...mention, candidates: [student], isGuess: false } : mention;
}

/**
 * The next thing that must be asked before the command runs; undefined when all is clear. `sameCommand` says whether two
 * intents lead to the same command, in which case there is nothing to ask.
 */
export function nextClarification(
  reading: Reading,
  clarification: Clarification,
  sameCommand: (left: Intent, right: Intent) => boolean,
): Reply | undefined {
  const rivals = reading.rivals.filter((rival) => !sameCommand(rival, reading.intent));
  if (clarification.intent === null && rivals.length > 0) return askIntent(reading, rivals, clarification);
  const unclear = findUnclear(reading);
  if (unclear) return askStudent(unclear, clarification);
  // A mere yes does not make tomorrow a day on which somebody was reached, and choosing the student leaves it as it was.
  const wrongTime = reading.evidence.find(({ means }) => means === IMPOSSIBLE_TIME);
  if (wrongTime && (reading.intent === 'record' || reading.intent === 'attempt')) {
    return clarification.asking === wrongTime.words
      ? { text: texts.sayItAgain }
      : askDay(texts.whichDay(wrongTime.words), { ...clarification, asking: wrongTime.words });
  }
  if (reading.question === null || clarification.isAgreed) return undefined;
  // The same question after an answer in words: the words did not help, and guessing on is worse than starting again.
  if (clarification.asking === reading.question) return { text: texts.sayItAgain };
  const asked = { ...clarification, asking: reading.question };
  return reading.records.length > 0 ? askDay(reading.question, asked) : askWords(reading.question, asked);
}

function isAboutStudents({ students }: Reading): boolean {
  return students.some(({ candidates, isGuess }) => candidates.length !== 1 || isGuess);
}

function findUnclear(reading: Reading): StudentMention | undefined {
  const mentions = [...reading.records.map(({ student }) => student), ...reading.students];
  // A look-up of the wrong student shows at once that it is the wrong one; a record of the wrong one does not.
  const mayGuess = reading.intent === 'look_up';
  return mentions.find(
    ({ candidates, isGuess }) => candidates.length > 1 || (candidates.length === 1 && isGuess && !mayGuess),
  );
}

function askIntent(reading: Reading, rivals: readonly Intent[], clarification: Clarification): Reply {
  const isDoubtful = reading.evidence.some(({ means }) => means === DOUBTFUL_CONTACT);
  const meanings = isDoubtful ? [...rivals, reading.intent] : [reading.intent, ...rivals];
  const options = [...new Set(meanings)]
    .slice(0, MAX_CHOICES - 1)
    .map((intent) => ({ key: intent, label: INTENT_LABELS[intent] }));
  return ask(isDoubtful ? texts.isItAContact : texts.whichIntent, options, false, { ...clarification, asks: 'intent' });
}

/** Two students of one name are told apart by class and number. */
function askStudent({ words, candidates }: StudentMention, clarification: Clarification): Reply {
  const shown = candidates.slice(0, MAX_CHOICES - 1);
  const options = shown.map((student) => ({ key: student.studentId, label: labelOf(student) }));
  const hidden = candidates.length - shown.length;
  const question = candidates.length === 1 ? texts.isItThisStudent(words) : texts.whichStudent(words);
  const text = hidden > 0 ? `${question}\n${texts.moreStudents(hidden)}` : question;
  return ask(text, options, true, { ...clarification, asks: 'student', asking: words });
}

function askWords(question: string, clarification: Clarification): Reply {
  return ask(question, [], true, { ...clarification, asks: 'words' });
}

/** 不对，是昨天 answers this question; it does not correct the record before. */
function askDay(question: string, clarification: Clarification): Reply {
  const { text, question: asked } = askWords(question, clarification);
  return asked ? { text, question: { ...asked, takes: ['amend'] } } : { text };
}

function ask(text: string, options: readonly ReplyButton[], acceptsText: boolean, state: Clarification): Reply {
  const cancel: ReplyButton = { key: 'cancel', label: texts.cancel, style: 'plain' };
  const question: Question = { options: [...options, cancel], acceptsText, state };
  return { text, question };
}

function labelOf(student: IndexedStudent): string {
  return texts.studentLabel(student.className, student.name, student.studentNo);
}

/** What an answer is made of, beside its words. */
interface AnswerSense {
  /** Those of the mention that was asked about. */
  readonly candidates: readonly IndexedStudent[];
  /** The words are a mere yes. */
  readonly isAgreed: boolean;
  /** The words name one day. */
  readonly isDay: boolean;
  /** The line as it was understood when the question was asked. */
  readonly reading: Reading;
}

/** Takes an answer in; undefined when it settles nothing. */
export function settle(
  clarification: Clarification,
  answer: Answer,
  { candidates, isAgreed, isDay, reading }: AnswerSense,
): Clarification | undefined {
  const { asks, asking } = clarification;
  if (asks === 'intent') return answer.optionKey === null ? undefined : { ...clarification, intent: answer.optionKey };
  if (asks === 'words') {
    if (isAgreed) return { ...clarification, isAgreed };
    const line = `${clarification.line} ${answer.text}`;
    const before = clarification.readAs ?? clarification.line;
    return {
      ...clarification,
      line,
      readAs: (isDay ? withOtherDay(before, answer.text, reading) : null) ?? `${before} ${answer.text}`,
    };
  }
  const studentId = answer.optionKey ?? findByWords(candidates, answer.text)?.studentId;
  if (studentId === undefined || asking === null) return undefined;
  return { ...clarification, chosen: [...clarification.chosen, { words: asking, studentId }] };
}

/**
 * The line with the day of the answer in the place of the one that was asked about: 2月30日 beside 3月1日 would still be
 * wrong. Undefined when the line no longer shows which words those were.
 */
function withOtherDay(line: string, answer: string, { normalised, evidence }: Reading): string | undefined {
  const oldestFirst = evidence
    .filter(({ means }) => means.startsWith(OCCURRED_AT))
    .sort((left, right) => left.means.localeCompare(right.means));
  const words = (evidence.find(({ means }) => means === IMPOSSIBLE_TIME) ?? oldestFirst[0])?.words ?? '';
  const text = [line, normalised].find((written) => written.includes(words));
  if (words === '' || text === undefined) return undefined;
  return text.replace(words, () => answer.replace(/^(?:不是|不对|应该|那就|是|在|[，,。\s])+/u, ''));
}

/** 3班的那个, or the last digits of the number; undefined unless exactly one fits. */
function findByWords(candidates: readonly IndexedStudent[], words: string): IndexedStudent | undefined {
  const wanted = words.replace(/的那个|那个|的那位|那位|[\s，。的]/gu, '');
  if (wanted.length < 2) return undefined;
  const fits = candidates.filter((student) => student.className.includes(wanted) || student.studentNo.endsWith(wanted));
  return fits.length === 1 ? fits[0] : undefined;
}
