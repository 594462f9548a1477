import { type Draft, findWords, isNegated, type Sentence } from './draft.ts';
import { findNamedPerson, findPerson, findPossibleName, findUnknownName } from './person.ts';
import type { GuardRule } from './rule.ts';

/**
 * What a group may not read about one student (domain.md §4.2–§4.4): marks, and what shames or sets apart. General words
 * about the same matters, without a person, are welcome.
 */

const RANK =
  /排名|名次|排行|红黑榜|红榜|黑榜|光荣榜|成绩榜|倒数|垫底|吊车尾|末位|学霸榜|差生榜|[后末倒][一二三四五六七八九十\d]{1,3}名|排(?:在|到|了)?[^，,。]{0,8}(?:第[一二三四五六七八九十百\d]+(?![周节天月期])|前[一二三四五六七八九十百\d]+|靠后|中下|最后)|中下游|下游|中[下上](?:水平|等|游)|榜首|状元|(?:稳居|名列|位居|位列)[^，,。]{0,8}(?:第|前|首|榜)|差一(?:大)?截|(?:别人|别的同学|其他人|人家|同宿舍的?|室友们?)都(?:能|会|过|考|拿)|比(?!上|去|以前|之前|过去|刚|开学|原来|往年|平时|自己|第一|较|赛|如|例|拼)[^，,。]{1,10}(?:差|落后|低|强|好)(?:一截|得多|多了|远了|很多|不少)?|比(?:班里|班上|全班|同班|别的|其他|别人家)[^，,。]{0,8}(?:差|低|落后|高|强)|(?:全班|年级|班级|班里|全系|专业)(?:最|唯一)[^，,。]{0,3}(?:差|低|好|高)|(?:全班|班级|班里|年级|专业|全院|系里|总分|成绩|综测|绩点)[^，,。]{0,8}第[一二三四五六七八九十百\d]+|第[一二三四五六七八九十百\d]{1,5}名|前[一二三四五六七八九十百\d]{1,5}名/gu;
const COMPETITION = /比赛|竞赛|大赛|运动会|联赛|锦标赛|杯|决赛|马拉松/u;
/** 张伟92，李娜88: names with figures, whoever they are. */
const FIGURES =
  /(?<![\u4e00-\u9fff])(?![\u4e00-\u9fff]{2,4}[:：]?1[12][0249](?!\d))(?![\u4e00-\u9fff]*(?:拨|打|电|火警|急救|室|楼|栋|班|级|路|第|共|计))[\u4e00-\u9fff]{2,4}[:：]?\d{2,3}(?:分)?[,，、;；][\u4e00-\u9fff]{2,4}[:：]?\d{2,3}(?![\d点:月日号年元人名])/gu;
const MARKS =
  /\d+[个名位]?(?:孩子|同学|学生)[^，,。]{0,4}(?:不及格|挂科|没过)|平均[分绩]|对号入座|[\d一二三四五六七八九十]{2,3}(?:分)?以[上下]的?(?:有)?\d+(?:人|个|名)|挂[了科][^，,。]{0,8}(?:有)?\d+(?:人|个|名)|[一二两三四五六七八九十几\d]{1,4}[个名位]?(?:人|同学|孩子)(?:挂科|不及格|没过)|最高分|最低分|分数段|及格率|挂科率|优秀率|通过率|(?:平均)?(?:绩点|成绩|学分)(?:低于|高于|不足|不到|未达)[\d一二三]|成绩(?:单|表|汇总|如下|见附件|公布如下)|绩点\d|gpa\d|(?:考了?|得了?|只有|才)\d{1,3}(?:\.\d)?分(?!钟)|\d{2}分(?:以上|以下)/gu;
/** 成绩单由学校寄给学生本人 */
const TO_HIMSELF = /^[^，,。]{0,14}(?:本人|孩子自己|教务系统|个人)/u;
const OWN_RESULT =
  /挂科|挂了[一二三四五六七八九十两几\d]{1,3}[门科]|不及格|没及格|没过|未通过|补考|重修|学业预警|(?<!\d)\d{1,3}分(?!钟|之|享|部|校|别|期)|留级|降级|没考好|考砸|(?<!高|中|大|统|联|招|报|会)考了?\d{1,3}(?![\d点:月日号年人场门科次天节])|毕业不了|毕不了|学分不够|学分不足|毕不了业|延毕/gu;
const MENTAL =
  /抑郁|焦虑症?|双相|躁狂|精神(?:病|分裂|问题|异常|科)|强迫症|看心理|心理(?:医生|门诊|科|问题|疾病|障碍|异常|有问题|咨询|状况|状态)|情绪(?:低落|不稳|异常|不太?对|崩溃|失控)|失眠|自残|自伤|割腕|想不开|(?:心理)?(?:测评|普查|筛查|测试)[^，,。]{0,10}(?:异常|筛出|查出|预警|高危|筛出|阳性)|[一二三]级预警|心理预警|高危(?:学生|人群)|高风险|危机(?:学生|干预)|约谈|(?:吃|服)[^，,。]{0,5}药|看(?:过|了)?(?:心理)?医生|心理(?:中心|老师|咨询室|辅导)[^，,。]{0,12}(?:咨询|谈|去过|看|约|辅导|干预)|失恋|情绪(?:很|特别|非常|极)?(?:不稳|波动|激动|化)|休学|(?:天天|经常|整夜|一直|老是|总是)(?:在)?哭|哭(?:着|闹|个不停)|闭门不出|不吃不喝|天台|遗书|活着没|不想活|没意思了?[，,。]|寻死|割(?:手|脉)|心理(?:防线|压力(?:很|太|特别)大)|精神(?:状态|恍惚|不太?正常)|自闭|孤僻/gu;
const SUICIDE = /自杀|轻生|跳楼|割腕|寻短见/gu;
const DISCIPLINE =
  /处分|记过|警告|留校察看|开除|退学|违纪|违规|作弊|打架|斗殴|被抓|偷(?!偷|懒|税)|盗窃|小偷|拘留|旷课|缺课|逃课|迟到|早退|缺勤|夜不归宿|晚归|没(?:来|到|交)|通报批评|不在(?:宿舍|寝室)|没有?回(?:宿舍|寝室|来)|没归寝|未归|喝(?:多|醉|酒)|醉酒|失联|联系不上|找不到人|违章|酗酒|抽烟|偷拿|私自外出|校外租房|同居|翻墙|通宵|网吧|打牌|赌博|冲突|动手|推搡|没收|逃学|离校|上课[^，,。]{0,4}(?:吃|睡|玩|讲话|说话|聊天|打闹|走神)|捣乱|抄作业|不交作业/gu;
const POVERTY =
  /贫困|特困|困难(?:生|学生|家庭|补助|户)|家庭?(?:经济)?(?:很|比较|特别)?困难|低保|建档立卡|助学金|欠费|欠学费|没交学费|穷|受资助|家里(?:没钱|条件(?:差|不好))|条件不好|生活困难|家境(?:贫|困|不好|差)|贫寒|捐助|特别困难|没(?:有)?(?:交|缴)(?:清)?学费|特困|孤儿|五保|残疾证|脱贫户/gu;
const HEALTH =
  /住院|手术|怀孕|流产|传染病|肺结核|乙肝|艾滋|癌|肿瘤|残疾|确诊|病情|病历|生病|发烧|晕倒|骨折|阑尾|心脏病|糖尿病|癫痫|梅毒|体检(?:异常|不合格)|做了?[^，,。]{0,3}手术|重病|白血病/gu;
const FAMILY =
  /离异|离婚|单亲|孤儿|家暴|坐牢|服刑|继父|继母|婚外|改嫁|再婚|父母分开|留守|去世|过世|自幼丧|家里出(?:事|了事)|家庭变故|欠债|负债/gu;

/** Labels that set families apart, whoever is meant (obligation A29); a policy may name them. */
const TAGS =
  /单亲(?:家庭|家长|的?(?:孩子|学生)|妈妈|爸爸)?|(?<!事实无人抚养儿童、?)孤儿|离异家庭|智力(?:低下|障碍|残疾|有问题)|弱智|智障|问题(?:学生|孩子|家庭)|特殊(?:学生|孩子|家庭)|重点关注(?:学生|对象|名单)|差生|后进生|学困生|贫困生|特困生|穷学生|留守(?:学生|孩子|儿童)|心理(?:异常|有问题)的(?:学生|孩子)|残疾(?:学生|孩子)/gu;
const POLICY = /政策|申请|认定|资助|办法|绿色通道|减免|尊重|平等|讲座|不分|贴标签/u;
/** 我班有5名同学: so few that the others know who is meant. */
const FEW =
  /(?:班|我们|咱们|本系|宿舍|寝室|学院)[^，,。]{0,8}?[一二两三四五六七八九十几\d]{1,2}[名位个](?:同学|孩子|学生|女生|男生|人)|有(?:几|两三|两|三|四|五|一些)[个名位]?(?:男生|女生|男同学|女同学)|(?<!\d)\d{3,4}(?:宿舍|寝室)(?!楼)|(?<!\d)\d{3,4}的[，,。]/u;

/** 请测评二级预警的学生家长联系我: those who come are known to all. */
const SUMMONED =
  /(?:的|位|名|者)(?:同学|学生|孩子)?的?家长们?(?:请|务必|都|需要?)?[^，,。]{0,12}(?:联系|找|私信|私聊|来|到|参加|留下|单独|领取|注意|抓紧|签字)/u;

const SHAMING_LIST =
  /(?:贫困|困难|挂科|不及格|补考|重修|处分|违纪|旷课|欠费|未缴费|重点关注|心理|助学金)[^，,。]{0,8}名单(?=[^，,。]{0,6}(?:见|如|附|公布|公示|发|下|定|在|:|是|已)|$)|(?:以下|附|下面|现将|公布|公示|发)[^，,。]{0,8}(?:贫困|困难|挂科|不及格|补考|重修|处分|违纪|旷课|欠费|未缴费|心理|助学金)[^，,。]{0,8}名单/gu;
/** A family is asked to tell the whole group what is nobody's business. */
const TOLD_TO_ALL =
  /(?:群里|群内|接龙|在群|本群)[^，,。]{0,6}(?:说|报|登记|填|回复|接|发|晒)|(?:发|传|晒|填|报|上传|贴)(?:到|在|进|至)?(?:本|家长|班级|这个)?群|(?:私|联系|艾特)?@我/u;
const NEVER_TO_ALL = /不要|别|勿|单独|私聊|私信|不(?:需要|用|必)|无[需须]|保密/u;

export const personRules: readonly GuardRule[] = [
  {
    id: 'rank',
    decisions: { group: 'block', private: 'flag' },
    find: ({ compact }) =>
      COMPETITION.test(compact) && !/成绩|考试|(?<!团体)总分|全班|倒数/u.test(compact)
        ? []
        : findWords(compact, RANK, (before) => !isNegated(before)),
  },
  {
    id: 'marks',
    decisions: { group: 'block' },
    find: (sentence, draft) => [
      ...findWords(sentence.compact, MARKS, (before, after) => !isNegated(before) && !TO_HIMSELF.test(after)),
      ...findWords(sentence.compact, FIGURES),
      ...findAboutPerson(sentence, draft, OWN_RESULT),
    ],
  },
  {
    id: 'name_list',
    decisions: { group: 'block' },
    find: ({ compact }) => findWords(compact, SHAMING_LIST, (before) => !isNegated(before)),
  },
  {
    id: 'label',
    decisions: { group: 'block' },
    find: ({ compact }) => (POLICY.test(compact) ? [] : findWords(compact, TAGS, (before) => !isNegated(before))),
  },
  {
    id: 'told_to_all',
    decisions: { group: 'block' },
    find: ({ compact }) =>
      TOLD_TO_ALL.test(compact) && !NEVER_TO_ALL.test(compact)
        ? [POVERTY, FAMILY, HEALTH, MENTAL].flatMap((pattern) => findWords(compact, pattern))
        : [],
  },
  aboutPerson('mental_health', MENTAL),
  {
    id: 'suicide',
    decisions: { group: 'block' },
    find: ({ compact }) => (/热线|讲座|预防|宣传/u.test(compact) ? [] : findWords(compact, SUICIDE)),
  },
  aboutPerson('discipline', DISCIPLINE),
  aboutPerson('poverty', POVERTY),
  aboutPerson('health', HEALTH),
  aboutPerson('family_matters', FAMILY),
  {
    id: 'other_student',
    decisions: { group: 'block', private: 'flag' },
    find: ({ compact }, { otherNames }) =>
      otherNames.filter((name) => compact.includes(name.toLowerCase().replace(/[·\s]/gu, ''))),
  },
  {
    id: 'other_matter',
    decisions: { private: 'block' },
    find: findOthersMatter,
  },
  {
    id: 'maybe_named',
    decisions: { group: 'flag' },
    find: (sentence, draft) => {
      const isHard = [OWN_RESULT, MENTAL, DISCIPLINE, POVERTY, HEALTH, FAMILY].some(
        (pattern) => findWords(sentence.compact, pattern).length > 0,
      );
      const name = isHard && findPerson(sentence, draft) === undefined ? findPossibleName(sentence) : undefined;
      return [...(name === undefined ? [] : [name]), ...findWords(sentence.bare, WHOSE_CHILD)];
    },
  },
  {
    id: 'named_student',
    decisions: { group: 'flag' },
    find: (sentence, draft) => {
      const name = findUnknownName(sentence, draft);
      return name === undefined || draft.otherNames.includes(name) ? [] : [name];
    },
  },
];

function aboutPerson(id: string, pattern: RegExp): GuardRule {
  return { id, decisions: { group: 'block' }, find: (sentence, draft) => findAboutPerson(sentence, draft, pattern) };
}

/** The words, when this sentence tells of whom, be it through `他`; a warning may speak of somebody without a name. */
function findAboutPerson(sentence: Sentence, draft: Draft, pattern: RegExp): string[] {
  const words = findWords(sentence.compact, pattern);
  if (words.length === 0) return [];
  const person = sentence.isWarning
    ? findNamedPerson(sentence, draft)
    : (findPerson(sentence, draft) ??
      findPersonBefore(sentence, draft) ??
      FEW.exec(sentence.compact)?.[0] ??
      (pattern === POVERTY ? undefined : SUMMONED.exec(sentence.compact)?.[0]));
  return person === undefined ? [] : words;
}

/** 是谁家的孩子自己认领一下 */
const WHOSE_CHILD = /(?:谁|哪)(?:家|位家长|个家长)的?(?:孩子|娃|学生)|自己认领|对号入座/gu;

const MATTERS = [OWN_RESULT, MENTAL, SUICIDE, DISCIPLINE, POVERTY, HEALTH, FAMILY];
/** Others whom the family can tell without a name. */
const ROOMMATE =
  /(?:室友|舍友|同桌|同屋|对象|女朋友|男朋友|(?:同|一个)(?:宿舍|寝室|班|组)|(?:宿舍|寝室|班)(?:里|上)?有(?:一)?[个名位]|隔壁(?:宿舍|寝室|班)?|班长|学委|另(?:外)?一?[个名位])[^，,。]{0,6}/u;

/** What another family's student did or suffers, in the sentence that names them or in the next one. */
function findOthersMatter(sentence: Sentence, draft: Draft): string[] {
  const { compact } = sentence;
  const isNamed = (words: string) =>
    draft.otherNames.some((name) => words.includes(name.toLowerCase().replace(/[·\s]/gu, '')));
  const isOwn = draft.studentNames.some((name) => compact.includes(name.replace(/[·\s]/gu, '')));
  const isMeant =
    isNamed(compact) || (isNamed(sentence.previous) && (!isOwn || /^(?:他|她|这孩子|那孩子)/u.test(compact)));
  const roommate = isMeant ? undefined : ROOMMATE.exec(compact);
  if (!isMeant && roommate === null) return [];
  const words = roommate ? compact.slice(roommate.index, roommate.index + 30) : compact;
  return MATTERS.flatMap((pattern) => findWords(words, pattern, (before) => !isNegated(before)));
}

/** The name in the sentence before, when this one goes on about nobody else: 说一下张三的事。家里父亲住院了。 */
function findPersonBefore({ compact, previous }: Sentence, draft: Draft): string | undefined {
  if (previous === '' || /同学们|孩子们|各位|大家|家长们|个别|有的|如果|学校|学院/u.test(compact)) return undefined;
  return [...draft.studentNames, ...draft.otherNames].find((name) =>
    previous.includes(name.toLowerCase().replace(/[·\s]/gu, '')),
  );
}
