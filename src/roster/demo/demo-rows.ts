import type { SourceSheet } from '../import/source.ts';
import { FATHER_GIVEN_NAMES, GRANDPARENT_NAMES, MOTHER_NAMES, STUDENT_GIVEN_NAMES, SURNAMES } from './demo-names.ts';

/**
 * The demo college as the sheets of a roster file: it takes the way of every other roster. Numbers begin with 199 0000 and
 * belong to nobody. 刘敏 (liumin) has three classes with the stories that the README types: 张三 李四 王五, two 张伟 in two
 * classes, names that are words (高原, 白云) or hard to spell (单雨桐, 欧阳若曦, 阿依·古丽).
 */

export const DEMO_ROBOT_KEY = 'demo-0c7e5a2f-jiuguan1';
const DEMO_CHAT_ID = 'wrDemoLvGuan3GroupChat';

const TOURISM = '旅游学院';
const COMPUTING = '信息学院';

const STAFF = [
  ['T1001', '刘敏', '辅导员', TOURISM, 'liumin'],
  ['T1002', '陈刚', '辅导员', COMPUTING, 'chengang'],
  ['T1003', '何静', '班主任', TOURISM, 'hejing'],
  ['T1004', '周涛', '班主任', COMPUTING, 'zhoutao'],
  ['T1005', '郑欣', '任课教师', TOURISM, 'zhengxin'],
  ['T1006', '赵国强', '分管领导', TOURISM, 'zhaoguoqiang'],
  ['T1007', '孙丽', '分管领导', COMPUTING, 'sunli'],
  ['T1008', '马志远', '学工处', '', 'mazhiyuan'],
  ['T1009', '吴凡', '管理员', '', 'wufan'],
] as const;

interface DemoClass {
  readonly name: string;
  readonly college: string;
  readonly grade: string;
  readonly counsellorNo: string;
  readonly teacherNo: string;
  /** Students are numbered from here. */
  readonly firstNo: number;
  readonly known: readonly string[];
}

const CLASSES: readonly DemoClass[] = [
  {
    name: '22旅管3班',
    college: TOURISM,
    grade: '2022级',
    counsellorNo: 'T1001',
    teacherNo: 'T1003',
    firstNo: 2022010301,
    known: ['张三', '李四', '张伟', '单雨桐', '高原', '阿依·古丽'],
  },
  {
    name: '22酒管1班',
    college: TOURISM,
    grade: '2022级',
    counsellorNo: 'T1001',
    teacherNo: '',
    firstNo: 2022010101,
    known: ['王五', '张伟', '欧阳若曦', '白云'],
  },
  {
    name: '23导游1班',
    college: TOURISM,
    grade: '2023级',
    counsellorNo: 'T1001',
    teacherNo: '',
    firstNo: 2023010201,
    known: ['解晓东', '仇英', '查良安'],
  },
  {
    name: '23软工1班',
    college: COMPUTING,
    grade: '2023级',
    counsellorNo: 'T1002',
    teacherNo: 'T1004',
    firstNo: 2023020101,
    known: ['盖世雄', '王小明'],
  },
];
const CLASS_SIZE = 30;

interface DemoStudent {
  readonly no: string;
  readonly name: string;
  readonly className: string;
  /** Place in the whole college, from 0. */
  readonly place: number;
}

/** The five sheets; `robotUrl` is the address of the demo's group robot. */
export function buildDemoSheets(robotUrl: string): SourceSheet[] {
  const students = listStudents();
  return [
    toSheet(
      '班级',
      '班级,学院,年级,辅导员工号,班主任工号',
      CLASSES.map((it) => [it.name, it.college, it.grade, it.counsellorNo, it.teacherNo]),
    ),
    toSheet(
      '教师',
      '工号,姓名,角色,学院,手机,企业微信账号',
      STAFF.map(([no, name, role, college, userId], index) => [no, name, role, college, phone(9000 + index), userId]),
    ),
    toSheet('学生', '学号,姓名,性别,班级,手机,关注等级,关注原因,状态', students.map(toStudentRow)),
    toSheet(
      '家长',
      '学号,姓名,关系,手机,联系顺序,仅紧急联系,不联系原因,企业微信家长账号,语言',
      students.flatMap(toGuardianRows),
    ),
    toSheet('家长群', '班级,学号,群名称,平台,群ID,Webhook,群主工号', [
      ['22旅管3班', '', '22旅管3班家长群', '企业微信', DEMO_CHAT_ID, '', 'T1001'],
      ['22酒管1班', '', '22酒管1班家长群', '企业微信', '', robotUrl, 'T1001'],
      ['23导游1班', '', '23导游1班家长群', '微信', '', '', 'T1001'],
      ['23软工1班', '', '23软工1班家长群', 'QQ', '', '', 'T1002'],
      ['', numberOf(students, '李四'), '李四一家', '微信', '', '', 'T1001'],
    ]),
  ];
}

function toSheet(name: string, header: string, rows: readonly (readonly string[])[]): SourceSheet {
  return { name, rows: [header.split(','), ...rows].map((cells, index) => ({ number: index + 1, cells })) };
}

function listStudents(): DemoStudent[] {
  const taken = new Set(CLASSES.flatMap((it) => it.known));
  let next = 0;
  const invent = (): string => {
    for (;;) {
      const name = `${at(SURNAMES, next)}${at(STUDENT_GIVEN_NAMES, next * 5)}`;
      next += 1;
      if (!taken.has(name)) return name;
    }
  };
  return CLASSES.flatMap((it, classIndex) =>
    Array.from({ length: CLASS_SIZE }, (_, index) => ({
      no: String(it.firstNo + index),
      name: it.known[index] ?? invent(),
      className: it.name,
      place: classIndex * CLASS_SIZE + index,
    })),
  );
}

function at(list: readonly string[], index: number): string {
  return list[index % list.length] ?? '';
}

function phone(place: number): string {
  return `1990000${String(place).padStart(4, '0')}`;
}

function numberOf(students: readonly DemoStudent[], name: string): string {
  return students.find((it) => it.name === name)?.no ?? '';
}

const ATTENTION: Readonly<Record<string, readonly [level: string, reason: string]>> = {
  单雨桐: ['特殊', '家庭变故'],
  王五: ['重点', '学业困难'],
  仇英: ['重点', '长期请假'],
};

function toStudentRow({ no, name, className, place }: DemoStudent): string[] {
  const [level, reason] = ATTENTION[name] ?? ['一般', ''];
  return [
    no,
    name,
    place % 2 === 0 ? '女' : '男',
    className,
    phone(place),
    level,
    reason,
    name === '查良安' ? '休学' : '在读',
  ];
}

/** 姓名, 关系, 仅紧急联系, 不联系原因, 有无家长账号, 语言 */
type DemoGuardian = readonly [
  name: string,
  relation: string,
  emergencyOnly: '是' | '否',
  doNotContact: string,
  hasAccount: boolean,
  language: string,
];

const KNOWN_FAMILIES: Readonly<Record<string, readonly DemoGuardian[]>> = {
  张三: [
    ['李秀英', '母亲', '否', '', true, '汉语'],
    ['张大山', '父亲', '否', '', true, '汉语'],
    ['老张奶奶', '奶奶', '是', '', false, '汉语'],
  ],
  李四: [
    ['李建军', '父亲', '否', '', true, '汉语'],
    ['何桂香', '母亲', '否', '', true, '汉语'],
  ],
  王五: [
    ['王德顺', '父亲', '否', '', true, '汉语'],
    ['赵凤仙', '母亲', '否', '', true, '汉语'],
    ['王德芳', '姑姑', '否', '', false, '汉语'],
  ],
  高原: [
    ['高志平', '父亲', '否', '父母离异，学生要求不联系', true, '汉语'],
    ['木丽珍', '母亲', '否', '', true, '汉语'],
  ],
  白云: [['白长林', '叔叔', '是', '', false, '汉语']],
  欧阳若曦: [
    ['欧阳老太', '奶奶', '否', '', true, '汉语'],
    ['欧阳建业', '父亲', '否', '', false, '汉语'],
  ],
  阿依·古丽: [['买买提·江', '父亲', '否', '', true, '维吾尔语']],
};

function toGuardianRows(student: DemoStudent): string[][] {
  return (KNOWN_FAMILIES[student.name] ?? inventFamily(student)).map(
    ([name, relation, isEmergencyOnly, doNotContact, hasAccount, language], index) => [
      student.no,
      name,
      relation,
      phone(1000 + student.place * 4 + index),
      String(index + 1),
      isEmergencyOnly,
      doNotContact,
      hasAccount ? `parent_${student.no}_${index + 1}` : '',
      language,
    ],
  );
}

function inventFamily({ name, place }: DemoStudent): DemoGuardian[] {
  const surname = name.slice(0, 1);
  const father: DemoGuardian = [`${surname}${at(FATHER_GIVEN_NAMES, place)}`, '父亲', '否', '', true, '汉语'];
  const mother: DemoGuardian = [at(MOTHER_NAMES, place * 3), '母亲', '否', '', true, '汉语'];
  const grandfather: DemoGuardian = [`${surname}${at(GRANDPARENT_NAMES, place)}`, '爷爷', '否', '', false, '汉语'];
  if (place % 3 === 0) return [mother, father];
  return place % 3 === 1 ? [mother] : [father, grandfather];
}

/** Parents' accounts that do not follow 学校通知: 王五's mother, 欧阳若曦's grandmother and every twelfth family's first. */
export function listUnsubscribed(sheets: readonly SourceSheet[]): string[] {
  const guardians = sheets.find((sheet) => sheet.name === '家长')?.rows.slice(1) ?? [];
  const accounts = guardians
    .map(({ cells }) => ({ name: String(cells[1]), account: String(cells[7]) }))
    .filter((it) => it.account !== '');
  return accounts
    .filter((it, index) => it.name === '赵凤仙' || it.name === '欧阳老太' || index % 12 === 11)
    .map((it) => it.account);
}
