import { findMethod, type MethodReading } from './method.ts';
import { FAMILY_WORD, KIN_WORD } from './relation.ts';
import { remember } from './remember.ts';

/**
 * Many lines open by saying whom they reached and how, and then tell the matter: 给某某妈打了电话，…; 电联某某爸，…; 某某 父亲 电话 …;
 * 某某妈来电，…. The opening is our own report, so nothing of the matter (邀请家长来校, 提醒别转账, 催债的打到家里) is another way or an order.
 */
const PERSON = `某+(?:同学)?[，\\s]?(?:的)?(?:他|她|其)?(?:家(?![长里人属访])|${KIN_WORD}|${FAMILY_WORD})亲?`;
const MEDIUM = '(?:电话|微信(?:语音|视频|电话)?|短信|语音|视频|[qQ]{2}|邮件)';
const BORDER = '(?=[，。；:\\s]|$)';
const COUNT = '(?:[一两二三四五六七八九十几半\\d]+(?:多|来)?(?:个|通|条|次|分钟|小时|会儿?)(?:多|左右)?的?|个|通|条)?';
// The bot cannot call: 给某某妈打电话提醒… was done, but 发短信提醒… may be an order.
const TO_THEM = new RegExp(
  `(?:给|跟|和|与|向|同)${PERSON}(?:打|拨|去|回|通|挂|发|聊)(?:了|过|完)?${COUNT}(?:${MEDIUM}|话|消息)${COUNT}(?:了|聊了?|沟通了?)?(?:${BORDER}|(?<=话)(?=提醒|告知|通知|说|讲|问|聊|谈|反馈))`,
);
const CALLED = new RegExp(
  `(?:(?:打|拨)(?:了)?(?:个)?电话给|电联|致电|${MEDIUM}(?:联系|告知|通知|沟通)(?:了)?)${PERSON}${BORDER}`,
);
const THEY_CAME = new RegExp(
  `^${PERSON}[，\\s]?(?:来电(?:话)?|打(?:了)?(?:个)?电话过?来|来访|来校|来学校)(?:了)?${BORDER}`,
);
const IN_COLUMNS = new RegExp(
  `^(?:记录?|登记|补录|补记)?[\\s，:]*某+(?:同学)?[\\s，、|]+(?:${KIN_WORD}|家长)亲?[\\s，、|]+(?:${MEDIUM}|信函|家访|来访|约谈)(?=[\\s，、|])`,
);
/** Not done, or not yet, or somebody is asked to. */
const NOT_OUR_REPORT =
  /明[天早晚]|后天|下周|下个?月|准备|打算|想|要|忘|懒得|来不及|顾不上|待会|晚点|回头|记得|帮|提醒|再|别|没|未|等|能|可以|怎么|先|如果|要是|该|谁|吗|[？?]|(?:打|发|拨|回|通|挂)一?[个条通下]/;

export interface Opening extends MethodReading {
  readonly end: number;
}

/** The way that the opening of the masked line reports; undefined when it reports none. */
export const findOpening = remember((text: string): Opening | undefined => {
  for (const pattern of [IN_COLUMNS, TO_THEM, CALLED, THEY_CAME]) {
    const match = pattern.exec(text);
    if (match === null || match.index > 16 || /[，。；]/.test(text.slice(0, match.index).slice(0, -1))) continue;
    const end = match.index + match[0].length;
    if (NOT_OUR_REPORT.test(text.slice(0, end))) continue;
    const way = findMethod(match[0].replace(/话$/, '电话'));
    if (way) return { ...way, end };
  }
  return undefined;
});
