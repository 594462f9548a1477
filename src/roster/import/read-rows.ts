import { FIRST_ADMIN_PREFIX } from '../first-admin.ts';
import { importTexts } from '../texts.zh.ts';
import { readOrder, readRelation } from './kind-reading.ts';
import { findSheets, readSheet } from './read-sheets.ts';
import type { Problems } from './report.ts';
import type { RowReader } from './row-reader.ts';
import type { ClassRow, GroupRow, GuardianRow, RosterRows, StaffRow, StudentRow } from './rows.ts';
import { ATTENTION_NAMES, PLATFORM_NAMES, ROLE_NAMES, ROSTER_LAYOUT, type SheetName, STATUS_NAMES } from './sheets.ts';
import type { SourceSheet } from './source.ts';
import { isWebhookAllowed } from './webhook-address.ts';

/** Understands the sheets of a file; what is wrong or was taken kindly goes to `problems`. Pure. */
export function readRows(
  sheets: readonly SourceSheet[],
  problems: Problems,
  webhookBases: readonly string[],
): RosterRows {
  const found = findSheets(ROSTER_LAYOUT, sheets, problems);
  const read = <T>(name: SheetName, readRow: (reader: RowReader) => T | undefined) =>
    readSheet(ROSTER_LAYOUT, { name, sheets: found, problems }, readRow);
  const classes = read('班级', readClass);
  const staff = read('教师', readStaff);
  const students = read('学生', readStudent);
  const guardians = read('家长', readGuardian);
  const groups = read('家长群', (reader) => readGroup(reader, webhookBases));
  return {
    classes: classes?.rows ?? null,
    staff: staff?.rows ?? null,
    students: students?.rows ?? null,
    guardians: guardians?.rows ?? null,
    groups: groups?.rows ?? null,
    namedClasses: classes?.keys ?? new Set(),
    namedStaff: staff?.keys ?? new Set(),
    namedStudents: students?.keys ?? new Set(),
  };
}

function readClass(reader: RowReader): ClassRow | undefined {
  const name = reader.requiredKey('班级');
  const college = reader.requiredName('学院');
  const grade = reader.text('年级');
  const counsellorNo = reader.requiredNumber('辅导员工号');
  const classTeacherNo = reader.number('班主任工号');
  if (name === undefined || college === undefined || counsellorNo === undefined) return undefined;
  return { row: reader.row, name, college, grade, counsellorNo, classTeacherNo };
}

const OTHER_ROLES = {
  专职辅导员: 'counsellor',
  班导师: 'class_teacher',
  教师: 'subject_teacher',
  任课老师: 'subject_teacher',
  领导: 'college_leader',
  学院领导: 'college_leader',
  学生处: 'student_affairs',
  学工部: 'student_affairs',
  系统管理员: 'admin',
} as const;

function readStaff(reader: RowReader): StaffRow | undefined {
  const staffNo = reader.requiredNumber('工号');
  const name = reader.requiredName('姓名');
  const role = reader.requiredChoice<StaffRow['role']>('角色', ROLE_NAMES, OTHER_ROLES);
  const rest = {
    college: reader.text('学院'),
    phone: reader.phone('手机'),
    wecomUserId: reader.text('企业微信账号'),
    dingtalkUserId: reader.text('钉钉账号'),
  };
  if (staffNo?.startsWith(FIRST_ADMIN_PREFIX)) {
    reader.error('工号', 'bad_value', importTexts.reservedStaffNo);
    return undefined;
  }
  if (staffNo === undefined || name === undefined || role === undefined) return undefined;
  return { row: reader.row, staffNo, name, role, ...rest };
}

function readStudent(reader: RowReader): StudentRow | undefined {
  const studentNo = reader.requiredNumber('学号');
  const name = reader.requiredName('姓名');
  const className = reader.requiredKey('班级');
  const rest = {
    gender: reader.choice<string>(
      '性别',
      { 男: '男', 女: '女' },
      { 男性: '男', 女性: '女', 男生: '男', 女生: '女', M: '男', F: '女' },
    ),
    phone: reader.phone('手机'),
    attentionLevel: reader.choice<NonNullable<StudentRow['attentionLevel']>>('关注等级', ATTENTION_NAMES, {
      特殊关注: 'special',
      重点关注: 'key',
      一般关注: 'general',
      普通: 'general',
      正常: 'general',
    }),
    attentionReason: reader.text('关注原因'),
    status: reader.choice<NonNullable<StudentRow['status']>>('状态', STATUS_NAMES, {
      在校: 'enrolled',
      正常: 'enrolled',
      在籍: 'enrolled',
      已毕业: 'graduated',
      已退学: 'withdrawn',
      休学中: 'suspended',
    }),
  };
  if (studentNo === undefined || name === undefined || className === undefined) return undefined;
  return { row: reader.row, studentNo, name, className, ...rest };
}

function readGuardian(reader: RowReader): GuardianRow | undefined {
  const studentNo = reader.requiredNumber('学号');
  const name = reader.requiredName('姓名');
  const relationText = reader.requiredName('关系');
  const rest = {
    phone: reader.phone('手机'),
    contactOrder: readContactOrder(reader),
    isEmergencyOnly: reader.yesNo('仅紧急联系'),
    doNotContactReason: readDoNotContact(reader),
    wecomParentUserId: reader.text('企业微信家长账号'),
    language: reader.text('语言'),
  };
  if (studentNo === undefined || name === undefined || relationText === undefined) return undefined;
  const { relation, isKnown } = readRelation(relationText);
  if (!isKnown) reader.warn('关系', 'relation_other', importTexts.relationOther);
  return { row: reader.row, studentNo, name, relation, ...rest };
}

function readContactOrder(reader: RowReader): number | null | undefined {
  const raw = reader.raw('联系顺序');
  if (raw === undefined) return undefined;
  const order = readOrder(raw);
  if (order === undefined) reader.error('联系顺序', 'bad_value', importTexts.badOrder);
  return order ?? null;
}

/** 否 in this column means that there is no reason; every other word is taken as one, because the safe side is not to call. */
function readDoNotContact(reader: RowReader): string | null | undefined {
  const text = reader.text('不联系原因');
  return text === '否' ? null : text;
}

const OTHER_PLATFORMS = {
  企微: 'wecom',
  WECOM: 'wecom',
  WECHAT: 'wechat',
  微信群: 'wechat',
  企业微信群: 'wecom',
  QQ群: 'qq',
  腾讯QQ: 'qq',
  钉钉群: 'dingtalk',
  DINGTALK: 'dingtalk',
} as const;

function readGroup(reader: RowReader, webhookBases: readonly string[]): GroupRow | undefined {
  const className = reader.key('班级') || null;
  const studentNo = reader.number('学号') ?? null;
  const name = reader.requiredName('群名称');
  const platform = reader.requiredChoice<GroupRow['platform']>('平台', PLATFORM_NAMES, OTHER_PLATFORMS);
  const chatId = reader.text('群ID');
  const webhookUrl = reader.text('Webhook');
  const ownerNo = reader.requiredNumber('群主工号');
  if ((className === null) === (studentNo === null)) {
    reader.error('班级', 'needs_class_or_student', importTexts.needsClassOrStudent);
  }
  if (webhookUrl && platform !== undefined && !isWebhookAllowed(platform, webhookUrl, webhookBases)) {
    reader.error('Webhook', 'webhook_not_allowed', importTexts.webhookNotAllowed);
  }
  // A row with an error is still looked at beside the others: who the owner is may be wrong as well.
  if (name === undefined || platform === undefined || ownerNo === undefined) return undefined;
  return { row: reader.row, className, studentNo, name, platform, chatId, webhookUrl, ownerNo };
}
