import type { Draft, Sentence } from './draft.ts';
import { DESCRIBED, POINTED_AT } from './person-hints.ts';
import { CLEAR_SURNAMES, DOUBLE_SURNAMES, NO_NAME, WIDE_SURNAMES } from './surnames.ts';

/**
 * Whether a sentence speaks of one person. The roster tells names that it knows; for everybody else there are three more
 * nets: surnames that are no common word otherwise, all surnames at the border of a clause, and persons without a name whom
 * a class knows all the same (穿红衣服的女生).
 */
const HAN = '\\u4e00-\\u9fff';
const SURNAME = `[${CLEAR_SURNAMES}]`;
const GIVEN = `(?!老师|主任|院长|书记|校长|教授|同学|家长|女士|先生|[和的得很也时着在])[${HAN}]{1,2}?`;
const KIN = '(?:妈妈|爸爸|家长|父亲|母亲|父母)';
const MATTER =
  '(?:抑郁|焦虑|心理|挂科|作弊|旷课|逃课|打架|偷|不及格|没及格|补考|重修|留级|退学|休学|被处分|被抓|记过|低保|单亲|离异|自残|自杀|看心理)';
const AFTER_NAME = `(?:同学|${KIN}|的|因|被|由于|最近|近期|这次|这学期|上学期|又|患|得了|有|没|考|挂|旷|缺|是|在|情绪|抑郁|焦虑|心理|家里|家庭|迟到|不及格)`;
/** `说说张三抑郁的事`: right before such a word a name needs no border, but 紧张焦虑 is none. */
const BEFORE_MATTER = `(?<![紧夸主慌扩开铺纸一两三几每])${SURNAME}${GIVEN}${MATTER}`;
const NAMED = new RegExp(
  `${BEFORE_MATTER}|` +
    `(?<![${HAN}])${SURNAME}${GIVEN}${AFTER_NAME}|[把让给说将和、，,]${SURNAME}${GIVEN}${AFTER_NAME}|${SURNAME}${GIVEN}(?:同学|的${KIN})`,
  'u',
);

/** Where a name may begin: at the border of a clause, after a list's sign, or after the words that lead to somebody. */
const BORDER = `(?<=^|[^${HAN}]|班上的?|班里的?|们班的?|本班的?|宿舍的?|室友|同学|[和与跟及把让给说有是对])`;
const WIDE_NAME = `(?!${NO_NAME})(?:${DOUBLE_SURNAMES}|[${CLEAR_SURNAMES}${WIDE_SURNAMES}])(?!老师|主任|院长|书记|校长|教授|同学|家长|女士|先生|医生|某)[${HAN}]{1,2}?`;
const TELLING = `(?:同学|${KIN}|的${KIN}|因|被|由于|最近|近期|近来|近段|这次|这回|本次|这学期|这周|上学期|昨天|今天|昨晚|又|也|都|患|得了|考|挂了|旷|已经|家里|家庭|${MATTER})`;
const WIDE_NAMED = new RegExp(
  `${BORDER}${WIDE_NAME}${TELLING}|${BORDER}${WIDE_NAME}[和与跟、]${WIDE_NAME}(?![${HAN}])|${BORDER}${WIDE_NAME}[和与跟、]${WIDE_NAME}${TELLING}`,
  'u',
);

/** A piece of two to four characters in the place of a name, with a surname that no list holds. */
const IN_NAME_PLACE = new RegExp(
  `(?<=^|[^${HAN}])([${HAN}]{2,4}?)(?=(?:这次|这回|最近|近来|又|被|因为|同学|患|得了)|[和、][${HAN}]{2,4}?(?:这次|最近|同学|都|被))`,
  'gu',
);
const COMMON_WORD =
  /[的了是在们个有些学生孩班级老师家长大各位请您我你他她它这那某每不没会要可能试课期校院部分近最今明昨年月日周上下宿舍寝室食堂心理处分违纪现医法警公司社网行个别人员时候情绪如果因为但所]|相关|有关|全体|其余|作弊|旷课|[春夏秋冬]季|疫情|流感|压力|睡眠|成绩|焦虑|抑郁/u;

const SINGLE =
  /(?:一|某|该|这|那|有)(?:名|位|个)(?:同学|学生|孩子|女生|男生|女孩|男孩|姑娘|小伙|娃|室友)|某(?:同学|学生|生|女生|男生)|该(?:生|同学|学生)|某某|[小老][张王李赵刘陈杨吴徐孙胡朱郭罗梁宋郑韩唐](?:同学|因|最近|抑郁|家)|[张王李赵刘陈杨吴]某|(?<!其)[他她](?!们|人)|学号/u;

/** 王同学, 小马同学, L同学, 姓和的同学, 小王这次: a name cut short. */
const CUT_NAME = new RegExp(
  `(?:^|[^${HAN}]|[把让给将由是的对请班院系室上里])(?![应都解代管干符计包安易容于任何况])[${CLEAR_SURNAMES}${WIDE_SURNAMES}木]同学(?!习|们)` +
    `|小(?!组|学|部|班|区)[${HAN}a-z]同学(?!习|们)|姓[${HAN}](?:的|(?=[，,]|$))|(?<![a-z\\d])[a-z]{1,3}(?:同学(?!习|们)|某)|小[a-z](?![a-z])` +
    `|(?<![大中])[小老][张王李赵刘陈杨吴徐孙胡朱郭罗梁宋郑韩唐冯邓曹彭蒋蔡杜魏薛谭廖邹孟秦邱侯龚周何许吕马苏黄林钟](?=这|最近|又|因|被|家|昨|今|在|有|没|考|挂|旷|已|[，,])`,
  'u',
);

/** Who is spoken of, in words, or undefined when nobody can be told apart. */
export function findPerson(sentence: Sentence, draft: Draft): string | undefined {
  const { compact } = sentence;
  return (
    findNamedPerson(sentence, draft) ??
    [SINGLE, CUT_NAME, DESCRIBED, POINTED_AT]
      .map((pattern) => pattern.exec(compact)?.[0])
      .find((words) => words !== undefined)
  );
}

/** Who is spoken of by name, whether the roster knows the name or not. */
export function findNamedPerson({ compact }: Sentence, { studentNames, otherNames }: Draft): string | undefined {
  const known = [...studentNames, ...otherNames].find((name) =>
    compact.includes(name.toLowerCase().replace(/[·\s]/gu, '')),
  );
  return known ?? NAMED.exec(compact)?.[0] ?? WIDE_NAMED.exec(compact)?.[0];
}

/** What stands where a name would stand, although nothing else tells that it is one. */
export function findPossibleName({ compact }: Sentence): string | undefined {
  return [...compact.matchAll(IN_NAME_PLACE)].map(([name]) => name).find((name) => !COMMON_WORD.test(name));
}

/** A student whom nobody allowed to be named, by the look of the words: `张三同学`. */
export function findUnknownName({ compact }: Sentence, { studentNames }: Draft): string | undefined {
  const name = new RegExp(`(${SURNAME}${GIVEN})(?:同学|的(?:妈妈|爸爸|家长|父亲|母亲))`, 'u').exec(compact)?.[1];
  return name === undefined || studentNames.some((allowed) => allowed.endsWith(name) || allowed.startsWith(name))
    ? undefined
    : name;
}
