import { matchesOf } from './matches.ts';
import { FAMILY_WORD, KIN_WORD } from './relation.ts';
import { remember } from './remember.ts';

/** Marks that begin what the family said. `说了/说一下/说明` are ours, not theirs. */
const SAID =
  /(?:家长|[爸妈父母爷奶叔姨舅姑婶伯哥姐公婆爹娘]|母亲|父亲|他们|对方|那边|家里(?:人)?|并|都|也|就|还|一直)?(?:说道|(?<![小听传据解数细再])说(?!了|过|[几两][句声]|一[下说声句]|不[上清了出通完]|明|起|到|的(?:是|就|事|都)?|服|法|话|完|清|给|下|这|不定|好|和|与|[他她](?![爸妈父母爷奶])|这个?|通知)|表示|反映|觉得|希望|认为|(?<![没未不无])回复说?|答应|保证|担心|坚持|承认|称|提到|强调|要求|询问|问(?!题|了|一下|过|候|的)|态度|反馈(?!表|单|情况)|请求|同意|不同意|拒绝(?!接|沟通|交流|通话)|理解|感谢(?!信)|知道了|很?配合|不太配合|不配合)/g;
const OURS_BEFORE =
  /(?:我|老师|辅导员|跟(?:他|她|家长)|和(?:他|她|家长)|向(?:他|她|家长)|主要|顺便|又|给[^，。\s]{0,6})$/;
/** 想跟张三妈说…: what we meant to say. */
const MEANT_BEFORE =
  /(?:想|要|准备|打算|本来|正要|原打算|原想)[^，。；\s]{0,4}(?:跟|和|给|向|同|与|找|对)[^，。；\s]{0,10}$/;
/** 给她爸留了言，说要补签字: what we wrote. */
const OUR_MESSAGE_BEFORE =
  /(?:给|向|跟|对)(?!我)[^，。；]{1,12}(?:留|发|写|寄|编|群发)(?:了|过|去|个|条|一|封|段)*(?:言|微信|短信|[qQ]{2}|消息|信息|语音|邮件|信|函)[，\s]$/;
/** What counsellors add after the talk: the next step, an order to the bot. */
const AFTER_SAID =
  /[，。；\s](?:下一步|下次|后续|(?:我|老师)(?:就|又|也|便|都|先)*(?:再|会|明天|后天|下周|准备|打算|已|让|解释|安抚|说明|答应|告诉|劝|安慰|回复|答复|表示|道歉|跟|给|向|和[他她])|计划|待回访|需回访|(?:我)?(?:约(?:了|好|定)?)?(?:明天|明早|明晚|后天|大后天|下周[一二三四五六日天]?|过(?:两|几|三)天|[两几三\d]+天后|改天|晚点|晚上|回头)(?:我)?(?:再|去|给[他她]|跟[他她])(?:给[他她]|跟[他她])?(?:打|联系|聊|谈|沟通|回访|回电|发|约|跟进|家访|问)|建议(?:下|后)|提醒我|已先|已告知学生|学生(?:知情|已知))/;

/** The network speaks, not the family: 说是不在服务区. */
const ANNOUNCED =
  /^[:，"\s]*(?:是|您好|你好|您|你|对方|该|所|拨打?|呼叫|的|号码|用户|手机|电话|机主)*(?:已经?|正在?|暂时|暂|无法|不)*(?:在服务区|关机|停机|空号|是空号|通话|接通|占线|忙|欠费|停用|注销|不存在|能接通|接听|能接听|呼叫)/;

/** 张三妈妈(微信语音):奶奶住院了…: what stands behind is hers. */
const QUOTED = new RegExp(
  `(?:${KIN_WORD}|${FAMILY_WORD})亲?\\s?\\((?:刚|今天|昨天)?(?:发)?(?:来)?的?(?:微信|语音|短信|电话|[qQ]{2}|视频|留言|消息|来电)[^()，。；]{0,6}\\)\\s?:\\s?([^\\n]+)$`,
);
/** 他对学校处理打架的事不满意: a complaint is the family's though nobody says 说. */
const COMPLAINT =
  /(?<=[，。；\s])(?:[他她]|家长|对方|[^，。；\s]{0,2}[爸妈父母爷奶])(?:对|嫌)[^，。；\n]{2,24}(?:不满意?|有意见|有看法|不理解|很?生气|不服|有情绪)/;

export interface SaidReading {
  readonly text: string | null;
  /** Where the family's words begin; the length of the text when there are none. */
  readonly start: number;
  /** True when the family is named as the one who says it (他妈说, 家长表示). */
  readonly hasSubject: boolean;
}

/** What the family said, and where in the text it begins. */
export const findSaid = remember((text: string): SaidReading => {
  const quoted = QUOTED.exec(text)?.[1];
  if (quoted) return { text: quoted.trim(), start: text.length - quoted.length, hasSubject: true };
  const told = findTold(text);
  const complaint = COMPLAINT.exec(text);
  if (!complaint || complaint.index > told.start) return told;
  const rest = text.slice(complaint.index);
  const end = AFTER_SAID.exec(rest)?.index ?? rest.length;
  return { text: rest.slice(0, end).replace(/[，。\s"]+$/, ''), start: complaint.index, hasSubject: true };
});

/** 没说不同意 is none of their words turned round: told as it was, with the denial. */
const DENIED_BEFORE =
  /(?:家长|[爸妈父母爷奶叔姨舅姑婶伯哥姐公婆爹娘]|他|她|亲|对方)(?:也|倒|并|就|都|从来|又|还){0,2}没$/;

function findTold(text: string): SaidReading {
  const rest = (start: number): string => {
    const words = text.slice(start);
    return words
      .slice(0, AFTER_SAID.exec(words)?.index ?? words.length)
      .replace(WAY_BEHIND, '')
      .replace(/[，。\s"]+$/, '');
  };
  for (const match of matchesOf(SAID, text)) {
    const before = text.slice(Math.max(0, match.index - 6), match.index);
    const isSayVerb = /说$/.test(match[0]);
    if (isSayVerb && DENIED_BEFORE.test(before)) {
      const words = rest(match.index - 1);
      return { text: words, start: match.index - 1, hasSubject: true };
    }
    if (isSayVerb && ANNOUNCED.test(text.slice(match.index + match[0].length))) continue;
    if (isSayVerb && OURS_BEFORE.test(before)) continue;
    if (isSayVerb && MEANT_BEFORE.test(text.slice(Math.max(0, match.index - 18), match.index + match[0].length - 1)))
      continue;
    if (isSayVerb && /(?:想|要|准备|打算)$/.test(before) && !/^[家爸妈父母爷奶]/.test(match[0])) continue;
    // 学校要求, 问了下: these are the family's only with the family as their subject.
    if (
      /(?:要求|询问|问|强调|提到|反馈|请求|保证|承认|称|拒绝)$/.test(match[0]) &&
      !/^(?:家|[爸妈父母爷奶叔姨舅姑婶伯哥姐公婆爹娘对那他])/.test(match[0])
    )
      continue;
    if (isSayVerb && /^[并也就还又]?说/.test(match[0]) && OUR_MESSAGE_BEFORE.test(text.slice(0, match.index))) continue;
    const behind = text.slice(match.index);
    const hasSubject = /^(?:家|[爸妈父母爷奶叔姨舅姑婶伯哥姐公婆爹娘对那他])/.test(match[0]);
    const contentStart =
      isSayVerb || /表示|反映|回复|称|提到|强调|反馈|询问/.test(match[0])
        ? match[0].length
        : match[0].search(
            /觉得|希望|认为|答应|保证|担心|坚持|承认|要求|问|态度|请求|同意|不同意|拒绝|理解|感谢|知道了|很?配合|不太配合|不配合/,
          );
    // 说旷课的事 is what we spoke of, not what they said.
    if (
      isSayVerb &&
      /^说[^，。；\n]{0,14}(?:的事情?|的问题|一事|问题|的情况|情况|事宜)(?:[，。；\s]|$)/.test(
        text.slice(match.index + match[0].length - 1),
      ) &&
      !hasSubject
    )
      continue;
    const end = AFTER_SAID.exec(behind)?.index ?? behind.length;
    const words = behind.slice(Math.max(0, contentStart), end).replace(/^[:，。\s"]+|[，。\s"]+$/g, '');
    if (words) return { text: words, start: match.index, hasSubject };
  }
  return { text: null, start: text.length, hasSubject: false };
}

const NO_OPINION =
  /(?:没(?:有)?|无|暂无|没啥|没什么|无任何)(?:任何|什么|啥|别的|其他)?(?:意见|建议)|(?:意见|建议)(?:和建议|与建议|\/建议)?[:：]?\s?(?:没有|无|暂无|没)(?![^，。\s]*学校)/;
const OPINION =
  /(?:建议|希望|反映|觉得|认为|意见(?:是|:)|提(?:了|出)?(?:个|条|点)?(?:意见|建议)[:，说是]?)\s?((?:学校|学院|食堂|宿舍|后勤|老师|教务|图书馆|校医院|班主任|辅导员|课程|校车|饭菜|空调|热水|洗澡|住宿|收费|奖学金评|管理|寝室|伙食)[^。；\n]{1,80})/;
const OPINION_NAMED = /(?:意见|建议)(?:是|:|为)\s?([^。；\n]{2,80})/;

/** 对食堂有意见，希望有清淡窗口: the matter is named before the word. */
const HAS_OPINION =
  /((?:对|就)(?:我们|咱们)?(?:学校|学院|食堂|宿舍|寝室|后勤|老师|教务|图书馆|校医院|班主任|辅导员|课程|校车|饭菜|空调|热水|住宿|收费|管理|伙食|评选|奖学金)[^，。；\n]{0,12}(?:有(?:些|点|很大)?(?:意见|看法)|不满意?|意见(?:很大|大|较大))(?:[，\s][^。；\n]{2,80})?)/;

/** …装热水器，电话里聊的: the way, told last, is no part of the opinion. */
const WAY_BEHIND =
  /[，\s]+(?:是)?(?:在)?(?:电话|微信|[qQ]{2}|短信|视频|语音|当面|来访|家访)(?:里|上|中|时|的时候)?(?:聊|说|讲|谈|反映|提|打|沟通|联系|发|回复)?(?:的|了|过)*$/;

/** The family's opinion of the school; `无` when the line says there is none. */
export function findOpinion(text: string): string | null {
  const critical = HAS_OPINION.exec(text)?.[1];
  if (critical !== undefined) return critical.replace(WAY_BEHIND, '').trim();
  if (NO_OPINION.test(text)) return '无';
  const words = OPINION_NAMED.exec(text)?.[1] ?? OPINION.exec(text)?.[1];
  return words === undefined ? null : words.replace(WAY_BEHIND, '').trim();
}
