import { matchesOf } from './matches.ts';
import { type Found, KIN_OR_FAMILY_AHEAD } from './person-places.ts';
import { KIN_WORD } from './relation.ts';
import type { RosterIndex } from './roster-index.ts';

const GIVEN_NAME_CONTEXT = new RegExp(
  `(?<=^|[\\s，。、；:\\n给跟和与对联系查记])([\\p{Script=Han}]{2,4}?)(儿)?(?=(?:同学)?的?(?:他|她)?(?:${KIN_WORD}|家长|家里|家(?=[，。\\s今昨电打刚那我]|$)))`,
  'gu',
);
const NICKNAME = new RegExp(
  `(?<=^|[\\s，。、；:\\n给跟和与对联系查记])([\\p{Script=Han}]{1,2})儿(?=的?(?:他|她)?(?:${KIN_WORD}|家长|家里))`,
  'gu',
);
const NUMBER = /(?<![\da-zA-Z.])[a-zA-Z]{0,2}\d{3,20}(?![\da-zA-Z]|\.\d)/g;
const LATIN_WORD = /(?<![a-zA-Z])[a-zA-Z]{1,24}(?![a-zA-Z])/g;
/** Latin words that are no initials. */
const NOT_INITIALS = new Set(
  'qq wx vx app ems ok id ai gpa cet vip sos help ktv pk dm ps ppt pdf sf yt email mail tv dna ct hr it pc usb wifi cpa ccna bot hi hello no yes etc'.split(
    ' ',
  ),
);

/** Student numbers, and last digits where a person is meant. */
export function findNumbers(text: string, roster: RosterIndex): Found[] {
  const hits: Found[] = [];
  for (const match of matchesOf(NUMBER, text)) {
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

/** Names in Latin letters: whole spellings and initials. */
export function findLatin(text: string, roster: RosterIndex): Found[] {
  const hits: Found[] = [];
  const words = matchesOf(LATIN_WORD, text);
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
export function findGivenNames(text: string, roster: RosterIndex): Found[] {
  const hits: Found[] = [];
  for (const [pattern, isNickname] of [
    [NICKNAME, true],
    [GIVEN_NAME_CONTEXT, false],
  ] as const) {
    for (const match of matchesOf(pattern, text)) {
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
