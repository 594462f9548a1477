import type { CommandContext, Reply } from '../../command/index.ts';
import type { Composition } from '../conversation/composition.ts';
import { dropSendAt, findNotice, lockNotice, setLow } from '../notice.store.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { isDraftAlive } from '../notice-states.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import { showDraftAgain } from './show-draft-again.ts';

/** 不急，18:00 一起发 or its opposite under a preview, of one that is set for a time as well: the draft is marked and shown again, nothing goes out. */
export async function chooseRound(
  context: CommandContext,
  dependencies: NoticeDependencies,
  choice: { readonly noticeId: string; readonly composition: Composition | undefined; readonly isLow: boolean },
): Promise<Reply> {
  const { noticeId, composition, isLow } = choice;
  const locked = await lockNotice(context.db, noticeId);
  if (locked?.staffId !== context.sender.staff.staffId) return { text: texts.notYours };
  if (locked.status !== 'draft' || !isDraftAlive(locked, context.now)) return { text: texts.alreadyDecided };
  await setLow(context.db, noticeId, isLow);
  await dropSendAt(context.db, noticeId);
  const notice = (await findNotice(context.db, noticeId)) ?? locked;
  return showDraftAgain(context, dependencies, {
    notice,
    composition: composition === undefined ? undefined : { ...composition, isLow, sendTime: null },
  });
}

/** 名单 under a preview: the same draft once more, with everybody by name. */
export async function showAllNames(
  context: CommandContext,
  dependencies: NoticeDependencies,
  { noticeId, composition }: { readonly noticeId: string; readonly composition: Composition | undefined },
): Promise<Reply> {
  const notice = await lockNotice(context.db, noticeId);
  if (notice?.staffId !== context.sender.staff.staffId) return { text: texts.notYours };
  if (notice.status !== 'draft' || !isDraftAlive(notice, context.now)) return { text: texts.alreadyDecided };
  return showDraftAgain(context, dependencies, { notice, composition, isListed: true });
}
