import { findMethod, type MethodReading } from './method.ts';
import type { Method } from './reading.ts';

/**
 * A line often names a way that was not taken (平时都用微信，今天直接打了电话; 发朋友圈骂学校，我打电话过去沟通). What counts is the way
 * bound to the talk itself: a clause that says of a medium that they talked by it, and neither denies nor only wishes it.
 */
const TALK =
  '(?:聊|谈|说|讲|沟通|联系|交流|告知|告诉|通知|回复|答复|回应|回的|解释|安抚|安慰|劝|确认|核实|核对|反映|咨询|问|商量|商定|敲定|处理|对接)';
const WITH =
  '(?:里|上|中|面|那头)*(?:(?:把|将)[^，。；\\s]{1,16}|(?:跟|和|与|向|给|对|同|又|再|才|就|也|我|直接|专门|单独|简单|重新)[^，。；\\s]{0,4})?';
const TALKED_BY: readonly (readonly [Method | undefined, RegExp])[] = [
  [
    'phone',
    /(?<!微信|语音|视频|[qQ]{2})(?:打|回|拨|挂|去)(?:了|过|完|通)?(?:一?[个通]|[两三几]次)?(?:电话|电(?=[，。；\s]|$))/,
  ],
  [
    'phone',
    /(?<!微信|语音|视频|[qQ]{2}|信息|消息|开|攻|敲|带)(?:打|拨|回拨)(?:了)?(?:过|回)?[来去](?:了|的|就|又|才|后)?(?:问|说|讲|聊|谈|解释|确认|核实|告诉|沟通|感谢|道歉|(?=[，。；\s]|$))|回拨(?:了|给|(?=[，。；\s]|$))/,
  ],
  [
    undefined,
    new RegExp(`(?:微信|[qQ]{2}|钉钉|企微|语音|视频)?(?:电话|微信|短信|[qQ]{2}|视频|语音|邮件)${WITH}${TALK}`),
  ],
  [
    undefined,
    /(?:改|换)(?:成|为|用|打|发)?(?:了)?(?:电话|微信|短信|[qQ]{2}|视频|语音|邮件)(?:了|的|聊|谈|说|沟通|联系|(?=[，。；\s]|$))/,
  ],
];
const IDLE =
  /平时|平常|一般|以往|以前|从来|向来|以后(?=.{0,3}(?:发|用|别|少|都|再|就|有|微信))|下次|有事(?=.{0,4}(?:发|打|微信|电话|短信|找|联系|留))|回头|改天|明[天早晚]|后天|下周|晚点|待会|(?:让|叫|要|请|求|嫌|怪)(?:我|老师)|(?<!没)想|打算|准备|可以|能否|能不能|不|没|未|别|怕|如果|要是|答应|误|懂|听说|看到|关机|停机|拒/;
const VISITS: readonly Method[] = ['home_visit', 'parent_visit', 'invited_visit', 'meeting'];
/** The visit of this clause did not take place, or not yet. */
const NO_VISIT =
  /约好|说好|定好|原定|原本|本来|本想|要来|想来|要去|让我去|请我去|邀请我|婉拒|谢绝|来不了|不用[来去]|半路|不[肯愿想敢]|不来|没来|没去|没到|没参加|没能|没法|去不了|临时|改|取消|推迟|下周|下个月|明天|后天/;
const MISSED_EACH_OTHER = /(?:未|没)(?:有)?(?:见面|见到|见着|碰到|碰上|遇到)/;
/** 找我 may be by any way. */
const ANY_WAY = /^找[到上]?我?$|找(?:我|老师)$/;
const LONG_CLAUSE = 24;
const BORDER = /[，。；！？\n ]/;
/** Behind the family's words only what we did ourselves is the way. */
const OUR_OWN = /^(?:后来|最后|然后|随后|之后|晚上|下午|中午)?(?:我|又|便|就|才|直接|只好)|的[。！)\s]*$/;

/** The medium by which they talked, when the words bind it to the talk; undefined else. */
export function findSpokenWay(
  text: string,
  saidFrom: number,
  first: MethodReading | undefined,
): MethodReading | undefined {
  if (
    first &&
    VISITS.includes(first.method) &&
    !ANY_WAY.test(first.words) &&
    !NO_VISIT.test(clauseOf(text, first.words)) &&
    !MISSED_EACH_OTHER.test(text)
  )
    return undefined;
  let at = text.length;
  for (const clause of text.split(BORDER).reverse()) {
    at -= clause.length;
    const start = at;
    at -= 1;
    if (clause === '' || (start >= saidFrom && !OUR_OWN.test(clause))) continue;
    for (const [method, pattern] of TALKED_BY) {
      const match = pattern.exec(clause);
      if (match === null || IDLE.test(aroundOf(clause, match))) continue;
      return method === undefined ? findMethod(match[0]) : { method, words: match[0] };
    }
  }
  return undefined;
}

/** Dictation has no stops: in a long clause only the words beside the way can deny it. */
function aroundOf(clause: string, { index, 0: words }: RegExpExecArray): string {
  if (clause.length <= LONG_CLAUSE) return clause;
  return clause.slice(Math.max(0, index - 8), index + words.length + 4);
}

function clauseOf(text: string, words: string): string {
  return text.split(BORDER).find((clause) => clause.includes(words)) ?? text;
}
