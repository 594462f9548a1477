import { findWords } from './draft.ts';
import type { GuardRule } from './rule.ts';

/** Numbers by which a person can be found or robbed; none belongs into a text to families in full. */

/** People write 530 702 2004…, 138.8888.6666. */
const SEPARATOR = '[\\s.·_—-]{0,2}';
const IDENTITY_CARD = new RegExp(`(?<![\\da-z])\\d(?:${SEPARATOR}\\d){16}${SEPARATOR}[\\dx](?![\\da-z])`, 'gu');
const IDENTITY_DIGITS = /^[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dx]$/u;
const CARD_NUMBER = new RegExp(`(?<!\\d)[3-6]\\d{3}(?:${SEPARATOR}\\d){9,15}(?!\\d)`, 'gu');
const MOBILE = new RegExp(`(?<![\\d.])(?:\\+?86[\\s-]?)?1${SEPARATOR}[3-9](?:${SEPARATOR}\\d){9}(?!\\d)`, 'gu');
/** 一三八零零… and 1③8: a number that is not meant to be found. */
const SPELLED_PHONE =
  /(?<![\d一二三四五六七八九零〇幺])[1一幺壹][3-9三四五六七八九叁肆伍陆柒捌玖][\d一二三四五六七八九零〇○幺壹贰叁肆伍陆柒捌玖两o]{9}(?![\d一二三四五六七八九零〇幺])/gu;
const STUDENT_NUMBER = /学号[是为:：\s]*[a-z]?\d{6,}/gu;
/** Whoever makes a number up, or mistypes one, has no check digit: 62… is a bank's unless it is a parcel's. */
const LIKE_A_CARD = new RegExp(`(?<![\\d.])(?:62|4\\d|5[1-5]|35)(?:${SEPARATOR}\\d){14,17}(?!\\d)`, 'gu');
const OTHER_LONG_NUMBER = /(?:单号|运单|快递|订单|编号|文号|准考证|流水|邮件|ems)[^，,。]{0,10}$/u;
/** A long number beside the word card: Luhn's digit may have been mistyped. */
const NUMBER_OF_CARD =
  /卡[^，,。\d]{0,8}[3-6]\d{3}(?:[\s-]?\d){9,15}(?!\d)|(?<!\d)[3-6]\d{3}(?:[\s-]?\d){11,15}的?[^，,。\d]{0,6}(?:卡|账户|账号)/gu;
const NUMBER_OF_IDENTITY = new RegExp(
  `(?:身份证|证件)[^，,。\\d]{0,8}[1-9](?:${SEPARATOR}\\d){14}(?:(?:${SEPARATOR}\\d){2}${SEPARATOR}[\\dx])?(?![\\da-z])`,
  'gu',
);
const ACCOUNT = /(?:卡号|账号|账户|银行卡|开户行)[^。]{0,12}?\d(?:[\s-]?\d){7,}/gu;
const OWN_NUMBER = /(?:我|老师|辅导员|班主任|办公室|值班|学院|保卫处|咨询|联系)[^，,。]{0,14}$/u;

export const numberRules: readonly GuardRule[] = [
  {
    id: 'identity_number',
    decisions: { group: 'block', private: 'block' },
    find: ({ digits }) => [
      ...findWords(digits, IDENTITY_CARD).filter((number) => IDENTITY_DIGITS.test(number.replace(/[^\dx]/gu, ''))),
      ...findWords(digits, NUMBER_OF_IDENTITY),
    ],
  },
  {
    id: 'bank_number',
    decisions: { group: 'block', private: 'block' },
    find: ({ digits }) => [
      ...findWords(digits, CARD_NUMBER).filter((number) => isCardNumber(number.replace(/\D/gu, ''))),
      ...findWords(digits, LIKE_A_CARD, (before) => !OTHER_LONG_NUMBER.test(before)).filter(
        (number) => !IDENTITY_DIGITS.test(number.replace(/\D/gu, '')),
      ),
      ...findWords(digits, NUMBER_OF_CARD),
      ...findWords(digits, ACCOUNT),
    ],
  },
  {
    id: 'phone_number',
    decisions: { group: 'block', private: 'flag' },
    find: ({ digits }) => findWords(digits, MOBILE, (before) => !OWN_NUMBER.test(before)),
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
