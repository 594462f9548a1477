import { findNeverMine, findUnsaid } from './never-mine.ts';
import { tellsOfMiss } from './outcome.ts';
import { FAMILY_WORD, KIN_WORD } from './relation.ts';

/**
 * A student's name beside words of kin is no contact yet: a record is evidence towards the college, so the speaker must
 * have talked with the family, or tried to. Each rule here names one way in which a line speaks of a family without
 * that; what stands in its clause is set aside, and the line is a contact only if its other clauses tell of one.
 *
 * - asked: a question, or an order to show something (张三家长怎么联系, 把…给我看看)
 * - planned: still to be done (得给王五爸打个电话了, 催张三妈回电话)
 * - thwarted: meant, and it came to nothing (本想给李四爸打电话的，结果开会给耽误了)
 * - others: somebody else spoke with the family, the family with somebody else, or the student told it
 * - grouped: answered in a parents' group and nowhere else
 * - number: only a number or an account is told
 * - added: only an account was added
 */
export type NoContact = 'asked' | 'planned' | 'thwarted' | 'others' | 'grouped' | 'number' | 'added';

const KIN = `(?:${KIN_WORD}|${FAMILY_WORD}|家)`;
const SURNAME =
  '[王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜叶程苏魏吕丁任沈姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏付方白邹孟熊秦邱江尹薛段雷侯龙史陶黎贺顾毛郝龚邵万钱严武莫孔向汤和木]';
/** Who is at the school besides the speaker; 老师 and 辅导员 alone may be the speaker. */
const OTHER = `(?:宿管(?:阿姨|老师|大叔|员)?|(?<!小)阿姨|班主任|导师|(?:任课|英语|数学|高数|心理|专业课?|体育|思政|实习|带队|值班|代课|授课|资助|教务|${SURNAME})的?(?:老师|教授)|[副正]?班长|班干部?|团支书|学委|(?:室|舍)友|宿?舍长|[寝宿]室长|室长|班上同学|同学们|(?:辅导员|老师|班主任)?助理|助班|学工[处办部]?|教务[处员]?|心理(?:中心|咨询师)|咨询师|保卫处|资助中心|财务处|后勤|食堂|校医院?|医院|医生|警察|民警|派出所|同事|领导|[副正]?书记|[副正]?院长|[副正]?校长|系?主任|实习单位|公司)`;
const WHEN =
  '(?:自己|本人|主动|已经?|先|刚[刚才]?|[昨今前]天|[昨今]晚|[昨今]早|上午|下午|晚上|中午|早上|上周[一二三四五六日天]?|周[一二三四五六日天]|偷偷|悄悄|哭着|专门|特意|直接|亲自|那边|又|也|都|还|就|后来|来|帮忙)';
const VERB =
  '(?:打|聊|通(?!知)|谈|说|讲|联系|沟通|交流|发|视频|语音|通知|告知|告诉|反映|商量|提|吵|坦白|摊牌|家访|回访|投诉|咨询|问|见面|面谈|道歉|解释)';
const TO = '(?:给|跟|和|与|同|向|找|对)';

/** 宿管阿姨给单雨桐妈妈打了电话, 班主任联系过李四家长了, 拜托学工处打过. */
const BY_OTHERS = new RegExp(
  `^(?:(?:这次|今天|昨天|昨晚|前天|刚才?|是|由|听说|据说|后来)*(?:某+(?:同学)?的?)?(?:[他她]的?|我们的?)?|.*(?:拜托|委托|托|请|让|麻烦|叫|由)(?:了)?)(?:${OTHER})+${WHEN}*(?:替我|帮我|代我|代)?(?:${TO}[^，。；]{0,8}?${KIN}[^，。；]{0,10}?${VERB}|(?:联系|通知|告知|告诉|打电话给|打给|回访|家访|找)(?:了|过|到|上)*[^，。；]{0,6}${KIN}|打(?:了|过)(?:一?个)?电话|联系(?:了|过)|沟通(?:了|过))`,
);
const BY_OTHERS_INSIDE = new RegExp(
  `(?:拜托|委托|托|请|让|麻烦|叫)了?${OTHER}${WHEN}*(?:打|联系|沟通|通知|告知)[^，。；]{0,6}[了过]`,
);
/** 李四自己跟家里说了挂科的事, 赵六自己打电话给他爸. */
const BY_STUDENT = new RegExp(
  `^(?:是|听说)?(?:学生|孩子|某+(?:同学)?)${WHEN}*(?:和|跟)?(?:打(?:了)?(?:个)?(?:电话|视频)给|告诉|${TO})(?:了|过)?(?:[他她其]们?|自己|自家)?的?${KIN}(?!长(?:会|群))[^，。；]{0,10}?(?:说|讲|打|聊|谈|视频|通(?!知)|坦白|发|告诉|联系|吵|提|沟通|商量|摊牌|$)`,
);
/** 张三说他爸妈离婚了, 孙悦告诉我她爸不同意: the student told it. */
const TOLD_BY_STUDENT = new RegExp(
  `^(?:听|据)?(?:学生|孩子|某+(?:同学)?)(?:${WHEN})*(?:${TO}(?:我|老师))?(?:说(?!明|好|服|通|完|清)|讲(?!完|清|好)|告诉(?:了|过)?(?:我|老师)|透露|坦白|承认|提到|提起|交代|反映)[^，。；]*${KIN}`,
);
/** 王五妈妈给任课老师打过电话, 李四妈妈找宿管反映: the speaker was not called. */
const TO_OTHERS = new RegExp(
  `${KIN}(?:亲)?${WHEN}*(?:(?:给|跟|和|与|向)${WHEN}*(?:我们|某+的)?(?:${OTHER}|学校(?!的)|学院|系里|孩子|学生)[^，。；]{0,6}?(?:打|聊|谈|说|联系|反映|沟通|投诉|发)|(?:打(?:了)?(?:个)?电话给|打给|打到|(?:把)?电话打到|联系(?:了|的是|过)?|去?找(?:了|过|到)?|投诉到?)(?:了)?(?:我们|某+的)?(?:${OTHER}|校长|教育局|热线|信箱|平台|1\\d{4}))`,
);
/** The speaker is there after all. */
const SPEAKER =
  /[和跟]我一起|(?<!替|帮|代|告诉|跟|和|向|对|让|给)我(?!们的?[老班宿]|的)|(?:给|跟|找|问|打|告诉|联系|私聊)(?:了|过|到)?我/;

const PLAN_WORD =
  '(?:(?<![取记觉值懒])得(?=[给跟和与向找约去联打再回催])|(?<![只不没需家])要(?=[给跟和与向找约去联打再回催])|该(?=[给跟和与向找约去联打再回])|应该|需要?(?=[给跟和与向找约去联打再回])|必须|务必|记得|争取|(?<![不没])想(?:着|要)?(?=[给跟和与向找约去联打再])|打算|准备|(?<!按)计划|抽空|抽时间|有空|有时间|回头|改[天日]|过(?:两|几|三)天|明[天早晚日]|后天|下(?:个)?(?:周|星期|礼拜|月)|晚点|晚些|待会儿?|等会儿?|等下|一会儿?(?=[再就给]))';
const PLANNED = new RegExp(
  `${PLAN_WORD}[^，。；说问]{0,16}?(?:打(?!算|扰|工|架)|联系|聊|谈|回(?:访|电|复|个)|沟通|说|约|见(?:个)?面|家访|上门|走访|通知|告知|告诉|发|催)`,
);
const WAITING = /等[^，。；]{1,14}(?:再|了就|就)[^，。；]{0,6}(?:打|联系|聊|说|谈|沟通|发)/;
const LATER = /(?:只能|只好|得等|留到|放到|等到)[^，。；了过]{0,8}(?:打|联系|聊|说|谈)(?:了|吧)?$/;
const OWED = /欠[^，。；]{0,10}(?:一?个|通)?电话|电话[^，。；]{0,4}欠着呢?$/;
/** An order to whoever reads: 催张三妈回电话, 麻烦通知一下他爸. */
const ORDERED = new RegExp(
  `^(?:请|麻烦|帮忙|帮我|快|再)*(?:催(?:一?下|催)?|提醒一?下?|通知一?下|叫|让|喊|联系一?下)(?:某+|[他她])[^，。；了过]{0,3}?${KIN}[^，。；了过电]*(?:电话)?$`,
);
/** 张三妈说好了再联系, 打完: within a planned clause something was done already. */
const DONE_IN_CLAUSE =
  /(?:打|聊|通|谈|联系|沟通|发|说|讲|见|约|告知|通知|告诉|回)(?:了|过|完|好|通)(?!之?后|再|就|吗)|电话里|微信[里上]|没接|不接|不通|没通|来电|打来|表示|答应|同意|跟我说|[他她]说|让我|接的|的时候|昨[天晚]|(?:家长|[爸妈父母爷奶公婆叔姑舅姨])亲?(?:说(?!一?[下声])|让|叫|希望|问|要求|想|要|(?:过[两几]天|明|后|下)[^，。；]{0,6}(?:来|到|回|给我|找我|交|接)|答|约|准备|打算|有空|抽空)/;

const THWARTED =
  /(?:本(?:来)?(?:想|要|打算|准备|该|约|计划|[今昨]|是想|是要)|原(?:本|来|打算|计划|想|定|准备)|差点|险些|(?:正|刚)(?:要|想|准备|打算)(?!说)|没(?:来得及|顾[上得]|去成|打成|聊成|访成|空)|顾不上|来不及|忘(?:了|记)(?!说|记|写)|耽误|耽搁|泡汤|没成)/;
/** 他爸说工作忙没空管: the family's own words. */
const SPOKEN_BEFORE = /[说讲问表]|让我|[电话微信语音][里上]|来电|聊/;
const TOUCHES_FAMILY = /打|联系|聊|家访|走访|约|电话|微信|说|去|谈|访|通知|告知|回/;

const TALK =
  /(?:说|聊|讲|谈)(?:了)?(?:几|两)句|(?:打|聊|通|谈|沟通|联系|交流|说|讲|问|答复|回复|通知|告知|告诉|反馈|解释|转告|确认|交代|见|访|回|接|发|寄|约|视频|磨|劝|安抚)(?:了(?!吗)|过(?![来去两几])|完|好|到|通|上了|清楚|明白|的)|[电通]话|致电|电联|来电|回电|打来|找来|打给|打过去|微信|短信|[qQ]{2}|视频|语音|邮件|面谈|约谈|来访|到访|来(?:了)?(?:学校|校|办公室)|私聊|当面|拜访/;
const FAMILY_TALKS = new RegExp(
  `(?:${KIN_WORD}|家长|对方|家里)亲?(?:也|就|都|还|又|一直|后来|最后|才)*(?:说|表示|反映|回|接|同意|不同意|答应|知道|觉得|希望|担心|问|让我|主动|打|来|加我|没接|态度)`,
);
const SPEAKER_TALKS = new RegExp(
  `我[^，。；]{0,16}(?:${TALK.source})|(?:给|打|找|问|告诉|联系|私聊)(?:了|过|到)?我(?!们)`,
);

const OWN_FAMILY = new RegExp(`^某+(?:同学)?的?[他她]?${KIN}`);

const GROUP = /群(?![体众殴主芳英])/;
const APART =
  /私(?:聊|信|下)|单独|电话|打(?:给|了|来|通|过)|通话|当面|面谈|家访|加我|加的我|我[^，。；]{0,6}(?:聊|谈|打|联系)|另外|短信|(?:又|再|也)(?:给|跟|和|去)|聊|没(?:人)?接|微信[里上]?(?:说|告|跟|和|给|问)/;
const NUMBER_TOLD =
  /(?<![\d-])(?:1\d{2}[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-?\d{7,8}|\d{7,8})(?![\d-])|(?:微信|[qQ]{2}|扣扣)号?(?:是|:|为)?\s?[A-Za-z_某][\w某-]{4,}/u;
const DIALLED =
  /打(?!听)|拨|聊|谈|说|讲|通[了话]|联系(?!方式|电话|人)|接|关机|停机|空号|不通|沟通|告知|通知|发(?!我|给我)|回|问|没|未|无|已(?!知|更|换|改|变)|EMS|ems|单号|寄|短信|函|信(?!号|$)/;
const ADDED =
  /(?:加(?:上|好|到)?了?[^，。；]{0,8}(?:微信|好友|[qQ]{2})|(?:微信|好友|[qQ]{2})(?:号|申请|验证|好友|我|也|都|已经?|刚刚?|终于|总算|那边)*(?:加上|加好|加了|通过(?!微信|[qQ]|电话)|同意)(?=了|好友|申请|我|[，。；]|$)|(?:通过(?!微信|[qQ]|电话|短信)|同意)(?:了)?(?:我的)?[^，。；]{0,6}(?:好友|微信|申请|验证)|(?:申请|验证)[^，。；]{0,8}通过)/;
const NOT_ADDED = /没(?:有)?(?:加上|通过|同意)|未通过|不通过|拒绝|没(?:反应|动静|理)|加不上/;
const NO_TALK_YET =
  /(?:还|暂时|先|暂|目前)?(?:没|未|没有)(?:来得及)?(?:聊|说(?:话|上话)?|谈|沟通|联系|开口|讲)(?!到|上|几|两|通|成|过什么)/;
const CHATTED =
  /聊|介绍|说|谈|讲|问|发(?!来?(?:了)?(?:好友)?申请)|回(?!头)|告|沟通|反映|表示|解释|交流|电话|打|知道|答/;

const QUESTION_ABOUT =
  /(?<![没不再])(?:怎么|如何|咋|怎样|咋样)(?:才能?|去|能|才好|给|跟|和|对|向)*[^，。；]{0,10}?(?:联系|办|称呼|说|开口|沟通|回|整|弄|找|讲|处理|应对|打|搞|谈)|(?:住|在|是|家)(?:在)?(?:哪|什么地方|啥地方)|哪(?:里|儿|个[县市省村镇乡区民]|个单位|上班|的人|里人)|几口人|(?:做|干)(?:什么|啥|嘛)的?|叫(?:什么|啥)|姓(?:什么|啥)|(?:电话|号码|手机|微信|地址|多大|年纪|职业|工作|民族)(?:号码?)?是?(?:多少|几|什么|啥|哪)|什么民族|多少号|(?:有没有|是不是|要不要|能不能|该不该|好不好)[^，。；]{0,16}$|(?:吗|么|嘛)[？?]?$|[？?]$|怎么办|咋[办整弄]|谁(?:知道|有|联系|打|能|清楚|认识|给|接|负责)/;
/** Somebody of the talk asks: 李四爸问怎么交学费. */
const ASKED_IN_TALK =
  /问|说|咨询|打听|了解|关心|打电话(?=[^，。；]{0,4}(?:问|了解|能|可))|电话里|微信[里上]|来电|打来|聊|谈|讲|不知道|告诉|解释|教|想知道|反映|担心|[:"]/;
const SHOW =
  /^(?:请|麻烦|帮我|帮忙|给我|我想|我要|想|要|能不能|可以)*(?:把[^，。；]*(?:给我|发我|看看|看一?下|调出来?|找出来?|列出来?|翻出来?|拿出来?|查出来?|发过来|发来)|(?:查|看|调|翻|搜|找)(?:一下|下|看|出|查)?[^，。；]*(?:电话|号码|联系方式|记录|情况|地址|资料|信息|最近|家里|微信)[^，。；了]*$|[^，。；]*(?:给我看看|发我看看|给我看一下|给我瞧瞧|调出来))/;
const BARE_DATA = new RegExp(
  `^某+(?:同学)?的?[他她]?的?${KIN}?(?:的|里的?)?(?:家庭)?(?:电话号码?|手机号码?|号码|联系方式|联系电话|手机号?|微信号|住址|地址|家庭住址|职业|工作单位)(?:[呢啊呀？?。\\s]|是多少|多少|给我|发我)*$`,
);

/** Why a masked line about a family is no contact of the speaker's; null when nothing speaks against one. */
export function findNoContact(text: string): NoContact | null {
  if (isAsked(text)) return 'asked';
  if (isNumberTold(text)) return 'number';
  if (isOnlyAdded(text)) return 'added';
  if (GROUP.test(text) && !APART.test(text) && isOnlyInGroup(text)) return 'grouped';
  return findUnsaid(text) ?? findSetAside(text);
}

/** Is a bare list of numbers or a question asked of the bot, whatever else the line was taken for? */
export function asksForData(text: string): boolean {
  return BARE_DATA.test(text) || SHOW.test(text);
}

/** Does any word tell that the speaker and the family talked: 聊了, 已知悉, 没意见? */
export function tellsOfTalk(text: string): boolean {
  return ORDERS_RECORD.test(text) || TALK.test(text) || FAMILY_TALKS.test(text) || ANSWERED.test(text);
}

/** Whoever says 补记 tells that it is a record. */
const ORDERS_RECORD = /^(?:补?记(?![得着者住性])|登记|补录|录入)/;
/** The family's answer as notes have it: 都好 没意见, 已知悉, 会教育. */
const ANSWERED =
  /没?(?:什么)?意见|的意思是?|尊重|没(?:啥|什么)?(?:事|问题|异议)|无(?:异|他|特殊|意见|问题)|都好|[还挺很蛮都]好|平安|正常|知道|知悉|已知|已悉|知情|知晓|收到|明白|清楚|理解|支持|配合|同意|反对|赞成|答应|允诺|应允|承诺|保证|谢|感激|重视|着急|生气|态度|反应|抱怨|吐槽|嘱咐|嘱托|叮嘱|交代|允|云|称|说|表示|聊|讲|谈|告|沟通|通气|取得联系|联系[了上过]|接|挂|唠|会[管教督配劝盯看处]|管不|搞定|OK|ok|反馈|反映|[，\s](?:孩子|娃|他|她)[^，。；\s]{0,4}(?:要|想|不|没|会|能)|办妥|做通|让我|求|嫌|怪|骂|哭|愿意|不愿|不肯|拒绝|希望|担心|放心|高兴|满意|☎|✅|√|(?:^|[\s，:/-]|某|[爸妈父母爷奶公婆叔姑舅姨家长])(?:已|刚)?(?:电|通|话|微)(?=[\s，。；:/-]|$)/;

function clausesOf(text: string): string[] {
  return text.split(/[，。；！？\n ]+/).filter((clause) => clause !== '');
}

function isAsked(text: string): boolean {
  if (text.length > 40) return false;
  if (asksForData(text)) return true;
  const clauses = clausesOf(text.replace(/[？?]+\s*$/, '?'));
  const at = clauses.findIndex((clause) => QUESTION_ABOUT.test(clause));
  if (at < 0) return false;
  const asking = clauses[at] ?? '';
  const match = QUESTION_ABOUT.exec(asking);
  if (/[:"]/.test(text) || ASKED_IN_TALK.test(asking.slice(0, match?.index ?? 0))) return false;
  // 周到他爹那手机老打不进去，咋整: the try is told first.
  const others = clauses.filter((_, index) => index !== at);
  return !others.some((clause) => tellsOfMiss(clause) || TALK.test(clause) || FAMILY_TALKS.test(clause));
}

function isNumberTold(text: string): boolean {
  const number = NUMBER_TOLD.exec(text);
  if (!number) return false;
  const rest = text
    .replace(NUMBER_TOLD, ' ')
    .replace(
      /换(?:了)?(?:个)?(?:手机)?号(?:码)?了?|新(?:的)?(?:手机)?(?:号码?|电话)|从[^，。；]{1,8}(?:查|找)到?的?/g,
      ' ',
    );
  return !DIALLED.test(rest) && /电话|手机|号|微信|[qQ]{2}|扣扣|[爸妈父母家]|某/.test(rest);
}

function isOnlyAdded(text: string): boolean {
  const added = ADDED.exec(text);
  if (!added || NOT_ADDED.test(text)) return false;
  const rest = text.replace(added[0], ' ');
  if (NO_TALK_YET.test(rest)) return !CHATTED.test(rest.replace(NO_TALK_YET, ' '));
  return !CHATTED.test(rest) && !tellsOfMiss(text);
}

/** 家长群通知了放假，张三妈回了收到: every word of an answer is one in the group. */
function isOnlyInGroup(text: string): boolean {
  return !clausesOf(text).some((clause) => !GROUP.test(clause) && SPEAKER_TALKS.test(clause));
}

function findSetAside(text: string): NoContact | null {
  const clauses = clausesOf(text);
  let found: NoContact | null = ORDERED.test(clauses[0] ?? '') ? 'planned' : null;
  const rest: string[] = [];
  for (const clause of clauses) {
    const kind = kindOf(clause);
    if (kind === null && !ORDERED.test(clause)) rest.push(clause);
    else found ??= kind;
  }
  if (found === null) return null;
  const isTold = rest.some(
    (clause) =>
      tellsOfMiss(clause) ||
      FAMILY_TALKS.test(clause) ||
      SPEAKER_TALKS.test(clause) ||
      (OWN_FAMILY.test(clause) && TALK.test(clause)) ||
      (found !== 'others' && TALK.test(clause) && !THWARTED.test(clause)),
  );
  return isTold ? null : found;
}

/** 他妈电话里说他爸自己跟孩子谈过了 is what she told us. */
function isTalkWithOthers(clause: string): boolean {
  const match = TO_OTHERS.exec(clause);
  return match !== null && !/[说讲]|(?:电话|微信)[里上]/.test(clause.slice(0, match.index));
}

function kindOf(clause: string): NoContact | null {
  const neverMine = findNeverMine(clause);
  if (neverMine) return neverMine;
  if (!SPEAKER.test(clause) && (BY_OTHERS.test(clause) || BY_OTHERS_INSIDE.test(clause) || isTalkWithOthers(clause)))
    return 'others';
  if (BY_STUDENT.test(clause) && !/我|一起|来|到(?!家)/.test(clause)) return 'others';
  if (TOLD_BY_STUDENT.test(clause)) return 'others';
  const thwarted = THWARTED.exec(clause);
  if (thwarted && TOUCHES_FAMILY.test(clause) && !SPOKEN_BEFORE.test(clause.slice(0, thwarted.index)))
    return 'thwarted';
  if (OWED.test(clause)) return 'planned';
  if ((PLANNED.test(clause) || WAITING.test(clause) || LATER.test(clause)) && !DONE_IN_CLAUSE.test(clause))
    return 'planned';
  return null;
}
