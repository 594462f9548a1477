/** The sheets of a roster and their columns (contract §5), with the other names under which people know them. */

export const SHEET_NAMES = ['班级', '教师', '学生', '家长', '家长群'] as const;
export type SheetName = (typeof SHEET_NAMES)[number];

export interface Column {
  readonly name: string;
  readonly isRequired?: boolean;
  readonly otherNames: readonly string[];
  /** Offered as a drop-down in the template. */
  readonly choices?: readonly string[];
  readonly width: number;
  /** Column of the template's example row. */
  readonly example: string;
}

export const ROLE_NAMES = {
  辅导员: 'counsellor',
  班主任: 'class_teacher',
  任课教师: 'subject_teacher',
  分管领导: 'college_leader',
  学工处: 'student_affairs',
  管理员: 'admin',
} as const;
export const ATTENTION_NAMES = { 特殊: 'special', 重点: 'key', 一般: 'general' } as const;
export const STATUS_NAMES = { 在读: 'enrolled', 休学: 'suspended', 退学: 'withdrawn', 毕业: 'graduated' } as const;
export const PLATFORM_NAMES = { 企业微信: 'wecom', 微信: 'wechat', QQ: 'qq', 钉钉: 'dingtalk' } as const;
const YES_NO = ['是', '否'];
const RELATION_CHOICES = [
  '父亲',
  '母亲',
  '爷爷',
  '奶奶',
  '外公',
  '外婆',
  '继父',
  '继母',
  '伯父',
  '伯母',
  '叔叔',
  '婶婶',
  '姑姑',
  '姑父',
  '姨妈',
  '姨父',
  '舅舅',
  '舅妈',
  '哥哥',
  '姐姐',
  '监护人',
  '其他',
];

/** `column('工号', '教工号 职工号', …)`: other names are separated by blanks. */
export function column(
  name: string,
  otherNames: string,
  width: number,
  example: string,
  more: Partial<Column> = {},
): Column {
  return { name, otherNames: otherNames === '' ? [] : otherNames.split(' '), width, example, ...more };
}
const REQUIRED = { isRequired: true };

export const SHEETS: Readonly<Record<SheetName, readonly Column[]>> = {
  班级: [
    column('班级', '班级名称 班名 班别 行政班 行政班级 班级名', 18, '示例22旅管3班', REQUIRED),
    column('学院', '学院名称 院系 二级学院 所属学院 系部 系 院系名称', 18, '示例旅游学院', REQUIRED),
    column('年级', '级 入学年级 年级名称', 10, '2022级'),
    column('辅导员工号', '辅导员 辅导员编号 辅导员教工号 辅导员职工号', 14, '示例T001', REQUIRED),
    column('班主任工号', '班主任 班主任编号 班主任教工号 班主任职工号', 14, ''),
  ],
  教师: [
    column('工号', '教工号 职工号 教师工号 教师编号 教职工号 员工号 编号', 14, '示例T001', REQUIRED),
    column('姓名', '教师姓名 老师姓名 名字 教师 老师', 12, '刘示例', REQUIRED),
    column('角色', '职务 岗位 身份 教师角色 类别', 12, '辅导员', { ...REQUIRED, choices: Object.keys(ROLE_NAMES) }),
    column('学院', '学院名称 院系 二级学院 所属学院 部门 系部 单位', 18, '示例旅游学院'),
    column('手机', '手机号 手机号码 电话 联系电话 联系方式 电话号码 移动电话', 16, ''),
    column('企业微信账号', '企业微信 企业微信ID 企微账号 企业微信userid userid 企业微信用户ID', 18, 'shili'),
    column('钉钉账号', '钉钉 钉钉ID 钉钉userid 钉钉用户ID', 16, ''),
  ],
  学生: [
    column('学号', '学生学号 学籍号 学生编号', 16, '示例20220001', REQUIRED),
    column('姓名', '学生姓名 名字 学生', 12, '张示例', REQUIRED),
    column('性别', '男女', 8, '女', { choices: ['男', '女'] }),
    column('班级', '班级名称 班名 班别 行政班 行政班级 所在班级 班级名', 18, '示例22旅管3班', REQUIRED),
    column('手机', '手机号 手机号码 电话 联系电话 联系方式 学生电话 学生手机 本人电话 电话号码', 16, ''),
    column('关注等级', '关注级别 关注程度 关注类型 等级', 12, '一般', { choices: Object.keys(ATTENTION_NAMES) }),
    column('关注原因', '原因 关注理由 关注说明', 24, ''),
    column('状态', '学籍状态 在读状态 学生状态 在校状态', 10, '在读', { choices: Object.keys(STATUS_NAMES) }),
  ],
  家长: [
    column('学号', '学生学号 学籍号 学生编号', 16, '示例20220001', REQUIRED),
    column('姓名', '家长姓名 监护人姓名 联系人 联系人姓名 家长 名字', 12, '张母示例', REQUIRED),
    column('关系', '与学生关系 和学生关系 与学生的关系 家长关系 称谓 亲属关系 与本人关系', 12, '母亲', {
      ...REQUIRED,
      choices: RELATION_CHOICES,
    }),
    column(
      '手机',
      '手机号 手机号码 电话 联系电话 联系方式 家长电话 家长手机 电话号码 家长手机号 家长联系电话 移动电话',
      16,
      '19900000000',
    ),
    column('联系顺序', '顺序 拨打顺序 联系次序 优先级 次序', 10, '1'),
    column('仅紧急联系', '仅紧急 只紧急联系 紧急联系人 仅紧急情况联系', 12, '否', { choices: YES_NO }),
    column('不联系原因', '不联系 不可联系原因 不要联系原因 禁止联系原因', 24, ''),
    column('企业微信家长账号', '家长账号 家长企业微信 parent_userid parentuserid 家校通讯录账号 家长userid', 20, ''),
    column('语言', '语种 使用语言 方言 沟通语言', 10, ''),
  ],
  家长群: [
    column('班级', '班级名称 班名 行政班 行政班级', 18, '示例22旅管3班'),
    column('学号', '学生学号 学籍号', 16, ''),
    column('群名称', '群名 家长群名称 家长群 名称', 24, '示例22旅管3班家长群', REQUIRED),
    column('平台', '群平台 所在平台 类型 群类型', 12, '微信', { ...REQUIRED, choices: Object.keys(PLATFORM_NAMES) }),
    column('群ID', 'chatid chat_id 群号 客户群ID 群编号', 24, ''),
    column('Webhook', '机器人地址 群机器人 webhook地址 机器人webhook', 40, ''),
    column('群主工号', '群主 群主编号 群主教工号 群主职工号', 14, '示例T001', REQUIRED),
  ],
};

/** Columns by which the template's own example row is recognised, so that nobody imports it by mistake. */
const EXAMPLE_KEYS: Readonly<Record<SheetName, readonly string[]>> = {
  班级: ['班级', '学院'],
  教师: ['工号', '姓名'],
  学生: ['学号', '姓名'],
  家长: ['学号', '姓名'],
  家长群: ['班级', '群名称'],
};

/** True for the example row that `roster template` wrote. */
function isExampleRow(sheet: SheetName, textOf: (column: string) => string): boolean {
  return EXAMPLE_KEYS[sheet].every((name) => textOf(name) === SHEETS[sheet].find((it) => it.name === name)?.example);
}

/** 班级表, 学生名单, 家长信息 … → the sheet; undefined = none of ours. */
function sheetNamed(name: string): SheetName | undefined {
  const plain = name.normalize('NFKC').replace(/[\s*]/gu, '');
  const short = plain.replace(/(?:信息表|信息|名单|名册|花名册|表)$/u, '');
  const other: Readonly<Record<string, SheetName>> = {
    老师: '教师',
    教职工: '教师',
    监护人: '家长',
    家长群组: '家长群',
    群: '家长群',
  };
  return SHEET_NAMES.find((it) => it === plain || it === short) ?? other[short];
}

/** Column names without blanks, marks of being required, remarks in brackets, case. */
export function plainHeader(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\u200B-\u200D\uFEFF*:★]/gu, '')
    .replace(/\([^)]*\)$/u, '')
    .toLowerCase();
}

/** The layout of a roster file. */
export const ROSTER_LAYOUT = {
  names: SHEET_NAMES,
  columns: SHEETS,
  sheetNamed,
  isExampleRow,
  keyColumns: { 班级: '班级', 教师: '工号', 学生: '学号' },
} as const;
