/** Kinds of notices that a line asks for by their matter; folders under `templates/`. Good news, discipline and anti-fraud have intents of their own. */
export type SpokenKind =
  | 'absence'
  | 'academic_warning'
  | 'evaluation'
  | 'event'
  | 'failed_courses'
  | 'family_change'
  | 'gift_refused'
  | 'graduation'
  | 'grant'
  | 'group_rules'
  | 'growth'
  | 'health'
  | 'holiday'
  | 'marks'
  | 'mental_health'
  | 'missing'
  | 'registration'
  | 'spending'
  | 'status_change'
  | 'survey'
  | 'term_greeting'
  | 'visit'
  | 'weekly_line';

const FAMILY_GIVES =
  '(?:非要|硬要|执意|一定要|想|要|给|来|又|都|偷偷)*(?:给|向|跟)?(?:我|我们|老师)?(?:送|塞|寄|拿|拎|发)';
const GIFT = '(?:礼|土?特产|东西|水果|烟|酒|茶|购物卡|红包|钱|心意|腊肉|土鸡|鸡蛋|蜂蜜)';
const GIFT_REFUSED = new RegExp(
  `拒礼|发(?:个|一?条)?(?:婉拒|退礼)|(?:家长|[爸妈])${FAMILY_GIVES}[^，。]{0,8}${GIFT}[^。]{0,10}(?:怎么|咋|如何)(?:办|回|说|拒|退)|(?:不收|拒收|退)礼[^。]{0,6}(?:怎么|咋|如何)?(?:回|说|话术)`,
);

/** In this order: 学业预警 because of 没过 is a warning, 缴费 beside 助学贷款 is about the loan. */
const KINDS: readonly (readonly [SpokenKind, RegExp])[] = [
  ['gift_refused', GIFT_REFUSED],
  ['missing', /失联|联系不上(?!家长)|找不到人/],
  ['mental_health', /心理(?:关心|健康|状态|老师|情况)?|情绪/],
  ['academic_warning', /学业(?:预警|警示|警告)|[黄橙红](?:色|牌)?预警|预警/],
  ['status_change', /学籍|休学|复学|转专业|退学/],
  ['graduation', /结业|延期?毕业?|毕业(?!生|设计|典礼|论文|照|季|班|实习)/],
  [
    'failed_courses',
    /挂科|挂了?[\d一二两三四五六七八九十]+门|没(?:有)?(?:考|通)?过(?!来|去|年|问|节)|不及格|补考|重修|缓考/,
  ],
  ['absence', /缺课|旷课|缺勤|考勤|逃课|没(?:有)?(?:去|来)上课|缺了?[\d一二两三四五六七八九十]+节/],
  ['grant', /助学金|困难补助|临时补助|资助|助学贷款|学费减免/],
  ['registration', /(?:学期|没|未|完成|办理?|催)?注册(?!商标|账号)|缴费|交学费|缴学费|学费/],
  ['survey', /问卷通知|问卷邀请/],
  ['evaluation', /评语|综合评价|综测|(?:就业|职业)建议/],
  ['family_change', /家庭变故|家里(?:出事|有变故|变故)|变故/],
  ['health', /身体不适|生病|受伤|发烧|住院|送医|骨折/],
  ['group_rules', /入群须知|群规|进群须知/],
  ['weekly_line', /不收款|不收钱|从不收(?:费|款|钱)/],
  ['spending', /消费|生活费|花钱|预算/],
  ['holiday', /放假|返校|收假|假期(?:安排|通知)/],
  ['event', /开放日|家长会|座谈会|典礼|家长大讲坛/],
  ['visit', /约见|约访|家访预约|预约家访/],
  ['growth', /入党|入团|推优|积极分子|入伍|参军|当选/],
  ['marks', /成绩|考分/],
  ['term_greeting', /问候|征求(?:一下)?(?:家长)?(?:的)?意见/],
];

/** Told about nobody, these words announce a procedure, and no template of one student's matter fits. */
const GENERAL = /申请|政策|办法|流程|讲座|说明会|查询|怎么查|宣传|材料|时间(?:安排|表)|报名|选课|考试安排/;
/** Kinds that may speak to all. */
const FOR_ALL: ReadonlySet<SpokenKind> = new Set([
  'event',
  'group_rules',
  'holiday',
  'registration',
  'spending',
  'term_greeting',
  'weekly_line',
]);

/** The kind of notice whose matter the words name; null = the sender's own words. */
export function findSpokenKind(text: string, hasStudent: boolean): SpokenKind | null {
  const kind = KINDS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
  if (kind === null || kind === 'gift_refused' || hasStudent) return kind;
  return GENERAL.test(text) && !FOR_ALL.has(kind) ? null : kind;
}

/** The words of the kind itself, so that what follows them can be read. */
export function endOfKind(text: string, kind: SpokenKind): number {
  const match = KINDS.find(([name]) => name === kind)?.[1].exec(text);
  return match ? match.index + match[0].length : 0;
}

const ORDER =
  /^(?:请|麻烦|帮忙|帮我|给我|我想|我要|想|要)*(?:给|告诉|通知|告知|向|跟|在|往|到)?[^，。]{0,20}(?:家长|家里|家属|群|爸|妈|父亲|母亲|监护人|奶奶|爷爷|外公|外婆)[^，。]{0,10}?(?:发|写|编|拟|起草|说|告诉|通知|提醒)?(?:个|一?条|一?份|一?封|一下|下)?/;
const OPENS_ORDER =
  /^(?:请|麻烦(?:你)?|帮忙|帮我|给我|我想|我要|想|要)*(?:给|告诉|通知|告知|群里|在群里|往群里|家长群|发|写|编|拟|起草)/;
const TOLD =
  /(?:打|聊|通|说|谈|联系|沟通|发|告诉|通知|告知|反映|交流|回访|见|寄)(?:了|过|完|好了)|家长(?:说|反映|表示)|表示|知道了|没接|不接|没人接|打不通|无人接|关机|停机|电话里|已(?:经)?(?:告知|通知|联系|电话|微信|沟通|告诉|发)/;

const MATTER_FIRST =
  /^[^，。]{2,24}[\s，]+(?=(?:请|麻烦|帮我|帮忙)*(?:给|在|往|到|向|通知)[^，。]{0,14}(?:家长|群)[^，。]{0,10}(?:发|说|通知))/;

/**
 * Whether the line orders a notice of a kind, so that no other reading of its words (an event, an emergency, a survey) fits
 * better. It opens with the order and tells of nothing that was done.
 */
export function ordersKind(text: string, hasStudent: boolean): boolean {
  if (GIFT_REFUSED.test(text)) return true;
  // 11月28号家长开放日 请给我班家长群发个邀请: the matter first, then the order.
  const order = text.replace(MATTER_FIRST, '');
  if (!OPENS_ORDER.test(order) || !ORDER.test(order) || TOLD.test(text) || /了[。！!]*$/.test(text)) return false;
  if (!/发|写|编|拟|起草|告诉|通知|告知/.test(text) || /抽|提醒我|问卷(?!通知|邀请)/.test(text)) return false;
  const kind = findSpokenKind(text, hasStudent);
  return kind !== null && (order === text || FOR_ALL.has(kind));
}

/** 能发什么通知, 模板: the list of kinds. */
export function asksForKinds(text: string): boolean {
  return /^(?:我|这里|你)?(?:都)?(?:能|可以|会|有)?(?:发)?(?:哪些|什么|啥|几种|哪几种)(?:样的|类型的|种类的)?(?:通知模板|通知|模板)(?:可以发|能发|可发|可用)?[\s？?呢吗啊呀。]*$|^(?:查?看)?(?:一下)?(?:通知)?模板(?:列表|清单|有哪些|都有什么|大全)?[\s？?呢吗啊呀。]*$|^通知(?:种类|类型|有哪些|都有哪些|清单|列表)[\s？?呢吗啊呀。]*$/.test(
    text,
  );
}
