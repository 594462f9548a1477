import { describe, expect, test } from 'vitest';
import { fc } from '../../../test/support/property.ts';
import { byteLength, splitByBytes } from '../../shared/bytes.ts';
import type { MemberCard, Outbound } from '../port.ts';
import { renderOutbound, WECOM_CAPABILITIES } from './render.ts';

const app = { agentId: 218, apiUrl: 'https://qyapi.weixin.qq.com', isSchoolNoticeOn: true };
const WEBHOOK = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx';
const card: MemberCard = {
  taskId: 'notice_7K3QP9WM',
  title: '请确认',
  text: '发给 3 个家庭',
  buttons: [
    { key: 'confirm', label: '确认', style: 'primary' },
    { key: 'cancel', label: '取消', style: 'danger' },
  ],
};

function body(outbound: Outbound): unknown {
  const rendered = renderOutbound(app, outbound);
  if (!rendered.ok) throw new Error(rendered.failure.code);
  return { path: rendered.call.path, ...JSON.parse(rendered.call.body) };
}

function failure(outbound: Outbound, over: Partial<typeof app> = {}): string {
  const rendered = renderOutbound({ ...app, ...over }, outbound);
  return rendered.ok ? 'rendered' : `${rendered.failure.kind} ${rendered.failure.code}`;
}

const text = (words: string): Outbound => ({ kind: 'member_text', memberId: 'LiNa', text: words });
const notice = (ids: readonly string[]): Outbound => ({ kind: 'school_notice', guardianUserIds: ids, text: '您好' });
const robot = (webhookUrl: string): Outbound => ({ kind: 'robot_text', webhookUrl, text: '您好' });

describe('exact bodies', () => {
  const duplicateCheck = { enable_duplicate_check: 1, duplicate_check_interval: 14_400 };
  test('a text to a member', () => {
    expect(body(text('已记下'))).toEqual({
      path: '/cgi-bin/message/send',
      touser: 'LiNa',
      msgtype: 'text',
      agentid: 218,
      text: { content: '已记下' },
      safe: 0,
      ...duplicateCheck,
    });
  });

  test('two messages of the same words differ, so that the duplicate check drops only a repeat of one of them', () => {
    const said = (messageId: string) => JSON.stringify(body({ ...text('已取消'), messageId } as Outbound));
    expect(said('m1/0')).toBe(said('m1/0'));
    expect(new Set(['m1/0', 'm1/1', 'm2/0', 'm3/0'].map(said)).size).toBe(4);
    for (let i = 0; i < 200; i += 1) {
      const { duplicate_check_interval: seconds } = JSON.parse(said(`m${i}`)) as { duplicate_check_interval: number };
      expect(seconds).toBeGreaterThan(WECOM_CAPABILITIES.duplicateCheckMs.member_text / 1000);
      expect(seconds).toBeLessThanOrEqual(14_400);
    }
  });

  test('a card to a member', () => {
    expect(body({ kind: 'member_card', memberId: 'LiNa', card })).toEqual({
      path: '/cgi-bin/message/send',
      touser: 'LiNa',
      msgtype: 'template_card',
      agentid: 218,
      template_card: {
        card_type: 'button_interaction',
        main_title: { title: '请确认' },
        sub_title_text: '发给 3 个家庭',
        task_id: 'notice_7K3QP9WM',
        button_list: [
          { text: '确认', style: 1, key: 'confirm' },
          { text: '取消', style: 3, key: 'cancel' },
        ],
      },
      ...duplicateCheck,
    });
  });

  test('the update of a card', () => {
    expect(body({ kind: 'card_update', memberId: 'LiNa', responseCode: 'CODE', doneLabel: '已确认' })).toEqual({
      path: '/cgi-bin/message/update_template_card',
      userids: ['LiNa'],
      agentid: 218,
      response_code: 'CODE',
      button: { replace_name: '已确认' },
    });
  });

  test('a school notice goes to the named parents and to nobody else', () => {
    expect(body(notice(['zhangsan_mama', 'Zhangsan_baba']))).toEqual({
      path: '/cgi-bin/externalcontact/message/send',
      recv_scope: 0,
      to_parent_userid: ['zhangsan_mama', 'Zhangsan_baba'],
      msgtype: 'text',
      agentid: 218,
      text: { content: '您好' },
      ...duplicateCheck,
    });
  });

  test('a mass task, its reminder and its end', () => {
    expect(body({ kind: 'mass_task', ownerId: 'LiNa', chatIds: ['wrA', 'wrB'], text: '您好' })).toEqual({
      path: '/cgi-bin/externalcontact/add_msg_template',
      chat_type: 'group',
      sender: 'LiNa',
      chat_id_list: ['wrA', 'wrB'],
      text: { content: '您好' },
    });
    const remind = '/cgi-bin/externalcontact/remind_groupmsg_send';
    expect(body({ kind: 'mass_task_remind', taskRef: 'msgX' })).toEqual({ path: remind, msgid: 'msgX' });
    const cancel = '/cgi-bin/externalcontact/cancel_groupmsg_send';
    expect(body({ kind: 'mass_task_cancel', taskRef: 'msgX' })).toEqual({ path: cancel, msgid: 'msgX' });
  });

  test('a robot’s text, its key apart from the body', () => {
    const rendered = renderOutbound(app, robot(WEBHOOK));
    expect(rendered).toEqual({
      ok: true,
      call: {
        path: '/cgi-bin/webhook/send',
        body: '{"msgtype":"text","text":{"content":"您好"}}',
        robotKey: '693a91f6-7xxx',
      },
    });
  });

  test('are the same bytes each time', () => {
    for (const outbound of [text('a'), notice(['p1', 'p2']), { kind: 'member_card', memberId: 'x', card } as const]) {
      expect(renderOutbound(app, structuredClone(outbound))).toEqual(renderOutbound(app, outbound));
    }
  });
});

describe('refusals', () => {
  const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `p${index}`);
  test.each<[string, Outbound, string]>([
    ['an empty text', text(' \n'), 'request text_empty'],
    ['2048 bytes', text('x'.repeat(2048)), 'rendered'],
    ['2049 bytes', text('x'.repeat(2049)), 'request text_too_long'],
    ['683 Chinese characters', text('家'.repeat(683)), 'request text_too_long'],
    ['everybody as a member', { kind: 'member_text', memberId: '@all', text: 'x' }, 'recipient member_id'],
    ['two members in one id', { kind: 'member_text', memberId: 'a|b', text: 'x' }, 'recipient member_id'],
    ['no member', { kind: 'member_text', memberId: '', text: 'x' }, 'recipient member_id'],
    ['no guardian', notice([]), 'request guardian_count'],
    ['1000 guardians', notice(many(1000)), 'rendered'],
    ['1001 guardians', notice(many(1001)), 'request guardian_count'],
    ['a guardian twice', notice(['p1', 'p1']), 'request guardian_count'],
    ['everybody as a guardian', notice(['@all']), 'recipient guardian_id'],
    ['2001 chats', { kind: 'mass_task', ownerId: 'LiNa', chatIds: many(2001), text: 'x' }, 'request chat_count'],
    [
      '4001 bytes to a group',
      { kind: 'mass_task', ownerId: 'LiNa', chatIds: ['wrA'], text: 'x'.repeat(4001) },
      'request text_too_long',
    ],
    [
      'an update without its code',
      { kind: 'card_update', memberId: 'x', responseCode: '', doneLabel: 'x' },
      'request card_update',
    ],
  ])('%s', (_name, outbound, expected) => {
    expect(failure(outbound)).toBe(expected);
  });

  test('school notices while they are off', () => {
    expect(failure(notice(['p1']), { isSchoolNoticeOn: false })).toBe('channel school_notice_off');
  });

  test.each<[string, Partial<MemberCard>, string]>([
    ['no buttons', { buttons: [] }, 'card_buttons'],
    ['seven buttons', { buttons: many(7).map((key) => ({ key, label: key })) }, 'card_buttons'],
    ['one key twice', { buttons: [1, 2].map(() => ({ key: 'a', label: 'b' })) }, 'card_buttons'],
    ['a key of 1025 bytes', { buttons: [{ key: 'k'.repeat(1025), label: 'b' }] }, 'card_buttons'],
    ['a button without words', { buttons: [{ key: 'k', label: '' }] }, 'card_buttons'],
    ['a Chinese task id', { taskId: '任务' }, 'card_task_id'],
    ['a task id of 129 bytes', { taskId: 't'.repeat(129) }, 'card_task_id'],
    ['no title', { title: '' }, 'card_title'],
    ['too much text', { text: '家'.repeat(700) }, 'text_too_long'],
  ])('a card with %s', (_name, over, code) => {
    expect(failure({ kind: 'member_card', memberId: 'x', card: { ...card, ...over } })).toBe(`request ${code}`);
  });

  test.each([
    ['another host', 'https://evil.example/cgi-bin/webhook/send?key=x'],
    ['a host that looks alike', 'https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key=x'],
    ['a host behind a user', 'https://qyapi.weixin.qq.com@evil.example/cgi-bin/webhook/send?key=x'],
    ['a user', 'https://u:p@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x'],
    ['no encryption', 'http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x'],
    ['another port', 'https://qyapi.weixin.qq.com:8443/cgi-bin/webhook/send?key=x'],
    ['another path', 'https://qyapi.weixin.qq.com/cgi-bin/message/send?key=x'],
    ['a path that climbs', 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send/../../gettoken?key=x'],
    ['no key', 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send'],
    ['two keys', `${WEBHOOK}&key=y`],
    ['an inner address', 'http://169.254.169.254/latest/meta-data'],
    ['a file', 'file:///etc/passwd'],
    ['nothing', ''],
  ])('a webhook with %s', (_name, url) => {
    expect(failure(robot(url))).toBe('recipient webhook_not_allowed');
  });

  test('a webhook is accepted on the configured host, under its path', () => {
    const apiUrl = 'http://127.0.0.1:3000/sandbox/wecom/';
    expect(failure(robot('http://127.0.0.1:3000/sandbox/wecom/cgi-bin/webhook/send?key=k'), { apiUrl })).toBe(
      'rendered',
    );
    expect(failure(robot('http://127.0.0.1:3000/cgi-bin/webhook/send?key=k'), { apiUrl })).toBe(
      'recipient webhook_not_allowed',
    );
  });
});

describe('texts', () => {
  test.each([
    ['@all 请注意', '＠all 请注意'],
    ['@ALL', '＠ALL'],
    ['@所有人 请注意', '＠所有人 请注意'],
    ['<@LiNa>', '＜@LiNa>'],
    ['<a href="https://evil.example">学校通知</a>', '＜a href="https://evil.example">学校通知＜/a>'],
    ['li@alliance.example', 'li@alliance.example'],
    ['a<b 且 3 < 5', 'a<b 且 3 < 5'],
  ])('%s', (words, expected) => {
    expect(body({ kind: 'robot_text', webhookUrl: WEBHOOK, text: words })).toMatchObject({
      text: { content: expected },
    });
  });

  test('pieces cut to the published limit can be sent, and nothing of them is lost', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3000 }), (words) => {
        fc.pre(words.trim() !== '' && !/[@<]/.test(words));
        for (const piece of splitByBytes(words, WECOM_CAPABILITIES.maxMemberTextBytes)) {
          if (piece.trim() === '') continue;
          const rendered = renderOutbound(app, text(piece));
          expect(rendered.ok && JSON.parse(rendered.call.body).text.content).toBe(piece);
          expect(byteLength(piece)).toBeLessThanOrEqual(2048);
        }
      }),
      { numRuns: 30 },
    );
  });
});
