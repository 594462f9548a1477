import { findOpening } from './opening.ts';
import { tellsOfMiss } from './outcome.ts';
import { findKin } from './relation.ts';

/**
 * A line may speak of a contact that never was: asked about, denied, only supposed, or still to come. None of these may
 * become a record, because a record is evidence towards the college. A missed call (没打通, 没人接) is not meant here:
 * that contact was tried. Only our own words count: 家长问放假吗, 让我别告诉孩子 are what a finished contact was about.
 */
export type NotDone = 'asked' | 'negated' | 'supposed' | 'planned' | 'grouped';

const TO_FAMILY =
  '(?:(?:再|又|去|来得及|顾得上|时间|空|想起来|顾上|有|主动|单独|及时)*(?:给(?!我)|跟|和|与|同|向|找(?!到|着|我)|约|联系(?!上|到|我|不)|致电|通知(?!我)|告诉(?!我)|告知(?!我)|回访|家访|打(?!扰|架|工|通|来|我|不|开|算)|拨(?!通)|沟通|通(?:个|过)?电话))';
const TOLD =
  /(?:打|聊|通|谈|联系|沟通|发|寄|访|见|告知|通知|交流|反馈|告诉|写)(?:了|过|完|通|上)(?!吗|没|么|再|就|之?后)|已(?:经)?(?:打|联系|通知|告知|沟通)|打来|来电|打过来|没(?:人)?接|不接|不通|没打通|关机|停机|占线|空号|(?:没|不|未)回|说(?!一|下|不定)|表示|回复|反映|接到|问(?!题)|答应|希望|担心|觉得|认为|同意|要求|坚持|聊到|谈到|让(?:我|学校|老师)|电话(?:里|沟通|联系|告知)/;
/** 没告诉学生 is about the student, not about the family. */
const NEGATED = new RegExp(
  `(?:(?:还|都|一直|今天|昨天|最近|到现在)*(?:没有?|未|尚未|忘了|忘记了?|来不及|顾不上)|(?:先|就|千万)*(?:(?<![分特个区告级性辨])别|不要|不用|不必|甭))${TO_FAMILY}(?!学生|本人|孩子|同学|[他她]本人|他自己|她自己|某+(?:[，。\\s]|$))`,
);
const NOT_DONE_AFTER =
  /(?:电话|微信|短信|家访|家长|[爸妈父母亲])(?:我|还|都|一直|今天|昨天|也)*(?:没有?|未|忘了?)(?:来得及|时间|空|去|有|再)?(?:打(?!通|来|过来|我)|发(?!来|过来|我)|联系(?!上|到|我|不)|沟通(?!上)|聊(?!上|到|几|两)|去(?!学校)|访)(?:过|呢|了)?(?:[，。！；\s]|$)/;
const ASKED_AT_END =
  /(?:打|聊|通|谈|联系|沟通|发|访|通知|告诉|告知|说|接|找)(?:电话|微信|上|到|通)?(?:过?了|过)(?:电话|微信)?(?:吗|么|嘛|没有?|不曾|[？?])[？?。\s]*(?:$|[，。；？])/;
const ASKED =
  /^(?:是)?(?:谁|哪个|哪位)(?:老师|辅导员)?(?:给|跟|和|与|联系|打|通知|找|去|来)|^[^，。问说]{0,12}(?:有没有|是不是|是否|有无)(?:已经?|都)?[^，。问说]{0,14}(?:打|联系|沟通|聊|通知|家访|发)|[给跟和与][^，。问说]{1,12}(?:打|发)(?:了|过)?(?:电话|微信)(?:过?了|过)?(?:吗|么|没有?|[？?])[？?。\s]*$/;
const SUPPOSED =
  /(?:要是|如果|假如|倘若|万一|假设|若是|(?<=^|[，。；\s])等(?![着了级到]))[^。\n]{0,24}(?:打|来电|联系|电话|沟通|聊|接|微信|来找|问)/;
const PLANNED_WORD =
  '(?:准备|打算|计划|想着?|要|得(?=给|跟|联系|找)|明[天早晚儿]|后天|大后天|下(?:个)?(?:周|星期|礼拜|月)[一二三四五六日天末]?|待会儿?|等下|等会儿?|一会儿?|晚点|回头|改天|过(?:两|几)天|今晚|晚上|下午|再|就|我|去|先|抽空|有空|上午|早上|中午)';
const PLANNED = new RegExp(
  `(?:^|[，。；\\s])我?(?=(?:[^，。；]{0,2})?(?:准备|打算|计划|想|要|明|后天|大后天|下|待会|等下|等会|一会|晚点|回头|改天|过[两几]天))${PLANNED_WORD}+${TO_FAMILY}`,
);

/** 这周要联系…, 安排周日和…视频: a day of this week may be ahead as well as behind. */
const ARRANGED = new RegExp(
  `^我?们?(?:(?:[这本]个?(?:周|星期|礼拜|月|学期)[内里]?|这[两几]天|周末)我?们?(?:还?要(?!求)|得|需要|该|准备|打算|计划|安排|预约)|安排|预约)[^，。；了过]{0,6}?${TO_FAMILY}(?![^，。；]*[了过])`,
);

/** 在家长群里@某某妈妈说了…: what stands in a group reached nobody one to one (contract §6). */
const GROUPED =
  /^[^，。；]{0,6}(?:在|到|往)[^，。；]{0,8}群[里内中]?面?[^，。；]{0,4}(?:@|艾特|提醒|通知|说|讲|发|点名|回复|跟|和|给|告诉)[^，。；]*[了过]/;
const ALONE = /电话|私聊|私信|私下|单独|家访|面谈|短信|打给|打了|拨|视频|语音|当面|来校|来学校|来电/;

/** Cuts the clause at `start` out of the text. */
function without(text: string, start: number): string {
  const end = text.slice(start + 1).search(/[，。；！？\n ]/);
  const from = Math.max(...['，', '。', '；', '\n', ' '].map((mark) => text.lastIndexOf(mark, start)));
  return text.slice(0, Math.max(0, from)) + (end < 0 ? '' : text.slice(start + 1 + end));
}

function concernsFamily(text: string): boolean {
  return /家长|家里|家属|家人|监护|某|[他她]家/.test(text) || findKin(text).length > 0;
}

/** Why the masked line tells of no contact; null when it tells of one (or of a missed one). */
export function findNotDone(text: string): NotDone | null {
  if (!concernsFamily(text)) return null;
  if (findOpening(text) && !/[？?吗]\s*$/.test(text)) return null;
  if (GROUPED.test(text) && !ALONE.test(text)) return 'grouped';
  const supposed = SUPPOSED.exec(text);
  if (supposed && !TOLD.test(text.slice(0, supposed.index))) return 'supposed';
  const asked = ASKED.exec(text) ?? ASKED_AT_END.exec(text);
  if (asked && !TOLD.test(text.slice(0, asked.index)) && !/打了[，。]|说|没接/.test(afterOf(text, asked)))
    return 'asked';
  const negated = NEGATED.exec(text) ?? NOT_DONE_AFTER.exec(text);
  if (negated && !isSpoken(text, negated.index) && !TOLD.test(without(text, negated.index))) {
    // 没给他妈打通: tried.
    const rest = text.slice(negated.index).split(/[，。；\n]/)[0] ?? '';
    if (!/打通|打得通|拨通|联系上|接通|通知到|联系到|联系着|找到|找着/.test(rest)) return 'negated';
  }
  const planned = PLANNED.exec(text) ?? ARRANGED.exec(text);
  // 明天给…打了电话 is a finished contact with an impossible day, asked about by its time.
  if (
    planned &&
    !TOLD.test(without(text, planned.index + 1)) &&
    !tellsOfMiss(without(text, planned.index + 1)) &&
    !isFinished(text, planned)
  ) {
    const before = text.slice(0, planned.index);
    if (!/电话|微信|短信|视频|家访|来访|沟通|联系/.test(before)) return 'planned';
  }
  return null;
}

function afterOf(text: string, match: RegExpExecArray): string {
  return text.slice(match.index + match[0].length);
}

/** 张三妈说没给孩子打电话: the family speaks. */
function isSpoken(text: string, index: number): boolean {
  const before = text.slice(0, index);
  return TOLD.test(before) || /(?:家长|[爸妈父母爷奶叔姨舅姑婶伯哥姐公婆爹娘])亲?[:]/.test(before);
}

function isFinished(text: string, match: RegExpExecArray): boolean {
  if (/准备|打算|计划|安排|预约|想|要/.test(match[0])) return false;
  const clause =
    text
      .slice(match.index)
      .split(/[，。；\n]/)
      .find((part) => part !== '') ?? '';
  return /(?:打|聊|通|谈|联系|沟通|发)(?:了|过|完)(?!再|就|之?后|吗)|没接|没人接|打不通|不通/.test(clause);
}
