import { type Draft, findWords, isNegated, type Sentence } from './draft.ts';
import { findNamedPerson, findPerson, findPossibleName, findUnknownName } from './person.ts';
import { POINTED_AT } from './person-hints.ts';
import type { GuardRule } from './rule.ts';
import { FRAUD } from './words-context.ts';
import {
  DISCIPLINE,
  FAMILY,
  HEALTH,
  MARKS,
  MENTAL,
  OWN_RESULT,
  POVERTY,
  RANK,
  SHAMING_LIST,
  TAGS,
} from './words-person.ts';

/**
 * What a group may not read about one student (domain.md §4.2–§4.4): marks, and what shames or sets apart. General words
 * about the same matters, without a person, are welcome.
 */

const COMPETITION =
  /比赛|竞赛|大赛|运动会|校运会|接力|\d米|辩论|[省国校市]赛|歌咏|合唱|球赛|征文|联赛|锦标赛|杯|决赛|马拉松/u;
/** 张伟92，李娜88: names with figures, whoever they are. */
const FIGURES =
  /(?<![\u4e00-\u9fff])(?![\u4e00-\u9fff]{2,4}[:：]?1[12][0249](?!\d))(?![\u4e00-\u9fff]*(?:拨|打|电|火警|急救|室|楼|栋|班|级|路|第|共|计))[\u4e00-\u9fff]{2,4}[:：]?\d{2,3}(?:分)?[,，、;；][\u4e00-\u9fff]{2,4}[:：]?\d{2,3}(?![\d点:月日号年元人名])/gu;
/** 成绩单由学校寄给学生本人 */
const TO_HIMSELF = /^[^，,。]{0,14}(?:本人|孩子自己|教务系统|个人|寄|邮)/u;
const SUICIDE = /自杀|自残|自伤|轻生|跳楼|割腕|寻短见/gu;

/** A policy may name labels. */
const POLICY = /政策|申请|认定|资助|办法|绿色通道|减免|尊重|平等|讲座|不分|贴标签/u;
/** 有同学查出HIV: whoever it is will be hunted for. */
const SOMEBODY = /(?:有|我班|咱班|班[上里])(?:的|一)?(?:同学|学生|孩子|女生|男生)/u;
const GRAVE = /hiv|艾滋病?|性病|梅毒|乙肝|怀孕|流产|堕胎/gu;
/** 我班有5名同学: so few that the others know who is meant. */
const FEW =
  /(?:某|有一?个|有间|有一间)(?:宿舍|寝室)|(?:班|我们|咱们|本系|宿舍|寝室|学院)[^，,。]{0,8}?[一二两三四五六七八九十几\d]{1,2}[名位个](?:同学|孩子|学生|女生|男生|人)|有(?:几|两三|两|三|四|五|一些)[个名位]?(?:男生|女生|男同学|女同学)|(?<!\d)\d{3,4}(?:宿舍|寝室)(?!楼)|(?<!\d)\d{3,4}的[，,。]|的(?:那|这)?几[个名位](?:孩子|同学|学生|女生|男生)|(?:宿舍|寝室)\d{3,4}|的[一两二三四五六七八九几\d]{1,2}[名位个](?=[，,]?家长)|[一两二三四五六七八九几\d]{1,2}[名位个](?:高风险|高危|预警|异常)|(?:宿舍|寝室)[^，,。]{0,8}:\d{3}|(?:班|咱们?|我们)[^，,。]{0,4}有(?:[一两几三四五六])[个名位]|(?<![\d点月日第])[一两二三四五六七八九几\d]{1,2}[名位个](?:同学|孩子|学生|女生|男生)?的?家长/u;

/** 请测评二级预警的学生家长联系我: those who come are known to all. */
const SUMMONED =
  /(?:的|位|名|者)(?:同学|学生|孩子)?的?家长们?(?:请|务必|都|需要?)?[^，,。]{0,12}(?:联系|找|私信|私聊|来|到|参加|留一?下|留步|单独|领取|注意|抓紧|签字|开会|上心)/u;

/** A family is asked to tell the whole group what is nobody's business. */
const TOLD_TO_ALL =
  /(?:群里|群内|接龙|在群|本群)[^，,。]{0,6}(?:说|讲|写|谈|报|登记|填|回复|接|发|晒)|(?:发|传|晒|填|报|上传|贴)(?:到|在|进|至)?(?:本|家长|班级|这个)?群|(?:私|联系|艾特)?@我/u;
/** What only a form for the office asks. */
const HOUSEHOLD = /几口人|(?:家庭|年|月|全家)收入|收入(?:多少|情况|来源)|靠什么(?:生活|吃饭)/gu;
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
        ? [POVERTY, FAMILY, HEALTH, MENTAL, HOUSEHOLD].flatMap((pattern) => findWords(compact, pattern))
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
  {
    id: 'health',
    decisions: { group: 'block' },
    find: (sentence, draft) => [
      ...findAboutPerson(sentence, draft, HEALTH),
      ...(SOMEBODY.test(sentence.compact) && !/讲座|宣传|疫苗|预防|知识|免费检测/u.test(sentence.compact)
        ? findWords(sentence.compact, GRAVE)
        : []),
    ],
  },
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
      const pointed = POINTED_AT.exec(sentence.compact)?.[0];
      return [name, pointed].flatMap((words) => words ?? []).concat(findWords(sentence.bare, WHOSE_CHILD));
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
  const { compact } = sentence;
  if (sentence.isWarning && FRAUD.test(`${sentence.previous}${compact}${sentence.next}`))
    return findNamedPerson(sentence, draft) === undefined ? [] : words;
  if (findPerson(sentence, draft) ?? findPersonBefore(sentence, draft)) return words;
  if (pattern !== POVERTY && SUMMONED.test(compact)) return words;
  return FEW.test(compact) && !isReminder(compact, words) ? words : [];
}

/** 本周有3名同学迟到，请提醒孩子早点休息: a number of lates tells nobody who. */
function isReminder(compact: string, words: readonly string[]): boolean {
  return (
    /提醒|督促|叮嘱|嘱咐|聊聊|聊一聊|关注|配合/u.test(compact) &&
    !/(?:那|这)[几些]|[名位个](?:同学|孩子|学生)?的?家长/u.test(compact) &&
    words.every((word) => /^(?:迟到|早退|缺课|缺勤|旷课|逃课|没到|未到|没来|晚归)$/u.test(word))
  );
}

/** 是谁家的孩子自己认领一下 */
const WHOSE_CHILD = /(?:谁|哪)(?:家|位家长|个家长)的?(?:孩子|娃|学生)|自己认领|对号入座/gu;

/** 他舍友在谈恋爱，天天不回宿舍 */
const PRIVATE_LIFE = /同性恋|谈(?:了)?(?:恋爱|朋友|对象)|不回(?:宿舍|寝室)|分手|欠(?:了)?[^，,。]{0,4}[钱债]/gu;

/** 考了第3, 均分88, 绩点3.9: a mark or a place, be it a good one. */
const OTHERS_RESULT =
  /(?:考|得|拿)了?(?:个|到)?(?:全班|全系|全院|年级|专业|班级|班里)?的?(?:第[一二三四五六七八九十百\d]+|倒数|满分|最高|最低|\d{2,3}(?:\.\d+)?(?=分(?!钟)|[，,。！!]|$))|(?:只有|才|是|总分|均分|绩点|学分|平均分)[^，,。]{0,4}\d{1,3}(?:\.\d+)?分?(?=[，,。！!]|$)|排(?:名|在|到|了)*[^，,。]{0,6}(?:第|前|后|倒数)?[一二三四五六七八九十百\d]+|(?:全班|年级|班级|专业|班里|系里)第[一二三四五六七八九十百\d]+|第[一二三四五六七八九十百\d]{1,4}名|倒数|垫底/gu;

const MATTERS = [PRIVATE_LIFE, OWN_RESULT, MENTAL, SUICIDE, DISCIPLINE, POVERTY, HEALTH, FAMILY];
/** Others whom the family can tell without a name. */
const ROOMMATE =
  /(?:室友|舍友|同桌|同屋|对象|女朋友|男朋友|[对邻]床|对面床|隔壁床|上铺|下铺|(?:跟|和|与|同)(?:他|她|您孩子|孩子|您家孩子)[^，,。]{0,8}的(?:那|另|一)?[个位]?(?:孩子|同学(?!习)|学生|女生|男生)|唯一的?[^，,。]{0,6}(?:同学|学生|女生|男生)|班(?:上|里)[^，,。]{0,8}的(?:同学(?!习)|女生|男生|学生|孩子)|对方(?:同学|学生|孩子|家长)|(?:他|她)的?(?:好)?朋友|(?:同|一个)(?:宿舍|寝室|班|组)|(?:宿舍|寝室|班)(?:里|上)?有(?:一)?[个名位]|隔壁(?:宿舍|寝室|班)?|班长|学委|另(?:外)?一?[个名位])[^，,。]{0,6}/u;

/** 王强和室友发生冲突 is his own matter, too. */
const QUARREL = /^(?:冲突|打架|动手|推搡|斗殴|分手)$/u;

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
  const words = roommate
    ? compact.slice(roommate.index, roommate.index + 30)
    : wordsAboutOther(compact, draft, isNamed);
  const isWithOwn =
    roommate !== null &&
    roommate !== undefined &&
    /[和跟与同](?:一个|一位|个|几个|他的?|她的?)?$/u.test(compact.slice(0, roommate.index));
  const matters = COMPETITION.test(compact) && !/成绩|考试|总分/u.test(compact) ? MATTERS : [...MATTERS, OTHERS_RESULT];
  return matters
    .flatMap((pattern) => findWords(words, pattern, (before) => !isNegated(before)))
    .filter((matter) => !(isWithOwn && QUARREL.test(matter)));
}

/** 王强旷课三次，和室友李四一起参加比赛: what a clause says of the family's own child is not told of the other. */
function wordsAboutOther(compact: string, { studentNames }: Draft, isNamed: (words: string) => boolean): string {
  const isAboutOwn = (clause: string): boolean =>
    /孩子|您家/u.test(clause) || studentNames.some((name) => clause.includes(name.replace(/[·\s]/gu, '')));
  const clauses = compact.split(/[,，;；]/u);
  const first = clauses.findIndex(isNamed);
  if (first < 0 || !clauses.slice(0, first).some((clause) => isAboutOwn(clause) || /[他她]/u.test(clause)))
    return compact;
  const rest = clauses.slice(first);
  const end = rest.findIndex((clause, index) => index > 0 && isAboutOwn(clause));
  return rest.slice(0, end < 0 ? rest.length : end).join(',');
}

/** The name in the sentence before, when this one goes on about nobody else: 说一下张三的事。家里父亲住院了。 */
function findPersonBefore({ compact, previous }: Sentence, draft: Draft): string | undefined {
  if (previous === '' || /同学们|孩子们|各位|大家|家长们|个别|有的|如果|学校|学院/u.test(compact)) return undefined;
  return [...draft.studentNames, ...draft.otherNames].find((name) =>
    previous.includes(name.toLowerCase().replace(/[·\s]/gu, '')),
  );
}
