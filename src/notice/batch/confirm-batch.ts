import type { CommandContext, Reply } from '../../command/index.ts';
import { confirmDrafts } from '../draft/confirm-drafts.ts';
import { describeGoing } from '../draft/describe-going.ts';
import { dropNotices } from '../notice.store.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { listBatchDrafts } from './batch.store.ts';
import { findMatter } from './first-matters.ts';
import { describeProblems } from './show-batch.ts';
import { batchTexts as texts } from './texts.zh.ts';

/**
 * 全部确认: every draft of the batch goes the way of a single notice, in one transaction: after a crash all are drafts
 * again, and a second press finds none. What changed since it was shown, or may not go out, stays a draft.
 */
export async function confirmBatch(
  context: CommandContext,
  dependencies: NoticeDependencies,
  batchId: string,
): Promise<Reply> {
  const { db, sender } = context;
  const drafts = (await listBatchDrafts(db, { batchId, staffId: sender.staff.staffId })).filter(
    (draft) => findMatter(dependencies.library, draft) === undefined,
  );
  const [first] = drafts;
  if (first === undefined) return { text: texts.gone };
  const outcomes = await confirmDrafts(
    context,
    dependencies,
    drafts.map(({ notice }) => notice.noticeId),
  );
  const paired = drafts.flatMap((draft, index) => {
    const outcome = outcomes[index];
    return outcome === undefined ? [] : [{ draft, outcome }];
  });
  const planned = paired.flatMap(({ outcome }) => (outcome.kind === 'confirmed' ? outcome.worked.plan.planned : []));
  const count = paired.filter(({ outcome }) => outcome.kind === 'confirmed').length;
  const changed = paired.filter(({ outcome }) => outcome.kind === 'changed').map(({ draft }) => draft.studentName);
  const problems = paired.flatMap(({ draft, outcome }) =>
    outcome.kind === 'problem' ? [{ draft, examined: outcome.examined }] : [],
  );
  const approvals = paired.flatMap(({ outcome }) => (outcome.kind === 'awaiting_approval' ? [outcome.approvers] : []));
  const withoutApprover = paired.flatMap(({ outcome }) => (outcome.kind === 'no_approver' ? [outcome.text] : []));
  const { staffId } = sender.staff;
  const asBatch = { isUrgent: false, isLow: false, audience: 'private', staffId } as const;
  const going = await describeGoing(context, dependencies, planned, asBatch);
  return {
    text: [
      ...(approvals.length > 0 ? [texts.awaitApproval(approvals.length, approvals[0] ?? [])] : []),
      ...new Set(withoutApprover),
      ...(count > 0
        ? [texts.confirmedAll(first.notice.title, count), ...going]
        : approvals.length > 0
          ? []
          : [texts.nothingSent]),
      ...(changed.length > 0 ? [texts.changed(changed)] : []),
      ...describeProblems(problems, texts.notSent),
    ].join('\n'),
  };
}

/** 全部不要: drops every open draft of the batch that is this person's. */
export async function dropBatch({ db, sender }: CommandContext, batchId: string): Promise<Reply> {
  const drafts = await listBatchDrafts(db, { batchId, staffId: sender.staff.staffId });
  await dropNotices(
    db,
    drafts.map(({ notice }) => notice.noticeId),
  );
  return { text: texts.droppedAll(drafts.length) };
}
