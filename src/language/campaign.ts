import { isoDay } from './day.ts';
import { findFraudTopic } from './fraud-topics.ts';
import { parseNumber } from './numbers.ts';
import type { CampaignReading } from './reading.ts';
import { findDays, type TimeContext } from './time-days.ts';

const PLAN =
  '(?:(?:本|这|我们|学院|学期|全院|的|个)*(?:宣教|反诈|防诈|防骗|宣传|推送)(?:工作|宣传|宣教)?(?:的)?(?:计划|日历|安排表))';
const SHOW = new RegExp(
  `^(?:看看?|看一下|查看|打开|列出|显示|我要|给我|出|做|定|制定|生成|拟)?(?:一下|一个|个)?${PLAN}(?:呢|是什么|有哪些|怎么样|看一下|看看)?[？?。！!]*$`,
  'u',
);
const STOP = new RegExp(
  `^(?:停止|停掉|停|取消|终止|不要)(?:我们|学院|这个)?(?:${PLAN}|计划)[了吧。！!]*$|^${PLAN}(?:停(?:止|掉|了)?|取消|不要了)[了吧。！!]*$`,
  'u',
);
const NUMBERED =
  /^(?:把|将)?(?:宣教)?计划\s?(?:第)?\s?(\d{1,3}|[一二三四五六七八九十]{1,3})(?:条|个|项|号)?\s*[，,:]?\s*(?=改|换|推|提|挪|移|不要|取消|删|去掉|停)/u;
const ADD = /^(?:宣教|反诈)?计划(?:里|中)?(?:再|另)?(?:加|增加|添加|补)(?:上|一?条|一?个|一项)?/u;
const COVERAGE =
  /(?:反诈|防诈|防骗|宣教|裸贷|套路贷|电信诈骗|电诈|诈骗)[^，。]{0,6}(?:覆盖|发全|发齐|都发到)|(?:哪些|哪个|哪几个|几个|有没有)(?:家长)?群[^，。]{0,8}(?:没|未)[^，。]{0,6}(?:发|收|讲)[^，。]{0,5}(?:反诈|裸贷|套路贷|诈骗|防骗)/u;
const SPENDING = /消费|预算|花钱|开支/u;

/** What a line wants of the college's campaign; null when it is about something else. Examples: 宣教计划, 计划3改到12月1日, 反诈覆盖. */
export function readCampaign(text: string, context: TimeContext): CampaignReading | null {
  const nothing = { number: null, day: null, topic: null, isSpending: false } as const;
  if (text.length > 60) return null;
  if (SHOW.test(text)) return { verb: 'show', ...nothing };
  if (STOP.test(text)) return { verb: 'stop', ...nothing };
  const wanted = {
    day: dayIn(text, context),
    topic: findFraudTopic(text),
    isSpending: SPENDING.test(text),
  };
  const numbered = NUMBERED.exec(text);
  if (numbered) {
    const number = parseNumber(numbered[1] ?? '');
    const verb = /不要|取消|删|去掉|停/u.test(text) ? 'drop' : wanted.day === null ? 'replace' : 'move';
    return { verb, ...wanted, number: Number.isNaN(number) ? null : number };
  }
  if (ADD.test(text)) return { verb: 'add', ...wanted, number: null };
  return COVERAGE.test(text) ? { verb: 'coverage', ...nothing } : null;
}

function dayIn(text: string, context: TimeContext): string | null {
  const day = findDays(text, context, 'future')[0]?.day;
  return day ? isoDay(day) : null;
}
