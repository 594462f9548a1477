import type { DeliveryChannel, StaffRole } from '../db/index.ts';
import { groupBy } from '../shared/group-by.ts';
import type { NoticeAudience } from './audience/recipients.ts';

/** How a sender calls himself or herself in a text: the word before the name, and the office where it is not the college. */
export const STAFF_ROLE_WORDS: Readonly<Record<StaffRole, { readonly title: string; readonly office?: string }>> = {
  counsellor: { title: '辅导员' },
  class_teacher: { title: '班主任' },
  subject_teacher: { title: '任课教师' },
  college_leader: { title: '负责老师' },
  student_affairs: { title: '老师', office: '学工处' },
  admin: { title: '老师' },
};

const CHANNEL_LABELS: Readonly<Record<DeliveryChannel, string>> = {
  wecom_school_notice: '学校通知，直接送到家长微信',
  wecom_customer_group: '企业微信客户群，要群主点一下才发出',
  wecom_group_robot: '群机器人，自动发出',
  relay: '群主复制粘贴，发完回“已发”',
  phone: '打电话',
  letter: '寄信',
};

const OUT_OF_REACH_LABELS: Readonly<Record<string, string>> = {
  not_subscribed: '家长还没有关注“学校通知”',
  no_channel: '没有能自动送到的方式',
  no_contact: '没有可以联系的家长，或都标了“不联系”“仅紧急联系”，也请不要打电话',
};

const UNITS: Readonly<Record<NoticeAudience, string>> = { group: '个群', private: '个家庭' };

function list(names: readonly string[], max = 8): string {
  const shown = names.slice(0, max).join('、');
  return names.length > max ? `${shown} 等 ${names.length} 个` : shown;
}

/** Why what was just confirmed does not go out, and what to do. */
export const pausedTexts = {
  own: '您暂停了发送，要发出去请说“恢复发送”。',
  everybody: '全校的发送正暂停着，要等学工处或管理员恢复，恢复后会自动发出。',
} as const;

/** What this folder says to the sender, and the few words that it adds to texts for families. */
/** Something that the guard asks the sender to look at again. */
interface Flag {
  readonly words: string;
  readonly why: string;
}

/** More reasons, or more words for one reason, and nobody reads any. */
const MAX_REASONS = 4;
const MAX_QUOTED = 6;

function quoteSome(flags: readonly Flag[]): string {
  const quoted = [...new Set(flags.map(({ words }) => `“${words}”`))];
  return quoted.length > MAX_QUOTED ? `${quoted.slice(0, MAX_QUOTED).join('')}等 ${quoted.length} 处` : quoted.join('');
}

export const noticeTexts = {
  // Under every text.
  groupFooter: (school: string, code: string, url: string) =>
    `【${school}】核实码 ${code}，可到 ${url} 查询真伪；凡是在群里要钱的，都是假的。`,
  privateFooter: (school: string, code: string, url: string) =>
    `【${school}】核实码 ${code}，可到 ${url} 查询真伪；老师从不私下收款。`,
  personalLink: (url: string) => `确认收到、给老师回信请点：${url}`,
  personalLinkNote: '（发出时末尾还有这一家专用的链接：核对手机号后四位后，家长可以点“我已知悉”、给您回信）',
  writtenDay: (day: string) => {
    const [year, month, date] = day.split('-').map(Number);
    return `${year}年${month}月${date}日`;
  },

  cancel: '取消',
  confirmSend: '确认发送',
  confirmRecord: '只记下',
  confirmSchedule: '确认定时',
  edit: '改',
  tellFamilyOnly: '只告诉这一家',
  cancelled: '好的，已取消，什么都没有发出去。',
  notUnderstood: '没看懂这个回答。',

  // Whom.
  whichStudent: (words: string) => `“${words}”有好几位，您说的是哪一位？`,
  studentLabel: (name: string, className: string, studentNo: string) => `${name} ${className} ${studentNo}`,
  noSuchStudent: (words: string) => `在您负责的范围里没有找到“${words}”，请核对姓名，或写上班级和学号再发一次。`,
  askStudentAlone: (title: string) =>
    `${title}说的是一位同学自己的事，只单独告诉这一家。要发给哪位同学的家里？请告诉我姓名，重名的请带上班级。`,
  askStudent: (title: string) => `${title}要发给哪位同学的家里？请告诉我姓名，重名的请带上班级。`,
  studentGone: '这位同学已经不在您负责的班级里，没有发。请核对名单后再发一次。',
  guardianGone: (name: string, relation: string) =>
    `${name}的${relation}在名单里没有，或者标了“不联系”“仅紧急联系”，没有发。可以不指定家长，直接说“发给${name}家长”。`,
  noAllowedGuardian: (name: string) =>
    `${name}的家长都标了“不联系”或“仅紧急联系”，普通通知不能发。确有必要请先和分管领导商量。`,
  askAudience: '发给谁？',
  toGroups: '发到家长群',
  toEachFamily: '每位家长单独发',
  unknownClasses: (names: readonly string[]) => `${list(names)}不在您负责的范围里，没有发。请核对班级名称再说一次。`,
  noClasses: '您名下现在没有班级，所以没有可以通知的家长。请管理员在名单里把班级分给您。',
  noGroups: (names: readonly string[]) =>
    `${names.length > 0 ? `${list(names)}还没有登记家长群` : '还没有登记家长群'}，这条没法发。请管理员在名单的“家长群”表里补上，或者改成“给每位家长单独发”。`,
  noFamilies: '这些班级里还没有登记学生，没有可以通知的家庭。请管理员先导入名单。',
  groupNotAllowed: '您的身份不能向家长群或整班家长发通知，可以单独发给一个家庭。',

  // Fields.
  askField: (title: string, label: string, ask: string) => `${title}还缺“${label}”：${ask}`,
  dayNotUnderstood: (label: string) => `没看懂“${label}”是哪一天，请写成“9月10日”或“2026-09-10”这样。`,
  choiceNotUnderstood: (label: string, choices: readonly string[]) =>
    `“${label}”请从这几个里选：${choices.join('、')}。`,
  fieldTooLong: (label: string, length: number, max: number) =>
    `“${label}”太长了：写了 ${length} 个字，最多 ${max} 个字，请删去 ${length - max} 个字再发给我。`,
  fieldNeeded: (label: string) => `“${label}”不能空着，请查清楚再告诉我；现在先不发，请回复“取消”。`,
  bodyTooLong: (bytes: number, max: number) =>
    `这段话太长了：平台一次最多 ${max} 字节，现在 ${bytes} 字节，超出 ${bytes - max} 字节（大约 ${Math.ceil((bytes - max) / 3)} 个字）。请缩短后再发一次。`,
  editWhich: '要改哪一项？',
  editBody: '请把改好的内容原样发给我。',
  scantyChange: (words: string) =>
    `“${words}”只有几个字，没有拿它换掉整段话，下面还是原来的。只改一处请说“把…改成…”，改发出时间请说“发出时间改成…”，加话请说“再加一句：…”；要整段换掉，请点“改”，把整段写全。`,
  editNothing: '这一类的文字是固定的模板，没有要填的内容。想换主题请直接说，例如“反诈发一条冒充客服的”。',

  onlyThisFamily: (names: readonly string[]) =>
    `这条说的是${list(names)}，给每位家长单独发的话，每一家都会以为说的是自己的孩子，所以只能告诉${list(names)}${names.length > 1 ? '这几家' : '这一家'}。`,

  // Who may read it.
  neverToGroup: (title: string, why: string) => `${title}不能发到群里：${why}`,
  onlyForFamily: (title: string, why: string) =>
    `${title}不能发到群里，也不能发给别的家庭：${why}只能告诉这一家（家长本人，或这一家自己的群）。`,
  notNamedInGroup: (title: string) =>
    `发到群里的${title}不点学生的名字，只说大家都要知道的事；说到个人的，只能告诉这一家。`,
  eachFamilyInstead: (why: string) => `${why}\n可以给每位家长单独发。`,
  wordNeverToGroup: (word: string, why: string) => `“${word}”不能发到群里，本人同意也不行：${why}\n可以只告诉这一家。`,
  oneStudentOnly: (title: string) => `${title}一次只能说一位同学：每个人的情况不一样，请一位一位地发。`,
  oneStudentToGroup: (title: string) =>
    `发到群里的${title}一次只说一位同学，请一位一位地发；也可以说“单独发给家长”，几位一起发。`,
  askAgreement: (name: string) => `发到班级家长群要先征得学生本人同意。${name}本人同意在群里说这件事吗？`,
  studentAgreed: '本人已同意',
  agreedInWords: (label: string, line: string) => `${label}（原话：${line}）`,

  askConsent: (name: string, why: string) => `${why}${name}本人同意告诉家里吗？`,
  consentYes: '本人同意',
  consentByRule: '学校规定必须告知',

  // Own words that are a decision.
  useDiscipline: (name: string) =>
    `这段话说的是处分，要用“处分告知”发：有文号、送达日期和申诉期限，也要先和学生谈。请说“处分告知 ${name} …”；您的身份不能发的话，请辅导员发。`,
  useWarning: (name: string) =>
    `这段话说的是学业预警，要用“学业预警”发：会说清等级、原因和下一步，也要先和学生谈。请说“给${name}家长发学业预警 …”。`,
  // Days.
  askYear: (label: string, past: string, ahead: string) => `“${label}”是今年已经过了的${past}，还是${ahead}？`,
  askPast: (label: string, words: string, day: string) =>
    `“${label}”写的是“${words}”，${day}已经过去了。要换一个日子，还是照样发？`,
  askNewDay: (label: string) => `“${label}”改成什么？`,
  clearField: '这一项不写',
  otherDay: '换一个日子',
  sendPastDay: '照样发',
  pastDayNote: (label: string, day: string) => `注意：“${label}”里的${day}已经过去了，请核对。`,

  // Discipline.
  decidedInFuture: (day: string) => `处分决定的日期是${day}，还没有到，是不是写错了？请再告诉我决定是哪天作出的。`,
  servedInFuture: (day: string) =>
    `送达学生的日期是${day}，还没有到，是不是写错了？决定书送到学生本人手里以后才能告知家长，请再告诉我是哪天送达的。`,
  servedBeforeDecision: (served: string, decided: string) =>
    `送达日期（${served}）早于决定日期（${decided}），有一个写错了。请再告诉我决定书是哪天送到学生本人手里的。`,
  askTold: (name: string) => `告诉家里之前，您先和${name}本人谈过了吗？学生是成年人，应当先知道。`,
  toldYes: '已经谈过',
  toldException: '还没谈，有特殊原因',
  toldStudent: '这件事我已先和孩子本人谈过',
  askToldReason:
    '是什么特殊原因，要在和学生谈之前先告诉家里？一句话就好，会留在记录里，不会写给家长。没有特殊原因，请先和学生谈，回复“取消”。',

  // Guard.
  blocked: (findings: readonly { readonly words: string; readonly why: string; readonly suggestion: string }[]) => {
    const reasons = new Map<string, string[]>();
    for (const { words, why, suggestion } of findings) {
      const reason = `${why}\n  可以这样改：${suggestion}`;
      reasons.set(reason, [...(reasons.get(reason) ?? []), `“${words}”`]);
    }
    return `这段话不能发给家长：\n${[...reasons].map(([reason, words]) => `· ${words.join('')}：${reason}`).join('\n')}`;
  },
  flagged: (findings: readonly Flag[]) => {
    const reasons = [...groupBy(findings, ({ why }) => why)];
    const hidden = reasons.slice(MAX_REASONS).reduce((sum, [, same]) => sum + same.length, 0);
    const lines = reasons.slice(0, MAX_REASONS).map(([why, same]) => `· ${quoteSome(same)}：${why}`);
    return ['请再看一眼：', ...lines, ...(hidden > 0 ? [`还有 ${hidden} 处`] : [])].join('\n');
  },
  /** On the card itself, beside the button that sends. */
  flaggedNote: '注意：上面的话里有“请再看一眼”的地方，看过再点。',
  rewriteOffered: (rewrite: string) => `可以改成（点“改”，再把下面这段发给我）：\n${rewrite}`,

  // Preview.
  previewTitle: (title: string) => `请核对：${title}`,
  previewRule: '————————',
  previewAgain: '名单或内容和刚才给您看的不一样了，还没有发。请再核对一次：',
  exampleOf: (who: string, count: number) => `（以${who}为例，共 ${count} 份，每份只换称呼）`,
  moreTexts: (count: number) => `（另有 ${count} 种文字没有列出）`,
  textFor: (names: readonly string[]) => `发给 ${list(names)}：`,
  countGroups: (count: number) => `发给：${count} 个家长群`,
  countFamilies: (count: number) => (count > 1 ? `发给：${count} 个家庭，每家单独一份` : '发给：1 个家庭'),
  allClasses: (count: number) =>
    `（没有指定班级，所以是您负责的全部 ${count} 个班；只发其中几个班，请取消后写上班级再说一次）`,
  nobodyReached: '现在一个都发不到，确认只会把这件事记下来，不会有任何人收到。',
  channelLine: (channel: DeliveryChannel, names: readonly string[]) =>
    `· ${CHANNEL_LABELS[channel]}${names.length > 1 ? `（${names.length} 个）` : ''}：${list(names)}`,
  ofClasses: (names: readonly string[]) => `（${list(names)}${names.length > 8 ? '班' : ''}）`,
  ownersNeeded: (
    channel: 'wecom_customer_group' | 'relay',
    owners: readonly { readonly name: string; readonly count: number }[],
  ) => {
    const what = channel === 'relay' ? '要复制粘贴的群主' : '要点“发送”的群主';
    return `· ${what}：${list(owners.map(({ name, count }) => `${name} ${count} 个群`))}`;
  },
  quotas: (perMonth: number, quotas: readonly { readonly groupName: string; readonly left: number }[]) => {
    const empty = quotas.filter(({ left }) => left === 0).length;
    const some = list(quotas.map(({ groupName, left }) => `${groupName} ${left} 次`));
    return `· 客户群本月还能群发的次数（据本系统记录，平台规定每群每月 ${perMonth} 次，别处发的没有算在内）：${some}${empty > 0 ? `。其中 ${empty} 个群本月已用完，点了也发不进群` : ''}`;
  },
  scanty: (body: string, classes: number) => `只有“${body}”这几个字，确定发给 ${classes} 个班的家长？`,
  repeated: (when: string, who: string, count: number, total: number, audience: NoticeAudience) => {
    const unit = audience === 'group' ? '群' : '家';
    const whom =
      total === 1 ? `这个${unit === '群' ? '群' : '家庭'}` : `其中 ${count} 个${unit === '群' ? '群' : '家庭'}`;
    return `${when}已经给${whom}发过一样的内容（${who}发的），还要再发一次吗？`;
  },
  showNames: '名单',
  fullList: (names: readonly string[]) => `名单（共 ${names.length} 个）：\n${names.join('、')}\n`,
  sendAgain: '再发',
  dontSend: '不发',
  family: (name: string, className: string, relation: string | null) =>
    `${name}（${className}）${relation === null ? '的家庭群' : `的${relation}`}`,
  familyShort: (name: string, className: string) => `${name}（${className}）`,
  groupWithOwner: (name: string, owner: string) => `${name}（群主${owner}）`,
  unreachable: (code: string, names: readonly string[]) =>
    `· 发不到（${OUT_OF_REACH_LABELS[code] ?? code}）：${list(names)}`,
  callInstead: '发不到的请打电话告诉家里，确认后会照样记下。电话提纲：',
  callGroupsInstead: '发不到的群请联系群主，或请管理员补全群主的企业微信账号。',
  withoutGroup: (names: readonly string[]) => `· 没有登记家长群，发不到：${list(names)}`,
  heldUntil: (until: string) => `现在是免打扰时段，确认后会等到${until}再发。`,
  markLow: '不急，18:00 一起发',
  markNow: '不等了，马上发',
  lowUntil: (until: string) => `不急：确认后会等到${until}，和当天别的不急的通知合成一条发。`,
  company: (list: readonly { readonly title: string | null; readonly count: number }[], audience: NoticeAudience) => {
    const own = list.flatMap(({ title, count }) =>
      title === null ? [] : [`《${title}》（${count} ${UNITS[audience]}）`],
    );
    const others = list.length - own.length;
    const all = [...own.slice(0, 8), ...(others > 0 ? [`别的老师的 ${others} 条`] : [])];
    return `到时候一起发给他们的还有：${all.join('、')}。`;
  },
  rotationNote: (title: string) => `主题：${title}（按轮换，本学期这些群还没轮到的先发）`,
  topicNote: (title: string) => `主题：${title}`,
  lastSent: (day: string, count: number) => `注意：这个主题本学期已给其中 ${count} 个发过，最近一次是${day}。`,
  neverSent: '这个主题本学期还没给他们发过。',
  appealNote: (day: string, isOver: boolean) =>
    `申诉截止日：${day}（送达之日起10日内）${isOver ? '。注意：这一天已经过了，请核对送达日期，没错的话请先和学生说明。' : ''}`,

  // Confirmation.
  confirmed: (title: string, code: string) => `《${title}》已确认，核实码 ${code}。`,
  confirmedCount: (count: number, audience: NoticeAudience) => `共 ${count} ${UNITS[audience]}，马上开始发。`,
  confirmedHeld: (count: number, audience: NoticeAudience, until: string) =>
    `共 ${count} ${UNITS[audience]}，现在是免打扰时段，会等到${until}再发。`,
  confirmedLow: (count: number, audience: NoticeAudience, until: string) =>
    `共 ${count} ${UNITS[audience]}，不急，会等到${until}和别的一起发。`,
  confirmedTimed: (count: number, audience: NoticeAudience, when: string) =>
    `共 ${count} ${UNITS[audience]}，${when} 发出，到点才发，现在还没有发。`,
  confirmedPaused: (count: number, audience: NoticeAudience, why: string) =>
    `共 ${count} ${UNITS[audience]}，还没有发出去。${why}`,
  confirmedTap: (count: number) => `其中 ${count} 个要群主点一下“发送”，群主会收到企业微信的提醒。`,
  confirmedPaste: (count: number) => `其中 ${count} 个要群主复制粘贴，文字会发给群主，发完回复“已发”。`,
  confirmedFailed: (count: number) => `有 ${count} 个发不到，已记下。`,
  confirmedHintPaused: '想看进展请发“通知进展”；不想发了，请发“停发”和核实码。',
  confirmedHint: '想看进展请发“通知进展”，发现写错了请马上发“暂停发送”。',
  alreadySent: (when: string) => `这条通知已经发过了（${when}确认），没有再发一遍。`,
  alreadyDecided: '这条通知已经不在草稿里了，不用再处理。',
  alreadyDropped: '这条通知已经取消了，没有发。还需要的话，请把原话再说一次。',
  draftExpired: '这份草稿超过 24 小时了，没有发。还需要的话，请把原话再说一次，我重新给您看。',
  batchDraftExpired: '这份草稿超过 14 天了，没有发。还需要的话，请管理员重新导入，或直接跟我说要发什么。',
  notYours: '这条通知不是您起草的，不能由您确认。',

  // Schedules.
  scheduleTitle: '请核对：定时发送',
  scheduleTooOften: '定时发送最多一天一次：家长一天收到好几条会当成骚扰，平台也不允许。请换一个时间安排。',
  scheduleOnlyOnce: '没看懂多久发一次，请说清楚，例如“每周五下午5点给各班家长群发反诈”。',
  scheduleNeedsGroups: '定时发送只能发到家长群，例如“每周五下午5点给各班家长群发反诈”。',
  schedulePreview: (words: string, next: readonly string[]) => `${words} 发一次。接下来三次：${next.join('、')}`,
  scheduleRotation: '内容：反诈提醒，主题按轮换，本学期没发过的先发。',
  scheduleTopic: (title: string) => `内容：反诈提醒 · ${title}，每次都发这个主题。`,
  scheduleText: (text: string) => `内容（每次都一样）：\n${text}`,
  scheduleTapNote: '企业微信客户群每次仍要群主点一下才发出，微信群、QQ群要群主复制粘贴，到时候会提醒。',
  scheduleQuiet: (until: string) => `这个时间在免打扰时段里，每次会等到 ${until} 再发。`,
  scheduleWaits: '这一类要第二个人同意：每次到时间会先请分管领导看，同意了才发。',
  scheduleStop: '不想发了随时说“停止定时”。',
  scheduleSaved: (number: number, words: string, next: string) =>
    `已设好“定时${number}”：${words}，第一次在${next}。想看发“查看定时”，不要了发“停止定时${number}”。`,
  scheduleNone: '您现在没有定时发送。想设一个，可以说“每周五下午5点给各班家长群发反诈”。',
  scheduleListTitle: '您的定时发送',
  scheduleLine: (number: number, words: string, what: string, next: string) =>
    `定时${number}：${words}，${what}，下一次${next}`,
  scheduleWhat: (title: string, topic: string | null) => (topic === null ? title : `${title} · ${topic}`),
  scheduleByRotation: (title: string) => `${title}（轮换主题）`,
  whichSchedule: '要停掉哪一个定时？',
  scheduleStopped: (number: number, words: string) => `已停止“定时${number}”（${words}），以后不会再自动发。`,
  noSuchSchedule: (number: number) => `没有正在运行的“定时${number}”。发“查看定时”可以看到全部。`,
  scheduleLabel: (number: number, words: string) => `定时${number} ${words}`,
  allSchedules: '全部停掉',
  scheduleStopNothing: '好的，定时发送都照旧，没有停。',

  // Kinds.
  kindsTitle: '能发的通知',
  kindsForGroups: '可以发群，也可以单独发：',
  kindsForFamilies: '只单独告诉一家：',
  kindLine: (title: string, example: string) => `· ${title}：${example}`,
  kindsHint: '照着说一句就行，缺什么我会问，确认以后才发。不在里面的，用自己的话发：给家长群发：……',
  theChild: '孩子',
  copyTitle: (title: string) => `${title}：可以这样回`,
  copyHint:
    '上面这段请复制给家长，我没有发出去。已经放下或寄来的东西，请当天报告学院并退回。要由我单独发给哪一家，请说“给张三家长发拒礼”。',

  // Help.
  kindsSummary: '看看能发哪些通知，各举一个例子',
  goodNewsSummary: '发喜报：单独告诉家里，学生同意才发群',
  disciplineSummary: '处分告知：只告诉这一家，缺什么问什么',
  broadcastSummary: '给家长群发反诈提醒，主题自动轮换',
  noticeSummary: '用自己的话给家长群、每位家长或一家发通知',
  scheduleSummary: '定时给家长群发反诈提醒',
  scheduleListSummary: '查看定时发送',
  scheduleStopSummary: '停止定时发送',
} as const;
