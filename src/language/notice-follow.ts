import type { Intent } from './reading.ts';

const UNLOCK =
  /^(?:请|帮我?|把|给)?[^，。]{0,16}解锁|解开[^，。]{0,8}(?:链接|锁)|链接[^，。]{0,10}(?:锁住|锁了|被锁)[^，。]{0,6}(?:解|开)/u;
const NOT_CONFIRMED = '(?:还没有?|没有?|未)(?:点过?)?(?:确认|知悉|“?我已知悉”?)';
/** 没确认的有谁, 还有哪几家没点我已知悉. */
const UNCONFIRMED = new RegExp(
  `${NOT_CONFIRMED}(?:过|收到)?的?(?:家长|家庭|人)?(?:有|是|还有|都有)?(?:谁|哪些|哪几|几家|几个|多少|名单)|(?:哪些|哪几|几)(?:个|位)?(?:家长|家)[^，。]{0,6}${NOT_CONFIRMED}`,
  'u',
);
/** 催一下, 催一下没确认的, 再催催他们. */
const REMIND = new RegExp(
  `^(?:那就?|请|帮我?|再|给我|都)*催(?:一下|一催|催|一遍|一声|办)?(?:他们|这几家|(?:那些|这些)?${NOT_CONFIRMED}的?(?:家长|家庭|几家|人)?|JX-?[A-Z0-9]{8}|[\\s的了吧。！!])*$`,
  'iu',
);

const LETTER = '(?:回信|来信|回的?信|写来的?信|留言)';
const END = '[\\s了呢吗嘛啊吧。！!?？]*';
/** 家长回信, 谁回信了, 有哪些家长回信了, 张三家长的回信, 还有几封信没处理. Who was written with (张三家长回信了) tells of a contact. */
const LETTERS = new RegExp(
  `^(?:请|帮我?|给我|我想|看看|查看|看|查|列一?下?|有没有|有|还有|最近|今天|这周|的)*(?:(?:某+(?:同学)?的?)?(?:家长|家里)们?的${LETTER}|家长们?${LETTER}|回信)(?:列表|名单|有哪些|有谁|有几封|有多少)?(?:$|[吗呢吧。！!?？]+$)` +
    `|^(?:都|现在|最近|今天)?有?(?:谁|哪些|哪几|几)(?:个|位|家)?(?:的)?(?:家长|家)?(?:都)?(?:给(?:我|老师))?(?:写|回|来)(?:过|了)?信${END}$` +
    `|^(?:还)?(?:有)?(?:哪些|哪几封?|几封|多少封?|谁的)(?:家长)?(?:的)?(?:${LETTER}|信)(?:还)?(?:没有?|未)(?:回|处理|看)(?:复|过)?${END}$` +
    `|^(?:还)?(?:没有?|未)(?:回|处理|看)(?:复)?过?的(?:家长)?(?:的)?(?:${LETTER}|信)(?:有哪些|有几封|有吗)?${END}$`,
  'u',
);

/** What is done with notices that families can confirm; undefined = nothing of the kind. */
export function findFollowIntent(text: string): Intent | undefined {
  if (UNLOCK.test(text)) return 'unlock_link';
  if (LETTERS.test(text)) return 'family_replies';
  if (REMIND.test(text)) return 'remind_unconfirmed';
  return UNCONFIRMED.test(text) ? 'unconfirmed' : undefined;
}
