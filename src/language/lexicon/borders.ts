import { FAMILY_WORD, KIN_WORD } from '../relation.ts';

/**
 * Characters and words beside which a two-character name may stand. A name of two characters is easily part of
 * something else (提高|明天, 李明明), one of three hardly ever.
 */
const BEFORE_CHARACTERS = new Set(
  '给跟和与同对找问约叫让请将把替帮为记查急催发打是的了过到在及班去访见送因之号点半天晚早午里加收寄待等劝陪接看写带由被比又也还再先就才都刚已经系员长生学名位信话度案况知报诉书函告友访有级院专科间寝室舍友组个些',
);
const BEFORE_WORDS =
  /(?:没(?:有)?(?:[打拨]通|联系[上到]|找到)|撤[回销掉了]?|删[除掉了]?|作废|只有|唯独|唯有|除|联系|电联|致电|通知|告知|告诉|关于|昨[天晚]|今[天早晚]|刚刚|刚才|上午|下午|中午|晚上|早上|前天|[周期拜][一二三四五六日天]|处分|喜报|反馈|提醒|因为|由于|[\d一二三四五六七八九十]班|沟通|班委|室友|登记|记录|补录|分钟|上周|帮忙|视频|家访|走访|上门)$/;
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
  return BEFORE_CHARACTERS.has(before) || BEFORE_WORDS.test(text.slice(Math.max(0, start - 4), start));
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
    /(?:给|跟|和|与|联系|家访|走访|回访|致电|电联|记|查|约|班|找|问|对|学生|同学|急|喜报|告知|告诉|登记|记录|一下|一条|那个|这个|的|是|同学|学生|[撤删][回销除掉了]?)$/.test(
      text.slice(Math.max(0, start - 2), start),
    );
  const after = text.slice(end, end + 4);
  const isAskedFor =
    /(?:请|约|约了|叫|让|通知|致电|与|同|向|喊|访|加|打|拨|打了|替|把|为|去|见|到|收到|接到|因|昨天|今天|今早|昨晚|刚刚|刚才|上午|下午|中午|晚上|刚|[点半分刻天晚早午夜日号]|[了待见陪谢帮]|[周期拜][一二三四五六日天末]|放下|挂了|挂断|挂掉|接完|聊完|打完|听|伐)$/.test(
      text.slice(Math.max(0, start - 2), start),
    );
  const isBeforeKin = KIN_AFTER.test(text.slice(end, end + 10));
  // 收到通知书似的高兴，… is a mood, 3班的高兴妈 a student.
  if (before === '的' && text[start - 2] !== '班' && !isBeforeKin && !/^同学/.test(after)) return false;
  if (!isHardBefore && !(isAskedFor && (isBeforeKin || /^家(?:访|里|中|[，。\s]|$)/.test(after)))) return false;
  return (
    after === '' ||
    !isLetter(after[0] ?? '') ||
    isBeforeKin ||
    /^(?:的?(?:他|她)?(?:家|监护)|同学|和|跟|与|的?[那这]条|的记录)/.test(after) ||
    (start === 0 && !TIME_OR_PLACE.has(text.slice(start, end)) && OPENS_A_STORY.test(text.slice(end, end + 8)))
  );
}

/** Words of time, place and company that stand where somebody could be named: 马上送医院, 路上被车撞了, 国庆在家. */
const TIME_OR_PLACE = new Set(
  '马上 周一 周二 周三 周四 周五 周六 周日 周末 明天 天天 白天 夏天 秋天 春天 冬天 凌晨 黄昏 国庆 元旦 中秋 端午 元宵 时间 时刻 时常 连续 连忙 万一 应该 于是 原来 全部 左右 都好 单独 路上 路过 江边 江南 江北 房间 房子 花园 池塘 沙滩 古城 丽江 大理 昆明 云南 商店 银行 车间 胡同 全家 别人 司机 房东 来宾 党员 管家 来访 申报 成绩 安全'.split(
    ' ',
  ),
);
const BEFORE_IN_DANGER =
  /(?:^|[^\p{Script=Han}a-zA-Z]|[急救的和跟与是叫有班里]|紧急|应急|救命|学生|同学|班上|班里|辅导员|刚刚|刚才|发现)$/u;
const AFTER_IN_DANGER =
  /^(?:同学|他|她)?(?:又|刚|刚刚|刚才|突然|忽然|好像|可能|已经|一直|从|在|说|被|受(?!理)|今|昨|早上|中午|下午|晚上|夜里|[一两三几]天|晕|昏|吐|摔|失联|失踪|不见|没回|没来|离校|离家|出走|出事|出车祸|骗|上当|跳|割|吞|喝|烧|发烧|高烧|自杀|自残|轻生|想死|不想|要死|抽搐|流血|骨折|心脏|呼吸|喘|休克|中毒|触电|溺水|落水|掉|坠|撞|车祸|急性|病|疼|肚子|头|送|住院|打架|受伤|联系不|找不|电话)/;

/** Somebody in danger is named here: 急 白云晕倒了, 我班的白云从楼上摔下来. */
export function isInDanger(text: string, start: number, end: number, mentionEnds: ReadonlySet<number>): boolean {
  if (TIME_OR_PLACE.has(text.slice(start, end))) return false;
  const isBefore = mentionEnds.has(start) || BEFORE_IN_DANGER.test(text.slice(Math.max(0, start - 3), start));
  return isBefore && (AFTER_IN_DANGER.test(text.slice(end)) || !isLetter(text[end] ?? ' '));
}

/** What is told of a student whose name opens the line (高原在宿舍抽烟, 方便请假三天): no 高兴地, 方便时, 白天. */
const OPENS_A_STORY =
  /^(?:在(?:宿舍|寝室|教室|校|外|家|班|实习)|国庆|中秋|五一|端午|元旦|寒假|暑假|周末|昨[天晚]|今[天早]|最近|这[周学几次]|上[周学课]|连续|多次|又(?:旷|逃|没|挂|迟)|申请|请(?:病|事|丧)?假|没(?:来|去|交|回|过|参)|未(?:归|交|到|请|参|返)|旷|缺[课勤考]|挂[科了]|欠费|逃课|获|荣获|拿(?:了|到)|考(?:上|试|研)|被|体测|发烧|生病|住院|受伤|休学|退学|转专业|夜不归|晚归|离校|返校|违|打架|喝酒|醉|抽烟|作弊|补考|重修|学费|助学|奖学|贫困|成绩|入党|入伍|评优|实习(?!期)|因|要(?:退|休|转|当|去)|想(?:退|休|转|当|家)|心理|情绪|失恋|情况)/;

/** Han characters of all planes and Latin letters. */
export function isLetter(character: string): boolean {
  return /[\p{Script=Han}a-zA-Z\ud800-\udfff]/u.test(character);
}
