import { findTerm, isDay } from '../../calendar/index.ts';

/** What people write into the cells of these sheets: read kindly, kept exactly. Pure; undefined = not understood. */

/** 2026-2027-1, 2026-2027学年第一学期, 2026—2027 学年下学期 → the name of the term. */
export function readTerm(text: string): string | undefined {
  const plain = text.normalize('NFKC').replace(/\s/gu, '');
  const match = /^(\d{4})\D{1,3}(\d{4})(?:学年)?\D{0,2}?第?([12一二上下])(?:学期)?$/u.exec(plain);
  if (match === null) return undefined;
  const part = '1一上'.includes(match[3] ?? '') ? 1 : 2;
  return findTerm(`${match[1]}-${match[2]}-${part}`)?.name;
}

/** 2026-10-09, 2026/10/9, 2026年10月9日, 20261009 → YYYY-MM-DD. */
export function readDay(text: string): string | undefined {
  const plain = text.normalize('NFKC').replace(/\s.*$/u, '');
  const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/u.exec(plain) ?? /^(\d{4})(\d{2})(\d{2})$/u.exec(plain);
  if (match === null) return undefined;
  const day = `${match[1]}-${match[2]?.padStart(2, '0')}-${match[3]?.padStart(2, '0')}`;
  return isDay(day) ? day : undefined;
}

/** More class-hours than a day has are a shifted column. */
const MAX_HOURS = 16;

/** 2, 2课时, 2 节 → class-hours. */
export function readHours(text: string): number | undefined {
  const match = /^(\d{1,2}(?:\.5|\.0)?)(?:个?课时|学时|节课?)?$/u.exec(text.normalize('NFKC').replace(/\s/gu, ''));
  const hours = Number(match?.[1] ?? Number.NaN);
  return hours > 0 && hours <= MAX_HOURS ? hours : undefined;
}

const FAILED_WORDS = /^(?:不及格|不合格|不通过|未通过|缺考|旷考|作弊|违纪|无效|F)$/iu;
const PASSED_WORDS = /^(?:优秀?|良好?|中等?|及格|合格|通过|免修|免考|[ABCDP][+-]?)$/iu;
const PASS_MARK = 60;

/** Whether a mark by itself says passed; null when it does not say (缓考, empty). */
export function readPassed(mark: string | null): boolean | null {
  if (mark === null) return null;
  const plain = mark.normalize('NFKC').replace(/\s/gu, '');
  if (/^\d{1,3}(?:\.\d+)?$/u.test(plain)) return Number(plain) >= PASS_MARK;
  if (FAILED_WORDS.test(plain)) return false;
  return PASSED_WORDS.test(plain) ? true : null;
}
