import type { PersonHit } from './person-places.ts';

/** Why a line about good news makes no draft: it was not won, it is not to be sent, or winner and addressee are two. */
export type NoGoodNews = 'notWon' | 'notSent' | 'anotherFamily';

const NOT_WON =
  /(?:没有?|未)(?:能)?(?:再)?(?:评|获|得(?!到通知)|拿|选上|入选|入围|当选|考上|录取|过(?:线|级)?(?=[，。！!\s]|$))|落选|落榜|名落孙山/u;
/** 别发群里 says where not to; 别忘了发 says to do it. */
const NOT_SENT =
  /(?:不要|(?<!特)(?<!分)(?<!区)别(?!的|人|忘)|不用|不必|先不|不能|不得|不想|不准备|不打算|暂不|勿)(?:再|先|急着|往|跟|和|对|把)?(?:给(?![^，。]{0,6}群)|发(?!(?:到|在|进)?[^，。]{0,6}群)|告诉|通知|转告|让[^，。]{0,6}知道)/u;
const TOLD_TO = /(?:给|告诉|通知|转告|告知|发到|寄给)\s*$/u;
const JOINED = /^\s*(?:和|跟|与|同|、|及|以及)\s*$/u;

/** Good news goes to the winner's own family alone; whatever else the words may mean is asked. `text` is normalised. */
export function findNoGoodNews(text: string, masked: string, persons: readonly PersonHit[]): NoGoodNews | null {
  if (NOT_SENT.test(masked)) return 'notSent';
  if (NOT_WON.test(masked)) return 'notWon';
  const named = [...persons].sort((left, right) => left.start - right.start);
  const addressed = new Set<PersonHit>();
  for (const [index, person] of named.entries()) {
    const before = named[index - 1];
    const isJoined = before !== undefined && addressed.has(before) && JOINED.test(text.slice(before.end, person.start));
    if (isJoined || TOLD_TO.test(text.slice(0, person.start))) addressed.add(person);
  }
  if (addressed.size === 0) return null;
  const families = new Set([...addressed].map(nameOf));
  return named.some((person) => !families.has(nameOf(person))) ? 'anotherFamily' : null;
}

function nameOf({ mention: { candidates, words } }: PersonHit): string {
  const [first] = candidates;
  return candidates.length === 1 && first !== undefined ? first.studentId : words;
}
