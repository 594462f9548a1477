import { type Draft, findWords, isNegated, type Sentence } from './draft.ts';
import { findNamedPerson, findPerson, findPossibleName, findUnknownName } from './person.ts';
import type { GuardRule } from './rule.ts';

/**
 * What a group may not read about one student (domain.md §4.2–§4.4): marks, and what shames or sets apart. General words
 * about the same matters, without a person, are welcome.
 */

const RANK =
  /排名|名次|排行|红黑榜|成绩榜|倒数|垫底|吊车尾|末位|(?:全班|班级|班里|年级|专业|全院|系里|总分|成绩|综测|绩点)[^，,。]{0,8}第[一二三四五六七八九十百\d]+|第[一二三四五六七八九十百\d]+名|前[一二三四五六七八九十百\d]+名/gu;
const COMPETITION = /比赛|竞赛|大赛|运动会|联赛|锦标赛|杯|决赛|马拉松/u;
const MARKS =
  /\d+[个名位]?(?:孩子|同学|学生)[^，,。]{0,4}(?:不及格|挂科|没过)|平均分|最高分|最低分|分数段|及格率|优秀率|成绩(?:单|表|汇总|如下|见附件|公布如下)|绩点\d|gpa\d|(?:考了?|得了?|只有|才)\d{1,3}(?:\.\d)?分(?!钟)|\d{2}分(?:以上|以下)/gu;
const OWN_RESULT =
  /挂科|挂了[一二三四五六七八九十两几\d]+[门科]|不及格|没及格|没过|未通过|补考|重修|学业预警|(?<!\d)\d{1,3}分(?!钟|之|享|部|校|别|期)|留级|降级/gu;
const MENTAL =
  /抑郁|焦虑症?|双相|躁狂|精神(?:病|分裂|问题|异常|科)|强迫症|看心理|心理(?:医生|门诊|科|问题|疾病|障碍|异常|有问题|咨询|状况|状态)|情绪(?:低落|不稳|异常|不太?对|崩溃|失控)|失眠|自残|自伤|割腕|想不开/gu;
const SUICIDE = /自杀|轻生|跳楼|割腕|寻短见/gu;
const DISCIPLINE =
  /处分|记过|警告|留校察看|开除|退学|违纪|违规|作弊|打架|斗殴|被抓|偷(?!偷|懒|税)|盗窃|小偷|拘留|旷课|缺课|逃课|迟到|早退|缺勤|夜不归宿|晚归|没(?:来|到|交)|通报批评/gu;
const POVERTY =
  /贫困|特困|困难(?:生|学生|家庭|补助|户)|家庭?(?:经济)?(?:很|比较|特别)?困难|低保|建档立卡|助学金|欠费|欠学费|没交学费|穷|受资助/gu;
const HEALTH = /住院|手术|怀孕|流产|传染病|肺结核|乙肝|艾滋|癌|肿瘤|残疾|确诊|病情/gu;
const FAMILY = /离异|离婚|单亲|孤儿|家暴|坐牢|服刑|继父|继母|婚外/gu;

const SHAMING_LIST = /(?:贫困|困难|挂科|不及格|补考|重修|处分|违纪|旷课|欠费|未缴费|重点关注|心理)[^，,。]{0,6}名单/gu;

export const personRules: readonly GuardRule[] = [
  {
    id: 'rank',
    decisions: { group: 'block', private: 'flag' },
    find: ({ compact }) =>
      COMPETITION.test(compact) && !/成绩|考试|总分|全班|倒数/u.test(compact)
        ? []
        : findWords(compact, RANK, (before) => !isNegated(before)),
  },
  {
    id: 'marks',
    decisions: { group: 'block' },
    find: (sentence, draft) => [
      ...findWords(sentence.compact, MARKS, (before) => !isNegated(before)),
      ...findAboutPerson(sentence, draft, OWN_RESULT),
    ],
  },
  {
    id: 'name_list',
    decisions: { group: 'block' },
    find: ({ compact }) => findWords(compact, SHAMING_LIST, (before) => !isNegated(before)),
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
    id: 'maybe_named',
    decisions: { group: 'flag' },
    find: (sentence, draft) => {
      const isHard = [OWN_RESULT, MENTAL, DISCIPLINE, POVERTY, HEALTH, FAMILY].some(
        (pattern) => findWords(sentence.compact, pattern).length > 0,
      );
      const name = isHard && findPerson(sentence, draft) === undefined ? findPossibleName(sentence) : undefined;
      return name === undefined ? [] : [name];
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
  const person = sentence.isWarning ? findNamedPerson(sentence, draft) : findPerson(sentence, draft);
  return person === undefined ? [] : words;
}
