import { describeInstant } from '../../calendar/index.ts';
import type { CommandContext, Reply } from '../../command/index.ts';
import { listTimedOf, lockNotice, markDropped } from '../notice.store.ts';
import { describeSendAt, settleSendAt } from '../timed/send-at.ts';
import { timedTexts } from '../timed/texts.zh.ts';
import { closeRequests, listApprovers, listWaitingOf } from './approval.store.ts';
import { approvalTexts as texts } from './texts.zh.ts';
import { tellOfWithdrawal } from './withdraw.ts';

/** What the sender's notices wait for that a second person must agree to: who can, and since when; one line each. */
export async function describeOwnWaiting(
  { db, now, sender }: Pick<CommandContext, 'db' | 'now' | 'sender'>,
  { timeZone, noticeCode }: { readonly timeZone: string; readonly noticeCode: string | null },
): Promise<readonly string[]> {
  const { staffId } = sender.staff;
  const own = (await listWaitingOf(db, staffId)).filter((one) => noticeCode === null || one.noticeCode === noticeCode);
  const lines: string[] = [];
  for (const one of own.slice(0, MAX_SHOWN)) {
    const approvers = await listApprovers(db, one.collegeId, staffId);
    const names = approvers.map(({ name }) => name);
    lines.push(texts.ownWaits(one.title, one.noticeCode, describeInstant(one.askedAt, now, timeZone), names));
  }
  return lines;
}

const MAX_SHOWN = 5;

interface TimeSettings {
  readonly quietHours: string;
  readonly timeZone: string;
}

/** 停发 of a notice of one's own that waits for approval: it is dropped and the approvers are told. Undefined = there is none. */
export async function withdrawOwn(context: CommandContext, noticeCode: string): Promise<Reply | undefined> {
  const { db, now, sender } = context;
  const { staffId } = sender.staff;
  const waiting = (await listWaitingOf(db, staffId)).find((one) => one.noticeCode === noticeCode);
  const notice = waiting && (await lockNotice(db, waiting.noticeId));
  // An approver was faster: then it went out and is stopped like any other.
  if (notice?.status !== 'awaiting_approval') return undefined;
  await markDropped(db, notice.noticeId);
  await tellOfWithdrawal(context, notice);
  await closeRequests(db, [notice.noticeId], { outcome: 'withdrawn', by: staffId, at: now });
  return { text: texts.ownWithdrawn(notice.title, noticeCode) };
}

/** What the sender set for a time that has not come; stopped by its code, because it was confirmed. Undefined = nothing. */
async function describeOwnTimed(
  { db, now, sender }: CommandContext,
  settings: TimeSettings,
): Promise<Reply | undefined> {
  const timed = await listTimedOf(db, sender.staff.staffId, now);
  if (timed.length === 0) return undefined;
  const lines = timed
    .slice(0, MAX_SHOWN)
    .map(({ title, noticeCode, sendAt }) =>
      timedTexts.waits(title, noticeCode, describeSendAt(settleSendAt(sendAt, settings), now, settings.timeZone)),
    );
  return { text: lines.join('\n') };
}

/** 取消 without a code: the one notice that waits for approval is taken back; of several the codes are named. */
export async function takeBackOwn(context: CommandContext, settings: TimeSettings): Promise<Reply | undefined> {
  const [first, ...others] = await listWaitingOf(context.db, context.sender.staff.staffId);
  if (first === undefined) return describeOwnTimed(context, settings);
  if (others.length === 0) return withdrawOwn(context, first.noticeCode);
  return { text: (await describeOwnWaiting(context, { timeZone: settings.timeZone, noticeCode: null })).join('\n') };
}
