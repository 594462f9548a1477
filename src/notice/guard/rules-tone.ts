import { type Draft, findWords, type Sentence } from './draft.ts';
import type { GuardRule } from './rule.ts';
import { type Cue, weighWords } from './weigh.ts';

/** How a teacher does not write to a family (obligations A03–A05; domain.md §5.3). Greeting and name come from the templates. */

const THREAT =
  /后果(?:自负|(?:由)?(?:家长|自己|本人|你们?|您)?(?:自己|自行)?(?:承担|负责))|(?:自行|自己)承担(?:一切)?后果|否则(?:将|就|会|后果|一律|不|按|取消|视为)|不然(?:就|将|后果|别)|别怪|不要怪|莫怪|休怪|勿谓言之不预|不客气|勒令|(?:[就将会]|直接|只能|只好)(?:给[^，,。]{1,6}|把[^，,。]{1,6}|让[^，,。]{1,4})?(?:办|被)?(?:开除|劝退|退学(?!手续材料|费)|停课|除名)|走着瞧|严惩|绝不姑息|别想|休想|想都别想|拿不到(?:毕业|学位)证|让(?:他|她|你)?(?:滚|退学|毕不了业)|卷铺盖|等着(?:被)?(?:处分|开除|退学|瞧|看|收)|最后(?:一次)?(?:警告|通牒|机会)|吃不了兜着走|没有?好果子|一律(?:取消|不予|按|视为|处分|通报)|曝光|杀鸡儆猴|挂(?:在|到)?(?:墙|公示|黑板)|记(?:入|进)档案|报警抓|给脸|哭都(?:来不及|没)|后悔(?:都|也)?(?:来不及|晚了|莫及)|别后悔|(?:毕业证|学位证|奖学金|保研|评优)[^，,。]{0,6}别(?:要|想)|(?:请|踢|移|清|剔)出(?:本|家长)?群|(?:我|我们|学校|学院|直接|只能|只好|就|将)[^，,。]{0,8}(?:上报[^，,。]{0,6})(?:开除|处分|退学)|(?:会|将|直接|并|就)影响[^，,。]{0,6}(?:评优|评奖|入党|毕业|推优|前途|档案)|(?:再|还|要是|如果)?不[^，,。]{1,6}(?:的话|就)[^。]{0,10}(?:开除|退学|处分|毕业证|不许|不准|滚|停课|取消)|(?:我|学校)(?:就|可就|就直接)(?:不管|不客气|上报|通报|报警)|没(?:得|有)商量|扣(?:发)?毕业证/gu;
const BLAME =
  /屡教不改|不像话|无可救药|没救了|不争气|太笨|很笨|笨死|真笨|[懒笨蠢](?:得|到|死|人|猪|散|惰)|[太很又真]懒|自私|没有?(?:一点)?(?:上进心|责任心|教养|家教|素质|规矩|礼貌|出息|样子|学生样)|不(?:求)?上进|不思进取|混日子|混吃等死|不懂事|差劲|差生|一无是处|朽木|烂泥|扶不上墙|油盐不进|死不悔改|满嘴谎话|撒谎成性|谎话连篇|品行(?:差|不端|恶劣)|素质(?:太)?(?:差|低)|丢(?:尽|死|光)?(?:了)?(?:脸|人(?!现|了))|拖(?:了)?(?:班级|全班|大家)?后腿|害群之马|老鼠屎|废物|废了|窝囊|厚脸皮|不要脸|白眼狼|巨婴|公主病|惯坏|宠坏|娇生惯养|怎么教育|怎么管|都?是怎么(?:教|管|带|当)|(?:你们)?家长(?:也)?(?:不管|怎么)|管[管好]+(?:你们?|您)|(?:有些|个别|某些|有的|部分)家长[^。]{0,12}(?:佛系|不(?:着急|管|上心|配合|闻不问|负责|重视|回)|从来|装(?:作|死)|只会|潜水)|(?:做|当)(?:父母|家长|爹妈)的?[^，,。]{0,6}(?:上点心|行不行|怎么|不管|失职|难道)|(?:家长|您|你们)[^，,。]{0,4}(?:失职|没尽到|不负责任?)|活该|自作自受|一塌糊涂|乱七八糟|糟透|成何体统|像什么(?:样|话)|什么态度|烂透|问题学生|刺头|捣蛋|祸害/gu;
/** The teacher's own temper. */
const TEMPER =
  /受不了|管不了|没法(?:管|教|带)|我也没(?:有)?办法|我也无能为力|头疼得?|懒得管|没见过(?:这样|这么|如此)|忍无可忍|(?:太|令人|让人)(?:很|太|非常|十分)?失望|气死|真服了|服了(?:他|她|你)|无语|(?:自己|您|你们?)看着办|你们自己管|自己管吧|领回(?:去|家)|带回去|到底(?:管|想|要|有没有|怎么)|管不管|能不能管|是不是(?:没|不)(?:管|教)|难道|早干(?:什么|嘛)去|[说讲提](?:了|过)(?:您|你)?多少(?:次|遍)|再三强调|烦不烦|累死|别再?来烦|没空(?:管|理)|不想再(?:说|管)/gu;
const SARCASM =
  /可真(?:行|厉害|能耐|有本事|会)|真(?:行|有本事|能耐|了不起|会享福)(?:啊|呀|呢|[，,。！!])|大少爷|小祖宗|呵呵|好样的[，,][^，,。]{0,10}(?:旷|睡|逃|迟)|佩服佩服|恭喜您?(?:家)?(?:孩子)?又|比(?:领导|校长|老师)还(?:忙|大|难)|睡神|网瘾少年/gu;
const BACKWARD = new RegExp(
  [
    '关起门来?[^，,。]{0,6}(?:收拾|教训|打|揍|修理)|(?:收拾|教训|修理)(?:他|她|孩子|一)?[下顿次]|打(?:了)?才(?:听话|长记性|乖|管用)|跪(?:搓衣板|着|下)|饿(?:他|她)?[几一两]顿|断(?:了)?(?:他|她)?(?:的)?生活费|不打不成[器才材]|棍棒|黄荆条|皮带抽|打一?[顿场]|[揍抽](?:一?[顿场]|他|她|几下)|狠狠(?:地)?(?:打|揍|教训|收拾)|(?:(?<!不)该|(?<![需不别])要|(?<!不)得)[打揍](?!点|车|针|电话|印|扫|卡|招呼|工|包|开|交道|起|消|破|算|疫苗|针)|巴掌|动手(?:教|打|管)|吃点皮肉|往死里',
    '读(?:这么多|那么多|再多)?书[^，,。]{0,6}(?:没(?:什么|啥)?用|无用|是命|都是命|没(?:什么|啥)?意思|白读)|(?:学历|文凭|大学)[^，,。]{0,6}(?:没(?:什么|啥)?用|无用|不值钱|废纸)',
    '(?:女孩|女生|女娃|丫头|女儿|姑娘)(?:子|家)?[^。]{0,16}(?:没(?:什么|啥)?用|嫁|婆家|不如(?:男|早)|差不多就行|找个好人家|生孩子|浪费|反正是?别人|读不读)',
    '(?:女孩|女生|姑娘|丫头)[^，,。]{0,12}(?:就够了|够了|差不多了|找对象|毕业就行|别太(?:强|能)|心别太高)|打到[^，,。]{0,3}(?:服|听话|怕)|巴掌|耳光|威严|孝子|(?:女孩|女生|姑娘|丫头|女儿|她)[^。]{0,20}(?:相亲|结婚|嫁人|生娃|成家)|不是(?:读书|念书|学习|上学)(?:的|那)?(?:块)?料|读不进[去书]?就|(?:送|进|去)(?:去)?(?:工?厂|流水线|电子厂)|学门手艺|早(?:挣钱|赚钱|嫁|结婚)|(?:早点|趁早|尽早|不如|早早)[^，,。]{0,6}(?:打工|嫁人|结婚|进厂|挣钱|赚钱|成家)|干得好不如嫁得好|男主外|传宗接代|养儿防老|重男轻女|没出息|(?:都)?是命[，,。！!]?(?!题|令|名)|认命|命(?:不好|苦|该如此)|算命|八字|风水|烧香|拜佛|开光|生肖|属相|冲喜|[农乡]村(?:人|孩子)[^，,。]{0,6}(?:就这样|没前途)|穷人家的孩子|龙生龙|娘胎|基因不好|天生(?:不是|笨)',
  ].join('|'),
  'gu',
);
const CRITICISED = /其实|不对|不可取|过时|误区|不是办法|不提倡|老话|观念|错误|不应该|不要|别|平等/u;
const ECHO =
  /收到[^，,。]{0,6}(?:请)?(?:务必)?(?:回复|回个|扣|回一?下|吱)|收到的?(?:家长)?请(?:务必)?(?:回|扣|点)|请?回复?["']?收到|[扣回打刷发敲](?:个|数字)?1(?![\d.:点号月年日时级个-])|\+1|1一下|务必回复|请(?:逐一|逐个|都|全部)?(?:在群里|群内)?(?:回复|接龙|报数|报到|签到)|接龙|打卡|点赞|投票|没(?:回|扣|接龙)的|(?:看到|看见|已读)(?:的|后|了)?(?:家长)?(?:请|都)?(?:在群里|群里)?(?:回|扣|应|吱)|群里(?:回|应|吱|说)一[下声]|已阅|挨个回|逐一回/gu;

const FAULTS =
  /旷课|逃课|缺课|迟到|早退|睡觉|玩手机|打游戏|不交作业|作业(?:也)?(?:不|没)(?:交|写|做)|顶撞|顶嘴|挂科|挂了|不及格|抽烟|吸烟|喝酒|醉酒|打架|夜不归宿|晚归|不起床|不上课|不听课|不学习|不听劝|撒谎|说谎|骂人|违纪|作弊|卫生(?:差|脏)|邋遢|不(?:参加|配合)|沉迷/gu;
/** Signs of a complaint that only weigh together. */
const SIGNS =
  /天天|整天|成天|老是|总是|从来(?:不|没)|根本不|完全不|一点[也都]?(?:不|没)|就知道|还是(?:那个|老)样|老样子|不改|没辙|翻白眼|爱答不理|摆烂|躺平|敷衍|应付|拖拉|磨蹭|不合格|被(?:老师)?(?:点名|抓|批评|投诉)|没来|没到|没交|课也不上|睡到(?:中午|下午)|说(?:他|她)(?:两句|几句)|顶着干|对着干|不理(?:人|我|老师)|不服(?:管|气)|态度(?:很|极|太|非常)?(?:差|恶劣|不好)|您(?:家)?(?:儿子|女儿)|你(?:们)?家?(?:孩子|儿子|女儿)|上点心|行不行|说过多少|我真(?:是|的)|惹是生非|屡次|多次|不止一次|又是(?:他|她)|不当回事|没把[^，,。]{0,6}放在眼里/gu;
const AGAIN = /又(?:一次)?(?:旷|迟到|缺|逃|挂|没来|没交|打架|喝酒|睡|晚归|夜不归|作弊|违纪|不及格|闯祸|惹事|犯)/gu;
const SHOUTING = /[!！]{3,}|[?？]{2,}|[!！][?？]|[?？][!！]/gu;
const EMOJI = /\p{Extended_Pictographic}/gu;
const MAX_EMOJI = 5;

/** A threat is a condition, a sanction and somebody who will carry it out; or words that only threats have. */
const THREAT_CUES: readonly Cue[] = [
  {
    weight: 3,
    pattern:
      /丑话|掂量|说情都|哭都|后悔都|没(?:有)?下次|别(?:逼|逼着)我|给我(?:等|记|小心)|(?:谁|找谁)[^，,。]{0,4}(?:也|都)没用|后果(?:很|会)?严重|到时候(?:别|可|您|你|有)/gu,
  },
  {
    weight: 1,
    pattern:
      /再(?=[有不这旷迟缺逃犯]|次)|如果|要是|假如|倘若|若|的话|继续(?:这样|下去)|(?:未|没有?|不)(?:完成|交|按|到|来|填|改|配合|参加)|逾期|过期/gu,
  },
  {
    weight: 1,
    atMost: 2,
    pattern:
      /开除|退学|劝退|除名|处分|取消|毕业证|学位证|(?:评|推)优|评[奖先]|入党|通报|停课|档案|家长单位|上报|降级|扣(?:分|学分|发)|不予|报警|没收|负全责|不再(?:管|负责)/gu,
  },
  {
    weight: 1,
    pattern:
      /(?:我|我们|学校|学院)[^，,。]{0,4}(?:就|会|将|只好|只能|直接|一定|必须)|将(?:会|被|取消|按|予以|给予|通报)|就(?:按|给|让|等|只能|会|要|别|得)|一律|必|只好|只能/gu,
  },
];
const MAY_BE_TOLD = /按(?:照)?(?:学校|学籍|管理)?规定|政策|本人可以|申诉|缓|不是处分|来得及|机会|解除/u;

/** What a complaint is made of, beside its faults and signs; two of these are enough where nothing helps. */
const COMPLAINT_CUES: readonly Cue[] = [
  {
    weight: 2,
    pattern:
      /嗓子都|不知道(?:该)?(?:拿|怎么)[^，,。]{0,6}(?:办|好)|怎么办吧|您说怎么办|(?:最|真|太)(?:让人|叫人|令人)?(?:操心|头疼|费神|不省心|不自觉|不像话|过分|叛逆|没谱)|没(?:见|带)过(?:这样|这么|比)|拿(?:他|她)没(?:有)?办法|(?:毁|害)(?:了|惨)|一锅粥|没救|受够/gu,
  },
  {
    weight: 1,
    atMost: 4,
    pattern:
      /上课(?:聊天|讲话|说话|吃|睡|玩)|作业(?:拖|乱|抄|应付|糊弄)|不(?:打扫|听|肯|愿意学|想学|学|讲理|讲卫生|起床|认错|改正|爱学习|合群|遵守|尊重|守)|讲道理|脾气(?:倔|差|大|坏|臭|暴)|[倔犟]|没(?:有)?请假|没有?纪律|乱(?:扔|放|丢)|吵(?:架|闹|成)|闹事|逃避|狡辩|找借口|顶撞|冷漠|懒|贪玩|打游戏|玩手机|熬夜|散漫|马虎|浮躁|偏科|情绪化|惹(?:事|祸)|违反|影响(?:别人|他人|同学|大家|课堂)/gu,
  },
];

export const toneRules: readonly GuardRule[] = [
  {
    id: 'threat',
    decisions: { group: 'block', private: 'block' },
    find: findThreats,
  },
  {
    id: 'harsh',
    decisions: { group: 'flag', private: 'flag' },
    find: ({ compact }) => findWords(compact, /严肃处理|从严处理|从重处理|严肃追究|追究(?:家长)?责任/gu),
  },
  {
    id: 'blame',
    decisions: { group: 'block', private: 'flag' },
    find: ({ bare }) => findWords(bare, BLAME, (before, after) => !isDisowned(before) && !isAsked(after)),
  },
  {
    id: 'temper',
    decisions: { group: 'flag', private: 'flag' },
    find: ({ bare }) => [
      ...findWords(bare, TEMPER, (before) => !isDisowned(before)),
      ...findWords(bare, SARCASM, (before) => !isDisowned(before)),
    ],
  },
  {
    id: 'complaint',
    decisions: { group: 'flag', private: 'flag' },
    find: findComplaint,
  },
  {
    id: 'shouting',
    decisions: { group: 'flag', private: 'flag' },
    find: ({ plain, previous }, { whole }) => [
      ...findWords(plain, SHOUTING),
      ...(previous === '' && findWords(whole, EMOJI).length > MAX_EMOJI ? findWords(whole, EMOJI).slice(0, 1) : []),
    ],
  },
  {
    id: 'backward_idea',
    decisions: { group: 'flag', private: 'flag' },
    find: ({ bare, compact }) => [
      ...findWords(bare, BACKWARD, (before) => !isDisowned(before)),
      ...(CRITICISED.test(compact) ? [] : findWords(compact, BACKWARD, (before) => !isDisowned(before))),
    ],
  },
  {
    id: 'asks_for_echo',
    decisions: { group: 'flag' },
    find: ({ compact, isWarning }) =>
      isWarning ? [] : findWords(compact.replace(/"/gu, ''), ECHO, (before) => !isDisowned(before)),
  },
];

function findThreats({ bare, isWarning }: Sentence, { isHelpful }: Draft): string[] {
  if (isWarning) return [];
  const mayBeTold = isHelpful || MAY_BE_TOLD.test(bare);
  return [
    ...findWords(bare, THREAT, (before) => !isPromise(before)),
    ...weighWords(bare, THREAT_CUES, mayBeTold ? 5 : 3, (before) => !isPromise(before)),
  ];
}

/** Faults one after the other, or `又…`, and nowhere in the text care or a next step (obligation A03). */
function findComplaint(sentence: Sentence, draft: Draft): string[] {
  if (draft.isHelpful || sentence.isWarning) return [];
  const weighed = weighWords(sentence.bare, COMPLAINT_CUES, 2, (before) => !isDisowned(before));
  if (draft.audience === 'group') return weighWords(sentence.bare, COMPLAINT_CUES, 3, (before) => !isDisowned(before));
  const again = findWords(sentence.bare, AGAIN);
  const faults = findWords(sentence.bare, FAULTS, (before) => !isDisowned(before));
  const signs = new Set([...findWords(draft.whole, FAULTS), ...findWords(draft.whole, SIGNS)]);
  return again.length > 0 || signs.size >= 2
    ? [...again, ...faults, ...findWords(sentence.bare, SIGNS), ...weighed]
    : weighed;
}

/** 不要打骂, 不是懒; nearer than a negation elsewhere, because a reproach is full of them: 不听话就得打. */
function isDisowned(before: string): boolean {
  return /(?:不要|别|不能|不该|不应该?|不会|不可以?|不必|不用|勿|不是|并非|反对|不赞成|不提倡|不主张|不认为|没有|从不|无需|先不|不再|避免|防止|请勿|少)[^，,。]{0,6}$/u.test(
    before.slice(-10),
  );
}

/** 不会被开除: the opposite of a threat. */
function isPromise(before: string): boolean {
  return /(?:不会|不是|并非|绝不|不至于|不一定)[^，,。]{0,6}$/u.test(before);
}

/** 怎么管才好, 怎么教育更合适: a question of advice. */
function isAsked(after: string): boolean {
  return /^[^，,。]{0,6}(?:更好|才好|比较好|更合适|的问题|的方法|的讲座)/u.test(after);
}
