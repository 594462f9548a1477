import { findMethod } from './method.ts';
import { findOutcome } from './outcome.ts';
import { remember } from './remember.ts';
import { topicWordsAt } from './topic-words.ts';

/**
 * What a talk was about may itself sound like a contact, its end or an order: 电话里说了家长会, 微信聊刷短视频, 打了电话谈查寝没人. Such
 * expressions of the word tables are blanked while the way and the outcome are sought, if the words left name a way of
 * their own and nobody of the family acts (他妈来校签字 stays a visit).
 */
const BLANK = '□';
const MEDIUM = /电话|微信|短信|[qQ]{2}|邮件|视频|语音|电联|致电|打(?:了|过|给)|通(?:了|过)/;
const ACTOR_BEFORE =
  /(?:家长们?|[爸妈父母爷奶叔姨舅姑婶伯哥姐公婆爹娘]|亲|某|他|她|人|我)(?:今天|昨天|昨晚|今早|上午|下午|中午|早上|晚上|刚才?|刚刚|又|也|都|自己|一起|亲自|专门|特意|直接|来|请|约)*$/;
/** 染发, 缴费通知, 撤销处分 sound like an order to send or withdraw. */
const ORDER = /发|转|通知|提醒|撤|邀请/;
const deceptive = new Map<string, boolean>();

function isDeceptive(words: string): boolean {
  const known = deceptive.get(words);
  if (known !== undefined) return known;
  const answer =
    ORDER.test(words) ||
    findMethod(`，${words}`) !== undefined ||
    findOutcome(`，${words}`, 'phone').outcome !== 'reached';
  deceptive.set(words, answer);
  return answer;
}

/** The text without expressions of its matter that sound like a way or an outcome; lengths stay. */
export const hideMatter = remember((text: string): string => {
  let hidden = text;
  for (let start = 0; start < text.length; start += 1) {
    const words = topicWordsAt(text, start)?.words;
    if (words === undefined) continue;
    if (isDeceptive(words) && !ACTOR_BEFORE.test(text.slice(Math.max(0, start - 8), start)))
      hidden = hidden.slice(0, start) + BLANK.repeat(words.length) + hidden.slice(start + words.length);
    start += words.length - 1;
  }
  return hidden !== text && MEDIUM.test(hidden) ? hidden : text;
});
