import { findStranger } from './answerer.ts';
import { OUTCOME_WORDS } from './lexicon/outcome-words.ts';
import { findWord, indexWords, type WordIndex } from './lexicon/word-index.ts';
import type { Method, Outcome } from './reading.ts';
import { findKin } from './relation.ts';
import { remember } from './remember.ts';

/** Words of a missed contact. `挂了` counts only as a rejected call, never as 挂了3门. */
const NO_ANSWER =
  /没(?:有)?(?:人)?(?:接(?!触|到通知|受|着|过来)|应答|打通|拨通|接通|敲开|开门)|(?:无|没)人(?:接|应|在家?|听|开门|理|搭理|答应|回)|未(?:接(?!到|来|触|受)|通(?!过|知)|打通|接通|拨通|回复|回)|不接(?!受|纳|触|待)|不肯接|打(?:了)?(?:好?几|[一两二三四五六七八九\d]|[一两二三四五六七八九\d]次|半天|很久)?(?:个|次|遍|回)?(?:电话)?(?:都|也|还是|就是|一直|始终)*不通|打不通|拨不通|(?<!语言|言语|[汉彝藏白傣]语|普通话|说|讲|想|行|说话|讲话|交通|路)不通(?!过|知|情)|没通(?!过|知)|占线|忙线|忙音|语音信箱|转(?:到)?语音信箱|正在通话|通话中|挂断|(?<=家长|[爸妈父母爷奶公婆叔姑舅姨哥姐亲]|就|直接|秒|马上|立马|电话|然后|[他她]|对方|声|我)挂了(?=[，。\s]|$|电话|没接|就)|(?<=(?:打电话|打过去|拨过去)[，\s]?)挂了|挂了(?:我(?!校)|电话)|(?:被|直接|给|就|把我|电话|秒)(?:他|她|对方)?挂(?:了|断|掉|我)(?!\d|[一两二三四五六七八九十几]|科|门|高数|英语)|拒接|拒绝接听|挂了(?:我)?(?:[一二两三四五六七八九几好\d]|好几)+(?:次|回|遍|个)|(?:接|一接|刚接|没说话|没等我(?:开口|说完)|听说是老师)[^，。]{0,4}(?:就|便)?(?:又)?挂(?:了|断|掉)|按掉|按了|掐(?:了|断|掉)|没(?:有)?(?:任何)?(?:回(?:复|音|应|信|我|话|消息|微信|短信|，|。|\s|$|的)|反应|动静|理|搭理)|不(?:吱声|吭声|作声|搭话|搭腔|搭理|应声|出声)|失约|爽约|(?:没|未)(?:有)?(?:来)?赴约|不(?:回(?!来|去|家|校|宿|寝|避)|理)(?:我|消息|微信|信息|，|。|\s|$|复)|[未没]读(?!书)|(?:联系|找)不(?:上|到)(?:家长|他|她|人|，|。|\s|$|[^，。]{0,2}[爸妈])|没(?:有)?联系(?:上|到)|没(?:有)?(?:找|见)(?:到|着)(?:人|家长|他|她|[^，。]{0,3}[爸妈])|(?:家里|家中|屋里)?没(?:有)?人(?=[，。\s]|$|在)|不在家|扑(?:了)?个?空|已读不回|已读未回|没(?:有)?通过(?:好友|验证|申请|，|。|\s|$)|好友(?:申请|验证)?(?:没|未|还没)(?:通过|加上|同意)|(?:无应答|未应答|无人应答|无回应)|响(?:了)?(?:半天|很久|几声|好久)?(?:没|无)|没(?:有)?(?:下文|后文|音讯|声音了|消息了|动静|吭声|吱声)|石沉大海|(?<!(?:沟通|谈|劝|协商|说服|做工作)[^，。]{0,5})(?:未果|无果)|电话沟通未果|(?:都|也|还|一直)没(?:有)?(?:听|看|点开|打开)(?=[，。\s]|$)|没(?:有)?(?:一个|半个)(?:人)?(?:接|回|通|理)|嘟嘟|盲音|(?:无|没)响应|(?:门|大门)(?:是|一直)?锁着|铁将军|(?:人|家里|家长|都)没在(?:家|屋)?(?=[，。\s]|$)|没(?:碰|遇)(?:到|上|见)(?:人|家长)?(?=[，。\s]|$)|就(?:直接|给)?挂(?=[，。\s]|$)|(?:放|被)(?:我|了)?(?:我)?鸽子|(?:工友|同事|老板|工头)(?:接的?|说)[^，。]{0,8}(?:不在|睡|没在|出去|上班|没带)|杳无音|(?:加|申请|验证)[^，。]{0,10}(?:没|未)(?:有)?(?:通过|同意|加上|理)|(?:无|没)人(?=[，。\s]|$)|(?:没|未)(?:说|出|吭)(?:话|声|一句)[^，。]{0,4}(?:断|挂)|没人(?:出来|开|应)|(?:一直|都|还|也)不通过(?!测|考)|没(?:有)?人(?:说话|出声|吭声|影)|门(?:紧闭|紧锁|没开|关着|上锁|锁了)|掐(?:了|断|掉|线)*(?=[，。\s]|$)|(?:无|没有?)(?:任何)?(?:回音|音讯|回应)|没见(?:着|到)?人|失联(?!人员|学生)|(?:久|迟迟|一直)未(?:曾)?(?:回|接|复)|未(?:能)?(?:联系|联络)(?:上|到)|正忙|在忙没接|没来得及接|还没(?:说|聊|讲)(?:上)?话|没(?:说|聊|讲)上话?|敲(?:了)?[^，。]{0,6}门没|挂(?:了|断)?我(?:的)?(?:电话|(?=[，。\s]|$))|自动(?:断|挂)|打了个寂寞|当成?[^，。]{0,6}(?:骗子|推销|诈骗|广告|中介)[^，。]{0,4}挂|没(?:有)?声音|(?:啥|什么|一句话?|一个字)(?:也|都)?没(?:有)?说[^，。]{0,4}(?:挂|断)|(?:未能?|没能?)(?:进行)?沟通(?:上|成)?(?=[，。；\s]|$)|没(?:聊|谈|说)成|加(?:微信|好友|[qQ]{2})[^，。]{0,6}(?:被)?(?:拒|无视|忽略)|好友[^，。]{0,6}过期|(?<!未)已读(?=[，。；\s]|$)|(?:未|没)加(?:上|到)|(?<=[，。\s访])人(?:都)?不在(?=[，。；\s]|$)|没回(?=估计|可能|应该|大概|怕是|不知|我[就又也只]|后来|再|就)/g;
const UNREACHABLE =
  /关(?:了)?机|停(?:了)?机|停用|呼叫(?:受限|限制|失败)|(?:通话|呼入)受限|已注销|销号|拉黑|拉进黑名单|屏蔽了我|(?:被|把我)(?:[^，。]{0,4})删(?:了|除|掉)|删(?:了|除)(?:我|好友)|好友(?:被)?删|不在服务区|无法接通|暂时无法|无法拨通|暂停服务|(?<!(?:谈|聊|说|讲|问|关于|因为?|通知|告知|提醒|催|学校|费用|因)(?:了|过)?(?:一下)?)欠费停?|没信号|无信号|打不进|没开机|关着机|(?:无法|不能)(?:呼叫|接听)|被限制|暂停使用|停止使用|限制呼入|来电提醒功能|发送失败|发不(?:出去|过去)|拒收|拒绝添加|(?:微信|[qQ]{2}|好友)[^，。]{0,6}加不(?:上|了)|无法添加|添加失败|注销(?:了)?(?:微信|[qQ]{2}|账号|号)|(?:打|开)不(?:开|了)机|(?:短信|消息|微信|信息|邮件)[^，。]{0,8}(?:显示)?(?:失败|未送达)|(?:群发|发送)(?:又|都|也|全)?失败/g;
const WRONG_NUMBER =
  /空号|(?:号|手机|电话)[^，。]{0,8}是?空的|(?:少|多|缺|漏)(?:[^，。\s]{0,3}(?:一|1|几))?位(?:数)?|位数不(?:对|够)|(?:号|电话|手机)[^，。]{0,6}是(?:他|她)?(?:邻居|同学|老乡|房东|别家)的|查无此[人号]|搜不到(?:[^，。]{0,3}(?:号|人|账号|微信)|[，。\s]|$)|打过去是(?:个|一家)?[^，。\s]{0,6}(?:店|厂|公司|酒店|餐馆|饭馆|医院|物业)(?=[，。\s]|$)|打过去是(?:个)?(?:卖|送|陌生|不认识|外省|外地|别|公司|客服)|不是(?:他|她)(?:家|本人)?的?(?:号|电话)|(?:已|早就|都)?(?:搬走|迁走)了?(?=[，。\s]|$)|(?:号|手机|电话)[^，。]{0,6}(?:现在|已经)?(?:是|归)?(?:别人|他人|人家)(?:在)?用|(?:号|电话)[^，。]{0,4}是(?:个)?(?:传真|单位总机|总机)|对方说不是(?=[，。\s]|$)|过户|转给别人|(?:(?<![微短])信|函|单|书|寄)[^，。]{0,12}退(?:了)?回|(?:地址|门牌|住处)[^，。]{0,6}(?:找不(?:到|着)|不存在|不对)|地址不(?:详|全|明)|改号了|退信|信(?:件)?(?:被)?退|地址(?:不对|错)|(?<!身份证|[学账卡证工])(?:号码?|电话|手机号?)(?:是|都|已经|已|早就|也|可能|好像|登记|填|写|留|记|给|得|的)*(?:错|不对|有误|换|失效|注销|不存在|过期|不用了|变)了?(?!成)|打错|错号|错误的?号码|(?:接的?|接电话的?)(?:是|人)?(?:不是|说不是|别人|陌生人|另外的?人|其他人)|不是(?:他|她)?(?:家长|本人|家属)|说(?:我)?打错|(?:别|陌生|其他)人(?:在)?(?:接|用)|换(?:了)?(?:手机)?号(?:码)?(?!楼)|不认识(?:这个|该|他|她|学生|孩子)|号码(?:已)?(?:不是(?!错|空|停|打)|易主)|号主换|填错|打到(?:了)?(?:别人|人家|别家)|(?:号码?|电话|手机)[^，。；接打说听]{0,6}(?:是|归|成|变成)了?(?:个|一?家|了)*(?:别人|人家|他人|陌生人|[卖送][^，。\s]{1,5}?|[^，。\s打接]{0,6}(?:店|站|公司|厂|中介|饭馆|酒店|物业|超市|单位|网点))(?:的|在用|用)*了?(?=[，。；\s]|$)|(?:登记|留|填|预留|系统里|名册上)(?:的)?(?:电话|号码?|手机号?)?(?:都)?是(?:他|她|学生|孩子|娃)?(?:本人|自己)的?(?:号码?|电话|手机)?(?=[，。；\s]|$)|(?:号码?|电话|留的)[^，。]{0,4}(?:才|只有)?(?:十|九|八|七|十二|\d{1,2})位数?(?=[，。\s]|$)|(?:拨|打)(?:的)?(?:号)?不存在|机主不是/g;
const REACHED =
  /打通|接通(?!.{0,2}(?:不|没))|(?<![没未不无])接(?:了(?!几声)|的|听了|起|到)|通了(?!知)|(?<![没未不无])(?:回(?:了|复了|电了|过来|我(?:了|说)|拨|电)|联系(?:上|到)了?)|聊了|聊过|谈了|谈过|沟通(?:了|过|好|后)|说了(?!半天)|聊(?:完|得|天|聊)|谈话|交流(?:了|过)|终于|告知(?:了|过|家长)|说(?:知道|会|好|谢|没|让|孩子|家里|要|想|可以|最近)|态度|表示(?:理解|配合|支持|会|知|感谢|同意)/;
/** Somebody else's phone: 孩子手机关机, 他电话打不通. */
const OF_THE_STUDENT =
  /(?:孩子|学生|本人|娃|同学|儿子|女儿|他自己|她自己|人)(?:的)?(?:手机|电话|微信)?(?:也|都|一直|老是|总|经常|最近|现在|又|还)*(?:的)?(?:手机|电话|微信|消息)?(?:也|都|一直|老|总)*$/;
/** Before what happened in the end: 打了三次没接，后来通了. */
const IN_THE_END =
  /(?:后来|最后|终于|再打|又打|第[二三四五六七八九十\d]+[次遍个]|再次|晚上|下午|中午|(?<!号码|已|都|早)换(?!(?:了)?号)|改|才|总算|然后|接着|过(?:了)?一会|半小时后|回(?:了)?(?:电|拨|过来|我|了?个?电话))[^。]{0,16}?(?:打(?:了)?(?:回|过)来|打通|接(?:了|通|起|上)|通了|回(?:了|复|电|拨|过来)|联系上|聊|(?<!想|要|没|能|来得及)说|沟通|找到)/;

/** 没说两句就挂了: short, but somebody was spoken with. */
const CUT_SHORT =
  /(?:打|聊|说|讲|谈|通话)(?:到|了)?一半|(?:说|聊|讲|嗯|应|听|吼|骂)[^，。]{0,6}[两几一三](?:句|声)[^，。]{0,8}挂|(?:说|讲|聊|骂|吼)(?:完|了)[^，。]{0,10}(?:就|便)[^，。]{0,4}挂/;

/** 不是空号，就是没人接. */
const DENIED = /(?:不是|并非|并没有?|不像是?|不算|没有)(?:他|她|我|家长)?$/;

/** Whose fees are due: those of a telephone, or of whom the line names last. */
const OF_A_LINE =
  /(?:电话|手机|号码?|座机|家长|[爸妈父母爷奶叔姨舅姑婶伯哥姐公婆爹娘亲]|打过去|提示|显示|说|打电话)(?:也|都|已|又|是|还|因为?)*[，\s]?$/;
/** 孩子两天没回消息: the clause is about the student. */
const IN_A_CLAUSE_OF_THE_STUDENT =
  /(?:孩子|学生|本人|娃|儿子|女儿|闺女|姑娘)(?!的?(?:他|她)?(?:家|[爸妈父母爷奶叔姨舅姑婶伯哥姐公婆爹娘])|的事|的情况)[^，。；\s]{0,8}$/;

/** 把欠费的事说了: what was spoken of. */
const OF_A_MATTER =
  /^了?(?:的事|这事|一事|的问题|问题|的情况|情况|金额|[未没][缴交]|的(?:家长|学生|同学|几|那|孩子|人|名)|名单|催缴|多少|\d)/;

const GUESSED = /(?:估计|可能|好像|怕是|或许|大概|会不会|是不是)[^，。\s]{0,3}$/;

export interface OutcomeReading {
  readonly outcome: Outcome;
  readonly words: string;
  readonly isStated: boolean;
}

const NO_ANSWER_WORDS = indexWords(OUTCOME_WORDS.no_answer.trim().split(/\s+/));
const UNREACHABLE_WORDS = indexWords(OUTCOME_WORDS.unreachable.trim().split(/\s+/));
const WRONG_NUMBER_WORDS = indexWords(OUTCOME_WORDS.wrong_number.trim().split(/\s+/));
const NOBODY_CAME =
  /(?:约|请|通知|叫|让|喊)[^。；]{0,16}(?:没来|没到(?!课|校)|未到|没露面|没出现|没现身)(?=[，。；\s]|$)/g;

/** Does a clause of the text end in words for a try that reached nobody? */
export const tellsOfMiss = remember((text: string): boolean => {
  return (
    [NO_ANSWER_WORDS, UNREACHABLE_WORDS, WRONG_NUMBER_WORDS].some((words) => lastWordsOf(words, text) !== undefined) ||
    firstOfTheFamily(NOBODY_CAME, text) !== undefined
  );
});

interface Place {
  readonly words: string;
  readonly index: number;
}

function isOfTheFamily(text: string, index: number, end: number): boolean {
  const before = text.slice(Math.max(0, index - 14), index);
  // 某某欠费; 电话，由哥哥转达，欠费: the student's fees, not the family's telephone.
  const ofStudent = IN_A_CLAUSE_OF_THE_STUDENT.exec(before);
  if (ofStudent && findKin(ofStudent[0]).length === 0) return false;
  const isFee = text.startsWith('欠费', index) && text[index + 2] !== '停' && !OF_A_LINE.test(before);
  return !isFee && !OF_THE_STUDENT.test(before) && !DENIED.test(before) && !OF_A_MATTER.test(text.slice(end, end + 6));
}

/** Words of a table that end a clause. */
function lastWordsOf(table: WordIndex, text: string): Place | undefined {
  return findWord(
    table,
    text,
    (start, end) => /^了?(?:[，。；！、\s)]|$)/.test(text.slice(end, end + 2)) && isOfTheFamily(text, start, end),
  );
}

function firstOfTheFamily(pattern: RegExp, text: string): Place | undefined {
  // exec, not matchAll: that copies the pattern at every call, and these are asked about each clause.
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text))
    if (isOfTheFamily(text, match.index, match.index + match[0].length)) return { words: match[0], index: match.index };
  return undefined;
}

/** The reading of a line asks several times about the same words. */
let latest: { text: string; method: Method; reading: OutcomeReading } | undefined;

/** What became of the attempt, from the text before what the family said. Missing words mean `reached`. */
export function findOutcome(text: string, method: Method): OutcomeReading {
  if (latest?.text !== text || latest.method !== method) latest = { text, method, reading: readOutcome(text, method) };
  return latest.reading;
}

/** May any clause of the text tell of a try that reached nobody? */
export function hasMissWords(text: string): boolean {
  return (
    findStranger(text) !== undefined ||
    [NO_ANSWER, UNREACHABLE, WRONG_NUMBER].some((pattern) => isIn(pattern, text)) ||
    tellsOfMiss(text)
  );
}

function isIn(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(text);
}

function readOutcome(text: string, method: Method): OutcomeReading {
  const stranger = method === 'phone' || method === 'video' ? findStranger(text) : undefined;
  if (stranger) return { ...stranger, isStated: true };
  const wrong = firstOfTheFamily(WRONG_NUMBER, text) ?? lastWordsOf(WRONG_NUMBER_WORDS, text);
  const unreachable = firstOfTheFamily(UNREACHABLE, text) ?? lastWordsOf(UNREACHABLE_WORDS, text);
  const missed =
    firstOfTheFamily(NO_ANSWER, text) ?? lastWordsOf(NO_ANSWER_WORDS, text) ?? firstOfTheFamily(NOBODY_CAME, text);
  // 估计换号了 beside what really happened is a guess.
  const isGuess =
    wrong !== undefined &&
    (unreachable !== undefined || missed !== undefined) &&
    GUESSED.test(text.slice(0, wrong.index));
  const worst = [
    wrong && !isGuess && { outcome: 'wrong_number' as const, match: wrong },
    unreachable && { outcome: 'unreachable' as const, match: unreachable },
    missed && { outcome: 'no_answer' as const, match: missed },
  ].filter((candidate) => candidate !== undefined && candidate !== false);
  const reached = REACHED.exec(text) ?? CUT_SHORT.exec(text);
  // 给他妈回了个电话，她之前打来我没接到: the miss was ours and is made good.
  const isMadeGood =
    missed !== undefined &&
    /我(?:没|未)(?:接|听)|没接到/.test(text) &&
    /回(?:了|过)?(?:个|一个)?(?:电话|电|过去|拨)/.test(text);
  const isCutShort =
    worst.length === 1 && missed !== undefined && /挂|不接|不通|没接|断/.test(missed.words) && CUT_SHORT.test(text);
  const bad = isMadeGood || isCutShort ? undefined : worst[0];
  if (!bad) return { outcome: 'reached', words: reached?.[0] ?? '', isStated: reached !== null };
  const last = Math.max(...worst.map((candidate) => candidate.match.index));
  const tail = text.slice(last);
  const end =
    IN_THE_END.exec(tail) ??
    /(?:打通|接通|通)了(?!知)|打通(?=[，。\s]|$)|(?<=.{2})(?<!无法|不能|没|未)接通(?=[，。\s]|$)|(?:拨|打|回)(?:了)?(?:回|过)来|回(?:了)?电|接了(?!几声)|聊了|终于|联系上了?|(?:打|拨)(?:了)?回去(?![^，。；]{0,6}(?:没|不|无|关|停|占|空))[，\s]?(?:[他她]|是|说|问|接|聊|才|原来|讲)|开机了|又?加回(?:来|了)|(?:今天|现在|后来|刚才?)(?:又)?(?:开|好)了(?=[，。；\s])|回(?:了|复了|电了|过来|我了)|说(?:是)?(?:在|刚|当时|之前)/.exec(
      tail.slice(bad.match.words.length),
    );
  if (end) return { outcome: 'reached', words: end[0], isStated: true };
  // A letter or SMS that nobody answered still informed the family (contract §6).
  if (
    (method === 'letter' || method === 'sms' || method === 'email') &&
    bad.outcome === 'no_answer' &&
    /回|理|反应|动静|回音|[吱吭作出应]声|搭/.test(bad.match.words)
  ) {
    return { outcome: 'reached', words: bad.match.words, isStated: true };
  }
  return { outcome: bad.outcome, words: bad.match.words, isStated: true };
}

const NO_REPLY =
  /[没未](?:有)?(?:收到|见到|寄回|交回)(?:任何|他的|家长的)?回|没(?:有)?(?:任何)?(?:回|反应|动静|理|搭理)|不回|未回|未读|没读|没看/;
const REPLY =
  /(?:^|[^没未不无])(?:回(?:了|复|信|电|我|话|执|:|，)|收到|知道|表示|(?:家长|[爸妈父母爷奶])说|态度|聊|谈|沟通|感谢|配合|同意|理解|答应|回应|签)/;
const ONE_WAY_MESSAGE =
  /(?:发|留)(?:了|过|去|的)?(?:一?条|个|段|一?封|几条)?(?:微信|[qQ]{2}|消息|信息|语音|私信|留言|短信|通知|提醒|邮件)|微信(?:通知|告知|留言|提醒)|短信(?:通知|告知|提醒)?/;

/** Did the family answer? A letter, SMS, mail or one-way message counts as answered only when a reply is told. */
export function isAnswered(text: string, method: Method, outcome: Outcome, hasSaid: boolean): boolean {
  if (outcome !== 'reached') return false;
  if (hasSaid) return true;
  if (NO_REPLY.test(text)) return false;
  if (method === 'letter' || method === 'sms' || method === 'email')
    return REPLY.test(text.replace(/说(?:了|明|的|一下)/g, ''));
  if (method === 'wechat' || method === 'qq')
    return !ONE_WAY_MESSAGE.test(text) || REPLY.test(text.replace(/说(?:了|明|的|一下)/g, ''));
  return true;
}
