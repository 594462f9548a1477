import { FAMILY_WORD, KIN_WORD } from './relation.ts';

/** The student, in a line whose names are masked; never the student's family (某某妈). One look a run of masks. */
const NAMED = `(?<!某)某+(?!某)(?:同学)?(?!同?学?(?:的|他|她|家)*(?:${KIN_WORD}|${FAMILY_WORD}|家))`;
const STUDENT = `(?:学生|孩子|本人|[他她]本人|${NAMED})(?:本人|自己)?`;
const US = '(?:我|老师|辅导员|班主任)';
const WHEN = '(?:主动|自愿|自己|本人|今天|昨天|昨晚|前几天|上周|刚才?|也|都|已经?|曾|来|哭着|专门)*';

const EXCEPTION =
  /(?:情况)?(?:紧急|危急)[^，。]{0,6}(?:没|未)(?:来得及|有?先)?(?:告知|告诉|跟|和|通知)?(?:学生|本人|孩子)?|来不及(?:告诉|告知|跟|先)|学生(?:昏迷|意识不清|无法沟通)/;
const NOT_TOLD = new RegExp(
  `(?:没|未)(?:有)?(?:先)?(?:告诉|告知|跟|和|通知|让)(?:他|她)?${STUDENT}|(?:学生|本人|孩子)(?:还)?(?:不知道|不知情|不晓得)|瞒着(?:学生|孩子)|没先(?:告诉|告知|跟)`,
);
const TOLD = new RegExp(
  [
    `(?:已|先|已经|提前|事先|之前)(?:先)?(?:告诉|告知|跟|和|找|通知|与)(?:了|过)?(?:${STUDENT}|[^，。\\s]{0,4}本人)`,
    `(?:学生|本人|孩子|${NAMED})(?:本人)?(?:已|已经|都|也|事先)?(?:知道|知情|清楚)`,
    '(?:学生|本人)(?:本人)?(?:已|已经|都|也|事先)?同意',
    `(?:跟|和|与|同|找)${STUDENT}(?:先|已|已经|也|都|之前|昨天|今天|上午|下午)*(?:谈|说|聊|沟通)(?:过|好|妥|完)`,
    '学生已知|先找学生',
    `(?:征求|征得)(?:了|过)?${STUDENT}的?(?:意见|意思|想法|同意)`,
  ].join('|'),
);
/** The matter comes from the student: 学生跟我说想退学, 本人提出休学. Who brings it up need not be told of it. */
const OWN_MATTER = new RegExp(
  [
    `${STUDENT}${WHEN}(?:提出|提交|递交|写)(?:了|过)?[^，。；\\s]{0,6}(?:申请|休学|退学|转|复学|缓考)`,
    // 某某跟我说他爸不接电话 is about the family.
    `${STUDENT}${WHEN}(?:跟|和|找|向|对|给|告诉)(?:过|了)?${US}(?!们|[^，。；\\s]*(?:${KIN_WORD}|${FAMILY_WORD}))(?:说|讲|谈|聊|提|反映|坦白|承认|哭诉|申请|表示)?(?:过|了)?`,
    `${STUDENT}${WHEN}(?:来找(?:过|到)?|找(?:过|到)?)${US}(?!们)`,
  ].join('|'),
);
/** What the student said in confidence: whether the family may hear it stays a question. */
const IN_CONFIDENCE =
  /(?:不让|不要|别|不许|不想|不愿|求我|先别|不准)[^，。；\s]{0,6}(?:告诉|跟|让|通知|告知)[^，。；\s]{0,3}(?:家里|家长|父母|爸|妈)|瞒着(?:家|父母|爸|妈)/;

/** A clause that asks, doubts or puts off states nothing. */
const DOUBTED =
  /[吗？?]|不知道|不清楚|不知情|不同意|还没|没有|(?:要|得|应该|打算|准备|需要|再)先|怀疑|是否|是不是|有没有|如果|要是|可能|估计|好像|再说/;
/** 党支部找孩子谈过话, 妈妈已和孩子谈过, 我问学生知不知道: somebody else's talk, or a question. */
const NOT_OURS_BEFORE = new RegExp(
  `${KIN_WORD}|${FAMILY_WORD}|[说问想听让叫讲]|支部|书记|班长|班主任|宿管|[室舍]友|民警|警察|不|没|^[他她](?!本人)`,
);
const FAMILY_SPEAKS = new RegExp(
  `(?:${KIN_WORD}|${FAMILY_WORD}|^[他她])亲?[^，。；\\s]{0,6}(?:说(?!了|过|明|一下)|讲(?!了|过)|表示|觉得|认为|反映|称|问)|^说(?!了|过|明|一下)`,
);
/** 我还没找他. */
const STILL_TO_TELL = /(?:还没有?|尚未|还未)(?:来得及)?(?:先)?(?:找|跟|和|告诉|告知|通知|问)/;

/** Was the student told before the family? Only what the sender states counts; everything else is asked. */
export function findStudentToldFirst(text: string): 'yes' | 'no' | 'exception' | null {
  if (EXCEPTION.test(text)) return 'exception';
  if (NOT_TOLD.test(text)) return 'no';
  if (STILL_TO_TELL.test(text)) return null;
  const isInConfidence = IN_CONFIDENCE.test(text);
  return text.split(/[。；\n]/).some((sentence) => isToldIn(sentence, isInConfidence)) ? 'yes' : null;
}

function isToldIn(sentence: string, isInConfidence: boolean): boolean {
  let isFamilySpeaking = false;
  for (const clause of sentence.split(/[，！\s]+/)) {
    const match = TOLD.exec(clause) ?? (isInConfidence ? null : OWN_MATTER.exec(clause));
    // The family says 孩子; who says 学生 or a name after the family's words is the sender again.
    if (match && !DOUBTED.test(clause) && !(isFamilySpeaking && /孩子|我/.test(match[0])))
      if (!NOT_OURS_BEFORE.test(clause.slice(0, match.index))) return true;
    isFamilySpeaking ||= FAMILY_SPEAKS.test(clause);
  }
  return false;
}
