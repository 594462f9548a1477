import type { StaffRole } from '../../db/index.ts';
import { STAFF_ROLE_WORDS } from '../texts.zh.ts';

function names(list: readonly string[]): string {
  return list.slice(0, 4).join('、') + (list.length > 4 ? ` 等 ${list.length} 位` : '');
}

/** What is said about notices that wait for a second person. */
export const approvalTexts = {
  summary: '看等您审批的通知，同意或退回',
  agree: '同意发送',
  giveBack: '退回',
  next: '下一条',
  notNow: '先不定',
  keptWaiting: '好的，先放着，没有发。想看时发“待我审批”。',
  show: '看一看',
  edit: '改',
  again: '再看一遍',
  drop: '取消',

  // To the sender.
  willWait: '这一类要第二个人同意：确认后先请分管领导看，同意了才会发出去。',
  waits: (title: string, code: string, who: readonly string[]) =>
    `《${title}》（${code}）要第二个人同意，还没有发。已经请${names(who)}看了，同意后马上发出，我会告诉您。不想发了请按“取消”。`,
  stillWaits: (title: string, when: string) => `《${title}》${when}已经报上去了，正在等审批，还没有发。不用再报一次。`,
  noLeader: (college: string) =>
    `这一类要第二个人同意，可是名单里${college}没有别的分管领导（或没有填企业微信账号），没人能审批，所以还没有发。请管理员在名单的“教师”表里补上，再回“确认”。`,
  noOffice:
    '这一类要第二个人同意。它跨了几个学院（或您自己就是分管领导），要学工处的另一位老师审批，可是名单里没有（或没有填企业微信账号），所以还没有发。请管理员在名单的“教师”表里补上，再回“确认”。',
  approved: (title: string, code: string, who: string) => `${who}同意了《${title}》（${code}）。`,
  returned: (title: string, code: string, who: string, words: string) =>
    `${who}没有同意《${title}》（${code}），退回给您，还没有发：\n“${words}”\n可以改好再报，也可以不发了。`,
  returnedTitle: '通知被退回',
  returnedRun: (title: string, code: string, who: string, words: string) =>
    `${who}没有同意定时发送的《${title}》（${code}），这一次不发了：\n“${words}”`,
  notPossible: (title: string, code: string, why: string) =>
    `《${title}》（${code}）审批时发现发不出去了，没有发：${why}`,
  nobodyAnswered: (notice: string, when: string, reminders: number) =>
    `${notice}${when}报上去，${reminders > 0 ? `提醒了 ${reminders} 次，` : ''}还没有人审批，也没有发。请您直接问一声；不想发了请按“取消”。`,
  urgentWithoutApproval: '这是紧急通知，没有等第二个人同意就发出去了，我已经告诉分管领导。',
  urgentTold: (who: string, code: string) =>
    `${who}刚发出一条紧急通知（${code}）。这一类平时要您先同意，因为紧急没有等。内容如下：`,

  approvedAll: (title: string, count: number, who: string) => `${who}同意了《${title}》${count} 份，每家一个核实码。`,
  returnedAll: (title: string, count: number, who: string, words: string) =>
    `${who}没有同意《${title}》这 ${count} 份，退回给您，还没有发：\n“${words}”\n草稿都还在，回复“看草稿”可以改好再报，也可以不发了。`,
  withdrewAll: (title: string, count: number) => `好的，《${title}》${count} 份都取消了，没有发。`,
  dropAll: (count: number) => `取消这 ${count} 份`,

  // To whoever approves.
  batchRequest: (role: StaffRole, name: string, title: string, count: number) =>
    `${STAFF_ROLE_WORDS[role].title}${name}要给下面 ${count} 家各发一份《${title}》，等您同意。同意后每家只收到自己孩子的那一份：`,
  batchNames: (className: string, list: readonly string[]) => `· ${className}：${list.join('、')}`,
  batchImpossible: (count: number, why: string) => `另有 ${count} 份现在发不出去，同意后会作废：${why}`,
  batchExample: (name: string) => `以${name}为例，其余各家换成自己的情况，按“看下一份”可以一份一份看：`,
  agreeAll: (count: number) => `全部同意（${count} 份）`,
  giveBackAll: '全部退回',
  nextOne: '看下一份',
  oneByOne: '一份一份看',
  wholeBatch: '回到整批',
  restOfBatch: (count: number) => `看其余 ${count} 份`,
  titleOfMany: (title: string, count: number) => `${title} ${count} 份`,
  askWhyAll: (title: string, count: number) => `为什么退回《${title}》这 ${count} 份？说一句就好，我原样转给发送人。`,
  saidYesAll: (title: string, count: number) => `好的，《${title}》${count} 份已经同意。`,
  saidNoAll: (title: string, count: number, name: string) => `好的，《${title}》${count} 份已退回给${name}，没有发。`,
  requestTitle: (title: string) => `请您审批：${title}`,
  request: (role: StaffRole, name: string, code: string) =>
    `${STAFF_ROLE_WORDS[role].title}${name}要发下面这条（核实码 ${code}），等您同意。同意后就照这个样子发给家长：`,
  toldFirst: '发送人说：告诉家里之前，已经先和学生本人谈过。',
  notToldFirst: (reason: string) => `请注意：还没有和学生本人谈，就要先告诉家里。发送人写的原因：“${reason}”`,
  notToldOf: (name: string, reason: string) => `· ${name}：还没有和本人谈，原因：“${reason}”`,
  /** What a yes covers besides; the ladder (`delivery/ladder`) does no more than this. */
  covers:
    '同意以后，没收到或三天没有确认的家庭，发送人可以催一下，也可以把同样的文字换一种方式（这家自己的群、电话、寄信）或换这家的另一位家长告诉，不用再审。别的家庭、别的文字都要重新审。',
  coversNamed:
    '同意以后，这位家长没收到或三天没有确认，发送人可以催一下，也可以打电话、寄信把同样的内容告诉这位家长，不用再审。别的家长、别的家庭、别的文字都要重新审。',
  changed: '名单或内容和刚才给您看的不一样了，还没有发。请再看一次：',
  reminderTitle: '还有通知等您审批',
  reminder: (name: string, notice: string, when: string) =>
    `${name}的${notice}从${when}起在等您同意，没有您的同意不会发。`,
  oneNotice: (title: string, code: string) => `《${title}》（${code}）`,
  manyNotices: (title: string, count: number) => `《${title}》${count} 份`,
  moreAtOnce: (name: string) => `${name}一次报了好几条，其余的请发“待我审批”一条一条看。`,
  nothingWaits: '现在没有等您审批的通知。',
  howToGoOn: '请看过这一条再按下面的按钮；不按按钮的话，回复“待我审批”接着审。',
  waitingCount: (count: number) => `有 ${count} 条等您审批。`,
  listLine: (title: string, code: string, name: string, when: string) => `· 《${title}》（${code}） ${name} ${when}`,
  listBatch: (title: string, count: number, name: string, when: string) => `· 《${title}》${count} 份 ${name} ${when}`,
  ownWaiting: '您报上去、还在等别人审批的：',
  ownWaits: (title: string, code: string, when: string, who: readonly string[]) =>
    `《${title}》（${code}）还没有发：${when}报上去，在等${names(who)}审批。不想发了请说“停发 ${code}”。`,
  ownWithdrawn: (title: string, code: string) => `好的，《${title}》（${code}）已经收回，没有发，也告诉审批的老师了。`,
  dropOne: (code: string) => `取消 ${code}`,
  askWhy: (title: string) => `为什么退回《${title}》？说一句就好，我原样转给发送人。`,
  saidNo: (title: string, name: string) => `好的，《${title}》已退回给${name}，没有发。`,
  saidYes: (title: string, code: string) => `好的，《${title}》（${code}）已经同意。`,
  already: (outcome: 'approved' | 'returned' | 'withdrawn' | 'dropped', who: string, when: string) =>
    ({
      approved: `${who}${when}已经同意，通知已经发出，不用再审。`,
      returned: `${who}${when}已经退回，没有发。`,
      withdrawn: `发送人${when}自己取消了，没有发，不用再审。`,
      dropped: `这条${when}已经作废，没有发。`,
    })[outcome],
  somebody: '别的老师',
  you: '您',
  sender: '发送人',
  notForYou: '这条通知不归您审批，或者已经不在了。',
  othersDecide: '学生的学院变了，这条现在归别的老师审批，已经转过去了。',
  withdrawn: (name: string, title: string, code: string) => `${name}取消了《${title}》（${code}），不用审批了。`,
  cannotGoOut: (why: string) => `这条现在发不出去：${why}\n可以退回给发送人。`,
  senderGone: '发送人已经不在名单里了',
} as const;
