import { matchesOf } from './matches.ts';
import type { PersonHit } from './person-places.ts';
import { findKin, KIN_WORD } from './relation.ts';

/**
 * People correct themselves while they type or dictate: 给张三妈，不对，是张三爸打的电话. What stands behind such a mark
 * replaces the nearest thing of its kind before it: a student, a word of kin, a way of contact, a day.
 */
const MARK =
  /[，。\s-]+(?:啊|哦|噢|呃|诶|哎|额|嗯)?(?:不对不对|不对|不是不是|错了|[说讲搞弄念]错了?|口误|更正(?:一下)?)(?:哈|啊|了)?[，。:\s-]*|(?:[，。\s-]*)(?:[说讲念]错了?|口误)[，。:\s-]*|[，。\s-]*(?:啊|哦|噢|呃|诶|哎)(?:不是|不)(?!知|好|错|是?他妈的)[，。:\s-]*/gu;
/** Speaks of a record that is stored already: that is an amendment, not a slip of this line. */
const OF_STORED = /[那这上前]一?条|刚才记|刚刚记|记录|改成|改为|[记写填]错/u;
const LEAD = /^(?:应该)?(?:是|打的是)?(?:给|跟|和|找|打|发|用)?/u;
const METHOD = /电话|微信|短信|[qQ]{2}|视频|语音|邮件|家访|当面/gu;
const DAY =
  /(?:大?[前昨今]天|[昨今前]晚|今早|上?上?个?(?:周|星期|礼拜)[一二三四五六日天末]|\d{1,2}[月./]\d{1,2}[日号]?|\d{1,2}[日号]|上午|下午|中午|晚上|早上)/gu;

interface Settled {
  readonly text: string;
  readonly persons: readonly PersonHit[];
}

/** The line as it was meant: what its own words take back is blanked, so that every place keeps its number. */
export function settleCorrections(text: string, persons: readonly PersonHit[]): Settled {
  let settled: Settled = { text, persons };
  if (OF_STORED.test(text)) return settled;
  for (const mark of matchesOf(MARK, text)) {
    if (mark.index < 2 || /[说讲觉]$/u.test(text.slice(0, mark.index))) continue;
    settled = takeBack(settled, mark.index, mark.index + mark[0].length);
  }
  return settled;
}

function takeBack(settled: Settled, start: number, end: number): Settled {
  const { text, persons } = settled;
  const rest = text.slice(end);
  const at = end + (LEAD.exec(rest)?.[0].length ?? 0);
  const before = text.slice(0, start);
  const next = persons.find((person) => person.start === at || person.start === end);
  if (next) {
    const taken = persons.filter((person) => person.end <= start).at(-1);
    if (!taken) return settled;
    const tail =
      new RegExp(`^(?:同学)?的?[他她]?(?:${KIN_WORD}|家长|家)?`, 'u').exec(before.slice(taken.end))?.[0] ?? '';
    return {
      text: blank(blank(text, taken.start, taken.end + tail.length), start, end),
      persons: persons.filter((person) => person !== taken),
    };
  }
  const ahead = text.slice(at, at + 8);
  const span = spanOf(ahead, before);
  if (!span) return settled;
  const verb = /(?:发|打|加|用|通)(?:了|个|的)?$/u.exec(before.slice(0, span.start))?.[0].length ?? 0;
  return { text: blank(blank(text, span.start - verb, span.end), start, end), persons };
}

/** The nearest span of `before` that is of the same kind as what `ahead` begins with. */
function spanOf(ahead: string, before: string): { start: number; end: number } | undefined {
  const kinAhead = findKin(`他${ahead}`)[0];
  if (kinAhead && kinAhead.start <= 2) return findKin(before).at(-1);
  for (const pattern of [METHOD, DAY]) {
    if (ahead.search(pattern) !== 0) continue;
    const last = [...before.matchAll(pattern)].at(-1);
    return last && { start: last.index, end: last.index + last[0].length };
  }
  return undefined;
}

function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
}
