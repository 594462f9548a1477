import { z } from 'zod';
import { byteLength } from '../../shared/bytes.ts';
import type { MassTask } from '../state.ts';
import type { Handler, ServerContext } from './call.ts';
import { type Answer, ok, refuse } from './errors.ts';
import { newId } from './member-messages.ts';
import { DAY_MS } from './windows.ts';

/** 企业群发, wecom.md §6.2: nothing is delivered until the owner confirms in the client. */

const addSchema = z.object({
  chat_type: z.enum(['single', 'group']).default('single'),
  sender: z.string().default(''),
  chat_id_list: z.array(z.string()).max(2000).optional(),
  text: z.object({ content: z.string().default('') }).optional(),
  attachments: z
    .array(z.object({ msgtype: z.enum(['image', 'link', 'miniprogram', 'video', 'file']) }).loose())
    .max(9)
    .default([]),
});

const TEXT_BYTES = 4000;
/** How long a new task counts as being dispatched (41063); not published. */
const DISPATCH_MS = 2000;
const REMINDERS_A_DAY = 3;
const MAX_LIST_WINDOW_MS = 31 * DAY_MS;

/** `externalcontact/add_msg_template`: a task for the owner of customer groups. Customers do not exist here (41048). */
export const addMassTask: Handler = (context, call) => {
  const lists = { fail_list: [] as string[], msgid: '' };
  if (context.faults.isOn('mass_send_refused')) return refuse(48002, lists);
  const parsed = addSchema.safeParse(call.body);
  if (!parsed.success) return refuse(40058, lists);
  const { chat_type: chatType, sender, chat_id_list: wanted, text, attachments } = parsed.data;
  const content = text?.content ?? '';
  if (content === '' && attachments.length === 0) return refuse(40058, lists);
  if (byteLength(content) > TEXT_BYTES) return refuse(45002, lists);
  if (chatType === 'single') return refuse(41048, lists);
  if (sender === '') return refuse(40058, lists, 'sender required');
  const owner = call.people.findMember(sender);
  if (!owner) return refuse(60111, lists);
  const owned = call.people.groups.flatMap((group) =>
    group.kind === 'customer_group' && group.chatId && sameUser(group.ownerUserid, owner.userid) ? [group.chatId] : [],
  );
  const chatIds = wanted ? owned.filter((chatId) => wanted.includes(chatId)) : owned;
  const failed = (wanted ?? []).filter((chatId) => !owned.includes(chatId));
  if (chatIds.length === 0) return refuse(41048, { ...lists, fail_list: failed });
  const msgid = newId('msg');
  context.journal.record({
    type: 'task_made',
    msgid,
    realMs: context.now(),
    ownerUserid: owner.userid,
    chatIds,
    shown: {
      type: 'text',
      text: [content, ...attachments.map((one) => `〔${one.msgtype}〕`)].filter(Boolean).join('\n'),
    },
  });
  return ok({ fail_list: failed, msgid });
};

/** `remind_groupmsg_send`: at most three in 24 h. */
export const remindMassTask: Handler = (context, call) =>
  withTask(context, call.body, (task) => {
    const from = context.domainNow().getTime() - DAY_MS;
    if (task.remindedAt.filter((at) => Date.parse(at) > from).length >= REMINDERS_A_DAY) return refuse(45009);
    context.journal.record({ type: 'task_reminded', msgid: task.msgid });
    return ok();
  });

/** `cancel_groupmsg_send`: stops who has not sent yet; recalls nothing. */
export const cancelMassTask: Handler = (context, call) =>
  withTask(context, call.body, (task) => {
    context.journal.record({ type: 'task_cancelled', msgid: task.msgid });
    return ok();
  });

const listSchema = z.object({
  chat_type: z.enum(['single', 'group']),
  start_time: z.coerce.number(),
  end_time: z.coerce.number(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().default(''),
});

/** `get_groupmsg_list_v2`: at most one month; tasks made by API carry no creator. */
export const listMassTasks: Handler = (context, call) => {
  const empty = { group_msg_list: [], next_cursor: '' };
  const parsed = listSchema.safeParse(call.body);
  if (!parsed.success) return refuse(40058, empty);
  const { chat_type: chatType, start_time: start, end_time: end, limit, cursor } = parsed.data;
  if (end < start || (end - start) * 1000 > MAX_LIST_WINDOW_MS) return refuse(40058, empty);
  const found = [...context.journal.state.tasks.values()].filter((task) => {
    const at = toSeconds(task.at);
    return chatType === 'group' && at >= start && at <= end;
  });
  const page = pageOf(found, cursor, limit);
  return ok({
    group_msg_list: page.items.map((task) => ({
      msgid: task.msgid,
      create_time: String(toSeconds(task.at)),
      create_type: 0,
      text: { content: task.shown.text },
      attachments: [],
    })),
    next_cursor: page.nextCursor,
  });
};

/** `get_groupmsg_task`: who has to confirm, 0 not sent / 2 sent. */
export const getMassTask: Handler = (context, call) =>
  withTask(context, call.body, (task) => {
    if (isBeingDispatched(context, task)) return refuse(41063, { task_list: [], next_cursor: '' });
    const sentAt = task.targets.find((target) => target.sentAt)?.sentAt;
    const sent = task.status === 'sent' ? { status: 2, send_time: toSeconds(sentAt ?? task.at) } : { status: 0 };
    return ok({ task_list: [{ userid: task.ownerUserid, ...sent }], next_cursor: '' });
  });

const resultSchema = z.object({
  msgid: z.string(),
  userid: z.string().min(1),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
  cursor: z.string().default(''),
});

/** `get_groupmsg_send_result`: per group 0 not sent, 1 sent, 3 over the cap. */
export const getMassTaskResult: Handler = (context, call) => {
  const empty = { send_list: [], next_cursor: '' };
  const parsed = resultSchema.safeParse(call.body);
  if (!parsed.success) return refuse(40058, empty);
  return withTask(context, call.body, (task) => {
    if (isBeingDispatched(context, task)) return refuse(41063, empty);
    if (!sameUser(parsed.data.userid, task.ownerUserid)) return ok(empty);
    const page = pageOf(task.targets, parsed.data.cursor, parsed.data.limit);
    return ok({
      send_list: page.items.map((target) => ({
        chat_id: target.chatId,
        userid: task.ownerUserid,
        status: target.status,
        ...(target.sentAt ? { send_time: toSeconds(target.sentAt) } : {}),
      })),
      next_cursor: page.nextCursor,
    });
  });
};

/** What happens to each group when the owner confirms: 1 sent, or 3 because of the cap. */
export function judgeTargets(context: ServerContext, task: MassTask): { chatId: string; status: 1 | 3 }[] {
  return task.targets.map(({ chatId }) => ({ chatId, status: isCapped(context, chatId) ? 3 : 1 }));
}

/** wecom.md §6.2: as many as the month has days; a corp may tighten it; earlier rule 4 a month. Calendar is +08:00. */
function isCapped(context: ServerContext, chatId: string): boolean {
  if (context.journal.state.cappedChats.has(chatId)) return true;
  const today = chinaDay(context.domainNow().toISOString());
  const sentOn = [...context.journal.state.tasks.values()]
    .flatMap((task) => task.targets)
    .flatMap((target) =>
      target.chatId === chatId && target.status === 1 && target.sentAt ? [chinaDay(target.sentAt)] : [],
    );
  const month = sentOn.filter((day) => day.slice(0, 7) === today.slice(0, 7)).length;
  switch (context.faults.mode('mass_cap')) {
    case 'day':
      return sentOn.filter((day) => day === today).length >= 1;
    case 'week':
      return sentOn.filter((day) => Date.parse(today) - Date.parse(day) < 7 * DAY_MS).length >= 7;
    case 'month4':
      return month >= 4;
    default:
      return month >= new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)), 0)).getUTCDate();
  }
}

function chinaDay(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);
}

function withTask(context: ServerContext, body: unknown, then: (task: MassTask) => Answer): Answer {
  const parsed = z.object({ msgid: z.string() }).safeParse(body);
  const task = parsed.success ? context.journal.state.tasks.get(parsed.data.msgid) : undefined;
  return task ? then(task) : refuse(40058);
}

function isBeingDispatched(context: ServerContext, task: MassTask): boolean {
  return context.now() - task.madeAtMs < context.windows.scaled(DISPATCH_MS);
}

function pageOf<T>(all: readonly T[], cursor: string, limit: number): { items: readonly T[]; nextCursor: string } {
  const start = Number.parseInt(cursor || '0', 10) || 0;
  const end = start + limit;
  return { items: all.slice(start, end), nextCursor: end < all.length ? String(end) : '' };
}

function sameUser(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

function toSeconds(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000);
}
