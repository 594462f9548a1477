import type { Named } from './named.ts';

/** What people read about deliveries. */
const MAX_NAMES = 6;
/** Somebody must look at, or post to, each of these. */
const MAX_NAMES_TO_ACT_ON = 40;

/** 甲、乙、丙等 8 个 */
function listNames(listed: Named | readonly string[], unit: string, maxNames = MAX_NAMES): string {
  const { names, count } = 'names' in listed ? listed : { names: listed, count: listed.length };
  if (count <= maxNames) return names.join('、');
  return `${names.slice(0, maxNames).join('、')}等 ${count} ${unit}`;
}

/** Why something did not arrive, by our own codes; a platform's number is printed as it is. */
const REASONS: Readonly<Record<string, string>> = {
  not_subscribed: '家长没有关注学校通知',
  no_channel: '没有可用的发送渠道',
  no_owner: '没有登记群主',
  guardian_changed: '家长的联系方式在您确认之后改了',
  group_changed: '家长群在您确认之后改了',
  interrupted: '发送途中系统重启',
  timeout: '平台没有及时答复',
  connect_timeout: '连不上平台',
  connection_refused: '连不上平台',
  connection_reset: '与平台的连接中断',
};

const SCHEDULE_PROBLEMS: Readonly<Record<string, string>> = {
  not_allowed: '您现在没有群发通知的权限',
  nobody_to_tell: '现在没有可以发送的家长群',
  too_long: '通知内容太长，请改短后重新设定',
  blocked: '内容没有通过检查',
  failed: '准备通知时出了问题，请联系管理员',
};

export const deliveryTexts = {
  unknownTitle: '有通知不确定是否送达',
  unknownText: (title: string, code: string, unknown: Named): string =>
    `《${title}》（${code}）不确定是否送达：${listNames(unknown, '个', MAX_NAMES_TO_ACT_ON)}。平台没有给出结果，可能已经送到，也可能没有。请先看一眼再决定：`,
  unknownShort: (title: string, code: string, count: number): string =>
    `《${title}》（${code}）有 ${count} 个不确定是否送达，名单见上一条。请先看一眼再决定：`,
  resend: '再发一次',
  countAsSent: '算已发',
  pausedBySender: '发这条通知的老师暂停了发送，要等这位老师恢复。',
  unknownPaused: (count: number, why: string): string => `好的，这 ${count} 条会再发一次，现在还没有发。${why}`,
  unknownResent: (count: number): string => `好的，这 ${count} 条马上再发一次。`,
  unknownCounted: (count: number): string => `好的，这 ${count} 条按已发记下了。`,
  unknownSettled: '这几条已经有结果了，不用再处理。',

  targetsChanged: (title: string, families: number, groups: number): string =>
    [
      families > 0 ? `《${title}》有 ${families} 户没有发：家长的联系方式在您确认之后改了，请看“通知进展”` : '',
      groups > 0 ? `《${title}》有 ${groups} 个群没有发：家长群在您确认之后改了，请看“通知进展”` : '',
    ]
      .filter((line) => line !== '')
      .join('\n'),

  partsIntro: (count: number): string => `今天有 ${count} 条通知，一起发给您：`,
  partHeading: (number: number, count: number, title: string): string => `【${number}/${count}】${title}`,

  taskWaits: (title: string, code: string, groups: readonly string[]): string =>
    `《${title}》（${code}）的群发任务已经建好，发往：${listNames(groups, '个群')}。\n请在企业微信的“群发助手”里点一下“发送”，点了才会发到群里。`,
  taskReminder: (title: string, code: string, groups: readonly string[]): string =>
    `提醒：《${title}》（${code}）还没有发到${listNames(groups, '个群')}。请在企业微信的“群发助手”里点“发送”。`,
  relayInstruction: (title: string, code: string, groups: readonly string[]): string =>
    `请把下一条消息原样复制，发到：${listNames(groups, '个群', MAX_NAMES_TO_ACT_ON)}。\n发完后回复“已发”。（《${title}》，${code}）`,
  relayReminder: (title: string, code: string, groups: readonly string[]): string =>
    `提醒：《${title}》（${code}）还等您发到${listNames(groups, '个群', MAX_NAMES_TO_ACT_ON)}。发完后回复“已发”；如果已经发了，也回一声“已发”就好。`,
  doNotPost: (title: string, code: string, groups: readonly string[]): string =>
    `《${title}》（${code}）已被叫停，请先不要发到${listNames(groups, '个群', MAX_NAMES_TO_ACT_ON)}。已经发出去的请告诉发送人；恢复后我会再把文字发给您。`,

  doNotPostTogether: (title: string, code: string, groups: readonly string[]): string =>
    `合在一起的那条《${title}》（${code}）请先不要发到${listNames(groups, '个群', MAX_NAMES_TO_ACT_ON)}：其中有一条叫停了，其余的我会重新发给您。已经发出去的请告诉发送人。`,

  nothingWaits: '现在没有等您转发的通知。',
  tasksAreChecked: '群发任务以企业微信的回执为准，我这就去查。稍后问“上次的通知发得怎么样”就能看到结果。',
  whichSent: '哪一条已经发了？',
  allSent: '全部都发了',
  sentOption: (title: string, group: string): string => `${group}（${title}）`,
  sentDone: (groups: readonly string[], left: number): string =>
    `收到，已记下：${listNames(groups, '个群')}。${left > 0 ? `还有 ${left} 个等您转发。` : '谢谢，没有等您转发的了。'}`,

  noNotice: '您还没有发过通知。可以说“给我带的班发反诈提醒”试试。',
  noSuchNotice: '没有找到这个编号的通知，请核对一下编号。',
  notYours: '这条通知不是您发的，只有发送人或学工处能操作。',
  failed: (
    title: string,
    code: string,
    count: number,
    reasons: readonly (Named & { readonly reason: string })[],
  ): string =>
    [
      `《${title}》（${code}）有 ${count} 个没有送到：`,
      ...reasons.map((named) => `· ${named.reason}：${listNames(named, '个')}`),
      '请换一种办法告诉这几家，例如打个电话。',
    ].join('\n'),
  overQuota: '这个月的群发次数用完了',
  failedRemark: (day: string, reason: string): string => `（家校通知 ${day} 没送到：${reason}）`,
  statusTitle: (title: string, code: string): string => `《${title}》 ${code}`,
  statusTotal: (total: number): string => `共 ${total} 个发送对象`,
  /** A school notice ends here: the platform gives no receipt (contract §6). */
  statusAccepted: (count: number): string => `平台已收下 ${count} 个，会送到家长微信（看没看过平台不告诉）`,
  statusSent: (count: number): string => `已发到 ${count} 个`,
  statusConfirmed: (confirmed: number, families: number): string =>
    confirmed === families ? `${families} 家都点了“我已知悉”` : `${families} 家里有 ${confirmed} 家点了“我已知悉”`,
  statusSending: (count: number): string => `正在发送 ${count} 个`,
  statusHeld: (count: number, until: string): string => `${count} 个在免打扰时段里，等到${until}再发`,
  statusHeldLow: (count: number, until: string): string => `${count} 个不急，等到${until}和别的一起发`,
  statusHeldTimed: (count: number, until: string): string => `${count} 个定在${until}发出，到点才发`,
  statusPaused: (count: number): string => `已暂停，${count} 个没有发出。说“恢复发送”继续`,
  statusWaiting: (owner: string, groups: Named, how: string): string =>
    `等${owner}${how}：${listNames(groups, '个群')}`,
  tapIt: '在群发助手里点发送',
  pasteIt: '转发到群里',
  statusCapped: (groups: Named): string => `本月群发次数用完，没有发到：${listNames(groups, '个')}`,
  statusFailed: (label: string, reason: string): string => `没有送到：${label}，${reason}`,
  statusMoreFailed: (count: number): string => `另有 ${count} 个没有送到`,
  statusUnknown: (unknown: Named): string =>
    `不确定是否送达：${listNames(unknown, '个', MAX_NAMES_TO_ACT_ON)}，请看一眼后选“再发一次”或“算已发”`,
  statusCancelled: (count: number): string => `已停发 ${count} 个`,
  statusBlocked: (reason: string): string => `发送渠道暂停中（${reason}），管理员处理后会自动继续`,
  reason: (code: string | null): string => (code === null ? '原因不明' : (REASONS[code] ?? `平台返回 ${code}`)),
  someOwner: '群主',

  stopButton: '停发这条',
  resumeButton: '恢复发送',
  pausedMine: '已经暂停：您的通知从现在起都不再发出。正在发送的最后几条可能收不回来。说“恢复发送”继续。',
  pausedAll: '已经暂停：全校的通知从现在起都不再发出。正在发送的最后几条可能收不回来。说“恢复发送”继续。',
  alreadyPaused: '已经是暂停状态了。说“恢复发送”继续。',
  confirmPauseAll: '这会停住所有人的全部通知（包括紧急通知），确定吗？',
  confirmResumeAll: '所有人停住的通知会马上继续发出，确定吗？',
  confirm: '确认',
  cancel: '取消',
  notPausedAll: '好的，没有暂停，一切照常发送。',
  notResumedAll: '好的，继续停着。',
  resumedMine: '已恢复，停住的通知继续发送。',
  resumedAll: '已恢复，全部通知继续发送。',
  nothingPaused: '现在没有暂停的发送。',
  stillPausedByAll: '您的通知已恢复，但全校发送仍处于暂停中，要等学工处或管理员恢复。',
  onlyOffice: '全部暂停和恢复只有学工处和管理员能做。您可以说“暂停发送”停住自己的通知。',
  confirmStop: (title: string, code: string): string =>
    `要停发《${title}》（${code}）吗？没发出的会取消，不能再恢复，以后也不再催。`,
  notStopped: '好的，照常发送。',
  stopped: (title: string, cancelled: number, withdrawn: boolean, underWay: number): string =>
    [
      `《${title}》已停发，取消了 ${cancelled} 个。`,
      withdrawn ? '还没点发送的群发任务正在撤回。' : '',
      underWay > 0 ? `有 ${underWay} 个正在发送，可能收不回来。` : '',
    ].join(''),
  nothingToStop: (title: string): string => `《${title}》已经没有可以停的了，都发完了。以后不再催，也不再走下一步。`,

  restoredLine: '系统刚从备份恢复，您在那前后发来的话可能没有处理。请看一眼最近的记录和通知，缺了什么再发给我一次。',
  restoredWaiting: (count: number): string =>
    `系统刚从备份恢复。您有 ${count} 份通知当时在等审批，后来可能已经批过、发过，所以这里没有留下、也不会再发。还没发出的，请重新说一次。`,
  restoredDrafts: (count: number): string =>
    `系统刚从备份恢复。您有 ${count} 份草稿（发“看草稿”能看到）后来可能已经发过，确认之前请先核对一下，发过的就不要再发了。`,
  restoredItems: (count: number): string =>
    `系统刚从备份恢复。宣教计划里有 ${count} 条在那段时间该发的没有再发，多半已经发过。发“宣教计划”看一眼，还没发的可以改到后面的日子，比如“计划3改到明天”。`,

  scheduleMissed: (number: number, words: string, due: string): string =>
    `定时${number}（${words}）${due}那一次没有发：当时系统停着，已经过了 12 小时，不再补发。需要的话请直接让我发一次。`,
  scheduleFailed: (number: number, words: string, problem: string): string =>
    `定时${number}（${words}）这一次没有发出：${problem}`,

  scheduleProblem: (code: string): string => SCHEDULE_PROBLEMS[code] ?? '准备通知时出了问题，请联系管理员',

  summaries: {
    sent: '报告转发好了',
    notice_status: '看通知发得怎么样',
    pause: '马上停住正在发的通知',
    resume: '恢复发送',
  },
} as const;
