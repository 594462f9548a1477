import { z } from 'zod';
import type { Call, Handler, ServerContext } from './call.ts';
import { checkDuplicate } from './duplicates.ts';
import { ok, refuse } from './errors.ts';
import { readNews, readText } from './member-content.ts';

/** All targets are arrays here, unlike message/send (wecom.md §5.1); a joined string is refused. */
const noticeSchema = z
  .object({
    recv_scope: z.coerce.number().int().min(0).max(2).default(0),
    to_parent_userid: z.array(z.string()).default([]),
    to_student_userid: z.array(z.string()).default([]),
    to_party: z.array(z.string()).default([]),
    toall: z.coerce.number().int().min(0).max(1).default(0),
    msgtype: z.string(),
    agentid: z.coerce.string(),
  })
  .loose();

const NOTICE_BYTES = 2048;
const EMPTY_LISTS = { invalid_parent_userid: [], invalid_student_userid: [], invalid_party: [] };

/**
 * `externalcontact/message/send`: a school notice (学校通知). Students and classes have no ids in this stand-in, so they
 * always come back as invalid. There is no msgid and no receipt, as in life.
 */
export const sendSchoolNotice: Handler = (context, call) => {
  if (context.faults.isOn('school_notice_refused')) return refuse(48002, EMPTY_LISTS, 'not in parent app list');
  const parsed = noticeSchema.safeParse(call.body);
  if (!parsed.success) return refuse(40058, EMPTY_LISTS);
  const notice = parsed.data;
  if (notice.agentid !== context.agentId) return refuse(301002, EMPTY_LISTS);
  const wanted = notice.recv_scope === 1 ? [] : notice.to_parent_userid;
  const isToAll = notice.toall === 1 && notice.recv_scope !== 1;
  const size = wanted.length + notice.to_student_userid.length + notice.to_party.length;
  if (size === 0 && notice.toall !== 1) return refuse(82001, EMPTY_LISTS);
  if (wanted.length > 1000 || notice.to_student_userid.length > 1000 || notice.to_party.length > 100) {
    return refuse(40032, EMPTY_LISTS);
  }
  const content =
    notice.msgtype === 'text'
      ? readText(context, 'text', notice.text, NOTICE_BYTES)
      : readOther(notice.msgtype, notice.news);
  if ('errcode' in content) return refuse(content.errcode, EMPTY_LISTS);

  const split = splitParents(context, call, isToAll ? call.people.parents.map((one) => one.parentUserid) : wanted);
  const lists = {
    invalid_parent_userid: split.invalid,
    invalid_student_userid: notice.to_student_userid,
    invalid_party: notice.to_party,
  };
  if (split.reached.length === 0 && split.silent.length === 0) return refuse(81013, lists);
  const { text } = content.shown;
  const swallow = (reason: 'duplicate' | 'not_subscribed' | 'cut', targets: readonly string[]) =>
    context.journal.record({ type: 'swallowed', api: call.api, target: targets.join('、'), reason, text });
  const duplicate = checkDuplicate(context, call);
  if (duplicate.isDuplicate) {
    swallow('duplicate', split.reached);
    return ok(lists);
  }
  duplicate.note();
  if (split.silent.length > 0) swallow('not_subscribed', split.silent);
  if (content.shown.isCut) swallow('cut', split.reached);
  if (split.reached.length > 0) {
    context.journal.record({ type: 'noticed', parentUserids: split.reached, shown: content.shown });
  }
  return ok(lists);
};

function readOther(msgtype: string, news: unknown) {
  if (msgtype === 'news') return readNews(news);
  // Media types exist, but nothing can be uploaded here; cards and markdown do not exist for parents (wecom.md §5.1).
  return { errcode: ['image', 'voice', 'video', 'file'].includes(msgtype) ? 40007 : 40008 };
}

/** Who gets it, who comes back as invalid, who loses it silently (mode `unsubscribed`, wecom.md §5.1 leaves it open). */
function splitParents(context: ServerContext, call: Call, wanted: readonly string[]) {
  const reached = new Set<string>();
  const silent: string[] = [];
  const invalid: string[] = [];
  for (const id of wanted) {
    const parent = call.people.findParent(id);
    if (parent?.isSubscribed) reached.add(parent.parentUserid);
    else if (parent && context.faults.mode('unsubscribed') === 'silent') silent.push(parent.parentUserid);
    else invalid.push(id);
  }
  return { reached: [...reached], silent, invalid };
}
