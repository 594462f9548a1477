/**
 * The sender's word that a notice may wait for the evening. Only at the very beginning or end of the line and set off from
 * the rest, because 不急 inside a text is meant for the family.
 */
const EVENING =
  '(?:(?:等到?|攒到|留到|放到|到)?(?:今天|今)?(?:晚上|晚点|傍晚|晚间|18[点:：](?:00)?|下午六点|六点)(?:再|和别的|跟别的|和其他的)?(?:一起|一块儿?|统一)发|攒到?(?:今天)?晚上(?:再|一起|一块儿?)?发|攒着(?:晚上)?一起发)';
const CALM = '(?:这条|这个)?(?:不急|不着急|不用急)';
const LATER = `(?:${CALM}[，,、\\s]*)?(?:这条|这个)?${EVENING}`;
const MARK = `(?:${LATER}|${CALM})(?:就行|就好|吧|即可)?`;
const AT_START = new RegExp(`^\\s*${MARK}[，,。；;：:\\s]+(?=\\S)`, 'u');
/** A mere comma before it is not enough for 不急 alone. */
const AT_END = new RegExp(`(?:[。！!？?；;\\s]+${MARK}|[，,]\\s*${LATER}(?:就行|就好|吧|即可)?)[。！!\\s]*$`, 'u');
const IN_BRACKETS = new RegExp(`[（(]\\s*${MARK}\\s*[）)][。！!\\s]*$`, 'u');

/** The line without that word; undefined when it does not say so. */
export function withoutLowMark(line: string): string | undefined {
  for (const mark of [IN_BRACKETS, AT_END, AT_START]) {
    const match = mark.exec(line);
    if (match === null) continue;
    const stop = match.index > 0 ? (/^[。！!？?]/u.exec(match[0])?.[0] ?? '') : '';
    const rest = `${line.slice(0, match.index)}${stop}${line.slice(match.index + match[0].length)}`.trim();
    if (rest !== '') return rest;
  }
  return undefined;
}
