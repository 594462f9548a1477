import { unifyCharacters } from '../../language/index.ts';

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

const INVISIBLE = /\p{Cf}|\uFE0F|\u3164|\u115F|\u1160/gu;

/**
 * A text as the rules read it: one width, lower case, no invisible characters, no tone marks on letters, common look-alikes
 * made one; line breaks stay.
 */
export function foldText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .normalize('NFD')
    .replace(/(?<=[a-z])\p{Mn}+/giu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\u4e00-\u9fff]/gu, (character) => LOOK_ALIKES[character] ?? character)
    .replace(/[\u4e00-\u9fff]+/gu, unifyCharacters)
    .replace(/(?<=[a-z0-9])\s*。\s*(?=[a-z]{2})/gu, '.')
    .replace(/[“”„〝〞＂「」『』]/gu, '"');
}

/** Without blanks and the dots, dashes and stars that people put between the characters of a word to hide it. */
export function compactText(text: string): string {
  return text.replace(/[\s.·•・*\-—_|/\\~+^=#'`()（）【】[\]<>《》]+/gu, '');
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

function splitLines(folded: string): string[] {
  return folded
    .split('\n')
    .flatMap((line) => line.match(/(?:"[^"]*"|[^。！!？?；;])+[。！!？?；;]*/gu) ?? [])
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
}
