import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type NoticeWorld, openNoticeWorld } from '../../../test/support/notice-world.ts';

/** Sunday, 22 November 2026, 14:05 in Shanghai. */
const NOW = new Date('2026-11-22T06:05:00Z');
let world: NoticeWorld;
beforeAll(async () => {
  world = await openNoticeWorld();
});
afterAll(async () => {
  await world.close();
});
const talk = () => world.talk(undefined, NOW);

describe('a year that nobody said', () => {
  const LINE = '给张三丰家长发注册提醒 10月15日前';

  test('is asked for when the day is far away, and the chosen one is printed', async () => {
    const chat = talk();
    const asked = await chat.say(LINE);
    expect(asked.text).toContain('今年已经过了的2026年10月15日，还是2027年10月15日');
    const drafts = await world.countNotices('draft');
    expect((await chat.answer('2027年10月15日', 'keep_day')).text).toContain('请在2027年10月15日前办好');
    expect(await world.countNotices('draft')).toBe(drafts + 1);
  });

  test('this year’s is over, so that is asked about as well; another day replaces it', async () => {
    const chat = talk();
    await chat.say(LINE);
    expect((await chat.answer('今年的')).text).toContain('2026年10月15日已经过去了');
    expect((await chat.answer('换一个日子', 'other_day')).text).toContain('“截止日期”改成什么');
    expect((await chat.answer('12月4日')).text).toContain('请在2026年12月4日前办好');
  });

  test.each(['给张三丰家长发注册提醒 2027年10月15日前', '给张三丰家长发注册提醒 12月15日前'])(
    '%s needs no question, and nothing is said that the sender did not say',
    async (line) => {
      const { text } = await talk().say(line);
      expect(text).toContain('前办好');
      expect(text).not.toContain('还没有完成注册');
    },
  );
});

describe('a day that is over', () => {
  test.each([
    ['群里发家长开放日邀请 11月8日上午9点 学院报告厅', '11月8日'],
    ['群里发个国庆放假通知 10月1到7号放假 8号前返校', '10月7日'],
  ])('%s is asked about, and noted under the words that go all the same', async (line, day) => {
    const chat = talk();
    const asked = await chat.say(line);
    expect(asked.text).toContain(`2026年${day}已经过去了`);
    expect(asked.question?.options.map(({ key }) => key)).toEqual(['other_day', 'keep_day', 'cancel']);
    let shown = await chat.answer('照样发', 'keep_day');
    if (shown.text.includes('返校时间”写的是')) shown = await chat.answer('照样发', 'keep_day');
    expect(shown.title).toContain('请核对');
    expect(shown.text).toMatch(new RegExp(`${day}\\(周.\\)已经过去了，请核对`, 'u'));
  });

  test('下周日 becomes a date, and no programme is made up', async () => {
    const { title, text } = await talk().say('群里发家长开放日邀请 下周日上午9点 学院报告厅');
    expect(title).toContain('请核对');
    expect(text).toContain('时间：11月29日（周日）上午9点');
    expect(text).not.toMatch(/内容：|专业介绍|已经过去了/u);
  });
});
