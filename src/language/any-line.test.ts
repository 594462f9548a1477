import { expect, test } from 'vitest';
import { LINES_CLASSES, LINES_NOW, LINES_STUDENTS, LINES_TERM } from '../../test/fixtures/language-roster.ts';
import { fc } from '../../test/support/property.ts';
import { buildRosterIndex, type Reading, understandLine, unifyCharacters } from './index.ts';

/** Issue 3, "Bad input": whatever is typed, a reading comes back soon, and no record of a student who was not named. */
const context = { roster: buildRosterIndex(LINES_STUDENTS, LINES_CLASSES), now: LINES_NOW, term: LINES_TERM };
const read = (line: string): Reading => understandLine(line, context);
read('zhangsan妈妈电话聊了');

const WORDS =
  '张三 李四 李明 李明明 张伟 高兴 白云 阿依古丽·买买提 王五妈 赵六他爸 单雨桐家长 妈妈 爸 奶奶 电话 微信 短信 来学校 家访 没接 关机 空号 打了 聊了 说 问 不是 不对 ， 。 、 ： " ( ) \n \t 22旅管3班 202203010101 0138 zs 昨天 2月30日 明年3月1日 三年前 25点 旷课 挂科 以为 结果 后来 都 一个 我 他 的 了 和 给 提醒我 撤 急 发 😀 \u{10ffff} \ud800 \u0000 \u202e'.split(
    ' ',
  );
const lineOfWords = fc.array(fc.constantFrom(...WORDS), { maxLength: 60 }).map((words) => words.join(''));

/** Names, numbers and spellings stand in the line; everything looser must be marked as a guess. */
function unnamed(line: string, reading: Reading): string[] {
  const typed = unifyCharacters(line).replace(/[\s·]/gu, '');
  return reading.records.flatMap(({ student }) => {
    const [only, other] = student.candidates;
    if (!only || other || student.isGuess) return [];
    const isNamed = typed.includes(only.name.replace(/·/gu, '')) || typed.includes(only.studentNo);
    return isNamed ? [] : [only.name];
  });
}

test('lines made of our words: a reading, and records only of those who are named', () => {
  fc.assert(
    fc.property(lineOfWords, (line) => {
      expect(unnamed(line, read(line))).toEqual([]);
    }),
    { numRuns: 1_500 },
  );
});

test('any text that survives UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (line) => {
      expect(unnamed(line, read(line))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['a clause again and again', '张三妈电话打了说孩子旷课，'],
  ['no punctuation', '张三妈电话打了说孩子旷课'],
  ['lines of a list', '张三妈接了\n'],
  ['a table', '张三\t母亲\t电话\t旷课\n'],
  ['negations', '没不接'],
  ['slips', '张三妈，不对，'],
  ['open quotes', '张三妈说"'],
  ['one character', '来'],
  ['blanks', ' '],
  ['digits', '1'],
  ['days', '今天'],
  ['pinyin', 'zhang san '],
])('5,000 characters of %s are read within a moment', (_, words) => {
  const line = words.repeat(5_000).slice(0, 5_000);
  const started = performance.now();
  const reading = read(line);
  // An idle machine needs 0.2 s at most; the bound leaves room for a very busy one and still fails on exponential backtracking.
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(unnamed(line, reading)).toEqual([]);
});

test('a line of usual length takes 50 ms at most', () => {
  const lines = Array.from(
    { length: 40 },
    (_, index) => `${LINES_STUDENTS[index]?.name}妈妈电话打了没接，后来微信说上了，讲旷课的事`,
  );
  const times = lines.map((line) => {
    const started = performance.now();
    read(line);
    return performance.now() - started;
  });
  // The quickest: the others may have waited for a busy machine.
  expect(Math.min(...times)).toBeLessThan(50);
});

test('sixty students in one line: a record for each name that is one student, a question for the namesakes', () => {
  const names = LINES_STUDENTS.map(({ name }) => name);
  const reading = read(`${names.map((name) => `${name}妈妈`).join('、')}都打了电话，都说知道返校时间`);
  const recorded = reading.records.map(({ student }) => student.candidates.map(({ name }) => name).join());
  expect(new Set(recorded).size).toBe(new Set(names).size);
  expect(reading.question).toContain('张伟');
});

test.each([
  '2月30日给张三妈打了电话',
  '13月5号跟张三妈通了电话',
  '明年3月1日给张三妈打了电话聊了',
  '三年前给张三妈打过电话聊过',
])('a day that cannot be is asked about: %s', (line) => {
  expect(read(line).question).not.toBeNull();
});

test('a line above 5,000 characters is asked about, not read', () => {
  expect(read(`张三妈电话打了${'好'.repeat(5_000)}`)).toMatchObject({ intent: 'unknown', records: [] });
});
