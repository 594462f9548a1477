import { checkText } from './check-text.ts';
import { compactText, foldText } from './fold-text.ts';
import { REWRITE_TEXTS } from './texts.zh.ts';
import type { GuardFinding, GuardOptions } from './verdict.ts';

/**
 * A text that says the same without what was flagged: words for which there is a better one are exchanged, clauses that cannot
 * be saved are left out, and where a reproach went, an offer to talk comes in. Undefined when the text is not flagged, or when
 * too little would be left. What it gives passes the guard; nothing sends it but the person who reads it.
 */
export function offerRewrite(text: string, options: GuardOptions): string | undefined {
  const { decision, findings } = checkText(text, options);
  if (decision !== 'flag') return undefined;
  const isReproach = findings.some(({ rule }) => REPROACHES.has(rule));
  const exchanged = exchangeWords(text, options.audience);
  const kept = dropClauses(exchanged, options, isReproach);
  if (!isReproach && !isEnough(kept)) return undefined;
  const rewrite = isReproach ? addOffer(kept, options.audience) : kept;
  return checkText(rewrite, options).decision === 'pass' ? rewrite : undefined;
}

const REPROACHES: ReadonlySet<string> = new Set(['blame', 'temper', 'complaint', 'harsh', 'backward_idea', 'rank']);
const MAX_ROUNDS = 4;
/** Fewer characters than this beside the greeting say nothing. */
const MIN_LEFT = 4;
const GREETING =
  /^(?:[^，,。！!？?\n]{0,12}(?:[您你]好|家长|爸爸|妈妈)[：:，,。！!]|[^，,。！!？?\n]{0,12}[您你]好)(?:[^，,。！!？?\n]{0,3}我是[^，,。！!？?\n]{1,16}[，,。！!])?/u;

function exchangeWords(text: string, audience: GuardOptions['audience']): string {
  return REWRITE_TEXTS.exchanges[audience].reduce(
    (changed, [pattern, words]) => changed.replace(pattern, words),
    text.replace(/([！!？?])[！!？?]+/gu, (_run, first: string) => (first === '!' || first === '！' ? '。' : '？')),
  );
}

/** Leaves out what is still objected to: the clause, or the sentence where the rest of it would reproach as well. */
function dropClauses(text: string, options: GuardOptions, isReproach: boolean): string {
  let left = text;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { findings } = checkText(left, options);
    if (findings.length === 0) break;
    const shorter = isReproach ? left : dropFound(left, findings, /[^，,。！!？?；;\n]+[，,。！!？?；;\n]*/gu);
    left = shorter !== left ? shorter : dropSentences(left, findings);
  }
  return left.replace(/[，,；;\s]+$/u, '').trim();
}

/** The greeting is no part of the sentence behind it. */
function dropSentences(text: string, findings: readonly GuardFinding[]): string {
  const greeting = GREETING.exec(text)?.[0] ?? '';
  const kept = dropFound(text.slice(greeting.length), findings, /[^。！!？?\n]+[。！!？?\n]*/gu);
  const isGreetingFine = dropFound(greeting, findings, /[^。！!？?\n]+[。！!？?\n]*/gu) === greeting;
  return isGreetingFine ? greeting + kept : kept;
}

function isEnough(text: string): boolean {
  const words = text.replace(GREETING, '').replace(/^[^，,。！!？?]{0,8}(?:家长们?|爸爸|妈妈|父母)[。，,]?$/u, '');
  return compactText(words).replace(/[，,。！!？?；;]/gu, '').length >= MIN_LEFT;
}

function dropFound(text: string, findings: readonly GuardFinding[], pieces: RegExp): string {
  const kept = (text.match(pieces) ?? []).filter((piece) => {
    const folded = foldText(piece);
    const compact = compactText(folded);
    return !findings.some(
      ({ words }) => words !== '' && (compact.includes(compactText(words)) || folded.includes(words)),
    );
  });
  return kept.join('');
}

function addOffer(text: string, audience: GuardOptions['audience']): string {
  const { opening, offer } = REWRITE_TEXTS;
  const words = isEnough(text)
    ? text
    : `${text.length > 1 ? `${text.replace(/[，,：:。！!]$/u, '')}，` : ''}${opening[audience]}`;
  return `${words.replace(/[。！!？?，,]$/u, '')}。${offer[audience]}`;
}
