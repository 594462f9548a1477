import { type Relation, relationOf } from '../../language/index.ts';
import { toStorableText } from '../../shared/bytes.ts';

/**
 * Read kindly, store exactly (contract §5): what people type around a value is taken off, the value itself is kept. Pure.
 */

const INVISIBLE = /[\u200B-\u200D\u2060\uFEFF\u00AD]/gu;
/** What people write into a cell to say that there is nothing. */
const NOTHING = /^(?:无|没有|暂无|未知|不详|未填|[-—–/\\.]+|n\/?a|none|null|#n\/a)$/iu;

/** The text of a cell without blanks around it and invisible characters. */
export function readText(raw: string): string {
  return toStorableText(raw).replace(INVISIBLE, '').trim();
}

export function isNothing(text: string): boolean {
  return text === '' || NOTHING.test(text);
}

/** A person's name: 张　三, padded to the width of three characters, is 张三. */
export function readName(raw: string): string {
  const text = readText(raw);
  return /^\p{Script=Han}\s+\p{Script=Han}$/u.test(text) ? text.replace(/\s+/gu, '') : text.replace(/\s+/gu, ' ');
}

/** A number that identifies: full-width digits narrowed, blanks and Excel's text marks (' and ="…") taken off. */
export function readNumber(raw: string): string {
  const text = readText(raw).normalize('NFKC').replace(/\s/gu, '');
  const unquoted = /^="([^"]*)"$/u.exec(text)?.[1] ?? text.replace(/^'/u, '');
  return unquoted.replace(/^(\d+)\.0+$/u, '$1');
}

/** 2.02201E+11: a spreadsheet has thrown digits away before the file reached us. */
export function isScientific(number: string): boolean {
  return /^\d(?:\.\d+)?e\+?\d{1,2}$/iu.test(number) || /^\d+\.\d+e\+?\d+$/iu.test(number);
}

export type PhoneReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'scientific' }
  | { readonly kind: 'unreadable' }
  /** `hasMore`: the cell held a second number, which has no place. */
  | { readonly kind: 'phone'; readonly phone: string; readonly hasMore: boolean };

/** Mobile, land line with or without area code, or a foreign number with its +. */
const PHONE = /^(?:1[3-9]\d{9}|0\d{9,11}|[2-8]\d{6,7}|[48]00\d{7}|\+\d{8,15})$/u;

/** A telephone number as digits: +86, 0086, blanks, hyphens and brackets taken off. */
export function readPhone(raw: string): PhoneReading {
  const spaced = readText(raw).normalize('NFKC');
  if (isNothing(spaced)) return { kind: 'none' };
  if (isScientific(readNumber(raw))) return { kind: 'scientific' };
  const whole = plainPhone(spaced);
  if (PHONE.test(whole)) return { kind: 'phone', phone: whole, hasMore: false };
  const parts = spaced.split(/[/,、;|或\n]|\s+(?=\+?(?:86)?1[3-9]\d)/u).map(plainPhone);
  const phone = parts.find((part) => PHONE.test(part));
  return phone === undefined ? { kind: 'unreadable' } : { kind: 'phone', phone, hasMore: true };
}

function plainPhone(text: string): string {
  const digits = (/^="([^"]*)"$/u.exec(text)?.[1] ?? text)
    .replace(/^(\d+)\.0$/u, '$1')
    .replace(/[\s\-–—‐‑()（）.·'_]/gu, '');
  const local = digits.replace(/^(?:\+|00)86(?=\d{8,})/u, '').replace(/^86(?=1[3-9]\d{9}$)/u, '');
  // +86 871 6555 1234 comes without the 0 of its area code.
  return local !== digits && /^[2-9]\d{8,10}$/u.test(local) ? `0${local}` : local;
}

/** Words for kin that appear in rosters only, where the relation is told from both ends. */
const ROSTER_RELATIONS: Readonly<Record<string, Relation>> = {
  父子: '父亲',
  父女: '父亲',
  子父: '父亲',
  女父: '父亲',
  母子: '母亲',
  母女: '母亲',
  子母: '母亲',
  女母: '母亲',
  爷孙: '爷爷',
  祖孙: '爷爷',
};

/** The canonical relation; `isKnown` false = kept as 其他. */
export function readRelation(raw: string): { readonly relation: Relation; readonly isKnown: boolean } {
  const text = readText(raw)
    .normalize('NFKC')
    .replace(/\s/gu, '')
    .replace(/^(?:学生)?(?:的|之)/u, '');
  const relation =
    ROSTER_RELATIONS[text] ?? relationOf(text) ?? (text === '其他' || text === '其它' ? '其他' : undefined);
  return relation === undefined ? { relation: '其他', isKnown: false } : { relation, isKnown: true };
}

/** 是 / 否 in their usual spellings; empty = false; undefined = neither. */
export function readYesNo(raw: string): boolean | undefined {
  const text = readText(raw).normalize('NFKC').toLowerCase();
  if (isNothing(text) || /^(?:否|不是|不|n|no|0|false|×|x|✗)$/u.test(text)) return false;
  if (/^(?:是|是的|有|y|yes|1|true|√|✓|✔|对)$/u.test(text)) return true;
  return undefined;
}

const CHINESE_DIGITS = '一二三四五六七八九';

/** 1, 第2, 三, 首选: the place in the dial order; null = empty, undefined = not understood. */
export function readOrder(raw: string): number | null | undefined {
  const text = readNumber(raw)
    .replace(/^第/u, '')
    .replace(/(?:位|个|顺位|联系人)$/u, '');
  if (isNothing(text)) return null;
  if (text === '首选') return 1;
  const chinese = text.length === 1 ? CHINESE_DIGITS.indexOf(text) : -1;
  if (chinese >= 0) return chinese + 1;
  return /^[1-9]\d?$/u.test(text) ? Number(text) : undefined;
}

/** One of the words of a list, also with 生/学生 behind it and in any case; undefined = none of them. */
export function readChoice<T>(
  raw: string,
  choices: Readonly<Record<string, T>>,
  others: Readonly<Record<string, T>> = {},
): T | undefined {
  const text = readText(raw).normalize('NFKC').replace(/\s/gu, '').toUpperCase();
  for (const [name, value] of [...Object.entries(choices), ...Object.entries(others)]) {
    if (name.toUpperCase() === text) return value;
  }
  return undefined;
}
