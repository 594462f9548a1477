import type { CommandContext, Reply } from '../../command/index.ts';
import { compositionSchema } from '../conversation/composition.ts';
import { askEdit } from '../conversation/edit-draft.ts';
import { dropNotice } from '../draft/confirm-notice.ts';
import { showDraftAgain } from '../draft/show-draft-again.ts';
import { lockNotice, markDropped } from '../notice.store.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { isDraftAlive } from '../notice-states.ts';
import { noticeTexts } from '../texts.zh.ts';
import { findLastRequest } from './approval.store.ts';
import { approvalTexts as texts } from './texts.zh.ts';

/** What the sender presses under a notice that waits or came back: 取消, 改 (a new draft follows), 再看一遍. */
export async function pressReturned(
  context: CommandContext,
  dependencies: NoticeDependencies,
  verb: string,
  noticeId: string,
): Promise<Reply> {
  if (verb === 'drop') return dropNotice(context, dependencies, noticeId);
  const { db, now, sender } = context;
  const notice = await lockNotice(db, noticeId);
  if (notice?.staffId !== sender.staff.staffId) return { text: texts.notForYou };
  if (notice.status !== 'draft') return { text: noticeTexts.alreadyDecided };
  if (!isDraftAlive(notice, now)) {
    await markDropped(db, noticeId);
    return { text: noticeTexts.draftExpired };
  }
  const request = await findLastRequest(db, noticeId);
  const composition = compositionSchema.safeParse(request?.composition).data;
  if (verb === 'again') return showDraftAgain(context, dependencies, { notice, composition });
  if (verb !== 'edit' || composition === undefined) return { text: noticeTexts.notUnderstood };
  await markDropped(db, noticeId);
  return askEdit(dependencies, composition);
}
