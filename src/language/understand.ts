import { DEFAULT_TIME_ZONE } from '../calendar/index.ts';
import { tellsAfterAttempt } from './after-attempt.ts';
import { readAmend } from './amend.ts';
import { isOnlyAnswer, readAnswer } from './answer.ts';
import { readCampaign } from './campaign.ts';
import { settleCorrections } from './corrections.ts';
import { isCourtesy } from './courtesy.ts';
import { dayOf, instantOf, isoDay } from './day.ts';
import { findEmergency } from './emergency.ts';
import { FRAUD_WORDS } from './fraud-topics.ts';
import { findNoGoodNews } from './good-news.ts';
import { decideIntent, type IntentReading } from './intent.ts';
import { NO_REMINDER, noticeCodeOf, numberOfSchedule, readReminder, reasonOf } from './line-facts.ts';
import { withoutLowMark } from './low.ts';
import { asksForData, findNoContact, type NoContact, tellsOfTalk } from './no-contact.ts';
import { MAX_LINE_CHARACTERS, normaliseLine, unifyCharacters } from './normalise.ts';
import { findNotDone, type NotDone } from './not-done.ts';
import { readAward, readDiscipline, readNotice, splitNotice } from './notice.ts';
import { findSpokenKind } from './notice-kind.ts';
import { readKindFields } from './notice-kind-fields.ts';
import { findPeople, type People } from './people.ts';
import type { PersonHit } from './person-places.ts';
import type { Evidence, Intent, NoticeReading, Reading, RecordReading, StudentMention } from './reading.ts';
import { maskNames, type RecordsReading, readRecords } from './records.ts';
import { findRefusal } from './refusal.ts';
import type { RosterIndex } from './roster-index.ts';
import { readSchedule } from './schedule.ts';
import { findSendTime } from './send-time.ts';
import { settleTask } from './task.ts';
import { TEXTS } from './texts.zh.ts';
import { findDays } from './time-days.ts';
import { findUnknownClasses } from './unknown-class.ts';
import { readOnWall } from './wall-clock.ts';

export interface LineContext {
  readonly roster: RosterIndex;
  readonly now: Date;
  readonly term?: { readonly startsOn: string; readonly endsOn: string };
  readonly isQuestionOpen?: boolean;
  /** Whose clock the words mean; default Asia/Shanghai. */
  readonly timeZone?: string;
}

const RECENT_MS = 60 * 86_400_000;
const LONG_AGO_MS = 400 * 86_400_000;
const NOTICE_INTENTS: readonly Intent[] = ['notice', 'good_news', 'discipline', 'broadcast', 'schedule', 'letter'];
const COURTESY: IntentReading = { intent: 'help', rivals: [], isContactToo: false };
const NOTHING_READ: RecordsReading = { records: [], evidence: [], impossible: null };

/** Reads one line of a counsellor. Pure; never throws, whatever the line; lines above 5,000 characters get a question. */
export function understandLine(line: string, context: LineContext): Reading {
  return readOnWall(context.now, context.timeZone ?? DEFAULT_TIME_ZONE, (now) => {
    const local = { ...context, now };
    return settleTask(readTimed(line, local), now, (words) => readLine(words, local));
  });
}

const TIMED_INTENTS: readonly Intent[] = ['notice', 'good_news', 'discipline', 'broadcast'];

/** A time beside the order is no part of what the notice says; 不急 settles it already. */
function readTimed(line: string, context: LineContext): Reading {
  const reading = readMarked(line, context);
  if (!reading.notice || reading.notice.isLow || !TIMED_INTENTS.includes(reading.intent)) return reading;
  const found = findSendTime(line, context);
  if (found === undefined) return reading;
  const rest = readMarked(found.rest, context);
  const { notice, intent } = rest;
  if (!notice || intent !== reading.intent) {
    return { ...reading, notice: { ...reading.notice, sendTime: found.sendTime } };
  }
  return { ...rest, line, normalised: reading.normalised, notice: { ...notice, sendTime: found.sendTime } };
}

/** 不急 and 晚上一起发 are no part of a notice's words; in any other line they mean nothing. */
function readMarked(line: string, context: LineContext): Reading {
  const rest = line.length > MAX_LINE_CHARACTERS ? undefined : withoutLowMark(line);
  const reading = rest === undefined ? undefined : readLine(rest, context);
  if (!reading?.notice) return readLine(line, context);
  return { ...reading, line, notice: { ...reading.notice, isLow: true } };
}

/** A letter that went out; 给某某家写封信 is one still to be written. */
const POSTED = /(?:寄|发|邮|投)(?:出|走|掉|去)*[了过]|已经?(?:寄|发|邮|投)|EMS|单号|\d{10,}/iu;

function readLine(line: string, context: LineContext, isEmergency = false): Reading {
  if (line.length > MAX_LINE_CHARACTERS) return emptyReading(line, TEXTS.tooLong);
  const normalised = normaliseLine(line);
  const split = splitNotice(line);
  const typed = split ? normaliseLine(split.head) : normalised;
  // The sender's own text is not mined for names: only the head says who it is for.
  const found = findPeople(typed, context.roster, isEmergency);
  const { text, persons } = split ? { text: typed, persons: found.persons } : settleCorrections(typed, found.persons);
  const everyone = { ...found, persons };
  const people = { ...everyone, persons: addressees(text, everyone.persons) };
  // A mere 嗯 is filler everywhere else, but as a whole line it is an answer.
  const answer = readAnswer(split ? '' : text === '' ? unifyCharacters(line) : text, context);
  const masked = maskNames(text, everyone.persons);
  const campaign = split || people.persons.length > 0 ? null : readCampaign(text, context);
  const supposed: IntentReading = isCourtesy(line)
    ? COURTESY
    : decideIntent({
        text: masked,
        hasOwnText: split !== undefined,
        hasStudent: people.persons.length > 0,
        hasGuardian: people.persons.some((person) => person.guardian !== undefined),
        isOnlyStudents: isOnlyStudents(text, people),
        isOnlyAnswer: !split && isOnlyAnswer(answer, text),
        isQuestionOpen: context.isQuestionOpen ?? false,
        isAboutCampaign: campaign !== null,
        hasRecentDay: findDays(masked, context, 'past').some(
          ({ day }) => day !== null && isRecent(instantOf(day, 0), context.now),
        ),
      });
  // A name that is a word is found only where danger makes it one; whoever is in danger must not be asked for in vain.
  if (supposed.intent === 'emergency' && !isEmergency) {
    const again = readLine(line, context, true);
    if (again.intent === 'emergency') return again;
  }
  const isAfterAttempt =
    !split && supposed.intent === 'unknown' && people.persons.length === 0 && tellsAfterAttempt(masked);
  const notDone = split ? null : findNothing(supposed, masked, people);
  const told = isAfterAttempt ? AFTER_ATTEMPT : notDone === null ? supposed : withoutContact(supposed, notDone);
  const meanings = [told.intent, ...told.rivals];
  const isTold = meanings.includes('record') || (told.intent === 'letter' && POSTED.test(masked)) || told.isContactToo;
  const read = isTold ? readRecords(text, people.persons, context) : NOTHING_READ;
  const decided = isDoubtful(told, read.records, `${masked}${line}`) ? DOUBTFUL : told;
  const settled = settleAttempt(decided.intent, read.records);
  const noGoodNews = settled === 'good_news' ? findNoGoodNews(text, masked, everyone.persons) : null;
  const intent = noGoodNews === null ? settled : 'unknown';
  const ownText = split?.text ?? null;
  const rivals = noGoodNews === null ? decided.rivals : [];
  const noticeIntent = [intent, ...rivals].find((meaning) => NOTICE_INTENTS.includes(meaning));
  const unknownClasses = noticeIntent ? findUnknownClasses(masked, people.classes) : [];
  const classNames = [...new Set([...people.classes.flatMap((span) => span.classNames), ...unknownClasses])];
  const notice = noticeIntent ? noticeOf(noticeIntent, text, ownText, people, everyone, classNames, context) : null;
  const rhythm = intent === 'schedule' || intent === 'schedule_stop' ? readSchedule(masked) : null;
  const students = mentionsOf(people, intent, read.records);
  const reminder = intent === 'reminder' ? readReminder(masked, context) : NO_REMINDER;
  const impossible = reminder.missingDay ?? read.impossible;
  const canRefuse = ['notice', 'broadcast', 'schedule', 'unknown', 'good_news', 'escalation', 'look_up'].includes(
    intent,
  );
  const refusal = canRefuse ? findRefusal(text, ownText, people.persons.length > 0) : null;
  return {
    line,
    normalised,
    intent: refusal && intent === 'unknown' ? 'notice' : intent,
    rivals,
    students,
    classNames,
    records: read.records,
    amend:
      intent === 'amend'
        ? readAmend(
            text,
            people.persons.map((person) => person.mention),
            people.persons.map((person) => person.start),
            context,
          )
        : null,
    notice,
    schedule: rhythm?.schedule ?? null,
    campaign,
    scheduleNumber: intent === 'schedule_stop' ? numberOfSchedule(text) : null,
    reminderAt: reminder.at,
    task: null,
    emergency: intent === 'emergency' ? (findEmergency(masked) ?? 'acute') : null,
    noticeCode: noticeCodeOf(text),
    isAboutAll: /所有人|全部|所有的?(?!家长|班)|大家的|整个|全校|全院|一切|统统|全都/.test(text),
    reason: reasonOf(text),
    answer,
    question: refusal
      ? null
      : noGoodNews !== null
        ? TEXTS.noGoodNews[noGoodNews]
        : notDone !== null && intent === 'unknown'
          ? (TEXTS.notDone[notDone] ?? null)
          : isAfterAttempt
            ? null
            : unknownClasses.length > 0 && notice?.audience?.kind !== 'family'
              ? TEXTS.classNotFound(unknownClasses, context.roster.classNames)
              : questionOf(intent, people, read, rhythm?.isUnsupported ?? false, students, context.now),
    refusal,
    evidence: [
      ...evidenceOf(people, intent),
      ...read.evidence,
      ...(impossible === null ? [] : [{ words: impossible, means: IMPOSSIBLE_TIME }]),
      ...(isAfterAttempt ? [{ words: line, means: MADE_GOOD }] : []),
      ...(notDone === 'others' || decided === DOUBTFUL ? [{ words: line, means: DOUBTFUL_CONTACT }] : []),
    ],
  };
}

function isContactIntent({ intent, isContactToo }: IntentReading): boolean {
  return intent === 'record' || isContactToo;
}

/** Why the line tells of no contact of the sender's; null when it tells of one, or is about something else. */
function findNothing(supposed: IntentReading, masked: string, people: People): NotDone | NoContact | null {
  if (supposed.rivals.length > 0) return null;
  if (isContactIntent(supposed)) return findNotDone(masked) ?? findNoContact(masked);
  return supposed.intent === 'unknown' && people.persons.length > 0 && asksForData(masked) ? 'asked' : null;
}

const AFTER_ATTEMPT: IntentReading = { intent: 'record', rivals: [], isContactToo: false };
const DOUBTFUL: IntentReading = { intent: 'look_up', rivals: ['record'], isContactToo: false };

/** A question about a contact is a look-up; what was not done is nothing yet; who spoke is asked. An emergency stays one. */
function withoutContact(decided: IntentReading, notDone: NotDone | NoContact): IntentReading {
  if (decided.isContactToo) return { ...decided, isContactToo: false };
  if (notDone === 'others') return DOUBTFUL;
  return { ...decided, intent: notDone === 'asked' ? 'look_up' : 'unknown' };
}

/** A student and kin, and neither a way nor a word of talk nor an answer: asked about, never silently a record. */
function isDoubtful({ intent, rivals }: IntentReading, records: readonly RecordReading[], masked: string): boolean {
  if (intent !== 'record' || rivals.length > 0 || records.length === 0 || tellsOfTalk(masked)) return false;
  return records.every(
    ({ isMethodStated, outcome, familySaid }) => !isMethodStated && outcome === 'reached' && familySaid === null,
  );
}

function isRecent(at: Date, now: Date): boolean {
  const age = now.getTime() - at.getTime();
  return age >= 0 && age < RECENT_MS;
}

function emptyReading(line: string, question: string): Reading {
  return {
    line,
    normalised: '',
    intent: 'unknown',
    rivals: [],
    students: [],
    classNames: [],
    records: [],
    amend: null,
    notice: null,
    schedule: null,
    campaign: null,
    scheduleNumber: null,
    reminderAt: null,
    task: null,
    emergency: null,
    noticeCode: null,
    isAboutAll: false,
    reason: null,
    answer: { choice: null, yesNo: null, states: null, confirm: false, cancel: false, date: null },
    question,
    refusal: null,
    evidence: [],
  };
}

/** In a notice of a punishment the names inside the reason (因为和张三打架) are not addressed. */
function addressees(text: string, persons: readonly PersonHit[]): readonly PersonHit[] {
  if (persons.length < 2 || !/^处分|处分(?:的)?(?:告知|通知|决定)|告知处分/.test(text)) return persons;
  const reason = text.search(/因(?!子)|由于|事由|原因|理由/);
  const kept = persons.filter(({ start, end }, index) => {
    if (index === 0) return true;
    if (reason >= 0 && start > reason) return false;
    const isBeside = /(?:和|跟|与|同|打了?|把|殴打|辱骂)$/.test(text.slice(0, start));
    return !(
      isBeside &&
      /打架|斗殴|互殴|群殴|动手|冲突|争执|吵架|打伤|口角|打了/.test(text.slice(end).split(/[，。；\n]/)[0] ?? '')
    );
  });
  return kept;
}

function isOnlyStudents(text: string, people: People): boolean {
  if (people.persons.length === 0) return false;
  let rest = text;
  for (const span of [...people.persons, ...people.classes].sort((a, b) => b.start - a.start))
    rest = rest.slice(0, span.start) + rest.slice(span.end);
  return /^[\s，。、！？的是同学那个()吧呢]*$/.test(rest);
}

function settleAttempt(intent: Intent, records: readonly RecordReading[]): Intent {
  const isAttempt =
    intent === 'record' && records.length > 0 && records.every((record) => record.outcome !== 'reached');
  return isAttempt ? 'attempt' : intent;
}

function noticeOf(
  intent: Intent,
  text: string,
  ownText: string | null,
  people: People,
  everyone: People,
  classNames: readonly string[],
  context: LineContext,
): NoticeReading {
  // Whom a student fought with is nobody's business at home: 他人 stands for that name.
  const withoutNames = everyone.persons.reduceRight(
    (rest, person) =>
      `${rest.slice(0, person.start)}${people.persons.includes(person) ? ' ' : '他人'}${rest.slice(person.end)}`,
    text,
  );
  const hasStudent = people.persons.length > 0;
  const isSpoken =
    ownText === null && (intent === 'notice' || (intent === 'schedule' && !FRAUD_WORDS.test(withoutNames)));
  const kind = isSpoken ? findSpokenKind(withoutNames, hasStudent) : null;
  const fields =
    intent === 'good_news'
      ? readAward(withoutNames)
      : intent === 'discipline'
        ? readDiscipline(withoutNames, context)
        : kind === null
          ? {}
          : readKindFields(kind, withoutNames, context);
  const notice = readNotice({ head: text, ownText, classNames, hasStudent, kind, fields });
  if (intent === 'broadcast' || intent === 'schedule') {
    return notice.audience?.kind === 'families' ? notice : { ...notice, audience: { kind: 'groups', classNames } };
  }
  if ((intent === 'good_news' || intent === 'discipline' || intent === 'letter') && notice.audience === null) {
    return {
      ...notice,
      audience: people.persons.length > 0 ? { kind: 'family', relation: null } : { kind: 'families', classNames },
    };
  }
  return notice;
}

/** For a record only the students it is about; else everyone named. */
function mentionsOf(people: People, intent: Intent, records: readonly RecordReading[]): StudentMention[] {
  if ((intent === 'record' || intent === 'attempt') && records.length > 0)
    return [...new Set(records.map((record) => record.student))];
  return people.persons.map((person) => person.mention);
}

function questionOf(
  intent: Intent,
  people: People,
  read: RecordsReading,
  isUnsupported: boolean,
  students: readonly StudentMention[],
  now: Date,
): string | null {
  const doubtful = students.find((mention) => mention.candidates.length > 1);
  if (doubtful) return TEXTS.which(doubtful);
  const guess = students.find((mention) => mention.isGuess);
  if (guess) return TEXTS.isItThisOne(guess);
  if (intent === 'record' || intent === 'attempt' || intent === 'look_up' || NOTICE_INTENTS.includes(intent)) {
    const missing = students.find((mention) => mention.candidates.length === 0);
    if (missing) return TEXTS.notFound(missing.words);
  }
  if (isUnsupported) return TEXTS.unsupportedRhythm;
  if ((intent === 'record' || intent === 'attempt') && people.persons.length === 0) return TEXTS.whichStudent;
  if (read.impossible) return TEXTS.impossibleDate(read.impossible);
  const oldest = read.records.find((record) => record.occurredAt.getTime() < now.getTime() - LONG_AGO_MS);
  return oldest ? TEXTS.longAgo(isoDay(dayOf(oldest.occurredAt))) : null;
}

/** Marks a line without a student that goes on with the family of the attempt before it. */
export const MADE_GOOD = 'contact:made_good';

/** Marks a line of which it is not sure that the sender spoke with the family; whoever asks says so. */
export const DOUBTFUL_CONTACT = 'contact:doubtful';

/** Marks a time that no contact or reminder can have; whoever stores must not go on before it is another one. */
export const IMPOSSIBLE_TIME = 'time:impossible';

function evidenceOf(people: People, intent: Intent): Evidence[] {
  return [
    { words: '', means: `intent:${intent}` },
    ...people.classes.map((span) => ({ words: span.words, means: `class:${span.classNames.join('|')}` })),
    ...people.persons.map((person) => ({ words: person.mention.words, means: `student:${person.why}` })),
  ];
}
