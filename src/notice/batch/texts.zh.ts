/** What the conversation about batches of drafts says. */

function list(names: readonly string[], max = 8): string {
  const shown = names.slice(0, max).join('、');
  return names.length > max ? `${shown} 等 ${names.length} 位` : shown;
}

function shortDay(date: string): string {
  return `${Number(date.slice(5, 7))}月${Number(date.slice(8))}日`;
}

export const batchTexts = {
  summary: '看成绩、奖项等导入后备好的私聊草稿，核对后再发',
  none: '现在没有待核对的草稿。教务处等部门的成绩、奖项、预警导入以后，这里会有备好的私聊草稿。',
  noneOfKind: (title: string) =>
    `现在没有备好的《${title}》草稿。要一次发给好几家，请管理员先把教务处等部门的表导入，每家会备好一份草稿，您核对后再发；现在可以按名字一家一家地发。`,
  chooseTitle: '待核对的草稿',
  choose: (count: number) => `一共 ${count} 批草稿，一份都还没有发，先看哪一批？也可以说名称，例如“学业预警”。`,
  more: '更多',
  label: (title: string, count: number, source: string, asOf: string) =>
    `${title} ${count} 份（${source} ${shortDay(asOf)}）`,
  gone: '这一批已经没有待核对的草稿了。',
  draftGone: '这份草稿已经发出或撤下了。',

  askTold: (title: string, names: readonly string[]) =>
    `《${title}》告诉家里之前，应当先和学生本人谈。这几位您都先谈过了吗：${list(names, 40)}？`,
  askConsent: (why: string, names: readonly string[]) => `${why}这几位都同意告诉家里吗：${list(names, 40)}？`,
  consentAll: '都同意了',
  consentSome: '有的还没有同意',
  toldAll: '都谈过了',
  toldSome: '有的还没有',
  oneByOneInstead: '好的，那就一份一份来：还没有的请先放着，以后再回复“看草稿”。',

  head: (title: string, count: number, source: string, asOf: string) =>
    `《${title}》${count} 份，一家一份（${source} ${shortDay(asOf)}）`,
  names: (className: string, names: readonly string[]) => `· ${className}：${names.join('、')}`,
  problemsHead: (count: number) => `其中 ${count} 份现在不能发，会留在草稿里：`,
  problem: (name: string, why: string) => `· ${name}：${why}`,
  example: (name: string) => `以${name}为例，其余各家换成自己的情况：`,
  confirmAll: '全部确认',
  oneByOne: '一份一份看',
  dropAll: '全部不要',
  later: '先放着',
  left: '好的，草稿都还在，一份也没有发。想看时回复“看草稿”。',
  askDropAll: (count: number) => `这 ${count} 份草稿都不发了吗？`,
  yesDrop: '都不发',
  droppedAll: (count: number) => `好的，${count} 份草稿都撤下了，没有发。`,

  confirmedAll: (title: string, count: number) => `《${title}》${count} 份已确认，每家一个核实码。`,
  awaitApproval: (count: number, approvers: readonly string[]) =>
    `${count} 份要先审批，已经送给${list(approvers)}，同意后每家各发一份。`,
  changed: (names: readonly string[]) =>
    `${list(names)}的内容或收件人和刚才给您看的不一样了，没有发。回复“看草稿”再核对一次。`,
  notSent: (count: number) => `还有 ${count} 份没有发，留在草稿里：`,
  nothingSent: '这一次一份都没有发。',

  place: (index: number, count: number) => `第 ${index} 份，共 ${count} 份`,
  confirmOne: '确认发送',
  again: '再看一遍',
  readFirst: '这一份请看过再按“确认发送”；打字的话，先回“再看一遍”，看过再回“确认”。',
  next: '下一份',
  previous: '上一份',
  edit: '改',
  dropOne: '不要这份',
  droppedOne: '这一份撤下了，没有发。',
  lastOne: '这一批看完了。',
  editWhich: '要改哪一项？',
  editNothing: '这份草稿没有可以改的内容。',
  editField: (label: string, now: string) => `“${label}”现在是：${now === '' ? '（空）' : now}\n请把改好的内容发给我。`,
  tooLong: (label: string, max: number) => `“${label}”最多 ${max} 个字，请缩短后再发给我。`,

  expired: (count: number) =>
    `有 ${count} 份私聊草稿放了 14 天没有处理，已经撤下，没有发。还需要告诉家里的话，直接跟我说就行，例如“给张三家长发学业预警”；重新导入同一份表不会再备一次。`,
  handedOver: (count: number) => `有 ${count} 份私聊草稿随学生转到了您这里，还没有发。回复“看草稿”。`,
} as const;
