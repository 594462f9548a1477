/** 3点到3点20: the span of a talk, in which 点到 is no roll call. */
const SPAN =
  /(?:\d{1,2}|[一二两三四五六七八九十]{1,3})(?:点|时|:\d\d)(?:半|钟|整|[一三]刻|\d{1,2}分?|[一二三四五]?十[一二三四五六七八九]?分?)?(?:到|至|-)(?=\d|[一二两三四五六七八九十])/gu;
/** 结果开会给耽误了, 还没聊: why or that we did not come to talk. */
const OUR_DELAY =
  /(?:我|结果|又|被|一直|临时|刚好|让|因为)*(?:开会|会议|有课|监考|值班|出差|培训|检查|别的事|忙)[^，。；\s]{0,4}(?:耽误|耽搁|没顾上|走不开|错过)了?|(?:还|暂时|先)没(?:来得及)?(?:细|多|深)?(?:聊|谈|说上话)/gu;

/** The words without those that tell when we talked or why we did not; blanked, so that lengths stay. */
export function withoutOccasion(text: string): string {
  const blank = (words: string): string => ' '.repeat(words.length);
  return text.replace(SPAN, blank).replace(OUR_DELAY, blank);
}
