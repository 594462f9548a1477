const MAX_LINES = 10;

/** What the sender reads about the next steps to families. */
export const ladderTexts = {
  title: '有家长还没收到或没确认',
  offered: (count: number): string => `${count} 家还没送到，或三天没有人点“我已知悉”：`,
  line: (name: string, title: string, why: string, step: string): string =>
    `· ${name}家《${title}》（${why}）→ 下一步：${step}`,
  more: (count: number): string => `另有 ${count} 家，按“全部走下一步”时一起列出来。`,
  notConfirmed: '三天没有确认',
  notDone: '三天没有办',
  all: '全部走下一步',
  one: (name: string): string => `${name}家`,

  toGroup: (name: string): string => `发到家庭群「${name}」`,
  toRelay: (name: string): string => `转发给家庭群「${name}」`,
  toCall: (relation: string): string => `打电话给${relation}`,
  toGuardian: (relation: string): string => `再发学校通知给${relation}`,
  toLetter: '寄信',

  nothing: '这几家现在不用走下一步了：已经确认、已经联系上，或者通知已停发。',
  gone: '没有找到这次的名单。',
  previewTitle: '走下一步，请看一眼',
  words: '会发出的文字（各家末尾另有专用链接）：',
  letterWords: '信的内容：',
  outline: '电话提纲：',
  rule: '——————',
  confirm: '确认',
  cancel: '取消',
  notTaken: '好的，先不走下一步。',
  taken: (count: number): string => `好的，${count} 家已走下一步。`,
  takenPaused: (why: string): string => `要发的文字还没有发出去。${why}`,
  tasks: (calls: number, letters: number): string => {
    const parts = [calls > 0 ? `${calls} 个电话` : '', letters > 0 ? `${letters} 封信` : ''].filter(
      (part) => part !== '',
    );
    return `${parts.join('、')}记进了待办，说“我的提醒”能看到；记下联系后，电话会自动完成。`;
  },
  later: (count: number): string => `一次最多走 30 家。其余 ${count} 家这次不走，走完请再按一次“全部走下一步”。`,
  changed: (count: number): string => `有 ${count} 家要联系的人或内容和刚才给您看的不一样了，还没有走，请再看一眼：`,
  leftOut: (count: number): string => `${count} 家的情况刚刚变了，没有走。`,

  callTask: (relation: string, phone: string, title: string, code: string): string =>
    `打电话给${relation}（${phone}），告诉家里《${title}》（${code}）`,
  letterTask: (title: string, code: string): string => `寄信告诉家里《${title}》（${code}）`,
  callMaterial: (name: string, relation: string, phone: string, outline: string): string =>
    `给${name}的${relation}（${phone}）打电话的提纲：\n${outline}`,
  letterMaterial: (name: string, words: string): string => `寄给${name}家的信，可以直接打印：\n\n${words}`,
  takenBack: (name: string, title: string, isLetter: boolean): string =>
    isLetter
      ? `《${title}》请不要再给${name}家寄信：名单里这家的家长现在都不能联系了。这条待办已经取消。`
      : `《${title}》请不要再给${name}家打这个电话：名单里原来要联系的家长现在不能联系了。这条待办已经取消。`,
  noOutline: (title: string): string => `说明《${title}》的内容，听听家长的想法。`,
  letterTarget: '家庭地址',
} as const;

/** As many lines as a person reads. */
export function cutLines(lines: readonly string[]): readonly string[] {
  const more = lines.length - MAX_LINES;
  return more > 0 ? [...lines.slice(0, MAX_LINES), ladderTexts.more(more)] : lines;
}
