import type { CommandContext } from '../../command/index.ts';
import { keepTemplateTexts } from '../notice.store.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { contentOfNotice } from '../plan/content-of-notice.ts';
import { type ExaminedAmongMany, examineNotices } from '../plan/examine-notice.ts';
import { keepVerdicts } from '../verdict/keep-verdict.ts';
import { type BatchDraft, keepShown } from './batch.store.ts';

export interface ExaminedDraft {
  readonly draft: BatchDraft;
  readonly examined: ExaminedAmongMany;
}

/**
 * Works drafts out as they would go out now and keeps what is being shown with each of them, so that the confirmation can
 * tell whether anything is different then. The guard's verdict is kept when the words are new.
 */
export async function examineDrafts(
  context: CommandContext,
  dependencies: NoticeDependencies,
  drafts: readonly BatchDraft[],
): Promise<readonly ExaminedDraft[]> {
  const { db, now, sender, roster } = context;
  const { staff } = sender;
  const asked = drafts.map(({ notice }) => ({
    staff,
    content: contentOfNotice(notice),
    noticeCode: notice.noticeCode,
    now,
  }));
  const examined = await examineNotices(db, dependencies, asked, roster);
  const results = drafts.flatMap((draft, index): ExaminedDraft[] => {
    const one = examined[index];
    return one === undefined ? [] : [{ draft, examined: one }];
  });
  const shown = results.flatMap(({ draft: { notice }, examined: one }) => {
    if (one.problem !== null) return [];
    const { digest, templateVersion, templateTexts } = one.worked.plan;
    const { noticeId } = notice;
    if (digest === notice.recipientsDigest) return [];
    return [{ noticeId, digest, templateVersion, templateTexts, staffId: staff.staffId, judgement: one.judgement }];
  });
  await keepTemplateTexts(db, shown);
  await keepShown(db, shown);
  await keepVerdicts(context, shown);
  return results;
}
