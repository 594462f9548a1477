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
  const finish = (kept: string): string => (isReproach ? addOffer(kept, options.audience) : kept);
  const kept = dropPieces(exchangeWords(text, options.audience), options, finish);
  if (!isReproach && !isEnough(kept)) return undefined;
  const rewrite = finish(kept);
  return checkText(rewrite, options).decision === 'pass' ? rewrite : undefined;
}

const REPROACHES: ReadonlySet<string> = new Set(['blame', 'temper', 'complaint', 'harsh', 'backward_idea', 'rank']);
/** A draft has seldom more clauses that are objected to. */
const MAX_ROUNDS = 8;
const CLAUSES = /[^，,。！!？?；;\n]+[，,。！!？?；;\n]*/gu;
const SENTENCES = /[^。！!？?\n]+[。！!？?\n]*/gu;
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

/**
 * Leaves out what is still objected to once the offer is made, one clause at a time, the worst first, so that facts stay; the
 * whole sentence where the objection lies across its clauses. The greeting is no part of the sentence behind it.
 */
function dropPieces(text: string, options: GuardOptions, finish: (kept: string) => string): string {
  const greeting = GREETING.exec(text)?.[0] ?? '';
  let left = text.slice(greeting.length);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { findings } = checkText(finish(trimEnd(greeting + left)), options);
    if (findings.length === 0) return trimEnd(greeting + left);
    const shorter = dropWorst(left, findings, CLAUSES);
    left = shorter !== left ? shorter : dropWorst(left, findings, SENTENCES);
  }
  return trimEnd(left === '' ? greeting : greeting + left);
}

function trimEnd(text: string): string {
  return text.replace(/[，,；;\s]+$/u, '').trim();
}

function isEnough(text: string): boolean {
  const words = text.replace(GREETING, '').replace(/^[^，,。！!？?]{0,8}(?:家长们?|爸爸|妈妈|父母)[。，,]?$/u, '');
  return compactText(words).replace(/[，,。！!？?；;]/gu, '').length >= MIN_LEFT;
}

/** Words that hang in the air once the clause beside them is gone. */
const JOINT = /^(?:虽然|尽管|不仅|不但|因为|但是?|可是|不过|所以|因此|而且|并且|甚至|更)/u;

/** The text without the piece that has the most of what was found, each as heavy as it is long. */
function dropWorst(text: string, findings: readonly GuardFinding[], pieces: RegExp): string {
  const all = text.match(pieces) ?? [];
  const weights = all.map((piece) => weighPiece(piece, findings));
  const worst = weights.indexOf(Math.max(...weights));
  if ((weights[worst] ?? 0) === 0) return text;
  return all
    .map((piece, index) => (Math.abs(index - worst) === 1 ? piece.replace(JOINT, '') : piece))
    .filter((_piece, index) => index !== worst)
    .join('');
}

function weighPiece(piece: string, findings: readonly GuardFinding[]): number {
  const folded = foldText(piece);
  const compact = compactText(folded);
  return findings
    .filter(({ words }) => words !== '' && (compact.includes(compactText(words)) || folded.includes(words)))
    .reduce((sum, { words }) => sum + words.length, 0);
}

function addOffer(text: string, audience: GuardOptions['audience']): string {
  const { opening, offer } = REWRITE_TEXTS;
  const words = isEnough(text)
    ? text
    : `${text.length > 1 ? `${text.replace(/[，,：:。！!]$/u, '')}，` : ''}${opening[audience]}`;
  return `${words.replace(/[。！!？?，,]$/u, '')}。${offer[audience]}`;
}
