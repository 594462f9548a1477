import { AMOUNT, PRICE } from './amount.ts';
import { findWords, isNegated } from './draft.ts';
import type { GuardRule } from './rule.ts';
import { type Cue, weighWords } from './weigh.ts';

/**
 * Sums of money. Whoever collects says how much, in whatever words he hides the rest; so in a group every sum is looked at again
 * unless the text says why it may stand there: a warning, help from the school, a law, a family's own budget.
 */

const SUM = new RegExp(AMOUNT, 'gu');
const PRICES = new RegExp(PRICE, 'gu');
/** 私我付一下, 票款发我, 代付, 收款方式: the way to whoever collects. */
const TO_COLLECTOR =
  /(?:私|找|发|联系|微)我(?:付|交|买|订|拿|领|要|转|登记交)|付(?:一下|款给|给我|过来)|(?:票|车|房|餐|书|饭|货|尾)款(?:项)?[^，,。]{0,4}(?:发|给|转|打)|(?:发|转|打|给)(?:我|一下|点|个)?零钱|(?<!不会|不)(?:请|麻烦|帮)[^，,。]{0,8}代(?:付|交|缴|垫)|(?:我|老师)[^，,。]{0,6}(?:帮|替|给)(?:您|你|他|她|大家|孩子)(?:们)?[^，,。]{0,3}(?:交(?!流|代|材|申|表|作)|付|垫|缴|代缴|存)|收款(?:方式|账户|人)|由?我(?:先|统一|来)?代(?:收|付|缴)|pay(?:to)?m[ey]|transfer(?:to)?m[ey]|sendm[ey]|打到[^，,。]{0,8}卡(?:上|里)|(?:清零|结清)[^。]{0,14}(?:发|转|给)我|要的(?:私|找|联系|加)我|(?:小金库|基金|班费)[^。]{0,10}(?:充一?充|补上|见底|空了)|资金(?:周转|紧张)[^，,。]{0,8}(?:借|帮)|先(?:帮|替)我(?:付|垫|交|转)|(?:交|付|转|给|扫)(?:到|在|给)?我(?:这|处|这儿|这里|这边)|(?:付|转|交|汇|扫)完[^，,。]{0,8}(?:截图|发|说|告诉|登记)|(?:付款|转账|支付|缴费)(?:后|成功后?|完成)?[^，,。]{0,6}(?:截图|凭证)|先付先得|扫我(?!们)|(?:赶紧|赶快|马上|立即|立刻|尽快|快点?)(?:给我)?(?:转|打|汇|付)(?:过来|钱|账|款|给我)/gu;
const DUE = new RegExp(`(?:要|需|应|得|再|先|补|各|统一)(?:要)?(?:交|缴|付|出)${AMOUNT}`, 'gu');
const RETURNED = /(?:原路|已经?|全部|都)[^，,。]{0,6}退(?:回|还|给您)|退回(?:去)?了|还给您了/u;
const ASKED_NOW = /麻烦|先帮|先替|劳驾|辛苦您|垫|回头/u;

/** Goods and favours offered for money; a teacher sells nothing (domain.md §4.5). */
const ADVERT =
  /微商|面膜|代理(?!人|班)|学习机|(?:我|老师)[^，,。]{0,6}(?:推荐|介绍)[^，,。]{0,12}(?:私信|找我|联系我|便宜|优惠|链接|购买|下单|[，,]需要|[，,]要的)|(?:推荐|介绍)[^，,。]{0,6}(?:大家|家长)[^。]{0,20}(?:便宜|优惠|找我|私信|买)|开了[^，,。]{0,6}(?:店|班|公司|馆)[^。]{0,14}(?:优惠|支持|捧场|报名|便宜|照顾)|照顾(?:一下)?生意|(?:家长|大家)们?(?:多多)?(?:支持|捧场)一下|帮忙砍一刀|砍一刀|拼单|拼多多|原价|特价|专享价?|优惠价|限时(?:优惠|抢|特)|秒杀|保过|包过|内部(?:名额|渠道|价|资料)|团购|推销|加盟|买一送|低价|(?:打|享)[\d一二三四五六七八九][.\d]*折|代购|返利(?!骗|都|的都|是)|佣金|扫码领|免费领(?!取(?:教材|口罩|防|校|被))|私教|补习班|培训班名额|报名从速|(?:理财|投资|入股|炒股|基金(?!会))[^，,。]{0,6}(?:项目|平台|产品|群|课)|投[一二三五十\d]+[万千][^，,。]{0,8}返|每(?:月|日|天)(?:返(?!校)|赚|收益)|月(?:返(?!校)|赚|收益)|日赚|稳赚|高收益|日结|名额有限/gu;
/** Words that explain a sum: help that is given, losses of fraud, budgets, laws. */
const EXPLAINED =
  /助学|奖学|奖金|资助|补助|补贴|补偿|贷款|资金支持|发放|减免|报销|生活费|预算|零花|消费|开销|花销|伙食费?|罚款|被骗|损失|涉案|骗走|骗取|止付|退还|退费|免费|收入|工资|薪|价值|票价|人均|成本|勤工|财务平台|缴费平台|财务系统|学费标准|国家规定|保险公司|理赔/u;

/** Prices that a school tells, and nobody collects. */
const PRICED = /价格|定价|食堂|票价|窗口价|优惠票/u;

/** A sum on its way to whoever writes: 先汇五千元, 垫了200块, 借我两千. */
const MOVED = new RegExp(
  `(?:[汇转打付垫借凑寄充拿缴]|交(?!通)|(?<![发分])给|补上?)(?:我|一?下|个|了|上|来|老师|过来|进来)*(?:大概|大约|共|总共|合计|差不多)?${AMOUNT}` +
    `|${AMOUNT}[^，,。]{0,6}(?:转|汇|打(?!电|卡|扫|工|印)|交(?!通|流|接)|付|垫|凑|缴)(?:给|到|进|来|过来|一下|上来|齐|我)?` +
    // 先打五百, 汇两万到这个账户, 交50
    `|(?:打|汇|转|付|借|垫|凑|充|存|出|给我|差|欠)(?:我|一?下|个|了|来|过来|给我)*[一二三四五六七八九两几\\d]+[百千万](?!多?(?:人|名|个|份|字|米|步|次|遍|年|篇|本|件|张|公里|里|克|斤|平|册))|(?:^|[，,。！!])(?:交|缴|付|转)\\d{2,5}(?=$|[，,。！!])`,
  'gu',
);
/** 资料费还差200块, 尾款80元: what is still missing. */
const MISSING = new RegExp(`(?:差|欠|缺|尾款|余款|补交|补缴|还少)[^，,。]{0,6}${AMOUNT}`, 'gu');
/** Tickets and goods under a nickname: 意思意思, 表示表示, 打点打点. */
const NICKNAMES =
  /(?:您|你)(?:们)?(?:家|爱人|老公|老婆)?(?:是)?(?:在|开|做|种|养|卖)[^，,。]{1,10}(?:吧|的)?[，,][^。]{0,24}(?:给我|帮我|带我|我带|我家|我的|找您|安排|便宜|优惠|弄|捎|坐坐|关照)|(?:我|老师)(?:家|女儿|儿子|爱人|老公|老婆|亲戚|朋友|侄子|外甥|弟弟|妹妹)[^。]{0,16}(?:您单位|您(?:那|公司)|麻烦安排|安排一下|找(?:个)?工作|做这行|装修)|孩子的事(?:情)?(?:我|老师)(?:会|一定|肯定)?(?:上心|关照|照顾|多操心|心里有数)|(?:哪位|哪个|有没有)家长[^。]{0,16}(?:便宜|优惠|门路|关系|认识人|内部)|(?:老师|我)[^，,。]{0,6}(?:搬新家|乔迁|结婚|满月|生日|做寿|升职)[^。]{0,16}(?:看着办|随意|意思|表示|来坐|喝喜酒|红包|礼)|(?:专家号|床位)[^，,。]{0,6}(?:给我|帮)|帮我(?:挂|弄|搞|留|找)[^，,。]{0,8}(?:号|票|房|车|货|工作|关系)|意思意思|购物卡|礼品卡|加油卡|提货券|(?:该|应该|总得|也得|得)(?:有)?(?:点|所|些)?(?:表示|意思)(?!歉|感谢|祝)|给(?:我|老师)(?:带|捎|寄|弄|留)(?:点|几|两|些|一)|钱就不给|私(?:下|底下)[^，,。]{0,8}(?:聊|谈|说|商量|解决|沟通|表示|找我|联系)|(?:评优|评奖|入党|保研|名额|奖学金|分数|成绩|补考)[^，,。]{0,6}(?:好说|好商量|好办|包在我|我(?:来)?(?:安排|运作|照顾))|(?:帮|给|替)(?:我|我家|老师|我爱人|我老婆|我老公|我弟|我妹|我孩子)[^，,。]{0,10}(?:弄|搞|买|捎|装修|打(?:个)?折|便宜|优惠|介绍(?:个|一)|安排(?:个|一|进))|(?:成本|内部|进货|员工)价|礼尚往来|帮我(?:家|妈|爸|爱人|老婆|老公|弟|妹|哥|姐|孩子|儿子|女儿|们教研室|们办公室)|(?:以后|特别|多)[^，,。]{0,8}(?:关照|照应)|(?:不用|别|就不)算钱|免单|签单|挂账|逢年过节|意思一下|表示(?:表示|一下(?:心意|谢意)|点心意)|打点(?!滴|热?水|饭|基础|好行)|(?:一|两|几|二)条[^，,。]{0,6}烟|信封|(?:一|两|几)瓶(?:好)?酒|通融|人情往来|走动走动|(?:您|你)(?:应该)?懂的|心照不宣|好操作|打个招呼就|(?:咱们|我们|方便|您|和老师)[^，,。]{0,8}(?:一起)?吃(?:个|顿)?(?:便)?饭|请(?:我|老师|领导)[^，,。]{0,6}(?:吃|喝|坐)|饭局|做东|安排一桌|(?:给|送|买)[^，,。]{0,12}惊喜|老师[^，,。]{0,8}生日[^。]{0,16}(?:出|送|买|表示|准备|凑)|教师节[^。]{0,14}(?:礼|花|卡(?!片)|表示|心意|惊喜|凑)|谢师宴|升学宴|(?:备|准备|带)(?:一|点|份|些)*(?:薄礼|心意|厚礼|烟酒|茶叶)|有所表示|孝敬/gu;

/** 先交150元工本费才能发放: whoever must pay first to be paid is robbed, whatever explains the sum. */
const ADVANCE_FEE = new RegExp(
  `(?:先|须|需要?|要|得|只要|必须)(?:您|先|自己|家长|另外|再)*(?:交|缴|付|支付|垫付?|转|汇|打|存)(?!通|流|代|材|表|电)[^，,。]{0,8}(?:${AMOUNT}|费|押金|保证金|税|钱|款)[^。]{0,16}(?:才|再|后|就)(?:能|可|会|可以)?[^，,。]{0,4}(?:发|领|到账|下来|退|办|给|返)`,
  'gu',
);

/** Who asks without the words: something about money, a way to whoever collects, and a request. */
const COLLECTING: readonly Cue[] = [
  {
    weight: 1,
    pattern:
      /钱|费(?![心神力劲用心])|款(?!待)|小金库|基金|爱心|捐(?!献?血|献?骨|书)|赞助|支持一?[点些下]|垫(?!子|付?脚)|充(?:一?充|值|一下|点)|献爱心|差额|尾款|善款|凑|份子|均摊|AA|买|订(?!好|正|了课)|购(?!物)|添(?:置|一)|采购|团建|聚餐|门票|车票|大巴/gu,
  },
  {
    weight: 1,
    pattern:
      /(?<!电话|消息|反馈|联系|短信|留言|表|材料|告诉|情况|证明|单|复印件|照片|作业|回执|假条|书)(?:交|发|给|还|转|汇总|打|送|扫)(?:一下|到|给|在)?我(?!打|说|来|回|留|写|发|的?办公|们|看|电话|一个|校|院)|我(?:的)?(?:微信|支付宝|银行卡|卡号|账号|零钱|这儿|这里|这边)|(?:交|发|给|转)(?:给|到|至)?(?:各|本)?(?:班长|寝室长|舍长|生活委员|学委|家委会|团支书|组长|课代表)|(?:各?寝室长|班长|家委会)[^，,。]{0,4}(?:收|汇总|统一)/gu,
  },
  {
    weight: 1,
    pattern:
      /请|麻烦|烦|劳|大家|各位|自愿|方便的时候|抓紧|统一|多少|尽快|[周日天号点]前|之前|谢谢支持|辛苦|即可|就行|就好|直接/gu,
  },
];
/** 听说要交钱，请先打电话给我: the family is to ask, not to pay. */
const TO_TELL = /(?:如果|凡是?|听说|有人|遇到|看到|收到)[^。]{0,30}(?:打|回)[^，,。]{0,4}电话|核实|问问?我|先问/u;
const PAPER = /申请表?|材料|证明|表格|回执|复印件|手续|签字|缓缴|通知书|合同|假条|照片/u;

export const amountRules: readonly GuardRule[] = [
  {
    id: 'sum_asked',
    decisions: { group: 'block', private: 'block' },
    find: ({ bare, isWarning }) =>
      isWarning || isReturned(bare)
        ? []
        : EXPLAINED.test(bare)
          ? [TO_COLLECTOR, ADVANCE_FEE].flatMap((pattern) => findWords(bare, pattern, (before) => !isNegated(before)))
          : [
              ...findWords(bare, MOVED, (before) => !isNegated(before)),
              ...findWords(bare, MISSING, (before) => !isNegated(before)),
              ...findWords(bare, PRICES, (before) => !isNegated(before)),
              ...findWords(bare, DUE, (before) => !isNegated(before)),
              ...findWords(bare, TO_COLLECTOR, (before) => !isNegated(before)),
              ...(PAPER.test(bare) || TO_TELL.test(bare)
                ? []
                : weighWords(bare, COLLECTING, 3, (before) => !isNegated(before))),
            ],
  },
  {
    id: 'sum',
    decisions: { group: 'flag' },
    find: ({ bare, isWarning }) => (isWarning || EXPLAINED.test(bare) || PRICED.test(bare) ? [] : findWords(bare, SUM)),
  },
  {
    id: 'advert',
    decisions: { group: 'block', private: 'flag' },
    find: ({ bare, isWarning }) => (isWarning ? [] : findWords(bare, ADVERT, (before) => !isNegated(before))),
  },
  {
    id: 'favour',
    decisions: { group: 'block', private: 'block' },
    find: ({ bare, isWarning }) =>
      isWarning
        ? []
        : findWords(bare, NICKNAMES, (before, after) => !isNegated(before) && !/^都?不(?!过分)/u.test(after)).filter(
            (words) => !/不(?:收|送|许|得)|谢绝|禁止|勿|画|手工|自制|手写/u.test(words),
          ),
  },
];

/** The teacher gives back what a family sent; not a promise to give back what he asks for. */
export function isReturned(words: string): boolean {
  return RETURNED.test(words) && !ASKED_NOW.test(words);
}
