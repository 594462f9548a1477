import type { StaffRole } from '../db/index.ts';
import type { Intent } from '../language/index.ts';

export const ROLE_LABELS: Readonly<Record<StaffRole, string>> = {
  counsellor: '辅导员',
  class_teacher: '班主任',
  subject_teacher: '任课教师',
  college_leader: '分管领导',
  student_affairs: '学工处',
  admin: '管理员',
};

/** What a line can mean, as people call it. */
export const INTENT_LABELS: Readonly<Record<Intent, string>> = {
  help: '帮助',
  record: '记录联系',
  attempt: '记录没联系上',
  amend: '更正记录',
  undo: '撤回记录',
  look_up: '查学生',
  due_list: '待联系名单',
  progress: '联系进度',
  reminder: '提醒',
  notice: '发通知',
  good_news: '发喜报',
  discipline: '处分告知',
  letter: '信函',
  broadcast: '群发',
  show_drafts: '看草稿',
  notice_kinds: '能发的通知',
  schedule: '定时发送',
  schedule_list: '查看定时',
  schedule_stop: '停止定时',
  campaign: '宣教计划',
  approvals: '待我审批',
  sent: '报“已发”',
  notice_status: '通知进展',
  unlock_link: '解锁通知链接',
  unconfirmed: '谁还没确认',
  remind_unconfirmed: '催没确认的家长',
  family_replies: '家长回信',
  pause: '暂停发送',
  resume: '恢复发送',
  emergency: '应急',
  escalation: '上报',
  opinion_ticket: '转交意见',
  invitation: '邀请家长',
  visit: '家访、来访安排',
  survey: '抽样问卷',
  event: '活动安排',
  summary: '学期小结',
  desk: '督导台',
  answer: '回答',
  unknown: '没看懂',
};

/** What can be done today towards what is not built: the nearest thing, with lines that fit and whose command they are. */
export const INSTEAD: Readonly<Partial<Record<Intent, readonly { readonly intent: Intent; readonly line: string }[]>>> =
  {
    event: [
      { intent: 'notice', line: '群里发家长开放日邀请 11月28日上午9点 学院报告厅' },
      { intent: 'reminder', line: '提醒我11月27日上午九点准备家长开放日' },
    ],
    invitation: [
      { intent: 'notice', line: '给张三家长发约见 下周五下午3点到学校 商量学习安排' },
      { intent: 'notice', line: '群里发家长会邀请 下周日上午9点 学院报告厅' },
    ],
    visit: [
      { intent: 'reminder', line: '提醒我下周五下午三点去张三家家访' },
      { intent: 'record', line: '昨天下午去张三家家访，和他妈妈聊了学习' },
    ],
    survey: [
      { intent: 'notice', line: '给张三家长发问卷通知 11月30日前' },
      { intent: 'notice', line: '给家长群发：学院想听听您对学校工作的意见，欢迎直接联系辅导员。' },
    ],
    letter: [
      { intent: 'notice', line: '给张三家长发：孩子这学期的情况想和您说一说，方便时请联系我。' },
      { intent: 'record', line: '给张三家寄了信，说了成绩的事' },
    ],
    opinion_ticket: [
      { intent: 'record', line: '张三妈妈打电话来，反映食堂太贵，希望学校改进' },
      { intent: 'reminder', line: '提醒我明天上午九点把张三妈妈的意见转给后勤' },
    ],
    escalation: [
      { intent: 'emergency', line: '急 张三失联' },
      { intent: 'reminder', line: '提醒我今天下午三点向学院报告张三的情况' },
    ],
    summary: [
      { intent: 'progress', line: '联系进度' },
      { intent: 'due_list', line: '还有谁没联系' },
    ],
    desk: [
      { intent: 'progress', line: '联系进度' },
      { intent: 'notice_status', line: '通知进展' },
    ],
  };

export const commandTexts = {
  defaultTitle: '家信',
  chooseTitle: '请选一个',
  completeTitle: '请补充一下',
  orInWords: '也可以直接打字回答',
  whichDay: (words: string) =>
    `“${words}”我定不下是哪一天：可能还没到，也可能日历上没有这一天。所以还没有记录，这句话先留着。请问是什么时候联系的？`,
  confirmInWords: (label: string) => `回“确认”：${label}`,
  notRegistered: (userId: string) =>
    `您好，我是家信。您还没有登记，暂时不能使用。\n请把这个账号发给学校管理员，登记后就能用：\n${userId}`,
  denied: (role: StaffRole, action: string) =>
    `您现在的身份是${ROLE_LABELS[role]}，没有“${action}”的权限。需要的话请联系管理员调整；发“帮助”可以看到您能做的事。`,
  done: (label: string) => `已选：${label}`,
  pressed: '已处理',
  notDone: '没有完成，见回复',
  stale:
    '这个问题已经处理过、过期了，或者后来说了别的事，这次没有重复做任何事，已经记下的也没有变。还需要的话，直接打字告诉我就行。',
  expired: (line: string) => `刚才的问题已经过期，什么都没有做。还需要的话，请把原话再发一次：\n${line}`,
  nothingAsked: '现在没有等您回答的问题。要做什么直接说就行，发“帮助”可以看例子。',
  askedNoMore: '好的，不问了。前面已经记下的都在。',
  dropped: '好的，不继续了，什么都没有做。',
  noSuchOption: (count: number) => (count === 1 ? '只有 1 个选项，请再选一次：' : `请从 1 到 ${count} 里选一个：`),
  objection:
    '听起来这份可能不该发。它还没有发出，这句话我也没有记成联系。不发了请回复“取消”；核实过仍要发，再回复“确认”。',
  chooseFirst: '没看懂这句回答，请从下面选一个；不想继续就回复“取消”。',
  draftAside: '（刚才那份还没确认，已放到一边，没有发出。）',
  stopWaiting: '（刚才要停的还没确认，没有停；要停回复“确认”，不停回复“取消”。）',
  draftWaiting: '（刚才那份还没确认，没有发出；要发请回复“确认”，不发回复“取消”。）',
  stillAsked: (line: string) => `（“${line}”还在等您回答刚才的问题；不办了请回复“取消”。）`,
  lineAside: (line: string) => `（刚才那句还没说清，先没有处理：${line}）`,
  whichIntent: '这句话有几种意思，您要的是哪一种？',
  isItAContact:
    '这是您和家长的一次联系吗？听起来像是别人联系的、学生说的，或者只是家里的情况，所以我还没有记。要记成联系记录，还是查这位学生？',
  whichStudent: (words: string) => `“${words}”不止一位，您说的是哪一位？`,
  isItThisStudent: (words: string) => `“${words}”是下面这位吗？确定了再往下做。`,
  moreStudents: (count: number) => `还有 ${count} 位没有列出，可以直接回复班级或学号。`,
  studentLabel: (className: string, name: string, studentNo: string) => `${className} ${name} ${studentNo}`,
  nobodyFits: '按您补充的内容没有找到，请再选一次：',
  sayItAgain: '还是没看明白，先没有处理。请把整句话重新说一遍。',
  cancel: '取消',
  notBuilt: (label: string) => `“${label}”这一项还在做，现在还不能用。您的原话已经保存，没有丢。`,
  instead: (examples: readonly string[]) => `现在可以先这样：\n${examples.map((example) => `· ${example}`).join('\n')}`,
  availableNow: (examples: readonly string[]) =>
    `现在可以这样用：\n${examples.map((example) => `· ${example}`).join('\n')}`,
  nearest: (summary: string, examples: readonly string[]) =>
    `这句没太看懂，原话已保存。您是不是想“${summary}”？可以这样说：\n${examples.map((example) => `· ${example}`).join('\n')}`,
  helpTitle: '家信能帮您做什么',
  helpIntro: '不用记格式，像平时说话那样写就行，例如：',
  helpLine: (summary: string, example: string | undefined) => (example ? `· ${summary}\n  ${example}` : `· ${summary}`),
  helpMore: '想看某一项的更多例子，发“帮助 喜报”这样的话。要发给家长的内容都会先给您看，确认后才发。',
  helpAbout: (summary: string) => `${summary}，可以这样说：`,
  welcome: (name: string) => `${name}老师好，我是家信，帮您记下和家长的联系、把通知送到家长手里。`,
  helpSummary: '看帮助',
  thanked: '不客气，有事随时说。',
  helpWord: '帮助',
} as const;
