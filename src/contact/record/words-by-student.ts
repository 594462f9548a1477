/** A student who is named in an answer about several families. */
export interface NamedStudent {
  readonly studentId: string;
  /** As named in the text. */
  readonly words: string;
}

const LEAD =
  /^(?:同学)?(?:的|家(?!长)里?的?|他|她)*(?:家长|家里|[爸妈]{1,2}|父亲|母亲|[爷奶]{1,2}|外[公婆]|姥[姥爷])?(?:那边|那儿)?(?:是|就|则)?(?:说道?|表示|反映|讲|提到|希望(?=说))?[\s:：，,、]*(?:的?是)?/u;
const REST_IS_THE_SAME =
  /[\s，,。；;]*(?:其他|其余|另外|剩下|别的|余下)[^，。；]{0,8}(?:都|也|还是|全)?(?:一样|相同|没变|照旧)[^，。；]*$/u;

/**
 * Who said what, when an answer names the families one after the other.
 * Example: `张三：想转专业，李四家说周末来，其他都一样` → 张三 → 想转专业, 李四 → 周末来.
 */
export function wordsByStudent(text: string, named: readonly NamedStudent[]): Map<string, string> {
  const found = named
    .map(({ studentId, words }) => ({ studentId, start: text.indexOf(words), end: text.indexOf(words) + words.length }))
    .filter(({ start }) => start >= 0)
    .toSorted((left, right) => left.start - right.start);
  const said = new Map<string, string>();
  found.forEach(({ studentId, end }, index) => {
    const own = text.slice(end, found[index + 1]?.start ?? text.length);
    const words = own
      .replace(REST_IS_THE_SAME, '')
      .replace(LEAD, '')
      .replace(/[\s，,。；;、]+$/u, '');
    if (words !== '') said.set(studentId, words);
  });
  return said;
}
