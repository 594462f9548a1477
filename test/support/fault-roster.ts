import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SandboxPeople } from '../../src/sandbox/index.ts';

/** A counsellor's families and groups, and a colleague with a class of his own. */
export interface RosterShape {
  /** Families with a parent who gets school notices. */
  readonly noticeFamilies: number;
  /** Families without one, each with a robot in a group of its own. */
  readonly robotFamilies?: number;
  /** Families without one, each with a customer group of its own. */
  readonly customerFamilies?: number;
  /** The parents' group of each class. */
  readonly classGroup?: 'robot' | 'customer' | 'plain';
}

export const COUNSELLOR = 'LiuMin';
export const OTHER_COUNSELLOR = 'WuFan';
const CLASSES = ['旅管2201', '旅管2202'];
const OTHER_CLASS = '酒管2201';

interface Family {
  readonly studentNo: string;
  readonly name: string;
  readonly className: string;
  readonly parentUserId: string;
  readonly group: 'robot' | 'customer' | null;
}

function listFamilies(shape: RosterShape): readonly Family[] {
  const kinds = [
    ...Array.from({ length: shape.noticeFamilies }, () => null),
    ...Array.from({ length: shape.robotFamilies ?? 0 }, () => 'robot' as const),
    ...Array.from({ length: shape.customerFamilies ?? 0 }, () => 'customer' as const),
  ];
  return kinds.map((group, index) => ({
    studentNo: `2022${String(index + 1).padStart(4, '0')}`,
    name: `学生${'甲乙丙丁戊己庚辛壬癸'.charAt(index % 10)}${'子丑寅卯辰巳午未申酉戌亥'.charAt(Math.floor(index / 10))}`,
    className: CLASSES[index % CLASSES.length] ?? '',
    parentUserId: group === null ? `p_${index + 1}` : '',
    group,
  }));
}

/** Keys and ids of the groups by which the stand-in knows them. */
export const familyRobotKey = (studentNo: string): string => `robot-${studentNo}`;
export const familyChatId = (studentNo: string): string => `wrFamily${studentNo}`;
export const classRobotKey = (index: number): string => `robot-class-${index}`;
const classChatId = (index: number): string => `wrClass${index}`;

/** Writes the folder of .csv files of contract §5. */
export function writeRosterFolder(path: string, shape: RosterShape, apiUrl: string): void {
  const families = listFamilies(shape);
  const webhook = (key: string): string => `${apiUrl}/cgi-bin/webhook/send?key=${key}`;
  const sheets: Record<string, readonly (readonly string[])[]> = {
    班级: [
      ['班级', '学院', '辅导员工号'],
      ...CLASSES.map((name) => [name, '旅游学院', 'T1']),
      [OTHER_CLASS, '旅游学院', 'T2'],
    ],
    教师: [
      ['工号', '姓名', '角色', '学院', '企业微信账号'],
      ['T1', '刘敏', '辅导员', '旅游学院', COUNSELLOR],
      ['T2', '吴凡', '辅导员', '旅游学院', OTHER_COUNSELLOR],
    ],
    学生: [
      ['学号', '姓名', '班级'],
      ...families.map((family) => [family.studentNo, family.name, family.className]),
      ['20239999', '学生他班', OTHER_CLASS],
    ],
    家长: [
      ['学号', '姓名', '关系', '手机', '企业微信家长账号'],
      ...families.map((family, index) => [
        family.studentNo,
        `家长${family.studentNo}`,
        '母亲',
        `139${String(1000 + index).padStart(8, '0')}`,
        family.parentUserId,
      ]),
      ['20239999', '家长他班', '父亲', '13911110000', 'p_other'],
    ],
    家长群: [
      ['班级', '学号', '群名称', '平台', '群ID', 'Webhook', '群主工号'],
      ...families.flatMap(({ studentNo, group }) =>
        group === null
          ? []
          : [
              [
                '',
                studentNo,
                `一家${studentNo}`,
                '企业微信',
                group === 'customer' ? familyChatId(studentNo) : '',
                group === 'robot' ? webhook(familyRobotKey(studentNo)) : '',
                'T1',
              ],
            ],
      ),
      ...(shape.classGroup === undefined
        ? []
        : CLASSES.map((name, index) => [
            name,
            '',
            `${name}家长群`,
            shape.classGroup === 'plain' ? '微信' : '企业微信',
            shape.classGroup === 'customer' ? classChatId(index) : '',
            shape.classGroup === 'robot' ? webhook(classRobotKey(index)) : '',
            'T1',
          ])),
    ],
  };
  for (const [name, rows] of Object.entries(sheets)) {
    if (rows.length > 1) writeFileSync(join(path, `${name}.csv`), rows.map((row) => row.join(',')).join('\n'));
  }
}

/** The same people as the platform knows them. */
export function toSandboxPeople(shape: RosterShape): SandboxPeople {
  const families = listFamilies(shape);
  return {
    members: [
      { userid: COUNSELLOR, name: '刘敏', role: '辅导员', classNames: CLASSES },
      { userid: OTHER_COUNSELLOR, name: '吴凡', role: '辅导员', classNames: [OTHER_CLASS] },
    ],
    parents: [
      ...families.flatMap(({ parentUserId, studentNo, name, className }) =>
        parentUserId === ''
          ? []
          : [
              {
                parentUserid: parentUserId,
                name: `家长${studentNo}`,
                relation: '母亲',
                studentName: name,
                className,
                isSubscribed: true,
              },
            ],
      ),
      {
        parentUserid: 'p_other',
        name: '家长他班',
        relation: '父亲',
        studentName: '学生他班',
        className: OTHER_CLASS,
        isSubscribed: true,
      },
    ],
    groups: [
      ...families.flatMap(({ studentNo, group }) =>
        group === null
          ? []
          : [
              {
                chatId: group === 'customer' ? familyChatId(studentNo) : null,
                webhookKey: group === 'robot' ? familyRobotKey(studentNo) : null,
                name: `一家${studentNo}`,
                ownerUserid: COUNSELLOR,
                kind: group === 'customer' ? ('customer_group' as const) : ('robot_group' as const),
              },
            ],
      ),
      ...(shape.classGroup === undefined
        ? []
        : CLASSES.map((name, index) => ({
            chatId: shape.classGroup === 'customer' ? classChatId(index) : null,
            webhookKey: shape.classGroup === 'robot' ? classRobotKey(index) : null,
            name: `${name}家长群`,
            ownerUserid: COUNSELLOR,
            kind:
              shape.classGroup === 'customer'
                ? ('customer_group' as const)
                : shape.classGroup === 'robot'
                  ? ('robot_group' as const)
                  : ('plain_wechat' as const),
          }))),
    ],
  };
}
