/** What is said about a notice that is set for a time. */
export const timedTexts = {
  sendNow: '马上发',
  problem: {
    past: (words: string) =>
      `您说的发出时间“${words}”已经过去了，还没有发。改成什么时候？例如“明天上午九点”；也可以马上发。`,
    no_such_time: (words: string) =>
      `没有“${words}”这个时间，还没有发。请核对后再告诉我什么时候发，例如“明天上午九点”；也可以马上发。`,
    urgent: (words: string) => `这一类是急事，不等到“${words}”：看过确认后马上发。现在就给您看要发的内容吗？`,
  },
  at: (when: string) => `${when} 发出。确认后先存着，到点才发；之前想停，发“停发”和核实码。`,
  quiet: (said: string, hours: string) => `您说的是${said}，那是免打扰时段（${hours}），所以顺延。`,
  approvalLate: '到那时还没有人同意的话，就等同意以后马上发。',
  late: (when: string) => `原定${when}发出，时间已经过了，`,
  overAtConfirm: (when: string) => `您定的发出时间（${when}）已经过了，还没有发。现在确认就马上发：`,
  hint: (code: string) => `想看进展请发“通知进展”；到点之前不想发了，请发“停发 ${code}”。`,
  waits: (title: string, code: string, when: string) =>
    `《${title}》定在${when} 发出，还没有发。不想发了请发“停发 ${code}”。`,
  already: (confirmed: string, when: string, code: string) =>
    `这条通知${confirmed}已经确认，定在${when} 发出，现在还没有发。不想发了请发“停发 ${code}”。`,
} as const;
