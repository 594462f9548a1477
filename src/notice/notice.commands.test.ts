import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedNoticeCollege } from '../../test/support/notice-college.ts';
import { MORNING, NIGHT, type NoticeWorld, openNoticeWorld } from '../../test/support/notice-world.ts';

let world: NoticeWorld;
beforeAll(async () => {
  world = await openNoticeWorld();
});
afterAll(() => world.close());

describe('good news', () => {
  test('goes to the first guardian alone, after 确认, once', async () => {
    const chat = world.talk();
    const preview = await chat.say('喜报 张三丰 全国导游大赛一等奖 发给他家长');
    expect(preview.text).toContain('张三丰家长您好，我是示范学院');
    expect(preview.text).toContain('的辅导员陈静');
    expect(preview.text).toContain('老师从不私下收款');
    expect(preview.text).toMatch(/核实码 JX-[A-Z0-9]{8}，可到 https:\/\/jiaxin\.example\.edu\.cn\/verify 查询真伪/u);
    expect(preview.text).toContain('张三丰（旅管2203）的母亲');
    expect(preview.question?.options.map(({ key }) => key)).toEqual(['confirm', 'cancel', 'edit', 'low']);
    const before = world.confirmed.length;
    const sent = await chat.answer('确认', 'confirm');
    expect(sent.text).toContain('已确认');
    expect(world.confirmed).toHaveLength(before + 1);
    expect(world.confirmed.at(-1)?.planned).toMatchObject([
      { channel: 'wecom_school_notice', platformTarget: 'zhang-mother' },
    ]);
    const again = await chat.answer('确认', 'confirm');
    expect(again.text).toContain('已经发过了');
    expect(world.confirmed).toHaveLength(before + 1);
  });

  test('two devices: of two confirmations at once one sends', async () => {
    const chat = world.talk();
    await chat.say('喜报 张三丰 全国导游大赛一等奖 发给他家长');
    const before = world.confirmed.length;
    const replies = await Promise.all([chat.answer('确认', 'confirm'), chat.answer('确认', 'confirm')]);
    expect(replies.filter(({ text }) => text.includes('已经发过了'))).toHaveLength(1);
    expect(world.confirmed).toHaveLength(before + 1);
  });

  test('to the class group asks for the agreement and keeps it with its words', async () => {
    const chat = world.talk();
    const asked = await chat.say('喜报 张三丰 全国导游大赛一等奖 发到班级家长群');
    expect(asked.text).toContain('征得学生本人同意');
    const preview = await chat.answer('本人已同意', 'yes');
    expect(preview.text).toContain('旅管2203家长群');
    const [kept] = await world.database.db.selectFrom('studentAgreements').selectAll().execute();
    expect(kept).toMatchObject({ words: '本人已同意', statedBy: world.college.counsellor.staffId, statedAt: MORNING });
    await chat.answer('确认', 'confirm');
    expect(world.confirmed.at(-1)?.planned).toMatchObject([
      { channel: 'wecom_customer_group', platformTarget: 'wr-2203', groupId: world.groupId },
    ]);
  });

  test('a grant never goes to a group, whoever agrees', async () => {
    const reply = await world.talk().say('喜报 张三丰 国家助学金 本人同意了 发到班级家长群');
    expect(reply.text).toContain('不能发到群里');
    expect(reply.question?.options.map(({ key }) => key)).toEqual(['private', 'cancel']);
  });

  test('“each family” next to a name never tells other families that their child won', async () => {
    const chat = world.talk();
    const before = await world.countNotices('draft');
    const asked = await chat.say('喜报 张三丰 国家励志奖学金 给每位家长单独发');
    expect(asked.text).toContain('只能告诉张三丰这一家');
    expect(asked.question?.options.map(({ key }) => key)).toEqual(['private', 'cancel']);
    expect(await world.countNotices('draft')).toBe(before);
    const preview = await chat.answer('只告诉这一家', 'private');
    expect(preview.text).toContain('发给：1 个家庭');
    expect(preview.text).not.toContain('李思远');
    await chat.answer('确认', 'confirm');
    expect(world.confirmed.at(-1)?.planned).toMatchObject([{ platformTarget: 'zhang-mother' }]);
    expect(world.confirmed.at(-1)?.planned).toHaveLength(1);
  });

  test('asks for the award by its name when the line has none', async () => {
    const chat = world.talk();
    expect((await chat.say('给张三丰家长发个喜报')).text).toContain('奖项');
    expect((await chat.answer('获得全省导游大赛二等奖')).text).toContain('张三丰获得了全省导游大赛二等奖');
  });

  test('names a family that cannot be reached and offers the call', async () => {
    const chat = world.talk();
    const preview = await chat.say('喜报 李思远 全国导游大赛一等奖 发给他家长');
    expect(preview.text).toContain('发不到（家长还没有关注“学校通知”）：李思远（旅管2203）');
    expect(preview.text).toContain('现在一个都发不到');
    expect(preview.question?.options[0]).toMatchObject({ key: 'confirm', label: '只记下' });
    expect(preview.text).toContain('请问是李思远的家长吗');
    await chat.answer('确认', 'confirm');
    expect(world.confirmed.at(-1)?.planned).toMatchObject([{ failedWith: 'not_subscribed', target: 'li-father' }]);
  });

  test('a family in which nobody may be contacted is refused', async () => {
    const reply = await world.talk().say('喜报 王小五 全国导游大赛一等奖 发给他家长');
    expect(reply.text).toContain('不联系');
    expect(reply.question).toBeUndefined();
  });

  test('改 asks for one field and shows a new draft', async () => {
    const chat = world.talk();
    await chat.say('喜报 张三丰 全国导游大赛一等奖 发给他家长');
    const dropped = await world.countNotices('dropped');
    expect((await chat.answer('改', 'edit')).text).toContain('要改哪一项');
    expect(await world.countNotices('dropped')).toBe(dropped + 1);
    expect((await chat.answer('奖项', 'edit_award')).text).toContain('奖项');
    expect((await chat.answer('校级三好学生')).text).toContain('张三丰获得了校级三好学生');
  });
});

describe('discipline', () => {
  test.each(['知道了', '好的', '好的，知道了', '嗯嗯', '明白了', '谢谢老师', '收到'])(
    'a mere answer is no reason: %s',
    async (line) => {
      const chat = world.talk();
      await chat.say('处分告知 张三丰 记过');
      expect((await chat.answer(line)).text).toContain('还缺“事由”');
      expect((await chat.answer('在期末考试中携带手机')).text).toContain('还缺“决定文号”');
    },
  );

  test('asks one question a turn for what is missing, then names the last day of an appeal', async () => {
    const chat = world.talk();
    const texts = [(await chat.say('处分告知 张三丰 记过')).text];
    texts.push((await chat.answer('在期末考试中携带手机')).text);
    texts.push((await chat.answer('学院〔2026〕12号')).text);
    texts.push((await chat.answer('2026年9月8日')).text);
    const told = await chat.answer('2026年9月30日');
    const preview = await chat.answer('已经谈过', 'yes');
    expect(texts.map((text) => /还缺“(.+?)”/u.exec(text)?.[1])).toEqual(['事由', '决定文号', '决定日期', '送达日期']);
    expect(told.text).toContain('先和张三丰本人谈过');
    expect(preview.text).toContain('在期末考试中携带手机');
    expect(preview.text).toContain('送达学生本人：2026年9月30日');
    expect(preview.text).toContain('申诉截止日：2026年10月10日');
    expect(preview.text).toContain('这件事我已先和孩子本人谈过');
    await chat.answer('确认', 'confirm');
    const notice = await world.database.db
      .selectFrom('notices')
      .selectAll()
      .where('kind', '=', 'discipline')
      .executeTakeFirst();
    expect(notice?.fields).toMatchObject({ servedOn: '2026-09-30', studentToldFirst: 'yes' });
  });

  test.each([
    ['2026年12月1日', '还没有到'],
    ['2026年9月1日', '早于决定日期'],
    ['某一天', '没看懂“送达日期”是哪一天'],
  ])('a day of service %s is asked about', async (day, words) => {
    const chat = world.talk();
    await chat.say('处分告知 张三丰 记过 因为考试作弊 学院〔2026〕12号 9月8日作出');
    const reply = await chat.answer(day);
    expect(reply.text).toContain(words);
    expect(reply.question).toBeDefined();
  });

  test('without having told the student it wants the reason', async () => {
    const chat = world.talk();
    await chat.say('处分告知 张三丰 记过 因为考试作弊 学院〔2026〕12号 9月8日作出 9月10日送达');
    expect((await chat.answer('还没谈，有特殊原因', 'no')).text).toContain('特殊原因');
    const preview = await chat.answer('学生住院联系不上');
    expect(preview.text).toContain('孩子是成年人，这件事我会同本人一起面对');
    expect(preview.text).not.toContain('住院');
  });

  test.each(['不知道', '没有'])('“%s” is not printed as the number of the decision', async (words) => {
    const chat = world.talk();
    await chat.say('处分告知 张三丰 记过 因为考试作弊');
    const reply = await chat.answer(words);
    expect(reply.text).toContain('“决定文号”不能空着');
    expect(reply.question).toBeDefined();
  });

  test('to a class group is refused with the reason', async () => {
    const line = '处分告知 张三丰 记过 发到班级家长群';
    const fields = { punishment: '记过' };
    const notice = {
      audience: { kind: 'groups' as const, classNames: [] },
      text: null,
      kind: null,
      fraudTopic: null,
      studentAgreed: false,
      isLow: false,
      sendTime: null,
      fields,
    };
    const reply = await world.talk().say(line, { intent: 'discipline', notice });
    expect(reply.text).toContain('处分告知不能发到群里');
  });

  test('to each family is refused with the reason', async () => {
    const chat = world.talk();
    const line = '处分告知 张三丰 记过 因为考试作弊 学院〔2026〕12号 9月8日作出 9月10日送达 给每位家长单独发';
    const reply = await chat.say(line);
    expect(reply.text).toContain('也不能发给别的家庭');
    await chat.answer('只告诉这一家', 'private');
    expect((await chat.answer('已经谈过', 'yes')).text).toContain('发给：1 个家庭');
  });

  test('an expulsion cannot be lifted, so that the text never says so', async () => {
    const chat = world.talk();
    const line = '处分告知 张三丰 开除学籍 因为考试作弊 学院〔2026〕12号 9月8日作出 9月10日送达';
    const asked = await chat.say(line);
    expect(asked.text).toContain('还缺“希望”');
    await chat.answer('学校会帮他把离校手续办好，也会一起想以后的路。');
    const preview = await chat.answer('已经谈过', 'yes');
    expect(preview.text).toContain('一起想以后的路。请您先听');
    expect(preview.text).not.toContain('解除');
  });
});

describe('own words', () => {
  test('to the groups, held at night', async () => {
    const chat = world.talk(world.college.counsellor, NIGHT);
    const preview = await chat.say('给家长群发：本周五下午四点放假，周日晚八点前返校，请和孩子确认行程。');
    expect(preview.text).toContain('旅管2203各位家长');
    expect(preview.text).toContain('没有指定班级，所以是您负责的全部 2 个班');
    expect(preview.text).toContain('凡是在群里要钱的，都是假的');
    expect(preview.text).toContain('会等到明天 08:00再发');
    expect((await chat.answer('确认', 'confirm')).text).toContain('会等到明天 08:00再发');
  });

  test('money is refused with why and a better way, and the verdict is kept', async () => {
    const before = await world.countNotices('draft');
    const reply = await world.talk().say('给家长群发：请各位家长把班费50元转到我的微信', { refusal: null });
    expect(reply.text).toContain('不能发给家长');
    expect(reply.text).toContain('可以这样改');
    const verdicts = await world.database.db
      .selectFrom('guardDecisions')
      .selectAll()
      .where('decision', '=', 'block')
      .execute();
    expect(verdicts).toMatchObject([{ noticeId: null, staffId: world.college.counsellor.staffId }]);
    expect(verdicts[0]?.draft).toContain('班费');
    expect(await world.countNotices('draft')).toBe(before);
  });

  test('to one guardian by name of the relation', async () => {
    const chat = world.talk();
    await chat.say('私聊发给张三丰的父亲：张三丰这周进步很大，请您放心。');
    await chat.answer('确认', 'confirm');
    expect(world.confirmed.at(-1)?.planned).toMatchObject([{ platformTarget: 'zhang-father' }]);
  });

  test('one delivery a family', async () => {
    const chat = world.talk();
    const preview = await chat.say('给旅管2203的每位家长单独发通知：下周一开始选课，请提醒孩子按时完成。');
    expect(preview.text).toContain('发给：2 个家庭');
    expect(preview.text).not.toContain('没有指定班级');
    await chat.answer('确认', 'confirm');
    expect(
      world.confirmed
        .at(-1)
        ?.planned.map(({ targetKey }) => targetKey)
        .sort(),
    ).toEqual(
      world.students
        .slice(0, 2)
        .map(({ studentId }) => `student:${studentId}`)
        .sort(),
    );
  });

  test('to each guardian of one student goes to that family alone', async () => {
    const chat = world.talk();
    const asked = await chat.say('给张三丰的每位家长单独发：张三丰这周进步很大，请您放心。');
    expect(asked.text).toContain('只能告诉张三丰这一家');
    expect((await chat.answer('只告诉这一家', 'private')).text).toContain('发给：1 个家庭');
  });

  test('words about one student never go to every family', async () => {
    const before = await world.countNotices('draft');
    const reply = await world.talk().say('给每位家长单独发：张三丰这周进步很大，请您放心。');
    expect(reply.text).toContain('不能发给家长');
    expect(reply.text).toContain('“张三丰”');
    expect(await world.countNotices('draft')).toBe(before);
  });

  test('a family in which nobody may be contacted is named, and no call to it is offered', async () => {
    const chat = world.talk();
    const preview = await chat.say('给旅管2299的每位家长单独发通知：下周一开始选课，请提醒孩子按时完成。');
    expect(preview.text).toContain('也请不要打电话');
    expect(preview.text).not.toContain('电话提纲');
    await chat.answer('确认', 'confirm');
    expect(world.confirmed.at(-1)?.planned).toMatchObject([{ failedWith: 'no_contact', platformTarget: null }]);
  });

  test('too long says by how much', async () => {
    const reply = await world.talk().say(`给家长群发：${'请和孩子确认行程。'.repeat(60)}`);
    expect(reply.text).toMatch(/请删去 \d+ 个字/u);
  });

  test('targets that changed since the preview are shown again', async () => {
    const other = await seedNoticeCollege(world.database.db);
    const classId = await other.addClass('会计2301');
    await other.addGroup({ classId }, { name: '会计甲群' });
    const chat = world.talk(other.counsellor);
    await chat.say('给家长群发：下周一开始选课，请提醒孩子按时完成。');
    await other.addGroup({ classId }, { name: '会计乙群' });
    const before = world.confirmed.length;
    const again = await chat.answer('确认', 'confirm');
    expect(again.text).toContain('和刚才给您看的不一样');
    expect(again.text).toContain('会计乙群');
    expect(world.confirmed).toHaveLength(before);
    await chat.answer('确认', 'confirm');
    expect(world.confirmed.at(-1)?.planned).toHaveLength(2);
  });

  test('what changed since the preview is judged anew, and the verdict is kept', async () => {
    const other = await seedNoticeCollege(world.database.db);
    const classId = await other.addClass('会计2302');
    await other.addGroup({ classId }, { name: '会计丙群' });
    const chat = world.talk(other.counsellor);
    await chat.say('给家长群发：@所有人 下周一开始选课，请提醒孩子按时完成。');
    const verdicts = () =>
      world.database.db
        .selectFrom('guardDecisions')
        .selectAll()
        .where('staffId', '=', other.counsellor.staffId)
        .execute();
    const shown = await verdicts();
    expect(shown).toMatchObject([{ decision: 'flag' }]);
    await other.addGroup({ classId }, { name: '会计丁群' });
    const again = await chat.answer('确认', 'confirm');
    expect(again.text).toContain('和刚才给您看的不一样');
    expect(again.text).toContain('请再看一眼');
    expect(again.note).toContain('请再看一眼');
    const kept = await verdicts();
    expect(kept).toMatchObject([{ noticeId: shown[0]?.noticeId }, { noticeId: shown[0]?.noticeId, decision: 'flag' }]);
  });

  test('a text that a new group cannot take is dropped at the confirmation and asked for again', async () => {
    const other = await seedNoticeCollege(world.database.db);
    const classId = await other.addClass('会计2303');
    await other.addGroup({ classId }, { name: '会计戊群' });
    const narrow = { ...world.dependencies, schoolName: '大'.repeat(30) };
    const chat = world.talk(other.counsellor, MORNING, narrow);
    await chat.say(`给家长群发：${'请和孩子确认行程。'.repeat(40)}`);
    narrow.publicUrl = () => `https://${'a'.repeat(3_000)}.example`;
    const dropped = await world.countNotices('dropped');
    const refused = await chat.answer('确认', 'confirm');
    expect(refused.text).toContain('这段话太长了');
    expect(refused.question).toBeDefined();
    expect(await world.countNotices('dropped')).toBe(dropped + 1);
  });

  test('a draft of yesterday is not sent', async () => {
    const chat = world.talk();
    await chat.say('给家长群发：下周一开始选课，请提醒孩子按时完成。');
    await world.database.db
      .updateTable('notices')
      .set({ createdAt: new Date(MORNING.getTime() - 86_400_001) })
      .where('status', '=', 'draft')
      .execute();
    expect((await chat.answer('确认', 'confirm')).text).toContain('超过 24 小时');
  });

  test('nobody to tell: says what to do', async () => {
    const other = await seedNoticeCollege(world.database.db);
    await other.addClass('空班2301');
    const reply = await world.talk(other.counsellor).say('给家长群发：下周一开始选课，请提醒孩子按时完成。');
    expect(reply.text).toContain('空班2301还没有登记家长群');
    expect(reply.question).toBeUndefined();
  });
});
