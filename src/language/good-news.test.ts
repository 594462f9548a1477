import { expect, test } from 'vitest';
import { buildRosterIndex, type IndexedStudent } from './index.ts';
import { understandLine } from './understand.ts';

const students: IndexedStudent[] = ['张三', '李四', '王五'].map((name, index) => ({
  studentId: `s${index}`,
  studentNo: `202200010${index}`,
  name,
  className: '旅管2203',
  guardians: [],
}));
const roster = buildRosterIndex(students, ['旅管2203']);
const now = new Date('2026-10-14T02:00:00Z');
const read = (line: string) => understandLine(line, { roster, now });

test.each([
  ['喜报 王五 二等奖学金 发给李四家长', '两位同学'],
  ['给王五家长发喜报，李四得了一等奖', '两位同学'],
  ['给李四妈妈发个喜报，他和王五得了挑战杯一等奖', '两位同学'],
  ['喜报 王五 没评上三好学生', '没有评上'],
  ['喜报 王五 未获国家奖学金', '没有评上'],
  ['喜报 王五 三好学生 不要发给他家长', '没有起草喜报'],
  ['别给王五家长发喜报，他得了二等奖学金', '没有起草喜报'],
  ['先不给王五家长发喜报，得了二等奖学金', '没有起草喜报'],
])('no draft, and why: %s', (line, why) => {
  const { intent, rivals, notice, question } = read(line);
  expect({ intent, rivals, notice }).toEqual({ intent: 'unknown', rivals: [], notice: null });
  expect(question).toContain(why);
});

test.each([
  ['喜报 王五 国家励志奖学金 发给他家长', ['王五'], '国家励志奖学金'],
  ['喜报 王五 国家励志奖学金 发给王五家长', ['王五'], '国家励志奖学金'],
  ['给王五家长发喜报，王五得了二等奖学金', ['王五'], '二等奖学金'],
  ['给张三和李四的家长发喜报，挑战杯一等奖', ['张三', '李四'], '挑战杯一等奖'],
  ['喜报 张三、李四 挑战杯一等奖', ['张三', '李四'], '挑战杯一等奖'],
  ['喜报 王五 国奖 私发给他家长，别发到群里', ['王五'], '国奖'],
  ['喜报 王五 省三好学生', ['王五'], '省三好学生'],
  ['喜报 王五 校三好学生', ['王五'], '校三好学生'],
  ['喜报 王五 市三好学生', ['王五'], '市三好学生'],
  ['喜报 王五 国家三好学生', ['王五'], '国家三好学生'],
  ['喜报 王五 省级三好学生', ['王五'], '省级三好学生'],
  ['喜报 王五 院优秀学生干部', ['王五'], '院优秀学生干部'],
])('a draft for the winners: %s', (line, names, award) => {
  const { intent, students: named, notice } = read(line);
  expect(intent).toBe('good_news');
  expect([...new Set(named.map(({ words }) => words))]).toEqual(names);
  expect(notice?.fields.award).toBe(award);
});
