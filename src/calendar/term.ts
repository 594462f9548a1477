import { toUtcMs } from './day.ts';
import { calendarTexts } from './texts.zh.ts';

/** A term; together the terms cover every day without a gap, so that the holidays belong to the term before them. */
export interface Term {
  /** First year, second year, part: 2026-2027-1. */
  readonly name: string;
  /** First and last day, both inside. */
  readonly startsOn: string;
  readonly endsOn: string;
  readonly title: string;
}

const TERM_NAME_PATTERN = /^(\d{4})-(\d{4})-([12])$/u;

/** The term of a day: 1 August to 31 January is the first, 1 February to 31 July the second. */
export function termOf(day: string): Term {
  const date = new Date(toUtcMs(day));
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + 1;
  if (month >= 8) return buildTerm(year, 1);
  return buildTerm(year - 1, month === 1 ? 1 : 2);
}

/** The term of that name (2026-2027-1), if there can be one. */
export function findTerm(name: string): Term | undefined {
  const match = TERM_NAME_PATTERN.exec(name);
  if (match === null) return undefined;
  const firstYear = Number(match[1]);
  if (Number(match[2]) !== firstYear + 1) return undefined;
  return buildTerm(firstYear, match[3] === '1' ? 1 : 2);
}

function buildTerm(firstYear: number, part: 1 | 2): Term {
  const [first, second] = [yearText(firstYear), yearText(firstYear + 1)];
  return {
    name: `${first}-${second}-${part}`,
    startsOn: part === 1 ? `${first}-08-01` : `${second}-02-01`,
    endsOn: part === 1 ? `${second}-01-31` : `${second}-07-31`,
    title: calendarTexts.termTitle(firstYear, part),
  };
}

function yearText(year: number): string {
  return String(year).padStart(4, '0');
}
