import { countDays, isDay } from '../../calendar/index.ts';
import type { Answer, Reply } from '../../command/index.ts';
import { writeOutDays } from '../../language/index.ts';
import type { Template } from '../../template/index.ts';
import { listPastDays, saysWhen } from '../plan/past-days.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import { ask, CANCEL_BUTTON } from './ask.ts';
import type { Composition } from './composition.ts';

/** A deadline further away than this was hardly meant when no year was said. */
const MAX_DAYS_AHEAD = 120;
const YEAR_SAID = /20\d\d|[今明后]年/u;

/** What makes the sender look again before there is a draft. */
export interface DayDoubt {
  readonly kind: 'year' | 'past_day';
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** YYYY-MM-DD */
  readonly day: string;
}

/** The first doubt about a day that the sender has not settled. Pure. */
export function findDayDoubt(composition: Composition, template: Template, today: string): DayDoubt | undefined {
  const { kind, fields } = composition;
  const far = template.fields.flatMap(({ name, label, type }): DayDoubt[] => {
    const value = fields[name] ?? '';
    const isFar = type === 'day_ahead' && isDay(value) && countDays(today, value) > MAX_DAYS_AHEAD;
    const isNextYear = value.slice(0, 4) > today.slice(0, 4);
    return isFar && isNextYear ? [{ kind: 'year', name, label, value, day: value }] : [];
  });
  const past = listPastDays(kind, fields, template, today).map((one): DayDoubt => ({ kind: 'past_day', ...one }));
  return [...far, ...past].find((doubt) => !composition.settled.includes(keyOf(doubt)));
}

/** 是今年已经过了的10月15日，还是2027年10月15日？ */
export function askAboutDay(doubt: DayDoubt, composition: Composition): Reply {
  const { kind, label, value, day } = doubt;
  if (kind === 'past_day') {
    const options = [
      { key: 'other_day', label: texts.otherDay },
      { key: 'keep_day', label: texts.sendPastDay },
      CANCEL_BUTTON,
    ];
    const words = isDay(value) ? texts.writtenDay(value) : value;
    return ask(
      texts.askPast(label, words, texts.writtenDay(day)),
      { step: kind, options, acceptsText: false },
      composition,
    );
  }
  const before = yearBefore(day);
  const options = [
    { key: 'other_day', label: texts.otherDay },
    { key: 'keep_day', label: texts.writtenDay(day) },
    CANCEL_BUTTON,
  ];
  const text = texts.askYear(label, texts.writtenDay(before), texts.writtenDay(day));
  return ask(text, { step: kind, options }, composition);
}

/** What the answer makes of the composition; undefined = not understood, or another day is wanted. */
export function settleDayDoubt(
  composition: Composition,
  doubt: DayDoubt,
  { optionKey, text }: Answer,
  today: string,
): Composition | undefined {
  const isKept = optionKey === 'keep_day' || (optionKey === null && text.includes(doubt.day.slice(0, 4)));
  if (isKept) return { ...composition, settled: [...composition.settled, keyOf(doubt)] };
  const isThisYear = doubt.kind === 'year' && optionKey === null && /今年|已经?过/u.test(text);
  if (!isThisYear || yearBefore(doubt.day).slice(0, 4) !== today.slice(0, 4)) return undefined;
  return { ...composition, fields: { ...composition.fields, [doubt.name]: yearBefore(doubt.day) } };
}

/** Days whose year stands in the words need no question. */
export function settleSaidYears(composition: Composition, words: string): Composition {
  if (!YEAR_SAID.test(words)) return composition;
  const keys = Object.entries(composition.fields).flatMap(([name, value]) =>
    isDay(value) ? [keyOf({ kind: 'year', name, value })] : [],
  );
  return { ...composition, settled: [...new Set([...composition.settled, ...keys])] };
}

/** 下周五 is another day for a family that reads it on Monday; where something is to come, the date stands there. */
export function writeOutFields(
  kind: string,
  fields: Readonly<Record<string, string>>,
  today: string,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, saysWhen(kind, name) ? writeOutDays(value, today) : value]),
  );
}

function keyOf({ kind, name, value }: Pick<DayDoubt, 'kind' | 'name' | 'value'>): string {
  return `${kind}:${name}:${value}`;
}

function yearBefore(day: string): string {
  return `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
}
