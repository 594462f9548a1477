import {
  addDays,
  HOLIDAYS_KNOWN_FROM,
  HOLIDAYS_KNOWN_UNTIL,
  listHolidays,
  nextWeekday,
  nextWorkday,
  type Term,
  weekdayOf,
} from '../../calendar/index.ts';
import { THEMES, type Theme, TOPIC_OF_THEME, themeOf } from './themes.ts';

/** One thing that a college tells all its groups, before it is stored. */
export interface ProposedItem {
  /** YYYY-MM-DD. */
  readonly dueOn: string;
  /** HH:mm. */
  readonly at: string;
  readonly action: 'send' | 'remind';
  readonly kind: string;
  readonly topic: string | null;
  readonly season: Season;
  readonly about: string | null;
}

/** Why just then; the words are in texts.zh.ts. */
export type Season = (typeof SEASONS)[number];
export const SEASONS = [
  'admission',
  'term_start',
  'cards',
  'part_time',
  'loans',
  'shopping',
  'all_year',
  'exams',
  'fees',
  'credit',
  'games',
  'romance',
  'graduation',
  'police',
  'holiday',
  'term_end',
  'weekly',
  'catch_up',
  'own',
] as const;

type Entry = readonly [monthDay: string, season: Season, kind: string, topic: string | null];

/** domain.md §4.6, the semester's risk calendar, and §5.3 for spending. Month and day; January belongs to the term before. */
const FIRST_TERM: readonly Entry[] = [
  ['08-26', 'admission', 'fraud', 'fake_teacher'],
  ['09-02', 'term_start', 'spending', null],
  ['09-10', 'cards', 'fraud', 'card_lending'],
  ['09-22', 'loans', 'fraud', 'trap_loan'],
  ['10-13', 'part_time', 'fraud', 'brushing'],
  ['10-27', 'loans', 'fraud', 'nude_loan'],
  ['11-05', 'shopping', 'fraud', 'refund'],
  ['11-06', 'shopping', 'spending', null],
  ['11-19', 'all_year', 'fraud', 'ai_face_swap'],
  ['12-03', 'exams', 'fraud', 'ticket_exam'],
  ['12-17', 'police', 'fraud', 'impersonate_police'],
  ['12-22', 'term_end', 'award', null],
  ['01-06', 'part_time', 'fraud', 'brushing'],
  ['01-07', 'term_end', 'holiday', null],
];
const SECOND_TERM: readonly Entry[] = [
  ['02-25', 'fees', 'fraud', 'fake_teacher'],
  ['02-26', 'term_start', 'spending', null],
  ['03-05', 'credit', 'fraud', 'credit_repair'],
  ['03-18', 'credit', 'fraud', 'cancel_campus_loan'],
  ['04-02', 'loans', 'fraud', 'trap_loan'],
  ['04-15', 'games', 'fraud', 'game_trade'],
  ['04-28', 'romance', 'fraud', 'romance_invest'],
  ['05-12', 'loans', 'fraud', 'nude_loan'],
  ['05-21', 'exams', 'fraud', 'ticket_exam'],
  ['06-03', 'graduation', 'fraud', 'training_loan'],
  ['06-11', 'cards', 'fraud', 'card_lending'],
  ['06-17', 'police', 'fraud', 'impersonate_police'],
  ['06-23', 'term_end', 'award', null],
  ['06-30', 'part_time', 'fraud', 'brushing'],
  ['07-01', 'term_end', 'holiday', null],
];
/** Weeks in which students are at school, roughly; the leader may take a week out. */
const TEACHING: Readonly<Record<'1' | '2', readonly [string, string]>> = {
  '1': ['09-01', '01-15'],
  '2': ['03-01', '07-10'],
};
/** Its facts (days, return, transport) are known to people only, so it is asked for instead of sent. */
const REMINDED: ReadonlySet<string> = new Set(['holiday', 'award']);

const POST_AT = '17:00';
const WEEKLY_AT = '12:00';
const REMIND_AT = '09:00';
const HOLIDAY_AHEAD_DAYS = 5;
const MIN_HOLIDAY_DAYS = 3;
const LONGEST_HOLIDAY_DAYS = 10;

export interface ProposalFacts {
  readonly term: Term;
  /** The first day that may have an item, YYYY-MM-DD. */
  readonly from: string;
  /** Themes that every group has got this term already. */
  readonly covered: ReadonlySet<Theme>;
  /** Is there such a text? A college may have removed one. */
  readonly hasText: (kind: string, topic: string | null) => boolean;
}

/**
 * The plan of what is left of a term, by time: the risk calendar, spending, the weekly line, holidays and the term's end. A
 * theme that has not reached every group and has no day of its own any more is put in, one a week. Pure; the same facts give
 * the same plan.
 */
export function proposeCampaign({ term, from, covered, hasText }: ProposalFacts): readonly ProposedItem[] {
  const part = term.name.endsWith('-1') ? '1' : '2';
  const entries = (part === '1' ? FIRST_TERM : SECOND_TERM).filter(([, , kind, topic]) => hasText(kind, topic));
  const calendar = entries.map(([monthDay, season, kind, topic]) => itemOf(dayIn(term, monthDay), season, kind, topic));
  const ahead = [...calendar, ...proposeHolidays(term, from)].filter(({ dueOn }) => dueOn >= from);
  const caughtUp = [...ahead, ...catchUp(ahead, { term, from, covered, hasText })];
  const weekly = hasText('weekly_line', null) ? proposeWeekly(term, part, from) : [];
  return [...caughtUp, ...weekly].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Whether the holidays of the rest of the term are announced already; if not, their reminders are missing in the plan. */
export function areHolidaysKnown(term: Term): boolean {
  return term.endsOn <= HOLIDAYS_KNOWN_UNTIL;
}

/** The day itself when people work on it, else the next such day; by weekends alone where the holidays are not known. */
function settleOnWorkday(day: string): string {
  const isKnown = day >= HOLIDAYS_KNOWN_FROM && addDays(day, LONGEST_HOLIDAY_DAYS) <= HOLIDAYS_KNOWN_UNTIL;
  return isKnown ? nextWorkday(day) : nextWeekday(day);
}

function itemOf(
  day: string,
  season: Season,
  kind: string,
  topic: string | null,
  about: string | null = null,
): ProposedItem {
  const action = REMINDED.has(kind) ? 'remind' : 'send';
  return {
    dueOn: settleOnWorkday(day),
    at: action === 'send' ? POST_AT : REMIND_AT,
    action,
    kind,
    topic,
    season,
    about,
  };
}

/** The day of a month and day within a term: January is in the calendar year after August. */
function dayIn(term: Term, monthDay: string): string {
  const sameYear = `${term.startsOn.slice(0, 4)}-${monthDay}`;
  return sameYear >= term.startsOn ? sameYear : `${term.endsOn.slice(0, 4)}-${monthDay}`;
}

function proposeHolidays(term: Term, from: string): ProposedItem[] {
  return listHolidays(from, term.endsOn)
    .filter(({ first, days }) => days >= MIN_HOLIDAY_DAYS && addDays(first, -HOLIDAY_AHEAD_DAYS) >= from)
    .map(({ first, last }) =>
      itemOf(addDays(first, -HOLIDAY_AHEAD_DAYS), 'holiday', 'holiday', null, `${first}/${last}`),
    );
}

function proposeWeekly(term: Term, part: '1' | '2', from: string): ProposedItem[] {
  const [first, last] = TEACHING[part];
  const end = dayIn(term, last);
  const items: ProposedItem[] = [];
  const begin = from > dayIn(term, first) ? from : dayIn(term, first);
  for (let monday = nextMonday(begin); monday <= end; monday = addDays(monday, 7)) {
    const item = itemOf(monday, 'weekly', 'weekly_line', null);
    items.push({ ...item, at: WEEKLY_AT });
  }
  return items;
}

function nextMonday(day: string): string {
  return addDays(day, (8 - weekdayOf(day)) % 7);
}

function catchUp(ahead: readonly ProposedItem[], { term, from, covered, hasText }: ProposalFacts): ProposedItem[] {
  const planned = new Set(ahead.flatMap(({ kind, topic }) => (kind === 'fraud' && topic ? [themeOf(topic)] : [])));
  const missing = THEMES.filter((theme) => !covered.has(theme) && !planned.has(theme));
  return missing.flatMap((theme, index) => {
    const topic = TOPIC_OF_THEME[theme];
    const day = addDays(from, 2 + index * 7);
    return day <= term.endsOn && hasText('fraud', topic) ? [itemOf(day, 'catch_up', 'fraud', topic)] : [];
  });
}

function keyOf({ dueOn, at, kind, topic }: ProposedItem): string {
  return `${dueOn} ${at} ${kind} ${topic ?? ''}`;
}
