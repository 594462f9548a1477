import { z } from 'zod';
import type { Handler } from './call.ts';
import { ok, refuse } from './errors.ts';

/** Reading interfaces: agent, customer groups, callback addresses. */

/** `agent/get`. */
export const getAgent: Handler = (context, call) => {
  if (call.query.agentid !== context.agentId) return refuse(301002);
  return ok({
    agentid: Number(context.agentId),
    name: '家信',
    close: 0,
    allow_userinfos: { user: call.people.members.map((member) => ({ userid: member.userid })) },
    allow_partys: { partyid: [] },
    allow_tags: { tagid: [] },
  });
};

/** `school/agent/get_allow_scope`: the whole school. */
export const getAllowScope: Handler = (context, call) => {
  if (call.query.agentid !== context.agentId) return refuse(301002);
  return ok({ allow_scope: { students: [], departments: [{ partyid: 1 }] } });
};

const listSchema = z.object({
  status_filter: z.coerce.number().int().min(0).max(3).default(0),
  owner_filter: z.object({ userid_list: z.array(z.string()).max(100) }).optional(),
  cursor: z.string().default(''),
  limit: z.coerce.number().int().min(1).max(1000),
});
const MEMBERS_WITHOUT_FILTER = 1000;

/** `externalcontact/groupchat/list`: `limit` is required; 81017 above 1,000 members without a filter (wecom.md §6.1). */
export const listGroupChats: Handler = (_context, call) => {
  const empty = { group_chat_list: [], next_cursor: '' };
  const parsed = listSchema.safeParse(call.body);
  if (!parsed.success) return refuse(40058, empty);
  const { owner_filter: filter, cursor, limit } = parsed.data;
  if (!filter && call.people.members.length > MEMBERS_WITHOUT_FILTER) return refuse(81017, empty);
  const owners = filter ? new Set(filter.userid_list.map((userid) => userid.toLowerCase())) : undefined;
  const chats = call.people.groups.filter(
    (group) =>
      group.kind === 'customer_group' && group.chatId && (owners?.has(group.ownerUserid.toLowerCase()) ?? true),
  );
  const start = Number.parseInt(cursor || '0', 10) || 0;
  return ok({
    group_chat_list: chats.slice(start, start + limit).map((group) => ({ chat_id: group.chatId, status: 0 })),
    next_cursor: start + limit < chats.length ? String(start + limit) : '',
  });
};

/** `externalcontact/groupchat/get`. */
export const getGroupChat: Handler = (_context, call) => {
  const parsed = z.object({ chat_id: z.string() }).safeParse(call.body);
  if (!parsed.success) return refuse(40058);
  const group = call.people.findCustomerGroup(parsed.data.chat_id);
  if (!group) return refuse(40050);
  return ok({
    group_chat: {
      chat_id: group.chatId,
      name: group.name,
      owner: group.ownerUserid,
      create_time: 1_725_148_800,
      notice: '',
      member_list: [{ userid: group.ownerUserid, type: 1, join_time: 1_725_148_800, join_scene: 1 }],
      admin_list: [],
      member_version: '1',
    },
  });
};

/** `getcallbackip`: where callbacks come from. */
export const getCallbackIps: Handler = () => ok({ ip_list: ['127.0.0.1'] });
