import { simplify } from '../../language/index.ts';
import { rememberLines } from './remember-lines.ts';

/** Look-alikes beside the traditional characters that language/ knows. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  轉: '转',
  賬: '账',
  帳: '账',
  帐: '账',
  紅: '红',
  費: '费',
  錢: '钱',
  繳: '缴',
  碼: '码',
  維: '维',
  掃: '扫',
  給: '给',
  匯: '汇',
  圓: '元',
  塊: '块',
  號: '号',
  證: '证',
  鏈: '链',
  處: '处',
  學: '学',
};

const LOOK_ALIKE = new RegExp(`[${Object.keys(LOOK_ALIKES).join('')}]`, 'gu');

/** Pictures that are read as a character: 扫🐎, V❤. */
const PICTURES: Readonly<Record<string, string>> = {
  '🐎': '马',
  '🐴': '马',
  '❤': '心',
  '♥': '心',
  '➕': '加',
  '🀄': '中',
};
const PICTURE = /🐎|🐴|❤|♥|➕|🀄/gu;

const INVISIBLE = /\p{Cf}|\uFE0F|\u20E3|\u3164|\u115F|\u1160/gu;

const foldLine = rememberLines((line) =>
  simplify(
    line
      .normalize('NFKC')
      .replace(INVISIBLE, '')
      .replace(PICTURE, (picture) => PICTURES[picture] ?? picture)
      .normalize('NFD')
      .replace(/(?<=[a-z])\p{Mn}+/giu, '')
      .normalize('NFC')
      .toLowerCase()
      .replace(LOOK_ALIKE, (character) => LOOK_ALIKES[character] ?? character),
  ),
);

/**
 * A text as the rules read it: one width, lower case, no invisible characters, no tone marks on letters, common look-alikes
 * made one; line breaks stay.
 */
export function foldText(text: string): string {
  return text
    .split('\n')
    .map(foldLine)
    .join('\n')
    .replace(/(?<=[a-z0-9])\s*。\s*(?=[a-z]{2})/gu, '.')
    .replace(/[“”„〝〞＂「」『』]/gu, '"');
}

/** Without blanks and the dots, dashes and stars that people put between the characters of a word to hide it. */
export function compactText(text: string): string {
  return text.replace(/[\s.·•・*\-—_|/\\~+^=#'`()（）【】[\]<>《》]+/gu, '');
}

const WORDS = new Intl.Segmenter('zh', { granularity: 'word' });
const WRITTEN_WITH_BLANKS = /[\u4e00-\u9fff]{3}[ \t\u3000]+[\u4e00-\u9fff]{3}/u;

/**
 * Whoever types in a hurry writes blanks for commas; whoever hides a word writes them between its characters. A blank inside
 * a word of the dictionary hides, and so does one between two lone characters (a name that no dictionary has); one between two
 * runs of three characters or more, at a border of words, is a comma.
 */
export function markClauses(sentence: string): string {
  if (!WRITTEN_WITH_BLANKS.test(sentence)) return sentence;
  const pieces = sentence.split(/[ \t\u3000]+/u);
  const borders = new Set<number>();
  let isLone = true;
  for (const { index, segment } of WORDS.segment(pieces.join(''))) {
    if (!(isLone && segment.length === 1)) borders.add(index);
    isLone = segment.length === 1;
  }
  let at = 0;
  return pieces
    .map((piece, index) => {
      at += piece.length;
      const next = pieces[index + 1];
      if (next === undefined) return piece;
      const isClause = borders.has(at) && /[\u4e00-\u9fff]{3}$/u.test(piece) && /^[\u4e00-\u9fff]{3}/u.test(next);
      return `${piece}${isClause ? ',' : ' '}`;
    })
    .join('');
}

/** Sentences of a folded text; a quotation stays whole, and crumbs such as a word written downwards are put together again. */
export function splitSentences(folded: string): string[] {
  const sentences: string[] = [];
  let wasCrumb = false;
  for (const piece of splitLines(folded)) {
    const length = piece.replace(/[。！!？?；;]/gu, '').length;
    const isCrumb = length <= 2;
    const last = sentences.pop();
    if (last !== undefined && isCrumb && (wasCrumb || length <= 1))
      sentences.push(last.replace(/[。！!？?；;]$/u, '') + piece);
    else sentences.push(...(last === undefined ? [piece] : [last, piece]));
    wasCrumb = isCrumb;
  }
  return sentences;
}

/** A sentence written downwards, a few characters a line, is one sentence. */
function joinShortLines(folded: string): string {
  const lines = folded.split('\n').filter((line) => line.trim() !== '');
  const isColumn = lines.length >= 3 && lines.every((line) => line.length <= 8 && !/[，,。:：；;！!？?]/u.test(line));
  return isColumn ? lines.join('') : folded;
}

function splitLines(folded: string): string[] {
  return joinShortLines(folded)
    .split('\n')
    .flatMap((line) => line.match(/(?:"[^"]*"|[^。！!？?；;])+[。！!？?；;]*/gu) ?? [])
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
}
