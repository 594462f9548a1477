import { readFuture } from './time.ts';
import type { TimeContext } from './time-days.ts';

const STEP =
  /(?:下一步|后续|接下来|待办)[:，是]?\s?([^。；\n]{2,60})|((?:约(?:了|好|定|在)?)?(?:明天|明早|明晚|明日|后天|大后天|下周[一二三四五六日天]?|下个?星期[一二三四五六日天]?|下个?月|周[一二三四五六日天末]|过(?:两|几|三)天|(?:两|几|三|\d+)天后|改天|下次|寒假|暑假|月底|\d{1,2}[.月/]\d{1,2}[日号]?|\d{1,2}[号日])[^，。；\n]{0,10}?(?:再(?:打|联系|回访|说|沟通|聊|看|约|来|去|跟进|发|问|谈)|回访|回电|来(?:校|学校|一趟|办|面谈|接|签|领|拿|谈|开会|开家长会)|面谈|见面|家访|上门|跟进|去看|补|复查|到校|过来|打(?:给|过去|电话)|联系|(?:把|给)[^，。；\n]{1,12}(?:发|寄|转|送|带|拿)(?!了|过))[^。；，\n]{0,30})|((?:需要?|要|得|准备|打算|计划|会|再)(?:继续)?(?:跟进|回访|关注|再打|再联系|家访|面谈|观察|约谈)[^。；，\n]{0,30})|((?:让|叫)(?:我|老师)?(?:过)?(?:两|几|三)天(?:再|后)[^。；，\n]{0,20})/;

/** 周五给张三家家访过: a day of the week behind us. */
const DONE =
  /^(?!约|下|明|后天|大后天|改天|过)[^，。；]*(?:家访|联系|打|聊|谈|沟通|上门|面谈|见面|回访|说|来|去)(?:过|了)(?!了)/;

/** Days that can be only ahead; any other may be the day of the talk itself. */
const AHEAD = /^(?:约|明|后天|大后天|下|过|改天|寒假|暑假|月底|[两几三\d]+天后)/;
const TOLD =
  /说|聊|谈|讲|商|打|电话|微信|短信|联系|沟通|通|同意|答应|约|定|表示|反映|要求|希望|让|接|回|来|见|访|发|寄/;

/** 上周日给某某妈妈打电话, 10/8 给…: nothing was told before it, so that is the talk and no step after it. */
function isTalkItself(text: string, match: RegExpExecArray): boolean {
  return match[2] !== undefined && !AHEAD.test(match[2]) && !TOLD.test(text.slice(0, match.index));
}

export interface NextStepReading {
  readonly step: string | null;
  readonly due: Date | null;
}

/** What is to happen next and when; 09:00 when only a day was said (contract §6). */
export function findNextStep(text: string, context: TimeContext): NextStepReading {
  const match = STEP.exec(text);
  if (!match || (match[2] !== undefined && DONE.test(match[2])) || isTalkItself(text, match))
    return { step: null, due: null };
  const step = (match[1] ?? match[2] ?? match[3] ?? match[4] ?? '').trim();
  return { step, due: readFuture(step, context)?.at ?? null };
}
