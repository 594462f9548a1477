import { type RosterIndex, unifyCharacters } from '../../language/index.ts';
import { compactText } from './fold-text.ts';
import { rememberLines } from './remember-lines.ts';
import { CLEAR_SURNAMES } from './surnames.ts';

/** Words that sound like somebody's name and are none: 微信 is also 魏欣. */
const LATIN_WORDS = /^(?:weixin|zhifubao|erweima|laoshi|jiazhang|xuesheng|tongxue|wechat)$/u;
const MAX_SYLLABLES = 4;

const unifyLine = rememberLines((line) => unifyCharacters(line).replace(/\s/gu, ''));

/**
 * Students of the roster whom a text names: by name with blanks or traditional characters, by pinyin or by student number.
 * Those in `allowed` are left out; `folded` is what `foldText` made of the text. The words come as they stand in the compact text.
 */
export function findRosterNames(
  { text, folded }: { readonly text: string; readonly folded: string },
  roster: RosterIndex,
  allowed: readonly string[],
): readonly string[] {
  const found = new Set<string>();
  const isAllowed = (students: readonly { readonly name: string }[]) =>
    students.some(({ name }) => allowed.includes(name));

  for (const words of new Set([compactText(folded), text.split('\n').map(unifyLine).join('')])) {
    for (let start = 0; start < words.length; ) {
      const hit = roster.nameAt(words, start);
      if (hit && !isAllowed(hit.students) && !isOtherPerson(words, start, hit.words)) found.add(hit.words);
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

const SEGMENTER = new Intl.Segmenter('zh', { granularity: 'word' });
const LEADS_TO_NAME = /[和与跟及把让给说有是对、找问请叫劝查为因向陪替比]$|同学$|室友$|家长$|老师$/u;
const NAME_FOLLOWS = /^(?:同学|妈|爸|父|母|家长|家里|家的|最近|近来|昨|今|又|被|因|考|挂|旷|没|得了|患|在)/u;

const TITLE = /^(?:老师|主任|教授|医生|院长|书记|校长|先生|女士|警官|辅导员)/u;

/** 刘洋老师; 丽江高原早晚凉: a name that the dictionary knows as a word, in the middle of other words. */
function isOtherPerson(text: string, start: number, name: string): boolean {
  const before = text.slice(Math.max(0, start - 4), start);
  const after = text.slice(start + name.length, start + name.length + 4);
  if (TITLE.test(after)) return true;
  if (!/\p{Script=Han}$/u.test(before) || LEADS_TO_NAME.test(before) || NAME_FOLLOWS.test(after)) return false;
  return !CLEAR_SURNAMES.includes(name.charAt(0)) && [...SEGMENTER.segment(name)].length === 1;
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
