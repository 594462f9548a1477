import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import {
  type Answer,
  type CommandContext,
  type CommandSpec,
  type Reply,
  type Sender,
  scopeOf,
} from '../command/index.ts';
import { understandLine } from '../language/index.ts';
import { ShiftableClock } from '../shared/clock.ts';
import { randomIds } from '../shared/ids.ts';
import { Secret, unseal } from '../shared/secret.ts';
import { loadFamily } from './family.store.ts';
import { importSheets } from './import/import-roster.ts';
import {
  createRosterCommands,
  createSenderDirectory,
  listClassGroups,
  listFamilies,
  listPeopleForSandbox,
  listScopeClasses,
  listStudentsWithoutReachableGuardian,
  readRosterVersion,
  seedDemo,
  setSubscription,
} from './index.ts';

const now = new Date('2025-10-10T10:00:00+08:00');
const secretKey = new Secret('a key of at least thirty-two bytes for tests');
const base = { clock: new ShiftableClock(), ids: randomIds, secretKey };
const API = 'http://127.0.0.1:3000/sandbox/wecom';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

function newDirectory() {
  return createSenderDirectory({ adminUserIds: ['BigBoss'], ids: randomIds });
}

test('before the first roster an administrator of ADMIN_USERIDS is let in, after it no longer', async () => {
  const { db } = database;
  const directory = newDirectory();
  const first = await directory.findSender(db, 'wecom', 'bigboss');
  expect(first?.staff.staffNo).toBe('admin:bigboss');
  for (const action of ['record_contact', 'look_up_student', 'send_private_notice', 'pause_all_sending'] as const)
    expect(first && scopeOf(first.staff.role, action), `everything, ${action} too`).toBe('all');
  expect((await directory.findSender(db, 'wecom', 'BIGBOSS'))?.staff.staffId).toBe(first?.staff.staffId);
  expect(await directory.findSender(db, 'wecom', 'liumin')).toBeUndefined();
  expect(await seedDemo(db, { ...base, wecomApiUrl: API })).toEqual({ isSeeded: true });
  expect(await directory.findSender(db, 'wecom', 'bigboss')).toBeUndefined();
  const row = await db
    .selectFrom('staff')
    .select('archivedAt')
    .where('staffNo', '=', 'admin:bigboss')
    .executeTakeFirstOrThrow();
  expect(row.archivedAt).not.toBeNull();
  expect(await seedDemo(db, { ...base, wecomApiUrl: API })).toEqual({ isSeeded: false });
});

async function getSender(userId: string): Promise<Sender> {
  const sender = await newDirectory().findSender(database.db, 'wecom', userId);
  if (!sender) throw new Error(`${userId} is not registered`);
  return sender;
}

async function classesOf(userId: string): Promise<string[]> {
  const { staff } = await getSender(userId);
  const scope = scopeOf(staff.role, 'look_up_student');
  return scope === undefined ? [] : (await listScopeClasses(database.db, staff, scope)).map((it) => it.name);
}

describe('the demo college', () => {
  test.each([
    ['liumin', ['22旅管3班', '22酒管1班', '23导游1班']],
    ['LIUMIN', ['22旅管3班', '22酒管1班', '23导游1班']],
    ['hejing', ['22旅管3班']],
    ['chengang', ['23软工1班']],
    ['zhengxin', []],
    ['zhaoguoqiang', ['22旅管3班', '22酒管1班', '23导游1班']],
    ['mazhiyuan', ['22旅管3班', '22酒管1班', '23导游1班', '23软工1班']],
    ['wufan', []],
  ])('%s reaches %j', async (userId, expected) => {
    expect(await classesOf(userId)).toEqual(expected);
  });

  test('has families, groups of each kind, and people for the sandbox', async () => {
    const { db } = database;
    const { staff } = await getSender('mazhiyuan');
    const classIds = (await listScopeClasses(db, staff, 'all')).map((it) => it.classId);
    const families = await listFamilies(db, classIds);
    expect(families).toHaveLength(120);
    expect(new Set(families.map((it) => it.studentId)).size).toBe(120);
    const byName = (name: string) => families.filter((it) => it.name === name);
    expect(byName('张伟').map((it) => it.className)).toEqual(['22旅管3班', '22酒管1班']);
    expect(byName('高原')[0]?.schoolNoticeGuardians.map((it) => it.relation)).toEqual(['母亲']);
    expect(byName('白云')[0]?.schoolNoticeGuardians).toEqual([]);
    expect(byName('王五')[0]?.schoolNoticeGuardians.map((it) => it.isSubscribed)).toEqual([true, false]);
    expect(byName('李四')[0]?.groups).toMatchObject([{ name: '李四一家', kind: 'relay', ownerUserId: 'liumin' }]);
    const groups = await listClassGroups(db, classIds);
    expect(groups.map((it) => [it.className, it.kind, it.ownerUserId])).toEqual([
      ['22旅管3班', 'customer_group', 'liumin'],
      ['22酒管1班', 'group_robot', 'liumin'],
      ['23导游1班', 'relay', 'liumin'],
      ['23软工1班', 'relay', 'chengang'],
    ]);
    expect((await listStudentsWithoutReachableGuardian(db, classIds)).map((it) => it.name)).toEqual(['白云']);
    const people = await listPeopleForSandbox(db, secretKey);
    expect(people.members.find((it) => it.userid === 'liumin')).toMatchObject({
      role: '辅导员',
      classNames: ['22旅管3班', '22酒管1班', '23导游1班'],
    });
    expect(people.groups.find((it) => it.kind === 'robot_group')?.webhookKey).toMatch(/^demo-/u);
    expect(people.parents.filter((it) => !it.isSubscribed).length).toBeGreaterThan(3);
  });

  test('the demo robot moves along when the sandbox listens elsewhere', async () => {
    const { db } = database;
    expect(await seedDemo(db, { ...base, wecomApiUrl: 'http://127.0.0.1:4000/' })).toEqual({ isSeeded: false });
    const sealed = await db
      .selectFrom('parentGroups')
      .select('webhookSealed')
      .where('webhookSealed', 'is not', null)
      .execute();
    expect(sealed.map((it) => unseal(secretKey, 'webhook', it.webhookSealed ?? ''))).toEqual([
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:4000\/cgi-bin\/webhook\/send\?key=demo-/u),
    ]);
  });

  test('a subscription that changes raises the version, one that does not leaves it', async () => {
    const { db } = database;
    const parent = (await listPeopleForSandbox(db, secretKey)).parents.find((it) => it.isSubscribed);
    const account = parent?.parentUserid ?? '';
    const before = await readRosterVersion(db);
    expect(await setSubscription(db, account.toUpperCase(), false)).toBe(1);
    expect(await readRosterVersion(db)).toBe(before + 1);
    expect(await setSubscription(db, account, false)).toBe(0);
    expect(await setSubscription(db, 'nobody', true)).toBe(0);
    expect(await setSubscription(db, account, true)).toBe(1);
    expect(await readRosterVersion(db)).toBe(before + 2);
  });
});

/** One command as the dispatcher would run it. */
async function talk(userId: string) {
  const { db } = database;
  const sender = await getSender(userId);
  const roster = await newDirectory().loadRosterIndex(db, sender);
  const commands = createRosterCommands();
  const contextOf = (line: string): CommandContext => ({
    db,
    now,
    sender,
    line,
    roster,
    clock: base.clock,
    timeZone: 'Asia/Shanghai',
    ids: randomIds,
    reading: understandLine(line, { roster, now }),
    inboundId: '1',
    afterCommit: { wake: () => undefined },
  });
  const find = (name: string): CommandSpec => {
    const spec = commands.find((it) => it.name === name);
    if (!spec) throw new Error(`no command ${name}`);
    return spec;
  };
  return {
    say: (name: string, line: string): Promise<Reply> => find(name).run(contextOf(line)),
    press: async (name: string, key: string): Promise<Reply | undefined> => find(name).press?.(contextOf(''), key),
    answer: async (name: string, reply: Reply | undefined, answer: Partial<Answer>): Promise<Reply | undefined> => {
      const text = answer.text ?? '';
      const question = { questionId: 'q', command: name, line: '', state: reply?.question?.state, askedAt: now };
      return find(name).answer?.(contextOf(text), question, { optionKey: null, text, ...answer });
    },
  };
}

function listAudits() {
  return database.db
    .selectFrom('auditEntries')
    .select(['action', 'subjectKind', 'details'])
    .orderBy('happenedAt')
    .execute();
}

const FULL_NUMBER = /1990000\d{4}/u;

describe('look_up', () => {
  test('shows the family with masked numbers', async () => {
    const { say } = await talk('liumin');
    const reply = await say('look_up', '查 张三');
    expect(reply.title).toBe('张三 的家庭情况');
    expect(reply.text).toContain('22旅管3班 · 学号 2022010301');
    expect(reply.text).toMatch(/1\. 母亲 李秀英 199\*{4}\d{4}\n2\. 父亲 张大山/u);
    expect(reply.text).toMatch(/仅紧急联系：\n· 奶奶 老张奶奶 199\*{4}\d{4}（平时不打）/u);
    expect(reply.text).not.toMatch(FULL_NUMBER);
    expect(reply.buttons?.[0]?.label).toBe('看完整号码');
  });

  test('never shows a guardian marked 不联系 as somebody to call, nor why', async () => {
    const { say } = await talk('liumin');
    const { text } = await say('look_up', '高原家里啥情况');
    expect(text).toContain('木丽珍');
    expect(text).not.toMatch(/高志平|离异/u);
    expect(text).toContain('另有 1 位家长标了“不联系”');
  });

  test('full numbers after a reason, which is kept', async () => {
    const { say, press, answer } = await talk('liumin');
    const card = await say('look_up', '查 张三');
    const asked = await press('look_up', card.buttons?.[0]?.key ?? '');
    expect(asked?.question?.acceptsText).toBe(true);
    const shown = await answer('look_up', asked, { text: '因为要约家长面谈' });
    expect(shown?.text).toMatch(FULL_NUMBER);
    expect(await listAudits()).toContainEqual({
      action: 'reveal_phones',
      subjectKind: 'student',
      details: { reason: '因为要约家长面谈' },
    });
  });

  test.each([
    ['call', '要打电话'],
    ['routine', '家校联系'],
    ['emergency', '紧急情况'],
  ])('the button %s is a reason', async (optionKey, reason) => {
    const { press, say, answer } = await talk('liumin');
    const asked = await press('look_up', (await say('look_up', '查 张三')).buttons?.[0]?.key ?? '');
    expect(asked?.question?.options.map(({ label }) => label)).toEqual(['要打电话', '家校联系', '紧急情况', '取消']);
    expect((await answer('look_up', asked, { optionKey, text: reason }))?.text).toMatch(FULL_NUMBER);
    expect(await listAudits()).toContainEqual({ action: 'reveal_phones', subjectKind: 'student', details: { reason } });
  });

  test('a class teacher of another class neither sees the student nor learns of him', async () => {
    const { say, press } = await talk('zhoutao');
    const reply = await say('look_up', '查 张三');
    expect(reply.text).toMatch(/没有找到|哪位同学/u);
    const { db } = database;
    const student = await db
      .selectFrom('students')
      .select('studentId')
      .where('name', '=', '张三')
      .executeTakeFirstOrThrow();
    const pressed = await press('look_up', `reveal:${student.studentId}`);
    expect(pressed?.text).toBe('在您负责的班级里没有找到这位同学。');
    expect((await press('look_up', 'reveal:rubbish'))?.text).toBe('在您负责的班级里没有找到这位同学。');
  });

  test('two of one name: a choice by class and number', async () => {
    const { say, answer } = await talk('liumin');
    const reply = await say('look_up', '查 张伟');
    const labels = reply.question?.options.map((it) => it.label) ?? [];
    expect(labels).toEqual(['张伟 22酒管1班 2022010102', '张伟 22旅管3班 2022010303', '都不是']);
    const chosen = await answer('look_up', reply, { optionKey: reply.question?.options[1]?.key ?? '' });
    expect(chosen?.text).toContain('2022010303');
  });
});

test('a class that is handed over is out of reach with the next line', async () => {
  const { db } = database;
  const directory = newDirectory();
  const sender = await getSender('liumin');
  expect((await directory.loadRosterIndex(db, sender)).byNumber('2022010101')).toHaveLength(1);
  const index = await directory.loadRosterIndex(db, sender);
  expect(await directory.loadRosterIndex(db, sender), 'kept while nothing changes').toBe(index);
  const cells = (text: string) => text.split(',');
  await importSheets(
    db,
    [
      {
        name: '班级',
        rows: [
          { number: 1, cells: cells('班级,学院,辅导员工号') },
          { number: 2, cells: cells('22酒管1班,旅游学院,T1002') },
        ],
      },
    ],
    {
      ...base,
      webhookHosts: [],
    },
  );
  expect((await directory.loadRosterIndex(db, sender)).byNumber('2022010101')).toHaveLength(0);
  const student = await db
    .selectFrom('students')
    .select('studentId')
    .where('studentNo', '=', '2022010101')
    .executeTakeFirstOrThrow();
  expect((await loadFamily(db, student.studentId))?.student.counsellorName).toBe('陈刚');
});
