import { expect, test } from 'vitest';
import { wordsByStudent } from './words-by-student.ts';

const NAMED = ['张三', '李四', '王五'].map((words) => ({ studentId: words, words }));

test.each<[string, Record<string, string>]>([
  ['张三：想转专业', { 张三: '想转专业' }],
  ['张三妈妈说想转专业', { 张三: '想转专业' }],
  ['张三：想转专业，李四家说周末来，其他都一样', { 张三: '想转专业', 李四: '周末来' }],
  ['李四他爸表示要来学校 其余的一样', { 李四: '要来学校' }],
  ['张三知道了，李四和王五一样', { 张三: '知道了', 李四: '和', 王五: '一样' }],
  ['张三', {}],
  ['没人', {}],
  ['李四家长那边：担心就业。', { 李四: '担心就业' }],
])('%s', (text, expected) => {
  const named = NAMED.filter(({ words }) => text.includes(words));
  expect(Object.fromEntries(wordsByStudent(text, named))).toEqual(expected);
});
