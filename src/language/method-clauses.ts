import { findMethod, type MethodReading } from './method.ts';

/**
 * Where the words before the family's own say no way of contact, it often stands in a later clause: a clause that begins
 * with the medium (，微信回了她), what we did about it (让我发微信，发了), or that the family stood there (，今早来过).
 */
const MEDIUM = '(电话|微信|短信|[qQ]{2}|视频|当面|语音|邮件)';
const MEDIUM_FIRST = new RegExp(
  `(?:^|[，。；：:!！\\s(])(?:后来|之后|最后|随后|然后|接着|晚上|下午|中午|又|再|就|我们?|老师|都|也|刚|刚刚|用|通过|在|才|[他她]|家长){0,3}${MEDIUM}(?!号|群|支付|转账|步数|余额|费|卡|名|里有|课|作业|拍|号码)`,
);
const AT_THE_END = new RegExp(
  `(?:是|都是|用的?|通过)?${MEDIUM}(?:里|上)?(?:来)?(?:沟通|联系|聊|说|告知|通知|回复|谈|交流)?(?:的|了)?[。！)\\s]*$`,
);
const OWN_ACTION =
  /(?:(?:让|叫|要)我|我(?:就|又|便|才)?(?:给[他她])?|[，。；\s](?:就|又|便|才)?(?:给[他她])?)(?:发|加|打)(?:了|个|一?条|过|一?段)*(?:微信|短信|[qQ]{2}|视频|语音|邮件)/;
const PRESENT =
  /(?:^|[，。；\s]|[今昨]天|[今昨前][早晚晨]|[早晚中]上|[上下中]午|刚|还|又|也|特意|专门|亲自)来过(?![电微短信])|[，。；\s](?:到|来)校(?!上课|报到|读书|就读)/;

/** The way of contact that a later clause tells; undefined when none does. */
export function findClauseMethod(text: string): MethodReading | undefined {
  const medium = AT_THE_END.exec(text)?.[1] ?? MEDIUM_FIRST.exec(text)?.[1];
  if (medium) return findMethod(medium === '当面' ? '当面谈' : medium);
  const action = OWN_ACTION.exec(text);
  if (action) return findMethod(action[0]);
  const present = PRESENT.exec(text);
  return present ? { method: 'parent_visit', words: present[0].trim() } : undefined;
}

/** 尉迟明爸电话：材料寄出了: the medium right behind the family is the way, whatever the matter holds. */
const BEHIND_FAMILY =
  /^[^，。；\s]{0,14}?(?:家长|[爸妈父母爷奶叔姨舅姑婶伯哥姐公婆爹娘]|某)(?:亲|的)?[ ，]?(电话|来电(?:话)?|(?:微信|[qQ]{2})(?:视频|语音|电话)?|短信|邮件)(?=[:：])/;

/** 吼着说听不见，最后还是发短信说的: what was done in the end. */
const IN_THE_END =
  /(?:最后|后来|只好|只能|于是|结果|改)(?:还是|就|又|我|改|只好|只能)*(?:用|发|打|加|写|通过)(?:了|的|个|成|一?条){0,2}(?:电话|微信|短信|[qQ]{2}|视频|邮件|语音)/;

/** 约了周一来校，电话约的，谈降级; 语音听不清，打回去确认的: a clause of its own says how. */
const WAY_STATED =
  /[，。；\s(](?:都|是|用|通过|在|我){0,2}(电话|微信|短信|[qQ]{2}|视频|当面|邮件)(?:里|上|中)?(?:来)?(?:沟通|联系|聊|说|讲|告知|通知|约|定|商定|商量|问|谈|交流|打)的(?=[，。；\s]|$)/;
const CALLED_BACK =
  /[，。；\s](?:我|就|又|便|直接|干脆|只好|随即|马上){0,3}(?:打|拨)(?:回|过)去(?:[他她])?(?:就)?(?:确认|问|说|聊|讲|核实|接了|通了|谈)/;

/** 发短信让我打过去，打了: asked to call, and called. */
const CALLED_AS_ASKED =
  /(?:让|叫|要|请)我(?:给[他她])?(?:打|回|拨)(?:个)?(?:电话|过去|回去|给[他她])[^，。；]{0,4}[，\s]我?(?:就|马上|便|立刻)?(?:打|回|拨)了/;

/** The way that was taken in the end. */
export function findFinalMethod(text: string): MethodReading | undefined {
  const match = IN_THE_END.exec(text);
  if (match) return findMethod(match[0]);
  const way = WAY_STATED.exec(text)?.[1];
  if (way) return findMethod(way === '当面' ? '当面谈' : way);
  const call = CALLED_AS_ASKED.exec(text) ?? CALLED_BACK.exec(text);
  return call ? { method: 'phone', words: call[0].slice(1) } : undefined;
}

/** 电话+微信: both were used; the talk comes first. */
const BOTH_WAYS = /电话\s?[+、/及和]\s?(?:微信|短信|[qQ]{2})(?![^，。]{0,4}(?:都|均|也|全|没|不))/;

/** The way of a line that opens as `…爸电话：`. */
export function findOpeningMethod(text: string): MethodReading | undefined {
  const words = BEHIND_FAMILY.exec(text)?.[1];
  if (words) return findMethod(words);
  return BOTH_WAYS.test(text) ? { method: 'phone', words: '电话' } : undefined;
}

/** 徐静蕾家长问篮球赛报名，微信答复: a last clause that is nothing but the way beats words of the matter. */
const WAY_ALONE =
  /[，。；\s(](?:刚|刚刚|都|是|用|通过|在|走)*(?:的)?(电话|微信|短信|[qQ]{2}|当面|邮件)(?:里|上|中)?(?:来)?(?:沟通|联系|聊|说|讲|告知|通知|回复|答复|确认|约|定|商量|商定|敲定|问|反映|谈|交流|打)?(?:的|了|过|好|妥)*[。！)\s]*$/;

/** The way that the last clause names and does nothing else, with the words before it. */
export function findLoneMethod(text: string): (MethodReading & { readonly before: string }) | undefined {
  const match = WAY_ALONE.exec(text);
  if (!match?.[1] || /[、和跟与]$/.test(text.slice(0, match.index + 1))) return undefined;
  const found = findMethod(match[1] === '当面' ? '当面谈' : match[1]);
  return found && { ...found, before: text.slice(0, match.index) };
}
