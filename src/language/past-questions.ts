import { FAMILY_WORD, KIN_WORD } from './relation.ts';

/**
 * Questions about contacts that were made: 联系了几次张三家, 张三家长回信了吗, 上次说了啥. They sound done, and none may become a
 * record: a record is evidence towards the college. A family that asks (来电问放假了吗) tells of a contact, so its words are none.
 */
const LONGEST = 40;
const END = '(?:来着|呢|啊|呀|吧|了|的|过|没|吗|么|[？?。！\\s])*$';
/** Somebody else asks or speaks, or the bot is asked about what was sent. */
const OF_OTHERS =
  /问|打听|咨询|想知道|不知道|打来|来电|来访|电话来|留言|[:"]|通知|喜报|问卷|确认|群|定时|反诈|回执|处分|JX|提醒/;
const LOOKING = /^(?:请|麻烦|帮我|帮忙|给我|我想|想|我要|你|查|看|知道|一下|下|看看|[，\s])+/u;

const HOW_OFTEN = new RegExp(
  `(?:打|聊|通|谈|联系|沟通|访|发|找|回)[^，。；\\s]{0,8}(?:几(?:次|回|遍|通)|多少(?:次|回|遍|通|个|条))(?:电话|微信|短信|某+|${KIN_WORD}|${FAMILY_WORD}|同学|家|的)*${END}`,
);
/** 昨天打了几次电话 tells of some calls. */
const OF_A_DAY = /[昨今前]天|[昨今]晚|刚|上午|下午|早上|晚上|中午|一连|连着|连续|好几/;
const WHETHER =
  /(?:回|接|打|联系|聊|谈|说|访|通|见|来|去|找|发|沟通)(?:上|到|通|过)?(?:信|电|话|复|消息|微信|短信|电话|学校)?(?:上|到|通|过)?了?(?:吗|么|嘛|没有[？?]|没[？?]?$|没有$)[？?。\s]*$/;
const NOT_ASKED_WHETHER = /没(?:有)?(?:回|接|打|联系|聊|说|来)[^？?]*(?<![吗么嘛？?])$|还没有?$/;
const WHAT = new RegExp(
  `(?:(?<!没|没有|不|听不懂我|没听懂我)(?:说|聊|谈|讲|沟通|反映|提|答复|回复)(?:了|过|的)*(?:是)?些?(?:啥|什么|哪些)(?:话|事|内容|问题)?|(?:怎么|咋)(?:说|回|答|答复|讲|表态)(?:的|来着))${END}`,
);
const HOW = new RegExp(
  `^某+(?:同学)?的?[他她]?(?:家里?|${FAMILY_WORD}|${KIN_WORD})?(?:最近|现在|近来|近期|这段时间|这学期|目前|那边)*的?(?:情况|反应|态度|联系|沟通)?得?(?:怎么样|怎样|咋样|如何)${END}`,
);
const WHEN_OR_WHO =
  /(?:什么时候|啥时候|哪天|几号|多久(?:没)?|谁|哪位|哪个老师)(?:给|跟|和|与|向)?[^，。；\s问说]{0,8}(?:打过|联系过?|聊过|沟通过|家访过?|接的|打的|谈过|谈的|聊的)/;
const WHOM =
  /(?:联系|打|聊|沟通|家访|访|谈|找)(?:了|过)+(?:电话)?(?:谁|哪些|哪几|多少)|(?:给|跟|和|与)(?:谁|哪些|哪几)[^，。；\s]{0,8}(?:打|联系|发|聊|沟通|谈)(?:了|过)/;
const TO_BE_DONE = /没|未|该|要|得|还|需|应/;

/** What a masked line asks about the past: one student's records, or the sender's own; undefined when it asks nothing. */
export function findPastQuestion(text: string, hasStudent: boolean): 'look_up' | 'progress' | undefined {
  if (text.length > LONGEST) return undefined;
  const asked = text.replace(LOOKING, '');
  const clauses = asked.split(/[，。；！\n ]/).filter((clause) => clause !== '');
  if (clauses.length !== 1 || OF_OTHERS.test(asked)) return undefined;
  if (!hasStudent) return WHOM.test(asked) && !TO_BE_DONE.test(asked) ? 'progress' : undefined;
  const isQuestion =
    (HOW_OFTEN.test(asked) && (!OF_A_DAY.test(asked) || /[？?]/.test(text))) ||
    (WHETHER.test(asked) && !NOT_ASKED_WHETHER.test(asked)) ||
    WHAT.test(asked) ||
    HOW.test(asked) ||
    WHEN_OR_WHO.test(asked);
  return isQuestion ? 'look_up' : undefined;
}
