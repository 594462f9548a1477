import type { NoticeAudience } from '../audience/recipients.ts';
import { findHidden } from './find-hidden.ts';
import { findRosterNames } from './find-names.ts';
import { compactText, foldText, splitSentences } from './fold-text.ts';
import type { GuardOptions } from './verdict.ts';

/** One sentence of a draft in the forms that the rules need. */
export interface Sentence {
  /** Folded, blanks kept: for numbers and links. */
  readonly plain: string;
  /** Folded, without blanks and separators: for words. */
  readonly compact: string;
  /** `compact` without what stands in quotation marks: what the writer says himself. */
  readonly bare: string;
  /** It, or a neighbour, warns of fraud, so that it may name what fraudsters do. */
  readonly isWarning: boolean;
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
}

const WARNING = /骗|诈|冒充|自称|谎称|圈套|陷阱|谨防|警惕|当心|上当|96110|从不收款|安全账户/u;

/** Reads a text for the rules. */
export function readDraft(text: string, options: GuardOptions): Draft {
  const plain = splitSentences(foldText(text));
  const warns = plain.map((sentence) => WARNING.test(compactText(sentence)));
  const studentNames = options.studentNames ?? [];
  const otherNames = options.roster ? findRosterNames(text, options.roster, studentNames) : [];
  return {
    audience: options.audience,
    kind: options.kind,
    studentNames,
    otherNames,
    hidden: findHidden(text),
    allowedLinkHosts: options.allowedLinkHosts ?? [],
    sentences: plain.map((sentence, index) => {
      const compact = compactText(sentence);
      return {
        plain: sentence,
        compact,
        bare: compact.replace(/"[^"]*"/gu, ''),
        isWarning: options.kind === 'fraud' || [index - 1, index, index + 1].some((near) => warns[near] === true),
      };
    }),
  };
}

/** What matches `pattern` (with the flag g) in `text` and passes `isHit`. */
export function findWords(
  text: string,
  pattern: RegExp,
  isHit: (before: string, after: string) => boolean = () => true,
): string[] {
  return [...text.matchAll(pattern)]
    .filter((match) => isHit(text.slice(0, match.index), text.slice(match.index + match[0].length)))
    .map((match) => match[0]);
}

const NEGATION =
  /(?:不|别|勿|莫|未|没|无需|无须|拒绝|拒收|警惕|谨防|当心|小心|防止|防范|避免|严禁|禁止|杜绝|从不|免)[^，,：:]{0,12}$/u;
/** `别忘了交班费` asks for money all the same, and so does `不好意思` before it. */
const FALSE_NEGATION =
  /(?:[别不勿]要?(?:忘|漏|拖|耽误|错过|迟|晚|落下)|[不没](?:按时|及时|主动|配合)|不好意思|不得不|不要紧|没关系|没事|没交|未交|没缴|未缴|没付|未付|没转|未转)[^，,]*$/u;

/** Whether the words before a hit turn it round: 不要转账, 从不收款, 谨防假收款码. */
export function isNegated(before: string): boolean {
  return NEGATION.test(before) && !FALSE_NEGATION.test(before);
}
