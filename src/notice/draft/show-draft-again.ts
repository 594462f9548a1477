import type { CommandContext, Reply } from '../../command/index.ts';
import type { NoticeRow } from '../../db/index.ts';
import type { Composition } from '../conversation/composition.ts';
import { markDropped, updateShown } from '../notice.store.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { contentOfNotice } from '../plan/content-of-notice.ts';
import { examineNotice } from '../plan/examine-notice.ts';
import { keepVerdict } from '../verdict/keep-verdict.ts';
import { confirmationOf, noticeRowOf, refuseDraft } from './show-draft.ts';

/** Shows a stored draft as it stands now and keeps what was shown. */
export async function showDraftAgain(
  context: CommandContext,
  dependencies: NoticeDependencies,
  draft: { readonly notice: NoticeRow; readonly composition: Composition | undefined; readonly isListed?: boolean },
): Promise<Reply> {
  const { db, now, sender } = context;
  const { notice, composition } = draft;
  const { noticeId, noticeCode } = notice;
  const { staff } = sender;
  const toExamine = { staff, content: contentOfNotice(notice), noticeCode, now };
  const examined = await examineNotice(db, dependencies, toExamine, context.roster);
  if (examined.problem !== null) {
    await markDropped(db, noticeId);
    return refuseDraft(context, dependencies, composition, examined);
  }
  const { worked, judgement } = examined;
  await updateShown(db, noticeId, noticeRowOf(worked, dependencies));
  await keepVerdict(context, { noticeId, staffId: staff.staffId }, judgement);
  const flags = judgement.findings;
  return confirmationOf(context, dependencies, {
    worked,
    noticeCode,
    noticeId,
    isLow: notice.isLow,
    composition,
    flags,
    isListed: draft.isListed ?? false,
  });
}
