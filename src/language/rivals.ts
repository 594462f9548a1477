import type { Intent } from './reading.ts';
import { FAMILY_WORD, KIN_WORD } from './relation.ts';

const FAMILY_OF_STUDENT = `某+(?:同学)?的?\\s?(?:他|她)?(?:家里?的?)?(?:${KIN_WORD}|${FAMILY_WORD})`;
/** Nothing but whose family and a way of contact: the number is wanted, or it is done. */
const BARE_CONTACT = new RegExp(`^${FAMILY_OF_STUDENT}的?(?:电话|微信)?[\\s。]*$`);
const BARE_ORDER = new RegExp(
  `^(?:联系(?:一下|下)?|打给|打电话给|给)\\s?${FAMILY_OF_STUDENT}(?:打电话|打个电话|发微信)?[\\s。]*$`,
);
/** 周六去…家访: the last one or the next. */
const BARE_VISIT =
  /^(?:[这本]?周[一二三四五六日末](?=去))?(?:去?家访某+(?:同学)?(?:[\s、，和]+某+)*家?|某+(?:同学)?(?:的|家)?家访|去某+(?:同学)?家家访)[\s。]*$/;
/** 给…说一下返校时间: an order to us, or what was done. */
const TELL_THEM = new RegExp(
  `^(?:给|跟|和|向|同|与)\\s?某[^，。；\\n]{0,24}?(?:${KIN_WORD}|${FAMILY_WORD}|家)(?:说|讲|提|交代|交待|解释|强调|反馈)(?:一下|一声|下|声|哈|一哈)(?!了|过)[^了过]*$`,
);

/** Meanings that fit a masked line nearly as well as the first one; empty for nearly every line. */
export function findRivals(text: string, isLookUp: boolean): readonly [Intent, Intent] | undefined {
  // 王五奶奶电话 wants the number; a call that was made says more.
  if (BARE_CONTACT.test(text) && /电话[\s。]*$/.test(text)) return undefined;
  if (BARE_CONTACT.test(text)) return isLookUp || !/[电微]/.test(text) ? ['look_up', 'record'] : ['record', 'look_up'];
  if (BARE_ORDER.test(text)) return ['record', 'look_up'];
  if (BARE_VISIT.test(text)) return ['record', 'visit'];
  if (TELL_THEM.test(text)) return ['notice', 'record'];
  return undefined;
}
