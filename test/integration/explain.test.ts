import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { contactCommands, describeRecords, exportContacts } from '../../src/contact/index.ts';
import { createUnderstanding } from '../../src/dialogue.ts';
import type { Reading } from '../../src/language/index.ts';
import { LINES_CLASSES, LINES_STUDENTS } from '../fixtures/language-roster.ts';
import { type AnnotatedLine, loadLines } from '../lines/check.ts';
import { type Chat, openChat } from '../support/chat.ts';
import { type CommandLine, openCommandLine, writeRosterFolder } from '../support/command-line.ts';

// Forty runs of the command line, each with a database connection of its own.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

/** What `explain` prints is what the chat understands and stores: both get the same lines on the same roster. */
const TIME_ZONE = 'Asia/Shanghai';
const CLOCK_START = '2026-10-21T15:00:00+08:00';

let cli: CommandLine;
let chat: Chat;
let heard: Reading | undefined;

beforeAll(async () => {
  cli = await openCommandLine();
  const guardians = LINES_STUDENTS.flatMap(({ studentNo, guardians: family }) =>
    family.map(({ name, relation }) => `${studentNo},${name},${relation},`),
  );
  const folder = await writeRosterFolder(cli.folder, {
    班级: ['班级,学院,辅导员工号', ...LINES_CLASSES.map((name) => `${name},旅游学院,T1`)].join('\n'),
    教师: '工号,姓名,角色,企业微信账号\nT1,刘敏,辅导员,LiuMin',
    学生: ['学号,姓名,班级', ...LINES_STUDENTS.map((one) => `${one.studentNo},${one.name},${one.className}`)].join(
      '\n',
    ),
    家长: ['学号,姓名,关系,手机', ...guardians].join('\n'),
  });
  expect(await cli.run(['roster', 'import', folder])).toMatchObject({ exitCode: 0 });
  const understand = createUnderstanding(TIME_ZONE);
  chat = openChat({
    db: cli.database.db,
    userId: 'LiuMin',
    specs: contactCommands,
    startAt: CLOCK_START,
    understand: (line, context) => {
      heard = understand(line, context);
      return heard;
    },
  });
});
afterAll(() => cli.close());

/** Thirty talks and attempts and ten of everything else, from all over the files. */
function pickLines(): AnnotatedLine[] {
  const lines = loadLines();
  const isRecord = ({ expect: { intent } }: AnnotatedLine): boolean => intent === 'record' || intent === 'attempt';
  const spread = (from: readonly AnnotatedLine[], count: number): AnnotatedLine[] =>
    from.filter((_, index) => index % Math.floor(from.length / count) === 0).slice(0, count);
  return [
    ...spread(lines.filter(isRecord), 30),
    ...spread(
      lines.filter((line) => !isRecord(line)),
      10,
    ),
  ];
}

/** The command line's clock has ticked on by some milliseconds since CLOCK_START. */
const toMinutes = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replace(/(T\d\d:\d\d):\d\d(?:\.\d+)?(?=Z|\+)/gu, '$1'));

const lines = pickLines();

test('forty lines are tried', () => expect(new Set(lines.map(({ line }) => line)).size).toBe(40));

test.each(lines.map(({ line }) => line))('%s', async (line) => {
  const { db } = cli.database;
  await db.deleteFrom('openQuestions').execute();
  const known = new Set((await exportContacts(db, { timeZone: TIME_ZONE })).map(({ id }) => id));
  await chat.say(line);
  const result = await cli.run(['explain', line, '--as', 'liumin', '--json'], { env: { CLOCK_START } });
  const explained = JSON.parse(result.stdout);

  if (heard === undefined) throw new Error('the chat read nothing');
  const { intent, refusal, evidence, question, rivals } = heard;
  expect(toMinutes(explained)).toMatchObject(
    toMinutes({
      intent,
      refusal,
      evidence,
      records: describeRecords(heard, { now: chat.clock.now(), timeZone: TIME_ZONE, staffNo: 'T1' }),
    }) as object,
  );
  if (rivals.length === 0) expect(explained.question).toBe(question);

  // What the chat stored of it is what was explained, field by field.
  const stored = (await exportContacts(db, { timeZone: TIME_ZONE })).filter(({ id }) => !known.has(id));
  const fields = stored.map((row) => ({ ...row, id: null }));
  // A correction is stored as a copy of what it corrects, which a reading of the line alone does not know.
  if (intent === 'amend') return;
  if (stored.length > 0) expect(toMinutes(fields)).toEqual(toMinutes(explained.records));
  else expect(explained.question !== null || !['record', 'attempt'].includes(intent)).toBe(true);
});
