import { findMethod } from './method.ts';
import { findOutcome } from './outcome.ts';
import type { AmendReading, Method, StudentMention } from './reading.ts';
import { findKin } from './relation.ts';
import { readTime } from './time.ts';
import type { TimeContext } from './time-days.ts';
import { findTopics } from './topics.ts';

/** Lines that correct the last record. */
const AMENDS =
  /^(?:不对|错了|记错|搞错|说错|写错|弄错|打错(?:字|了字)|打错了?[，\s]+(?:应该)?是|更正|修改|纠正|改[成为一正]|改:|修正|口误|应该是|应为|其实是|不是)|(?:把|将)[^。]{0,24}(?:改成|改为|换成|改一下|改到|更正|修改|改正)|(?:刚才|刚刚|刚|上一?条|上面|前面|那条|这条|记录|之前|时间|方式|关系|人|日期|结果|名字|姓名)[^，。]{0,8}(?:记错|写错|说错|搞错|弄错|错了|有误|不对|填错|改成|改为|要改|应该是|改一下)|(?:补充一下|补充:|再补充|补一句|补充说明|漏(?:记|说|写)了|忘(?:了)?(?:记|写|说)(?:了)?)|不是[^，。\s]{1,10}[，,\s]?(?:而)?是(?!不是)[^，。]{1,12}$|改成|改为|更正/;

/** 张三那条时间是上周五, 刚才李四那条是微信不是电话, 记错了 我打的是王五家: of a record that is stored. */
const OF_STORED =
  /^(?:我?(?:刚)?想起来了?|对了|哦|噢|啊|[，。\s])*(?:刚才|刚刚|今天|昨天|上面|前面)?(?:某+(?:同学)?的?(?:家长|家里?|[爸妈])?的?)?(?:[那这上前]一?条(?:记录)?的?(?:联系)?(?:时间|日期|方式|关系|结果)?|(?:联系)?(?:时间|日期|方式))(?:其实|应该|应当)*(?:是|不是)|[记写填弄搞]错了?[，。\s]*(?:其实|应该)?(?:我)?(?:打|联系|找|聊|发|家访)的(?:其实|应该)?是/;

/** 不是空号，打通了; 他妈说不是不管，是管不了; 忘了说，昨天跟他妈通过电话: told for the first time. */
const NO_AMENDMENT =
  /^不是(?:空号|关机|停机|没接|没人接|占线)[，\s]|(?:[爸妈父母爷奶公婆叔姑舅姨]|家长)亲?(?:电话|微信|短信|视频|语音)?[里上]?(?:就|也|还|又|一直|主动)*(?:说|表示|讲|解释|强调|反映|回)(?:了|是)?[^，。；记]{0,6}不是[^，。]{1,12}[，\s]?(?:而)?是|^忘(?:了|记)?(?:说|讲|报)了?[，\s]*(?:[昨今前]|上周|刚|早|下午|上午|中午|晚)[^，。]{0,3}(?:跟|和|给|与|同)某[^，。；]{0,8}(?:通过|打过|打了|聊了|聊过|通了|联系)/;

/** Does the line ask for a correction? */
export function isAmendment(text: string): boolean {
  if (NO_AMENDMENT.test(text)) return false;
  return AMENDS.test(text) || OF_STORED.test(text);
}

/** The part of the line that says how it should be: after 改成, after the last 是 of 不是…是…. */
function correctedPart(text: string): { part: string; offset: number } {
  const part = findCorrected(text);
  return { part, offset: Math.max(0, text.lastIndexOf(part)) };
}

function findCorrected(text: string): string {
  const changed = /(?:改成|改为|换成|改到|更正为|修改为|应该是|应为|其实是|改:|更正:?)([\s\S]*)$/.exec(text);
  if (changed?.[1]) return changed[1];
  const reverse = /(?:^|[，。\s条])(?:应该)?是([^，。\s不]{1,12})[，\s]?不是/.exec(text);
  if (reverse?.[1]) return reverse[1];
  const negated = /不是[^，。\s]{1,12}?[，\s]?(?:而)?(?:应该)?是([\s\S]*)$/.exec(text);
  if (negated?.[1]) return negated[1];
  const wrong =
    /(?:不对|错了|记错了?|搞错了?|说错了?|写错了?|弄错了?|口误|有误|填错了?)[，。\s]*(?:了)?(?:是|应该)?([\s\S]*)$/.exec(
      text,
    );
  if (wrong?.[1]) return wrong[1];
  return text;
}

function methodOf(text: string): Method | undefined {
  const found = findMethod(text)?.method;
  if (found) return found;
  if (/^[\s，]*(?:当面|见面)/.test(text)) return 'parent_visit';
  return undefined;
}

/** What a correction changes; only what it names. */
export function readAmend(
  text: string,
  persons: readonly StudentMention[],
  mentionPlaces: readonly number[],
  context: TimeContext,
): AmendReading {
  const { part, offset } = correctedPart(text);
  const kin = findKin(part)[0];
  const method = methodOf(part);
  const outcome = findOutcome(part, method ?? 'phone');
  const time = readTime(part.replace(/^(?:刚才|刚刚)/, ''), context);
  const isTimeSaid = time.words !== '' && !/^刚/.test(time.words) && !time.impossible;
  const isMethodNamed = method !== undefined && !(method === 'phone' && outcome.isStated && !/电话|打/.test(part));
  const student =
    part === text
      ? undefined
      : persons.find(
          (_, index) => (mentionPlaces[index] ?? 0) >= offset && (mentionPlaces[index] ?? 0) < offset + part.length,
        );
  const supplement =
    /(?:补充一下|补充:|再补充|补一句|补充说明:?|漏(?:记|说|写)了|忘(?:了)?(?:记|写|说)(?:了)?)[，:\s]*([\s\S]*)$/
      .exec(text)?.[1]
      ?.trim();
  const said = /(?:家长|[爸妈父母])?(?:说|表示|反映)(?:的是|了)?[，:]?([\s\S]{2,})$/
    .exec(supplement ?? part)?.[1]
    ?.trim();
  const opinion = /意见(?:是|为|:|建议是?)?\s?([^，。]{1,60})/.exec(part)?.[1]?.trim();
  const topics = findTopics(part).map((hit) => hit.topic);
  const hasOwnField = kin !== undefined || isMethodNamed || isTimeSaid || student !== undefined;
  return {
    ...(kin?.relations[0] ? { relation: kin.relations[0] } : {}),
    ...(isMethodNamed && method ? { method } : {}),
    ...(outcome.isStated ? { outcome: outcome.outcome } : {}),
    ...(isTimeSaid ? { occurredAt: time.at, occurredPrecision: time.precision } : {}),
    ...(student ? { student } : {}),
    ...(said ? { familySaid: said } : {}),
    ...(opinion ? { opinion: /^(?:没|无)/.test(opinion) ? '无' : opinion } : {}),
    ...(topics.length > 0 && !hasOwnField ? { topics } : {}),
    ...(supplement ? { summary: supplement } : {}),
  };
}
