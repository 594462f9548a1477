import { isLetter } from './lexicon/borders.ts';
import { COMPOUND_SURNAMES, NOT_A_PERSON, SURNAMES, WORD_NAMES } from './lexicon/names.ts';
import { matchesOf } from './matches.ts';
import type { Found } from './person-places.ts';
import { FAMILY_WORD, KIN_WORD } from './relation.ts';
import { topicWordsAt } from './topic-words.ts';

const FUNCTION_CHARACTERS =
  '其的他她它们了在是有没不说来去到打被给跟与对找问约叫让请把这那谁每位各个些我你您班级都也又还已就才刚昨从该为电微短信话接通联系记查催';
const UNKNOWN_WITH_KIN = new RegExp(
  `((?:${COMPOUND_SURNAMES.join('|')}|[${[...SURNAMES].join('')}])[\\p{Script=Han}]{1,2}?)(?=(?:同学)?[的之]?(?:他|她|其)?(?:${KIN_WORD}|${FAMILY_WORD}))`,
  'gu',
);
const UNKNOWN_AT_START = new RegExp(
  `^(?:记|查|急|喜报|处分告知|处分告知函|登记|记录|补录)?[\\s，:]*((?:${COMPOUND_SURNAMES.join('|')}|[${[...SURNAMES].join('')}])[\\p{Script=Han}]{1,2})(?=[\\s，:])`,
  'u',
);

/** Names in a place where only a person can stand, though the roster has none such. */
export function findUnknown(text: string, certain: readonly { start: number; end: number }[]): Found[] {
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
  for (const match of matchesOf(UNKNOWN_WITH_KIN, text)) {
    const words = match[1] ?? '';
    const before = text[match.index - 1];
    const isBehindBorder =
      before === undefined || !isLetter(before) || /[给跟和与对找问约叫记查班系到访知诉天早晚刚了]/.test(before);
    if (isBehindBorder && isName(words))
      hits.push({ students: [], start: match.index, end: match.index + words.length, why: 'not_in_roster' });
  }
  return hits.sort((a, b) => b.end - b.start - (a.end - a.start));
}
