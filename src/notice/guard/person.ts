import type { Draft, Sentence } from './draft.ts';

/**
 * Whether a sentence speaks of one person. The roster tells names that it knows; for a text checked without one, or about
 * somebody who is not in it, surnames that are no common word otherwise are a second net.
 */
const SURNAME = '[张王李赵刘陈杨吴徐孙胡朱郭罗梁宋郑韩唐冯邓曹彭肖潘袁蒋蔡杜魏薛阎傅沈姜崔谭汪廖邹熊孟秦邱侯邵龚贺赖]';
const GIVEN = '(?!老师|主任|院长|书记|校长|教授|同学|家长|女士|先生|[和的得很也时着在])[\\u4e00-\\u9fff]{1,2}?';
const AFTER_NAME =
  '(?:同学|家长|妈妈|爸爸|父母|父亲|母亲|的|因|被|由于|最近|近期|这次|这学期|上学期|又|患|得了|有|没|考|挂|旷|缺|是|在|情绪|抑郁|焦虑|心理|家里|家庭|迟到|不及格)';
/** `说说张三抑郁的事`: right before such a word a name needs no border, but 紧张焦虑 is none. */
const BEFORE_MATTER = `(?<![紧夸主慌扩开铺纸一两三几每])${SURNAME}${GIVEN}(?:抑郁|焦虑|心理|挂科|作弊|旷课|不及格|被处分|记过|低保)`;
const NAMED = new RegExp(
  `${BEFORE_MATTER}|` +
    `(?<![\\u4e00-\\u9fff])${SURNAME}${GIVEN}${AFTER_NAME}|[把让给说将和、，,]${SURNAME}${GIVEN}${AFTER_NAME}|${SURNAME}${GIVEN}(?:同学|的(?:妈妈|爸爸|家长|父亲|母亲))`,
  'u',
);
const SINGLE =
  /(?:一|某|该|这|那|有)(?:名|位|个)(?:同学|学生|孩子|女生|男生|室友)|某(?:同学|学生|生|女生|男生)|该(?:生|同学|学生)|某某|[小老][张王李赵刘陈杨吴徐孙胡朱郭罗梁宋郑韩唐](?:同学|因|最近|抑郁|家)|[张王李赵刘陈杨吴]某|(?<!其)[他她](?!们|人)|学号/u;

/** Who is spoken of, in words, or undefined when nobody can be told apart. */
export function findPerson({ compact }: Sentence, { studentNames, otherNames }: Draft): string | undefined {
  const known = [...studentNames, ...otherNames].find((name) =>
    compact.includes(name.toLowerCase().replace(/[·\s]/gu, '')),
  );
  return known ?? NAMED.exec(compact)?.[0] ?? SINGLE.exec(compact)?.[0];
}

/** A student whom nobody allowed to be named, by the look of the words: `张三同学`. */
export function findUnknownName({ compact }: Sentence, { studentNames }: Draft): string | undefined {
  const name = new RegExp(`(${SURNAME}${GIVEN})(?:同学|的(?:妈妈|爸爸|家长|父亲|母亲))`, 'u').exec(compact)?.[1];
  return name === undefined || studentNames.some((allowed) => allowed.endsWith(name) || allowed.startsWith(name))
    ? undefined
    : name;
}
