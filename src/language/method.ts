import type { Direction, Method } from './reading.ts';

/** Ordered: the first pattern that fits decides, so the narrow ones stand before the wide ones. */
const METHODS: readonly (readonly [Method, RegExp])[] = [
  ['phone', /电话(?:家访|访谈|回访|走访|访问)|电访/],
  [
    'parent_visit',
    /找上门|上门来|(?:家长|[爸妈父母爷奶叔姨舅姑婶伯哥姐公婆爹娘亲])(?:亲自|又|直接)*上门|来(?:了)?(?:我)?(?:的)?办公室|家里来(?:了)?人/,
  ],
  [
    'parent_visit',
    /(?:家长会|会|散会|会议)(?:结束|开完)?(?:之|以)?后.{0,10}(?:单独|私下|留下|留了|个别|一对一)|(?:家长会|会).{0,6}(?:单独|私下|个别|一对一)(?:聊|谈|沟通|交流|说|跟|和|与|找)/,
  ],
  [
    'video',
    /视频家访|线上家访|云家访|(?:微信|QQ|qq)?视频(?:通话|聊|电话|连线|沟通|交流|了|联系|接通|说|会议|打|没|面谈|访)|视频(?!监控|作业|号|课|拍|剪|会员|素材|资料|证据|截图|网站|平台|教程|里|软件)|腾讯会议|线上(?:面谈|沟通|聊|交流)/,
  ],
  [
    'invited_visit',
    /约谈|约访|(?:请|约|邀|叫|让|喊|通知|要求)(?:了|请|来)?[^，。\s]{0,10}(?:来|到)(?:了)?(?:学校|校|办公室|学院|院里|系里)|约(?:了|来)[^，。\s]{0,8}(?:面谈|见面|当面|过来)|(?:请|约|叫)(?:到|来)(?:学校|校|办公室|学院)|应约|约[^，。\s]{0,6}(?:家长|爸|妈)[^，。\s]{0,4}面谈|(?:请|约|叫|喊)(?:了)?[^，。\s]{0,8}(?:过来|来一趟|来了一趟)/,
  ],
  [
    'home_visit',
    /家访|上门|走访|入户|登门|(?:去|到|在)(?:了|过)?[^，。\s]{0,8}(?:家里|家中)(?!的?(?:情况|条件|都|很|比较|经济|困难|出|有|没|人|也|挺|还|对))(?:了|看|坐|走|聊|谈|见|拜|一趟)?|(?:去|到)(?:了|过)?[^，。\s]{0,8}家(?:看|坐|拜访|走访|一趟|了[，。\s]|走了)/,
  ],
  ['meeting', /家长会|座谈会|家长见面会|恳谈会|家长(?:开放日)|开放日(?:见|聊|谈|跟|和)/],
  [
    'parent_visit',
    /来访|(?<!返|回|离|在|毕业|退)(?:来|到)(?:了|过)?(?:学校|校|办公室|学院|院里|系里|宿舍|寝室|教室)(?!上课|报到|读书|的孩子|学习|后|就读)(?:了|找|来|谈|见|看|办|接|聊|问|说|一趟|陪读|面谈|沟通|反映|闹|，|。|\s|$)|来(?:学校|校)|来(?:找|办)(?:我|了我|过我|老师|辅导员|手续)|找(?:到|来|上)(?:我|办公室|学院|学校)|面谈|当面|面对面|见面(?:聊|谈|说|沟通)|见了(?:一)?面|亲自(?:来|到|过来)|(?:家长|[爸妈父母爷奶叔姨舅姑婶伯哥姐公婆爹娘亲])(?:刚|今天|昨天|上午|下午|中午|一起|都|自己|专门|特意|亲自)*(?:过来|来)(?:过(?!电)|了(?!电|个?电|消息|信|微|短|语|一?条|封)|谈|找|学校|校|接|一趟)|接待(?:了)?[^，。]{0,8}(?:家长|爸|妈|父|母)|在(?:我)?办公室(?:和|跟|与|见|聊|谈|接待)|陪[^，。]{0,4}来的/,
  ],
  [
    'letter',
    /信件|退信|寄(?:了|出|信|去|过|送|发|的|家|，|到|一|封|给)|写(?:了|过|的)?(?:一)?(?:封)?(?:亲笔|手写)?(?:家?书|信)(?!息)|写信|信函|公函|函件|(?:发|去|回|出|送)(?:了|出|过)?(?:一)?(?:封|份|个)?[^，。\s]{0,6}函|挂号信|平信|家书|EMS|ems|快递(?:寄|了|送|发)|邮寄|书面告知|(?:告知|预警|通知)函|(?:一封|封|的)信(?!息|任|心|用|号)|回信|来信|告家长书/,
  ],
  ['email', /邮件|邮箱|[eE]-?mail|电邮|伊妹儿|(?<![a-zA-Z])mail(?![a-zA-Z])/],
  ['sms', /短信|短消息|彩信|发(?:了|过|个|的|去)?(?:一?条|个)?信息(?![^，。]{0,4}(?:微信|[qQ]{2}))|手机信息/],
  ['qq', /[qQ]{2}|扣扣|企鹅号/],
  [
    'wechat',
    /微信|语音(?:聊|通话|电话|了|消息|说|留言|沟通|联系|条|，|\s|$)|发(?:了|过|个|的)?(?:一?条|个|段|几条)?(?:语音|消息|私信|留言)|留言|私聊|私信|企微|企业微信|钉钉|朋友圈|已读|(?:加|通过)(?:了|上|过)?[^，。\s]{0,10}好友|回(?:了|复了)?(?:我)?(?:一?条)?(?:消息|语音)|消息(?:没|不|未|一直)回|发消息/,
  ],
  [
    'phone',
    /电话|致电|电联|电访|来电|去电|拨|打通|接通|(?<!单)打(?:了|过|给|去|来|的|不通|回|没|一个|个|，|。|\s|$)|通(?:了|过|完|个|一)(?:个|次|一|电|话|会|了|，|\s)|通话|手机|回拨|回电|座机|接听|没接|未接|接了|占线|空号|关机|停机|无人接|挂断|拒接|响了/,
  ],
];

export interface MethodReading {
  readonly method: Method;
  readonly words: string;
}

/** The way of contact that the words name; undefined when none is named. Later in the text beats earlier only for retries. */
export function findMethod(text: string): MethodReading | undefined {
  for (const [method, pattern] of METHODS) {
    const match = pattern.exec(text);
    if (!match) continue;
    if (method === 'meeting' && /家长会[^，。]{0,8}(?:没来|没到|没参加|缺席|没能来|来不了|请假)/.test(text)) continue;
    if (method === 'invited_visit' || method === 'parent_visit' || method === 'home_visit') {
      if (isOnlyPlanned(text, match)) continue;
    }
    return { method, words: match[0].trim() };
  }
  return undefined;
}

/** A visit that is still to come (约了周五来校面谈, 寒假去家访) is the next step, not the way of this contact. */
function isOnlyPlanned(text: string, match: RegExpExecArray): boolean {
  const later = text.slice(match.index + match[0].length);
  if (/来了|到了|来过|(?:谈|聊|说)(?:了|完|的)/.test(later)) return false;
  const clauseStart =
    Math.max(
      text.lastIndexOf('，', match.index),
      text.lastIndexOf('。', match.index),
      text.lastIndexOf(' ', match.index),
      text.lastIndexOf('\n', match.index),
    ) + 1;
  const before = text.slice(clauseStart, match.index + match[0].length);
  const after = text.slice(match.index + match[0].length, match.index + match[0].length + 6);
  if (
    /明天|后天|下周|下个?月|下次|改天|寒假|暑假|准备|打算|计划|过(?:几|两)天|到时|抽空|有空|月底|周末(?:来|去|再)|近期|会来|要来|想来|愿意来|同意来|答应来|尽快来|抽时间|能来|来不了|没法来|不来|不能来|不方便来|建议|希望|争取|争取来|让家长来|请.{0,6}来(?!了|过)(?!.{0,8}(?:了|过|谈|聊|面谈|说))|过年/.test(
      before,
    )
  )
    return true;
  return /^[^，。\s]{0,4}(?:不方便|没时间|来不了|再说)/.test(after);
}

const INBOUND =
  /(?:家长|[爸妈父母爷奶叔姨舅姑婶伯哥姐公婆爹娘])(?:亲|们|他|她|自己|今天|昨天|昨晚|今早|刚刚?|刚才|中午|下午|上午|早上|晚上|又|也|一早|半夜|专门|特意|都)*(?:主动)?(?:给我|给老师|向我|跟我|和我|找我)?(?:主动)?(?:来电|打来|打过来|打了?(?:个|一个|好几个|两个)?电话(?:来|给我|过来|问|找|说要)|打给我|打电话(?:来|给我|过来|问|咨询|找|说|要|讲|哭|请假|反映)|回(?:了)?(?:个)?(?:电话|电)|回拨|回电|回了(?:过来|我)|找(?:我|过我|到我|来|上)|来问|问我|咨询|联系(?:我|了我|到我|老师|过我)|加我|发(?:来|微信(?:来|给我|问|说)|消息(?:来|给我|问|说)|短信(?:来|给我|问)|语音(?:来|给我|问)|信息(?:来|给我|问))|发(?:了)?(?:条|个)?(?:微信|消息|短信|语音|信息)(?:来|给我|问我?)|来信|写信(?:来|给)|微信(?:上|里)?(?:来)?(?:找我|问我|问)|QQ(?:找我|问我)|[qQ]{2}找我|私聊我|私信我|来微信|来消息|来短信|视频(?:打|来|找)|打视频(?:过来|来)|打(?:微信)?语音(?:过来|来)|来访|(?:微信|短信|QQ|qq|语音)?(?:里|上)?留言|来(?:了)?(?:学校|校|办公室|学院)|到(?:了)?(?:学校|校|办公室|学院)|过来|打电话反映|反映到|主动(?:打|联系|找|来|问|说|发|加|反映|说明|告诉|提|微信|咨询|询问))/;
const INBOUND_ELSE =
  /主动(?:打(?:来|过来|给我|电话(?:来|给|过来|找|问))|来电|找(?:我|来|到)|联系我|问|来访|来校|来学校|加我|发来|咨询|联系(?:我|老师|了我|辅导员|学校))|来电(?!显示)|接到(?:了)?[^，。\s]{0,10}(?:电话|来电|微信|短信|消息)|收到(?:了)?[^，。\s]{0,10}(?:电话|短信|微信|消息|来信|邮件|的信)|打(?:电话)?(?:来|过来)(?:问|说|找|咨询|反映|请假|的|，|\s|了|哭|要|$)|打(?:电话)?(?:给|到)我|打到我|给我(?:打|发|来|留言|回|写|微信)|[找问](?:到)?我(?!们)|回(?:了)?(?:我)?(?:个)?电话(?:给我|过来|来|了)|回电|回拨|发来|来访|(?:家长|爸|妈|父母)来(?:了)?(?:学校|校|办公室|学院)|找上门|来信/;
const OUTBOUND_FIRST =
  /(?:我|主动)(?:先)?(?:主动)?(?:给|打|联系|跟|和|加|约|去|回(?:了)?(?:个)?(?:电话|拨|电))|约(?:谈|访|了)|(?:请|叫|让|喊|通知)[^，。\s]{0,8}来|打给|打过去|回访|回复家长|回(?:了)?家长|[给跟和与向][^我，。\s]{1,8}(?:回|打|发|通|联系)/;

/** `inbound` only when the words say that the family came to us. */
export function findDirection(text: string, method: Method): { direction: Direction; words: string } {
  if (method === 'parent_visit') {
    const match = /会.{0,8}(?:单独|私下|留|个别|一对一)|(?:我|特意|把)[^，。]{0,4}(?:请|约|叫)/.exec(text);
    return match ? { direction: 'outbound', words: match[0] } : { direction: 'inbound', words: '来访' };
  }
  if (method === 'invited_visit' || method === 'home_visit' || method === 'meeting')
    return { direction: 'outbound', words: '' };
  const inbound = INBOUND.exec(text) ?? INBOUND_ELSE.exec(text);
  if (!inbound) return { direction: 'outbound', words: '' };
  const outbound = OUTBOUND_FIRST.exec(text);
  if (outbound && outbound.index <= inbound.index && !/^主动/.test(inbound[0]) && !/^回访/.test(inbound[0]))
    return { direction: 'outbound', words: outbound[0] };
  return { direction: 'inbound', words: inbound[0] };
}
