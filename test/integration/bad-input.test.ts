import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contactCommands, exportContacts } from '../../src/contact/index.ts';
import { type Chat, openChat, type Seen, seedChatCollege } from '../support/chat.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

/**
 * What nobody plans for: lines that are too long, odd or impossible, and answers to questions that are no longer asked.
 * Each gets a clear reply; nothing is recorded that a person would not expect; what was said is still there.
 */
const SIXTY = Array.from({ length: 60 }, (_, index) => {
  const [surname, first, second] = [
    '赵钱孙李周吴郑冯陈褚'[index % 10],
    '一二三四五六'[index / 10],
    '明华强'[index % 3],
  ];
  return `${surname}${first ?? '一二三四五六'[Math.floor(index / 10)]}${second}`;
});
const START = new Date('2026-10-14T08:00:00+08:00');
const HOUR_MS = 3_600_000;

let database: TestDatabase;
let chat: Chat;
let before: Set<unknown>;
let hours = 0;

beforeAll(async () => {
  database = await openTestDatabase();
  await seedChatCollege(database.db, [
    { name: '张三', guardians: ['母亲:王芳', '父亲:张强'] },
    { name: '李四', guardians: ['父亲:李刚'] },
    { name: '王五', guardians: ['母亲:赵敏'] },
    { name: '苏文', guardians: ['母亲:苏敏'] },
    { name: '张伟', guardians: ['母亲:吴娟'] },
    { name: '张伟', className: '22旅管4班', guardians: ['母亲:方芳'] },
    { name: '何平', className: '22酒管1班', guardians: ['母亲:何敏'] },
    ...SIXTY.map((name) => ({ name, guardians: ['母亲:某某'] })),
  ]);
  await database.db.updateTable('students').set({ archivedAt: START }).where('name', '=', '苏文').execute();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.deleteFrom('openQuestions').execute();
  await database.db.deleteFrom('memberMessages').execute();
  chat = openChat({ db: database.db, userId: 'ChenJing', specs: contactCommands });
  hours += 1;
  chat.clock.moveTo(new Date(START.getTime() + hours * HOUR_MS));
  before = new Set((await exportContacts(database.db, { timeZone: 'Asia/Shanghai' })).map(({ id }) => id));
});

const rows = async () =>
  (await exportContacts(database.db, { timeZone: 'Asia/Shanghai' })).filter(({ id }) => !before.has(id));
const active = async () => (await rows()).filter(({ status }) => status === 'active');
const labels = (seen: Seen): string[] => seen.cards.at(-1)?.buttons.map(({ label }) => label) ?? [];
const waitHours = (count: number): void => chat.clock.moveTo(new Date(chat.clock.now().getTime() + count * HOUR_MS));
const lastCard = async () => {
  const card = (await chat.cards()).at(-1);
  if (!card) throw new Error('no card was shown');
  return card;
};
/** What is stored of the lines as they came. */
const keptLines = async () =>
  (await database.db.selectFrom('inboundRaw').select('content').execute()).map(({ content }) =>
    JSON.stringify(content),
  );
/** A talk whose line has exactly this many characters. */
const talkOf = (length: number): string => '张三妈妈电话打了，说家里都好'.padEnd(length, '，孩子很好');

describe('length', () => {
  test('5,000 characters are read, recorded and kept whole', async () => {
    const line = talkOf(5_000);
    expect((await chat.say(line)).all).toContain('已记录：张三');
    expect(await active()).toMatchObject([{ student_name: '张三', source_text: line }]);
  });

  test('5,001 characters are not read; the reply says so, the line is kept', async () => {
    const line = talkOf(5_001);
    const seen = await chat.say(line);
    expect(seen.all).toContain('太长了（超过 5000 字）');
    expect(seen.all).toContain('什么都没有记；原话已保存');
    expect(await rows()).toEqual([]);
    expect((await keptLines()).some((kept) => kept.includes(line))).toBe(true);
  });

  test('5,001 characters are no answer either; the question stays open', async () => {
    await chat.say('王五妈妈打了电话');
    expect((await chat.say(talkOf(5_001))).all).toContain('太长了');
    expect(await rows()).toHaveLength(1);
    await chat.say('说孩子很乖');
    expect(await active()).toMatchObject([{ family_said: '说孩子很乖' }]);
  });
});

describe('odd bytes', () => {
  test('inside a talk they do no harm', async () => {
    const seen = await chat.say('张三妈妈\u0000电话\u200b打了\ufeff，说\ud800家里\u202e都好\u0007😀');
    expect(seen.all).toContain('已记录：张三');
    expect(await active()).toMatchObject([{ student_name: '张三', relation: '母亲', method: 'phone' }]);
  });

  test.each([
    '\u0000\u0001\u0002',
    '\ud800',
    '👨‍👩‍👧‍👦',
    'ﷺ',
    '<script>alert(1)</script>',
    "'; drop table contacts; --",
    '\n\n\n',
    '。',
    ' '.repeat(5_000),
    '啊'.repeat(5_000),
  ])('%j alone is answered with what can be said', async (line) => {
    expect((await chat.say(line)).all).toContain('没太看懂，原话已保存');
    expect(await rows()).toEqual([]);
  });
});

describe('days', () => {
  test.each([
    ['2月30日', '张三妈妈2月30日电话打了，说家里都好', '3月1日', '2026-03-01'],
    ['2月30日, full width', '张三妈妈２月３０日电话打了，说家里都好', '是3月1日', '2026-03-01'],
    ['next year', '2027年3月5日给张三妈妈打了电话，说家里都好', '昨天', 'yesterday'],
    ['明年', '明年3月5日给张三妈妈打了电话，说家里都好', '今年3月5日', '2026-03-05'],
    ['tomorrow', '明天给张三妈妈打了电话，说家里都好', '不对，是昨天', 'yesterday'],
    ['years ago, vaguely', '三年前给张三妈妈打过电话，说家里都好', '昨天', 'yesterday'],
  ])('%s: nothing is recorded before another day is named', async (_name, line, answer, day) => {
    const asked = await chat.say(line);
    expect(asked.all).toContain('还没有记录，这句话先留着');
    expect(asked.all).toContain('请问是什么时候联系的？');
    expect(await rows()).toEqual([]);

    const seen = await chat.say(answer);
    expect(seen.all).toContain('已记录：张三');
    const yesterday = new Date(chat.clock.now().getTime() - 24 * HOUR_MS + 8 * HOUR_MS).toISOString().slice(0, 10);
    const [row] = await active();
    expect(row?.occurred_at).toContain(day === 'yesterday' ? yesterday : day);
    // Both the line and the answer are the source.
    expect(row?.source_text).toBe(`${line} ${answer}`);
  });

  test('a second impossible day is asked about again', async () => {
    await chat.say('张三妈妈2月30日电话打了，说家里都好');
    expect((await chat.say('2月31日')).all).toContain('“2月31日”');
    expect(await rows()).toEqual([]);
    expect((await chat.say('3月1日')).all).toContain('已记录：张三');
  });

  test.each([
    ['是', '2023-10-14'],
    ['是今年10月12日', '2026-10-12'],
  ])('three years ago is asked about: %s', async (answer, day) => {
    const asked = await chat.say('2023年10月14日张三妈妈电话打了，说家里都好');
    expect(asked.all).toContain('离现在已经很久了。确定是这一天吗？');
    expect(await rows()).toEqual([]);
    expect((await chat.say(answer)).all).toContain('已记录：张三');
    expect((await active())[0]?.occurred_at).toContain(day);
  });
});

describe('students', () => {
  test('60 in one line are 60 records; one answer holds for all', async () => {
    const seen = await chat.say(`${SIXTY.join('、')}家长都电话联系过了，都表示知道了`);
    expect(seen.all).toContain('已记录 60 条');
    expect(seen.all).toContain('60位说的一样吗？');
    expect((await active()).map(({ student_name }) => student_name).sort()).toEqual([...SIXTY].sort());
    await chat.say('都一样');
    await chat.say('没有');
    const opinions = (await active()).map(({ opinion }) => opinion);
    expect(opinions).toEqual(SIXTY.map(() => '无'));
    await chat.press('撤');
    expect(await active()).toEqual([]);
  });

  test.each([
    ['somebody else’s', '何平'],
    ['one who left', '苏文'],
    ['one who never was', '周八'],
  ])('%s: nothing is recorded, and all three are told the same', async (_name, student) => {
    const seen = await chat.say(`${student}妈妈电话打了，说家里都好`);
    expect(seen.all).toContain(`没有找到“${student}”，这一位没有记录，原话已保存`);
    expect(seen.all).toContain('已离校的、不归您负责的学生都不在您的名单里');
    expect(await rows()).toEqual([]);
  });

  test('of several the others are recorded, and the missing one is named', async () => {
    const seen = await chat.say('张三、李四、何平家长都电话联系过了，都表示知道了');
    expect(seen.all).toContain('没有找到“何平”');
    expect((await active()).map(({ student_name }) => student_name)).toEqual(['张三', '李四']);
  });
});

describe('answers', () => {
  const DELICATE = '李四爸爸电话打了，说了挂科的事，家长说配合';

  test('two that agree are both taken', async () => {
    await chat.say(DELICATE);
    expect((await chat.say('知道了，没有意见')).all).not.toContain('？');
    expect(await active()).toMatchObject([{ student_told_first: 'yes', opinion: '无' }]);
  });

  test.each(['知道了 还不知道', '1 2', '1和2'])('two that do not are asked about again: %s', async (words) => {
    await chat.say(DELICATE);
    expect((await chat.say(words)).all).toMatch(/没看懂/u);
    expect(await active()).toMatchObject([{ student_told_first: null, opinion: null }]);
    expect((await chat.say('还不知道')).all).toContain('意见建议');
    expect(await active()).toMatchObject([{ student_told_first: 'no' }]);
  });

  test.each(['7', '1 2', '1、2'])('a number that is no option is not taken for words: %s', async (words) => {
    await chat.say('张三妈妈电话打了，说家里都好');
    const seen = await chat.say(words);
    expect(seen.all).toContain('没有记。请只选一个');
    expect(labels(seen)).toEqual(['没有', '有', '改', '撤']);
    expect(await active()).toMatchObject([{ opinion: null }]);
  });

  test('two at once to which student: asked again, the line is kept', async () => {
    await chat.say('张伟妈妈电话打了 说知道了');
    await chat.say('1 2');
    expect(await rows()).toEqual([]);
    expect((await chat.say('2')).all).toContain('已记录：张伟');
    expect(await active()).toMatchObject([{ class_name: '22旅管4班' }]);
  });

  test('a button pressed twice counts once', async () => {
    await chat.say('张三妈妈电话打了，说家里都好');
    const card = await lastCard();
    await chat.pressOn(card, '没有');
    const again = await chat.pressOn(card, '没有');
    expect(again.all).toContain('没有重复做任何事，已经记下的也没有变');
    expect(await rows()).toHaveLength(2);
  });

  test.each([
    ['a button days later', 72, (seen: Chat) => seen.press('没有')],
    ['a number, to yesterday’s question', 24, (seen: Chat) => seen.say('1')],
    ['words, to yesterday’s question', 24, (seen: Chat) => seen.say('没有')],
  ])('%s: told that the record stays as it is', async (_name, later, answer) => {
    await chat.say('张三妈妈电话打了，说家里都好');
    waitHours(later);
    const seen = await answer(chat);
    expect(seen.all).toContain('这句没有记进去；那条记录早已保存，没有变');
    expect(await active()).toMatchObject([{ opinion: null }]);
    expect(await rows()).toHaveLength(1);
    // As the reply says, it can still be added.
    await chat.press('改');
    await chat.say('补充：家里说想转专业');
    await chat.press('改');
    await chat.say('补充：意见是食堂有点贵');
    expect(await active()).toMatchObject([{ family_said: '想转专业', opinion: '食堂有点贵' }]);
  });

  test('an answer to yesterday’s question about a line that was not recorded gives the line back', async () => {
    await chat.say('张伟妈妈电话打了 说知道了');
    waitHours(24);
    const seen = await chat.say('2');
    expect(seen.all).toContain('什么都没有做');
    expect(seen.all).toContain('张伟妈妈电话打了 说知道了');
    expect(await rows()).toEqual([]);
  });

  test('a day later a new line is a new line', async () => {
    await chat.say('张三妈妈电话打了，说家里都好');
    waitHours(24);
    expect((await chat.say('李四爸爸微信聊了，说知道了')).all).toContain('已记录：李四');
  });

  test('a question that another line closed: its button does nothing, words say whose record they went to', async () => {
    await chat.say('王五妈妈打了电话');
    const closed = await lastCard();
    await chat.say('张三妈妈电话打了，说家里都好');
    expect((await chat.pressOn(closed, '没说什么')).all).toContain('后来说了别的事');
    expect(await active()).toMatchObject([{ family_said: null }, { opinion: null }]);
    const seen = await chat.say('食堂有点贵');
    expect(seen.all).toContain('补记：张三');
    expect(seen.all).toContain('食堂有点贵');
  });

  test('a line that was asked about and then closed by another is given back', async () => {
    await chat.say('张伟妈妈电话打了 说知道了');
    const closed = await lastCard();
    const seen = await chat.say('李四爸爸电话打了，说家里都好');
    expect(seen.all).toContain('先没有处理：张伟妈妈电话打了 说知道了');
    await chat.pressOn(closed, '22旅管4班 张伟 2022030106');
    expect((await active()).map(({ student_name }) => student_name)).toEqual(['李四']);
  });
});

test.each([
  ['还没给张三妈妈打电话', '没有联系家长，所以我没有记录'],
  ['要是给张三妈妈打电话她说知道了呢', '假设的情况，我没有当成联系记录'],
])('what was not done is not recorded, and the reply says why: %s', async (line, why) => {
  expect((await chat.say(line)).all).toContain(why);
  expect(await rows()).toEqual([]);
});
