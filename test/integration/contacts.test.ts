import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { findTerm } from '../../src/calendar/index.ts';
import { contactCommands, exportContacts, exportCoverage } from '../../src/contact/index.ts';
import { type Chat, openChat, seedChatCollege } from '../support/chat.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { emptyRecords } from '../support/empty-records.ts';

let database: TestDatabase;
let chat: Chat;
let staffId: string;

beforeAll(async () => {
  database = await openTestDatabase();
  const seeded = await seedChatCollege(database.db, [
    { name: '张三', guardians: ['母亲:王芳', '父亲:张强'] },
    { name: '李四', guardians: ['父亲:李刚'] },
    { name: '王五', guardians: ['!父亲:王海', '母亲:赵敏'] },
    { name: '张伟', guardians: ['母亲:周丽'] },
    { name: '张伟', className: '22旅管4班', guardians: ['母亲:吴娟'] },
    { name: '孙七', className: '22酒管1班', guardians: ['母亲:钱红'] },
  ]);
  staffId = seeded.staffId;
});
afterAll(() => database.close());

beforeEach(async () => {
  await emptyRecords(database.db);
  chat = openChat({ db: database.db, userId: 'ChenJing', specs: contactCommands });
});

const rows = () => exportContacts(database.db, { timeZone: 'Asia/Shanghai' });
const active = async () => (await rows()).filter(({ status }) => status === 'active');

test('a call is recorded at once, said back, and only the opinion is asked', async () => {
  const seen = await chat.say('张三妈妈电话打了，说家里都好，孩子最近老熬夜打游戏');
  expect(await rows()).toMatchObject([
    {
      student_name: '张三',
      class_name: '22旅管3班',
      staff_no: 'T001',
      guardian_name: '王芳',
      relation: '母亲',
      method: 'phone',
      outcome: 'reached',
      individual: true,
      late: false,
      status: 'active',
      amends: null,
      source_text: '张三妈妈电话打了，说家里都好，孩子最近老熬夜打游戏',
    },
  ]);
  expect(seen.all).toContain('已记录：张三');
  expect(seen.all).toContain('母亲 王芳');
  expect(seen.all).toContain('家里有什么意见建议吗？');
  expect(seen.cards.at(-1)?.buttons.map(({ label }) => label)).toEqual(['没有', '有', '改', '撤']);
  expect(chat.wakes).toContain('delivery/member:wecom:chenjing');
});

test('没有 makes an amendment with opinion 无', async () => {
  await chat.say('张三妈妈电话打了，说家里都好');
  const seen = await chat.say('没有');
  expect(seen.all).toContain('家里没有意见建议');
  expect(await rows()).toMatchObject([
    { status: 'amended', opinion: null },
    { status: 'active', opinion: '无' },
  ]);
  const [first, second] = await rows();
  expect(second?.amends).toBe(first?.id);
});

test('the opinion in words, after the button 有 or at once', async () => {
  await chat.say('张三妈妈电话打了，说家里都好');
  expect((await chat.press('有')).all).toContain('照原话');
  await chat.say('希望宿舍早点装热水');
  expect(await active()).toMatchObject([{ opinion: '希望宿舍早点装热水' }]);
  await chat.say('李四爸爸电话打了，说知道了');
  await chat.say('食堂有点贵');
  expect(await active()).toMatchObject([{}, { student_name: '李四', opinion: '食堂有点贵' }]);
});

test('a delicate matter asks first whether the student knew', async () => {
  const seen = await chat.say('记 李四 微信 他爸 挂了3门 学业预警 家长说配合');
  expect(seen.all).toContain('学生本人先知道了吗');
  const next = await chat.press('知道了');
  expect(next.updates).toEqual(['已选：知道了']);
  expect(next.all).toContain('意见建议');
  await chat.say('没有');
  expect(await active()).toMatchObject([
    { student_told_first: 'yes', opinion: '无', method: 'wechat', relation: '父亲' },
  ]);
  expect(await rows()).toHaveLength(3);
});

test('an attempt is no contact and asks nothing', async () => {
  const seen = await chat.say('昨晚8点多给王五家长打电话没人接');
  expect(await active()).toMatchObject([
    { outcome: 'no_answer', individual: false, answered: false, relation: null, guardian_name: null },
  ]);
  expect(seen.all).toContain('不算一次联系');
  expect(seen.all).toContain('母亲 赵敏');
  expect(seen.all).not.toContain('王海');
  expect(seen.cards.at(-1)?.buttons.map(({ label }) => label)).toEqual(['改', '撤']);
});

test('a guardian who is not to be contacted is recorded, with a reminder', async () => {
  const seen = await chat.say('王五他爸来电话了，说孩子最近没回家');
  expect(await active()).toMatchObject([{ guardian_name: '王海', relation: '父亲' }]);
  expect(seen.all).toContain('不联系');
  expect(seen.all).not.toContain('家暴');
});

test('several families in one line become several records', async () => {
  const seen = await chat.say('张三李四王五家长都电话联系过了 都表示知道了');
  expect((await active()).map(({ student_name }) => student_name)).toEqual(['张三', '李四', '王五']);
  // Only 家长: one guardian is that one, several are nobody.
  expect((await active()).map(({ guardian_name }) => guardian_name)).toEqual([null, '李刚', null]);
  expect(seen.all).toContain('已记录 3 条');
  const undone = await chat.press('撤');
  expect(undone.all).toContain('已撤回 3 条');
  expect((await rows()).map(({ status }) => status)).toEqual(['withdrawn', 'withdrawn', 'withdrawn']);
});

test('two students of one name: nothing is recorded until chosen, by number', async () => {
  const seen = await chat.say('张伟妈妈电话打了，说知道了');
  expect(await rows()).toEqual([]);
  expect(seen.all).toContain('22旅管3班 张伟');
  expect(seen.all).toContain('22旅管4班 张伟');
  await chat.say('2');
  expect(await active()).toMatchObject([
    { class_name: '22旅管4班', guardian_name: '吴娟', source_text: '张伟妈妈电话打了，说知道了' },
  ]);
});

test('a student of somebody else is not found, whether or not he exists', async () => {
  const existing = await chat.say('孙七妈妈电话打了，说知道了');
  const invented = await chat.say('周八妈妈电话打了，说知道了');
  expect(existing.all.replaceAll('孙七', 'X')).toBe(invented.all.replaceAll('周八', 'X'));
  expect(existing.all).toContain('没有找到');
  expect(await rows()).toEqual([]);
});

test.each([
  ['改成微信', { method: 'wechat', relation: '母亲' }],
  ['不对 是他爸', { relation: '父亲', guardian_name: '张强' }],
  ['刚才记错了 不是他妈是他姑', { relation: '姑姑', guardian_name: null }],
  ['时间记错了是昨天', { occurred_precision: 'day', occurred_at: '2026-10-13T12:00:00+08:00' }],
])('%s', async (line, expected) => {
  await chat.say('张三妈妈电话打了，说家里都好');
  const seen = await chat.say(line);
  expect(seen.all).toContain('已更正：张三');
  expect(await active()).toMatchObject([expected]);
  expect(await rows()).toHaveLength(2);
});

test('the record of a named student is corrected, not the last one', async () => {
  await chat.say('张三妈妈电话打了，说家里都好');
  await chat.say('李四爸爸电话打了，说家里都好');
  await chat.say('把张三的那条改成微信');
  expect(await active()).toMatchObject([
    { student_name: '李四', method: 'phone' },
    { student_name: '张三', method: 'wechat' },
  ]);
});

test('改 asks what, and takes words as the answer', async () => {
  await chat.say('张三妈妈电话打了，说家里都好');
  await chat.say('李四爸爸电话打了，说家里都好');
  const [zhang] = await chat.cards();
  if (!zhang) throw new Error('no card');
  expect((await chat.pressOn(zhang, '改')).all).toContain('要改哪里');
  await chat.say('改成微信');
  expect(await active()).toMatchObject([
    { student_name: '李四', method: 'phone' },
    { student_name: '张三', method: 'wechat' },
  ]);
});

test('an amended record is withdrawn as it stands now; a chain stays readable', async () => {
  await chat.say('张三妈妈电话打了，说家里都好');
  await chat.say('改成微信');
  await chat.say('不对 是他爸');
  await chat.say('撤');
  expect((await rows()).map(({ status, method, relation }) => [status, method, relation])).toEqual([
    ['amended', 'phone', '母亲'],
    ['amended', 'wechat', '母亲'],
    ['withdrawn', 'wechat', '父亲'],
  ]);
  expect((await chat.say('撤')).all).toContain('没有找到可以撤回的记录');
});

test('after ten minutes an undo asks for the reason and keeps it', async () => {
  await chat.say('张三妈妈电话打了，说家里都好');
  chat.clock.moveTo(new Date('2026-10-14T10:30:05+08:00'));
  const seen = await chat.say('撤');
  expect(seen.all).toContain('超过10分钟');
  expect(await active()).toHaveLength(1);
  await chat.say('记成别的班的学生了');
  expect(await active()).toHaveLength(0);
  const { reason } = await database.db
    .selectFrom('contacts')
    .select('reason')
    .where('entry', '=', 'withdrawal')
    .executeTakeFirstOrThrow();
  expect(reason).toBe('记成别的班的学生了');
});

test('a button of days ago, pressed twice, does nothing twice', async () => {
  await chat.say('张三妈妈电话打了，说家里都好');
  const [card] = await chat.cards();
  if (!card) throw new Error('no card');
  await chat.pressOn(card, '没有');
  const again = await chat.pressOn(card, '没有');
  expect(again.all).toContain('没有重复做任何事');
  expect(again.updates).toEqual(['已处理']);
  await chat.pressOn(card, '撤');
  const second = await chat.pressOn(card, '撤');
  expect(second.all).toContain('已经撤回');
  expect(await rows()).toHaveLength(2);
});

test('the same line again within two minutes asks first', async () => {
  await chat.say('张三妈妈电话打了，说家里都好');
  expect((await chat.say('张三妈妈电话打了，说家里都好')).all).toContain('一模一样');
  expect(await rows()).toHaveLength(1);
  await chat.press('再记一条');
  expect(await active()).toHaveLength(2);
  await chat.say('张三妈妈电话打了，说家里都好');
  await chat.press('不用');
  expect(await active()).toHaveLength(2);
});

test('a record of three days ago is late, and stays late when it is amended', async () => {
  await chat.say('10月10号给张三妈妈打了电话，说家里都好');
  await chat.say('改成微信');
  expect((await rows()).map(({ late }) => late)).toEqual([true, true]);
});

test('nobody changes, deletes or empties the records', async () => {
  await chat.say('张三妈妈电话打了，说家里都好');
  await expect(sql`update contacts set summary = 'x'`.execute(database.db)).rejects.toThrow('append-only');
  await expect(sql`delete from contacts`.execute(database.db)).rejects.toThrow('append-only');
  await expect(sql`truncate contacts cascade`.execute(database.db)).rejects.toThrow('append-only');
});

test('of two amendments at once one wins, the other is told', async () => {
  await chat.say('张三妈妈电话打了，说家里都好');
  const { contactId } = await database.db.selectFrom('contacts').select('contactId').executeTakeFirstOrThrow();
  const { insertSuccessor, listOfRoots } = await import('../../src/contact/contact.store.ts');
  const { fieldsOf } = await import('../../src/contact/amend/amend-contacts.ts');
  const [contact] = await listOfRoots(database.db, staffId, [contactId]);
  if (!contact) throw new Error('no contact');
  const amend = (method: 'wechat' | 'qq') =>
    database.db.transaction().execute((tx) =>
      insertSuccessor(tx, {
        entry: 'amendment',
        amends: contactId,
        reason: null,
        contactId: crypto.randomUUID(),
        fields: { ...fieldsOf(contact), method },
        staffId,
        recordedAt: chat.clock.now(),
        inboundId: '1',
        sourceText: method,
      }),
    );
  const outcomes = await Promise.allSettled([amend('wechat'), amend('qq')]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes.find((outcome) => outcome.status === 'rejected')?.reason).toMatchObject({ code: 'contact.changed' });
  expect(await active()).toHaveLength(1);
});

test('progress and coverage count families reached one to one', async () => {
  await chat.say('张三妈妈电话打了，说家里都好');
  await chat.say('李四他爸打电话没人接');
  const seen = await chat.say('我这学期联系了多少了');
  expect(seen.all).toContain('5 位学生，已单独联系 1 家');
  const term = findTerm('2026-2027-1');
  if (!term) throw new Error('no term');
  expect(await exportCoverage(database.db, term, { now: chat.clock.now(), timeZone: 'Asia/Shanghai' })).toMatchObject([
    {
      class_name: '22旅管3班',
      families: 4,
      contacted_individually: 1,
      percent: 25,
      overdue_general: 3,
      no_reachable_guardian: 0,
    },
    { class_name: '22旅管4班', families: 1, contacted_individually: 0, percent: 0 },
    { class_name: '22酒管1班', staff_no: 'T002', families: 1 },
  ]);
});

test.each([
  ['是', '明天给张三妈妈打了电话，说家里都好'],
  ['对', '2月30日给张三妈妈打了电话，说家里都好'],
  ['1', '明天给张伟妈妈打了电话，说家里都好'],
])('answering %s does not turn an impossible time into a record of today: %s', async (answer, line) => {
  await chat.say(line);
  const seen = await chat.say(answer);
  expect(await rows()).toEqual([]);
  expect(seen.all).toMatch(/什么时候|重新说一遍/u);
});
