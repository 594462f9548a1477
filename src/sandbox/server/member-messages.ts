import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { ShownMessage } from '../state.ts';
import type { Call, Handler, ServerContext } from './call.ts';
import { callsBack, cardSchema, SHAPE_FAULT, showCard } from './cards.ts';
import { checkDuplicate } from './duplicates.ts';
import { ok, refuse } from './errors.ts';
import { readContent } from './member-content.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './windows.ts';

const sendSchema = z
  .object({
    touser: z.string().default(''),
    toparty: z.string().default(''),
    totag: z.string().default(''),
    msgtype: z.string(),
    agentid: z.coerce.string(),
  })
  .loose();

const EMPTY_LISTS = { invaliduser: '', invalidparty: '', invalidtag: '', unlicenseduser: '', msgid: '' };
const MEMBER_PER_MINUTE = 30;
const MEMBER_PER_HOUR = 1000;
const PERSON_TIMES_PER_ACCOUNT_AND_DAY = 200;

/** `message/send`: application messages to members (wecom.md §4). */
export const sendMemberMessage: Handler = (context, call) => {
  const parsed = sendSchema.safeParse(call.body);
  if (!parsed.success) return refuse(40058, EMPTY_LISTS);
  const { touser, toparty, totag, msgtype, agentid } = parsed.data;
  if (agentid !== context.agentId) return refuse(301002, EMPTY_LISTS);
  const wanted = touser.split('|').filter(Boolean);
  const parties = toparty.split('|').filter(Boolean);
  const tags = totag.split('|').filter(Boolean);
  if (wanted.length + parties.length + tags.length === 0) return refuse(82001, EMPTY_LISTS);
  if (wanted.length > 1000 || parties.length > 100 || tags.length > 100) return refuse(40032, EMPTY_LISTS);
  const content = readContent(context, msgtype, parsed.data);
  if ('errcode' in content) return refuse(content.errcode, EMPTY_LISTS);

  const isAll = wanted.includes('@all');
  const members = isAll ? call.people.members : wanted.flatMap((id) => call.people.findMember(id) ?? []);
  // The stand-in has no departments or tags; userids come back in lower case (wecom.md §4).
  const lists = {
    ...EMPTY_LISTS,
    invaliduser: isAll
      ? ''
      : wanted
          .filter((id) => !call.people.findMember(id))
          .join('|')
          .toLowerCase(),
    invalidparty: parties.join('|'),
    invalidtag: tags.join('|'),
  };
  if (members.length === 0) return refuse(81013, lists);
  const userids = [...new Set(members.map((member) => member.userid))];
  if (!takeDailyShare(context, call, userids.length)) return refuse(45009, lists);

  const duplicate = checkDuplicate(context, call);
  if (duplicate.isDuplicate) {
    context.journal.record({
      type: 'swallowed',
      api: call.api,
      target: userids.join('、'),
      reason: 'duplicate',
      text: content.shown.text,
    });
    return ok({ ...lists, msgid: newId('m') });
  }
  duplicate.note();
  const msgid = newId('m');
  const taskId = content.card?.task_id;
  for (const userid of userids)
    tell(context, call, { userid, msgid, shown: content.shown, ...(taskId ? { taskId } : {}) });
  const responseCode =
    content.card && taskId && callsBack(content.card) ? makeResponseCode(context, taskId) : undefined;
  return ok({ ...lists, msgid, ...(responseCode ? { response_code: responseCode } : {}) });
};

/** Accounts × 200 person-times a day for the app (wecom.md §4). */
function takeDailyShare(context: ServerContext, call: Call, count: number): boolean {
  const limit = call.people.members.length * PERSON_TIMES_PER_ACCOUNT_AND_DAY;
  if (context.windows.count('app-day', DAY_MS) + count > limit) return false;
  for (let i = 0; i < count; i += 1) context.windows.hit('app-day', limit, DAY_MS);
  return true;
}

/** Puts a message on a member's phone, or loses it silently above 30 a minute or 1,000 an hour (wecom.md §4). */
function tell(
  context: ServerContext,
  call: Call,
  message: { userid: string; msgid: string; shown: ShownMessage; taskId?: string },
): void {
  const { windows, journal } = context;
  const key = `member:${message.userid.toLowerCase()}`;
  const swallow = (reason: 'member_minute' | 'member_hour' | 'cut') =>
    journal.record({ type: 'swallowed', api: call.api, target: message.userid, reason, text: message.shown.text });
  if (windows.count(`${key}:hour`, HOUR_MS) >= MEMBER_PER_HOUR) return void swallow('member_hour');
  if (!windows.hit(`${key}:minute`, MEMBER_PER_MINUTE, MINUTE_MS)) return void swallow('member_minute');
  windows.hit(`${key}:hour`, MEMBER_PER_HOUR, HOUR_MS);
  journal.record({ type: 'told', ...message });
  if (message.shown.isCut) swallow('cut');
}

const updateSchema = z.object({
  userids: z.array(z.string()).max(1000).default([]),
  partyids: z.array(z.number()).max(100).default([]),
  tagids: z.array(z.number()).max(100).default([]),
  atall: z.coerce.number().default(0),
  agentid: z.coerce.string(),
  response_code: z.string(),
  button: z.object({ replace_name: z.string().min(1) }).optional(),
  template_card: z.unknown().optional(),
});

/** 72 h (wecom.md §4; 24 h in copies of 2021–2022). */
const RESPONSE_CODE_LIFE_MS = 72 * HOUR_MS;

/** `message/update_template_card`: once for each response code, with arrays (wecom.md §4). */
export const updateCard: Handler = (context, call) => {
  const lists = { invaliduser: [] as string[] };
  const parsed = updateSchema.safeParse(call.body);
  if (!parsed.success) return refuse(40058, lists);
  const {
    userids,
    partyids,
    tagids,
    atall,
    agentid,
    response_code: code,
    button,
    template_card: newCard,
  } = parsed.data;
  if (agentid !== context.agentId) return refuse(301002, lists);
  if (userids.length + partyids.length + tagids.length === 0 && atall !== 1) return refuse(82001, lists);
  const known = context.journal.state.responseCodes.get(code);
  const ageMs = known ? context.domainNow().getTime() - Date.parse(known.madeAt) : 0;
  if (!known || known.isUsed || ageMs > RESPONSE_CODE_LIFE_MS) return refuse(60140, lists);
  const card = newCard === undefined ? undefined : cardSchema.safeParse(newCard);
  if (card ? !card.success : !button) return refuse(card ? SHAPE_FAULT : 40058, lists);
  const targets = atall === 1 ? call.people.members.map((member) => member.userid) : userids;
  context.journal.record({
    type: 'card_updated',
    code,
    taskId: known.taskId,
    userids: targets,
    doneLabel: button?.replace_name ?? '',
    ...(card?.success ? { shown: showCard(card.data) } : {}),
  });
  return ok({ invaliduser: userids.filter((id) => !call.people.findMember(id)).map((id) => id.toLowerCase()) });
};

/** `message/recall`: within 24 h, own messages only (wecom.md §4). */
export const recallMessage: Handler = (context, call) => {
  const parsed = z.object({ msgid: z.string().min(1) }).safeParse(call.body);
  if (!parsed.success) return refuse(40058);
  const entry = findEntry(context, parsed.data.msgid);
  if (!entry) return refuse(40058);
  if (context.domainNow().getTime() - Date.parse(entry.at) > DAY_MS) return refuse(42052);
  context.journal.record({ type: 'recalled', msgid: parsed.data.msgid });
  return ok();
};

function findEntry(context: ServerContext, msgid: string): { at: string } | undefined {
  for (const chat of context.journal.state.chats.values()) {
    const entry = chat.find((one) => one.from === 'app' && one.msgid === msgid);
    if (entry) return entry;
  }
  return undefined;
}

/** A code that opens one update of the card; clicks make one too. */
export function makeResponseCode(context: Pick<ServerContext, 'journal'>, taskId: string): string {
  const code = newId('rc');
  context.journal.record({ type: 'code_made', code, taskId });
  return code;
}

/** An opaque id as the server makes them. */
export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(18).toString('base64url')}`;
}
