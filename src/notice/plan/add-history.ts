import { createHash } from 'node:crypto';
import { addDays, countDays, instantOf, toDay } from '../../calendar/index.ts';
import type { Queryable } from '../../db/index.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { SEND_AT } from '../timed/send-at.ts';
import type { NoticeContent } from './content.ts';
import {
  countMassTasks,
  countTargetsOf,
  type GroupQuota,
  listCompany,
  listSentSince,
  type Repeat,
  type SentNotice,
} from './history.store.ts';
import type { NoticePlan } from './plan-notice.ts';
import type { NoticeToWorkOut, WorkedOut } from './work-out.ts';

const A_DAY_MS = 24 * 3_600_000;
/** Looking further back within a day tells the sender nothing new. */
const MAX_REPEATS = 3;

/**
 * Adds what went out before: the same content to the same targets within a day, by whomever, and each customer group's quota.
 * A repeat is part of the digest, so that one that happens between preview and 确认 is shown before anything goes out.
 */
export async function addHistory(
  db: Queryable,
  { timeZone }: Pick<NoticeDependencies, 'timeZone'>,
  worked: WorkedOut,
  { now, staff }: Pick<NoticeToWorkOut, 'now' | 'staff'>,
): Promise<WorkedOut> {
  const repeats = await findRepeats(db, worked, now);
  const quotas = await readQuotas(db, worked.plan, toDay(now, timeZone), timeZone);
  const company = await listCompany(db, reachedOf(worked), staff.staffId);
  if (repeats.length === 0) return { ...worked, quotas, company };
  const ids = repeats.map(({ noticeId }) => noticeId).sort();
  const digest = createHash('sha256')
    .update([worked.plan.digest, ...ids].join('\n'))
    .digest('hex');
  return { ...worked, plan: { ...worked.plan, digest }, repeats, quotas, company };
}

async function findRepeats(db: Queryable, { content, plan }: WorkedOut, now: Date): Promise<readonly Repeat[]> {
  // Targets at different places of the rotation get what they did not get before.
  if (content.recipients.kind !== 'family' && content.recipients.topicByTarget !== undefined) return [];
  const targetKeys = reachedOf({ plan });
  if (targetKeys.length === 0) return [];
  const sent = await listSentSince(db, content.kind, new Date(now.getTime() - A_DAY_MS));
  const alike = sent.filter((notice) => meaningOf(notice) === meaningOf(content)).slice(0, MAX_REPEATS);
  const repeats: Repeat[] = [];
  for (const { noticeId, confirmedAt, staffId, staffName } of alike) {
    const count = await countTargetsOf(db, noticeId, targetKeys);
    if (count > 0) repeats.push({ noticeId, confirmedAt, staffId, staffName, count });
  }
  return repeats;
}

function reachedOf({ plan }: Pick<WorkedOut, 'plan'>): string[] {
  return plan.planned.flatMap(({ targetKey, failedWith }) => (failedWith === undefined ? [targetKey] : []));
}

/** What a notice says, less code, footer, signature, blanks and punctuation. */
function meaningOf({ topic, fields }: Pick<SentNotice, 'topic' | 'fields'> | NoticeContent): string {
  const said = Object.entries(fields)
    .filter(([name]) => name !== SEND_AT && !name.startsWith('studentTold') && !name.startsWith('told'))
    .map(([name, value]) => [
      name,
      value
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]/gu, ''),
    ])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return JSON.stringify([topic, said]);
}

/** wecom.md §6.2: a customer group gets at most as many mass tasks a month as the month has days, from whatever source. */
async function readQuotas(
  db: Queryable,
  { planned }: NoticePlan,
  today: string,
  timeZone: string,
): Promise<readonly GroupQuota[]> {
  const groups = planned.flatMap(({ channel, platformTarget, target, failedWith }) =>
    channel === 'wecom_customer_group' && platformTarget !== null && failedWith === undefined
      ? [{ chatId: platformTarget, groupName: target }]
      : [],
  );
  if (groups.length === 0) return [];
  const first = `${today.slice(0, 7)}-01`;
  const perMonth = countDays(first, `${addDays(first, 31).slice(0, 7)}-01`);
  const used = await countMassTasks(
    db,
    groups.map(({ chatId }) => chatId),
    instantOf(first, '00:00', timeZone),
  );
  const byChat = new Map(used.map((use) => [use.chatId, use]));
  return groups
    .map(({ chatId, groupName }) => {
      const use = byChat.get(chatId);
      return { groupName, perMonth, left: use?.isCapped ? 0 : Math.max(0, perMonth - (use?.used ?? 0)) };
    })
    .sort((a, b) => a.left - b.left);
}
