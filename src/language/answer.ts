import { isoDay } from './day.ts';
import { parseNumber } from './numbers.ts';
import type { AnswerReading } from './reading.ts';
import { findDays, type TimeContext } from './time-days.ts';

const END = '[\\s。！!.，~呀啊哦吧呢了的哈喔]*$';
const CHOICE = new RegExp(
  `^(?:我?选|就|要|是|选择)?(?:第)?([\\d]{1,2}|[一二两三四五六七八九十]{1,3})(?:个|位|号|项|条|种)?(?:吧|的)?${END}`,
);
const LAST_OR_FIRST = new RegExp(`^(?:就)?(前一?[个者位]|前面那个|上面那个|后一?[个者位]|后面那个|下面那个)${END}`);
const YES = new RegExp(
  `^(?:是|是的|对|对的|嗯+|好|好的|好滴|可以|行|ok|okay|没错|没问题|有|同意|正确|yes|y|嗯嗯|中|要|要的|需要|对对+|告知过|已告知|知道|当然|1)${END}`,
  'i',
);
const NO = new RegExp(
  `^(?:不|不是|否|没|没有|无|不对|不要|不用|不需要|不可以|不行|no|n|没呢|(?:没有?|无)(?:什么|任何|啥)?(?:意见|建议)|还没|还没有|没啥|暂无|未|未告知|没告知)${END}`,
  'i',
);
const IS_SO = new RegExp(`^(?:是|是的|对|对的|对对+|没错|有|有的|正确|yes|y|告知过|已告知|知道|当然|1)${END}`, 'i');
const IS_NOT_SO =
  /^(?:不|不是|否|不对|没|没有|没呢|无|暂无|n|no|还没|还没有|未|未告知|没告知)[\s。！!.，~呀啊哦吧呢的]*$/i;
const CONFIRM = new RegExp(
  `^(?:好的?|嗯|行|可以|ok|没问题|对|是的?)?[\\s，]*(?:确认(?:发送|发出|无误|发|了|一下)?|确定(?:发送|发)?|同意发送?|(?:就这么|就这样|就|可以|直接|都|马上|现在|帮我)?发(?:送|出|出去)?吧|可以发(?:送|了|出)?|就这么发|发送|准了|核准|批准)${END}`,
  'i',
);
const CANCEL = new RegExp(
  `^(?:(?:那|还是|先)?(?:取消|算了|不发了?|别发了?|不要发了?|先不发|作罢|不弄了|不用发了?|放弃|停|退出|别弄了|cancel)(?:吧|了)?)(?:[\\s，]*(?:吧|算了|取消|不发了))*${END}`,
  'i',
);

/** The line as an answer to whatever was asked last; several fields may be set. */
export function readAnswer(text: string, context: TimeContext): AnswerReading {
  const line = text.trim();
  if (line.length > 24) return { choice: null, yesNo: null, states: null, confirm: false, cancel: false, date: null };
  const choice = readChoice(line);
  const days = findDays(line, context, 'past');
  const first = days[0];
  return {
    choice,
    yesNo: CONFIRM.test(line) || YES.test(line) ? 'yes' : NO.test(line) || CANCEL.test(line) ? 'no' : null,
    states: IS_SO.test(line) ? 'yes' : IS_NOT_SO.test(line) ? 'no' : null,
    confirm: CONFIRM.test(line),
    cancel: CANCEL.test(line),
    date: days.length === 1 && first?.day ? isoDay(first.day) : null,
  };
}

/** Is the line nothing but an answer? */
export function isOnlyAnswer(answer: AnswerReading, text: string): boolean {
  if (answer.choice !== null || answer.yesNo !== null || answer.confirm || answer.cancel) return true;
  return (
    answer.date !== null && /^[\d.\-/年月日号昨今前天上周星期一二三四五六七八九十\s送达是在]{2,20}$/.test(text.trim())
  );
}

function readChoice(line: string): number | null {
  const number = CHOICE.exec(line)?.[1];
  if (number) {
    const value = parseNumber(number);
    return value >= 1 && value <= 99 ? value : null;
  }
  const side = LAST_OR_FIRST.exec(line)?.[1];
  return side ? (/^[前上]/.test(side) ? 1 : 2) : null;
}
