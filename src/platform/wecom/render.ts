import { createHash } from 'node:crypto';
import { byteLength } from '../../shared/bytes.ts';
import type { MemberCard, Outbound, PlatformCapabilities, SendFailure } from '../port.ts';
import type { WecomConfig } from './config.ts';

type App = Pick<WecomConfig, 'agentId' | 'apiUrl' | 'isSchoolNoticeOn'>;

/** One request, ready to be written. The same Outbound gives the same bytes: no time, no chance, keys in a fixed order. */
export interface RenderedCall {
  readonly path: string;
  readonly body: string;
  /** The robot's key; without it the call takes the app's token. */
  readonly robotKey?: string;
}

export type Rendered =
  | { readonly ok: true; readonly call: RenderedCall }
  | { readonly ok: false; readonly failure: SendFailure };

/** The vendor's own limits, bytes of UTF-8 (wecom.md §4, §5.1, §6.2, §7). Beyond them it cuts in silence. */
const LIMIT_BYTES = { text: 2048, massText: 4000, cardKey: 1024, taskId: 128, id: 64 } as const;
const MAX_GUARDIANS = 1000;
const MAX_CHATS = 2000;
const MAX_BUTTONS = 6;
/** Room for mentions made harmless, which grow by two bytes each. */
const NEUTRALISING_RESERVE_BYTES = 48;
/** The longest window that WeCom grants (wecom.md §4). */
const DUPLICATE_CHECK_SECONDS = 14_400;
/** See `intervalOf`. */
const MEMBER_TEXT_SPREAD_SECONDS = 7_200;

export const WECOM_CAPABILITIES: PlatformCapabilities = {
  maxMemberTextBytes: LIMIT_BYTES.text - NEUTRALISING_RESERVE_BYTES,
  maxSchoolNoticeBytes: LIMIT_BYTES.text - NEUTRALISING_RESERVE_BYTES,
  maxGroupTextBytes: LIMIT_BYTES.massText - NEUTRALISING_RESERVE_BYTES,
  maxRobotTextBytes: LIMIT_BYTES.text - NEUTRALISING_RESERVE_BYTES,
  duplicateCheckMs: {
    member_text: (DUPLICATE_CHECK_SECONDS - MEMBER_TEXT_SPREAD_SECONDS) * 1000,
    member_card: DUPLICATE_CHECK_SECONDS * 1000,
    card_update: 0,
    school_notice: DUPLICATE_CHECK_SECONDS * 1000,
    mass_task: 0,
    mass_task_remind: 0,
    mass_task_cancel: 0,
    robot_text: 0,
  },
};

const DUPLICATE_CHECK = { enable_duplicate_check: 1, duplicate_check_interval: DUPLICATE_CHECK_SECONDS } as const;

/** Turns an Outbound into WeCom's request, or says why it can never be sent. Nothing is ever cut. Pure. */
export function renderOutbound(app: App, outbound: Outbound): Rendered {
  switch (outbound.kind) {
    case 'member_text':
      return (
        refuseMember(outbound.memberId) ??
        withText(outbound.text, LIMIT_BYTES.text, (content) => ({
          path: '/cgi-bin/message/send',
          body: {
            touser: outbound.memberId,
            msgtype: 'text',
            agentid: app.agentId,
            text: { content },
            safe: 0,
            ...DUPLICATE_CHECK,
            duplicate_check_interval: intervalOf(outbound.messageId),
          },
        }))
      );
    case 'member_card':
      return refuseMember(outbound.memberId) ?? renderCard(app, outbound.memberId, outbound.card);
    case 'card_update':
      return (
        refuseMember(outbound.memberId) ??
        refuseIf(outbound.responseCode === '' || outbound.doneLabel === '', 'request', 'card_update') ??
        render('/cgi-bin/message/update_template_card', {
          userids: [outbound.memberId],
          agentid: app.agentId,
          response_code: outbound.responseCode,
          button: { replace_name: outbound.doneLabel },
        })
      );
    case 'school_notice':
      return renderSchoolNotice(app, outbound);
    case 'mass_task':
      return (
        refuseMember(outbound.ownerId) ??
        refuseIf(!isCountIn(outbound.chatIds, MAX_CHATS), 'request', 'chat_count') ??
        withText(outbound.text, LIMIT_BYTES.massText, (content) => ({
          path: '/cgi-bin/externalcontact/add_msg_template',
          body: { chat_type: 'group', sender: outbound.ownerId, chat_id_list: outbound.chatIds, text: { content } },
        }))
      );
    case 'mass_task_remind':
      return render('/cgi-bin/externalcontact/remind_groupmsg_send', { msgid: outbound.taskRef });
    case 'mass_task_cancel':
      return render('/cgi-bin/externalcontact/cancel_groupmsg_send', { msgid: outbound.taskRef });
    case 'robot_text':
      return renderRobotText(app, outbound);
  }
}

/**
 * The check drops a request whose JSON equals an earlier one (wecom.md §4), and the same question twice has the same answer
 * twice. The window itself is part of that JSON: its length depends on the message, so that only a repeat of the same
 * message is dropped. Two messages of the same words get the same length once in 7,200 times.
 */
function intervalOf(messageId: string | undefined): number {
  if (messageId === undefined) return DUPLICATE_CHECK_SECONDS;
  const hash = createHash('sha256').update(messageId).digest().readUInt32BE();
  return DUPLICATE_CHECK_SECONDS - (hash % MEMBER_TEXT_SPREAD_SECONDS);
}

/**
 * Only `to_parent_userid` with scope 0: student ids, a class or `toall` would reach people whom the notice does not name.
 */
function renderSchoolNotice(app: App, outbound: Extract<Outbound, { kind: 'school_notice' }>): Rendered {
  return (
    refuseIf(!app.isSchoolNoticeOn, 'channel', 'school_notice_off') ??
    refuseIf(!isCountIn(outbound.guardianUserIds, MAX_GUARDIANS), 'request', 'guardian_count') ??
    refuseIf(!outbound.guardianUserIds.every(isUserId), 'recipient', 'guardian_id') ??
    withText(outbound.text, LIMIT_BYTES.text, (content) => ({
      path: '/cgi-bin/externalcontact/message/send',
      body: {
        recv_scope: 0,
        to_parent_userid: outbound.guardianUserIds,
        msgtype: 'text',
        agentid: app.agentId,
        text: { content },
        ...DUPLICATE_CHECK,
      },
    }))
  );
}

/** 1 is the vendor's default, the filled one; the colours of 2 to 4 stand in pictures only (page 101032, unverified). */
const BUTTON_STYLES = { primary: 1, plain: 2, danger: 3 } as const;
const TASK_ID_PATTERN = /^[0-9A-Za-z_\-@]+$/;

function renderCard(app: App, memberId: string, card: MemberCard): Rendered {
  const keys = card.buttons.map(({ key }) => key);
  const areButtonsRight =
    isCountIn(keys, MAX_BUTTONS) &&
    card.buttons.every(({ key, label }) => label !== '' && key !== '' && byteLength(key) <= LIMIT_BYTES.cardKey);
  const isTaskIdRight = TASK_ID_PATTERN.test(card.taskId) && byteLength(card.taskId) <= LIMIT_BYTES.taskId;
  return (
    refuseIf(!isTaskIdRight, 'request', 'card_task_id') ??
    refuseIf(!areButtonsRight, 'request', 'card_buttons') ??
    refuseIf(card.title === '', 'request', 'card_title') ??
    refuseIf(byteLength(card.title) + byteLength(card.text) > LIMIT_BYTES.text, 'request', 'text_too_long') ??
    render('/cgi-bin/message/send', {
      touser: memberId,
      msgtype: 'template_card',
      agentid: app.agentId,
      template_card: {
        card_type: 'button_interaction',
        main_title: { title: card.title },
        ...(card.text === '' ? {} : { sub_title_text: card.text }),
        task_id: card.taskId,
        button_list: card.buttons.map(({ key, label, style }) => ({
          text: label,
          style: BUTTON_STYLES[style ?? 'primary'],
          key,
        })),
      },
      ...DUPLICATE_CHECK,
    })
  );
}

function renderRobotText(app: App, outbound: Extract<Outbound, { kind: 'robot_text' }>): Rendered {
  const robotKey = robotKeyOf(app.apiUrl, outbound.webhookUrl);
  if (robotKey === undefined) return refuse('recipient', 'webhook_not_allowed');
  return withText(outbound.text, LIMIT_BYTES.text, (content) => ({
    path: ROBOT_PATH,
    body: { msgtype: 'text', text: { content } },
    robotKey,
  }));
}

const ROBOT_PATH = '/cgi-bin/webhook/send';

/** The key of a webhook on the platform's own host; any other address would make us a tool for reaching inner servers. */
function robotKeyOf(apiUrl: string, webhookUrl: string): string | undefined {
  if (!URL.canParse(webhookUrl)) return undefined;
  const expected = new URL(`${apiUrl.replace(/\/+$/u, '')}${ROBOT_PATH}`);
  const url = new URL(webhookUrl);
  if (url.origin !== expected.origin || url.pathname !== expected.pathname) return undefined;
  if (url.username !== '' || url.password !== '') return undefined;
  const keys = url.searchParams.getAll('key');
  return keys.length === 1 && keys[0] !== '' ? keys[0] : undefined;
}

function withText(
  text: string,
  limitBytes: number,
  make: (content: string) => { path: string; body: object; robotKey?: string },
): Rendered {
  const content = neutralise(text);
  if (content.trim() === '') return refuse('request', 'text_empty');
  if (byteLength(content) > limitBytes) return refuse('request', 'text_too_long');
  const { path, body, ...rest } = make(content);
  return { ok: true, call: { path, body: JSON.stringify(body), ...rest } };
}

/**
 * Takes the power from words that WeCom may read as commands: `@all`, `<@userid>` and `<a href>`, whose target the reader
 * does not see. The full-width twins look the same.
 */
function neutralise(text: string): string {
  return text
    .replace(/@(?=all(?![\w.-]))/giu, '＠')
    .replace(/@(?=所有人)/gu, '＠')
    .replace(/<(?=@|\/?a[\s>])/giu, '＜');
}

function render(path: string, body: object): Rendered {
  return { ok: true, call: { path, body: JSON.stringify(body) } };
}

/** `touser` takes ids joined by `|` and `@all` for everybody: neither may come in through one member's id. */
function refuseMember(memberId: string): Rendered | undefined {
  return refuseIf(!isUserId(memberId), 'recipient', 'member_id');
}

function isUserId(id: string): boolean {
  return /^[^\s|@][^\s|]*$/u.test(id) && byteLength(id) <= LIMIT_BYTES.id;
}

function isCountIn(ids: readonly string[], max: number): boolean {
  return ids.length >= 1 && ids.length <= max && new Set(ids).size === ids.length && !ids.includes('');
}

function refuseIf(condition: boolean, kind: SendFailure['kind'], code: string): Rendered | undefined {
  return condition ? refuse(kind, code) : undefined;
}

function refuse(kind: SendFailure['kind'], code: string): Rendered {
  return { ok: false, failure: { kind, code } };
}
