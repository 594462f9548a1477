import { expect, test } from 'vitest';
import { findPeople } from './people.ts';
import type { IndexedStudent } from './reading.ts';
import { buildRosterIndex } from './roster-index.ts';

const NAMES = [
  '张三',
  '李明',
  '李明明',
  '文静',
  '高原',
  '周到',
  '高明',
  '单雨桐',
  '欧阳若曦',
  '解小龙',
  '阿依古丽·买买提',
];
const students: IndexedStudent[] = NAMES.map((name, index) => ({
  studentId: `s${index}`,
  studentNo: `20220301${String(index).padStart(4, '0')}`,
  name,
  className: index % 2 ? '22酒管1班' : '22旅管3班',
  guardians: [],
}));
const twins: IndexedStudent[] = ['22旅管3班', '22酒管1班'].map((className, index) => ({
  studentId: `t${index}`,
  studentNo: `30220000${index}`,
  name: '张伟',
  className,
  guardians: [],
}));
const roster = buildRosterIndex([...students, ...twins], []);
const found = (line: string): string[] =>
  findPeople(line, roster).persons.map(
    ({ mention }) => `${mention.candidates.map((student) => student.name).join('|')}${mention.isGuess ? '?' : ''}`,
  );

test.each([
  ['kin glued on', '张三妈', ['张三']],
  ['the longer name wins', '李明明妈', ['李明明']],
  ['the shorter name alone', '李明妈', ['李明']],
  ['an unlisted longer name is not the shorter one', '李明亮妈妈电话', ['']],
  ['a given name inside another name', '李文静妈妈', ['']],
  ['a word that is a name', '高原妈妈', ['高原']],
  ['a name that is a word', '去了高原地区', []],
  ['a name across two words', '下周到校，提高明显', []],
  ['twins', '张伟妈', ['张伟|张伟']],
  ['twins told apart by class', '22酒管1班张伟妈', ['张伟']],
  ['class in another shape', '旅管2203张伟妈', ['张伟']],
  ['polyphonic surname in pinyin', 'shanyutong妈妈', ['单雨桐']],
  ['initials are a guess', 'syt妈妈', ['单雨桐?']],
  ['a whole number', '202203010000', ['张三']],
  ['last digits are a guess', '尾号0007的妈妈', ['单雨桐?']],
  ['a name without its dot', '阿依古丽买买提爸爸', ['阿依古丽·买买提']],
  ['half a name is a guess', '阿依古丽爸爸', ['阿依古丽·买买提?']],
  ['a name of another sound', '谢小龙妈妈', ['解小龙?']],
  ['nobody of the roster', '王大锤妈妈', ['']],
  ['several', '张三、单雨桐、欧阳若曦家长', ['张三', '单雨桐', '欧阳若曦']],
])('%s: %s', (_, line, wanted) => {
  expect(found(line)).toEqual(wanted);
});

test.each([
  ['a name that is a word, in danger', '急 高原晕倒了', ['高原']],
  ['as the end of the line', '失联 文静', ['文静']],
  ['beside another', '急 张三和高原打架受伤了', ['张三', '高原']],
  ['no name: a place', '急 张三在高原上晕倒了', ['张三']],
  ['no name: a word of time', '急 张三吐血 马上送医院', ['张三']],
])('in an emergency, %s: %s', (_, line, wanted) => {
  const persons = findPeople(line, buildRosterIndex([...students, ...named('马上')], []), true).persons;
  expect(persons.map(({ mention }) => mention.candidates[0]?.name)).toEqual(wanted);
});

function named(...names: readonly string[]): IndexedStudent[] {
  return names.map((name) => ({ studentId: name, studentNo: name, name, className: '22旅管3班', guardians: [] }));
}
