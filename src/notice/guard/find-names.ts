import { type RosterIndex, unifyCharacters } from '../../language/index.ts';
import { compactText, foldText } from './fold-text.ts';

/** Words that sound like somebody's name and are none: 微信 is also 魏欣. */
const LATIN_WORDS = /^(?:weixin|zhifubao|erweima|laoshi|jiazhang|xuesheng|tongxue|wechat)$/u;
const MAX_SYLLABLES = 4;

/**
 * Students of the roster whom a text names: by name with blanks or traditional characters, by pinyin or by student number.
 * Those in `allowed` are left out. The words come as they stand in the compact text.
 */
export function findRosterNames(text: string, roster: RosterIndex, allowed: readonly string[]): readonly string[] {
  const folded = foldText(text);
  const found = new Set<string>();
  const isAllowed = (students: readonly { readonly name: string }[]) =>
    students.some(({ name }) => allowed.includes(name));

  for (const words of new Set([compactText(folded), unifyCharacters(text).replace(/\s/gu, '')])) {
    for (let start = 0; start < words.length; ) {
      const hit = roster.nameAt(words, start);
      if (hit && !isAllowed(hit.students)) found.add(hit.words);
      start += hit?.words.length ?? 1;
    }
  }
  for (const letters of listLatinWords(folded)) {
    const students = LATIN_WORDS.test(letters) ? [] : roster.byFullPinyin(letters);
    if (students.length > 0 && !isAllowed(students)) found.add(letters);
  }
  for (const [number] of folded.matchAll(/(?<![a-z0-9])[a-z]{0,3}\d{5,}(?![a-z0-9])/gu)) {
    const students = roster.byNumber(number);
    if (students.length > 0 && !isAllowed(students)) found.add(number);
  }
  return [...found];
}

/** `zhang san feng` gives zhangsan, zhangsanfeng and sanfeng: a name may be written in up to four pieces. */
function listLatinWords(folded: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const [run] of folded.matchAll(/[a-z]+(?:[ \-'.][a-z]+)*/gu)) {
    const pieces = run.split(/[ \-'.]/u);
    for (let start = 0; start < pieces.length; start += 1) {
      for (let count = 1; count <= MAX_SYLLABLES; count += 1) {
        const letters = pieces.slice(start, start + count).join('');
        if (letters.length >= 4 && letters.length <= 40) words.add(letters);
      }
    }
  }
  return words;
}
