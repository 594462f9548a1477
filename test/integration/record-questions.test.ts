import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contactCommands, exportContacts } from '../../src/contact/index.ts';
import { type Chat, openChat, type Seen, seedChatCollege } from '../support/chat.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

/** What is asked after a record: one thing a turn, the most important first; every answer is a new row. */
let database: TestDatabase;
let chat: Chat;
let before: Set<unknown>;

beforeAll(async () => {
  database = await openTestDatabase();
  await seedChatCollege(database.db, [
    { name: '张三', guardians: ['母亲:王芳', '父亲:张强'] },
    { name: '李四', guardians: ['父亲:李刚'] },
    { name: '王五', guardians: ['母亲:赵敏'] },
    { name: '赵六', guardians: ['母亲:孙丽'] },
  ]);
});
afterAll(() => database.close());

beforeEach(async () => {
  await database.db.deleteFrom('openQuestions').execute();
  await database.db.deleteFrom('memberMessages').execute();
  chat = openChat({ db: database.db, userId: 'ChenJing', specs: contactCommands });
  hours += 1;
  chat.clock.moveTo(new Date(START.getTime() + hours * 3_600_000));
  before = new Set((await exportContacts(database.db, { timeZone: 'Asia/Shanghai' })).map(({ id }) => id));
});

const START = new Date('2026-10-14T08:00:00+08:00');
let hours = 0;
const rows = async () =>
  (await exportContacts(database.db, { timeZone: 'Asia/Shanghai' })).filter(({ id }) => !before.has(id));
const active = async () => (await rows()).filter(({ status }) => status === 'active');
const said = async () =>
  Object.fromEntries((await active()).map(({ student_name, family_said }) => [student_name, family_said]));
const labels = (seen: Seen): string[] => seen.cards.at(-1)?.buttons.map(({ label }) => label) ?? [];
const reasons = async () =>
  (
    await database.db
      .selectFrom('contacts')
      .select(['contactId', 'toldFirstReason'])
      .where('studentToldFirst', '=', 'exception')
      .execute()
  )
    .filter(({ contactId }) => !before.has(contactId))
    .map(({ toldFirstReason }) => toldFirstReason);

const BATCH = '张三李四王五家长都电话联系过了 都表示知道了';

describe('several families in one line', () => {
  test('are stored at once, and then the one word of difference is asked', async () => {
    const seen = await chat.say(BATCH);
    expect(await said()).toEqual({ 张三: '知道了', 李四: '知道了', 王五: '知道了' });
    expect(seen.all).toContain('三位说的一样吗？');
    expect(seen.all).not.toContain('意见建议吗');
    expect(labels(seen)).toEqual(['都一样', '改', '撤']);
  });

  test.each(['都一样', '一样', '说的都一样', '是', '1'])(
    '%s leaves them as they are; the opinion is next',
    async (words) => {
      await chat.say(BATCH);
      const seen = await chat.say(words);
      expect(seen.all).toContain('这几家有什么意见建议吗？');
      expect(seen.all).not.toContain('一样吗');
      expect(await rows()).toHaveLength(3);
      expect((await chat.say('没有')).all).not.toContain('？');
      expect((await active()).map(({ opinion }) => opinion)).toEqual(['无', '无', '无']);
    },
  );

  test.each([
    ['张三：想转专业', { 张三: '想转专业', 李四: '知道了', 王五: '知道了' }],
    ['张三妈想转专业，李四家说周末来看看，王五一样', { 张三: '想转专业', 李四: '周末来看看', 王五: '一样' }],
    ['李四家担心就业 其他都一样', { 张三: '知道了', 李四: '担心就业', 王五: '知道了' }],
  ])('%s changes those who are named', async (words, expected) => {
    await chat.say(BATCH);
    const seen = await chat.say(words);
    expect(await said()).toEqual(expected);
    expect(seen.all).toContain('这几家有什么意见建议吗？');
    const all = await rows();
    expect(all.filter(({ status }) => status === 'amended').every(({ family_said }) => family_said === '知道了')).toBe(
      true,
    );
  });

  test('不一样 without a name is asked again; nothing is lost', async () => {
    await chat.say(BATCH);
    expect((await chat.say('不一样')).all).toContain('是哪一位家里说的');
    await chat.say('王五：想转专业');
    expect(await said()).toMatchObject({ 王五: '想转专业' });
  });

  test('a talk with another family is a record of its own', async () => {
    await chat.say(BATCH);
    expect((await chat.say('赵六妈妈电话打了，说家里都好')).all).toContain('已记录：赵六');
    expect(await said()).toMatchObject({ 张三: '知道了', 赵六: '家里都好' });
  });

  test('two who said different things are not asked whether they are the same', async () => {
    const seen = await chat.say('张三妈妈电话打了说家里都好，李四爸爸电话打了说想来学校看看');
    expect(await said()).toEqual({ 张三: '家里都好', 李四: '想来学校看看' });
    expect(seen.all).not.toContain('一样吗');
  });
});

describe('the student first', () => {
  const DELICATE = '李四爸爸电话打了，说了挂科的事，家长说配合';

  test.each([
    ['知道了', 'yes'],
    ['还不知道', 'no'],
    ['已经和他谈过了', 'yes'],
    ['学生本人还没告诉', 'no'],
    ['1', 'yes'],
    ['2', 'no'],
  ])('%s → %s', async (words, expected) => {
    expect((await chat.say(DELICATE)).all).toContain('学生本人先知道了吗？');
    expect((await chat.say(words)).all).toContain('意见建议');
    expect(await active()).toMatchObject([{ student_told_first: expected, opinion: null }]);
  });

  test('two answers in one breath are both taken', async () => {
    await chat.say(DELICATE);
    expect((await chat.say('知道了，家里没意见')).all).not.toContain('？');
    expect(await active()).toMatchObject([{ student_told_first: 'yes', opinion: '无' }]);
  });

  test.each([
    ['人有危险', '人有危险'],
    ['2', '情况紧急'],
    ['医生让先通知家里，来不及说', '医生让先通知家里，来不及说'],
  ])('an exception is stored with its reason: %s', async (words, reason) => {
    await chat.say(DELICATE);
    const asked = await chat.press('情况特殊，不宜先说');
    expect(asked.all).toContain('为什么没有先和学生说');
    // Nothing is stored until the reason is there.
    expect(await active()).toMatchObject([{ student_told_first: null }]);
    expect((await chat.say('嗯')).all).toContain('请用几个字说明');
    expect((await chat.say(words)).all).toContain(reason);
    expect(await active()).toMatchObject([{ student_told_first: 'exception' }]);
    expect(await reasons()).toEqual([reason]);
  });

  test('an exception that the line itself explains is not asked for', async () => {
    await chat.say('李四爸爸电话打了，说了住院的事，情况紧急没来得及告诉学生，家长说马上来');
    expect(await active()).toMatchObject([{ student_told_first: 'exception' }]);
    expect((await reasons())[0]).toContain('紧急');
  });

  test('an exception in words keeps the words', async () => {
    await chat.say(DELICATE);
    await chat.say('情况特殊');
    await chat.say('心理中心让先联系家长');
    expect(await reasons()).toEqual(['心理中心让先联系家长']);
  });

  test('an unclear answer is asked again, and the record stays', async () => {
    await chat.say(DELICATE);
    expect((await chat.say('天气不错')).all).toContain('没看懂');
    expect(await rows()).toHaveLength(1);
    await chat.say('知道了');
    expect(await active()).toMatchObject([{ student_told_first: 'yes' }]);
  });
});

describe('one question a turn', () => {
  test('the student, then what the family said, then its opinion', async () => {
    const first = await chat.say('李四爸爸电话打了，聊了挂科的事');
    expect(first.all).toContain('学生本人先知道了吗');
    expect(first.all).not.toMatch(/家里怎么说|意见建议吗/u);
    const second = await chat.press('知道了');
    expect(second.all).toContain('家里怎么说的？');
    expect(second.all).not.toContain('意见建议吗');
    const third = await chat.say('爸爸说会督促他补考');
    expect(third.all).toContain('意见建议吗');
    await chat.say('没有');
    expect(await active()).toMatchObject([
      { student_told_first: 'yes', family_said: '爸爸说会督促他补考', opinion: '无', status: 'active' },
    ]);
    expect((await rows()).map(({ status }) => status)).toEqual(['amended', 'amended', 'amended', 'active']);
  });

  test('没说什么 is an answer', async () => {
    await chat.say('张三妈妈电话打了，聊了一下');
    const seen = await chat.press('没说什么');
    expect(seen.all).toContain('意见建议吗');
    expect(await active()).toMatchObject([{ family_said: '没说什么' }]);
  });
});

describe('words that take note, drop or belong to something else', () => {
  test.each(['取消', '算了'])('%s drops the question and states nothing', async (words) => {
    await chat.say('李四爸爸电话打了，说了挂科的事，家长说配合');
    expect((await chat.say(words)).all).toContain('前面已经记下的都在');
    expect(await active()).toMatchObject([{ student_told_first: null, family_said: '配合', opinion: null }]);
    expect(await rows()).toHaveLength(1);
  });

  test.each(['好的', '没意见', '没了'])('%s says nothing of the student', async (words) => {
    await chat.say('李四爸爸电话打了，说了挂科的事，家长说配合');
    expect((await chat.say(words)).all).toContain('没看懂');
    expect(await active()).toMatchObject([{ student_told_first: null }]);
  });

  test('好的 is no opinion, 没了 is none', async () => {
    await chat.say('张三妈妈电话打了，说家里都好');
    expect((await chat.say('好的')).all).toContain('意见建议吗');
    expect(await active()).toMatchObject([{ opinion: null }]);
    await chat.say('没了');
    expect(await active()).toMatchObject([{ opinion: '无' }]);
  });

  test.each(['确认', '好的', '收到'])('%s is not what the family said', async (words) => {
    await chat.say('王五妈妈电话打了，聊了一下');
    expect((await chat.say(words)).all).toContain('这句没有记下');
    expect(await active()).toMatchObject([{ family_said: null }]);
    await chat.say('同意');
    expect(await active()).toMatchObject([{ family_said: '同意' }]);
  });

  test('好的 is no reason to withdraw what was recorded long ago', async () => {
    await chat.say('王五妈妈电话打了，说家里都好，没意见');
    chat.clock.moveTo(new Date(chat.clock.now().getTime() + 20 * 60_000));
    await chat.press('撤');
    expect((await chat.say('好的')).all).toContain('为什么撤回');
    expect(await active()).toMatchObject([{ status: 'active' }]);
    await chat.say('记错人了');
    expect(await active()).toEqual([]);
  });

  test('a typed answer is kept as it was typed', async () => {
    await chat.say('李四爸爸电话打了，说了挂科的事，家长说配合');
    await chat.say('嗯，是的');
    expect((await active()).map(({ source_text }) => source_text)).toEqual(['嗯，是的']);
  });

  test('a question about records that were withdrawn meanwhile stops no line', async () => {
    await chat.say('张三妈妈电话打了，聊了一下');
    await chat.press('撤');
    const seen = await chat.say('李四爸爸微信聊了，说都好');
    expect(seen.all).not.toContain('找不到了');
    expect(await active()).toMatchObject([{ student_name: '李四' }]);
  });
});

describe('撤 with a name', () => {
  test.each(['撤回张三那条', '撤张三那条', '删掉张三的记录'])(
    '%s never withdraws another family’s record',
    async (line) => {
      await chat.say('张三妈妈电话打了，说家里都好，没意见');
      await chat.say('李四爸爸电话打了，说家里都好，没意见');
      expect((await chat.say(line)).all).toContain('已撤回：张三');
      expect(await active()).toMatchObject([{ student_name: '李四' }]);
    },
  );

  test('somebody whom we do not find is asked for', async () => {
    await chat.say('李四爸爸电话打了，说家里都好，没意见');
    expect((await chat.say('撤了阿依那条')).all).toContain('没有认出“阿依”');
    expect(await active()).toHaveLength(1);
  });

  test('取消刚才那个提醒 is about the reminder', async () => {
    await chat.say('李四爸爸电话打了，说家里都好，没意见');
    await chat.say('提醒我晚上8点给张三妈回电话');
    await chat.say('取消刚才那个提醒');
    expect(await active()).toHaveLength(1);
    expect(await database.db.selectFrom('tasks').select('status').execute()).toMatchObject([{ status: 'dropped' }]);
  });
});

test('several students by name are not what one family said', async () => {
  await chat.say('赵六妈妈电话打了，聊了一下');
  await chat.say('张三李四王五昨天都谈了');
  expect(await said()).toEqual({ 赵六: null });
});

test('上面那条是爷爷接的 corrects the record, whatever is asked', async () => {
  await chat.say('赵六家长电话打了，聊了一下');
  await chat.say('上面那条是爷爷接的');
  expect(await active()).toMatchObject([{ relation: '爷爷', family_said: null }]);
});
