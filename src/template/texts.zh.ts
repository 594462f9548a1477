/** What the template engine says to people: to the sender whose notice lacks something, and to the editor of a file. */
export const templateTexts = {
  missingField: (title: string, label: string) => `《${title}》还缺“${label}”，请补上再发。`,
  unknownField: (title: string, name: string) => `《${title}》没有“${name}”这一项，请检查模板。`,
  tooLong: (label: string, maxLength: number) => `“${label}”太长了，请缩短到 ${maxLength} 个字以内。`,
  noPart: (title: string, part: string) => `《${title}》没有${PART_NAMES[part] ?? part}的文字，不能这样发。`,
  invalid: (files: readonly string[]) => `模板有错误，请管理员检查：${files.join('、')}。`,

  unreadable: '读不出来，请确认文件存在、是 UTF-8 编码、格式正确',
  badMeta: (path: string, message: string) => `${path === '' ? '' : `“${path}”：`}${message}`,
  missingFile: '缺少这个文件',
  unexpectedFile: '这里不该有这个文件',
  emptyText: '文件是空的',
  groupNotAllowed: '这一类不允许发到群里，请删掉这个文件，或在 meta.json 的 audiences 里加上 group',
  undeclaredField: (label: string) => `用到了没有声明的字段 [${label}]`,
  unusedField: (label: string) => `字段“${label}”声明了，但哪段文字也没有用到`,
  doubledField: (label: string) => `字段“${label}”声明了两次`,
  looseBracket: '有一个方括号没有配对',
  sampleUnknown: (label: string) => `样例里的“${label}”不是声明过的字段`,
  sampleMissing: (label: string) => `样例里缺少“${label}”`,
  sampleTooLong: (label: string, maxLength: number) => `样例里的“${label}”超过了 ${maxLength} 个字`,
  sampleNoChoice: (label: string) => `样例里的“${label}”不在 choices 里`,
  badFieldInRule: (name: string) => `规则里的“${name}”不是声明过的字段`,
  unknownKind: '系统不认识这一类，请改回原来的文件夹名',
  missingKind: '这一类的文件夹不见了，请恢复',
  noTopic: '声明的主题没有对应的文件夹',
  undeclaredTopic: '这个主题没有写进上一级 meta.json 的 topics',
  noTemplates: '模板文件夹里一类通知也没有',
  tooManyBytes: (bytes: number, maxBytes: number) => `填满后最长可达 ${bytes} 字节，超过了 ${maxBytes} 字节`,
  guardObjects: (decision: string, rule: string, words: string) =>
    `内容检查${decision === 'block' ? '不通过' : '有疑问'}（${rule}）：${words}`,
} as const;

const PART_NAMES: Readonly<Record<string, string>> = { family: '发给家庭', group: '发到群里', phone: '电话提纲' };
