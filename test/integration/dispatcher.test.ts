import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Answer, type CommandSpec, createDispatcher, type Reply } from '../../src/command/index.ts';
import { understandLine } from '../../src/language/index.ts';
import { ShiftableClock } from '../../src/shared/clock.ts';
import { InputError } from '../../src/shared/errors.ts';
import { randomIds } from '../../src/shared/ids.ts';
import { type Chat, openChat, seedChatCollege } from '../support/chat.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
/** What the commands did, in order. */
let done: string[];
let fault: (() => void) | undefined;

beforeAll(async () => {
  database = await openTestDatabase();
  await seedChatCollege(database.db, [
    { name: '张三', guardians: ['母亲:王芳'] },
    { name: '张伟' },
    { name: '张伟', className: '22旅管4班' },
  ]);
});
afterAll(() => database.close());
beforeEach(async () => {
  done = [];
  fault = undefined;
  await sql`truncate open_questions, member_messages, inbound_messages, inbound_raw`.execute(database.db);
});

const draft: Reply = {
  title: '喜报草稿',
  text: '给张三的家长',
  question: {
    options: [
      { key: 'confirm', label: '确认', style: 'primary' },
      { key: 'cancel', label: '取消' },
    ],
    acceptsText: false,
    state: { kind: 'award' },
  },
};

const answered = async (answer: Answer): Promise<Reply> => {
  done.push(`answer ${answer.optionKey ?? answer.text}`);
  return { text: answer.optionKey === 'confirm' ? '已发出' : '没有发' };
};

const specs: readonly CommandSpec[] = [
  {
    name: 'send_award',
    intents: ['good_news'],
    action: 'send_private_notice',
    summary: '给家长发喜报',
    examples: ['喜报 张三 国家励志奖学金', '喜报 王五 优秀学生'],
    run: async ({ reading, line }) => {
      done.push(`award ${reading.students.map(({ candidates }) => candidates[0]?.className).join()}`);
      return {
        ...draft,
        question: { options: [], acceptsText: false, ...draft.question, state: { kind: 'award', line } },
      };
    },
    answer: (_context, _question, answer) => answered(answer),
  },
  {
    name: 'record_contact',
    intents: ['record', 'attempt'],
    action: 'record_contact',
    summary: '记录和家长的联系',
    examples: ['张三妈妈电话打了，说知道了'],
    run: async ({ db, line }) => {
      await db
        .insertInto('settings')
        .values({ settingKey: `test:${line}`, value: '1' })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      fault?.();
      done.push(`record ${line}`);
      return { text: '记下了', buttons: [{ key: 'undo:1', label: '撤' }] };
    },
    press: async (_context, key) => {
      done.push(`press ${key}`);
      return { text: '撤回了' };
    },
  },
  {
    name: 'ask_opinion',
    intents: ['undo'],
    action: 'record_contact',
    summary: null,
    examples: [],
    run: async () => ({
      text: '有什么意见？',
      question: {
        options: [
          { key: 'no', label: '没有' },
          { key: 'yes', label: '有' },
        ],
        acceptsText: true,
        state: null,
        expiresInMs: 3_600_000,
      },
    }),
    answer: (_context, _question, answer) => answered(answer),
  },
  {
    name: 'emergency',
    intents: ['emergency'],
    action: 'start_emergency',
    summary: '应急',
    examples: ['急 张三晕倒了'],
    run: async () => {
      done.push('emergency');
      return { text: '先打120' };
    },
  },
  {
    name: 'pause',
    intents: ['pause'],
    action: 'pause_all_sending',
    summary: '暂停全部发送',
    examples: ['暂停发送'],
    run: async () => ({ text: '已暂停' }),
  },
];

const open = (userId = 'chenjing'): Chat => openChat({ db: database.db, userId, specs });

test('an unknown sender is told the user id and reaches nothing', async () => {
  const seen = await open('Stranger').say('张三妈妈电话打了，说知道了');
  expect(seen.texts).toEqual([expect.stringContaining('Stranger')]);
  expect(seen.all).toContain('没有登记');
  expect(done).toEqual([]);
  const help = await open('Stranger').say('帮助');
  expect(help.all).not.toContain('喜报');
});

test('user ids compare without regard to case', async () => {
  await open('CHENJING').say('张三妈妈电话打了，说知道了');
  expect(done).toEqual(['record 张三妈妈电话打了，说知道了']);
});

test('a role without the permission is refused', async () => {
  const seen = await open().say('暂停发送');
  expect(seen.all).toContain('没有“暂停、恢复全部发送”的权限');
  expect((await open('ZhouMin').say('喜报 张三 国家励志奖学金')).all).toContain('没有');
  expect(done).toEqual([]);
});

test.each([
  ['确认', 'answer confirm'],
  ['取消', 'answer cancel'],
  ['2', 'answer cancel'],
])('a draft is answered by %s', async (line, expected) => {
  const chat = open();
  const seen = await chat.say('喜报 张三 国家励志奖学金');
  expect(seen.cards[0]).toMatchObject({ title: '喜报草稿', text: '给张三的家长\n回“确认”：确认  2 取消' });
  await chat.say(line);
  expect(done.at(-1)).toBe(expected);
});

test.each(['1', '第一个', '好', '嗯嗯', '好的', '可以', '有', '3', '张三'])('%s never sends a draft', async (line) => {
  const chat = open();
  await chat.say('喜报 张三 国家励志奖学金');
  await chat.say(line);
  expect(done.filter((what) => what.startsWith('answer'))).toEqual([]);
  await chat.say('确认');
  expect(done.at(-1)).toBe('answer confirm');
});

test('a pressed button answers, updates its card, and does nothing the second time', async () => {
  const chat = open();
  await chat.say('喜报 张三 国家励志奖学金');
  const [card] = await chat.cards();
  if (!card) throw new Error('no card');
  const first = await chat.pressOn(card, '确认');
  expect(first.updates).toEqual(['已选：确认']);
  const second = await chat.pressOn(card, '确认');
  expect(second.updates).toEqual(['已处理']);
  expect(second.all).toContain('没有重复做任何事');
  expect(done).toEqual(['award 22旅管3班', 'answer confirm']);
});

test('a button of a question that was answered in words: days later, twice, told and greyed each time', async () => {
  const chat = open();
  await chat.say('喜报 张三 国家励志奖学金');
  const [card] = await chat.cards();
  if (!card) throw new Error('no card');
  await chat.say('确认');
  chat.clock.moveTo(new Date('2026-10-19T10:00:05+08:00'));
  for (const label of ['确认', '确认', '取消']) {
    const seen = await chat.pressOn(card, label);
    expect(seen.all).toContain('没有重复做任何事');
    expect(seen.updates).toEqual(['已处理']);
  }
  expect(done).toEqual(['award 22旅管3班', 'answer confirm']);
});

test('a button of a replaced question does nothing', async () => {
  const chat = open();
  await chat.say('喜报 张三 国家励志奖学金');
  const [card] = await chat.cards();
  if (!card) throw new Error('no card');
  const seen = await chat.say('喜报 张三 优秀学生');
  expect(seen.all).toContain('没有发出');
  await chat.pressOn(card, '确认');
  expect(done.filter((what) => what.startsWith('answer'))).toEqual([]);
});

test('somebody else cannot press my button', async () => {
  const chat = open();
  await chat.say('喜报 张三 国家励志奖学金');
  const [card] = await chat.cards();
  if (!card) throw new Error('no card');
  const seen = await open('LiJun').pressOn(card, '确认');
  expect(seen.all).toContain('没有重复做任何事');
  expect(done).toEqual(['award 22旅管3班']);
});

test('an expired question is not answered', async () => {
  const chat = open();
  await chat.say('喜报 张三 国家励志奖学金');
  chat.clock.moveTo(new Date('2026-10-16T10:00:05+08:00'));
  const seen = await chat.say('确认');
  expect(seen.all).toContain('过期');
  expect(seen.all).toContain('喜报 张三 国家励志奖学金');
  expect(done).toEqual(['award 22旅管3班']);
  expect((await chat.say('确认')).all).toContain('没有等您回答的问题');
});

test('a clear new command leaves the draft aside and says so', async () => {
  const chat = open();
  await chat.say('喜报 张三 国家励志奖学金');
  const seen = await chat.say('张三妈妈电话打了，说知道了');
  expect(seen.all).toContain('记下了');
  expect(seen.all).toContain('没有发出');
  await chat.say('确认');
  expect(done).toEqual(['award 22旅管3班', 'record 张三妈妈电话打了，说知道了', 'answer confirm']);
});

test('an emergency beats an open question, which stays open', async () => {
  const chat = open();
  await chat.say('喜报 张三 国家励志奖学金');
  expect((await chat.say('急 张三在宿舍晕倒了')).all).toContain('120');
  await chat.say('确认');
  expect(done).toEqual(['award 22旅管3班', 'emergency', 'answer confirm']);
});

test('words of one’s own answer a question that takes them, a command does not', async () => {
  const chat = open();
  await chat.say('撤');
  await chat.say('食堂有点贵');
  expect(done).toEqual(['answer 食堂有点贵']);
  await chat.say('撤');
  await chat.say('张三妈妈电话打了，说知道了');
  expect(done.at(-1)).toBe('record 张三妈妈电话打了，说知道了');
});

test('which student: the line is kept, the choice runs the command once', async () => {
  const chat = open();
  const seen = await chat.say('喜报 张伟 国家励志奖学金');
  expect(done).toEqual([]);
  expect(seen.cards[0]?.buttons).toHaveLength(3);
  await chat.press(seen.cards[0]?.buttons[1]?.label ?? '');
  expect(done).toEqual(['award 22旅管4班']);
});

test('which student, answered in words', async () => {
  const chat = open();
  await chat.say('喜报 张伟 国家励志奖学金');
  await chat.say('22旅管4班的那个');
  expect(done).toEqual(['award 22旅管4班']);
});

test('two meanings: asked by buttons and numbers, then run as chosen', async () => {
  const understand: typeof understandLine = (line, context) => {
    const reading = understandLine(line, context);
    return line.startsWith('张三妈妈') ? { ...reading, intent: 'good_news', rivals: ['record'] } : reading;
  };
  const chat = openChat({ db: database.db, userId: 'ChenJing', specs, understand });
  const seen = await chat.say('张三妈妈电话打了，说知道了');
  expect(seen.all).toContain('1 发喜报  2 记录联系');
  await chat.say('2');
  expect(done).toEqual(['record 张三妈妈电话打了，说知道了']);
});

test('an intent without a command keeps the line and says what can be done', async () => {
  const seen = await open().say('今天该联系谁');
  expect(seen.all).toContain('“待联系名单”这一项还在做');
  expect(seen.all).toContain('喜报 张三');
});

test('an unknown line gets the nearest thing, with an example', async () => {
  const seen = await open().say('国家励志奖学金是什么呀');
  expect(seen.all).toContain('给家长发喜报');
  expect(seen.all).toContain('喜报 张三 国家励志奖学金');
});

test('help lists what the role may do; a topic shows its examples', async () => {
  const seen = await open().say('帮助');
  expect(seen.all).toContain('给家长发喜报');
  expect(seen.all).not.toContain('暂停全部发送');
  expect((await open().say('帮助 喜报')).all).toContain('喜报 王五 优秀学生');
});

test('a standing button reaches its command, again and again', async () => {
  const chat = open();
  await chat.say('张三妈妈电话打了，说知道了');
  expect((await chat.press('撤')).updates).toEqual(['已选：撤']);
  await chat.press('撤');
  expect(done).toEqual(['record 张三妈妈电话打了，说知道了', 'press undo:1', 'press undo:1']);
});

test('a refusal of the command rolls its work back, is told, and the line is done', async () => {
  fault = () => {
    throw new InputError('notice.bad_field', { userMessage: '这一项不合适' });
  };
  const chat = open();
  expect((await chat.say('张三妈妈电话打了，说拒绝')).texts).toEqual(['这一项不合适']);
  const inbound = await database.db.selectFrom('inboundMessages').select(['status', 'errorCode']).executeTakeFirst();
  expect(inbound).toEqual({ status: 'done', errorCode: 'notice.bad_field' });
  const written = await database.db
    .selectFrom('settings')
    .select('settingKey')
    .where('settingKey', 'like', 'test:%拒绝')
    .execute();
  expect(written).toEqual([]);
});

test('an unexpected fault is tried three times, then there is an apology; later lines wait and then go on', async () => {
  let tries = 0;
  fault = () => {
    tries += 1;
    if (tries <= 3) throw new TypeError('x is not a function');
  };
  const chat = open();
  const laneKey = await chat.store({ kind: 'text', text: '张三妈妈电话打了，说一' });
  await chat.store({ kind: 'text', text: '张三妈妈电话打了，说二' });
  expect(await chat.work.findDueLanes()).toEqual([laneKey]);
  expect(await chat.work.advance({ laneKey })).toEqual({ more: false, wakeInMs: 1_000 });
  expect(await chat.work.advance({ laneKey })).toEqual({ more: false, wakeInMs: 5_000 });
  expect(done).toEqual([]);
  await chat.settle(laneKey);
  const inbound = await database.db
    .selectFrom('inboundMessages')
    .leftJoin('inboundRaw', 'inboundRaw.inboundId', 'inboundMessages.inboundId')
    .select(['status', 'attempts', 'errorCode', 'plain'])
    .orderBy('inboundMessages.inboundId')
    .execute();
  expect(inbound).toMatchObject([
    { status: 'failed', attempts: 3, errorCode: 'bug.unexpected', plain: '<xml/>' },
    { status: 'done', attempts: 0, errorCode: null },
  ]);
  const messages = await database.db.selectFrom('memberMessages').select('content').orderBy('seq').execute();
  expect(messages[0]?.content).toEqual({ text: expect.stringContaining('系统出了点问题') });
  expect(done).toEqual(['record 张三妈妈电话打了，说二']);
  expect(await chat.work.findDueLanes()).toEqual([]);
});

test('lines of one person keep their order; two workers at once do none twice', async () => {
  const chat = open();
  const lines = Array.from({ length: 8 }, (_, index) => `张三妈妈电话打了，说第${index}次`);
  let laneKey = '';
  for (const text of lines) laneKey = await chat.store({ kind: 'text', text });
  await Promise.all([chat.settle(laneKey), chat.settle(laneKey)]);
  expect(done).toEqual(lines.map((line) => `record ${line}`));
});

test('opening the app greets once a day', async () => {
  const chat = open();
  const opened = async (): Promise<number> => {
    await chat.settle(await chat.store({ kind: 'opened_app' }));
    return (await database.db.selectFrom('memberMessages').select('seq').execute()).length;
  };
  expect(await opened()).toBe(1);
  expect(await opened()).toBe(1);
  chat.clock.moveTo(new Date('2026-10-15T07:00:05+08:00'));
  expect(await opened()).toBe(2);
});

test('a guardian’s subscription goes to its handler', async () => {
  const seen: string[] = [];
  const chat = openChat({
    db: database.db,
    userId: 'ChenJing',
    specs,
    onGuardianSubscription: async (_tx, event) => void seen.push(`${event.guardianUserId} ${event.isSubscribed}`),
  });
  const laneKey = await chat.store({
    kind: 'guardian_subscription',
    senderId: '',
    guardianUserId: 'mama',
    isSubscribed: false,
  });
  expect(laneKey).toBe('system:wecom:corp/1');
  await chat.settle(laneKey);
  expect(seen).toEqual(['mama false']);
});

test('two commands of one name, or one intent, stop the start', () => {
  const directory = {
    findSender: async () => undefined,
    loadRosterIndex: async () => Promise.reject(new Error('unused')),
  };
  const create = (extra: Partial<CommandSpec>) => () =>
    createDispatcher({
      specs: [...specs, { ...(specs[0] as CommandSpec), ...extra }],
      directory,
      understand: understandLine,
      ids: randomIds,
      clock: new ShiftableClock(),
      timeZone: 'Asia/Shanghai',
    });
  expect(create({ intents: [] })).toThrow('send_award is there twice');
  expect(create({ name: 'other' })).toThrow('claimed by send_award and other');
});
