import { FAMILY_WORD, KIN_WORD } from './relation.ts';

/** The student, in a line whose names are masked; never the student's family (某某妈). */
const STUDENT = `(?:学生|孩子|本人|[他她]本人|某+(?!某)(?:同学)?(?!同?学?(?:的|他|她|家)*(?:${KIN_WORD}|${FAMILY_WORD}|家)))(?:本人|自己)?`;
const US = '(?:我|老师|辅导员|班主任)';

const EXCEPTION =
  /(?:情况)?(?:紧急|危急)[^，。]{0,6}(?:没|未)(?:来得及|有?先)?(?:告知|告诉|跟|和|通知)?(?:学生|本人|孩子)?|来不及(?:告诉|告知|跟|先)|学生(?:昏迷|意识不清|无法沟通)/;
const NOT_TOLD = new RegExp(
  `(?:没|未)(?:有)?(?:先)?(?:告诉|告知|跟|和|通知|让)(?:他|她)?${STUDENT}|(?:学生|本人|孩子)(?:还)?(?:不知道|不知情|不晓得)|瞒着(?:学生|孩子)|没先(?:告诉|告知|跟)`,
);
const TOLD = new RegExp(
  [
    `(?:已|先|已经|提前|事先|之前)(?:先)?(?:告诉|告知|跟|和|找|通知|与)(?:了|过)?(?:${STUDENT}|[^，。\\s]{0,4}本人)`,
    '(?:学生|本人|孩子)(?:本人)?(?:已|已经|都|也|事先)?(?:知道|知情|清楚|同意)',
    `(?:跟|和|与|同|找)${STUDENT}(?:先|已|已经|也|都|之前|昨天|今天|上午|下午)*(?:谈|说|聊|沟通)(?:过|好|妥|完)`,
    '学生已知|先找学生',
    `(?:征求|征得|问|听)(?:了|过)?${STUDENT}的?(?:意见|意思|想法|同意)`,
  ].join('|'),
);
/** The matter comes from the student: 他自己想转专业, 学生跟我说想退学, 本人提出休学. Who wants it need not be told of it. */
const OWN_MATTER = new RegExp(
  [
    `(?:学生|孩子|[他她]|某+(?:同学)?)(?:本人)?(?:也|都|还|就是|是)?自[己愿](?:也|都|还|主动|一直)?(?:想|要(?!求我)|不想|不愿|愿意|提出|申请|决定|打算|承认|选择|坚持|要求|说|报名|来找)`,
    `${STUDENT}(?:主动|自愿|今天|昨天|前几天|上周|刚|也|都|已经?|曾|来|专门)*(?:提出|提交|递交|写)(?:了|过)?[^，。；\\s]{0,6}(?:申请|休学|退学|转|复学|缓考|想)`,
    `${STUDENT}(?:主动|今天|昨天|昨晚|前几天|上周|刚才?|也|都|已经?|曾|来|哭着|专门)*(?:跟|和|找|向|对|给|告诉)(?:过|了)?${US}(?:说|讲|谈|聊|提|反映|坦白|承认|哭诉|申请|打|发|表示)?(?:过|了)?`,
    `${STUDENT}(?:主动|今天|昨天|昨晚|上周|刚才?|来|自己)+(?:找(?:过|到)?${US}|坦白|承认)`,
  ].join('|'),
);
/** What the student said in confidence: whether the family may hear it stays a question. */
const IN_CONFIDENCE =
  /(?:不让|不要|别|不许|不想|不愿|求我|先别|不准)[^，。；\s]{0,6}(?:告诉|跟|让|通知|告知)[^，。；\s]{0,3}(?:家里|家长|父母|爸|妈)|瞒着(?:家|父母|爸|妈)/;

/** Was the student told before the family? */
export function findStudentToldFirst(text: string): 'yes' | 'no' | 'exception' | null {
  if (EXCEPTION.test(text)) return 'exception';
  if (NOT_TOLD.test(text)) return 'no';
  if (TOLD.test(text)) return 'yes';
  return OWN_MATTER.test(text) && !IN_CONFIDENCE.test(text) ? 'yes' : null;
}
