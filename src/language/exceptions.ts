import { findOutcome, tellsOfMiss } from './outcome.ts';
import type { PersonHit } from './person-places.ts';
import { FAMILY_WORD, KIN_WORD } from './relation.ts';

/**
 * A list with an exception: 三家都打了，除了王五没接其他都接了; 都接了，就王五没接; 只有李四关机，其余都通了. The words of the exception are
 * those of the excepted alone, and the words about all the others are not theirs.
 */
export interface ExceptionReading {
  readonly excepted: readonly PersonHit[];
  readonly others: readonly PersonHit[];
  /** The line without what is not about the excepted; places and lengths stay. */
  readonly blankForExcepted: (text: string) => string;
  readonly blankForOthers: (text: string) => string;
  /** What became of the excepted when no word says it: the contrary; null when they were not tried at all. */
  readonly implied: 'no_answer' | 'reached' | null | undefined;
}

const NAMES = `(?:某+(?:同学)?(?:的|他|她)*(?:${KIN_WORD}|${FAMILY_WORD}|家(?!访))?[、和跟与及]?)+`;
const OTHERS = '(?:其他|其它|其余|别的|剩下|另外|余下|剩余)(?:的|人|家长?|[两三四五六七八九几\\d]?[个位家]|们|同学)*';
const EXCEPT_FIRST = new RegExp(
  `(?:除(?:了|去|开|却)?(${NAMES})([^，。；\\n]*?)(?:之外|以外|外)?[，\\s]*(?:${OTHERS})?|(?:只有|就|唯独|唯有|仅有?)(${NAMES})([^，。；\\n]*?)[，\\s]*${OTHERS})((?:也|基本)?(?:都|全|均)[^，。；\\n]*)`,
);
const ALL_FIRST = new RegExp(
  `((?:都|全|均)[^，。；\\n]*?)[，。；\\s]*(?:就是?|只有|唯独|唯有|仅有?|除了|但是?|不过)(${NAMES})([^，。；\\n]+)`,
);
/** 张三、李四家长电话打了，李四家没人接: all were tried, and one of them was missed. */
const TRIED_THEN_ONE = new RegExp(
  `((?:都|全|均)?(?:打|联系|通知|发)(?:了|过|完)(?:电话|微信|短信)?)[，。；\\s]+(?:但是?|不过|其中|结果)?(${NAMES})([^，。；\\n]+)[。！\\s]*$`,
);
const TRIED_ONLY =
  /^(?:也|基本|都|全|均|部)*(?:打|联系|通知|告知|发|聊|沟通|给|说)(?:了|过|完|到)?(?:电话|微信|短信|一遍)?了?$/;
const TELLS_HOW_IT_WENT = /接|通|回|说|没|未|不|关机|停机|空号|知道|同意/;

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The exception of a masked line that names at least two students before it; undefined for every other line. */
export function findException(text: string, persons: readonly PersonHit[]): ExceptionReading | undefined {
  const found = exceptFirst(text) ?? allFirst(text, ALL_FIRST) ?? triedThenOne(text);
  if (!found) return undefined;
  const { zone, names, words, all } = found;
  const listed = persons.filter(({ start }) => start < Math.min(zone.start, all.start));
  const excepted = persons.filter((person) => isInside(person, names));
  const isExcepted = (person: PersonHit): boolean => excepted.some((other) => isSame(person, other));
  const others = listed.filter((person) => !isExcepted(person));
  if (listed.length < 2 || excepted.length === 0 || others.length === 0) return undefined;
  if (!excepted.every((person) => listed.some((other) => isSame(person, other)))) return undefined;
  const saysAll = text.slice(all.start, all.end);
  const hasWords = words.start < words.end && text.slice(words.start, words.end).trim() !== '';
  // With a word of kin the exception says who answered: 除了李四妈都没接.
  const contrary = findOutcome(saysAll, 'phone').outcome === 'reached' ? 'no_answer' : 'reached';
  return {
    excepted: persons.filter((person) => isExcepted(person) && (person.start < all.start || isInside(person, names))),
    others,
    blankForExcepted: (from) =>
      blank(from, [
        ...others,
        { start: zone.start, end: names.start },
        ...(all.start >= zone.start || TELLS_HOW_IT_WENT.test(saysAll) ? [all] : []),
        { start: words.end, end: Math.max(words.end, all.start) },
      ]),
    blankForOthers: (from) =>
      blank(from, [
        ...listed.filter(isExcepted),
        { start: zone.start, end: all.start > zone.start ? all.start : zone.end },
      ]),
    implied: hasWords ? undefined : TRIED_ONLY.test(saysAll.trim()) ? null : contrary,
  };
}

interface Places {
  readonly zone: Span;
  readonly names: Span;
  readonly words: Span;
  readonly all: Span;
}

function exceptFirst(text: string): Places | undefined {
  const match = EXCEPT_FIRST.exec(text);
  const names = match?.[1] ?? match?.[3];
  const all = match?.[5];
  if (!match || !names || !all) return undefined;
  const end = match.index + match[0].length;
  const start = text.indexOf(names, match.index);
  const afterNames = start + names.length;
  const words = (match[2] ?? match[4] ?? '').length;
  return {
    zone: { start: match.index, end },
    names: { start, end: afterNames },
    words: { start: afterNames, end: afterNames + words },
    all: { start: end - all.length, end },
  };
}

function triedThenOne(text: string): Places | undefined {
  const found = allFirst(text, TRIED_THEN_ONE);
  return found && tellsOfMiss(text.slice(found.words.start, found.words.end)) ? found : undefined;
}

function allFirst(text: string, pattern: RegExp): Places | undefined {
  const match = pattern.exec(text);
  const [whole, all, names, words] = match ?? [];
  if (!match || !whole || !all || !names || !words) return undefined;
  const end = match.index + whole.length;
  const start = end - words.length - names.length;
  return {
    zone: { start: match.index + all.length, end },
    names: { start, end: end - words.length },
    words: { start: end - words.length, end },
    all: { start: match.index, end: match.index + all.length },
  };
}

function isInside({ start, end }: Span, outer: Span): boolean {
  return start >= outer.start && end <= outer.end;
}

function isSame(one: PersonHit, other: PersonHit): boolean {
  const ids = ({ mention }: PersonHit): string => mention.candidates.map(({ studentId }) => studentId).join();
  return ids(one) === '' ? one.mention.words === other.mention.words : ids(one) === ids(other);
}

function blank(text: string, spans: readonly Span[]): string {
  return spans.reduce(
    (rest, { start, end }) => (end <= start ? rest : rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end)),
    text,
  );
}
