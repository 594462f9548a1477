import { column, plainHeader, type SheetLayout } from '../../roster/index.ts';
import { AWARD_LEVELS } from './fact.ts';

/** The sheets of a file of facts and their columns, with the other names under which offices know them. */
export const FACT_SHEETS = ['成绩', '考勤', '奖项', '学业预警', '注册'] as const;
export type FactSheet = (typeof FACT_SHEETS)[number];

type Column = ReturnType<typeof column>;

const REQUIRED = { isRequired: true };
const YES_NO = ['是', '否'];
const STUDENT: readonly Column[] = [
  column('学号', '学生学号 学籍号 学生编号', 16, '示例20220001', REQUIRED),
  column('姓名', '学生姓名 名字 学生', 12, '张示例', REQUIRED),
];
const WITHDRAWN = column('作废', '撤销 删除', 8, '', { choices: YES_NO });
const TERM = column('学期', '学年学期 开课学期', 14, '2026-2027-1', REQUIRED);

const COLUMNS: Readonly<Record<FactSheet, readonly Column[]>> = {
  成绩: [
    ...STUDENT,
    TERM,
    column('课程', '课程名称 课程名 科目', 24, '高等数学', REQUIRED),
    column('成绩', '分数 总评 总成绩 总评成绩 最终成绩', 10, '55'),
    column('学分', '课程学分', 8, '4'),
    column('是否通过', '通过 是否及格 及格 是否合格', 10, '否', { choices: YES_NO }),
    column('补考安排', '补考 补考时间 重修 补考重修安排', 30, '下学期开学第二周补考'),
    WITHDRAWN,
  ],
  考勤: [
    ...STUDENT,
    column('日期', '缺勤日期 缺课日期 旷课日期 时间', 14, '2026-10-09', REQUIRED),
    column('课程', '事由 课程或事由 课程/事由 课程名称 科目', 24, '高等数学', REQUIRED),
    column('课时', '学时 节数 缺课课时 旷课课时 缺勤课时 缺课节数', 8, '2', REQUIRED),
    WITHDRAWN,
  ],
  奖项: [
    ...STUDENT,
    column('奖项', '奖项名称 获奖名称 荣誉 荣誉名称 奖励名称', 30, '全省导游服务技能大赛一等奖', REQUIRED),
    column('级别', '等级 奖项级别 获奖级别', 10, '省级', { ...REQUIRED, choices: Object.keys(AWARD_LEVELS) }),
    column('日期', '获奖日期 获奖时间 颁发日期 时间', 14, '2026-10-09', REQUIRED),
    column('努力', '事迹 主要事迹 孩子的努力', 40, '连续两个月每天练讲解'),
    WITHDRAWN,
  ],
  学业预警: [
    ...STUDENT,
    TERM,
    column('等级', '预警等级 预警级别 级别', 10, '黄色', { ...REQUIRED, choices: ['黄色', '橙色', '红色'] }),
    column('原因', '预警原因 理由', 40, '本学期有两门课程未通过', REQUIRED),
    column('帮扶', '帮扶措施 帮扶计划 措施', 40, '每周二下午由任课老师辅导'),
    WITHDRAWN,
  ],
  注册: [
    ...STUDENT,
    TERM,
    column('是否注册', '注册 注册状态 已注册 是否报到', 10, '否', { ...REQUIRED, choices: YES_NO }),
    column('截止日期', '截止 注册截止 截止时间', 14, '2026-09-20'),
    column('办理渠道', '渠道 缴费渠道 官方渠道', 30, '学校财务处官网或一楼服务大厅'),
    WITHDRAWN,
  ],
};

const OTHER_TITLES: Readonly<Record<string, FactSheet>> = {
  学生成绩: '成绩',
  期末成绩: '成绩',
  缺勤: '考勤',
  缺课: '考勤',
  旷课: '考勤',
  获奖: '奖项',
  奖励: '奖项',
  预警: '学业预警',
  学籍注册: '注册',
  未注册: '注册',
};

/** 成绩表, 考勤记录, 获奖名单 … → the sheet. */
function sheetNamed(title: string): FactSheet | undefined {
  const plain = plainHeader(title);
  const short = plain.replace(/(?:信息表|信息|名单|记录|明细|情况|表)$/u, '');
  return FACT_SHEETS.find((it) => it === plain || it === short) ?? OTHER_TITLES[short];
}

export const FACT_LAYOUT: SheetLayout<FactSheet> = {
  names: FACT_SHEETS,
  columns: COLUMNS,
  sheetNamed,
  isExampleRow: (_sheet, textOf) => STUDENT.every(({ name, example }) => textOf(name) === example),
  keyColumns: {},
};
