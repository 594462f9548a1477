/** Words for a class or year that a sender names, though his or her roster has none of this name. */
const CLASS_LIKE =
  /(?:\d{2,4}级?)?[\p{Script=Han}A-Za-z]{0,8}?(?:\d{1,4}|[一二三四五六七八九十]{1,2})?班(?=的|全体|所有|每|各|学生|同学|家长|群|里|、|和|跟|与|及|以及|，|:|发|班|[\s]|$)|\d{2,4}级?[\p{Script=Han}]{1,6}?\d{1,4}(?=的?(?:全体|所有|每[位个名])?(?:家长|学生|同学|群))|(?:20)?\d{2}级(?=[^，。:\s]{0,4}(?:家长|群|学生|同学))|大[一二三四五](?=的?(?:全体|所有|每[位个名])?(?:家长|学生|同学|群))/gu;
const OPENERS =
  /^(?:请|帮我|麻烦|每[天周月]?[一二三四五六日天早晚]?|给|发给|到|在|往|向|跟|和|与|同|及|以及|通知|告诉|提醒|转告|对|把|让|叫|发|群发|反诈|的|我们的?|咱们的?|我带的|我的|我|咱|私聊|单独|定时|今天|明天|下午|晚上|早上|上午|中午|\d{1,2}点|点|半|分|周[一二三四五六日末天]|星期[一二三四五六日天])+/u;
/** Words with 班 that name no class, or all of the sender's own. */
const NO_CLASS =
  /^(?:[各全每我本这那哪该几两三四五六七八九十多同跟换上下加值夜早晚中接倒轮当大]|我们|咱们?|我带的?|所带|所有|全部|两个|三个|几个|四个|五个|一个|这个|那个|哪个|每个|各个|整个|带的|自己|培训|补习|辅导|实验|兴趣|隔壁|别的?|其他|其它|另外?|负责的?|管的?|名下|手下|目前|现在)*(?:的)?(?:所有的?|各个?|全部的?|每个)*班$/u;

/** Class names of the text that no class of the roster answers to; `known` are the places of those that were found. */
export function findUnknownClasses(
  text: string,
  known: readonly { readonly start: number; readonly end: number }[],
): string[] {
  const unknown: string[] = [];
  for (const match of text.matchAll(CLASS_LIKE)) {
    const opener = OPENERS.exec(match[0])?.[0] ?? '';
    const words = match[0].slice(opener.length);
    const start = match.index + opener.length;
    const end = match.index + match[0].length;
    if (words === '' || words === '班' || NO_CLASS.test(words)) continue;
    if (known.some((span) => start < span.end && span.start < end)) continue;
    unknown.push(words);
  }
  return [...new Set(unknown)];
}
