import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NIGHT, type NoticeWorld, openNoticeWorld } from '../../../test/support/notice-world.ts';

let world: NoticeWorld;
beforeAll(async () => {
  world = await openNoticeWorld();
});
afterAll(() => world.close());

describe('the words of a notice', () => {
  test('are kept with the version of the files from which they were made', async () => {
    const chat = world.talk();
    await chat.say('喜报 张三丰 全省导游服务技能大赛一等奖 发给他家长');
    await chat.answer('确认', 'confirm');
    const { db } = world.database;
    const notice = await db
      .selectFrom('notices')
      .selectAll()
      .where('status', '=', 'confirmed')
      .executeTakeFirstOrThrow();
    const kept = await db
      .selectFrom('templateVersions')
      .select(['folder', 'part', 'text'])
      .where('templateVersion', '=', notice.templateVersion)
      .execute();
    const text = world.dependencies.library.kinds.find(({ kind }) => kind === 'award')?.templates[0]?.parts.family;
    expect(kept).toEqual([{ folder: 'award', part: 'family', text }]);
  });
});

describe('a plain kind', () => {
  test('asks one thing a turn: the consent at a yellow warning, whether the student was told, then shows the words', async () => {
    const chat = world.talk();
    const asked = await chat.say('给张三丰家长发学业预警 黄色 高数、英语没过');
    expect(asked.text).toContain('黄色预警只提醒学生本人');
    const told = await chat.answer('本人同意', 'yes');
    expect(told.text).toContain('您先和张三丰本人谈过了吗');
    const preview = await chat.answer('已经谈过', 'yes');
    expect(preview.text).toContain('张三丰进入了黄色学业预警');
    expect(preview.text).toContain('原因：高数、英语没过');
    expect(preview.text).toContain('截至2026年10月9日');
    expect(preview.text).toContain('这件事我已先和孩子本人谈过');
    await chat.answer('确认', 'confirm');
    expect(world.confirmed.at(-1)?.planned).toMatchObject([{ platformTarget: 'zhang-mother' }]);
  });

  test('offers its choices as buttons and takes them in words', async () => {
    const chat = world.talk();
    const asked = await chat.say('给张三丰家长发学业预警 上学期挂了4门');
    expect(asked.question?.options.map(({ label }) => label)).toEqual(['黄色', '橙色', '红色', '取消']);
    expect((await chat.answer('紫的')).text).toContain('请从这几个里选：黄色、橙色、红色');
    expect((await chat.answer('红')).text).toContain('本人谈过了吗');
  });

  test('asks for a day until it is one', async () => {
    const chat = world.talk();
    expect((await chat.say('给张三丰家长发注册提醒')).text).toContain('最晚哪天办好');
    expect((await chat.answer('尽快吧')).text).toContain('是哪一天');
    expect((await chat.answer('10月15日')).text).toContain('请在2026年10月15日前办好');
  });

  test('for families alone is offered to that family when a group was meant', async () => {
    const chat = world.talk();
    const asked = await chat.say('把张三丰的成绩发到家长群 高等数学78', { refusal: null });
    expect(asked.text).toContain('成绩不能发到群里，也不能发给别的家庭');
    const preview = await chat.answer('只告诉这一家', 'private');
    expect(preview.text).toContain('发给：1 个家庭');
  });

  test('about one student is asked for the student, not told to all', async () => {
    const asked = await world.talk().say('给挂科的家长都发一下');
    expect(asked.text).toContain('只单独告诉这一家');
    expect(asked.text).toContain('哪位同学');
  });

  test('about two students is refused: each has facts of his or her own', async () => {
    const reply = await world.talk().say('给张三丰、李思远家长发成绩 高等数学78');
    expect(reply.text).toContain('成绩一次只能说一位同学');
  });

  test('for all goes to the groups with the days of the line', async () => {
    const chat = world.talk(undefined, new Date('2026-09-25T02:00:00Z'));
    const preview = await chat.say('群里发个国庆放假通知 10月1到7号放假 8号前返校');
    expect(preview.text).toContain('放假：10月1日至7日');
    expect(preview.text).toContain('返校：10月8日前');
    await chat.answer('确认', 'confirm');
    expect(world.confirmed.at(-1)?.planned).toMatchObject([{ groupId: world.groupId }]);
  });

  test('of greetings goes to each family alone and names the child', async () => {
    const preview = await world.talk().say('给旅管2203的每位家长发学期问候');
    expect(preview.text).toContain('发给：2 个家庭，每家单独一份');
    expect(preview.text).toMatch(/(?:张三丰|李思远)家长您好/u);
    expect(preview.text).toContain('意见和建议');
  });

  test('that is urgent is not held at night', async () => {
    const chat = world.talk(world.college.counsellor, NIGHT);
    const preview = await chat.say('告诉张三丰家长失联 昨晚9点起联系不上 已报保卫处');
    expect(preview.text).toContain('从昨晚9点起联系不上');
    expect(preview.text).not.toContain('免打扰');
    expect((await chat.answer('确认', 'confirm')).text).toContain('马上开始发');
    const { db } = world.database;
    const notice = await db.selectFrom('notices').select('isUrgent').where('kind', '=', 'missing').execute();
    expect(notice).toEqual([{ isUrgent: true }]);
  });

  test('that needs no field of the line can be a schedule', async () => {
    const chat = world.talk();
    const preview = await chat.say('每周一上午9点群里发不收款提醒');
    expect(preview.text).toContain('从不在这个群里收任何钱');
    await chat.answer('确认', 'confirm');
    expect((await world.talk().say('查看定时')).text).toContain('每周一 09:00，不收款提醒');
  });
});

describe('words for the sender', () => {
  test('a refused gift gets words to copy, and nothing is drafted', async () => {
    const before = await world.countNotices('draft');
    const reply = await world.talk().say('家长非要给我送土特产 怎么回');
    expect(reply.text).toContain('您的心意我领了');
    expect(reply.text).toContain('把孩子照顾好');
    expect(reply.text).toContain('没有发出去');
    expect(reply.question).toBeUndefined();
    expect(await world.countNotices('draft')).toBe(before);
  });

  test('能发什么通知 lists every kind with a line that asks for it', async () => {
    const reply = await world.talk().say('能发什么通知');
    for (const { title, policy } of world.dependencies.library.kinds) {
      expect(reply.text).toContain(`${title}：${policy.examples[0]}`);
    }
  });

  test('a class teacher is not offered what only counsellors may send', async () => {
    const teacher = await world.college.addStaff('班主任', 'class_teacher');
    expect((await world.talk(teacher).say('能发什么通知')).text).not.toContain('处分告知');
  });
});

test.each(['在家长群里恭喜张三丰获得国家助学金', '群里祝贺张三丰拿到国家助学金'])(
  '%s: a grant stays with the family, and the name is seen',
  async (line) => {
    const reply = await world.talk().say(line);
    expect(reply.text).toContain('不能发到群里');
    expect(reply.question?.options.map(({ key }) => key)).toEqual(['private', 'cancel']);
  },
);
