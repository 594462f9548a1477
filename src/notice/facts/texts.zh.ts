/** What the import of facts says to the administrator, and the words that it puts into fields. */

function day(date: string): string {
  const [year, month, dayOfMonth] = date.split('-').map(Number);
  return `${year}年${month}月${dayOfMonth}日`;
}

export const factTexts = {
  // Fields of notices.
  day,
  fromTo: (first: string, last: string) => `${day(first)}至${day(last)}`,
  hours: (count: number) => `${count} 课时`,
  countOfCourses: (count: number) => `${count} 门`,
  courseMark: (course: string, mark: string) => `${course} ${mark}`,
  andMore: (names: readonly string[], count: number) => `${names.join('、')}等 ${count} 门`,

  // Report.
  source: {
    no_file: '找不到这个文件或文件夹。请检查路径。',
    bad_file: '读不懂这个文件。请用 .xlsx，或放着 成绩.csv、考勤.csv … 的文件夹；CSV 的引号要成对。',
    bad_encoding: '文字编码认不出来。请另存为 UTF-8 或 GB18030（Excel 的“CSV”）再试。',
    too_large: '文件太大了，不像一份成绩或考勤表。请检查内容，或分成几份导入。',
  },
  empty: '表里还没有内容。请把示例行换成您自己的数据再导入。',
  macroIgnored: '文件里可能有宏，没有执行，只读了表格里的内容。',
  formula: '这一格是公式，家信不计算公式。请在 Excel 里“复制 → 选择性粘贴 → 数值”后再导入。',
  badTerm: '看不懂是哪个学期，请写成 2026-2027-1（第一学期）或 2026-2027-2（第二学期）。',
  badDay: '看不懂是哪一天，请写成 2026-10-09 这样。',
  badHours: '课时请填一天以内的数字，例如 2。',
  markOrPassed: '“成绩”和“是否通过”至少要填一个。',
  contradiction: (mark: string, isPassed: boolean) =>
    `成绩 ${mark} 和“是否通过：${isPassed ? '是' : '否'}”对不上，按“是否通过”收下了。请核对。`,
  duplicate: (row: number) => `和第 ${row} 行是同一位学生的同一件事，不知道该信哪一行。请只留一行。`,
  unknownStudent: (studentNo: string) => `名单里没有学号“${studentNo.slice(0, 40)}”。请核对学号，或先导入名单。`,
  nameDiffers: (studentNo: string, known: string, typed: string) =>
    `学号 ${studentNo.slice(0, 40)} 在名单里是“${known}”，这里写的是“${typed.slice(0, 40)}”。请核对这一行是不是错位了。`,
  studentLeft: (name: string) => `${name} 已经离校或不在名单里，只记下，不会给家里准备通知。`,

  done: '已导入。',
  dryRun: '这是预演，什么都没有保存。正式导入会这样：',
  nothingChanged: '和系统里的一样，什么都没有变。',
  failed: (count: number) => `有 ${count} 处错误，什么都没有导入：`,
  moreProblems: (count: number) => `  ……还有 ${count} 处没有列出，用 --json 可以看到全部。`,
  warnings: (count: number) => `有 ${count} 处请您留意：`,
  changes: (changes: { added: number; updated: number; removed: number; unchanged: number }) =>
    `新增 ${changes.added}，更新 ${changes.updated}，作废 ${changes.removed}，不变 ${changes.unchanged}`,
  drafts: (count: number, replaced: number, tasks: number) =>
    [
      `准备了 ${count} 份私聊草稿，一家一份，等辅导员核对后才会发`,
      ...(replaced > 0 ? [`撤下 ${replaced} 份还没发的旧草稿`] : []),
      ...(tasks > 0 ? [`给辅导员加了 ${tasks} 个待办`] : []),
    ].join('；'),
  place: (sheet: string, row: number, column: string) =>
    [sheet === '' ? '文件' : `【${sheet}】`, row > 0 ? `第 ${row} 行` : '', column === '' ? '' : `“${column}”列`]
      .filter((part) => part !== '')
      .join(' '),
  templateWritten: (path: string) =>
    `模板已写到 ${path}。红色表头必填；示例行请换成您自己的数据，填好后用 facts import 导入。`,
  templateFailed: '模板写不进去：请检查文件夹是否存在、文件名是否以 .xlsx 结尾、文件是否正开着。',
  noteSheet: '填写说明',
  noteHeader: '说明',
  notes: [
    '只填需要的表，其余的表可以删掉。学号和姓名必须对得上，对不上会整份退回。',
    '同一份文件再导入一次，什么都不会变；改正后再导入，会换掉还没发出的草稿。',
    '哪一行弄错了、要从系统里去掉，请在“作废”列填“是”再导入。',
    '单元格里不要留公式，请先粘贴成数值。',
  ],

  // To the counsellor.
  imported: (sheets: readonly string[], source: string, asOf: string) =>
    `${sheets.join('、')}已导入（${source} ${Number(asOf.slice(5, 7))}月${Number(asOf.slice(8))}日）：`,
  found: {
    failed_courses: (count: number) => `有 ${count} 位学生有课程未通过`,
    marks: (count: number) => `有 ${count} 位学生的成绩可以告诉家里`,
    absence: (count: number) => `有 ${count} 位学生缺课累计较多，已记入您的待办`,
    award: (count: number) => `有 ${count} 份校级以上的奖项`,
    academic_warning: (count: number) => `有 ${count} 位学生被学业预警`,
    registration: (count: number) => `有 ${count} 位学生还没有注册`,
  },
  prepared: (lines: readonly string[], count: number) =>
    `您的班里${lines.join('；')}。已备好 ${count} 份私聊草稿，一家一份，还没有发。回复“看草稿”。`,
  absenceTask: (hours: string) => `缺课累计 ${hours}：先和本人谈，再和家里联系`,
} as const;
