import { afterAll, beforeAll, expect, test } from 'vitest';
import { findTerm } from '../../src/calendar/index.ts';
import { contactCommands, exportContacts, exportCoverage } from '../../src/contact/index.ts';
import { understandLine } from '../../src/language/index.ts';
import { randomIds } from '../../src/shared/ids.ts';
import { type Chat, type Family, openChat, seedChatCollege } from '../support/chat.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

/** One counsellor, 40 families, one week: what 进度 and `export coverage` say is what the typed lines add up to. */
const NAMES =
  '赵一鸣 钱雨桐 孙浩然 李思远 周子涵 吴佳怡 郑凯文 王梓萱 冯天佑 陈书瑶 褚明轩 卫欣妍 蒋文博 沈若曦 韩俊杰 杨诗雨 朱嘉豪 秦梦洁 尤志强 许婉清 何宇航 吕晓彤 施昊天 张慧敏 孔德胜 曹雪莹 严家宁 华建国 金玉婷 魏子轩 陶文静 姜海涛 戚美玲 谢东升 邹丽华 喻大勇 柏心怡 水清扬 窦振华 章可欣'.split(
    ' ',
  );
const SPECIAL = ['赵一鸣', '钱雨桐'];
const KEY = ['孙浩然', '李思远'];

/** What one line adds, counted by hand. */
interface Typed {
  readonly at: string;
  readonly line: string;
  readonly reached?: readonly string[];
  readonly unanswered?: readonly string[];
  readonly attempts?: number;
}

const call = (at: string, name: string, rest = '说家里都好，没意见'): Typed => ({
  at,
  line: `${name}妈妈电话打了，${rest}`,
  reached: [name],
});
const batch = (at: string, names: readonly string[]): Typed => ({
  at,
  line: `${names.join('、')}家长都电话联系过了 都表示知道了 没意见`,
  reached: names,
});

const WEEK: readonly Typed[] = [
  // Monday: two special ones first, one that nobody answers, and a message without an answer.
  call('2026-10-12T09:10', '赵一鸣'),
  call('2026-10-12T09:30', '钱雨桐', '说孩子最近睡得晚，没意见'),
  { at: '2026-10-12T10:00', line: '孙浩然爸爸电话没人接，明天下午再打', attempts: 1 },
  { at: '2026-10-12T10:20', line: '给李思远妈妈发了短信，说了国庆后返校的事', reached: [], unanswered: ['李思远'] },
  batch('2026-10-12T16:00', NAMES.slice(4, 9)),
  // Tuesday: the second try works; a slip is taken back; a wrong number.
  call('2026-10-13T15:05', '孙浩然', '说知道了，没意见'),
  { at: '2026-10-13T15:06', line: '完成1' },
  call('2026-10-13T15:20', '陈书瑶'),
  { at: '2026-10-13T15:21', line: '撤' },
  { at: '2026-10-13T16:00', line: '褚明轩爸爸电话空号', attempts: 1 },
  batch('2026-10-13T17:00', NAMES.slice(10, 16)),
  // Wednesday: the wrong method, corrected; the same family twice counts once; one letter only.
  call('2026-10-14T09:00', '朱嘉豪'),
  { at: '2026-10-14T09:01', line: '改成微信' },
  call('2026-10-14T11:00', '赵一鸣', '又聊了几句，没意见'),
  batch('2026-10-14T14:00', NAMES.slice(17, 25)),
  { at: '2026-10-14T15:00', line: '给曹雪莹妈妈发了短信，说补考时间', reached: [], unanswered: ['曹雪莹'] },
  // Thursday: a family comes by; a switched-off telephone.
  { at: '2026-10-15T10:00', line: '严家宁妈妈来学校了，谈了一会儿，没意见', reached: ['严家宁'] },
  { at: '2026-10-15T10:30', line: '华建国爸爸手机关机', attempts: 1 },
  call('2026-10-15T18:00', '华建国'),
  batch('2026-10-15T18:30', NAMES.slice(28, 34)),
  // Friday: the rest but one; 陈书瑶, whose record was taken back, is reached after all.
  call('2026-10-16T09:00', '陈书瑶'),
  batch('2026-10-16T10:00', NAMES.slice(34, 39)),
];

let database: TestDatabase;
let chat: Chat;
let students: Record<string, Family>;
let staffId: string;

beforeAll(async () => {
  database = await openTestDatabase();
  const families = NAMES.map((name, index) => ({
    name,
    className: index < 25 ? '22旅管3班' : '22旅管4班',
    guardians: [`母亲:${name.slice(0, 1)}母`, `父亲:${name.slice(0, 1)}父`],
  }));
  ({ students, staffId } = await seedChatCollege(database.db, families));
  for (const [level, names] of [
    ['special', SPECIAL],
    ['key', KEY],
  ] as const) {
    const studentIds = names.map((name) => students[name]?.studentId ?? '');
    await database.db
      .updateTable('students')
      .set({ attentionLevel: level })
      .where('studentId', 'in', studentIds)
      .execute();
  }
  chat = openChat({ db: database.db, userId: 'ChenJing', specs: contactCommands, understand: understandLine });
});
afterAll(() => database.close());

async function postToGroups(): Promise<void> {
  const [noticeId, bodyId] = [randomIds.uuid(), randomIds.uuid()];
  const sentAt = new Date('2026-10-13T12:00:00+08:00');
  const { db } = database;
  await db
    .insertInto('notices')
    .values({
      noticeId,
      noticeCode: 'AB12-CD34',
      kind: 'free',
      audience: 'group',
      staffId,
      status: 'confirmed',
      title: '通知',
      fields: '{}',
      recipients: '{}',
      recipientsDigest: '',
      templateVersion: '1',
      createdAt: sentAt,
    })
    .execute();
  await db.insertInto('noticeBodies').values({ bodyId, noticeId, body: '各位家长好' }).execute();
  const classes = await db.selectFrom('classes').select(['classId', 'name']).orderBy('name').execute();
  for (const { classId, name } of classes) {
    const [groupId, deliveryId] = [randomIds.uuid(), randomIds.uuid()];
    await db
      .insertInto('parentGroups')
      .values({ groupId, classId, name, platform: 'wechat', ownerId: staffId })
      .execute();
    await db
      .insertInto('deliveries')
      .values({
        deliveryId,
        noticeId,
        targetKey: `group:${groupId}`,
        channel: 'relay',
        target: name,
        groupId,
        classId,
        bodyId,
        laneKey: 'relay:x',
        // The third class is another counsellor's; of the second the owner has not posted yet.
        status: name === '22旅管4班' ? 'awaiting_member' : 'sent',
        createdAt: sentAt,
        sentAt: name === '22旅管4班' ? null : sentAt,
      })
      .execute();
  }
}

test('the week of one counsellor', async () => {
  await postToGroups();
  const first = (await typeMonday()).all;
  expect(first).toContain('还没单独联系过');
  for (const { at, line } of WEEK) {
    chat.clock.moveTo(new Date(`${at}:05+08:00`));
    await chat.say(line);
  }
  chat.clock.moveTo(new Date('2026-10-16T17:00:05+08:00'));

  const reached = new Set(WEEK.flatMap((typed) => typed.reached ?? []));
  const unanswered = new Set(WEEK.flatMap((typed) => typed.unanswered ?? []));
  const contacted = new Set([...reached, ...unanswered]);
  const left = NAMES.filter((name) => !contacted.has(name));
  const attempts = WEEK.reduce((sum, typed) => sum + (typed.attempts ?? 0), 0);
  // The script itself: one family is left.
  expect(left).toEqual(['章可欣']);

  const progress = (await chat.say('进度')).all;
  expect(progress).toContain('40 位学生，已单独联系 39 家（97.5%）');
  expect(progress).toContain('还没有单独联系的：22旅管4班 章可欣。');
  expect(progress).toContain(
    `其中 ${unanswered.size} 家只收到信或消息、还没有回音：22旅管3班 李思远、22旅管4班 曹雪莹。`,
  );
  expect(progress).toContain(`没联系上的尝试 ${attempts} 次，家长群通知 1 条`);

  const term = findTerm('2026-2027-1');
  if (!term) throw new Error('no term');
  const rows = (await exportCoverage(database.db, term, { now: chat.clock.now(), timeZone: 'Asia/Shanghai' })).filter(
    ({ staff_no }) => staff_no === 'T001',
  );
  const sum = (field: 'families' | 'contacted_individually' | 'of_these_unanswered' | 'overdue_general'): number =>
    rows.reduce((total, row) => total + Number(row[field]), 0);
  expect(rows.map(({ class_name, percent }) => [class_name, percent])).toEqual([
    ['22旅管3班', 100],
    ['22旅管4班', 93.3],
  ]);
  expect(sum('families')).toBe(40);
  expect(sum('contacted_individually')).toBe(contacted.size);
  expect(sum('of_these_unanswered')).toBe(unanswered.size);
  expect(sum('overdue_general')).toBe(left.length);
  expect(rows.map(({ overdue_special, overdue_key }) => [overdue_special, overdue_key])).toEqual([
    [0, 0],
    [0, 0],
  ]);

  const active = (await exportContacts(database.db, { timeZone: 'Asia/Shanghai', term })).filter(
    ({ status }) => status === 'active',
  );
  expect(new Set(active.filter(({ individual }) => individual).map(({ student_name }) => student_name))).toEqual(
    contacted,
  );
  expect(active.filter(({ outcome }) => outcome !== 'reached')).toHaveLength(attempts);
  expect(active.find(({ student_name }) => student_name === '朱嘉豪')).toMatchObject({ method: 'wechat' });

  const due = (await chat.say('还差谁')).all;
  expect(due).toContain('章可欣');
  expect(due).not.toMatch(/赵一鸣|1380000/u);
});

/** Before the first call everything is due: special ones first, five at a time. */
async function typeMonday(): Promise<{ all: string }> {
  chat.clock.moveTo(new Date('2026-10-12T09:00:05+08:00'));
  const seen = await chat.say('今天该联系谁');
  const order = [...SPECIAL, ...KEY, '周子涵'].map((name) => seen.all.indexOf(name));
  expect(order.every((place, index) => place > (order[index - 1] ?? -1))).toBe(true);
  expect(seen.all).not.toContain('吴佳怡');
  expect(seen.all).toContain('还有 35 家');
  const more = await chat.press('更多');
  expect(more.all).toContain('吴佳怡');
  expect(more.all).toContain('章可欣');
  expect(more.all).not.toContain('赵一鸣');
  expect((await chat.say('更多')).all).toContain('吴佳怡');
  return seen;
}

test('weeks later special ones are overdue after 14 days and key ones after 30, in both figures', async () => {
  const term = findTerm('2026-2027-1');
  if (!term) throw new Error('no term');
  for (const [at, special, key] of [
    ['2026-10-26T23:00', 1, 0],
    ['2026-10-28T12:00', 2, 0],
    ['2026-11-11T09:00', 2, 0],
    ['2026-11-11T11:00', 2, 1],
  ] as const) {
    chat.clock.moveTo(new Date(`${at}:05+08:00`));
    const [row] = await exportCoverage(database.db, term, { now: chat.clock.now(), timeZone: 'Asia/Shanghai' });
    expect([at, row?.overdue_special, row?.overdue_key]).toEqual([at, special, key]);
    const due = (await chat.say('今天该联系谁')).all;
    expect(SPECIAL.filter((name) => due.includes(name))).toHaveLength(special);
    expect(KEY.filter((name) => due.includes(name))).toHaveLength(key);
  }
});

test('a new term begins at nought, an old record keeps its own', async () => {
  chat.clock.moveTo(new Date('2027-02-01T00:00:10+08:00'));
  const progress = (await chat.say('进度')).all;
  expect(progress).toContain('已单独联系 0 家（0.0%）');
  expect(progress).toMatch(/还没有单独联系的：(?:[^、]+、){9}[^、]+，另有 30 家。/u);
});

test('who is not to be called is never suggested; who cannot be reached is said', async () => {
  const { db } = database;
  chat.clock.moveTo(new Date('2026-10-16T18:00:05+08:00'));
  const guardians = db.updateTable('guardians').where('studentId', '=', students.章可欣?.studentId ?? '');
  await guardians.where('relation', '=', '母亲').set({ doNotContactReason: '离异，不愿联系' }).execute();
  const father = (await chat.say('还差谁')).all;
  expect(father).toContain('找父亲 章父');
  expect(father).not.toMatch(/章母|离异/u);
  await guardians.where('relation', '=', '父亲').set({ isEmergencyOnly: true }).execute();
  const nobody = (await chat.say('还差谁')).all;
  expect(nobody).toContain('没有可联系的家长');
  expect(nobody).not.toMatch(/章母|章父/u);
});

test('nothing due, and nobody at all', async () => {
  chat.clock.moveTo(new Date('2026-10-16T18:10:05+08:00'));
  await chat.say('章可欣爸爸电话打了，说知道了，没意见');
  expect((await chat.say('还差谁')).all).toContain('没有要催您联系的家庭');
  const other = openChat({ db: database.db, userId: 'LiJun', specs: contactCommands });
  expect((await other.say('还差谁')).all).toContain('还没有您负责的学生');
});
