/** Everything that a person reads about the roster: reports of imports, the student card, emergencies. */

export const attentionTexts = { special: '特殊关注', key: '重点关注', general: '一般' } as const;
export const statusTexts = { enrolled: '在读', suspended: '休学', withdrawn: '退学', graduated: '毕业' } as const;
export const platformTexts = { wecom: '企业微信', wechat: '微信', qq: 'QQ', dingtalk: '钉钉' } as const;

export const importTexts = {
  source: {
    no_file: '找不到这个文件或文件夹。请检查路径。',
    bad_file: '读不懂这个文件。请用 .xlsx，或放着 班级.csv、教师.csv … 的文件夹；CSV 的引号要成对。',
    bad_encoding: '文字编码认不出来。请另存为 UTF-8 或 GB18030（Excel 的“CSV”）再试。',
    too_large: '文件太大了，不像一份名单。请检查内容，或分成几份导入。',
  },
  noSheet: (names: readonly string[]) => `没有找到能读的工作表。需要的是：${names.join('、')}。`,
  empty: '名单里还没有内容。请把示例行换成您自己的数据再导入。',
  unknownSheet: (names: readonly string[]) => `不认识这张表，没有读。能读的是：${names.join('、')}。`,
  repeatedSheet: '这张表出现了两次，不知道该读哪一张。请只留一张。',
  missingHeader: '第 1 行应当是表头，这里是空的。',
  missingColumn: (column: string) => `缺少“${column}”这一列。`,
  repeatedColumn: (column: string) => `有不止一列都像“${column}”，请只留一列。`,
  unknownColumn: '不认识这一列，没有读。',
  missingValue: (column: string) => `“${column}”不能空着。`,
  badChoice: (column: string, choices: readonly string[]) => `“${column}”只能填：${choices.join('、')}。`,
  badOrder: '“联系顺序”请填 1、2、3 这样的数字。',
  brokenCell: '这一格是 Excel 的错误值（如 #N/A），原来的内容已经丢了，请重新填写。',
  tooLong: (limit: number) => `这一格太长了（最多 ${limit} 个字）。`,
  scientific: '这个号码被 Excel 写成了科学计数法，后面的数字已经丢了。请把这一列设为“文本”，重新填写完整号码。',
  formulaAsText: '这一格是公式，没有计算，按文字收下了。请核对。',
  phoneUnreadable: '这个电话号码读不懂，先当作没有号码。请核对。',
  phoneExtra: '这一格里不止一个号码，只收下了第一个。',
  relationOther: '没见过这种称呼，先记作“其他”。',
  reservedStaffNo: '工号不能以 admin: 开头。',
  repeatedValue: (column: string, row: number) => `“${column}”与第 ${row} 行重复。`,
  repeatedRow: (row: number) => `与第 ${row} 行完全一样，只收下了一行。`,
  repeatedUserId: (row: number) =>
    row > 0 ? `这个账号与第 ${row} 行重复（不分大小写）。` : '这个账号已经属于系统里的另一位老师（不分大小写）。',
  unknownClass: (name: string) => `没有“${name.slice(0, 40)}”这个班。请先在“班级”表里写上，或改正班名。`,
  unknownStaff: (staffNo: string) => `没有工号为“${staffNo.slice(0, 40)}”的老师。请先在“教师”表里写上，或改正工号。`,
  unknownStudent: (studentNo: string) =>
    `没有学号为“${studentNo.slice(0, 40)}”的学生。请先在“学生”表里写上，或改正学号。`,
  needsClassOrStudent: '“班级”和“学号”要填一个，也只能填一个：班级群填班级，一个家庭自己的群填学号。',
  webhookNotAllowed: '这个 Webhook 地址不能用：只收平台自己域名下的完整机器人地址，而且平台要填企业微信或钉钉。',
  exampleRow: '这是模板里的示例行，没有导入。',
  noGuardian: (name: string) => `${name} 还没有登记家长。`,
  noReachableGuardian: (name: string) => `${name} 没有平时能联系上的家长。`,
  classWithoutStudents: (name: string) => `“学生”表里没有 ${name} 的学生，这个班原有的学生没有改动。`,
};

export const cliTexts = {
  done: '名单已导入。',
  dryRun: '这是预演，什么都没有保存。正式导入会这样：',
  nothingChanged: '名单与系统里的一样，什么都没有变。',
  failed: (count: number) => `名单有 ${count} 处错误，什么都没有导入：`,
  warnings: (count: number) => `有 ${count} 处请您留意：`,
  changes: (changes: { added: number; updated: number; archived: number; unchanged: number }) =>
    `新增 ${changes.added}，更新 ${changes.updated}，归档 ${changes.archived}，不变 ${changes.unchanged}`,
  ofSheet: (sheet: string) => `【${sheet}】`,
  updatedNames: (names: string) => `更新：${names}`,
  archivedNames: (names: string) => `归档：${names}`,
  place: (sheet: string, row: number, column: string) =>
    [sheet === '' ? '文件' : `【${sheet}】`, row > 0 ? `第 ${row} 行` : '', column === '' ? '' : `“${column}”列`]
      .filter((part) => part !== '')
      .join(' '),
  templateWritten: (path: string) =>
    `模板已写到 ${path}。红色表头必填；示例行请换成您自己的数据，填好后用 roster import 导入。`,
  templateFailed: '模板写不进去：请检查文件夹是否存在、文件名是否以 .xlsx 结尾、文件是否正开着。',
};

export const templateTexts = {
  noteSheet: '说明',
  noteHeader: '怎么填',
  notes: [
    '一张表一类人：班级、教师、学生、家长、家长群。第 1 行是表头，请不要删改；红色的列必填。',
    '每张表的第 2 行是示例，请换成您自己的数据。原样留着的示例行不会导入。',
    '学号、工号、手机号的列已设为“文本”，粘贴时请选“只粘贴文字”，免得 Excel 写成 2.02E+11。',
    '一个学生可以有几位家长，每人一行；联系顺序 1 的先打。',
    '“仅紧急联系”填“是”的家长，平时的通知和电话都不会找他，只在紧急时列出。',
    '“不联系原因”只要写了字，系统就不再把这位家长列为可联系的人。',
    '“企业微信家长账号”是家校沟通里的 parent_userid，没有就空着。',
    '家长群：企业微信群有群ID的按客户群发送（群主确认），只有 Webhook 的由群机器人发送；都没有的和微信群、QQ群一样，由群主转发。',
    '一个家庭自己的群填学号，不填班级；班级群填班级，不填学号。',
    '再次导入同一份文件不会有任何变化。名单里少了的人会归档，不会删除，记录都在。',
  ],
};

export const lookUpTexts = {
  summary: '查学生和家长',
  who: '要查哪位同学？请说姓名或学号。',
  notFound: (words: string) => `在您负责的班级里没有找到“${words.slice(0, 30)}”。请换成全名或学号再试。`,
  notInScope: '在您负责的班级里没有找到这位同学。',
  which: (words: string) => `“${words.slice(0, 30)}”有不止一位，是哪一位？`,
  isThis: (words: string) => `“${words.slice(0, 30)}”说的是这位吗？`,
  tooMany: '只列出了前几位，没有的话请加上班级，或直接说学号。',
  option: (name: string, className: string, studentNo: string) => `${name} ${className} ${studentNo}`,
  cardTitle: (name: string) => `${name} 的家庭情况`,
  studentLine: (className: string, studentNo: string) => `${className} · 学号 ${studentNo}`,
  status: (status: string) => `学籍：${status}`,
  attention: (level: string) => `关注等级：${level}`,
  studentPhone: (phone: string) => `本人电话：${phone}`,
  counsellor: (name: string) => `辅导员：${name}`,
  guardians: '家长（按联系顺序）：',
  guardian: (place: number, relation: string, name: string, phone: string) => `${place}. ${relation} ${name} ${phone}`,
  noPhone: '没有电话',
  notSubscribed: '（没关注学校通知）',
  language: (language: string) => `（说${language}）`,
  alsoOf: (children: readonly { readonly name: string; readonly className: string }[]) =>
    `（也是 ${children.map((it) => `${it.className} ${it.name}`).join('、')} 的家长）`,
  emergencyOnly: '仅紧急联系：',
  emergencyGuardian: (relation: string, name: string, phone: string) => `· ${relation} ${name} ${phone}（平时不打）`,
  nobody: '没有平时能联系上的家长，请尽快向同学本人补登。',
  doNotContact: (count: number) => `另有 ${count} 位家长标了“不联系”，请不要联系。`,
  groups: '自己的群：',
  group: (name: string, platform: string) => `· ${name}（${platform}）`,
  records: '最近的联系：',
  record: (words: string) => `· ${words}`,
  revealButton: '看完整号码',
  revealReason: (name: string) => `看 ${name} 家的完整号码，请点一个原因，或者说“因为……”（会留记录）：`,
  revealReasons: { call: '要打电话', routine: '家校联系', emergency: '紧急情况' },
  cancel: '取消',
  revealRefused: '您没有看完整号码的权限，请联系这个班的辅导员。',
  revealCancelled: '好的，不看了。',
  revealed: (name: string) => `${name} 家的完整号码（已留记录）：`,
  otherStudent: '都不是',
  otherAnswer: '请换成全名、班级或学号再说一次。',
  lastOnes: (count: number) => `一次最多看 ${count} 位，其余的请再查。`,
};

export const dialOrderTexts = {
  student: (name: string, className: string, studentNo: string) => `${name} · ${className} · 学号 ${studentNo}`,
  studentPhone: (phone: string) => `本人：${phone}`,
  dialOrder: '家长，按这个顺序打：',
  guardian: (place: number, relation: string, name: string, phone: string, isEmergencyOnly: boolean) =>
    `${place}. ${relation} ${name} ${phone}${isEmergencyOnly ? '（仅紧急联系）' : ''}`,
  nobody: '没有登记能打的家长号码：请马上问室友和学院，查入学登记表。',
};
