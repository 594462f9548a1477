import type { Intent, Reading, TaskReading } from './reading.ts';

/** Lines about tasks that exist (完成1, 推迟到周五, 我的提醒), and plans that are to become one (明天下午三点回访张三家). */

const NUMBERS = '(?:第|提醒|待办)?([\\d、,，和 ]{0,30}\\d)?(?:个|条|号|项)?(?:的)?(?:提醒|待办)?';
const WHOSE = '(?:.{1,12}?的(?:那个|那条)?(?=提醒|待办))?';
const ALL = '(?:全部|所有|都)?(?:的)?';
const END = '(?:了|吧|啦|呢|[。！!~ ])*$';
const TASK_WORD = /提醒|待办/u;

const LIST = new RegExp(
  `^(?:查看|查|看看|看下|看|列出|显示)?(?:一下)?(?:我)?(?:的|还|现在)?(?:有)?(?:哪些|什么|多少)?(?:个|条)?(?:提醒|待办)(?:事项|清单|列表|有哪些|有什么|名单)?${END}`,
  'u',
);
const DONE = new RegExp(
  `^${WHOSE}${NUMBERS}(?:已经?|都)?(?:完成|做完|办完|办好|搞定|做好)(?:了)?${NUMBERS}${END}`,
  'u',
);
const DROP = new RegExp(
  `^(?:把)?${ALL}${WHOSE}${NUMBERS}(?:都)?(?:不用|不要|不必|别|取消|删掉|删除|删|去掉|停掉)(?:再)?${ALL}${WHOSE}${NUMBERS}(?:我)?${NUMBERS}${END}`,
  'u',
);
/** 刚才那个提醒, 上一个提醒: the one, where there is one. */
const THE_ONE = /(?:刚才|刚刚|刚)?(?:设|定|加)?的?(?:那|这|上一|最后一|前一)(?:个|条)(?=提醒|待办)/u;
const POSTPONE = new RegExp(
  `^(?:把)?${WHOSE}${NUMBERS}(?:推迟|延后|延期|延迟|推后|顺延|往后推|改到|挪到)(?:提醒|待办|第)?(\\d{1,3}(?=到|至|号提醒|$))?(?:到|至)?(.{0,20}?)(?:再)?(?:提醒(?:我)?|说)?${END}`,
  'u',
);
const SNOOZE = /^(?:晚点|等会儿?|待会儿?|过会儿?|一会儿?)再?(?:提醒|叫|喊)(?:一下)?我?(?:一下)?[吧。 ]*$/u;
const DURATION = /^(?:[\d一二两三四五六七八九十半]{1,3})个?(?:天|周|星期|小时|分钟)$/u;
const MORE = /^(?:更多|还有(?:吗|没有?|呢|哪些)?|剩下的(?:呢)?|下一页|继续看)[？?。 ]*$/u;

/** Reads a normalised line as one about existing tasks; undefined when it is none. */
function readTask(text: string): TaskReading | undefined {
  if (text.length > 40) return undefined;
  if (MORE.test(text)) return { verb: 'more', numbers: [], isAll: false, when: '' };
  const isAll = /全部|所有|都/u.test(text);
  if (LIST.test(text)) return { verb: 'list', numbers: [], isAll: true, when: '' };
  if (SNOOZE.test(text)) return { verb: 'postpone', numbers: [], isAll: false, when: '一小时后' };
  const drop = TASK_WORD.test(text) ? DROP.exec(text.replace(THE_ONE, '')) : null;
  if (drop) return { verb: 'drop', numbers: numbersOf(drop[1], drop[2], drop[3]), isAll, when: '' };
  const done = DONE.exec(text);
  if (done) {
    const numbers = numbersOf(done[1], done[2]);
    return numbers.length > 0 || TASK_WORD.test(text) ? { verb: 'done', numbers, isAll, when: '' } : undefined;
  }
  const postpone = POSTPONE.exec(text);
  if (!postpone) return undefined;
  const words = (postpone[3] ?? '').trim();
  const when = DURATION.test(words) ? `${words}后` : words;
  return { verb: 'postpone', numbers: numbersOf(postpone[1], postpone[2]), isAll, when };
}

function numbersOf(...found: readonly (string | undefined)[]): number[] {
  return [...new Set(found.flatMap((words) => words?.match(/\d+/gu) ?? []).map(Number))];
}

/** Ahead, a way to reach the family, and nothing that tells of a talk that took place. */
const PLAN =
  /^(?:我|记得|准备|打算|要|得|计划|需要)*(?:明天|明早|明晚|后天|大后天|明日|下周|下个?星期|下个?月|[\d两三几]+天后|过[两三几]天)[^，。；]{0,12}?(?:回访|再?打|再?联系|回电|家访|面谈|沟通|聊|问)/u;
/** 李四家长我过两天再联系: whom first, then when. */
const PLAN_OF_FAMILY =
  /^[^，。；\s]{1,6}?(?:同学)?的?[他她]?(?:家长|家里?|[爸妈父母爷奶公婆叔姑舅姨]{1,2}|父亲|母亲)(?:那边|这边)?(?:我)?(?:准备|打算|要|得|计划)*(?:明天|明早|明晚|后天|大后天|明日|下周[一二三四五六日天]?|下个?月|[\d两三几]+天后|过[两三几]天)[^，。；]{0,6}?(?:回访|再?打|再?联系|再?回电|家访|面谈|再?沟通|再?聊|再?问)[^，。；]{0,8}$/u;
const PAST = /了(?!解)|过(?!去|来|两|几|三|一)|没(?:人)?接|不通|没通|关机|说|表示|回复|反映/u;

/** Intents of lines that may be about a task; a line that clearly is something else stays that. */
const OPEN_INTENTS: readonly Intent[] = ['unknown', 'due_list', 'reminder'];

/**
 * The reading as one about tasks, where the line is about one. `understand` reads a plan again as the reminder that
 * it asks for, so that its time and its student are found by the same rules.
 */
export function settleTask(reading: Reading, now: Date, understand: (line: string) => Reading): Reading {
  const task = OPEN_INTENTS.includes(reading.intent) ? readTask(reading.normalised) : undefined;
  if (task?.verb === 'more') return reading.intent === 'unknown' ? withTask(reading, 'due_list', task) : reading;
  if (task) return withTask(reading, 'reminder', task);
  if (isPlan(reading, now))
    return withTask({ ...understand(`提醒我${reading.line}`), line: reading.line }, 'reminder', CREATE);
  return reading.intent === 'reminder' ? { ...reading, task: CREATE } : reading;
}

const CREATE: TaskReading = { verb: 'create', numbers: [], isAll: false, when: '' };

function isPlan(reading: Reading, now: Date): boolean {
  if (reading.intent !== 'record' && reading.intent !== 'unknown') return false;
  if (
    reading.students.length === 0 ||
    !(PLAN.test(reading.normalised) || PLAN_OF_FAMILY.test(reading.normalised)) ||
    PAST.test(reading.normalised)
  )
    return false;
  return reading.records.every(({ nextStepDue }) => nextStepDue !== null && nextStepDue > now);
}

function withTask(reading: Reading, intent: Intent, task: TaskReading): Reading {
  const evidence = [...reading.evidence, { words: reading.line, means: `task:${task.verb}` }];
  return { ...reading, intent, rivals: [], task, evidence };
}
