import { buildRosterIndex, type IndexedStudent, understandLine } from '../src/language/index.ts';
import { LINES_CLASSES, LINES_NOW, LINES_STUDENTS, LINES_TERM } from '../test/fixtures/language-roster.ts';
import { certainButWrong, checkLine, isRecordRight, loadLines } from '../test/lines/check.ts';

const LARGE_ROSTER = 50_000;
const SPEED_SECONDS = 3;

function print(name: string, value: number, unit: string, goal: string): void {
  console.log(JSON.stringify({ name, value: Math.round(value * 100) / 100, unit, goal }));
}

/** Names by a fixed rule, so that two runs read the same roster. */
function largeRoster(): { students: IndexedStudent[]; classNames: string[] } {
  const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗单解仇查'];
  const given = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红玲芬燕彬雪倩宇浩凯欣怡佳琪梓轩子涵'];
  const classNames = Array.from(
    { length: 1_250 },
    (_, index) =>
      `${20 + (index % 5)}专业${String.fromCharCode(0x4e00 + 40 + (index % 250))}${1 + Math.floor(index / 250)}班`,
  );
  const pick = (list: readonly string[], index: number): string => list[index % list.length] ?? '';
  const students = Array.from(
    { length: LARGE_ROSTER },
    (_, index): IndexedStudent => ({
      studentId: `b${index}`,
      studentNo: `2022${String(index).padStart(8, '0')}`,
      name:
        pick(surnames, index * 7) +
        pick(given, index * 13 + Math.floor(index / 45)) +
        (index % 5 === 0 ? '' : pick(given, index * 29 + Math.floor(index / 2_025))),
      className: pick(classNames, index),
      guardians: [],
    }),
  );
  return { students: [...students, ...LINES_STUDENTS], classNames: [...classNames, ...LINES_CLASSES] };
}

function measureAccuracy(): void {
  const roster = buildRosterIndex(LINES_STUDENTS, LINES_CLASSES);
  const fields = new Map<string, { right: number; all: number }>();
  const count = (key: string, isRight: boolean): void => {
    const sum = fields.get(key) ?? { right: 0, all: 0 };
    fields.set(key, { right: sum.right + (isRight ? 1 : 0), all: sum.all + 1 });
  };
  let wrongStudents = 0;
  for (const line of loadLines()) {
    const reading = understandLine(line.line, { roster, now: LINES_NOW, term: LINES_TERM });
    const checks = checkLine(line, reading);
    const isRight = isRecordRight(line, checks);
    if (isRight !== undefined) count('records', isRight);
    for (const check of checks) count(`field ${check.field}`, check.isRight);
    count(
      `group ${line.group}`,
      checks.every((check) => check.isRight),
    );
    wrongStudents += certainButWrong(line, reading).length;
  }
  for (const [key, { right, all }] of fields)
    print(`language accuracy, ${key} (${all})`, (100 * right) / all, '%', '>= 97');
  print('language: certain but wrong students', wrongStudents, 'students', '0');
}

function measureSpeed(): void {
  const { students, classNames } = largeRoster();
  const built = performance.now();
  const roster = buildRosterIndex(students, classNames);
  print('language: index of 50,000 students', performance.now() - built, 'ms', '<= 2000');
  const lines = loadLines().map(({ line }) => line);
  const context = { roster, now: LINES_NOW, term: LINES_TERM };
  const first = performance.now();
  understandLine('zhangsan妈妈电话聊了', context);
  print('language: first line with pinyin', performance.now() - first, 'ms', '<= 2000');
  for (const line of lines) understandLine(line, context);
  const started = performance.now();
  const before = process.cpuUsage();
  let read = 0;
  while (performance.now() - started < SPEED_SECONDS * 1_000) {
    for (const line of lines) understandLine(line, context);
    read += lines.length;
  }
  const used = process.cpuUsage(before);
  // On a busy machine wall time measures the neighbours; processor time does not.
  print(
    'language: lines a second of processor time, roster of 50,000',
    (read * 1_000_000) / (used.user + used.system),
    'lines/s',
    '>= 2000',
  );
  print(
    'language: lines a second, roster of 50,000',
    (read * 1_000) / (performance.now() - started),
    'lines/s',
    '>= 2000',
  );
}

/** Accuracy by field and by group on the annotated lines, and speed with a roster of 50,000. */
export async function run(): Promise<void> {
  measureAccuracy();
  measureSpeed();
}
