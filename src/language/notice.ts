import { saysStudentAgreed } from './agreement.ts';
import { isoDay } from './day.ts';
import { findFraudTopic } from './fraud-topics.ts';
import type { SpokenKind } from './notice-kind.ts';
import type { AudienceReading, NoticeReading } from './reading.ts';
import { findKin } from './relation.ts';
import { findDays, type TimeContext } from './time-days.ts';

/** A line cut at the colon before the sender's own text. */
export interface NoticeSplit {
  readonly head: string;
  /** As typed, trimmed. */
  readonly text: string;
}

const SENDS = /发|通知|告诉|转告|私聊|提醒|转发|说|告知|推送|公告|知会|捎|带话|留言|群|喜报/;
const COLON = /[:：]/g;

/** Cuts `给家长群发：…` at its colon; undefined for other colons (20:30, 家长说：…, 记录：…). */
export function splitNotice(line: string): NoticeSplit | undefined {
  for (const match of line.matchAll(COLON)) {
    if (match.index > 80) return undefined;
    const isClock = /\d$/.test(line.slice(0, match.index)) && /^\d/.test(line.slice(match.index + 1));
    if (isClock) continue;
    const head = line.slice(0, match.index).trim();
    const text = line.slice(match.index + 1).trim();
    if (!isNoticeHead(head) || text === '') return undefined;
    return { head, text };
  }
  return undefined;
}

function isNoticeHead(head: string): boolean {
  if (
    /(?:说|表示|反映|回复|道|称|问|记录?|登记|补录|意见|建议|更正|补充|情况|内容是)$/.test(head) &&
    !/(?:给|跟|和|向|告诉|通知).{0,14}说$/.test(head)
  )
    return false;
  // 短信告知张三家长：… tells what was done by a way that is not ours; 家长微信留言：… is the family speaking.
  if (/^(?:已)?(?:电话|短信|微信|邮件|[qQ]{2}|视频|家访|书面)(?:告知|通知|沟通|联系|反馈|交流|访谈|家访)/.test(head))
    return false;
  if (
    /(?:家长|[爸妈父母爷奶叔姨舅姑婶伯哥姐公婆爹娘亲])(?:在)?(?:微信|短信|电话|[qQ]{2}|邮件|语音)?(?:里|上|中)?(?:来)?(?:留言|回复|答复|来信|回信|发来|回话|的话|原话|留话|来信息|来消息|发微信|发消息)$/.test(
      head,
    ) &&
    !/^(?:给|私聊|发给|告诉|通知|转告)/.test(head)
  )
    return false;
  if (/(?:聊|打|通|沟通|联系|谈)了|反馈|记录|登记/.test(head)) return false;
  // 某某爸电话说了三件事：… tells; an order opens with whom it is for or with what to do.
  if (
    /(?:说|讲|问|提|回|发|读)(?:了|过|完)/.test(head) &&
    !/^(?:给|在|到|向|对|通知|告诉|转告|发|群|私聊|提醒)/.test(head)
  )
    return false;
  return SENDS.test(head) && /家长|群|爸|妈|父|母|爷|奶|家里|家属|家|各班|班|公|婆|姑|叔|舅|姨|监护|哥|姐/.test(head);
}

const FAMILIES =
  /(?:每|各|所有|全部|全体)(?:一)?(?:位|个|名|家)?[^，。:]{0,8}家长[^，。:群]{0,6}(?:单独|逐|分别|一对一|私)|单独|逐个|逐一|一对一|挨个|挨家|分别(?:给|发|通知)|每(?:一)?(?:位|个|名)(?:学生的?|同学的?)?家长|每家|私发|各位?家长(?!群)|(?:的|所有|全部|全体|全班)家长(?:们)?(?:都|也)?(?:发|通知|私)|给[^，。:群]{1,10}的家长(?:们)?(?:都|分别|各)?发/;
const GROUPS = /群|各班|全班|公告/;

/** To whom; null when the words do not say. */
function readAudience(head: string, classNames: readonly string[], hasStudent: boolean): AudienceReading | null {
  const isGroup = GROUPS.test(head.replace(/群发(?=给)/g, ''));
  if (
    FAMILIES.test(head) &&
    !/(?:家长|班级|班|微信|QQ)群(?!发)/.test(head) &&
    !(hasStudent && !/每|各位|所有/.test(head))
  )
    return { kind: 'families', classNames };
  if (hasStudent && !/(?:家长|班级|班|到|在|进|发|微信|QQ|大)群|群里|群发|群公告/.test(head)) {
    return { kind: 'family', relation: findKin(head).at(-1)?.relations[0] ?? null };
  }
  if (isGroup || /家长(?:们)?(?:群)?(?:发|通知|说)|给家长/.test(head)) return { kind: 'groups', classNames };
  return null;
}

const AWARD =
  /(?:国家励志|国家|省政府|省|校级|学校|学院|院级|市级|校|院|企业|社会|综合|单项|优秀学生|新生|励志|学业|[一二三特]等)?(?:一等|二等|三等|特等|甲等|乙等|丙等)?奖学金(?:[一二三特]等奖?)?|(?:[^，。:\s"给发]{0,16}?)(?:一等奖|二等奖|三等奖|特等奖|金奖|银奖|铜奖|优秀奖|优胜奖|冠军|亚军|季军|第[一二三]名|最佳[^，。\s]{1,6}奖)|(?:国家级?|全国|全省|全市|省级?|市级?|区级?|县级?|学校|校级?|学院|院级?|系级?|班级?)?(?:三好学生|优秀(?:学生干部|团员|共青团员|毕业生|班干部|学生|志愿者|党员|团干部|干部|实习生|运动员|个人)|先进个人|自强之星|标兵|十佳[^，。\s]{0,6}|道德模范|文明学生)(?:标兵|称号)?|国奖|国励|助学金|[^，。:\s给发]{2,12}奖(?!励|状|项)|(?:入党|当选[^，。\s]{1,8}|专升本录取|考上[^，。\s]{1,12}|考研上岸|四级|六级|发表论文)/;
const PUNISHMENT = /严重警告|警告|记大过|记过|留校察看|开除学籍|开除|通报批评/;
const DEED =
  /^[^〔[(（【\d]*(?:作弊|打架|斗殴|旷课|抄袭|替考|代考|夹带|携带手机|违规(?:用电|使用)|夜不归宿|晚归|酗酒|赌博|盗窃|偷窃|辱骂|私自外出)[^〔[(（【\d]*$/u;
const DECISION_NO = /[\p{Script=Han}A-Za-z]{1,12}\s?[〔[(（【]\s?20\d{2}\s?[〕\])）】]\s?(?:第)?\s?\d{1,4}\s?号/u;

/** Fields of an award said in the line. */
export function readAward(text: string): Record<string, string> {
  const fields: Record<string, string> = {};
  const cleaned = text
    .replace(/喜报|报喜|报个喜|贺信|发喜/g, ' ')
    .replace(/(?:因为?)?(?:获得?|得(?:了|到)?|拿(?:了|到|下)?|评(?:上|为|了)|荣获|被评为)/g, ' ');
  const award = AWARD.exec(cleaned)?.[0].trim();
  if (award) fields.award = award.replace(/^(?:他|她|家|的|了|在)+/, '');
  const effort =
    /(?:因为|靠|他|她|坚持|平时|一直)([^，。]{0,4}(?:努力|坚持|刻苦|认真|训练|早起|自习|准备|付出)[^，。]{0,24})/.exec(
      text,
    )?.[0];
  if (effort) fields.effort = effort.trim();
  return fields;
}

/** Fields of a discipline notice; dates as YYYY-MM-DD. */
export function readDiscipline(text: string, context: TimeContext): Record<string, string> {
  const fields: Record<string, string> = {};
  const punishment = PUNISHMENT.exec(text)?.[0];
  if (punishment) fields.punishment = punishment;
  const decision = DECISION_NO.exec(text)?.[0];
  if (decision)
    fields.decisionNo = decision.replace(/\s/g, '').replace(/^.*?(?:文号|文|依据|按)(?=[\p{Script=Han}]{2})/u, '');
  const reason = /(?:因为?|由于|事由:?|原因:?)\s?([^，。\s]{2,30})/.exec(text)?.[1] ?? deedIn(text);
  if (reason) fields.reason = reason.replace(/(?:被|给予|受到?).*$/, '');
  const withoutNumber = decision ? text.replace(decision, ' '.repeat(decision.length)) : text;
  for (const hit of findDays(withoutNumber, context, 'past')) {
    if (!hit.day) continue;
    const after = withoutNumber.slice(hit.end, hit.end + 10);
    const before = withoutNumber.slice(Math.max(0, hit.start - 8), hit.start);
    if (
      /^\s?(?:已)?(?:送达|送给|交给|给(?:了)?(?:本人|学生)|签收|当面|告知)/.test(after) ||
      /送达(?:日期|时间|本人|学生)?(?:是|为|:)?\s?$/.test(before)
    )
      fields.servedOn ??= isoDay(hit.day);
    else if (/^\s?(?:的)?(?:作出|做出|决定|下发|下的|印发|发文|出的|处理|的)?/.test(after))
      fields.decidedOn ??= isoDay(hit.day);
  }
  return fields;
}

/** What the student did, said without 因: 考试作弊, 打架斗殴. */
function deedIn(text: string): string | undefined {
  return text.split(/[，。；\s]+/u).find((part) => DEED.test(part) && part.length <= 20 && !PUNISHMENT.test(part));
}

/** The whole notice; `line` is as typed, `text` normalised, `head` the part before the colon. */
export function readNotice(parts: {
  readonly head: string;
  readonly ownText: string | null;
  readonly classNames: readonly string[];
  readonly hasStudent: boolean;
  readonly kind: SpokenKind | null;
  readonly fields: Record<string, string>;
}): NoticeReading {
  const { head, ownText, classNames, hasStudent, kind, fields } = parts;
  return {
    kind,
    audience: readAudience(head, classNames, hasStudent),
    text: ownText,
    fraudTopic: findFraudTopic(head),
    studentAgreed: saysStudentAgreed(head),
    isLow: false,
    sendTime: null,
    fields,
  };
}
