import { AMOUNT } from './amount.ts';
import { findWords, isNegated, type Sentence } from './draft.ts';
import { SOUND_WORDS } from './homophones.ts';
import type { GuardRule } from './rule.ts';
import { isReturned } from './rules-amount.ts';

/**
 * Money (obligations A02, domain.md finding 5): a request is refused whoever reads it; the mere word is refused in a group,
 * unless it warns, refuses, or names the school's own way to pay.
 */

const PAY_WORDS = [
  SOUND_WORDS,
  '捐(?:点|些|一点)[^，,。]{0,8}钱|捐钱|水滴筹|轻松筹|[交收打]米(?=[啦了，,。]|$)|(?<![a-z])r\\d{2,}|花呗|借呗|亲情付|[\\u4e00-\\u9fff](?:fei|qian|kuan)(?![a-z])|有钱的?出钱|出(?:点|些|一?份)钱|认捐|分摊|均摊|平摊|摊一下|(?:红|绿|蓝|紫)色?的?票子|毛爷爷|红钞|老人头|软妹币|孔方兄|(?<!水)银子|小钱钱|米米|刀乐|红(?:色)?的?小?(?:包包|信封)|(?:充|买|送)[^，,。]{0,6}(?:话费|q币|点卡|油卡|e卡)|群收款|收款(?:单|链接)|(?:校服|衣服|服饰|相册|照片|货|票|钱)款(?!待)|现款|折(?:成|合|现)[^，,。]{0,3}[现钱]|(?:材料|资料|买书|买水|车票)钱|转钱|转款|打钱|a(?:一下)?钱|aa制|zz(?=给|到|我)|付钱|收钱|收费|(?:交|缴)(?:费|钱)|缴纳|缴款|交款|垫付|垫钱|垫一下|代收|预付款?|押金|保证金|份子钱?|凑钱|凑份子|众筹|捐款|募捐|赞助|转点|打点钱|(?<!手机|移动|在线|扫码或)支付(?!平台|系统)|打赏|乐捐|筹款|收现|付现|现钱|随礼|礼金|[定订]金|尾款|(?:jiaocai|ziliao|cailiao|baoming|fuzhuang|huodong|kaoshi|baoxian|shuben|xiaofu)fei|善款|爱心款|辛苦费|好处费|茶水钱|费用(?!来)(?=[^，,。]{0,6}(?:发|给|转|打|交|收))',
  '(?:资料|材料|服装|保险|教材|书本|补课|活动|报名|考试|体检|住宿|空调|水电|军训|会议?|手续|茶水|车|餐|团|门票|场地|印刷|打印|照相|毕业照|网|培训|定位|占座|认证|工本|手术|押)费',
  '(?:教材|书本?|资料|材料|服装|保险|活动|餐|车)款|班级?基金|班会费|(?:活动|爱心|毕业|聚会|家委会)(?:基金(?!会)|经费)',
  '拼手气|手气(?:最佳|王)|口令红?包|抢(?:个|到)?包|(?<![a-z])(?:pay|payment|fees?|transfer|alipay|money)(?![a-z])|🧧|💰|💵|💴|💶|💷|💸|🤑|💳',
].join('|');

const MONEY_WORD = new RegExp(PAY_WORDS, 'gu');

const ME =
  '(?:我(?!校|院|班|系|国|省|市|们学|的?办公室)|(?<!学生|孩子|[他她])本人|微信(?!群)|[v威薇]信(?!群)|卫星|(?:绿|蓝)色?(?:软件|app|图标)|小[绿蓝]|支付宝|绿泡泡|wx|vx|zfb|weixin|zhifubao)';
const PAYEE = `(?:${ME}|老师|班长|班主任|辅导员|生活委员|学委|学习委员|团支书|(?:宿舍|寝室|舍|室|组|会)长|家委会?|课代表|群主|学长|学姐)`;
/** 转我微信, 付给老师, 汇到支付宝; not 转告我, 转到我院, 汇报给老师, 转发给我. */
const PAY_TO_ME = new RegExp(
  `(?:转|zhuan)(?!告|达|发|交|述|专业|学|正|系|班|变|眼|机|型|出)[^，,。"]{0,12}?${ME}|` +
    `(?:(?:转|zhuan)(?:账|钱|款|zhang)|汇(?!报|总|合|集)|付(?!出)|打款|打钱|(?<!冒)充值?|存钱)[^，,。"]{0,12}?${PAYEE}`,
  'gu',
);
/** 交给我50, 把钱发给班长: the verb alone is innocent. */
const HAND_TO_ME = new RegExp(
  `(?:和|跟|连同?|带上|带着)钱(?:一起|一并|一块儿?|都|统一|直接)*(?:报|交|带|送|放|发)?[^，,。"不别勿]{0,3}${PAYEE}(?!说|打|问)|` +
    `(?:钱|费|款|\\d+元|\\d+块)[^。"]{0,10}(?<![别勿]|不要?)(?:交|发|给|送|扫|打(?!(?:我的?|个)?电话)|转|存)[^，,。"]{0,4}${PAYEE}(?!(?:的|办公室|打|回|打个|回个)?电话|说|打|发|留言|[^，,。]{0,6}(?:打|回)(?:个)?电话)`,
  'gu',
);
const GIVE_ME_AMOUNT =
  /(?<![a-z])v我?[一二两三五六七八九十百\d]{1,4}(?![a-z\d.])|v我|(?:微|薇|威)我\d+|(?:转|发|给|打|扫)(?:我|老师)[^，,。]{0,4}?\d+(?:元|块|r\b|rmb|$)|\bv\d{2,}/gu;
const PER_PERSON = new RegExp(
  `(?:每人|每位|每家|每户|每生|一人|人均|每个(?:孩子|学生|家庭|同学|人))[^。]{0,16}?(?:${AMOUNT}|\\d{2,}(?=[，,。！!]|$)|[一二两三四五六七八九十]{0,6}[十百千][一二三四五六七八九十]{0,6}(?=[，,。！!]|$))|${AMOUNT}(?:(?:[/每]|一)个?(?:人|位|家|户|份|本|套)|人(?=[，,。！!]|$))`,
  'gu',
);
/** 车费先微信转过来, 把钱弄过来: with 把 the verb may be any. */
const SEND_OVER =
  /(?:该|没|还没|未)(?:交|缴|付)的[^，,。]{0,6}(?:交|缴|付|补)(?:一?下|上|齐|了|清)|往[^，,。]{0,12}卡(?:里|上|号)?(?:打|转|存|汇)|给我(?:转|打(?!电话|个电话)|汇)(?:点|些|一?下|\\d)|(?:把|将)[^，,。]{0,8}(?:费|钱|款)(?:交|付|转|缴|结)(?:一?下|上|齐|了|掉)|把[^，,。]{0,8}(?:那一?份|份子)[^，,。]{0,4}(?:给|交|转|发|补)|(?:补|交|要|凑|收)(?:交|缴)?一?笔[^，,。]{0,6}(?:钱|费|款)|(?:扫|转|打|发)给?我还是(?:扫|转|打|发|给)|(?:钱|费|款)[^，,。]{0,10}(?:转|打|交|弄|整|搞|发|凑|补|拿|送)(?:过来|上来|齐|给我|到位)|(?:把|将)[^，,。]{0,6}(?:钱|款|费用?)[^，,。]{0,8}(?:过来|上来|[弄整搞凑]齐|到位|给(?:我|老师))/gu;
const AMOUNT_DUE = new RegExp(
  `(?:[交缴付收转]|(?<!拨)打)${AMOUNT}|[交缴付收转]\\d{1,6}(?=[，,。！!]|$)|(?:带|准备|备|拿)[好上齐足]?[^，,。\\d]{0,4}${AMOUNT}`,
  'gu',
);
/** 准备现金, 请孩子带贰佰元, but not 不要带现金. */
const CASH = new RegExp(
  `(?:准备|自备|备|带|携带|交|收)[好齐上足]?[^，,。]{0,4}现金|现金[^，,。]{0,6}(?:交|缴|收|送)|[请让叫][^，,。]{0,6}(?:带|准备|备)[好上齐足]?[^，,。\\d]{0,4}${AMOUNT}`,
  'gu',
);
/** 校园卡升级，请备点现金: for the child's own lunch. */
const CARD_IS_OUT = /(?:校园卡|饭卡|一卡通|刷卡|停电|网络)[^。]{0,20}(?:升级|维护|停用|暂停|不能|故障|坏)/u;
/** 教材款交齐 */
const PAY_UP = /(?:款|费|钱|基金)(?:[^，,。]{0,6})(?:[交缴收](?:齐|清|上来|一下|了吗|到|给)|[交缴][上完])/gu;
/** Money that is brought to somebody, somewhere or onto a card; official words elsewhere in the sentence change nothing. */
const CARRY =
  /(?:交|送|拿|存|打|汇|充|转|缴)(?:到|进|入|至|给|往|在)[^，,。"]{0,8}?(?:生活委员|学委|学习委员|团支书|班长|班主任|辅导员|老师(?!学)|办公室|宿舍|寝室|门卫|(?<!食堂|校园|一|饭)卡(?:上|里|号|中|$|[，,。！!])|账户|账号|卡号|折子?上|我(?!校|院|系|国|们学)|\d{3}室?)/gu;
const MONEY_THING = new RegExp(`钱|[学杂班会书材料活动车餐装险课验保住宿]费|款(?!待)|现金|基金|${AMOUNT}`, 'u');
const PAPER_BEFORE = /(?:申请表?|材料|证明|表格?|单|发票|收据|复印件|报告|合同|回执)[^，,。]{0,8}$/u;
const OWN_CARD = /(?:孩子|学生|本人|他|她|您)[^，,。]{0,6}$/u;
const FROM_SCHOOL = /补助|奖励|奖金|奖学金|助学金|资助|慰问|发放|退还|退费|退回|报销/u;
const BORROW =
  /(?:我|老师)[^，,。]{0,6}周转(?!不开|困难)|手头(?:方便|宽裕)[^。]{0,12}(?:我|借|帮)|(?:借|挪)[^，,。]{0,6}(?:应应急|救急|周转)|(?:借(?:给)?(?:我|老师)|(?:向|跟|找|和)(?:您|家长)们?借)[^，,。]{0,6}(?:钱|\d+|[一二两几三五百千万]+)|(?:能|可以|可否|方便)[^，,。]{0,8}借[^，,。]{0,4}(?:钱|[\d一二两三四五六七八九十几]+[百千万])|手头(?:有点)?紧[^。]{0,10}(?:帮|借)/gu;
/** Money that goes to the family: 奖学金已打款到孩子卡里. */
const TO_FAMILY =
  /(?:奖学金|助学金|补助|奖金|慰问金|退费|多收的)[^，,。交缴]{0,14}(?:发放|到账|打款|汇款|打到|退还|退回)/u;
/** 把学费差额补给她: a third person collects; a family's own child is given 生活费. */
const TO_ANOTHER =
  /(?:(?<!生活|零花|伙食)(?:费用?|差额|尾款|余款|款项))[^，,。]{0,6}(?:补|转|付|交|打)给(?:她|他|财务|会计)(?!自己)/gu;
const SCAN_TO_PAY =
  /(?:绿|蓝)色?(?:软件|app|图标)[^，,。]{0,6}(?:转|付|交|收|也可以|也行)|(?:钱|费用?|款|票子|现金)[^，,。]{0,6}(?:放|装|夹|塞)[^，,。]{0,8}(?:书包|信封|作业本|袋|卡套)|(?:钱|费用?|款|票子|现金)(?![^，,。]{0,4}平台)[^，,。不别勿]{0,16}(?:带来|带到|捎来|捎到)|(?:扫|长按|识别)[^，,。]{0,20}(?:付|支付|缴|交费|交钱|转账|打钱)/gu;
const GIFT =
  /(?:给|帮)[^，,。]{0,4}(?:主任|领导|书记|院长|老师|导师|考官)[^，,。]{0,4}(?:准备|备|带|送|买|捎)(?:点|些|什么|一?份)|(?:送|准备|买|凑)[^，,。不]{0,8}(?:礼品|礼物|礼金|购物卡|烟酒|土特产|红酒|茶叶)[^，,。]{0,6}(?:给|送)?(?:老师|领导)|(?:给|送)(?:老师|领导)[^，,。不]{0,8}(?:礼品|礼物|礼金|购物卡|烟酒|土特产)|(?:老师|班主任|辅导员|领导|主任)[^。不]{0,24}(?:送|买|凑|准备)(?:给)?(?:她|他|老师|一)?[^，,。]{0,3}(?:包(?!裹|子|括|容)|礼(?!堂|仪)|花(?!名)|卡|蛋糕|红酒|烟|茶|护肤|化妆|金|首饰)/gu;

/** Politely commanding words; 请问孩子 and 请接听 ask for something else. */
const REQUEST =
  /(?<![申邀])请(?!问|接|听|孩子|和|与|[^，,。]{0,6}(?:留意|注意|提醒|告诉|警惕|谨防|核实|拒绝|当心)|马上打1|打1|先|立即|马上|及时)|麻烦|烦请|大家|各位|记得|务必|尽快|抓紧|统一|自愿|接龙|别忘|不要忘|截止|[前内]交|[前内]缴|需要?交|需要?缴/u;

/** The school's own way to pay may be named, without a code and without a person in between. */
const OFFICIAL =
  /(?:学校|学院|本校)?(?:统一)?(?:的)?(?:财务(?:处|平台|系统|部门)?|缴费(?:平台|系统|大厅|窗口)|支付平台|收费系统|官方(?:平台|渠道|网站|app|缴费))|报名(?:网站?|系统|平台)|网上(?:支付|缴费|报名)|税务(?:部门|局)|官方渠道|绿色通道|资助(?:办|中心)|缴费通道|生源地|助学贷款|缓缴/u;

/** 要不要另外交钱，不用 */
const ASKED_AND_DENIED = /(?:要不要|是不是|用不用|需不需要|是否|需要)[^。]{0,14}(?:不用|不需要|不收|不是|没有)/u;

/** The school pays, or takes nothing. */
const FREE =
  /费用?[^，,。]{0,8}由(?:学校|学院|主办方|单位)[^，,。]{0,4}(?:承担|负担|支付|出)|(?:不用|无需|不需要|不必)[^，,。]{0,8}(?:出|交|花|付|缴)[^，,。]{0,4}(?:钱|费)|(?:学校|学院|老师|班级)(?:均|都|一律|概|从)?不(?:代收|收取|收费|经手|代缴|代办)|免费|退费|退还|按[^，,。]{0,6}退/u;

/** 礼物和红包我们一律不收 */
const REFUSED_AFTER = /^[^，,。]{0,10}不(?:能|会|得|再|许|可以)*(?:收|要|接受|发|领|需要)/u;

const QUOTED_PROCESS = /^(?:的?(?:要求|请求|信息|记录|截图|电话|骗局|前先|之前))/u;

export const moneyRules: readonly GuardRule[] = [
  {
    id: 'money_request',
    decisions: { group: 'block', private: 'block' },
    find: (sentence) => (isReturned(sentence.bare) ? [] : findMoneyRequests(sentence)),
  },
  {
    id: 'gift',
    decisions: { group: 'block', private: 'block' },
    find: ({ compact }) =>
      findWords(compact, GIFT, (before, after) => !isNegated(before) && !REFUSED_AFTER.test(after)),
  },
  {
    id: 'money_word',
    decisions: { group: 'block', private: 'flag' },
    find: findMentions,
  },
];

function findMoneyRequests(sentence: Sentence): string[] {
  return [
    ...findRequests(sentence),
    ...findWords(sentence.bare, PAY_TO_ME, (before) => !isNegated(before) && !isScamStory(sentence, before)),
    ...findWords(sentence.bare, HAND_TO_ME, (before) => !isNegated(before) && !isScamStory(sentence, before)).filter(
      (words) => !/(?:别|勿|不[要用必能]|无[需须])[^，,。]{0,2}(?:交|发|给|送|打|转|存)/u.test(words),
    ),
    ...findWords(sentence.compact, GIVE_ME_AMOUNT, (before) => !(sentence.isWarning && isNegated(before))),
    ...findCarried(sentence),
    ...(CARD_IS_OUT.test(sentence.compact)
      ? []
      : findWords(sentence.bare, CASH, (before) => !isNegated(before) && !isScamStory(sentence, before))),
    ...(isOfficial(sentence)
      ? []
      : findWords(sentence.bare, PAY_UP, (before) => !isNegated(before) && !isScamStory(sentence, before)).filter(
          (words) => !/材料|表|证明|申请|票据|单据/u.test(words),
        )),
    ...findWords(sentence.bare, SEND_OVER, (before) => !isNegated(before) && !isScamStory(sentence, before)),
    ...findWords(sentence.bare, TO_ANOTHER, (before) => !isNegated(before) && !isScamStory(sentence, before)),
    ...findWords(sentence.bare, AMOUNT_DUE, (before) => REQUEST.test(before) && !isNegated(before)),
    ...findWords(sentence.bare, PER_PERSON).filter(
      (words) => /[交缴付转收]/u.test(words) || !FROM_SCHOOL.test(sentence.compact),
    ),
    ...findWords(sentence.bare, BORROW, (before) => !isNegated(before) && !isScamStory(sentence, before)),
    ...findWords(sentence.bare, SCAN_TO_PAY, (before) => !isNegated(before) && !sentence.isWarning),
  ];
}

function findRequests(sentence: Sentence): string[] {
  if (isOfficial(sentence) || ASKED_AND_DENIED.test(sentence.compact)) return [];
  return findWords(
    sentence.bare,
    MONEY_WORD,
    (before, after) =>
      REQUEST.test(before) &&
      !isNegated(before) &&
      !QUOTED_PROCESS.test(after) &&
      !REFUSED_AFTER.test(after) &&
      !isScamStory(sentence, before),
  );
}

function findMentions(sentence: Sentence): string[] {
  if (sentence.isWarning || isOfficial(sentence) || TO_FAMILY.test(sentence.compact) || isReturned(sentence.bare))
    return [];
  if (ASKED_AND_DENIED.test(sentence.compact) || FREE.test(sentence.bare)) return [];
  return findWords(sentence.compact, MONEY_WORD, (before, after) => !isNegated(before) && !REFUSED_AFTER.test(after));
}

function isOfficial(sentence: Sentence): boolean {
  if (!OFFICIAL.test(sentence.compact)) return false;
  const isPrivate = findWords(sentence.bare, PAY_TO_ME, (before) => !isNegated(before)).length > 0;
  return !isPrivate && findCarried(sentence).length === 0;
}

function findCarried(sentence: Sentence): string[] {
  const { bare, compact } = sentence;
  if (!MONEY_THING.test(compact) || TO_FAMILY.test(compact)) return [];
  return findWords(
    bare,
    CARRY,
    (before) =>
      !isNegated(before) && !isScamStory(sentence, before) && !PAPER_BEFORE.test(before) && !OWN_CARD.test(before),
  ).filter((words) => !/(?:孩子|学生|本人|[他她您])/u.test(words) && !FROM_SCHOOL.test(compact));
}

/**
 * `凡是自称老师、让您转账的，都是骗子`: the request is a fraudster's. The writer's own `请` between the warning and the hit
 * ends the story, so that `谨防诈骗，请把班费转给我` stays a request.
 */
function isScamStory({ bare }: Sentence, before: string): boolean {
  const story =
    /(?:骗子|冒充|自称|谎称|混进|如有|若有|如果有人|凡是|凡|任何人|假老师|假客服|对方|陌生人|不法分子|听说|有人)[^。]*$/u.exec(
      before,
    )?.[0];
  return (
    story !== undefined &&
    /骗|诈|假|圈套|都不是|(?:不要|别|勿)[^，,。]{0,4}(?:信|付|转|扫|点|理|汇)|不是学校|不法分子|核实|打[^，,。]{0,3}电话|告诉(?:我|老师)|告知(?:我|老师)|报警|110|拒绝|举报/u.test(
      bare,
    ) &&
    !REQUEST.test(story)
  );
}
