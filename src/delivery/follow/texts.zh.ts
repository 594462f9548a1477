import type { DeliveryChannel } from '../../db/index.ts';

const CHANNELS: Readonly<Record<DeliveryChannel, string>> = {
  wecom_school_notice: '学校通知',
  wecom_customer_group: '家庭群（群发助手）',
  wecom_group_robot: '家庭群',
  relay: '转发到家庭群',
  phone: '打电话',
  letter: '寄信',
};

const MAX_NAMES = 12;

export const followTexts = {
  summaryUnconfirmed: '看哪些家长还没点“我已知悉”',
  summaryRemind: '催还没点“我已知悉”的家长',
  channel: (channel: DeliveryChannel): string => CHANNELS[channel],

  noPrivate: '您还没有单独发给家长的通知。发到群里的通知没有逐家的确认。',
  groupNotice: (title: string): string => `《${title}》是发到群里的，没有逐家的确认。`,
  allConfirmed: (title: string, code: string, families: number): string =>
    `《${title}》（${code}）的 ${families} 家都点了“我已知悉”。`,
  unconfirmedTitle: (title: string, code: string, confirmed: number, families: number): string =>
    `《${title}》（${code}）：${families} 家里 ${confirmed} 家点了“我已知悉”，还有 ${families - confirmed} 家没有：`,
  sentLine: (name: string, className: string, channel: string, when: string, reminders: number): string =>
    `· ${name}（${className}）：${channel}，${when} 送出${reminders > 0 ? `，催过 ${reminders} 次` : ''}`,
  openLine: (name: string, className: string, channel: string): string =>
    `· ${name}（${className}）：${channel}，还在发送中`,
  waitsLine: (name: string, className: string, channel: string): string =>
    `· ${name}（${className}）：${channel}，还等人发出去`,
  missedLine: (name: string, className: string, reason: string): string =>
    `· ${name}（${className}）：没有送到，${reason}`,
  moreLines: (count: number): string => `另有 ${count} 家`,
  older: (
    notices: readonly { readonly title: string; readonly noticeCode: string; readonly families: number }[],
  ): string => {
    const shown = notices.slice(0, 5).map((one) => `《${one.title}》（${one.noticeCode}）${one.families} 家`);
    const more = notices.length > 5 ? ` 等 ${notices.length} 条` : '';
    return `两周内更早的通知也还有没确认的：${shown.join('、')}${more}。要看或要催，请带上核实码，例如“${notices[0]?.noticeCode} 没确认的有谁”“催一下 ${notices[0]?.noticeCode}”。`;
  },
  remindButton: '催一下',

  reminderBody: (name: string, day: string, title: string): string =>
    `${name}家长您好：学校${day}发给您家的《${title}》，老师还没有看到您点“我已知悉”。请打开看一看，看完点一下就好；已经看过、只是没有点的，也请点一下。`,
  nobodyToRemind:
    '现在没有可以催的家长：都点过了，或者还没送到，或者已经催过两次、已经停发。想知道详情请说“没确认的有谁”。',
  tooEarly: (count: number, from: string): string =>
    `刚发出不久，先给家长一点时间：还有 ${count} 家没点“我已知悉”，${from} 以后可以催。急事请直接打电话。`,
  previewTitle: '催还没确认的家长',
  preview: (title: string, code: string, names: readonly string[]): string =>
    `《${title}》（${code}），要催 ${names.length} 家：${list(names)}`,
  previewRule: '——————',
  previewLink: '（末尾带着这一家原来的链接）',
  previewExample: (count: number): string => `各家只有称呼不同，共 ${count} 家。`,
  twice: (names: readonly string[]): string => `已经催过两次的不再催：${list(names)}。可以打电话问一问。`,
  heldUntil: (until: string): string => `现在是免打扰时段，确认后会等到${until}再发。`,
  confirmRemind: '确认发送',
  cancel: '取消',
  notReminded: '好的，不催。',
  reminded: (count: number): string => `好的，提醒发给 ${count} 家。每家最多催两次。`,
  remindedPaused: (count: number, why: string): string => `好的，提醒 ${count} 家记下了，还没有发出去。${why}`,
  remindedHeld: (count: number, until: string): string => `好的，${until} 提醒 ${count} 家。每家最多催两次。`,
} as const;

function list(names: readonly string[]): string {
  return names.length <= MAX_NAMES ? names.join('、') : `${names.slice(0, MAX_NAMES).join('、')}等 ${names.length} 家`;
}
