import type { NoticeAudience } from '../audience/recipients.ts';
import { findHidden } from './find-hidden.ts';
import { findRosterNames } from './find-names.ts';
import { compactText, foldText, markClauses, splitSentences } from './fold-text.ts';
import { rememberLines } from './remember-lines.ts';
import type { GuardOptions } from './verdict.ts';
import { type Care, rateCare, WARNING } from './words-context.ts';
import { writeDigits } from './write-digits.ts';

/** One sentence of a draft in the forms that the rules need. */
export interface Sentence {
  /** Folded, blanks kept: for numbers and links. */
  readonly plain: string;
  /** Folded, without blanks and separators: for words. */
  readonly compact: string;
  /** `plain` with long runs of Chinese figures as digits: 一三九… is a telephone number too. */
  readonly digits: string;
  /** `compact` without what stands in quotation marks: what the writer says himself. */
  readonly bare: string;
  /** It, or a neighbour, warns of fraud, so that it may name what fraudsters do. */
  readonly isWarning: boolean;
  /** `compact` of the sentence before and after: a name may stand in one, its matter in the other. */
  readonly previous: string;
  readonly next: string;
}

/** A text on its way to families. */
export interface Draft {
  readonly audience: NoticeAudience;
  readonly kind: string | undefined;
  readonly sentences: readonly Sentence[];
  readonly studentNames: readonly string[];
  /** Students named although this text is not about them. */
  readonly otherNames: readonly string[];
  readonly allowedLinkHosts: readonly string[];
  /** Invisible characters of the raw text, as `U+202E`. */
  readonly hidden: readonly string[];
  /** The whole text, folded and without blanks. */
  readonly whole: string;
  /** Whether the text offers care or a next step; a complaint does not (obligation A03). */
  readonly care: Care;
}

/** Reads a text for the rules. */
export function readDraft(text: string, options: GuardOptions): Draft {
  const folded = foldText(text);
  const plain = splitSentences(folded);
  const words = plain.map((sentence) => compactText(markClauses(sentence)));
  const warns = words.map((sentence) => WARNING.test(sentence));
  const whole = words.join('');
  const studentNames = options.studentNames ?? [];
  const otherNames = options.roster ? findRosterNames({ text, folded }, options.roster, studentNames) : [];
  return {
    audience: options.audience,
    kind: options.kind,
    studentNames,
    otherNames,
    hidden: findHidden(text),
    allowedLinkHosts: options.allowedLinkHosts ?? [],
    whole,
    care: rateCare(whole),
    sentences: plain.map((sentence, index) => {
      const compact = words[index] ?? '';
      return {
        plain: sentence,
        digits: writeDigits(sentence),
        compact,
        bare: compact.replace(/"([^"]*)"/gu, (_quote, words: string) => (words.length === 1 ? words : '')),
        isWarning: options.kind === 'fraud' || [index - 1, index, index + 1].some((near) => warns[near] === true),
        previous: words[index - 1] ?? '',
        next: words[index + 1] ?? '',
      };
    }),
  };
}

const numberOf = new WeakMap<RegExp, number>();
let patternCount = 0;
/** For a text, by the number of the pattern, whether it matches. One look-up a text: a table a pattern took a quarter of the time. */
const answersOf = rememberLines((): (boolean | undefined)[] => []);

/** Most sentences match nothing and come again in the next family's text. */
function mayMatch(pattern: RegExp, text: string): boolean {
  let number = numberOf.get(pattern);
  if (number === undefined) {
    number = patternCount;
    patternCount += 1;
    numberOf.set(pattern, number);
  }
  const answers = answersOf(text);
  const known = answers[number];
  if (known !== undefined) return known;
  const answer = text.search(pattern) >= 0;
  answers[number] = answer;
  return answer;
}

/**
 * What matches `pattern` (with the flag g, never the empty word) in `text` and passes `isHit`. Runs the pattern itself, because
 * `matchAll` copies it for every sentence, which took half of the guard's time.
 */
export function findWords(
  text: string,
  pattern: RegExp,
  isHit: (before: string, after: string) => boolean = () => true,
): string[] {
  const found: string[] = [];
  if (!mayMatch(pattern, text)) return found;
  pattern.lastIndex = 0;
  let match = pattern.exec(text);
  while (match !== null) {
    const [words] = match;
    const end = match.index + words.length;
    if (isHit(text.slice(0, match.index), text.slice(end))) found.push(words);
    pattern.lastIndex = Math.max(end, match.index + 1);
    match = pattern.exec(text);
  }
  return found;
}

const NEGATION =
  /(?:不|别|勿|莫|未|没|无需|无须|拒绝|拒收|警惕|谨防|当心|小心|防止|防范|避免|严禁|禁止|杜绝|从不|免)[^，,：:]{0,20}$/u;
/** `别忘了交班费` asks for money all the same, and so does `不好意思` before it. */
const FALSE_NEGATION =
  /(?:[别不勿]要?(?:忘|漏|拖|耽误|错过|迟|晚|落下)|[不没](?:按时|及时|主动|配合)|不好意思|不方便|不会(?:用|弄|操作)|不在家|不得不|不要紧|没关系|没事|没交|未交|没缴|未缴|没付|未付|没转|未转)[^，,]*$/u;

/** Words with a negating character that negate nothing: 要不要, 不仅, 特别. */
const NO_NEGATION =
  /(\p{Script=Han})[不没]\1|不(?:少|错|仅|但|管|论|同|断|过|如|久|止|光|只|愧|妨)|未来|没想到|(?:特|个|级|分|区|差|类|性|告|识)别|别(?:人|的|处)|免费|免得/gu;

/** Whether the words before a hit turn it round: 不要转账, 从不收款, 谨防假收款码. */
export function isNegated(before: string): boolean {
  const near = before.slice(-40);
  return NEGATION.test(near.replace(NO_NEGATION, '')) && !FALSE_NEGATION.test(near);
}
