import { FAMILY_WORD, KIN_WORD } from '../relation.ts';

/**
 * Characters and words beside which a two-character name may stand. A name of two characters is easily part of
 * something else (提高|明天, 李明明), one of three hardly ever.
 */
const BEFORE_CHARACTERS = new Set(
  '给跟和与同对找问约叫让请将把替帮为记查急催发打是的了过到在及班去访见送因之号点半天晚早午里加收寄待等劝陪接看写带由被比又也还再先就才都刚已经系员长生学名位信话度案况知报诉书函告友访有级院专科间寝室舍友组个些',
);
const BEFORE_WORDS =
  /(?:只有|唯独|唯有|除|联系|电联|致电|通知|告知|告诉|关于|昨[天晚]|今[天早晚]|刚刚|刚才|上午|下午|中午|晚上|早上|前天|[周期拜][一二三四五六日天]|处分|喜报|反馈|提醒|因为|由于|[\d一二三四五六七八九十]班|沟通|班委|室友|登记|记录|补录|分钟|上周|帮忙|视频|家访|走访|上门)$/;
const AFTER_CHARACTERS = new Set(
  '的他她它家爸妈父母爷奶外姥叔姨舅姑伯婶哥姐监继后同学跟和与及等在因被挂旷缺请生病没不有已也都又还最这那今昨前上下本近电微短视打来说想要是得获拿申情失心考成处补重退休转复欠未从去到联一二三两几将把给让住进恢升降列调吗吧呢了啊爹娘公婆亲弟妹老就受迟早晕吐摔发烧夜逃旷欠毕入报注缓留通表觉愿谈问找约加寄写送邮登拒回会能可今明经常每天总比为跨感哭割自抑焦失压入党团当竞参比骑丢买借贷网游沉迷睡熬抽喝的，延实签就找租办领取开第突急严之其太很挺确近时这那什啥男女幺孃嬢邻堂表大小二三干养祖俩仨几全各单分处分关停占空接',
);

const KIN_AFTER = new RegExp(
  `^(?:[两三几]?[位个家])?(?:同学)?[的之]?(?:他|她|其)?家?的?(?:${KIN_WORD}|${FAMILY_WORD})`,
);

/** May a name begin at `start`? Other mentions end at the places in `mentionEnds`. */
export function isOpenBefore(text: string, start: number, mentionEnds: ReadonlySet<number>): boolean {
  if (start === 0 || mentionEnds.has(start)) return true;
  const before = text[start - 1] ?? ' ';
  if (!isLetter(before)) return true;
  return BEFORE_CHARACTERS.has(before) || BEFORE_WORDS.test(text.slice(Math.max(0, start - 3), start));
}

/** May a name end at `end`? */
export function isOpenAfter(text: string, end: number): boolean {
  const after = text[end];
  return after === undefined || !isLetter(after) || AFTER_CHARACTERS.has(after);
}

/** Hard borders only: start, end, punctuation, a preposition before, kin or family after. For names that are words. */
export function hasHardBorders(text: string, start: number, end: number, mentionEnds: ReadonlySet<number>): boolean {
  const before = text[start - 1];
  const isHardBefore =
    before === undefined ||
    mentionEnds.has(start) ||
    !isLetter(before) ||
    /(?:给|跟|和|与|联系|家访|走访|回访|致电|电联|记|查|约|班|找|问|对|学生|同学|急|喜报|告知|告诉|登记|记录|一下|一条|那个|这个|的|是|同学|学生)$/.test(
      text.slice(Math.max(0, start - 2), start),
    );
  const after = text.slice(end, end + 4);
  const isAskedFor =
    /(?:请|约|约了|叫|让|通知|致电|与|同|向|喊|访|加|打|拨|打了|替|把|为|去|见|到|收到|接到|因|昨天|今天|今早|昨晚|刚刚|刚才|上午|下午|中午|晚上|刚|[点半分刻天晚早午夜日号]|放下|挂了|挂断|挂掉|接完|聊完|打完|听|伐)$/.test(
      text.slice(Math.max(0, start - 2), start),
    );
  const isBeforeKin = KIN_AFTER.test(text.slice(end, end + 10));
  if (!isHardBefore && !(isAskedFor && (isBeforeKin || /^家(?:访|里|中|[，。\s]|$)/.test(after)))) return false;
  return (
    after === '' ||
    !isLetter(after[0] ?? '') ||
    isBeforeKin ||
    /^(?:的?(?:他|她)?(?:家|监护)|同学|和|跟|与)/.test(after)
  );
}

/** Han characters of all planes and Latin letters. */
export function isLetter(character: string): boolean {
  return /[\p{Script=Han}a-zA-Z\ud800-\udfff]/u.test(character);
}
