import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  contactCommands,
  createContactWork,
  exportContacts,
  redactContactTexts,
  redactStudentTexts,
} from '../../src/contact/index.ts';
import { randomIds } from '../../src/shared/ids.ts';
import { type Chat, type Family, openChat, seedChatCollege } from '../support/chat.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { emptyRecords } from '../support/empty-records.ts';

let database: TestDatabase;
let chat: Chat;
let students: Record<string, Family>;
let staffId: string;

beforeAll(async () => {
  database = await openTestDatabase();
  ({ students, staffId } = await seedChatCollege(database.db, [
    { name: '张三', guardians: ['母亲:王芳'] },
    { name: '李四', guardians: ['父亲:李刚'] },
    { name: '王五', guardians: ['母亲:赵敏'] },
    { name: '张伟', guardians: ['母亲:吴娟'] },
    { name: '张伟', className: '22旅管4班', guardians: ['母亲:方芳'] },
  ]));
});
afterAll(() => database.close());

beforeEach(async () => {
  const { db } = database;
  await emptyRecords(db);
  await db.deleteFrom('settings').execute();
  chat = openChat({ db, userId: 'ChenJing', specs: contactCommands, startAt: '2027-01-20T10:00:00+08:00' });
});

const texts = () => database.db.selectFrom('contactTexts').selectAll().execute();
const lines = () => database.db.selectFrom('inboundRaw').selectAll().orderBy('inboundId').execute();
const audit = () => database.db.selectFrom('auditEntries').selectAll().orderBy('happenedAt').execute();
const now = new Date('2027-01-21T09:00:00+08:00');

describe('contact_texts', () => {
  beforeEach(async () => {
    await chat.say('张三妈妈电话打了，说家里都好，没意见');
  });

  test.each([
    ['another text', sql`update contact_texts set source_text = 'x', redacted_at = now(), redacted_reason = 'r'`],
    ['empty without a mark', sql`update contact_texts set source_text = null`],
    ['empty without a reason', sql`update contact_texts set source_text = null, redacted_at = now()`],
    ['a mark alone', sql`update contact_texts set redacted_at = now(), redacted_reason = 'r'`],
    [
      'under another row',
      sql`update contact_texts set contact_id = gen_random_uuid(), source_text = null, redacted_at = now(), redacted_reason = 'r'`,
    ],
    ['delete', sql`delete from contact_texts`],
    ['truncate', sql`truncate contact_texts`],
  ])('the database refuses: %s', async (_name, statement) => {
    await expect(statement.execute(database.db)).rejects.toMatchObject({ code: '23001' });
    expect(await texts()).toMatchObject([{ sourceText: '张三妈妈电话打了，说家里都好，没意见', redactedAt: null }]);
  });

  test('what was redacted stays as it is: not restored, not marked anew', async () => {
    const request = { reason: '家长要求', by: staffId, now, ids: randomIds };
    await redactStudentTexts(database.db, { ...request, studentNo: students.张三?.studentNo ?? '' });
    for (const statement of [
      sql`update contact_texts set source_text = 'back'`,
      sql`update contact_texts set redacted_reason = 'another'`,
    ]) {
      await expect(statement.execute(database.db)).rejects.toMatchObject({ code: '23001' });
    }
    expect(await texts()).toMatchObject([{ sourceText: null, redactedAt: now, redactedReason: '家长要求' }]);
  });
});

test('on a person’s request everything typed about the student goes, also in lines that name others; the records stay', async () => {
  await chat.say('张三李四家长都电话联系过了 都表示知道了，没意见');
  await chat.say('张三妈妈电话打了，说家里在盖房子，没意见');
  await chat.say('改成微信');
  await chat.say('王五妈妈电话打了，说家里都好，没意见');
  const before = await exportContacts(database.db, { timeZone: 'Asia/Shanghai' });
  const studentNo = students.张三?.studentNo ?? '';
  const redacted = await redactStudentTexts(database.db, {
    studentNo,
    reason: '家长要求',
    by: staffId,
    now,
    ids: randomIds,
  });
  expect(redacted).toMatchObject({ texts: 4, lines: 3 });
  const after = await exportContacts(database.db, { timeZone: 'Asia/Shanghai' });
  expect(after.map(({ source_text }) => source_text)).toEqual([
    null,
    null,
    null,
    null,
    '王五妈妈电话打了，说家里都好，没意见',
  ]);
  expect(after.map((row) => ({ ...row, source_text: '' }))).toEqual(before.map((row) => ({ ...row, source_text: '' })));
  expect(await lines()).toMatchObject([
    { content: { kind: 'text' }, plain: '', redactedAt: now, redactedReason: '家长要求' },
    { plain: '' },
    { plain: '' },
    { plain: '<xml/>', redactedAt: null },
  ]);
  expect((await lines())[0]?.content).toEqual({ kind: 'text' });
  expect(await audit()).toMatchObject([
    {
      action: 'redact_texts',
      staffId,
      subjectKind: 'student',
      subjectId: students.张三?.studentId,
      details: { reason: '家长要求', texts: 4, lines: 3 },
    },
  ]);
  // Again: nothing left, and the request itself is on record.
  const again = await redactStudentTexts(database.db, { studentNo, reason: '家长要求', by: null, now, ids: randomIds });
  expect(again).toEqual({ texts: 0, lines: 0, copies: 0 });
  expect(await audit()).toHaveLength(2);
});

test('every other copy of the words goes too: answers, the open question, tasks, the log of an emergency', async () => {
  const { db } = database;
  await chat.say('急 张三在宿舍晕倒了');
  await chat.say('后天提醒我再打给张三妈');
  await chat.say('王五妈妈电话打了，说家里都好，没意见');
  await chat.say('后天提醒我再打给王五妈');
  await chat.say('张三妈妈电话打了，说家里在盖房子');
  await chat.say('提醒我再打给张三家');
  await db.updateTable('memberMessages').set({ status: 'sent' }).execute();
  const studentNo = students.张三?.studentNo ?? '';
  await redactStudentTexts(db, { studentNo, reason: '家长要求', by: staffId, now, ids: randomIds });
  const messages = JSON.stringify(await db.selectFrom('memberMessages').select('content').execute());
  expect(messages).not.toMatch(/张三|盖房子|晕倒/u);
  expect(messages).toContain('王五');
  expect(JSON.stringify(await lines())).not.toMatch(/张三|盖房子|晕倒/u);
  expect(await db.selectFrom('openQuestions').selectAll().execute()).toEqual([]);
  const tasks = await db.selectFrom('tasks').select(['studentId', 'what']).orderBy('number').execute();
  expect(tasks.map(({ what }) => what)).toEqual(['（原话已清除）', '再打给王五妈']);
  const entries = await db.selectFrom('emergencyEntries').select(['words', 'redactedReason']).execute();
  // What was reported, and the contact.
  const gone = { words: null, redactedReason: '家长要求' };
  expect(entries).toEqual([gone, gone]);
  expect(JSON.stringify(await audit())).toMatch(/"copies":\d/u);
});

/** A letter of 张三's family, and a draft about him that was judged, sent back and given up. Returns what is left of them. */
async function seedNoticeCopies() {
  const { db } = database;
  const { studentId = '' } = students.张三 ?? {};
  const [noticeId, draftId, deliveryId, bodyId] = [
    randomIds.uuid(),
    randomIds.uuid(),
    randomIds.uuid(),
    randomIds.uuid(),
  ];
  const createdAt = new Date('2027-01-20T09:00:00+08:00');
  const notice = {
    kind: 'free',
    audience: 'private',
    staffId,
    title: '通知',
    recipientsDigest: 'd',
    templateVersion: 'v',
  } as const;
  const fields = JSON.stringify({ text: '张三最近总缺课' });
  const recipients = JSON.stringify({ kind: 'family', students: [{ studentId }] });
  await db
    .insertInto('notices')
    .values([
      {
        ...notice,
        noticeId,
        noticeCode: randomIds.uuid().slice(0, 9),
        status: 'confirmed',
        fields,
        recipients,
        createdAt,
      },
      {
        ...notice,
        noticeId: draftId,
        noticeCode: randomIds.uuid().slice(0, 9),
        status: 'dropped',
        fields,
        recipients,
        createdAt,
      },
    ])
    .execute();
  await db.insertInto('noticeBodies').values({ bodyId, noticeId, body: '张三最近总缺课' }).execute();
  const target = {
    targetKey: `student:${studentId}`,
    channel: 'relay',
    target: '群',
    laneKey: 'relay:x',
    status: 'sent',
  } as const;
  await db
    .insertInto('deliveries')
    .values({ ...target, deliveryId, noticeId, studentId, bodyId, createdAt })
    .execute();
  const replyId = randomIds.uuid();
  await db
    .insertInto('noticeReplies')
    .values({ replyId, deliveryId, formId: 'f', words: '他爸在外地打工', writtenAt: createdAt })
    .execute();
  await db
    .insertInto('approvalRequests')
    .values({
      requestId: randomIds.uuid(),
      noticeId: draftId,
      askedAt: createdAt,
      composition: JSON.stringify({ text: '张三' }),
      outcome: 'returned',
      decidedBy: staffId,
      decidedAt: createdAt,
      words: '张三的事先面谈',
    })
    .execute();
  const findings = JSON.stringify([{ rule: 'rank', words: '张三倒数', why: '排名', suggestion: '说努力' }]);
  await db
    .insertInto('guardDecisions')
    .values({
      decisionId: randomIds.uuid(),
      noticeId: draftId,
      staffId,
      decidedAt: createdAt,
      decision: 'block',
      findings,
      draft: '张三倒数',
    })
    .execute();
  return async () => ({
    sent: await db.selectFrom('notices').select('fields').where('noticeId', '=', noticeId).executeTakeFirst(),
    draft: await db.selectFrom('notices').select('fields').where('noticeId', '=', draftId).executeTakeFirst(),
    reply: await db.selectFrom('noticeReplies').select('words').where('replyId', '=', replyId).executeTakeFirst(),
    request: await db
      .selectFrom('approvalRequests')
      .select(['composition', 'words', 'outcome'])
      .where('noticeId', '=', draftId)
      .executeTakeFirst(),
    verdict: await db
      .selectFrom('guardDecisions')
      .select(['draft', 'findings'])
      .where('noticeId', '=', draftId)
      .executeTakeFirst(),
  });
}

const NOTICE_COPIES_GONE = {
  sent: { fields: { text: '张三最近总缺课' } },
  draft: { fields: {} },
  reply: { words: '（原话已清除）' },
  request: { composition: null, words: null, outcome: 'returned' },
  verdict: { draft: '（原话已清除）', findings: [{ rule: 'rank', why: '排名', suggestion: '说努力' }] },
};

test('on request letters, drafts that were given up and what approvers said go too; what went out stays', async () => {
  const read = await seedNoticeCopies();
  const request = { reason: '家长要求', by: staffId, now, ids: randomIds };
  await redactStudentTexts(database.db, { ...request, studentNo: students.李四?.studentNo ?? '' });
  expect(await read()).toMatchObject({ reply: { words: '他爸在外地打工' }, request: { words: '张三的事先面谈' } });
  await redactStudentTexts(database.db, { ...request, studentNo: students.张三?.studentNo ?? '' });
  expect(await read()).toEqual(NOTICE_COPIES_GONE);
});

test('by the clock they go as well', async () => {
  const read = await seedNoticeCopies();
  const request = { reason: 'r', by: null, now, ids: randomIds };
  await redactContactTexts(database.db, { ...request, what: { before: new Date('2027-01-20T00:00:00+08:00') } });
  expect(await read()).toMatchObject({
    reply: { words: '他爸在外地打工' },
    draft: { fields: { text: '张三最近总缺课' } },
  });
  await redactContactTexts(database.db, { ...request, what: { before: new Date('2027-01-21T00:00:00+08:00') } });
  expect(await read()).toEqual(NOTICE_COPIES_GONE);
});

test('a namesake loses nothing that can be told apart, by record, class or number', async () => {
  const { db } = database;
  const own = students['22旅管3班 张伟']?.studentNo ?? '';
  const other = students['22旅管4班 张伟']?.studentNo ?? '';
  const kept = [
    '22旅管4班张伟妈妈电话打了，说家里在盖房子，没意见',
    `${other}妈妈微信聊了，说在找工作，没意见`,
    '后天提醒我打给22旅管4班的张伟家',
  ];
  for (const line of kept) await chat.say(line);
  // Who is meant was asked for and answered: the record of the namesake keeps its words, the line alone could be either’s.
  await chat.say('张伟妈妈电话打了，说奶奶来了');
  await chat.say('2');
  await chat.say('没意见');
  await chat.say('22旅管3班张伟妈妈电话打了，说在搬家，没意见');
  await chat.say('22旅管4班张伟妈妈微信聊了，说他和22旅管3班张伟打架，没意见');
  await db.updateTable('memberMessages').set({ status: 'sent' }).execute();
  await redactStudentTexts(db, { studentNo: own, reason: '家长要求', by: staffId, now, ids: randomIds });

  const left = JSON.stringify(await lines());
  for (const line of kept) expect(left).toContain(line);
  const messages = JSON.stringify(await db.selectFrom('memberMessages').select('content').execute());
  for (const words of ['盖房子', '在找工作']) expect(messages).toContain(words);
  for (const words of ['搬家', '打架', `张伟 ${own}`]) expect(left + messages).not.toContain(words);
  const rows = await exportContacts(db, { timeZone: 'Asia/Shanghai' });
  const sources = rows.filter(({ student_no }) => student_no === other).map(({ source_text }) => source_text);
  expect(sources.slice(0, 3)).toEqual([kept[0], kept[1], '张伟妈妈电话打了，说奶奶来了']);
});

test('an unknown number and a missing reason are refused, and nothing happens', async () => {
  await chat.say('张三妈妈电话打了，说家里都好，没意见');
  const request = { by: null, now, ids: randomIds };
  await expect(redactStudentTexts(database.db, { ...request, studentNo: '99', reason: 'r' })).rejects.toMatchObject({
    code: 'access.out_of_scope',
  });
  const what = { before: new Date('2030-01-01T00:00:00Z') };
  await expect(redactContactTexts(database.db, { ...request, what, reason: ' ' })).rejects.toMatchObject({
    code: 'http.bad_request',
  });
  expect(await texts()).toMatchObject([{ redactedAt: null }]);
  expect(await audit()).toEqual([]);
});

test('a line that still waits to be worked off keeps its words', async () => {
  await chat.store({ kind: 'text', text: '张三妈妈电话打了，说家里都好，没意见' });
  const what = { before: new Date('2100-01-01T00:00:00Z') };
  await redactContactTexts(database.db, { what, reason: 'r', by: null, now, ids: randomIds });
  expect(await lines()).toMatchObject([{ plain: '<xml/>', redactedAt: null }]);
});

test('retention: 30 days after the term and not before, once a day, audited', async () => {
  await chat.say('张三妈妈电话打了，说家里都好，没意见');
  chat.clock.moveTo(new Date('2027-02-03T10:00:05+08:00'));
  await chat.say('李四爸爸电话打了，说知道了，没意见');
  const run = async (at: string): Promise<string[]> => {
    chat.clock.moveTo(new Date(`${at}+08:00`));
    const work = createContactWork({
      db: database.db,
      wake: { wake: () => undefined },
      clock: chat.clock,
      ids: randomIds,
      platform: 'wecom',
      log: { info: () => undefined, error: () => undefined },
      timeZone: 'Asia/Shanghai',
    });
    const due = await work.findDueLanes();
    for (const laneKey of due) while ((await work.advance({ laneKey })).more);
    return due;
  };
  // The term ends on 31 January; 2 March is the thirtieth day after it.
  expect(await run('2027-03-02T23:59:00')).toEqual(['task:retention']);
  expect(await run('2027-03-02T23:59:30')).toEqual([]);
  expect((await texts()).every(({ redactedAt }) => redactedAt === null)).toBe(true);
  expect(await audit()).toEqual([]);
  expect(await run('2027-03-03T00:00:30')).toEqual(['task:retention']);
  expect(
    (await exportContacts(database.db, { timeZone: 'Asia/Shanghai' })).map(({ source_text }) => source_text),
  ).toEqual([null, '李四爸爸电话打了，说知道了，没意见']);
  expect((await lines()).map(({ plain }) => plain)).toEqual(['', '<xml/>']);
  expect(await audit()).toMatchObject([{ action: 'redact_texts', staffId: null, details: { texts: 1, lines: 1 } }]);
  // After the second term the second one goes as well.
  await run('2027-08-31T00:00:30');
  expect((await texts()).every(({ sourceText }) => sourceText === null)).toBe(true);
});
