import { isoDay } from './day.ts';
import { endOfKind, type SpokenKind } from './notice-kind.ts';
import { findDays, type TimeContext } from './time-days.ts';

/** How the sender wants it said; our words are gentle anyway. */
const TONE =
  /(?:语气|口气|话)?(?:别|不要)(?:写得|说得|搞得)?(?:太|那么)?(?:吓人|严肃|凶|重|硬|生硬|吓着[^，。\s]{0,4})|(?:委婉|温和|客气|婉转|温柔|简单|简短)(?:一?点|些)?|(?:写|说)得?(?:短|好)(?:一?点|些)?/g;
/** What is left of the order itself: 的短信, 通知一下. */
const NO_MATTER =
  /^(?:的|了|个|一条|一下|下|事|事情|情况|通知|提醒|短信|微信|消息|信息|邀请|函|关心|关怀|告知|吧|啊|给|家长|家里|群里|孩子|谢谢)*$/;
const SEPARATORS = /[\s，。；;、]*[\s，。；;]+[\s，。；;、]*/;

const COURSES = '[\\p{Script=Han}A-Za-z0-9、和+&()]{2,40}?';
const FAILED = new RegExp(
  `(${COURSES})(?:这?[一二两三四五六七八九十\\d]+门)?(?:课)?(?:都|也|还)?(?:没(?:有)?(?:考|通)?过|不及格|挂(?:了|科)?)`,
  'u',
);
const COUNT = /(?:挂了?|有)?([\d一二两三四五六七八九十]+)门(?:课)?(?:没|不及格|挂|$|[\s，])?/u;
const MARK = /[\p{Script=Han}A-Za-z]{2,12}(?:考了|得了|是|：|:)?\s?\d{1,3}(?:\.\d)?分?(?!月|日|号|点|节|门|年|学分)/gu;
const HOURS = /([\d一二两三四五六七八九十]+(?:个)?(?:节|课时|学时))(?:课)?/u;
const PERIOD =
  /(?:最近|近|这|上|本)(?:[一二两三四\d]{1,2})?(?:个)?(?:周|星期|月|学期|礼拜)|开学(?:以来|到现在)|国庆(?:以后|之后|后)/u;
const HOLIDAY = /国庆节?|中秋节?|元旦|春节|五一|劳动节|清明节?|端午节?|寒假|暑假|秋假|春假|火把节|泼水节|三月三/u;
const SPAN = /(?:(\d{1,2})月)?(\d{1,2})[号日]?(?:\([^)]*\))?\s*(?:到|至|-|~|—|–)\s*(?:(\d{1,2})月)?(\d{1,2})[号日]?/u;
const BACK =
  /((?:(?:\d{1,2}月)?\d{1,2}[号日]|周[一二三四五六日天]|星期[一二三四五六日天])[^，。；\s]{0,8}?)(?:之)?前?(?:返校|回校|到校|返回|收假)/u;
const EVENT = /([\p{Script=Han}A-Za-z0-9]{0,8}(?:开放日|家长会|座谈会|典礼|大讲坛))(?:活动)?/u;
const WHEN =
  /(?:\d{1,2}月)?\d{1,2}[号日][^，。；\s]*|(?:本|下|这)?周[一二三四五六日天][^，。；\s]*|明天[^，。；\s]*|后天[^，。；\s]*/u;
const CLOCK = /^(?:上午|下午|晚上|早上|中午)?\d{1,2}(?:点|:)[^，。；\s]*$/u;
const PLACE =
  /[^，。；\s]{0,16}(?:厅|室|楼|馆|礼堂|校区|线上|腾讯会议|钉钉|企业微信|微信群|直播间|中心|操场|广场|会议室)$/u;
const CHANGE = /(?:申请|办理?)?((?:休学|复学|退学|保留学籍|转专业|转到?[\p{Script=Han}]{2,10}专业)[^，。；\s]{0,10})/u;
const GROWTH =
  /(?:被?(?:推荐|确定|列|评|选)(?:为|成)|当选|担任|入选|应征|加入|光荣)[^，。；\s]{1,20}|(?:入党|入团|入伍|参军)/u;
const GRANT = /(?:国家|学校|省|校级)?(?:一等|二等|三等|[一二三]档)?(?:助学金|困难补助|临时补助|助学贷款|学费减免)/u;

/** What the line says for the fields of the kind; days as YYYY-MM-DD. Names were taken out before. */
export function readKindFields(kind: SpokenKind, line: string, context: TimeContext): Record<string, string> {
  const text = line.replace(TONE, ' ').replace(/\s+/g, ' ').trim();
  const rest = matterOf(text.slice(endOfKind(text, kind)));
  return withoutEmpty(FIELDS_OF[kind]?.(text, rest, context) ?? {});
}

type FieldReader = (
  text: string,
  /** What follows the words of the kind, without empty words. */
  rest: readonly string[],
  context: TimeContext,
) => Record<string, string | undefined>;

const FIELDS_OF: Readonly<Partial<Record<SpokenKind, FieldReader>>> = {
  academic_warning: (text, rest) => {
    const level = /([黄橙红])(?:色|牌)?/u.exec(text)?.[1];
    const reasons = rest.map((part) => part.replace(/^[黄橙红](?:色|牌)?(?:预警)?/u, '')).filter((part) => part !== '');
    return { level: level && `${level}色`, reason: join(reasons.map((part) => part.replace(/^因为?|^由于/u, ''))) };
  },
  failed_courses: (text) => {
    const parts = text.split(SEPARATORS);
    const courses = parts.map(failedIn).find((part) => part !== undefined);
    const count = COUNT.exec(text)?.[1];
    const listed = courses?.split('、').filter((part) => part !== '').length;
    return {
      courses,
      count: count === undefined ? (listed === undefined ? undefined : `${listed}门`) : `${count}门`,
      makeUp: parts.find((part) => /\d.*(?:补考|重修)/u.test(part)),
    };
  },
  marks: (text) => ({ courses: join([...text.matchAll(MARK)].map(([mark]) => mark.replace(/^.*成绩/u, '').trim())) }),
  absence: (text) => ({ hours: HOURS.exec(text)?.[1], period: PERIOD.exec(text)?.[0] }),
  registration: (text, _rest, context) => ({ deadline: firstDay(text, context) }),
  survey: (text, _rest, context) => ({ deadline: firstDay(text, context) }),
  holiday: (text) => {
    const [, fromMonth, fromDay, toMonth, toDay] = SPAN.exec(text) ?? [];
    const from = fromMonth === undefined ? `${fromDay}日` : `${fromMonth}月${fromDay}日`;
    const to = toMonth === undefined ? `${toDay}日` : `${toMonth}月${toDay}日`;
    const back = BACK.exec(text)?.[1];
    return {
      holiday: HOLIDAY.exec(text)?.[0],
      period: fromDay === undefined ? undefined : `${from}至${to}`,
      backBy: back === undefined ? undefined : `${withMonth(back, toMonth ?? fromMonth)}前`,
    };
  },
  event: (text) => {
    const event = EVENT.exec(text)?.[1]?.replace(/^.*(?:发个?|邀请|参加|的|通知|群里|一下|家长(?=开放日|座谈会))/u, '');
    const parts = text.split(SEPARATORS);
    const at = parts.findIndex((part) => WHEN.test(part));
    const day = WHEN.exec(parts[at] ?? '')?.[0];
    const clock = parts[at + 1];
    const when = day === undefined ? undefined : clock !== undefined && CLOCK.test(clock) ? `${day}${clock}` : day;
    return {
      event: event === undefined ? undefined : event.length > 3 || /家长会/u.test(event) ? event : `家长${event}`,
      when: when?.replace(/(\d{1,2})号/u, '$1日'),
      where: parts.find((part) => PLACE.test(part) && !EVENT.test(part)),
    };
  },
  spending: (text) => ({
    occasion: text.split(SEPARATORS).find((part) => /^(?:双十一|双11|开学|放假|寒假|暑假|过年|春节|国庆)/u.test(part)),
  }),
  growth: (text) => ({ growth: GROWTH.exec(text)?.[0] }),
  grant: (text) => ({ grant: GRANT.exec(text)?.[0] }),
  status_change: (text) => ({ change: CHANGE.exec(text)?.[1] }),
  graduation: (text, _rest, context) => ({
    result: /结业/u.test(text) ? '结业' : /延/u.test(text) ? '延期毕业' : undefined,
    graduatesOn: firstDay(text, context),
  }),
  health: (text) => ({
    place: /在([^，。；\s]{0,16}(?:医院|校医院|医务室|急诊|诊所)[^，。；\s]{0,4})/u.exec(text)?.[1],
  }),
  mental_health: (_text, rest) => ({ signs: join(rest) }),
  family_change: (_text, rest) => ({ matter: join(rest) }),
  missing: (text) => ({
    since: /(?:从)?([^，。；\s]{2,16}?)(?:起|开始|以后|之后)?(?:就)?联系不上/u
      .exec(text.replace(/^.*失联/u, ''))?.[1]
      ?.replace(/(?:起|开始)$/u, ''),
    reported: /已?(?:经)?报(?:告)?(?:了)?(?!名|到|道)([^，。；\s]{2,20})/u.exec(text)?.[1],
  }),
  visit: (text) => ({
    way: /视频/u.test(text)
      ? '视频见面'
      : /家访|去家里|到家里/u.test(text)
        ? '我们去家里看望'
        : /来校|到校|到学校|来学校/u.test(text)
          ? '请您到学校来'
          : undefined,
    when: WHEN.exec(text)?.[0].replace(/(?:到|来)(?:学校|校).*$/u, ''),
    matter: /(?:商量|谈谈?|聊聊?)(?:一下)?([^，。；\s]{2,30})/u.exec(text)?.[1],
  }),
};

/** 高数 of 高数没过; undefined where the part names no course: 挂科通知, 挂了3门. */
function failedIn(part: string): string | undefined {
  const courses = FAILED.exec(part)?.[1]
    ?.replace(/^.*(?:家长|家里|短信|微信|消息|通知|的|说|发|因为|有|是)/u, '')
    .replace(/[和跟与+&]/gu, '、');
  const isCourse =
    courses !== undefined && courses.length >= 2 && !/^[\d一二两三四五六七八九十]+门?$|群|公布|名单/u.test(courses);
  return isCourse ? courses : undefined;
}

/** What is said after the kind, part by part. */
function matterOf(text: string): readonly string[] {
  return text
    .split(SEPARATORS)
    .map((part) => part.replace(/^(?:的|了|：|:)+/u, '').trim())
    .filter((part) => part !== '' && !NO_MATTER.test(part));
}

function join(parts: readonly string[]): string | undefined {
  return parts.length === 0 ? undefined : parts.join('，');
}

function firstDay(text: string, context: TimeContext): string | undefined {
  const day = findDays(text, context, 'future').find((hit) => hit.day !== null)?.day;
  return day ? isoDay(day) : undefined;
}

/** 8号 after 10月1到7号 is 10月8日. */
function withMonth(day: string, month: string | undefined): string {
  const written = day.replace(/(\d{1,2})[号日]/u, '$1日');
  return month === undefined || /月|周|星期/u.test(written) ? written : `${month}月${written}`;
}

function withoutEmpty(fields: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]])),
  );
}
