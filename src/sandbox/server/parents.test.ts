import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Harness, PEOPLE, startHarness } from '../../../test/support/sandbox-harness.ts';

let harness: Harness;
let realNow = Date.parse('2026-10-12T09:00:00+08:00');
beforeAll(async () => {
  harness = await startHarness({ now: () => realNow });
});
afterAll(() => harness.close());
beforeEach(() => {
  realNow += 2 * 3_600_000;
});

const noticesOf = (parentUserid: string) =>
  harness.sandbox
    .state()
    .notices.filter((one) => one.parentUserid === parentUserid)
    .map((one) => one.shown.text);

describe('school notice (item 18)', () => {
  const send = (body: object, content = '喜报') =>
    harness.call('externalcontact/message/send', { agentid: 1000002, msgtype: 'text', text: { content }, ...body });
  const ids = (count: number) => Array.from({ length: count }, (_, i) => `p${i}`);

  test.each<[string, object, number, string[]]>([
    ['a parent who follows', { to_parent_userid: ['p_zhang_m'] }, 0, []],
    ['in other case', { to_parent_userid: ['P_ZHANG_M'] }, 0, []],
    ['one of two does not follow', { to_parent_userid: ['p_zhang_m', 'p_li_m'] }, 0, ['p_li_m']],
    ['nobody follows', { to_parent_userid: ['p_li_m'] }, 81013, ['p_li_m']],
    ['an external_userid', { to_parent_userid: ['wmAAAAAA'] }, 81013, ['wmAAAAAA']],
    ['a joined string instead of an array', { to_parent_userid: 'p_zhang_m|p_zhang_f' }, 40058, []],
    ['nobody', {}, 82001, []],
    ['students only: parents are ignored', { to_parent_userid: ['p_zhang_m'], recv_scope: 1 }, 82001, []],
    ['1,001 parents', { to_parent_userid: ids(1001) }, 40032, []],
    ['1,000 parents, none known', { to_parent_userid: ids(1000) }, 81013, ids(1000)],
    ['101 classes', { to_party: ids(101) }, 40032, []],
    ['whole school', { toall: 1 }, 0, ['p_li_m']],
    ['another app', { to_parent_userid: ['p_zhang_m'], agentid: 1 }, 301002, []],
    ['card', { to_parent_userid: ['p_zhang_m'], msgtype: 'template_card' }, 40008, []],
    ['markdown', { to_parent_userid: ['p_zhang_m'], msgtype: 'markdown', markdown: { content: 'x' } }, 40008, []],
  ])('%s', async (_name, body, errcode, invalid) => {
    const answer = await send(body);
    expect(answer).toMatchObject({ errcode, invalid_parent_userid: invalid });
    expect(answer).not.toHaveProperty('msgid');
  });

  test('shows on the phones of exactly these parents', async () => {
    await send({ to_parent_userid: ['p_zhang_f', 'p_li_m'] }, '只给父亲');
    expect(noticesOf('p_zhang_f')).toContain('只给父亲');
    expect([...noticesOf('p_zhang_m'), ...noticesOf('p_li_m')]).not.toContain('只给父亲');
  });

  test('mode silent: a parent who does not follow is lost without a word', async () => {
    harness.sandbox.setFault({ kind: 'mode', name: 'unsubscribed', value: 'silent' });
    expect(await send({ to_parent_userid: ['p_li_m'] }, '无声')).toMatchObject({
      errcode: 0,
      invalid_parent_userid: [],
    });
    harness.sandbox.setFault({ kind: 'mode', name: 'unsubscribed', value: 'listed' });
    expect(noticesOf('p_li_m')).toEqual([]);
    expect(harness.sandbox.state().swallowed.at(-1)).toMatchObject({ reason: 'not_subscribed', target: 'p_li_m' });
  });

  test('a byte-identical repeat is suppressed for 4 h, also over a restart of the stand-in', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'jiaxin-sandbox-'));
    const journalPath = join(folder, 'sandbox.jsonl');
    const body = {
      to_parent_userid: ['p_zhang_m'],
      agentid: 1000002,
      msgtype: 'text',
      text: { content: '只许一次' },
      enable_duplicate_check: 1,
      duplicate_check_interval: 14_400,
    };
    const counts = [];
    for (const waitMs of [0, 14_399_000, 2000]) {
      realNow += waitMs;
      const one = await startHarness({ journalPath, now: () => realNow });
      expect((await one.call('externalcontact/message/send', body)).errcode).toBe(0);
      counts.push(one.sandbox.state().notices.length);
      await one.close();
    }
    expect(counts).toEqual([1, 1, 2]);
    rmSync(folder, { recursive: true });
  });

  test('unfollowing takes effect at once and calls back; a roster import shows at once', async () => {
    harness.sandbox.setFault({ kind: 'parent_unsubscribed', parentUserid: 'p_zhang_f', isOn: true });
    expect((await send({ to_parent_userid: ['p_zhang_f'] })).errcode).toBe(81013);
    await expect
      .poll(() => harness.received.at(-1)?.xml)
      .toContain('<ChangeType><![CDATA[unsubscribe]]></ChangeType><Id><![CDATA[p_zhang_f]]></Id>');
    harness.sandbox.setFault({ kind: 'parent_unsubscribed', parentUserid: 'p_zhang_f', isOn: false });
    expect((await send({ to_parent_userid: ['p_zhang_f'] })).errcode).toBe(0);

    let parents = PEOPLE.parents;
    const growing = await startHarness({ directory: { listPeople: async () => ({ ...PEOPLE, parents }) } });
    const body = { to_parent_userid: ['p_new'], agentid: 1000002, msgtype: 'text', text: { content: '欢迎' } };
    expect((await growing.call('externalcontact/message/send', body)).errcode).toBe(81013);
    parents = [
      ...parents,
      {
        parentUserid: 'p_new',
        name: '新',
        relation: '母亲',
        studentName: '新生',
        className: '软件2401',
        isSubscribed: true,
      },
    ];
    expect((await growing.call('externalcontact/message/send', body)).errcode).toBe(0);
    await growing.close();
  });
});

describe('mass send (item 21)', () => {
  const add = (body: object = {}) =>
    harness.call('externalcontact/add_msg_template', {
      chat_type: 'group',
      sender: 'WangFang',
      chat_id_list: ['wrOgAAAA1'],
      text: { content: '反诈提醒' },
      ...body,
    });
  const results = (msgid: unknown) =>
    harness.call('externalcontact/get_groupmsg_send_result', { msgid, userid: 'WangFang' });
  const inGroup = (chatId: string) => harness.sandbox.state().groupEntries.get(`chat:${chatId}`) ?? [];
  const settle = () => {
    realNow += 2001;
  };

  test.each<[string, object, number, string[]]>([
    ['one group', {}, 0, []],
    ['all groups of the owner', { chat_id_list: undefined }, 0, []],
    ['a group of somebody else comes back', { chat_id_list: ['wrOgAAAA1', 'wrOther'] }, 0, ['wrOther']],
    ['none of the owner’s groups', { chat_id_list: ['wrOther'] }, 41048, ['wrOther']],
    ['no sender', { sender: '' }, 40058, []],
    ['an unknown sender', { sender: 'NoBody' }, 60111, []],
    ['2,001 groups', { chat_id_list: Array(2001).fill('wr') }, 40058, []],
    ['ten attachments', { attachments: Array(10).fill({ msgtype: 'link', link: {} }) }, 40058, []],
    ['text of 4,000 bytes', { text: { content: 'a'.repeat(4000) } }, 0, []],
    ['text of 4,001 bytes', { text: { content: 'a'.repeat(4001) } }, 45002, []],
    ['neither text nor attachment', { text: undefined }, 40058, []],
    ['single chat: there are no customers', { chat_type: 'single' }, 41048, []],
  ])('%s', async (_name, body, errcode, failed) => {
    expect(await add(body)).toMatchObject({ errcode, fail_list: failed });
  });

  test('nothing is delivered until the owner confirms; then the group has it and the result says so', async () => {
    const before = inGroup('wrOgAAAA1').length;
    const { msgid } = await add();
    expect((await results(msgid)).errcode).toBe(41063);
    expect((await harness.call('externalcontact/get_groupmsg_task', { msgid })).errcode).toBe(41063);
    settle();
    expect(await results(msgid)).toMatchObject({ send_list: [{ chat_id: 'wrOgAAAA1', status: 0 }] });
    expect(await harness.call('externalcontact/get_groupmsg_task', { msgid })).toMatchObject({
      task_list: [{ userid: 'WangFang', status: 0 }],
    });
    expect(inGroup('wrOgAAAA1')).toHaveLength(before);
    expect(() => harness.sandbox.confirmMassTask('LiQiang', String(msgid))).toThrow(RangeError);
    harness.sandbox.confirmMassTask('wangfang', String(msgid));
    expect(inGroup('wrOgAAAA1')).toHaveLength(before + 1);
    expect(await results(msgid)).toMatchObject({ send_list: [{ status: 1, send_time: expect.any(Number) }] });
    expect(await harness.call('externalcontact/get_groupmsg_task', { msgid })).toMatchObject({
      task_list: [{ status: 2 }],
    });
    expect(() => harness.sandbox.confirmMassTask('WangFang', String(msgid))).toThrow(RangeError);
  });

  test('three reminders in 24 h, then 45009, a day later again', async () => {
    const { msgid } = await add();
    const remind = async () => (await harness.call('externalcontact/remind_groupmsg_send', { msgid })).errcode;
    expect([await remind(), await remind(), await remind(), await remind()]).toEqual([0, 0, 0, 45009]);
    harness.clock.moveTo(new Date(harness.clock.now().getTime() + 86_401_000));
    expect(await remind()).toBe(0);
  });

  test('cancelling stops an owner who has not sent, and recalls nothing', async () => {
    const { msgid } = await add();
    const { msgid: sent } = await add();
    harness.sandbox.confirmMassTask('WangFang', String(sent));
    const before = inGroup('wrOgAAAA1').length;
    for (const id of [msgid, sent])
      expect((await harness.call('externalcontact/cancel_groupmsg_send', { msgid: id })).errcode).toBe(0);
    expect(() => harness.sandbox.confirmMassTask('WangFang', String(msgid))).toThrow(RangeError);
    expect(inGroup('wrOgAAAA1')).toHaveLength(before);
    settle();
    expect(await results(sent)).toMatchObject({ send_list: [{ status: 1 }] });
  });

  test.each<[string, number]>([
    ['day', 1],
    ['month4', 4],
    ['week', 7],
    ['month', 30],
  ])('cap %s: after %i the group gets status 3, and it is listed as swallowed', async (value, count) => {
    const fresh = await startHarness({ now: () => realNow, windowScale: 0 });
    fresh.clock.moveTo(new Date('2026-11-12T09:00:00+08:00'));
    fresh.sandbox.setFault({ kind: 'mode', name: 'mass_cap', value });
    const statuses = [];
    for (let i = 0; i <= count; i += 1) {
      const { msgid } = await fresh.call('externalcontact/add_msg_template', {
        chat_type: 'group',
        sender: 'WangFang',
        chat_id_list: ['wrOgAAAA2'],
        text: { content: `${i}` },
      });
      fresh.sandbox.confirmMassTask('WangFang', String(msgid));
      const answer = await fresh.call('externalcontact/get_groupmsg_send_result', { msgid, userid: 'WangFang' });
      statuses.push((answer.send_list as { status: number }[])[0]?.status);
    }
    expect(statuses).toEqual([...Array(count).fill(1), 3]);
    expect(fresh.sandbox.state().swallowed).toMatchObject([{ reason: 'capped', target: 'wrOgAAAA2' }]);
    await fresh.close();
  });

  test('a group capped by hand', async () => {
    harness.sandbox.setFault({ kind: 'group_capped', chatId: 'wrOgAAAA2', isOn: true });
    const { msgid } = await add({ chat_id_list: ['wrOgAAAA1', 'wrOgAAAA2'] });
    harness.sandbox.confirmMassTask('WangFang', String(msgid));
    settle();
    expect(await results(msgid)).toMatchObject({ send_list: [{ status: 1 }, { status: 3 }] });
    harness.sandbox.setFault({ kind: 'group_capped', chatId: 'wrOgAAAA2', isOn: false });
  });

  test.each<[string, number, number, number]>([
    ['a month', -30, 100, 0],
    ['more than a month', -32, 100, 40058],
    ['limit 101', -1, 101, 40058],
  ])('list of %s', async (_name, fromDays, limit, errcode) => {
    await add();
    const end = Math.floor(harness.clock.now().getTime() / 1000) + 1;
    const answer = await harness.call('externalcontact/get_groupmsg_list_v2', {
      chat_type: 'group',
      start_time: end + fromDays * 86_400,
      end_time: end,
      limit,
    });
    expect(answer.errcode).toBe(errcode);
    if (errcode === 0) expect((answer.group_msg_list as object[])[0]).not.toHaveProperty('creator');
  });
});
