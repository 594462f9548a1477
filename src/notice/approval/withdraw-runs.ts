import type { CommandContext } from '../../command/index.ts';
import { dropNotices, lockNotices } from '../notice.store.ts';
import { closeRequests, listWaitingRuns, type RunsOf } from './approval.store.ts';
import { tellOfWithdrawal } from './withdraw.ts';

/**
 * What a stopped schedule or campaign had made and nobody has agreed to yet will never go out; those who were asked are told.
 * Returns how many.
 */
export async function withdrawRuns(context: CommandContext, of: RunsOf): Promise<number> {
  const { db, now, sender } = context;
  const notices = (await lockNotices(db, await listWaitingRuns(db, of))).filter(
    ({ status }) => status === 'awaiting_approval',
  );
  const noticeIds = notices.map(({ noticeId }) => noticeId);
  for (const notice of notices) await tellOfWithdrawal(context, notice);
  await dropNotices(db, noticeIds);
  await closeRequests(db, noticeIds, { outcome: 'withdrawn', by: sender.staff.staffId, at: now });
  return noticeIds.length;
}
