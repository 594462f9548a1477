import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import pino from 'pino';
import { parseQuietHours } from '../src/calendar/index.ts';
import type { CommandContext, CommandSpec, Reply, Sender } from '../src/command/index.ts';
import { migrateToLatest, type OpenDatabase, openDatabase } from '../src/db/index.ts';
import { createDeliveries, findOpenPause } from '../src/delivery/index.ts';
import { type RosterIndex, understandLine } from '../src/language/index.ts';
import { createNoticeCommands, type NoticeDependencies, runFactsImport } from '../src/notice/index.ts';
import { inTransactionThenWake, migrateQueue, openQueue } from '../src/queue/index.ts';
import { createSenderDirectory, writeWorkbook } from '../src/roster/index.ts';
import { loadCheckedTemplates } from '../src/service.ts';
import { randomIds } from '../src/shared/ids.ts';
import { Secret } from '../src/shared/secret.ts';
import { openQuestionOf } from '../test/support/command-context.ts';
import { startPostgresServer } from '../test/support/postgres-server.ts';

/**
 * Marks of 10,000 students by file, and their 10,000 families prepared: rendered, guarded, stored as drafts, confirmed and
 * queued, through the code that a counsellor's 看草稿 and 确认 run. One JSON line a figure.
 */
const COUNSELLORS = 50;
const STUDENTS_EACH = 200;
/** Lanes of different persons go on at the same time, as in `workers.ts`. */
const AT_ONCE = 8;
const COURSES = ['高等数学', '大学英语', '旅游概论', '会计基础', '形势与政策', '体育'];
const NOW = new Date('2026-10-09T02:00:00Z');

export async function run(): Promise<void> {
  const server = await startPostgresServer();
  const folder = await mkdtemp(join(tmpdir(), 'jiaxin-bench-'));
  try {
    const url = new URL(server.url);
    const admin = new pg.Client({ connectionString: url.href });
    await admin.connect();
    await admin.query('create database bench');
    await admin.end();
    url.pathname = '/bench';
    const database = await openDatabase({ databaseUrl: new Secret(url.href), dataDir: '' });
    await migrateToLatest(database.db);
    await migrateQueue(database.connection);
    await measure(database, join(folder, '成绩.xlsx'));
    await database.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
    await server.stop();
  }
}

async function measure(database: OpenDatabase, path: string): Promise<void> {
  const userIds = await seed(database, path);
  const library = loadCheckedTemplates();
  const options = {
    isDryRun: false,
    source: '教务处',
    withMarks: false,
    clock: { now: () => NOW },
    ids: randomIds,
    platform: 'wecom' as const,
    library,
    timeZone: 'Asia/Shanghai',
  };
  const importing = performance.now();
  const imported = await runFactsImport(database.db, { path, isJson: true }, options);
  if (imported.exitCode !== 0) throw new Error(imported.stdout.slice(0, 500));
  print('import 60,000 marks of 10,000 students', (performance.now() - importing) / 1_000, 30);

  const preparing = performance.now();
  const before = process.cpuUsage();
  await prepareAll(database, userIds, library);
  print('prepare 10,000 families', (performance.now() - preparing) / 1_000, 20);
  const { user, system } = process.cpuUsage(before);
  console.log(
    JSON.stringify({ name: 'prepare 10,000 families, CPU of our process', value: (user + system) / 1e6, unit: 's' }),
  );
  const { count } = await database.db
    .selectFrom('deliveries')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('status', '=', 'queued')
    .executeTakeFirstOrThrow();
  if (Number(count) !== COUNSELLORS * STUDENTS_EACH) throw new Error(`${count} deliveries are queued`);
}

async function prepareAll(
  database: OpenDatabase,
  userIds: readonly string[],
  library: NoticeDependencies['library'],
): Promise<void> {
  const { db, connection } = database;
  const log = pino({ level: 'silent' });
  const queue = await openQueue({ connection, redisUrl: null, isEmbedded: false, log });
  const quietHours = parseQuietHours('21:00-08:00');
  const specs = createNoticeCommands({
    library,
    schoolName: '示范学院',
    publicUrl: () => 'https://jiaxin.example.edu.cn',
    isSchoolNoticeOn: true,
    limits: { maxSchoolNoticeBytes: 2_000, maxGroupTextBytes: 3_952, maxRobotTextBytes: 2_000 },
    quietHours: '21:00-08:00',
    timeZone: 'Asia/Shanghai',
    approvals: [],
    findPause: findOpenPause,
    confirmDeliveries: (tx, notices, lent) =>
      createDeliveries(tx, notices, { ...lent, quietHours, account: 'corp/1', timeZone: 'Asia/Shanghai' }),
  });
  const spec = specs.find(({ name }) => name === 'show_drafts');
  if (spec === undefined) throw new Error('no command show_drafts');
  const directory = createSenderDirectory({ adminUserIds: [], ids: randomIds });
  const waiting = [...userIds];
  const work = async (): Promise<void> => {
    for (let userId = waiting.pop(); userId !== undefined; userId = waiting.pop()) {
      const sender = await directory.findSender(db, 'wecom', userId);
      if (sender === undefined) throw new Error('no such counsellor');
      const roster = await directory.loadRosterIndex(db, sender);
      await lookAndConfirm(db, queue, { spec, sender, roster });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await queue.close();
}

/** 看草稿, 都谈过了, 全部确认: a transaction each, as a worker does it. */
async function lookAndConfirm(
  db: OpenDatabase['db'],
  queue: Parameters<typeof inTransactionThenWake>[1],
  { spec, sender, roster }: { readonly spec: CommandSpec; readonly sender: Sender; readonly roster: RosterIndex },
): Promise<void> {
  const step = (line: string, act: (context: CommandContext) => Promise<Reply>): Promise<Reply> =>
    inTransactionThenWake(db, queue, (tx, afterCommit) =>
      act({
        db: tx,
        now: NOW,
        clock: { now: () => NOW },
        timeZone: 'Asia/Shanghai',
        ids: randomIds,
        sender,
        line,
        reading: understandLine(line, { roster, now: NOW }),
        roster,
        inboundId: '1',
        afterCommit,
      }),
    );
  const { answer } = spec;
  if (answer === undefined) throw new Error('the command takes no answer');
  let reply = await step('看草稿', (context) => spec.run(context));
  for (const optionKey of ['yes', 'confirm']) {
    const question = openQuestionOf(reply, spec.name);
    reply = await step('是', async (context) => (await answer(context, question, { optionKey, text: '' })) ?? reply);
  }
}

/** Counsellors with their students and a guardian each, and the workbook with everybody's marks, one of them failed. */
async function seed({ db }: OpenDatabase, path: string): Promise<readonly string[]> {
  const collegeId = randomIds.uuid();
  await db.insertInto('colleges').values({ collegeId, name: '旅游管理学院' }).execute();
  const userIds: string[] = [];
  const rows: string[][] = [];
  for (let number = 0; number < COUNSELLORS; number += 1) {
    const [staffId, classId] = [randomIds.uuid(), randomIds.uuid()];
    const wecomUserId = `user-${number}`;
    userIds.push(wecomUserId);
    await db
      .insertInto('staff')
      .values({ staffId, staffNo: `T${number}`, name: '陈静', role: 'counsellor', collegeId, wecomUserId })
      .execute();
    await db
      .insertInto('classes')
      .values({ classId, name: `旅管${1_000 + number}`, collegeId, counsellorId: staffId })
      .execute();
    const students = Array.from({ length: STUDENTS_EACH }, (_, index) => ({
      studentId: randomIds.uuid(),
      studentNo: `2022${String(number).padStart(3, '0')}${String(index).padStart(4, '0')}`,
      name: nameOf(index),
      classId,
    }));
    await db.insertInto('students').values(students).execute();
    await db
      .insertInto('guardians')
      .values(
        students.map(({ studentId, studentNo }) => ({
          guardianId: randomIds.uuid(),
          studentId,
          name: '家长',
          relation: '母亲',
          wecomParentUserId: `parent-${studentNo}`,
          isSubscribed: true,
        })),
      )
      .execute();
    for (const { studentNo, name } of students)
      COURSES.forEach((course, index) => {
        rows.push([studentNo, name, '2026-2027-1', course, index === 0 ? '52' : String(70 + index), '3']);
      });
  }
  const headers = ['学号', '姓名', '学期', '课程', '成绩', '学分'].map((text) => ({
    text,
    isRequired: true,
    width: 12,
  }));
  await writeWorkbook(path, [{ name: '成绩', headers, rows }]);
  return userIds;
}

const SURNAMES = '赵钱孙李周吴郑王冯陈';
const GIVEN = '子轩梓涵浩宇欣怡俊杰思远雨桐';

function nameOf(index: number): string {
  const [first, second] = [index % SURNAMES.length, Math.floor(index / SURNAMES.length)];
  return `${SURNAMES[first]}${GIVEN[second % GIVEN.length]}${GIVEN[(second * 3 + first) % GIVEN.length]}`;
}

function print(name: string, seconds: number, goal: number): void {
  const value = Number(seconds.toFixed(2));
  console.log(
    JSON.stringify({
      name,
      value,
      unit: 's',
      peer: `goal ${goal} s`,
      ratio: Number((value / goal).toFixed(3)),
      goal: 1,
    }),
  );
}
