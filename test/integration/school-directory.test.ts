import pino from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPlatforms } from '../../src/platform/registry.ts';
import { importSheets } from '../../src/roster/import/import-roster.ts';
import {
  createDirectoryWork,
  listDirectoryStates,
  listStudentsWithoutReachableGuardian,
} from '../../src/roster/index.ts';
import type { SandboxPeople } from '../../src/sandbox/index.ts';
import { ShiftableClock } from '../../src/shared/clock.ts';
import { randomIds } from '../../src/shared/ids.ts';
import { Secret } from '../../src/shared/secret.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { createMemoryTokenStore } from '../support/memory-token-store.ts';
import { type Harness, KEYS, startHarness } from '../support/sandbox-harness.ts';

/** The real adapter against the sandbox's directory: what 家校沟通 says of guardians gets into the roster, and nothing is lost. */

let database: TestDatabase;
let harness: Harness;
let clock: ShiftableClock;

beforeAll(async () => {
  database = await openTestDatabase();
  const listPeople = async () => ({ members: [], groups: [], parents: PARENTS });
  harness = await startHarness({ directory: { listPeople } });
});
afterAll(async () => {
  await harness.close();
  await database.close();
});

const PARENTS: SandboxPeople['parents'] = [
  {
    parentUserid: 'p_zhang_m',
    name: '刘梅',
    relation: '母亲',
    studentName: '张三',
    studentNo: '20240101',
    className: '软件2401',
    mobile: '13800001111',
    isSubscribed: false,
  },
];

beforeEach(async () => {
  const { db } = database;
  await db.deleteFrom('directorySyncs').execute();
  await db.deleteFrom('guardians').execute();
  harness.sandbox.setFault({ kind: 'school_directory_refused', isOn: false });
  clock = new ShiftableClock();
  await importFamilies([['20240101', '刘梅', '母亲', '13800001111', '']]);
});

/** 家长: 学号, 姓名, 关系, 手机, 企业微信家长账号. */
async function importFamilies(guardians: readonly (readonly string[])[]) {
  const sheet = (name: string, header: string[], rows: readonly (readonly string[])[]) => ({
    name,
    rows: [header, ...rows].map((cells, index) => ({ number: index + 1, cells: [...cells] })),
  });
  const report = await importSheets(
    database.db,
    [
      sheet('班级', ['班级', '学院', '辅导员工号'], [['软件2401', '信息学院', 'T1']]),
      sheet('教师', ['工号', '姓名', '角色'], [['T1', '王芳', '辅导员']]),
      sheet('学生', ['学号', '姓名', '班级'], [['20240101', '张三', '软件2401']]),
      sheet('家长', ['学号', '姓名', '关系', '手机', '企业微信家长账号'], guardians),
    ],
    { clock, ids: randomIds, secretKey: new Secret('k'.repeat(32)), webhookHosts: [] },
  );
  expect(report.errors).toEqual([]);
  return report;
}

function newWork() {
  const wecom = {
    corpId: KEYS.corpId,
    agentId: Number(KEYS.agentId),
    secret: new Secret(KEYS.secret),
    token: new Secret(KEYS.token),
    encodingAesKey: new Secret(KEYS.encodingAesKey),
    apiUrl: `${harness.url}/wecom`,
    isSchoolNoticeOn: true,
  };
  const store = createMemoryTokenStore();
  const platform = createPlatforms({ wecom }, { tokenStoreFor: () => store }).get('wecom');
  if (platform === undefined) throw new Error('no WeCom');
  return createDirectoryWork({ db: database.db, clock, platform, log: pino({ level: 'silent' }) });
}

/** One look of the sweep and what follows from it; false = nothing was due. */
async function turn(work = newWork()): Promise<boolean> {
  const [lane] = await work.findDueLanes();
  if (lane === undefined) return false;
  expect(work.owns(lane)).toBe(true);
  expect(await work.advance({ signal: new AbortController().signal })).toEqual({ more: false });
  return true;
}

async function mother() {
  const rows = await database.db
    .selectFrom('guardians')
    .select(['wecomParentUserId', 'isAccountFound', 'isSubscribed', 'phone'])
    .where('archivedAt', 'is', null)
    .execute();
  expect(rows).toHaveLength(1);
  return rows[0];
}

const minutes = (count: number): void => clock.moveTo(new Date(clock.now().getTime() + count * 60_000));
const state = async () => (await listDirectoryStates(database.db))[0];

test('a guardian is found by number, known not to follow, and not counted as reachable by the account', async () => {
  expect(await turn()).toBe(true);
  expect(await mother()).toMatchObject({ wecomParentUserId: 'p_zhang_m', isAccountFound: true, isSubscribed: false });
  expect(await state()).toMatchObject({
    failures: 0,
    failureCode: null,
    counts: { parents: 1, found: 1, subscribed: 0 },
  });

  // The number goes: then nothing reaches her.
  await database.db.updateTable('guardians').set({ phone: null }).execute();
  const classes = await database.db.selectFrom('classes').select('classId').execute();
  const ids = classes.map(({ classId }) => classId);
  expect(await listStudentsWithoutReachableGuardian(database.db, ids)).toMatchObject([{ studentNo: '20240101' }]);
});

test('the same roster again changes nothing; a corrected number makes the finding void', async () => {
  await turn();
  const again = await importFamilies([['20240101', '刘梅', '母亲', '13800001111', '']]);
  expect(again.changes).toMatchObject({ added: 0, updated: 0, archived: 0 });
  expect(await mother()).toMatchObject({ wecomParentUserId: 'p_zhang_m', isAccountFound: true });

  await importFamilies([['20240101', '刘梅', '母亲', '13800009999', '']]);
  expect(await mother()).toMatchObject({ wecomParentUserId: null, isAccountFound: false, isSubscribed: null });
});

test('an account that the roster gives stays, whatever the directory says', async () => {
  await importFamilies([['20240101', '刘梅', '母亲', '13800001111', 'p_of_roster']]);
  await turn();
  expect(await mother()).toMatchObject({ wecomParentUserId: 'p_of_roster', isAccountFound: false });
  expect((await state())?.counts).toMatchObject({ missing: 1, strangers: 1 });
});

test('the roster takes over what the platform found', async () => {
  await turn();
  await importFamilies([['20240101', '刘梅', '母亲', '13800001111', 'p_zhang_m']]);
  expect(await mother()).toMatchObject({ wecomParentUserId: 'p_zhang_m', isAccountFound: false, isSubscribed: false });
});

test('an event is newer than a reading that began before it', async () => {
  await turn();
  const event = { guardianUserId: 'p_zhang_m', isSubscribed: true };
  const work = createDirectoryWork({
    db: database.db,
    clock,
    log: pino({ level: 'silent' }),
    platform: {
      account: `${KEYS.corpId}/${KEYS.agentId}`,
      readDirectory: async () => {
        await work.hearSubscription(database.db, event);
        const said = { parentUserId: 'p_zhang_m', isSubscribed: false, phone: null };
        const parents = [{ ...said, studentUserId: '20240101', studentName: '张三' }];
        return { outcome: 'ok', parents, refusedDepartments: 0 };
      },
    },
  });
  minutes(361);
  expect(await turn(work)).toBe(true);
  expect(await mother()).toMatchObject({ isSubscribed: true });
});

test('subscribe and unsubscribe events; of somebody unknown they call for a look', async () => {
  const work = newWork();
  await turn(work);
  await work.hearSubscription(database.db, { guardianUserId: 'P_Zhang_M', isSubscribed: true });
  expect(await mother()).toMatchObject({ isSubscribed: true });
  await work.hearSubscription(database.db, { guardianUserId: 'p_zhang_m', isSubscribed: false });
  expect(await mother()).toMatchObject({ isSubscribed: false });
  minutes(2);
  expect(await turn(work)).toBe(false);
  await work.hearSubscription(database.db, { guardianUserId: 'p_new', isSubscribed: true });
  expect(await turn(work)).toBe(false);
  minutes(2);
  expect(await turn(work)).toBe(true);
});

test('looks at the start once in ten minutes, every six hours, and after an import', async () => {
  expect(await turn()).toBe(true);
  expect(await turn()).toBe(false);
  minutes(11);
  const running = newWork();
  expect(await turn(running)).toBe(true);
  minutes(11);
  expect(await turn(running)).toBe(false);
  await importFamilies([['20240101', '刘梅花', '母亲', '13800001111', '']]);
  expect(await turn(running)).toBe(true);
  minutes(359);
  expect(await turn(running)).toBe(false);
  minutes(2);
  expect(await turn(running)).toBe(true);
});

test('a refusal is kept with its code, tried again in an hour, and takes nothing away', async () => {
  const work = newWork();
  await turn(work);
  const before = await mother();
  harness.sandbox.setFault({ kind: 'school_directory_refused', isOn: true });
  minutes(361);
  expect(await turn(work)).toBe(true);
  expect(await mother()).toEqual(before);
  const failed = await state();
  expect(failed).toMatchObject({ failures: 1, failureCode: '48002', counts: { found: 1 } });
  expect(failed?.syncedAt).not.toBeNull();
  minutes(59);
  expect(await turn(work)).toBe(false);
  harness.sandbox.setFault({ kind: 'school_directory_refused', isOn: false });
  minutes(2);
  expect(await turn(work)).toBe(true);
  expect(await state()).toMatchObject({ failures: 0, failureCode: null });
});
