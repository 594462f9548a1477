import { FAMILY_WORD, KIN_WORD } from './relation.ts';

/**
 * Clauses that look like a contact of the sender's and are none: an order, a duty, a dream, a call of somebody else, a
 * fact about the family. Each rule reads one masked clause; its words beside the rule stay with `no-contact.ts`.
 */
const KIN = `(?:${KIN_WORD}|${FAMILY_WORD})`;
const SURNAME_TEACHER = '[\u4e00-\u9fff](?:老师|主任|书记|院长|教授)';
/** Who at the school may have done it instead. */
const COLLEAGUE = `(?:${SURNAME_TEACHER}|班主任|[副]?书记|院长|学工[处办部]|[副正]?班长|室友|舍友|某+(?:同学)?(?!某|的?[他她]?${KIN}|家))`;
const WHEN = '(?:自己|主动|已经?|先|刚[刚才]?|[昨今前]天|[昨今]晚|上午|下午|晚上|中午|又|也|都|还|就|后来|来|直接)*';
const CALLS = '(?:打|联系|聊|谈|沟通|通知|家访|回访|说|发)';
const ADDRESS = `(?:给|跟|和|联系|找|打给|打电话给|通知)(?!我)`;

const BOSS = '(?:书记|领导|院长|主任|校长|处长|科长|学校|学院|学工[处办部]|上面|系里|院里|班主任|同事|有人|老师)';
const ASKED_BY = new RegExp(
  `^(?:刚才?|今天|昨天)*${BOSS}[^，。；]{0,4}问[^，。；]*${CALLS}(?:电话)?(?:了|过)(?:电话)?(?:没有?|吗|么)?[？?]?$`,
);
const PLANNED: readonly RegExp[] = [
  new RegExp(`^(?:请|快|先|你|再)*${ADDRESS}[^，。；了过]{1,14}(?:电话|一下|联系|消息|微信)吧$`),
  new RegExp(`^(?:请|麻烦|你|快|再|能|可以)*(?:替我|帮我|帮忙|代我)${ADDRESS}[^，。；了过]*$`),
  /(?<!应)该(?:打|联系|回|聊)(?:电话|一下)?了$/,
  new RegExp(`${BOSS}(?:又|都|也)?(?:让|叫|要求|要|催|喊|请|提醒|通知)我[^，。；了过]{0,3}${ADDRESS}[^，。；了过]*$`),
  /^(?:我|还|正|一直|就)*在?等[^，。；了过]{1,12}(?:回电话?|回复|回信|回消息|来电|电话|消息)$/,
  /^(?:某+[^，。；]{0,4})?(?:电话)?我(?:就|先|今天)?不(?:打|联系)了$/,
  /^(?:让|叫|请|由)[^，。；我]{1,6}(?:去)?(?:打|联系)(?:吧)?$/,
  /^(?:某+[^，。；说]{0,6})?(?:约好|说好|定好)?(?:明天|后天|下周[一二三四五六日天]?|回头|改天|晚点|下次)打$/,
];
const THWARTED: readonly RegExp[] = [
  /^(?:我|昨晚|昨天|刚才?|又|居然|还)*(?:做梦|梦见|梦到)/,
  new RegExp(`^(?:我|还|也)*从来?(?:都|也|就)?(?:没有?|未)${ADDRESS}`),
  new RegExp(`^(?:昨天|今天|前天|我|本来)+说(?:好|要)?${ADDRESS}[^，。；了过]*$`),
];
const OTHERS: readonly RegExp[] = [
  // 骗子给张三妈打了电话, 他姐给张三妈打了电话, 李四给张三妈打了电话
  new RegExp(
    `^(?:有|是|被|听说)?(?:骗子|诈骗分子|[^，。；我]{0,4}(?:中介|推销员?|房东|老板|网友|警官|社区|村委会?|居委会|法院|银行|客服|快递员?|记者|律师|老乡|邻居|女友|男友|对象|朋友)|(?:某+(?:同学)?的?|[他她]的?)[他她]?${KIN}|某+(?:同学)?)${WHEN}(?:给|打电话给|打给|联系(?=[了过]))(?!我)(?:了|过|到)?[^，。；我]{0,8}${KIN}[^，。；我]{0,6}(?:打|联系|发|说|聊|$)`,
  ),
  new RegExp(
    `^(?:某+(?:同学)?|${COLLEAGUE})${WHEN}(?:帮|替|代)(?:我|老师|辅导员)?${ADDRESS}[^，。；]*${CALLS}[^，。；]*[了过]`,
  ),
  new RegExp(`${CALLS}(?:了|过)[^，。；我]{0,6}的(?:人)?是${COLLEAGUE}`),
  new RegExp(`${KIN}亲?${WHEN}(?:接到|收到)(?:了|过)?[^，。；我]{0,6}(?:诈骗|骗子|骚扰|推销|冒充|贷款|陌生)`),
  new RegExp(
    `${KIN}亲?${WHEN}打了(?:11\\d|12\\d{1,3}|(?:孩子|娃|人|儿子|女儿|学生|同学|一巴掌|一顿|麻将|疫苗|官司)(?!的?(?:电话|手机|${KIN})))`,
  ),
  /微信(?:名字?|昵称)[是叫]|网名[是叫]|昵称[是叫]/,
  new RegExp(
    `${KIN}亲?${WHEN}(?:在|发|刷)(?:了)?[^，。；我]{0,3}(?:朋友圈|抖音|微博|快手|贴吧|小红书|网上)(?![^，。；]*我)`,
  ),
  new RegExp(
    `^(?:某+(?:同学)?|学生|孩子)${WHEN}(?:很|特别|最)?(?:怕|害怕|担心|求着?|不想|不愿意?|不让|不希望|希望|让|叫|请)我(?:们)?[^，。；了过]*${KIN}[^，。；了过]*$`,
  ),
  /某+(?:同学)?的?[他她]?(?:前女友|前男友|女友|男友|女朋友|男朋友|对象|室友|舍友|邻居)的?(?:家长|[爸妈父母]亲?|[爸妈]{2})/,
  // The student was called; of the family the line says nothing.
  /^某+(?:同学)?(?:本人)?的?电话(?:已经?|也|都)?打了$/,
  /^(?:我|今天|昨天|刚才?|已经?|又)*给某+(?:同学)?(?:本人)?打(?:了|过)(?:一?个|一?通)?电话了?$/,
];

/** A call that somebody else took, or that was called off at the end, unsays the words before it. */
const TAKEN_BY_COLLEAGUE = new RegExp(
  `(?:^|[，。；\\s])(?:是|由)?${COLLEAGUE}${WHEN}(?:接|打|联系|聊|去|谈|说|通知|处理)的(?:电话)?$`,
);
const NOT_DIALLED =
  /(?:^|[，。；\s])(?:我|后来|最后|结果|算了|还是|就|又|也|都|一直|今天|昨天)*(?:没有?|未)打(?:成|呢|了)?[。！\s]*$/;
/** 张三 母亲 电话 明天打: nothing but whom and how before the day. */
const STILL_AHEAD = new RegExp(
  `^(?:某+|${KIN}|[\\s，的他她]|电话)*(?:约好|说好|定好)?(?:明天|后天|下周[一二三四五六日天]?|回头|改天|晚点|下次)打[。！\\s]*$`,
);
const TALKED_ELSE = /聊|谈|沟通|微信|短信|面谈|家访|接了|接通|知道|没接|没人|不通|表示|问|回|来|说(?!给|要|好)/;

type NeverMine = 'asked' | 'planned' | 'thwarted' | 'others';

/** Why a whole masked line tells of no contact of the sender's, whatever stands before its last words. */
export function findUnsaid(text: string): NeverMine | null {
  if (TAKEN_BY_COLLEAGUE.test(text) && !/我|老师打|没接|聊/.test(text.replace(TAKEN_BY_COLLEAGUE, ''))) return 'others';
  if (STILL_AHEAD.test(text)) return 'planned';
  const match = NOT_DIALLED.exec(text);
  return match && !TALKED_ELSE.test(text.slice(0, match.index)) ? 'thwarted' : null;
}

/** Why one clause is no contact of the sender's. */
export function findNeverMine(clause: string): NeverMine | null {
  if (ASKED_BY.test(clause)) return 'asked';
  if (THWARTED.some((rule) => rule.test(clause))) return 'thwarted';
  if (PLANNED.some((rule) => rule.test(clause))) return 'planned';
  return OTHERS.some((rule) => rule.test(clause)) ? 'others' : null;
}
