import type { Season } from './propose-campaign.ts';
import type { Theme } from './themes.ts';

export const SEASON_LABELS: Readonly<Record<Season, string>> = {
  admission: '新生入学季，防假老师假群',
  term_start: '开学',
  cards: '两卡',
  part_time: '兼职',
  loans: '不良借贷',
  shopping: '双十一前后',
  all_year: '全年都要讲',
  exams: '考试、抢票季',
  fees: '缴费季',
  credit: '征信、注销贷款',
  games: '游戏交易',
  romance: '网恋、投资',
  graduation: '毕业、实习',
  police: '假公检法',
  holiday: '放假前',
  term_end: '学期末',
  weekly: '每周一句',
  catch_up: '本学期还没讲到，补上',
  own: '自己加的',
};

export const THEME_LABELS: Readonly<Record<Theme, string>> = {
  telecom_fraud: '电信网络诈骗',
  trap_loan: '套路贷',
  nude_loan: '裸贷',
};

const MAX_NAMES = 12;

function list(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).join('、');
  return names.length > MAX_NAMES ? `${shown} 等 ${names.length} 个` : shown;
}

function monthDay(day: string): string {
  const [, month, date] = day.split('-').map(Number);
  return `${month}月${date}日`;
}

/** What is said about the plan of a college's term. */
export const campaignTexts = {
  summary: '学院的宣教计划：一学期的反诈、消费、放假提醒；反诈覆盖',
  title: (term: string) => `${term}宣教计划`,
  proposalTitle: (term: string) => `请核对：${term}宣教计划`,
  proposalIntro: (college: string, groups: number) =>
    `${college}还没有定这学期的计划。下面是按诈骗高发季节排好的，采用后到时间会以您的名义发到学院的 ${groups} 个家长群：`,
  proposalNote:
    '每条到时间自动准备好发出：客户群要群主点一下，微信群、QQ群会把文字发给群主去粘贴。标“提醒写”的要辅导员自己填，到时候提醒他们。采用以后每一条都可以改日期、换内容、不要，也可以整个停掉。',
  holidaysUnknown: '放假提醒只排到已经公布放假安排的日子，之后的请到时候说“计划加一条”。',
  accept: '采用',
  cancel: '取消',
  accepted: (count: number, first: string) =>
    `已采用，共 ${count} 条，第一条在${first}。\n要改就说：“计划3改到12月1日”“计划3换成裸贷”“计划3不要了”“计划加一条 12月8日 裸贷”。整个不要了说“停止宣教计划”。`,
  notAcceptedYet: '学院这学期还没有采用计划。先发“宣教计划”看一看，采用以后再改。',
  notAccepted: '好的，没有采用，什么都不会发。',
  alreadyAccepted: '这学期的计划已经有人采用了，没有再排一份。发“宣教计划”可以看到。',
  noneYet: (college: string) => `${college}这学期还没有定宣教计划。请分管领导发“宣教计划”，看过以后采用。`,
  noCollege: '您没有登记所属学院，所以没有可以看的计划。请管理员在名单里补上。',
  nothingLeft: '这学期剩下的时间里没有可排的了。',
  noGroups: '学院还没有登记家长群，计划排了也发不出去。请管理员在名单的“家长群”表里补上。',
  leaderOnly: '宣教计划由学院分管领导采用和修改；您可以看，也可以发“反诈覆盖”看各群都讲到了没有。',
  stoppedState: '（已停止，不会再发。要重新排请说“宣教计划”。）',
  owner: (name: string) => `以${name}的名义发到学院的全部家长群。`,
  line: (number: number, when: string, what: string, season: string) => `${number}. ${when}　${what}（${season}）`,
  proposedLine: (when: string, what: string, season: string) => `· ${when}　${what}（${season}）`,
  weeklyLine: (numbers: string, first: string, last: string, count: number) =>
    `· 每周一条“我们从不在群里收钱”：${first} 到 ${last}，共 ${count} 次${numbers}`,
  weeklyNumbers: (first: number, last: number) => `（计划${first} 到 计划${last}）`,
  moreLines: (count: number) => `（后面还有 ${count} 条）`,
  doneLine: (sent: number, skipped: number) =>
    `到今天：已发 ${sent} 条${skipped > 0 ? `，没发成或错过 ${skipped} 条（可以改到后面的日子）` : ''}。`,
  waitingLine: (count: number) => `另有 ${count} 条到时间了，还在等审批，没有发出。`,
  problemLine: (number: number, when: string, what: string, why: string) => `${number}. ${when}　${what}：${why}`,
  problems: { skipped: '错过了', failed: '没发成' } as const,
  remindWords: (title: string) => `提醒写：${title}`,
  fraudWords: (title: string) => `反诈·${title}`,
  holidayAbout: (first: string, last: string) => `放假通知（${monthDay(first)}到${monthDay(last)}）`,

  /** Winter or summer: its days are the school's own. */
  breakAbout: '寒暑假离校和返校的通知',

  noSuchItem: (number: number) => `没有“计划${number}”，或者它已经发过了。发“宣教计划”可以看到还能改的。`,
  whichNumber: '要改哪一条？请带上号码，例如“计划3改到12月1日”。',
  dayPast: '这一天已经过去了，没有改。请换一个今天以后的日子。',
  dayOutside: '这一天不在本学期里，没有改。',
  dayNeeded: '请带上日期，例如“计划加一条 12月8日 裸贷”。',
  whatNeeded: '讲什么？请说明白，例如“裸贷”“刷单”“套路贷”“消费”。',
  moved: (number: number, what: string, when: string) => `已改：计划${number}（${what}）改到${when}。`,
  replaced: (number: number, what: string, when: string) => `已换：计划${number}（${when}）换成${what}。`,
  onlyFraud: '这一条不是反诈，不能换主题。不要的话说“计划…不要了”，再“计划加一条”。',
  dropped: (number: number, what: string) => `已去掉：计划${number}（${what}）。`,
  added: (number: number, what: string, when: string) => `已加上：计划${number}，${when}，${what}。`,
  themeMissing: (themes: readonly string[]) =>
    `注意：改完以后，这学期后面没有安排“${themes.join('”“')}”了，还有群没讲到。规定每学期都要讲。`,
  confirmStop: (count: number) => `停止以后，剩下的 ${count} 条都不会发；已经发出的不受影响。要停吗？`,
  stop: '停止计划',
  keep: '不停',
  stopped: '已停止。要重新排，发“宣教计划”。',
  kept: '好的，计划照旧。',
  takenOver: '原来采用计划的老师已经不在名单里，以后以您的名义发。',

  coverageTitle: (term: string) => `${term}反诈覆盖`,
  coverageNoGroups: '您的范围里还没有登记家长群。',
  coverageLine: (theme: string, reached: number, all: number) => `${theme}：${reached}/${all} 个群已讲到`,
  coverageWaiting: (names: readonly string[]) => `　等群主发或结果未知：${list(names)}`,
  coverageMissing: (names: readonly string[]) => `　还没有：${list(names)}`,
  coverageNoGroup: (names: readonly string[]) => `没有登记家长群的班（不算在内）：${list(names)}`,
  coverageHow: '只数确实已在群里的；讲“套路贷”的文字不算讲过“裸贷”。要补就说“反诈发一条裸贷的”。',
  collegeLine: (college: string, state: string) => `· ${college}：${state}`,
  collegeNone: '还没有采用计划',
  collegeStopped: '计划已停止',
  collegeNext: (left: number, next: string) => `已采用，还有 ${left} 条，下一条${next}`,
  collegeDone: '已采用，都发完了',

  // To people, by the runner.
  taskHoliday: (about: string) => `写${about}发家长群：起止、返校时间、交通和安全，可以说“群里发个放假通知：…”`,
  taskAward: '给本学期获校级以上奖励的学生家里报喜，可以说“喜报 姓名 奖项 发给他家长”',
  runFailed: (number: number, what: string, why: string) =>
    `宣教计划${number}（${what}）没有发成：${why}\n改好以后可以说“计划${number}改到明天”。`,
  runMissed: (number: number, what: string, when: string) =>
    `宣教计划${number}（${what}）本来应在${when}发，当时系统停着，已经太晚，没有补发。要发的话说“计划${number}改到明天”。`,
  runPrepared: (number: number, what: string) => `宣教计划${number}（${what}）已开始发。发“通知进展”看情况。`,
  ownerGone: '采用计划的老师已经不在名单里，请学院现在的分管领导发“宣教计划”接手',
  notAllowed: '采用计划的老师现在没有群发的权限',
  unexpected: '系统出了问题，已记下，管理员会看到',
} as const;
