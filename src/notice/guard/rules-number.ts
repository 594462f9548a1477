import { findWords } from './draft.ts';
import type { GuardRule } from './rule.ts';

/** Numbers by which a person can be found or robbed; none belongs into a text to families in full. */

const SEPARATOR = '[\\s-]?';
const IDENTITY_CARD = new RegExp(`(?<![\\da-z])\\d(?:${SEPARATOR}\\d){16}${SEPARATOR}[\\dx](?![\\da-z])`, 'gu');
const IDENTITY_DIGITS = /^[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dx]$/u;
const CARD_NUMBER = new RegExp(`(?<!\\d)[3-6]\\d{3}(?:${SEPARATOR}\\d){9,15}(?!\\d)`, 'gu');
const MOBILE = /(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)/gu;
/** 一三八零零… and 1③8: a number that is not meant to be found. */
const SPELLED_PHONE =
  /(?<![\d一二三四五六七八九零〇幺])[1一幺壹][3-9三四五六七八九叁肆伍陆柒捌玖][\d一二三四五六七八九零〇○幺壹贰叁肆伍陆柒捌玖两o]{9}(?![\d一二三四五六七八九零〇幺])/gu;
const STUDENT_NUMBER = /学号[是为:：\s]*[a-z]?\d{6,}/gu;
/** A long number beside the word card: Luhn's digit may have been mistyped. */
const NUMBER_OF_CARD = /卡[^，,。\d]{0,8}[3-6]\d{3}(?:[\s-]?\d){9,15}(?!\d)/gu;
const NUMBER_OF_IDENTITY = /(?:身份证|证件)[^，,。\d]{0,8}[1-9]\d{14}(?:\d{2}[\dx])?(?![\da-z])/gu;
const ACCOUNT = /(?:卡号|账号|账户|银行卡|开户行)[^。]{0,12}?\d(?:[\s-]?\d){7,}/gu;
const OWN_NUMBER = /(?:我|老师|辅导员|班主任|办公室|值班|学院|保卫处|咨询|联系)[^，,。]{0,14}$/u;

export const numberRules: readonly GuardRule[] = [
  {
    id: 'identity_number',
    decisions: { group: 'block', private: 'block' },
    find: ({ plain }) => [
      ...findWords(plain, IDENTITY_CARD).filter((number) => IDENTITY_DIGITS.test(number.replace(/[\s-]/gu, ''))),
      ...findWords(plain, NUMBER_OF_IDENTITY),
    ],
  },
  {
    id: 'bank_number',
    decisions: { group: 'block', private: 'block' },
    find: ({ plain }) => [
      ...findWords(plain, CARD_NUMBER).filter((number) => isCardNumber(number.replace(/\D/gu, ''))),
      ...findWords(plain, NUMBER_OF_CARD),
      ...findWords(plain, ACCOUNT),
    ],
  },
  {
    id: 'phone_number',
    decisions: { group: 'block', private: 'flag' },
    find: ({ plain }) => findWords(plain, MOBILE, (before) => !OWN_NUMBER.test(before)),
  },
  {
    id: 'spelled_phone',
    decisions: { group: 'flag' },
    find: ({ compact }) => findWords(compact, SPELLED_PHONE).filter((words) => !/^\d+$/u.test(words)),
  },
  {
    id: 'student_number',
    decisions: { group: 'block' },
    find: ({ plain }) => findWords(plain, STUDENT_NUMBER),
  },
];

/** Luhn's check digit (ISO/IEC 7812): tells a card from a parcel's number. */
function isCardNumber(digits: string): boolean {
  if (digits.length < 14) return false;
  let sum = 0;
  for (const [index, digit] of [...digits].reverse().entries()) {
    const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
