import { findSpokenKind, type SpokenKind } from './notice-kind.ts';

/** 看草稿, 草稿, 我的草稿有哪些: the private drafts that wait for their counsellor. A line with more words is something else. */
const SHOW_DRAFTS =
  /^(?:请|帮我)?(?:看|查看|看看|看下|看一下|查|打开|列出|核对)?(?:一下)?(?:我的?|这批|那批|这些|私聊|待发的?|待核对的?|没发的?|还没发的?)*草稿箱?(?:有哪些|有几份|列表|呢)?[\s。！!？?吧]*$/u;

const OF_KIND =
  /^(?:请|帮我)?(?:看|查看|看看|看下|看一下|打开)(?:一下)?(?:(?<after>草稿箱?)[\s:：，的]*(?<words>[^\s，。]{2,8})|(?<before>[^\s，。]{2,8}?)的?草稿)[\s。！!？?吧]*$/u;

/** The matter in 看草稿 学业预警; null when the line names none. */
export function kindOfDrafts(text: string): SpokenKind | 'award' | null {
  const found = OF_KIND.exec(text)?.groups;
  const words = found?.words ?? found?.before;
  if (words === undefined) return null;
  return /喜报|获奖|奖/u.test(words) ? 'award' : findSpokenKind(words, true);
}

/** Does the line ask for the drafts? */
export function asksForDrafts(text: string): boolean {
  return SHOW_DRAFTS.test(text) || kindOfDrafts(text) !== null;
}
